"""The files of a report that go along with an assignment (附件), each as a copy that names nobody.

The office chooses. Where nobody does, as when a leader names the units, all go but those that the office has
marked as naming private people, those that would tell who made them, and those that nobody may open.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from portal.files.copying import bare
from portal.files.models import Attachment
from portal.files.refusal import Refused
from portal.files.storing import drop, keep
from portal.ledger.engine import take


def files_of(reports):
    """Of these reports and of all that were merged into them."""
    merged = Attachment.objects.filter(report__carried_by__in=reports) | Attachment.objects.filter(
        report__in=reports
    )
    return merged.filter(subject_type__model="report").order_by("at", "name", "pk")


def goes_along(attachment):
    """Whether it does where nobody has chosen."""
    return not (attachment.names_people or attachment.names_its_maker or attachment.opened_to_nobody)


def copies(report, chosen=None):
    """Those of the report's files that were chosen, ready to be kept with as many assignments as one likes.

    Raises ValidationError for a chosen one of which no copy can be made; by itself such a one stays.
    """
    made = []
    for attachment in files_of([report]):
        if attachment in chosen if chosen is not None else goes_along(attachment):
            try:
                made.append(bare(attachment))
            except Refused as refused:
                if chosen is not None:
                    words = refused.args[0] % {"name": attachment.name}
                    words = gettext("%(why)s Untick it, or have it handed in again.") % {"why": words}
                    raise ValidationError({"enclosed": words}) from refused
    return made


def enclose(made, assignment, *, by, at):
    keep(made, assignment, by=by, at=at)


def enclosed(assignment):
    """The copies that its unit reads."""
    return Attachment.objects.about(assignment).exclude(copy_of=None).select_related("copy_of")


def originals(assignment):
    return [copy.copy_of for copy in enclosed(assignment)]


def change_enclosed(assignment, chosen, *, by, at):
    """Takes out the copies of what is not chosen and adds what is new. Gives the names before and after."""
    there = list(enclosed(assignment))
    new = [attachment for attachment in chosen if attachment not in [copy.copy_of for copy in there]]
    drop([copy for copy in there if copy.copy_of not in chosen])
    enclose(copies(assignment.report, new), assignment, by=by, at=at)
    return [[copy.name for copy in there], [attachment.name for attachment in chosen]]


@transaction.atomic
def mark_files(report, *, by, at, marked):
    """Says which of its files name private people: those stay in the office unless it decides otherwise."""
    names = [attachment.name for attachment in marked]
    take("mark_files", report, by=by, at=at, changes={"files": names})
    own = Attachment.objects.about(report)
    own.update(names_people=False)
    own.filter(pk__in=[attachment.pk for attachment in marked]).update(names_people=True)

"""Which journal entries are news, for whom, and in which words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.models import Role, User


@dataclass(frozen=True)
class Tell:
    """`to` answers with a queryset of people; `words` may name %(number)s."""

    to: Callable
    words: str | Promise


def authors(entry):
    return User.objects.filter(pk=entry.report.author_id) | User.objects.filter(
        joint_reports__report=entry.report
    )


def officers(entry):
    return User.objects.filter(hats__role=Role.OFFICER, hats__organisation=entry.subject.unit_id)


def taker(entry):
    return User.objects.filter(pk=entry.report.taken_by_id)


def leader(entry):
    return User.objects.filter(pk=entry.subject.leader_id)


def readers(entry):
    return User.objects.filter(readings__issue=entry.subject_id)


# Nothing ends without the author hearing of it: every step that ends a report stands here.
TELLS = {
    "submit": Tell(authors, _("Report %(number)s has been received.")),
    "withdraw": Tell(authors, _("Report %(number)s has been withdrawn.")),
    "take_up": Tell(authors, _("Report %(number)s has been taken up by the office.")),
    "return_to_author": Tell(authors, _("Report %(number)s has been returned to you with a reason.")),
    "keep_on_file": Tell(authors, _("Report %(number)s has been kept on file, with a reason.")),
    "sign_off": Tell(authors, _("Report %(number)s has been signed off.")),
    "publish": Tell(authors, _("Report %(number)s has been published in the special report.")),
    "conclude": Tell(authors, _("Report %(number)s has been concluded.")),
    "transfer": Tell(authors, _("Report %(number)s has been given to units for handling.")),
    "handle": Tell(authors, _("Report %(number)s has received a directive and is being handled.")),
    "answer": Tell(authors, _("Report %(number)s has been answered. Please give your opinion.")),
    "give_opinion": Tell(authors, _("Report %(number)s is closed. Thank you for your opinion.")),
    "lapse": Tell(authors, _("Report %(number)s is closed; no opinion was given in time.")),
    "send_back": Tell(taker, _("Report %(number)s has been sent back by the signer.")),
    "assign": Tell(officers, _("Report %(number)s has been assigned to your unit.")),
    "grant_time": Tell(officers, _("More time has been granted for report %(number)s.")),
    "refuse_time": Tell(officers, _("More time has been refused for report %(number)s.")),
    "send_reply_back": Tell(officers, _("Your reply on report %(number)s has been sent back.")),
    "pass_reply": Tell(officers, _("Your reply on report %(number)s has been passed.")),
    "release": Tell(officers, _("Report %(number)s is settled; your part is released.")),
    "close_directive": Tell(leader, _("Your directive on report %(number)s has been carried out.")),
    "publish_issue": Tell(readers, _("Issue No. %(number)s of the special report is ready to read.")),
}


def words(entry):
    """The sentence for an entry, in the active language."""
    number = entry.report.number if entry.report else entry.subject.number
    return TELLS[entry.kind].words % {"number": number}

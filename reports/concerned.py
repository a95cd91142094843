"""Whom an entry of the journal concerns: each answers with people, or None for one who is not there."""

from django.utils.translation import gettext_lazy as _

from portal.people.models import Role
from portal.people.rules import called


@called(_("its authors"))
def authors(entry):
    return _accepted(entry.report)


def _accepted(report):
    return [author.user for author in report.authors.all() if author.accepted_at]


@called(_("the joint author who is asked"))
def asked(entry):
    [author] = [a for a in entry.report.authors.all() if a.pk == entry.changes["author"]] or [None]
    if author is None or author.user:
        return [author and author.user]
    hats = author.organisation.hats.filter(role__in=(Role.LIAISON, Role.CONVENER))
    return [hat.user for hat in hats.select_related("user")]


@called(_("the first author"))
def first_author(entry):
    return [entry.report.authors.all()[0].user]


@called(_("its authors and those of what was merged into it"))
def contributors(entry):
    """From the signature on, those whose reports were merged into it too."""
    carried = [user for report in entry.report.carried.all() for user in _accepted(report)]
    return [*authors(entry), *carried]


@called(_("whoever has taken it up"))
def taker(entry):
    return [entry.report.taken_by]


@called(_("whoever had it"))
def loser(entry):
    return entry.passed[:1]


@called(_("whoever has it now"))
def successor(entry):
    return entry.passed[1:]


@called(_("whoever was asked"))
def holder(entry):
    return [entry.subject.holder]


@called(_("whoever asked for it"))
def asker(entry):
    return [entry.subject.begun_by]


@called(_("whoever was appointed"))
def appointed(entry):
    return [entry.subject.person]


@called(_("the liaisons of the station"))
def liaisons(entry):
    return [hat.user for hat in entry.subject.station.hats.all() if hat.role == Role.LIAISON]


@called(_("those it was published to"))
def readers(entry):
    return [reading.user for reading in entry.subject.readers.all()]


@called(_("proposers who are still to say so"))
def proposers(entry):
    return entry.subject.asked.all()

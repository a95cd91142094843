"""People: the list, found by any of their names, and one of them by date."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import local_day
from portal.ledger.models import Duty
from portal.ledger.reading import journey, past
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.forms import asked_of
from portal.pages.lists import Page, leads_back
from portal.people.models import Expertise, Hat, Membership, Seat, User
from portal.persons.forms import PeopleFilter, holding
from portal.persons.names import called
from portal.persons.workflow.people import told, words
from portal.register.rules import keeps_register, reads_register
from reports.models import Report
from reports.rules import sees_reports

FILED = 20  # of a person's reports are named on the page


def people(request):
    """Everybody with an account that is open, by what stands in the address."""
    if not reads_register(request.hats):
        raise PermissionDenied
    form, today = PeopleFilter(request.GET), local_day(request.now)
    asked = asked_of(form)
    rows = _matching(User.objects.filter(is_active=True), asked, today)
    page = Page(request, rows, COLUMNS, first="name", drawn=lambda rows: _drawn(rows, today))
    nothing = (
        _("Nobody matches. Try a part of the name, or fewer filters.") if asked else _("Nobody is here yet.")
    )
    return page.answer(
        "persons/people.html", _("People"), form, nothing=nothing, none_icon="people",
        may_import=keeps_register(request.hats),
    )  # fmt: skip


def _matching(rows, asked, today):
    if "q" in asked:
        rows = called(rows, asked["q"])
    if "kind" in asked:
        rows = rows.filter(organisation__kind=asked["kind"])
    if "party" in asked:
        rows = rows.filter(party=asked["party"])
    if "field" in asked:
        rows = rows.filter(Exists(Expertise.objects.filter(user=OuterRef("pk"), field=asked["field"])))
    of = {name: asked[name] for name in ("sector", "level", "committee") if name in asked}
    if of:
        rows = rows.filter(Exists(Membership.objects.filter(*holding(today), user=OuterRef("pk"), **of)))
    return rows


def _drawn(rows, today):
    members = Membership.objects.filter(*holding(today)).select_related("sector", "committee")
    hats = Hat.objects.order_by("role")
    seats = Seat.objects.on(today).select_related("post")
    return rows.select_related("organisation").prefetch_related(
        Prefetch("memberships", members, to_attr="member"),
        Prefetch("hats", hats, to_attr="worn"),
        Prefetch("seats", seats, to_attr="sat"),
    )


def _name(person, request):
    url = reverse("person", args=[person.pk])
    return format_html("{}{}", cells.opened(request, person, person.name, url), cells.meta(person.position))


def _member(person, _request):
    return "；".join(
        f"{row.get_level_display()}{'·' + _('standing committee') if row.standing else ''}"
        for row in person.member
    )


def _sectors(person, _request):
    return "、".join(str(row.sector) for row in person.member if row.sector)


def _roles(person, _request):
    """By hats and by the posts of today."""
    found = [hat.get_role_display() for hat in person.worn] + [seat.post.name for seat in person.sat]
    return "、".join(dict.fromkeys(map(str, found)))


COLUMNS = [
    Column("name", gettext_lazy("Full name"), "name", _name, sort="name"),
    Column("organisation", gettext_lazy("Organisation"), "organisation.name", sort="organisation__name"),
    Column("position", gettext_lazy("Position"), "position", cell=None),
    Column("party", gettext_lazy("Party"), "get_party_display"),
    Column("member", gettext_lazy("Member of"), _member),
    Column("sector", gettext_lazy("Sector"), _sectors),
    Column("roles", gettext_lazy("Roles"), _roles),
]


@leads_back
def person(request, pk):
    """By date; what was filed and is owed as far as whoever asks may see."""
    if not reads_register(request.hats):
        raise PermissionDenied
    found = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    today = local_day(request.now)
    context = {
        "person": found,
        "may_edit": keeps_register(request.hats) and found.is_active,
        "other_names": words(found, "other_names"),
        "expertise": words(found, "expertise"),
        "belongings": found.belongings.select_related("organisation").order_by("-since"),
        "memberships": [(told(row), row) for row in _memberships(found)],
        "hats": found.hats.select_related("organisation").order_by("role"),
        "seats": found.seats.filter(status="named").select_related("post").order_by("-since"),
        "journey": journey(past(found)),
        "today": today,
        **_of_work(request, found),
    }
    return render(request, "persons/person.html", context)


def _memberships(person):
    return person.memberships.select_related("term", "sector", "committee").order_by("-since")


def _of_work(request, person):
    """Their reports that whoever asks may see, and what they owe on matters that are open to the office."""
    if not sees_reports(request.hats):
        return {}
    reports = Report.objects.visible_to(request.hats).written_by(person)
    duties = Duty.objects.open().filter(person=person)
    return {
        "filed": reports.order_by("-submitted_at", "-pk")[:FILED],
        "filed_number": reports.count(),
        "owes": duties.filter(report__in=reports).order_by("due_at")[:FILED],
    }

"""What is noted, as lists: what people did, and from the journal who changed what of people and posts."""

from datetime import time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.audit.forms import EventFilter
from portal.audit.models import Event
from portal.audit.rules import audits, sees_refusals
from portal.audit.states import AGAINST, What
from portal.days.workdays import at_time
from portal.ledger.models import Entry
from portal.ledger.reading import named_in
from portal.ledger.registry import PROCEDURES
from portal.pages.columns import Column
from portal.pages.lists import Page
from portal.people.models import User

MANY = 20  # lines of refusals that one account has in a day before it is pointed out
A_DAY = timedelta(days=1)


def events(request):
    """The audit administrator sees all, the security administrator what was turned away or refused."""
    if not sees_refusals(request.hats):
        raise PermissionDenied
    rows, kinds = Event.objects.all(), list(What)
    if not audits(request.hats):
        rows, kinds = rows.filter(what__in=AGAINST), AGAINST
    asked = EventFilter(request.GET, kinds=kinds)
    page = Page(request, asked.narrow(rows, _starts), COLUMNS, first="-at", drawn=_with_account)
    return page.answer(
        "audit/events.html",
        _("Audit"),
        asked,
        none_icon="shield-check",
        nothing=_("Nothing of this kind was noted."),
        often=_often(request.now),
        audits=audits(request.hats),
    )


def rights(request):
    """What the journal says of people, posts and leave: only of these, so no report is named."""
    if not audits(request.hats):
        raise PermissionDenied
    kinds = ContentType.objects.filter(app_label="people").values("pk")
    page = Page(
        request, Entry.objects.filter(subject_type__in=kinds), OF_RIGHTS, first="-at", drawn=_with_subject
    )
    return page.answer(
        "audit/rights.html",
        _("Changes of rights"),
        none_icon="people",
        nothing=_("Nobody's post, leave or role has been changed yet."),
    )


def _often(at):
    """People who were refused conspicuously often in the last day."""
    lately = Event.objects.filter(refused=True, at__gte=at - A_DAY, account__isnull=False)
    found = lately.values("account").annotate(times=Count("pk")).filter(times__gt=MANY)
    times = {row["account"]: row["times"] for row in found.order_by("-times")}
    people = User.objects.in_bulk(times)
    return [(people[pk], number) for pk, number in times.items()]


def _starts(day, *, after=False):
    return at_time(day + A_DAY if after else day, time.min)


def _with_account(rows):
    return rows.select_related("account")


def _with_subject(rows):
    people = [each for model, each in PROCEDURES.items() if model._meta.app_label == "people"]
    told = [each.told for each in people if each.told is not None]
    return rows.select_related("actor", "subject_type").prefetch_related(GenericPrefetch("subject", told))


def _moment(row, _request):
    return date_format(localtime(row.at), "DATETIME_FORMAT")


def _who(event, _request):
    """An account by its name; a name that nobody signed in with, and a place, by their hashes."""
    return event.account.name if event.account else event.name and _("unknown name %s") % event.name


COLUMNS = [
    Column("at", gettext_lazy("When"), "at", _moment, sort="at", look="tight"),
    Column("what", gettext_lazy("Event"), "called", sort="what", look="tight"),
    Column("who", gettext_lazy("Who"), _who),
    Column("about", gettext_lazy("Page or number"), "about"),
    Column("caller", gettext_lazy("From where (keyed)"), "caller", look="tight"),
]


def _changed(entry, _request):
    return str(entry.line.past)


def _actor(entry, _request):
    return entry.who


def _said(entry, _request):
    return named_in(entry)


OF_RIGHTS = [
    Column("at", gettext_lazy("When"), "at", _moment, sort="at", look="tight"),
    Column("what", gettext_lazy("Event"), _changed),
    Column("who", gettext_lazy("By whom"), _actor, look="tight"),
    Column("said", gettext_lazy("What it says"), _said),
]

"""The left menu: exactly the entries that this person may open, so none ends in a refusal."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.models import Notice
from feedback.rules import sees_mails, sees_supervision
from portal.backup.rules import sees_backups
from portal.pages.remembered import as_left
from portal.people.rules import (
    in_office,
    is_clerk,
    is_editor,
    is_leader,
    is_signer,
    reads_procedures,
    sees_seats,
)
from portal.roof.waiting import number
from reports.rules import (
    keeps_matters,
    may_file,
    may_see_stubs,
    oversees_stations,
    reads_proposals,
    sees_commissions,
    sees_leads,
    sees_reports,
)
from routing.rules import sees_directives, sees_matters_of_units, works_on_issues


def anybody(hats):
    """Whoever is anything here: these pages ask for no more than that one has signed in."""
    return bool(hats.roles)


@dataclass(frozen=True)
class Item:
    """A row of the menu: the name of its page, what it is called, its icon, and the rule of that page."""

    name: str
    label: str | Promise
    icon: str
    rule: Callable  # hats -> bool


SOURCES, REGISTER = _("Sources"), _("Register")
FEW = 15  # rows that need no folding
FOLDED = {SOURCES, REGISTER}  # where there are more, unless one of theirs is the page
SECTIONS = {
    "": [
        Item("desk", _("My desk"), "inbox", anybody),
        Item("reports:new", _("Write a report"), "pencil-square", may_file),
        Item("reports:list", _("Reports"), "files", sees_reports),
    ],
    _("Review and signing"): [
        Item("reports:queue", _("Review queue"), "stopwatch", is_editor),
        Item("reports:signing", _("Sign-off"), "pen", is_signer),
        Item("routing:issues", _("Special report"), "journal-text", works_on_issues),
        Item("routing:reading", _("Reading room"), "book", is_leader),
        Item("routing:directives", _("Directives"), "chat-left-quote", sees_directives),
    ],
    _("Handling and supervision"): [
        Item("routing:assignments", _("Assignments"), "building", sees_matters_of_units),
        Item("routing:promises", _("Promises"), "check2-square", sees_matters_of_units),
        Item("feedback:supervision", _("Supervision"), "megaphone", sees_supervision),
        Item("routing:inspections", _("Inspections"), "binoculars", sees_matters_of_units),
        Item("feedback:three_rates", _("Three rates"), "bar-chart", in_office),
        Item("routing:revisits", _("Revisits"), "telephone-outbound", in_office),
    ],
    _("Filing and figures"): [
        Item("routing:filings", _("Filing upward"), "send-arrow-up", in_office),
        Item("feedback:same_day", _("Same-day promise"), "alarm", in_office),
        Item("feedback:briefing", _("Briefing for a meeting"), "easel", in_office),
        Item("overview", _("Where everything is"), "kanban", in_office),
    ],
    SOURCES: [
        Item("reports:leads", _("Leads"), "lightbulb", sees_leads),
        Item("reports:commissions", _("Commissions"), "envelope-paper", sees_commissions),
        Item("reports:consultations", _("Consultations"), "chat-dots", keeps_matters),
        Item("reports:proposals", _("Proposals and speeches"), "file-earmark-text", reads_proposals),
        Item("reports:stations", _("Stations"), "geo-alt", oversees_stations),
    ],
    REGISTER: [
        Item("reports:appointments", _("Invited informants"), "person-badge", in_office),
        Item("routing:visits", _("Visits and meetings"), "calendar-event", in_office),
        Item("posts", _("Posts and stand-ins"), "people", sees_seats),
        Item("feedback:mails", _("Mail that did not arrive"), "envelope-exclamation", sees_mails),
        Item("backups", _("Backups"), "database-check", sees_backups),
        Item("calendar", _("Working-day calendar"), "calendar3", anybody),
        Item("limits", _("Time limits"), "hourglass", anybody),
        Item("policy", _("Office policy"), "sliders", in_office),
        Item("procedures", _("Table of procedures"), "signpost-split", reads_procedures),
        Item("routing:competences", _("Who owns what"), "diagram-3", in_office),
        Item("routing:series", _("Series of the special report"), "collection", in_office),
        Item("reports:canned", _("Standard words"), "chat-left-text", is_clerk),
        Item("reports:sealed", _("Sealed reports"), "shield-lock", may_see_stubs),
    ],
}
ITEMS = [item for items in SECTIONS.values() for item in items]


def menu(request):
    """Context of every page of somebody who has signed in."""
    context = {"portal_name": settings.PORTAL_NAME, "demo": settings.DEMO}
    if not hasattr(request, "hats"):
        return context
    here = request.resolver_match and request.resolver_match.view_name
    waiting = number(request.hats, request.now)

    def row(item):
        count = waiting if item.name == "desk" else None
        known = {"label": item.label, "icon": item.icon, "current": item.name == here, "count": count}
        return known | {"url": as_left(request, reverse(item.name))}

    found = {label: [i for i in items if i.rule(request.hats)] for label, items in SECTIONS.items()}
    few = sum(map(len, found.values())) <= FEW
    sections = [
        (label, [row(i) for i in items], few or label not in FOLDED or here in [i.name for i in items])
        for label, items in found.items()
        if items
    ]
    unread = Notice.objects.filter(user=request.user, read_at=None).count()
    return context | {"menu": sections, "notices_unread": unread, "hats_names": request.hats.names}

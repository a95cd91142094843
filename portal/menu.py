"""The left menu: exactly the entries that this person may open, so none ends in a refusal."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.models import Notice
from portal.models import Role
from reports.models import Duty
from reports.rules import OFFICE

EVERYONE = tuple(Role.values)
SPEAKING = (Role.LIAISON, Role.CONVENER, Role.CLERK, Role.EDITOR)  # as rules.may_speak_for_others has it
REGISTRY = (*OFFICE, Role.SYSTEM_ADMIN)
READING = (*OFFICE, Role.INFORMANT)
AT_UNITS = (Role.OFFICER, Role.HEAD)
WRITERS = (Role.INFORMANT, Role.LIAISON, Role.CONVENER)


@dataclass(frozen=True)
class Item:
    """A row of the menu: the name of its page, what it is called, its icon, and who finds it there."""

    name: str
    label: str | Promise
    icon: str
    roles: tuple


SOURCES, REGISTER = _("Sources"), _("Register")
FEW = 15  # rows that need no folding
FOLDED = {SOURCES, REGISTER}  # where there are more, unless one of theirs is the page
SECTIONS = {
    "": [
        Item("desk", _("My desk"), "inbox", EVERYONE),
        Item("reports:new", _("Write a report"), "pencil-square", (Role.INFORMANT, *SPEAKING)),
        Item("reports:list", _("Reports"), "files", (*OFFICE, *WRITERS)),
    ],
    _("Review and signing"): [
        Item("reports:queue", _("Review queue"), "stopwatch", (Role.CLERK, Role.EDITOR)),
        Item("reports:signing", _("Sign-off"), "pen", (Role.SIGNER,)),
        Item("routing:issues", _("Special report"), "journal-text", (Role.CLERK, Role.VETTER, Role.SIGNER)),
        Item("routing:reading", _("Reading room"), "book", (Role.LEADER,)),
        Item("routing:directives", _("Directives"), "chat-left-quote", (*OFFICE, Role.LEADER)),
    ],
    _("Handling and supervision"): [
        Item("routing:assignments", _("Assignments"), "building", (*OFFICE, *AT_UNITS)),
        Item("routing:promises", _("Promises"), "check2-square", (*OFFICE, *AT_UNITS)),
        Item("feedback:supervision", _("Supervision"), "megaphone", (*OFFICE, Role.HEAD)),
        Item("routing:inspections", _("Inspections"), "binoculars", (*OFFICE, *AT_UNITS)),
        Item("feedback:three_rates", _("Three rates"), "bar-chart", OFFICE),
        Item("routing:revisits", _("Revisits"), "telephone-outbound", OFFICE),
    ],
    _("Filing and figures"): [
        Item("routing:filings", _("Filing upward"), "send-arrow-up", OFFICE),
        Item("feedback:same_day", _("Same-day promise"), "alarm", OFFICE),
        Item("feedback:briefing", _("Briefing for a meeting"), "easel", OFFICE),
        Item("overview", _("Where everything is"), "kanban", OFFICE),
    ],
    SOURCES: [
        Item("reports:leads", _("Leads"), "lightbulb", READING),
        Item("reports:commissions", _("Commissions"), "envelope-paper", (*OFFICE, *WRITERS)),
        Item("reports:consultations", _("Consultations"), "chat-dots", (*READING, Role.LIAISON)),
        Item("reports:proposals", _("Proposals and speeches"), "file-earmark-text", READING),
        Item("reports:stations", _("Stations"), "geo-alt", (*OFFICE, Role.LIAISON)),
    ],
    REGISTER: [
        Item("reports:appointments", _("Invited informants"), "person-badge", OFFICE),
        Item("routing:visits", _("Visits and meetings"), "calendar-event", OFFICE),
        Item("posts", _("Posts and stand-ins"), "people", REGISTRY),
        Item("feedback:mails", _("Mail that did not arrive"), "envelope-exclamation", REGISTRY),
        Item("calendar", _("Working-day calendar"), "calendar3", EVERYONE),
        Item("limits", _("Time limits"), "hourglass", EVERYONE),
        Item("routing:competences", _("Who owns what"), "diagram-3", OFFICE),
        Item("routing:series", _("Series of the special report"), "collection", OFFICE),
        Item("reports:canned", _("Standard words"), "chat-left-text", (Role.CLERK,)),
        Item("reports:sealed", _("Sealed reports"), "shield-lock", (*OFFICE, Role.SECURITY_ADMIN)),
    ],
}
ITEMS = [item for items in SECTIONS.values() for item in items]


def menu(request):
    """Context of every page of somebody who has signed in."""
    context = {"portal_name": settings.PORTAL_NAME, "demo": settings.DEMO}
    if not hasattr(request, "hats"):
        return context
    here = request.resolver_match and request.resolver_match.view_name
    waiting = Duty.objects.on_desk(request.hats, request.now).count()

    def row(item):
        count = waiting if item.name == "desk" else None
        known = {"label": item.label, "icon": item.icon, "current": item.name == here, "count": count}
        return known | {"url": reverse(item.name)}

    found = {label: [i for i in items if request.hats.has(*i.roles)] for label, items in SECTIONS.items()}
    few = sum(map(len, found.values())) <= FEW
    sections = [
        (label, [row(i) for i in items], few or label not in FOLDED or here in [i.name for i in items])
        for label, items in found.items()
        if items
    ]
    unread = Notice.objects.filter(user=request.user, read_at=None).count()
    return context | {"menu": sections, "notices_unread": unread, "hats_names": request.hats.names}

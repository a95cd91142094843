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
SPEAKING = (
    Role.LIAISON,
    Role.CONVENER,
    Role.CLERK,
    Role.EDITOR,
)  # for others, see rules.may_speak_for_others

WRITERS = (Role.INFORMANT, Role.LIAISON, Role.CONVENER)


@dataclass(frozen=True)
class Item:
    """A row of the menu: the name of its page, what it is called, its icon, and who finds it there."""

    name: str
    label: str | Promise
    icon: str
    roles: tuple


ITEMS = [
    Item("desk", _("My desk"), "inbox", EVERYONE),
    Item("reports:new", _("Write a report"), "pencil-square", (Role.INFORMANT, *SPEAKING)),
    Item("reports:leads", _("Leads"), "lightbulb", (*OFFICE, Role.INFORMANT)),
    Item("reports:commissions", _("Commissions"), "envelope-paper", (*OFFICE, *WRITERS)),
    Item("reports:queue", _("Review queue"), "stopwatch", (Role.CLERK, Role.EDITOR)),
    Item("reports:signing", _("Sign-off"), "pen", (Role.SIGNER,)),
    Item("routing:issues", _("Special report"), "journal-text", (Role.CLERK, Role.SIGNER)),
    Item("routing:reading", _("Reading room"), "book", (Role.LEADER,)),
    Item("routing:directives", _("Directives"), "chat-left-quote", (*OFFICE, Role.LEADER)),
    Item("routing:assignments", _("Assignments"), "building", (*OFFICE, Role.OFFICER)),
    Item("reports:list", _("Reports"), "files", (*OFFICE, Role.INFORMANT, Role.LIAISON, Role.CONVENER)),
    Item("reports:consultations", _("Consultations"), "chat-dots", (*OFFICE, Role.INFORMANT, Role.LIAISON)),
    Item("reports:stations", _("Stations"), "geo-alt", (*OFFICE, Role.LIAISON)),
    Item("reports:proposals", _("Proposals and speeches"), "file-earmark-text", (*OFFICE, Role.INFORMANT)),
    Item("reports:sealed", _("Sealed reports"), "shield-lock", (*OFFICE, Role.SECURITY_ADMIN)),
    Item("overview", _("Where everything is"), "kanban", OFFICE),
    Item("reports:canned", _("Standard words"), "chat-left-text", (Role.CLERK,)),
    Item("reports:appointments", _("Invited informants"), "person-badge", OFFICE),
    Item("posts", _("Posts and stand-ins"), "people", (*OFFICE, Role.SYSTEM_ADMIN)),
]


def menu(request):
    """Context of every page of somebody who has signed in."""
    context = {"portal_name": settings.PORTAL_NAME, "demo": settings.DEMO}
    if not hasattr(request, "hats"):
        return context
    here = request.resolver_match and request.resolver_match.view_name
    rows = [
        {"url": reverse(e.name), "label": e.label, "icon": e.icon, "current": e.name == here,
         "count": Duty.objects.on_desk(request.hats, request.now).count() if e.name == "desk" else None}
        for e in ITEMS
        if request.hats.has(*e.roles)
    ]  # fmt: skip
    unread = Notice.objects.filter(user=request.user, read_at=None).count()
    return context | {"menu": rows, "notices_unread": unread, "hats_names": request.hats.names}

"""The left menu: exactly the entries that this person may open, so none ends in a refusal."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from feedback.models import Notice
from feedback.rules import sees_mails, sees_supervision
from portal.accounts.rules import reads_accounts
from portal.audit.rules import audits, sees_refusals
from portal.backup.rules import sees_backups
from portal.keys.rules import sees_demands
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
from portal.register.rules import keeps_register, reads_register
from portal.roof.topics import steps
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
    """A page of the menu: its name, what it is called, its icon, the rule of that page.

    `daily`: where somebody has more pages than fit, this one stays in sight. `holds`: addresses besides its
    own that lie in it, for whoever has no nearer page.
    """

    name: str
    label: str | Promise
    icon: str
    rule: Callable  # hats -> bool
    daily: bool = False
    holds: tuple[str, ...] = ()

    @cached_property
    def url(self):
        return reverse(self.name)


IN_SIGHT = 12  # rows of the menu
SECTIONS = {
    "": [
        Item("desk", _("My desk"), "inbox", anybody, daily=True),
        Item("reports:new", _("Write a report"), "pencil-square", may_file, daily=True),
        Item("reports:list", _("Reports"), "files", sees_reports, daily=True, holds=("/issues/",)),
    ],
    _("Review and signing"): [
        Item("reports:queue", _("Review queue"), "stopwatch", is_editor, daily=True),
        Item("reports:signing", _("Sign-off"), "pen", is_signer, daily=True),
        Item("routing:issues", _("Special report"), "journal-text", works_on_issues, daily=True),
        Item("routing:reading", _("Reading room"), "book", is_leader, daily=True, holds=("/issues/",)),
        Item("routing:directives", _("Directives"), "chat-left-quote", sees_directives, daily=True),
    ],
    _("Handling and supervision"): [
        Item(
            "routing:assignments",
            _("Assignments"),
            "building",
            sees_matters_of_units,
            daily=True,
            holds=("/directives/",),
        ),
        Item("routing:promises", _("Promises"), "check2-square", sees_matters_of_units),
        Item("feedback:supervision", _("Supervision"), "megaphone", sees_supervision, daily=True),
        Item(
            "routing:inspections",
            _("Inspections"),
            "binoculars",
            sees_matters_of_units,
            holds=("/findings/",),
        ),
        Item("feedback:three_rates", _("Three rates"), "bar-chart", in_office),
        Item("routing:revisits", _("Revisits"), "telephone-outbound", in_office),
    ],
    _("Filing and figures"): [
        Item(
            "routing:filings",
            _("Filing upward"),
            "send-arrow-up",
            in_office,
            daily=True,
            holds=("/adoption/", "/events/"),
        ),
        Item("feedback:year", _("The year at a glance"), "graph-up", in_office),
        Item("feedback:same_day", _("Same-day promise"), "alarm", in_office),
        Item("feedback:briefing", _("Briefing for a meeting"), "easel", in_office),
        Item("overview", _("Where everything is"), "kanban", in_office, daily=True),
    ],
    _("Sources"): [
        Item("reports:leads", _("Leads"), "lightbulb", sees_leads),
        Item("reports:commissions", _("Commissions"), "envelope-paper", sees_commissions),
        Item("reports:consultations", _("Consultations"), "chat-dots", keeps_matters),
        Item("reports:proposals", _("Proposals and speeches"), "file-earmark-text", reads_proposals),
        Item("reports:stations", _("Stations"), "geo-alt", oversees_stations),
    ],
    _("Register"): [
        Item("organisations", _("Organisations"), "diagram-2", reads_register),
        Item("sectors", _("Sectors"), "grid-3x3-gap", reads_register),
        Item("terms", _("Terms"), "calendar-range", reads_register),
        Item("people", _("People"), "people", reads_register, daily=True),
        Item("send_roster", _("Import a roster"), "file-earmark-arrow-up", keeps_register),
        Item("reports:appointments", _("Invited informants"), "person-badge", in_office),
        Item("routing:visits", _("Visits and meetings"), "calendar-event", in_office),
        Item("posts", _("Posts and stand-ins"), "people", sees_seats),
        Item("accounts", _("Accounts"), "person-lock", reads_accounts, daily=True),
        Item("feedback:mails", _("Mail that did not arrive"), "envelope-exclamation", sees_mails),
        Item("backups", _("Backups"), "database-check", sees_backups),
        Item("second_factors", _("Second factors"), "shield-check", sees_demands, holds=("/switches/",)),
        Item("audit", _("Audit"), "journal-check", sees_refusals),
        Item("audit_rights", _("Changes of rights"), "person-lock", audits),
        Item("calendar", _("Working-day calendar"), "calendar3", anybody),
        Item("limits", _("Time limits"), "hourglass", anybody),
        Item("policy", _("Office policy"), "sliders", in_office),
        Item("procedures", _("Table of procedures"), "signpost-split", reads_procedures),
        Item("routing:competences", _("Who owns what"), "diagram-3", in_office),
        Item("routing:series", _("Series of the special report"), "collection", in_office),
        Item("reports:canned", _("Standard words"), "chat-left-text", is_clerk),
        Item("reports:sealed", _("Sealed reports"), "shield-lock", may_see_stubs, holds=("/reports/",)),
    ],
}
ITEMS = [item for items in SECTIONS.values() for item in items]
EVERY_PAGE = Item("pages", _("All pages"), "grid", anybody)
# What is no row of the menu and has help of its own (topics.WORDS).
APART = [
    EVERY_PAGE,
    Item("search", _("Search everything"), "search", anybody),
    Item("feedback:notices", _("Notices"), "bell", anybody),
    Item("unsent", _("Begun and not sent"), "pencil", anybody),
    Item("profile", _("My profile"), "person-circle", anybody),
    Item("password", _("Change your password"), "key", anybody),
    Item("devices", _("Where you are signed in"), "laptop", anybody),
    Item("keys", _("My second factors"), "key", anybody),
    Item("leave", _("Leave"), "calendar-event", sees_seats),
    Item("report", _("A report's own page"), "files", sees_reports),
    Item("reports:check", _("Read it once more and submit"), "check2-circle", may_file),
    Item("routing:issue", _("An issue of the special report"), "journal-text", works_on_issues),
    Item("routing:read", _("Read an issue"), "book", is_leader),
    Item("routing:directive", _("A directive"), "chat-left-quote", sees_directives),
    Item("routing:assignment", _("An assignment"), "building", sees_matters_of_units),
    Item("step", _("Any other step"), "signpost-split", anybody),
]


def apart():
    """With the steps that have help of their own."""
    found = [Item(step.name, step.label, "signpost", sees_matters_of_units) for step in steps()]
    return [*APART, *found]


ALIKE = {"reports:write": "reports:new"}  # helped with by the words of the other


def open_to(hats):
    """{section: [Item]} of the pages that this person may open."""
    found = {label: [item for item in items if item.rule(hats)] for label, items in SECTIONS.items()}
    return {label: items for label, items in found.items() if items}


def in_sight(sections):
    """The same, of what stands in the menu: all of it, or what is daily and the way to the rest."""
    if sum(map(len, sections.values())) <= IN_SIGHT:
        return sections
    daily = [(label, item) for label, items in sections.items() for item in items if item.daily]
    found = {}
    for label, item in daily[: IN_SIGHT - 1]:
        found.setdefault(label, []).append(item)
    return found | {EVERY_PAGE.label: [EVERY_PAGE]}


def place(path, items):
    """The one of these in which a path lies, by the longest address that it begins with; None for none."""
    around = [
        (len(address), address == item.url, item)
        for item in items
        for address in (item.url, *item.holds)
        if path == address or address != "/" and path.startswith(address)
    ]
    return max(around, key=lambda found: found[:2], default=(None,))[-1]


def menu(request):
    """Context of every page of somebody who has signed in. `menu`: lists of rows, one for each section."""
    context = {"portal_name": settings.PORTAL_NAME, "demo": settings.DEMO}
    if not hasattr(request, "hats"):
        return context
    sections = open_to(request.hats)
    shown = list(in_sight(sections).values())
    items = [item for items in sections.values() for item in items]
    here = place(request.path, [EVERY_PAGE, *items])
    topic = helped_with(request.resolver_match, here, [*items, *apart()], request.hats)
    if here and not any(here in items for items in shown):
        here = EVERY_PAGE
    waiting = number(request.hats, request.now)
    unread = Notice.objects.filter(user=request.user, read_at=None).count()
    return context | {
        "menu": [[_row(item, here, request, waiting) for item in items] for items in shown],
        "notices_unread": unread,
        "hats_names": request.hats.names,
        "help_url": reverse("help_page", args=[topic]) if topic else reverse("help"),
    }


def helped_with(match, here, items, hats):
    """The name of the item whose words help with a page: of its step, of its own address, of its place.

    None where there is none, as on the pages of the help itself.
    """
    open_items = {item.name for item in items if item.rule(hats)}
    own = [match.kwargs.get("name"), ALIKE.get(match.view_name, match.view_name)] if match else []
    return next((name for name in [*own, here and here.name] if name in open_items), None)


def _row(item, here, request, waiting):
    """A list is led to as it was left."""
    current = item == here and ("page" if request.path == item.url else "true")
    said = {"label": item.label, "icon": item.icon, "current": current}
    return said | {"url": as_left(request, item.url), "count": waiting if item.name == "desk" else None}

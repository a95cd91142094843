"""A report's own page: who has it and until when, its texts, its journey, what the units did."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.views.handling import handling
from reports import compare
from reports.models import Attachment, Entry, Relation, Report
from reports.reasons import Reason, outcome
from reports.rules import in_office, is_author, is_clerk
from reports.states import DIRECTABLE, IN_REVIEW, State
from reports.views.help import help_for
from reports.workflow import PROCEDURE
from routing.models import AdoptionEvent
from routing.procedures import DUTY_LABELS, ENTRY_LABELS, act
from routing.states import SENT, Level
from routing.views.adoption import of_report

TABS = {
    "text": _("Text"),
    "journey": _("Journey"),
    "handling": _("Handling"),
    "adoption": _("Adoption so far"),
}
NAMED = 2  # holders in the first line; more are counted
STAGES = [
    (_("Submission"), {State.DRAFT, State.RETURNED}),
    (_("In review"), {State.SUBMITTED, State.EDITING, State.MERGED, State.AWAITING_VETTING}),
    (_("Sign-off"), {State.WITH_CHAIR, State.AWAITING_SIGNOFF}),
    (_("Publication"), {State.SIGNED, State.PLACED}),
    (_("Leaders"), {State.ISSUED}),
    (_("Handling"), {State.HANDLING}),
    (_("Your opinion"), {State.ANSWERED, State.CONTESTED}),
    (_("Closed"), {State.CLOSED}),
]
# What the author is shown of the journey; directives' wording and inner steps stay in the office.
TOLD_TO_AUTHOR = {
    "submit", "withdraw", "take_up", "return_to_author", "keep_on_file", "refuse", "submit_for_signoff",
    "sign_off", "place", "publish", "conclude", "transfer", "handle", "assign", "sign_for", "pass_reply",
    "answer", "give_opinion", "lapse", "contest", "reopen_handling", "close_contested",
    "merge", "unmerge", "close_with_host", "reopen_with_host", "correct",
    "report_up", "record_event", "strike_event",
    "publish_handled", "wording_opened", "promise", "confirm_promise", "give_up_promise",
}  # fmt: skip
# Until it is signed, the piece is not theirs whose reports were merged into it.
BEFORE_SIGNING = {
    "submit", "withdraw", "take_up", "return_to_author", "keep_on_file", "refuse", "submit_for_signoff",
}  # fmt: skip
# Notes written for the author.
WITH_WORDS = {
    "return_to_author", "keep_on_file", "refuse", "conclude", "withdraw", "close_with_host",
    "give_up_promise", "reopen_handling", "close_contested",
}  # fmt: skip
VERSION_OF = {"submit", "edit", "vet", "endorse", "sign_off"}
ACT_PAGES = {
    "vet": "reports:vet",
    "endorse": "reports:endorse",
    "sign_off": "reports:sign_off",
    "give_opinion": "feedback:give_opinion",
    "edit": "reports:edit",
    "merge": "reports:combine",
    "transfer": "routing:transfer",
    "reopen_handling": "routing:reopen_handling",
    "refuse_classified": "routing:refuse_classified",
}


def record(request, pk):
    """The tab is in the address."""
    tab = request.GET.get("tab", "text")
    if tab not in TABS:
        raise Http404(tab)
    rows = Report.objects.select_related("author", "organisation", "taken_by", "carried_by")
    rows = rows.prefetch_related("pieces__issue__series")
    report = get_object_or_404(rows.visible_to(request.hats).with_owed(), pk=pk)
    office = in_office(request.hats)
    holders = _holders(report.owed)
    context = {
        "report": report,
        "office": office,
        "tab": tab,
        "tabs": [(key, label, _count(key, report)) for key, label in TABS.items()],
        "steps": step_bar(report),
        "acts": acts(request.hats, report),
        "sources": report.sources if office or report.signed_at else [report],
        "outcome": outcome(report),
        "duties": report.owed,
        "holders": holders[:NAMED],
        "more_holders": len(holders[NAMED:]),
    }
    return render(request, f"portal/record_{tab}.html", context | BUILD[tab](report, office, request))


def _whole(hats, report):
    """Whether one may see more of it than the signed piece that one's own report was merged into."""
    return in_office(hats) or Report.objects.whole_to(hats).filter(pk=report.pk).exists()


def _holders(duties):
    """Each holder once, with what is due first; every duty gets the name of its act."""
    first = {}
    for duty in duties:
        duty.act = DUTY_LABELS[duty.kind]
        first.setdefault(duty.holder, duty)
    return list(first.values())


def _count(tab, report):
    return report.assignments.count() if tab == "handling" else None


def step_bar(report):
    """[(label, done|now|todo)]: the way it really went, then the way that lies ahead.

    What was merged into another report goes that one's way.
    """
    both = [report, report.carried_by]
    been = set(Entry.objects.filter(report__in=both).values_list("changes__status__1", flat=True))
    report = report.carried_by or report
    here = next((n for n, (_label, states) in enumerate(STAGES) if report.status in states), len(STAGES))
    ended = here >= len(STAGES) - 1
    done = [(label, "done") for label, states in STAGES[:here] if states & been or State.DRAFT in states]
    if ended:
        return [*done, (report.get_status_display(), "done")]
    return [*done, (STAGES[here][0], "now"), *((label, "todo") for label, _states in STAGES[here + 1 :])]


def acts(hats, report):
    """The steps open to this person as buttons, those with a page of their own among them."""
    steps = PROCEDURE.open_to(hats, report)
    final = report.carried_by and report.carried_by.signed_at  # what is signed is not taken apart again
    steps = [s for s in steps if s.name not in ACT_PAGES and not (final and s.name == "unmerge")]
    own = [PROCEDURE.steps[name] for name in ACT_PAGES if PROCEDURE.may(name, hats, report)]
    steps = sorted([*own, *steps], key=lambda step: not step.main)
    found = [act(step, _place(step.name, report)) for step in steps]
    if is_clerk(hats) and report.status in DIRECTABLE and not report.carried_by_id:
        found.append({"url": register_url(report), "label": _("Register a directive")})
    if report.author_id == hats.user.pk and report.status in (State.DRAFT, State.RETURNED):
        found.insert(
            0, {"url": reverse("reports:write", args=[report.pk]), "label": _("Go on writing"), "main": True}
        )
    return found


def register_url(report):
    """A directive on paper stands on the piece that was read, or on the report itself."""
    piece = report.piece
    if piece and piece.issue.published_at:
        return reverse("routing:register_directive", args=["pieces", piece.pk])
    return reverse("routing:register_directive", args=["reports", report.pk])


def _place(name, report):
    if name in ACT_PAGES:
        return reverse(ACT_PAGES[name], args=[report.pk])
    return reverse("reports:step", args=[report.pk, name])


def _text(report, office, request):
    """Any two versions, for the office; the author reads the own text and the signed one."""
    versions = list(report.revisions.select_related("by"))
    own = _whole(request.hats, report)
    if not office:
        versions = [v for v in versions if v.kind in (("author", "signed") if own else ("signed",))]
    words = _words(report)
    for version in versions:
        version.why = words.get((version.by_id, version.at), "")
    shown = next(
        (v for v in versions if str(v.pk) == request.GET.get("show")), versions[-1] if versions else report
    )
    against = next((v for v in versions if str(v.pk) == request.GET.get("against")), None)
    in_review = office and report.status in IN_REVIEW
    seen = Report.objects.visible_to(request.hats)
    return (help_for(request, report, report.working) if in_review else {}) | {
        "related": Relation.objects.of(report, seen),
        "versions": versions,
        "shown": shown,
        "against": against,
        "parts": compare.parts(against or shown, shown),
        "files": Attachment.objects.about(report) if own else [],
        "facts": facts(report, request.hats),
    }


def _words(report):
    """{(who, when): what was said} of the steps that left a version of the text."""
    said = Entry.objects.about(report).filter(kind__in=VERSION_OF).exclude(note="")
    return {(entry.actor_id, entry.at): entry.note for entry in said}


def facts(report, hats):
    rows = [
        (_("Author"), _signed(report)),
        *_for_whom(report, hats),
        (_("Category"), report.get_category_display()),
        (_("Came out of"), report.get_occasion_display()),
    ]
    if source := report.source_for(hats):
        link = format_html('<a href="{}">{}</a>', source.get_absolute_url(), source)
        rows.append((capfirst(source._meta.verbose_name), link))
    if in_office(hats) and report.taken_by:
        rows.append((_("Edited by"), report.taken_by.name))
    printed = [piece.issue for piece in report.pieces.all() if piece.issue.status in SENT]
    later = [
        (_("Submitted on"), report.submitted_at),
        (_("Signed off on"), report.signed_at),
        (_("Adoption"), report.signed_at and (_("Combined") if report.carried.exists() else _("Single"))),
        (_("Signed the same day"), _yes_or_no(report.signed_same_day)),
        (_("Reported the same day"), _yes_or_no(report.reported_same_day)),
        (_("Published in"), _names(issue for issue in printed if not issue.corrects_id)),
        (_("Corrected in"), _names(issue for issue in printed if issue.corrects_id)),
    ]
    return [(label, value) for label, value in rows + later if value not in (None, "")]


def _names(issues):
    return "、".join(map(str, issues))


def _signed(report):
    """The first author with the organisation, unless that is the author."""
    names = dict.fromkeys([report.byline, report.organisation.name])
    return "（".join(names) + "）" * (len(names) - 1)


def _for_whom(report, hats):
    """Who wrote it down for whom, and the authors with what each is credited."""
    if report.byline != report.author.name:
        yield _("Written down by"), report.author.name
        yield _("How they told us"), report.get_on_behalf_way_display()
        if in_office(hats) or is_author(hats, report):
            yield _("Phone"), report.on_behalf_phone
    credits = report.credits()
    if len(credits) > 1:
        yield _("Shares"), "、".join(f"{name} {share}%" for name, share in credits)


def _yes_or_no(value):
    return value if value is None else _("Yes") if value else _("No")


def _journey(report, office, request):
    entries = Entry.objects.filter(report=report).select_related("actor").order_by("-position")
    if not office:
        told = TOLD_TO_AUTHOR if _whole(request.hats, report) else TOLD_TO_AUTHOR - BEFORE_SIGNING
        entries = entries.filter(kind__in=told)
    items = [
        {
            "when": entry.at,
            "who": entry.actor.name if entry.actor and (office or entry.actor == request.user) else "",
            "what": ENTRY_LABELS[entry.kind],
            "note": "\n".join(
                filter(None, [_reason(entry), entry.note if office or entry.kind in WITH_WORDS else ""])
            ),
        }
        for entry in entries
    ]
    return {"journey": items}


def _reason(entry):
    """The ground, the unit, the other report or the authors that an entry names."""
    said = entry.changes
    if "relation" in said:
        return f"{said['earlier']} · {Relation.Kind(said['relation']).label}"
    if "reason" in said:
        return str(Reason(said["reason"]).label)
    if entry.kind == "record_event":
        return f"{Level(said['level']).label} · {AdoptionEvent.Kind(said['kind']).label}"
    if said.get("adoption") == "combined" and entry.kind == "sign_off":
        return "、".join(said["authors"])
    other = {"merge": "host", "unmerge": "host", "carry": "source", "let_go": "source"}
    return said.get("unit") or said.get("to") or said.get(other.get(entry.kind, ""), "")


BUILD = {"text": _text, "journey": _journey, "handling": handling, "adoption": of_report}

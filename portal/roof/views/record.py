"""A report's own page: who has it and until when, its texts, its journey, what the units did."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.files.models import Attachment
from portal.ledger import reading
from portal.ledger.engine import may
from portal.ledger.models import Entry
from portal.pages.lists import leads_back
from portal.people.rules import in_office, is_clerk
from portal.roof.views.handling import handling
from reports import compare
from reports.models import Relation, Report
from reports.reasons import outcome
from reports.rules import is_author
from reports.states import DIRECTABLE, IN_REVIEW, WITH_AUTHOR, State
from reports.views.help import help_for
from routing.models import Assignment, Promise
from routing.states import SENT
from routing.views.adoption import of_report

TABS = {
    "text": _("Text"),
    "journey": _("Journey"),
    "handling": _("Handling"),
    "adoption": _("Adoption so far"),
}
NAMED = 3  # duties in the first line; more are one step away


@leads_back
def record(request, pk):
    """The tab is in the address."""
    tab = request.GET.get("tab", "text")
    if tab not in TABS:
        raise Http404(tab)
    rows = Report.objects.select_related("author", "organisation", "taken_by", "carried_by")
    journal = Prefetch("entry_set", Entry.objects.select_related("actor"))
    rows = rows.prefetch_related("pieces__issue__series", journal)
    report = get_object_or_404(rows.visible_to(request.hats).with_owed(), pk=pk)
    office = in_office(request.hats)
    holders = report.owed if office else [duty for duty in report.owed if _concerns_authors(duty)]
    context = {
        "report": report,
        "office": office,
        "tab": tab,
        "tabs": [(key, label, key == tab, _count(key, report)) for key, label in TABS.items()],
        "steps": step_bar(report),
        "acts": acts(request, report),
        "sources": report.sources if office or report.signed_at else [report],
        "outcome": outcome(report),
        "returned": report.status == State.RETURNED,
        "holders": holders[:NAMED],
        "more_holders": holders[NAMED:],
    }
    return render(request, f"roof/record_{tab}.html", context | BUILD[tab](report, office, request))


def _whole(hats, report):
    """Whether one may see more of it than the signed piece that one's own report was merged into."""
    return in_office(hats) or Report.objects.whole_to(hats).filter(pk=report.pk).exists()


def _concerns_authors(duty):
    """What is owed on the report, by its units, of their promises; not what the office sees to besides."""
    kind = ContentType.objects.get_for_id(duty.subject_type_id)
    return kind.model_class() in (Report, Assignment, Promise)


def _count(tab, report):
    return report.assignments.count() if tab == "handling" else None


def step_bar(report):
    """The way it really went; what was merged into another report goes that one's way."""
    been = reading.statuses(report.entry_set.all())
    if report.carried_by:
        been |= reading.statuses(report.carried_by.entry_set.all())
    return reading.step_bar(report.carried_by or report, been)


def acts(request, report):
    """The steps open to this person as buttons, with what is done on a page of its own."""
    found = reading.acts(request, report)
    if is_clerk(request.hats) and report.status in DIRECTABLE and not report.carried_by_id:
        found.append({"url": register_url(report), "label": _("Register a directive")})
    if is_author(request.hats, report) and report.status in WITH_AUTHOR:
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


def _text(report, office, request):
    """Any two versions, for the office; the author reads the own text and the one whose signature stands."""
    versions = list(report.revisions.select_related("by"))
    own = _whole(request.hats, report)
    if not office:
        signed = [v for v in versions if v.is_signed][-1:] if report.signed_at else []
        versions = [v for v in versions if own and v.is_authors] + signed
    words = _words(report)
    for version in versions:
        version.why = words.get((version.by_id, version.at), "")
    shown = next(
        (v for v in versions if str(v.pk) == request.GET.get("show")),
        versions[-1] if versions else report.written,
    )
    against = next((v for v in versions if str(v.pk) == request.GET.get("against")), None)
    in_review = office and report.status in IN_REVIEW
    seen = Report.objects.visible_to(request.hats)
    files = Attachment.objects.about(report) if own else []
    marks = files and may("mark_files", request.hats, report)
    return (
        (help_for(request, report, report.working) if in_review else {})
        | {
            "mark_files": marks and reading.step_url(report, "mark_files"),
            "related": Relation.objects.of(report, seen),
            "versions": versions,
            "compares": len(versions) > (1 if office else 2),  # an author's pair is one link
            "before": next((v for v in reversed(versions[:-1]) if v.is_authors and v != shown), None),
            "shown": shown,
            "against": against,
            "parts": compare.parts(against or shown, shown),
            "files": files,
            "facts": facts(report, request.hats),
        }
    )


def _words(report):
    """{(who, when): what was said} of the steps that left a version of the text."""
    said = [entry for entry in report.entry_set.all() if entry.note and "text" in entry.changes]
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
    office = in_office(hats)
    later = [
        (_("Submitted on"), _when(report.submitted_at, office)),
        (_("Signed off on"), _when(report.signed_at, office)),
        (_("Adoption"), report.signed_at and (_("Combined") if report.carried.exists() else _("Single"))),
        (_("Signed the same day"), office and _yes_or_no(report.signed_same_day)),
        (_("Reported the same day"), office and _yes_or_no(report.reported_same_day)),
        (_("Published in"), _names(issue for issue in printed if not issue.corrects_id)),
        (_("Corrected in"), _names(issue for issue in printed if issue.corrects_id)),
    ]
    return [(label, value) for label, value in rows + later if value not in (None, "", False)]


def _when(at, exact):
    """The hour matters to the office, whose day ends at the cut-off."""
    return at and date_format(timezone.localtime(at), "DATETIME_FORMAT" if exact else "DATE_FORMAT")


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
        yield _("Shares"), "、".join(f"{credit.name} {credit.said}" for credit in credits)


def _yes_or_no(value):
    return value if value is None else _("Yes") if value else _("No")


def _journey(report, office, request):
    """Whole for the office; the author reads what is meant for authors, and of names the own one."""
    entries = report.entry_set.all()
    if office:
        return {"journey": reading.journey(entries)}
    seen = reading.seen_by_authors(whole=_whole(request.hats, report))
    entries = [entry for entry in entries if entry.kind in seen]
    return {"journey": reading.journey(entries, named=lambda who: who == request.user, inside=False)}


BUILD = {"text": _text, "journey": _journey, "handling": handling, "adoption": of_report}

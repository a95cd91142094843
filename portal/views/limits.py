"""The time limits: each rule in words, what holds today, what comes, what was; the clerk sets new ones."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from feedback import deadlines as _ladder  # noqa: F401  (its rules are known once it is loaded)
from portal.forms import posted
from portal.workdays import SHANGHAI, local_day
from reports.deadlines import PRACTICE, Practice
from reports.forms.limits import LimitForm
from reports.models import Report
from reports.rules import is_clerk
from reports.views.steps import status_of
from reports.workflow.limits import set_limit
from routing.rule_words import RULES, rule_of


def limits(request):
    """Everybody who owes something may see by which rules it is due."""
    order = [code for code in RULES if code in PRACTICE]
    order += [code for code in PRACTICE if code not in RULES]
    context = {
        "rules": [{"code": code, **_standing(code, request)} for code in order],
        "may_set": is_clerk(request.hats),
        "cut_off": settings.CUT_OFF,
        "hours": settings.OFFICE_HOURS,
    }
    return render(request, "portal/limits.html", context)


def _standing(code, request):
    """What holds now, for all matters and for kinds of them; and what is set for a day to come."""
    all_rows, at = request.calendar.limits.of(code), request.now.astimezone(SHANGHAI)
    kinds = dict.fromkeys(row.category for row in all_rows)
    held = [request.calendar.limits.holding(code, kind, at) for kind in kinds if kind]
    return {
        "rule": rule_of(code),
        "now": request.calendar.limits.holding(code, "", at) or Practice(PRACTICE[code]),
        "kinds": [named(row) for row in held if row and row.category],
        "to_come": [named(row) for row in all_rows if row.since > at.date()],
        "rows": [named(row) for row in all_rows],
    }


def named(row):
    """With the kind of matter in words."""
    row.matters = Report.Category(row.category).label if row.category else _("All matters")
    return row


def limit(request, rule):
    """One rule with its history; the form is the clerk's."""
    if rule not in PRACTICE:
        raise Http404(rule)
    if request.method == "POST" and not is_clerk(request.hats):
        raise PermissionDenied
    standing = _standing(rule, request)
    form = LimitForm(
        posted(request), rule=standing["rule"], today=local_day(request.now), initial=_initial(standing)
    )
    if request.method == "POST" and form.is_valid():
        set_limit(rule, by=request.user, at=request.now, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("limit", rule)
    context = {"code": rule, "practice": PRACTICE[rule], "form": form if is_clerk(request.hats) else None}
    return render(request, "portal/limit.html", context | standing, status=status_of(form))


def _initial(standing):
    return {"amount": standing["now"].amount, "unit": standing["now"].unit}

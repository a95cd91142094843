"""The time limits: each rule in words, what holds today, what comes, what was; the clerk sets new ones."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.days.deadlines import Practice
from portal.days.forms.limits import LimitForm
from portal.days.limits import matters
from portal.days.registry import LIMITS
from portal.days.workdays import SHANGHAI, local_day
from portal.days.workflow.limits import newest, set_limit
from portal.ledger.editing import edit
from portal.pages.forms import status_of
from portal.people.rules import is_clerk


def limits(request):
    """Everybody who owes something may see by which rules it is due."""
    context = {
        "rules": [_standing(rule, request) for rule in LIMITS.values()],
        "may_set": is_clerk(request.hats),
        "policy": request.calendar.policy.on(local_day(request.now)),
    }
    return render(request, "days/limits.html", context)


def _standing(rule, request):
    """What holds now, for all matters and for kinds of them; and what is set for a day to come."""
    table, at = request.calendar.limits, request.now.astimezone(SHANGHAI)
    all_rows = table.of(rule.code)
    kinds = dict.fromkeys(row.category for row in all_rows)
    held = [table.holding(rule.code, kind, at) for kind in kinds if kind]
    return {
        "rule": rule,
        "now": table.holding(rule.code, "", at) or Practice(rule.practice),
        "kinds": [named(row) for row in held if row and row.category],
        "to_come": [named(row) for row in all_rows if row.since > at.date()],
        "rows": [named(row) for row in all_rows],
    }


def named(row):
    """With the kind of matter in words."""
    row.matters = matters()(row.category).label if row.category else _("All matters")
    return row


def limit(request, rule):
    """One rule with its history; the form is the clerk's."""
    if rule not in LIMITS:
        raise Http404(rule)
    if request.method == "POST" and not is_clerk(request.hats):
        raise PermissionDenied
    found, today = LIMITS[rule], local_day(request.now)
    standing = _standing(found, request)
    form, saved = edit(
        request,
        lambda sent: LimitForm(sent, rule=found, today=today, initial=_initial(rule, standing, sent)),
        partial(set_limit, rule), lambda: newest(rule),
    )  # fmt: skip
    if saved:
        return redirect("limit", rule)
    context = {"form": form if is_clerk(request.hats) else None}
    return render(request, "days/limit.html", context | standing, status=status_of(form))


def _initial(rule, standing, sent):
    """What holds now is where one begins; what was sent is compared with what was set last."""
    last = newest(rule)
    if sent is None or not last.version:
        now = standing["now"]
        return {"amount": now.amount, "unit": now.unit, "version": last.version}
    return {name: getattr(last, name) for name in LimitForm.base_fields}

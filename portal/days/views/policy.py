"""The office's policy: each point with what holds, what comes, what was; set after a look at what changes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.days.forms.policy import PolicyForm
from portal.days.points import POINTS
from portal.days.workdays import local_day
from portal.days.workflow.policy import plan, set_policy
from portal.ledger.engine import TooLate
from portal.pages.forms import posted, status_of
from portal.people.rules import in_office, is_clerk


def policy(request):
    """The office reads how it works; the clerk sets it."""
    _for_the_office(request)
    context = {"points": [_standing(point, request) for point in POINTS.values()]}
    return render(request, "days/policy.html", context)


def _for_the_office(request):
    if not in_office(request.hats):
        raise PermissionDenied


def _standing(point, request):
    """What holds now, what is set for a day to come, and every row."""
    policies, today = request.calendar.policy, local_day(request.now)
    now = policies.row(point, today)
    rows = [_said(row) for row in policies.of(point)]
    return {
        "point": point, "now": now, "held": now.value if now else point.default,
        "words": point.says(now.value if now else point.default),
        "default": point.says(point.default),
        "to_come": [row for row in reversed(rows) if row.since > today], "rows": rows,
    }  # fmt: skip


def _said(row):
    row.words = POINTS[row.point].says(row.value)
    return row


def policy_point(request, name):
    """One point with its history, and the clerk's form; what was sent is shown first, then set."""
    if name not in POINTS:
        raise Http404(name)
    _for_the_office(request)
    if request.method == "POST" and not is_clerk(request.hats):
        raise PermissionDenied
    standing = _standing(POINTS[name], request)
    form = PolicyForm(posted(request), point=POINTS[name], held=standing["held"], at=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            return _ask_or_set(request, form)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form if is_clerk(request.hats) else None}
    return render(request, "days/policy_point.html", context | standing, status=status_of(form))


def _ask_or_set(request, form):
    """First the page that says what would change; then, if the table is what was seen, it is set."""
    said, seen, reason = form.said(), request.POST.get("seen"), ""
    if seen:
        try:
            set_policy(form.point.name, by=request.user, at=request.now, seen=seen, **said)
        except TooLate as late:
            reason = late
        else:
            messages.success(request, _("Saved."))
            return redirect("policy_point", form.point.name)
    change = plan(form.point.name, said["value"], said["since"], at=request.now)
    context = {
        "form": form, "change": change, "reason": reason,
        "before": change.point.says(change.before), "after": change.point.says(change.value),
        "replaces": [_said(row) for row in change.replaces], "until": change.until and _said(change.until),
    }  # fmt: skip
    return render(request, "days/policy_change.html", context, status=409 if reason else 200)

"""Posts and stand-ins: who acts for the office, by date."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.forms import SeatForm, posted
from portal.models import Post, Role, Seat
from portal.workdays import local_day
from reports.rules import OFFICE
from reports.views.steps import status_of


def posts(request):
    """The office reads it; the clerk and the system administrator keep it."""
    may_keep = request.hats.has(Role.CLERK, Role.SYSTEM_ADMIN)
    if not (may_keep or request.hats.has(*OFFICE)):
        raise PermissionDenied
    if request.method == "POST" and not may_keep:
        raise PermissionDenied
    today = local_day(request.now)
    form = SeatForm(posted(request), initial={"since": today})
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("posts")
    seats = Seat.objects.to_come(today).select_related("user")
    rows = Post.objects.prefetch_related(Prefetch("seats", seats, to_attr="now_and_later")).order_by("code")
    context = {"posts": rows, "today": today, "form": form if may_keep else None}
    return render(request, "portal/posts.html", context, status=status_of(form))

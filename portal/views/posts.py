"""Posts and stand-ins: who acts for the office, by date."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.forms import SeatForm, posted
from portal.models import Post, Role, Seat
from portal.workdays import local_day
from reports.engine import lock, write
from reports.rules import in_office
from reports.views.steps import status_of


def posts(request):
    """The office reads it; the clerk and the system administrator keep it, for others than themselves."""
    may_keep = _may_keep(request)
    if not (may_keep or in_office(request.hats)) or request.method == "POST" and not may_keep:
        raise PermissionDenied
    today = local_day(request.now)
    form = SeatForm(posted(request), by=request.user, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        _name(form, request)
        return redirect("posts")
    seats = Seat.objects.to_come(today).select_related("user")
    rows = Post.objects.prefetch_related(Prefetch("seats", seats, to_attr="now_and_later")).order_by("code")
    context = {"posts": rows, "today": today, "form": form if may_keep else None}
    return render(request, "portal/posts.html", context, status=status_of(form))


def _may_keep(request):
    return request.hats.has(Role.CLERK, Role.SYSTEM_ADMIN)


@transaction.atomic
def _name(form, request):
    """Who named whom is in the journal."""
    seat = form.save()
    said = {name: str(value) for name, value in form.cleaned_data.items()}
    write("name_seat", seat, by=request.user, at=request.now, changes=said)
    messages.success(request, _("Saved."))


@require_POST
@transaction.atomic
def end(request, pk):
    """Today is the last day of this seat; one that had not begun is taken back."""
    seat = get_object_or_404(Seat.objects.to_come(local_day(request.now)), pk=pk)
    if not _may_keep(request) or seat.user == request.user:
        raise PermissionDenied
    lock(seat)
    write("end_seat", seat, by=request.user, at=request.now)
    if seat.since > local_day(request.now):
        seat.delete()
    else:
        seat.until = local_day(request.now)
        seat.save(update_fields=["until"])
    return redirect("posts")

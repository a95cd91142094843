"""My profile: who one is to the portal, and what is kept about one. It shows only."""

from django.conf import settings
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.days.workdays import local_day
from portal.people.models import Post
from portal.people.rules import takes_leave
from portal.unsent.models import Unsent
from reports.models import Report
from reports.rules import sees_reports


def profile(request):
    user, today = request.user, local_day(request.now)
    seats = user.seats.to_come(today).select_related("post").order_by("since")
    context = {
        "facts": _facts(user),
        "roles": [
            (hat.get_role_display(), hat.organisation) for hat in user.hats.select_related("organisation")
        ],
        "seats": [(seat.post, _days(seat), seat.stand_in, seat.since > today) for seat in seats],
        "covered": Post.objects.filter(pk__in=request.hats.posts).exclude(seats__in=seats),
        "absences": user.absences.to_come(today),
        "takes_leave": takes_leave(request.hats, today),
        "spoken": dict(settings.LANGUAGES)[user.language],
        "reports": Report.objects.written_by(user).count() if sees_reports(request.hats) else None,
        "notices": user.notices.count(),
        "unsent": Unsent.objects.filter(user=user).count(),
    }
    return render(request, "roof/profile.html", context)


def _facts(user):
    rows = [
        (_("Full name"), user.name), (_("User name"), user.username), (_("Organisation"), user.organisation),
        (_("Position"), user.position), (_("Phone"), user.phone),
    ]  # fmt: skip
    return [(label, value) for label, value in rows if value]


def _days(seat):
    """From when to when, in words."""
    since = date_format(seat.since, "DATE_FORMAT")
    if not seat.until:
        return _("since %(day)s") % {"day": since}
    return _("%(first)s to %(last)s") % {"first": since, "last": date_format(seat.until, "DATE_FORMAT")}

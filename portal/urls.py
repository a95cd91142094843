"""Every page of the portal. Closed by default: only the door is open to strangers."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from portal.views import calendar, leave, limits, posts
from portal.views.desk import desk
from portal.views.door import SignIn, healthz, speak
from portal.views.overview import overview
from portal.views.record import record

handler500 = "portal.views.trouble.broken"
urlpatterns = [
    path("", desk, name="desk"),
    path("overview/", overview, name="overview"),
    path("posts/", posts.posts, name="posts"),
    path("posts/cover/", posts.cover, name="cover"),
    path("posts/<int:pk>/end/", posts.end, name="end_seat"),
    path("leave/", leave.leave, name="leave"),
    path("leave/<int:pk>/end/", leave.end, name="end_leave"),
    path("calendar/", calendar.this_year, name="calendar"),
    path("calendar/<int:year>/", calendar.year, name="calendar_year"),
    path("calendar/<int:year>/load/", calendar.load_year, name="load_year"),
    path("calendar/day/", calendar.set_day, name="set_day"),
    path("calendar/day/<int:pk>/strike/", calendar.strike_day, name="strike_day"),
    path("limits/", limits.limits, name="limits"),
    path("limits/<slug:rule>/", limits.limit, name="limit"),
    path("reports/<int:pk>/", record, name="report"),
    path("", include("feedback.urls")),
    path("", include("routing.urls")),
    path("", include("reports.urls")),
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", speak, name="set_language"),
    path("healthz", healthz, name="healthz"),
]

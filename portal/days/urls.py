"""The working-day calendar, the time limits, the office's policy."""

from django.urls import path

from portal.days.views import calendar, limits, policy

urlpatterns = [
    path("calendar/", calendar.this_year, name="calendar"),
    path("calendar/<int:year>/", calendar.year, name="calendar_year"),
    path("calendar/<int:year>/load/", calendar.load_year, name="load_year"),
    path("calendar/day/", calendar.set_day, name="set_day"),
    path("calendar/day/<int:pk>/strike/", calendar.strike_day, name="strike_day"),
    path("limits/", limits.limits, name="limits"),
    path("limits/<slug:rule>/", limits.limit, name="limit"),
    path("policy/", policy.policy, name="policy"),
    path("policy/<slug:name>/", policy.policy_point, name="policy_point"),
]

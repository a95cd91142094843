"""What people hear back."""

from django.urls import path

from feedback import views
from feedback.views import (
    briefing,
    closing,
    mails,
    restoring,
    same_day,
    supervision,
    three_rates,
    year,
)

app_name = "feedback"
urlpatterns = [
    path("briefing/", briefing.briefing, name="briefing"),
    path("briefing/<slug:kind>/", briefing.briefing_document, name="briefing_document"),
    path("mails/", mails.mails, name="mails"),
    path("mails/correct_address/<int:pk>/", mails.correct_address, name="correct_address"),
    path("same_day/", same_day.rates, name="same_day"),
    path("same_day/reports/", same_day.promised, name="promised"),
    path("same_day/<str:day>/", closing.closing_list, name="closing_list"),
    path("supervision/", supervision.supervision, name="supervision"),
    path("three_rates/", three_rates.rates, name="three_rates"),
    path("three_rates/cases/", three_rates.cases, name="rated"),
    path("year/", year.year, name="year"),
    path("release_sending/", restoring.release_sending, name="release_sending"),
    path("notices/", views.notices, name="notices"),
    path("notices/read_all/", views.read_all, name="read_all"),
    path("notices/<int:pk>/", views.open_notice, name="notice"),
]

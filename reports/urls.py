"""The pages of reports. The last part of a step's address is the step's name."""

from django.urls import path

from reports.views import canned, help, lists, queue, review, write

app_name = "reports"
urlpatterns = [
    path("reports/", lists.reports, name="list"),
    path("reports/new/", write.write, name="new"),
    path("reports/autosave/", write.autosave, name="autosave"),
    path("reports/<int:pk>/write/", write.write, name="write"),
    path("reports/<int:pk>/check/", write.check, name="check"),
    path("reports/<int:pk>/sent/", write.sent, name="sent"),
    path("reports/<int:pk>/edit/", review.edit, name="edit"),
    path("reports/<int:pk>/sign_off/", review.sign_off, name="sign_off"),
    path("reports/<int:pk>/help/", help.help_fragment, name="help"),
    path("reports/<int:pk>/mask/", help.mask, name="mask"),
    path("reports/<int:pk>/<slug:name>/", review.step, name="step"),
    path("files/<uuid:pk>/", lists.attachment, name="file"),
    path("queue/", queue.queue, name="queue"),
    path("words/", canned.canned, name="canned"),
    path("words/<slug:reason>/", canned.canned, name="canned"),
    path("signing/", review.signing, name="signing"),
]

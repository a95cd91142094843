"""The pages of reports. The last part of a step's address is the step's name."""

from django.urls import path

from reports.views import canned, commissions, help, leads, lists, queue, review, write

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
    path("leads/", leads.leads, name="leads"),
    path("leads/new/", leads.publish_lead, name="publish_lead"),
    path("leads/<int:pk>/", leads.lead, name="lead"),
    path("leads/<int:pk>/<slug:name>/", leads.step, name="lead_step"),
    path("commissions/", commissions.commissions, name="commissions"),
    path("commissions/new/", commissions.ask_for_report, name="ask_for_report"),
    path("commissions/<int:pk>/", commissions.commission, name="commission"),
    path("commissions/<int:pk>/<slug:name>/", commissions.step, name="commission_step"),
    path("files/<uuid:pk>/", lists.attachment, name="file"),
    path("queue/", queue.queue, name="queue"),
    path("words/", canned.canned, name="canned"),
    path("words/<slug:reason>/", canned.canned, name="canned"),
    path("signing/", review.signing, name="signing"),
]

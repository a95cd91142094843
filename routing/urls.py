"""The pages of issues, directives and assignments. The last part of a step's address is the step's name."""

from django.urls import path

from routing.views import assignments, composing, directives, documents, issues, reading, sealing, series

app_name = "routing"
urlpatterns = [
    path("issues/", issues.issues, name="issues"),
    path("issues/begin/", composing.begin, name="begin_issue"),
    path("issues/<int:pk>/", issues.issue, name="issue"),
    path("issues/<int:pk>/pdf/", documents.pdf, name="pdf"),
    path("issues/<int:pk>/word/", documents.word, name="word"),
    path("issues/<int:pk>/pages/<int:number>/", documents.page, name="page"),
    path("issues/<int:pk>/place/<int:report_pk>/", composing.place, name="place"),
    path("issues/<int:pk>/take_out/<int:piece_pk>/", composing.take_out, name="take_out"),
    path("issues/<int:pk>/<slug:name>/", issues.step, name="issue_step"),
    path("series/", series.series, name="series"),
    path("series/<int:pk>/", series.edit_series, name="edit_series"),
    path("reading/", reading.reading, name="reading"),
    path("reading/<int:pk>/", reading.read, name="read"),
    path("reading/<int:pk>/<int:piece_pk>/", reading.mark_piece, name="mark_piece"),
    path("directives/", directives.directives, name="directives"),
    path("directives/<int:pk>/", directives.directive, name="directive"),
    path("directives/<int:pk>/<slug:name>/", directives.step, name="directive_step"),
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments/<int:pk>/", assignments.assignment, name="assignment"),
    path("assignments/<int:pk>/<slug:name>/", assignments.step, name="assignment_step"),
    path("reports/<int:pk>/transfer/", assignments.transfer, name="transfer"),
    path("reports/<int:pk>/refuse_classified/", sealing.refuse_classified, name="refuse_classified"),
    path("reply_files/<uuid:pk>/", assignments.reply_file, name="reply_file"),
    path("reply_files/<uuid:pk>/preview/", assignments.reply_file_preview, name="reply_file_preview"),
    path("reply_files/<uuid:pk>/preview/<int:number>/", assignments.reply_file_page, name="reply_file_page"),
]

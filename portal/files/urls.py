"""The pages of files, whatever they belong to."""

from django.urls import path

from portal.files import views

urlpatterns = [
    path("files/<uuid:pk>/", views.file, name="file"),
    path("files/<uuid:pk>/preview/", views.file_preview, name="file_preview"),
    path("files/<uuid:pk>/preview/<int:number>/", views.file_page, name="file_page"),
]

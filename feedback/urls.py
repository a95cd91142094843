"""What people hear back."""

from django.urls import path

from feedback import views

app_name = "feedback"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read_all/", views.read_all, name="read_all"),
    path("notices/<int:pk>/", views.open_notice, name="notice"),
    path("reports/<int:pk>/give_opinion/", views.opinion, name="give_opinion"),
]

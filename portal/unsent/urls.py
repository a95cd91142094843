"""What is kept of forms while people fill them in, and the list of what they have begun."""

from django.urls import path

from portal.unsent import views

urlpatterns = [
    path("unsent/", views.unsent, name="unsent"),
    path("unsent/files/<uuid:pk>/remove/", views.remove_file, name="remove_file"),
    path("unsent/<str:token>/words/", views.save_words, name="save_words"),
    path("unsent/<str:token>/files/", views.keep_file, name="keep_file"),
    path("unsent/<str:token>/drop/", views.drop_unsent, name="drop_unsent"),
]

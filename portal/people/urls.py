"""Posts, leave and the door."""

from django.urls import path

from portal.people.views import leave, posts
from portal.people.views.door import SignIn, SignOut, healthz, speak

urlpatterns = [
    path("posts/", posts.posts, name="posts"),
    path("posts/cover/", posts.cover, name="cover"),
    path("posts/<int:pk>/end/", posts.end, name="end_seat"),
    path("leave/", leave.leave, name="leave"),
    path("leave/<int:pk>/end/", leave.end, name="end_leave"),
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("language/", speak, name="set_language"),
    path("healthz", healthz, name="healthz"),
]

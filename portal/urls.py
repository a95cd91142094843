"""Every page of the portal. Closed by default: only the door is open to strangers."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.i18n import set_language

from portal.views.desk import desk
from portal.views.door import SignIn, healthz
from portal.views.overview import overview
from portal.views.posts import posts
from portal.views.record import record

urlpatterns = [
    path("", desk, name="desk"),
    path("overview/", overview, name="overview"),
    path("posts/", posts, name="posts"),
    path("reports/<int:pk>/", record, name="report"),
    path("", include("feedback.urls")),
    path("", include("routing.urls")),
    path("", include("reports.urls")),
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("healthz", healthz, name="healthz"),
]

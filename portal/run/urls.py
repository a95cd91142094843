"""How the parts stand, for a monitor."""

from django.urls import path

from portal.run.views import health_parts

urlpatterns = [path("healthz/parts", health_parts, name="health_parts")]

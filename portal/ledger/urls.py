"""One form of address for every step: /reports/12/take_up/. It comes after all other pages."""

from django.urls import path

from portal.ledger import views

urlpatterns = [path("<slug:place>/<int:pk>/<slug:name>/", views.step, name="step")]

"""Second factors: asked for, one's own, those of others."""

from django.urls import path

from portal.keys.views import demands, own

urlpatterns = [
    path("second/", own.second, name="second"),
    path("keys/", own.keys, name="keys"),
    path("keys/app/", own.add_app, name="add_app"),
    path("keys/passkey/", own.add_passkey, name="add_passkey"),
    path("keys/codes/", own.recovery_codes, name="recovery_codes"),
    path("keys/codes/draw/", own.draw_codes, name="draw_codes"),
    path("keys/<int:pk>/end/", own.end_key, name="end_key"),
    path("second-factors/", demands.second_factors, name="second_factors"),
    path("second-factors/propose/", demands.propose_off, name="propose_off"),
]

"""Accounts, the ways in without a password, the own password and devices."""

from django.urls import path

from portal.accounts.views import accounts, door, own, slips

urlpatterns = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.create_account, name="create_account"),
    path("accounts/codes/", slips.give_codes, name="give_codes"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/change/", accounts.change_account, name="change_account"),
    path("accounts/<int:pk>/close/", accounts.close_account, name="close_account"),
    path("accounts/<int:pk>/open/", accounts.open_account, name="open_account"),
    path("accounts/<int:pk>/sign-out/", accounts.end_sessions, name="end_sessions"),
    path("accounts/<int:pk>/link/", accounts.give_link, name="give_link"),
    path("password/", own.password, name="password"),
    path("password/forgotten/", door.forgotten, name="forgotten"),
    path("password/asked/", door.link_asked, name="link_asked"),
    path("password/code/", door.use_code, name="use_code"),
    path("password/link/<str:token>/", door.use_link, name="use_link"),
    path("devices/", own.devices, name="devices"),
    path("devices/end/", own.end_device, name="end_device"),
    path("devices/end-all/", own.sign_out_everywhere, name="sign_out_everywhere"),
]

"""Accounts: who can sign in, by what they come in the first time, passwords, and the devices in use."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"

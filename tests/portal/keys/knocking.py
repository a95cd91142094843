"""Coming to the page between the password and the portal."""

from datetime import datetime, timedelta

import pyotp
from django.test import Client
from django.urls import reverse

from portal.days.workdays import SHANGHAI
from tests.makers import PASSWORD

NOON = datetime(2026, 11, 16, 12, 0, 10, tzinfo=SHANGHAI)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = timedelta(seconds=30)


def digits(at=NOON):
    return pyotp.TOTP(SECRET).at(at)


def knock(user, client=None, url="login"):
    """Somebody whose password was right."""
    client = client or Client()
    client.post(reverse(url), {"username": user.username, "password": PASSWORD})
    return client


def give(client, code, **more):
    return client.post(reverse("second"), {"code": code, **more})


def comes_in(client):
    return client.get(reverse("desk")).status_code == 200

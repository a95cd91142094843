"""A person sets up an app and a passkey in the browser, and comes in with each."""

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.keys.models import Key
from portal.people.models import Role
from tests.browser import Window, chromium  # noqa: F401 (a fixture)
from tests.makers import PASSWORD, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def knock(window):
    """Signs out, and in again as far as the password."""
    window.page.context.clear_cookies()
    window.go("/login/?next=/keys/")
    window.fill(username="alice", password=PASSWORD)
    window.press()
    assert "/second/" in window.page.url


def test_an_app_and_a_passkey(chromium, live_server):  # noqa: F811
    person("alice", Role.CLERK)
    base = live_server.url.replace("127.0.0.1", "localhost")  # a passkey is made for a name
    alice = Window(chromium, base, "alice", PASSWORD, "second-factor")
    devtools = alice.page.context.new_cdp_session(alice.page)
    devtools.send("WebAuthn.enable")
    device = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    alice.go("/keys/app/")
    secret = alice.page.locator("main code").inner_text().replace(" ", "")
    alice.fill(name="我的手机", code=pyotp.TOTP(secret).at(timezone.now()))
    alice.look("app")
    secret = alice.page.locator("main code").inner_text().replace(" ", "")
    alice.fill(name="我的手机", code=pyotp.TOTP(secret).at(timezone.now()))
    alice.press()
    expect(alice.page.locator("main .codes li")).to_have_count(10)
    code = alice.page.locator("main .codes li").first.inner_text()
    alice.look("codes")
    alice.press()

    alice.look("passkey", "/keys/passkey/")
    alice.fill(name="办公电脑")
    alice.press()
    alice.look("keys", "/keys/")
    assert [key.name for key in Key.objects.factors()] == ["我的手机", "办公电脑"]

    knock(alice)
    alice.look("second")
    alice.press("button:has-text('使用通行密钥')")
    assert alice.page.url.endswith("/keys/")
    assert Key.objects.get(name="办公电脑").used_at

    devtools.send("WebAuthn.removeVirtualAuthenticator", device)
    knock(alice)
    alice.fill(code=code)
    alice.press("main form:has([name=code]) button.btn-primary")
    assert alice.page.url.endswith("/keys/")

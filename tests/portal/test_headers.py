"""What production says to browsers with every answer: headers, and the marks of each cookie.

Whether it is production is settled when the settings are read, so a process of its own is asked.
"""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver

from reports.states import State
from tests.makers import PASSWORD, Office
from tests.portal.test_settings import PRODUCTION
from tests.stories.clockwork import surroundings

ASK = """
import json, sys
from portal import settings

settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.WHITENOISE_USE_FINDERS = True
import django

django.setup()
from django.test import Client

browser = Client(headers={"host": "portal.example", "x-forwarded-proto": "https"})
found = {}
for name, method, path, sent in json.loads(sys.argv[1]):
    plain = name.startswith("plain")
    how = {"headers": {"x-forwarded-proto": "http"}} if plain else {"secure": True}
    answer = getattr(browser, method)(path, sent, **how)
    set_now = {m.key: dict(m) for m in answer.cookies.values()}
    found[name] = {"status": answer.status_code, "headers": dict(answer.headers), "cookies": set_now}
from portal.people.models import User

print(json.dumps([found, User.objects.get(username="clerk").password.split("$")[1:4]]))
"""
KNOWN = []  # asked once in a process, because starting one takes seconds


@pytest.fixture
def answers(transactional_db):
    """{name: status, headers, cookies} of what a clerk is answered from the door to the sign-out."""
    KNOWN[:] = KNOWN or ask(Office())
    return KNOWN[0]


def ask(office):
    """The answers, and how the clerk's password is kept once it was typed at the door."""
    report = office.report(State.SUBMITTED)
    asked = [
        ("door", "get", "/login/", {}),
        ("sign in", "post", "/login/", {"username": office.clerk.username, "password": PASSWORD}),
        ("desk", "get", "/", {}),
        ("report from a list", "get", f"/reports/{report.pk}/", {"back": "/queue/?page=1"}),
        ("message", "post", "/queue/", {}),
        ("language", "post", "/language/", {"language": "en"}),
        ("nothing there", "get", "/reports/999999/", {}),
        ("not understood", "get", "/reports/", {"since": "x"}),
        ("only posted", "get", "/leave/1/end/", {}),
        ("pulse", "get", "/healthz", {}),
        ("style", "get", "/static/css/portal.css", {}),
        ("folder", "get", "/static/css/", {}),
        ("plain page", "get", "/login/", {}),
        ("plain pulse", "get", "/healthz", {}),
        ("sign out", "post", "/logout/", {}),
    ]
    known = {name: os.environ[name] for name in ("PATH", "REDIS_URL", "DJANGO_SETTINGS_MODULE")}
    command, given = [sys.executable, "-c", ASK, json.dumps(asked)], known | surroundings(0) | PRODUCTION
    return json.loads(subprocess.check_output(command, env=given, cwd=settings.BASE_DIR))


def test_over_plain_http_a_page_leads_to_https_and_nothing_else_does(answers):
    page, pulse = answers["plain page"], answers["plain pulse"]
    assert (page["status"], page["headers"]["Location"]) == (301, "https://portal.example/login/")
    assert pulse["status"] == 200 and "Strict-Transport-Security" not in pulse["headers"]


def test_every_answer_binds_the_browser(answers):
    over_https = {name: each for name, each in answers.items() if not name.startswith("plain")}
    assert {each["status"] for each in over_https.values()} == {200, 302, 400, 404, 405}
    assert answers["folder"]["status"] == 404
    for name, answer in over_https.items():
        said = answer["headers"]
        assert said["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", name
        assert said["X-Content-Type-Options"] == "nosniff" and said["Referrer-Policy"] == "same-origin", name
        assert said["Cross-Origin-Opener-Policy"] == "same-origin", name
        policy = dict(part.strip().split(" ", 1) for part in said["Content-Security-Policy"].split(";"))
        assert policy == {
            "default-src": "'self'", "img-src": "'self' data:", "object-src": "'none'", "base-uri": "'none'",
            "form-action": "'self'", "frame-ancestors": "'none'",
        }, name  # fmt: skip
        assert not [header for header in said if header.startswith("Access-Control-")], name
        if answer["status"] != 302:
            assert re.fullmatch(r'text/(html|css|plain); charset="?utf-8"?', said["Content-Type"]), name


def test_every_cookie_is_for_this_host_and_https_and_no_script_reads_it(answers):
    given = [cookie for each in answers.values() for cookie in each["cookies"].items()]
    names = ("session", "csrf", "messages", "back", "language", "known")
    assert {name for name, _how in given} == {f"__Host-{name}" for name in names}
    for name, how in given:
        assert (how["secure"], how["path"], how["domain"]) == (True, "/", ""), name
        taken_back = how["max-age"] == 0
        assert taken_back or (how["httponly"], how["samesite"]) == (True, "Lax"), name
    age = answers["sign in"]["cookies"]["__Host-session"]["max-age"]
    assert age == settings.SESSION_COOKIE_AGE == 3600


def test_a_password_is_kept_by_a_slow_hash(answers):
    """The tests' own are quick; the door keeps it anew in production's way."""
    assert KNOWN[1] == ["argon2id", "v=19", "m=19456,t=2,p=1"]


def test_no_page_takes_a_form_from_elsewhere():
    """No view is exempt from the token, and the middleware that asks for it stands in its place."""

    def views(patterns):
        for each in patterns:
            yield from [each.callback] if isinstance(each, URLPattern) else views(each.url_patterns)

    found = list(views(get_resolver().url_patterns))
    assert len(found) > 100 and not [view for view in found if getattr(view, "csrf_exempt", False)]
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE

"""Requests that no page makes are answered in the portal's own pages, in the language of whoever asks."""

import pytest
from django.test import Client

from portal.ledger.models import Entry

FORM = "application/x-www-form-urlencoded"
SAID = {"zh-hans": "无法读取", "en": "could not be read"}


@pytest.fixture
def browser(office):
    client = Client(raise_request_exception=False)
    client.force_login(office.clerk)
    return client


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize(
    "content_type",
    [f"{FORM}; charset=gbk", "multipart/form-data; boundary=x; charset=gbk", "text/plain; charset=utf-16"],
)
def test_another_encoding_is_refused(office, browser, content_type, language):
    report = office.report()
    browser.cookies["django_language"] = language
    for path in (f"/reports/{report.pk}/take_up/", "/reports/new/", "/logout/", "/leave/"):
        sent = browser.post(path, b"a=b", content_type=content_type)
        asked = browser.get(path, headers={"content-type": content_type})
        for answer in (sent, asked):
            page = answer.content.decode()
            assert answer.status_code == 400 and SAID[language] in page and 'class="brand"' in page
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "BREW"])
def test_other_methods_get_no_page(office, browser, method):
    report = office.report()
    entries = Entry.objects.count()
    for path in ("/", f"/reports/{report.pk}/", f"/reports/{report.pk}/take_up/", "/login/", "/nowhere/"):
        answer = browser.generic(method, path)
        assert answer.status_code == 405 and answer.headers["Allow"] == "GET, HEAD, POST"
        page = answer.content.decode()
        assert "不能直接打开" in page and report.heading not in page
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "不能直接打开"), ("en", "not opened like a page")]
)
def test_what_only_takes_a_post_says_so_when_it_is_opened(browser, language, words):
    browser.cookies["django_language"] = language
    answer = browser.get("/notices/read_all/")
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
    assert words in answer.content.decode()


def test_a_head_is_a_page_without_its_body(browser):
    assert browser.head("/").status_code == 200

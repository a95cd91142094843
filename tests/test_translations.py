"""Chinese is the face of the portal: nothing left untranslated, nothing out of step, no English on a page."""

import re
import shutil
from html import unescape

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from feedback import sweeps
from portal.ledger.reading import step_url
from portal.ledger.registry import LINES, OWED
from portal.people.models import User
from portal.roof.menu import ITEMS
from reports.states import GONE, State
from tests.makers import NINE

PO = "zh_Hans/LC_MESSAGES/django.po"
SOURCES = ["portal", "reports", "routing", "feedback", "templates"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
# Names of file formats, grades and keys; "EN" and "English" lead to the English pages.
LATIN = {"PDF", "Word", "Excel", "WPS", "MB", "A", "B", "C", "D", "j", "x", "k", "EN", "English"}
WORD = re.compile("[A-Za-z]+")
SPOKEN = re.compile(r'\s(?:alt|aria-label|data-label|placeholder|title)="([^"]*)"')
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”）] ?[,;:!?()]|[,;:!?(] ?[\u4e00-\u9fff“]")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(settings.LOCALE_PATHS[0] / PO))


def said(entry):
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_everything_is_translated(catalogue):
    assert [entry.msgid for entry in catalogue if not all(said(entry)) or entry.fuzzy] == []


def test_translations_name_what_the_sources_name(catalogue):
    for entry in catalogue:
        named = {*PLACEHOLDER.findall(entry.msgid + entry.msgid_plural)}
        for words in said(entry):
            assert {*PLACEHOLDER.findall(words)} == named, entry.msgid
            assert len(PLACEHOLDER.findall(words)) == len(named), entry.msgid


def test_punctuation_is_full_width(catalogue):
    found = [words for entry in catalogue for words in said(entry) if HALF_WIDTH.search(words)]
    assert found == []


def test_sentences_end_as_their_sources_end(catalogue):
    for entry in catalogue:
        for words in said(entry):
            assert words.endswith("。") == entry.msgid.endswith("."), (entry.msgid, words)


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs the gettext programs, which CI installs")
def test_the_catalogue_agrees_with_the_sources(catalogue, tmp_path, monkeypatch, settings):
    for name in [*SOURCES, "locale"]:
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["zh_Hans"], no_location=True, no_obsolete=True, verbosity=0)
    again = polib.pofile(str(tmp_path / "locale" / PO))
    assert {identity(entry) for entry in again} == {identity(entry) for entry in catalogue}


def identity(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def test_steps_duties_and_menu_are_said_in_chinese():
    with translation.override("zh-hans"):
        labels = [
            *(line.past for line in LINES.values()),
            *(row.label for row in OWED.values()),
            *(item.label for item in ITEMS),
        ]
        assert [str(label) for label in labels if WORD.search(str(label))] == []


@pytest.mark.django_db
def test_the_door_is_in_chinese_unless_english_is_asked_for(client):
    assert "登录" in words_of(client.get(reverse("login")))
    assert "Sign in" in words_of(client.get(reverse("login"), headers={"accept-language": "en"}))


def words_of(response):
    """What is read on a page or read aloud."""
    assert response.status_code == 200, response.status_code
    page = response.content.decode()
    return unescape("\n".join([strip_tags(page), *SPOKEN.findall(page)]))


@pytest.fixture
def reports(office):
    """A report at each stage, by people with Chinese names."""
    for user in User.objects.all():
        getattr(office, user.username).name = "周文华"
    User.objects.update(name="周文华")
    found = {state: office.report(state) for state in State}
    found["sources"] = [office.lead(topic="防汛"), office.commission(topic="防汛"), office.appointment()]
    sweeps.tell(NINE)
    return found


def of(report, name, *more):
    return reverse(name, args=[report.pk, *more])


def records(reports, *states):
    tabs = ("text", "journey", "handling")
    return [f"{reports[state].get_absolute_url()}?tab={tab}" for state in states for tab in tabs]


def pages_of_author(reports):
    yield from map(reverse, ["desk", "reports:new", "reports:list", "feedback:notices"])
    yield from map(reverse, ["reports:leads", "reports:commissions"])
    yield from (source.get_absolute_url() for source in reports["sources"])
    yield step_url(reports["sources"][1], "decline_commission")
    yield from records(reports, *(state for state in State if state not in GONE))
    yield of(reports[State.DRAFT], "reports:write")
    yield of(reports[State.DRAFT], "reports:check")
    yield of(reports[State.DRAFT], "reports:sort")
    yield of(reports[State.SUBMITTED], "reports:sent")
    yield step_url(reports[State.SUBMITTED], "withdraw")
    yield step_url(reports[State.ANSWERED], "give_opinion")


def pages_of_clerk(reports):
    yield from map(reverse, ["desk", "reports:queue", "reports:list", "overview", "routing:issues"])
    yield from (source.get_absolute_url() for source in reports["sources"])
    yield from map(reverse, ["reports:leads", "reports:commissions", "reports:appointments"])
    yield from map(reverse, ["reports:publish_lead", "reports:ask_for_report", "reports:appoint"])
    yield step_url(reports["sources"][2], "renew_appointment")
    yield from records(reports, State.SUBMITTED, State.SIGNED, State.HANDLING, State.CLOSED)
    yield step_url(reports[State.EDITING], "edit")
    yield from map(reverse, ["reports:canned", "reports:sealed"])
    yield step_url(reports[State.SUBMITTED], "return_to_author")
    yield step_url(reports[State.SUBMITTED], "refuse_classified")
    yield step_url(reports[State.SIGNED], "transfer")
    yield reports[State.PLACED].piece.issue.get_absolute_url()
    yield reports[State.ISSUED].piece.issue.get_absolute_url()


def pages_of_security(reports):
    yield from map(reverse, ["desk", "reports:sealed"])
    yield step_url(reports[State.SEALED], "purge")
    yield step_url(reports[State.SEALED], "unseal")


def pages_of_signer(reports):
    yield from map(reverse, ["desk", "overview", "routing:issues"])
    yield step_url(reports[State.AWAITING_SIGNOFF], "sign_off")


def pages_of_leader(reports):
    yield from map(reverse, ["desk", "routing:reading", "routing:directives", "feedback:notices"])
    yield of(reports[State.ISSUED].piece.issue, "routing:read")
    yield reports[State.HANDLING].directives.get().get_absolute_url()


def pages_of_officer(reports):
    yield from map(reverse, ["desk", "routing:assignments", "feedback:notices"])
    lead = reports[State.HANDLING].assignments.get(part="lead")
    yield lead.get_absolute_url()
    yield step_url(lead, "sign_for")
    yield reports[State.ANSWERED].assignments.get(part="lead").get_absolute_url()


def pages_of_supervisor(reports):
    yield from map(reverse, ["desk", "overview", "routing:directives", "routing:assignments"])


PAGES = [
    pages_of_author, pages_of_clerk, pages_of_security, pages_of_signer, pages_of_leader, pages_of_officer,
    pages_of_supervisor,
]  # fmt: skip


def test_no_english_is_left_on_a_chinese_page(client, office, reports):
    for pages in PAGES:
        client.force_login(getattr(office, pages.__name__.removeprefix("pages_of_")))
        for page in pages(reports):
            assert set(WORD.findall(words_of(client.get(page)))) <= LATIN, page

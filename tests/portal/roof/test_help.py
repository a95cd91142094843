"""The help: on every page what it is for, in the words of the portal or of the office; and the profile."""

import re
from html import unescape

import pytest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import override

from portal.ledger.models import Entry
from portal.people.models import Absence, Role, User
from portal.people.roles import hats_of
from portal.roof.menu import ALIKE, EVERY_PAGE, ITEMS, apart, helped_with, open_to, place
from portal.roof.models import PageHelp
from portal.roof.topics import WORDS, steps, words_of
from portal.roof.views.help import found
from portal.roof.workflow import edit_help
from reports.states import State
from tests.makers import NINE, person, seat
from tests.portal.roof.test_menu import ELSEWHERE
from tests.test_routes import PAGES, built, expected, known, world  # noqa: F401 (fixtures)
from tests.world import address

OWN = {
    "search",
    "profile",
    "feedback:notices",
    "leave",
    "unsent",
}  # in no page of the menu, with words of their own
MARK = re.compile(r'<a data-part="\.help-words" href="([^"]*)"')


@pytest.fixture
def office(world):  # noqa: F811
    return world.office


def help_of(client, url):
    """Where the question mark of a page leads; None without one."""
    found = MARK.search(client.get(url).content.decode())
    return found and unescape(found[1])


def words_at(client, url):
    return re.search(r'<div class="help-words">.*?</div>', client.get(url).content.decode(), re.S)[0]


def test_every_row_of_the_menu_and_every_page_apart_has_words():
    pages = [item.name for item in (*ITEMS, *apart())]
    assert set(pages) == {*WORDS, *(step.name for step in steps())} >= set(ALIKE.values())
    assert len(set(pages)) == len(pages) and len(steps()) > 3
    with override("en"):
        assert all(100 < len(str(words_of(page))) < 600 for page in pages), "short, and more than a name"


def test_every_page_of_everybody_leads_to_help_that_they_may_open(world):  # noqa: F811
    """By the function that each page asks: test_routes opens the pages, and this the help."""
    asked, nowhere = set(), []
    for who, user in world.people.items():
        hats = hats_of(user, timezone.localdate())
        items = [item for items in open_to(hats).values() for item in items]
        for route, about, allowed, otherwise in PAGES:
            if route in ELSEWHERE - OWN or expected(who, route, allowed, otherwise) != 200:
                continue
            path = address(world, route, about)
            topic = helped_with(resolve(path), place(path, [EVERY_PAGE, *items]), [*items, *apart()], hats)
            asked.add((who, topic))
            if topic is None:
                nowhere.append((who, route, about))
    assert not nowhere and len(asked) > 100
    assert all(found(hats_of(world.people[who], timezone.localdate()), topic) for who, topic in asked)


@pytest.mark.parametrize(("who", "where", "topic"), [
    ("clerk", ("step", "reports", "editing", "edit"), "edit"),
    ("signer", ("step", "reports", "awaiting", "sign_off"), "sign_off"),
    ("clerk", ("step", "reports", "submitted", "refuse"), "step"),
    ("author", ("report", "answered"), "report"),
    ("author", ("reports:write", "draft"), "reports:new"),
    ("clerk", ("routing:filing", "filed"), "routing:filings"),
    ("leader", ("reports:list",), None),
])  # fmt: skip
def test_a_page_has_its_own_help_or_that_of_its_place(world, client, who, where, topic):  # noqa: F811
    client.force_login(world.people[who])
    route, *words = where
    args = [getattr(world, word).pk if hasattr(world, word) else word for word in words]
    where = reverse("help_page", args=[topic]) if topic else reverse("help")
    assert help_of(client, reverse(route, args=args)) == where


def test_the_office_puts_its_own_words_in_their_place_and_takes_them_back(office, client):
    client.force_login(office.clerk)
    url, page = reverse("edit_help", args=["desk"]), reverse("help_page", args=["desk"])
    own = "先办红色的，再办黄色的。"
    client.cookies["django_language"] = "en"
    assert "the most urgent first" in words_at(client, page)
    assert client.post(url, {"text": own, "version": 0})["Location"] == page
    client.force_login(office.author)
    client.cookies["django_language"] = "en"
    assert own in words_at(client, page) and "the most urgent first" not in words_at(client, page)
    assert url not in client.get(page).content.decode()
    edit_help("desk", by=office.clerk, at=NINE, text="", version=1)
    assert "the most urgent first" in words_at(client, page)
    said = [(entry.actor, entry.changes["words"]) for entry in Entry.objects.filter(kind="edit_help")]
    assert said == [(office.clerk, ["", own]), (office.clerk, [own, ""])]


def test_words_that_have_not_changed_leave_no_line_and_too_many_are_not_kept(office, client):
    client.force_login(office.clerk)
    url = reverse("edit_help", args=["desk"])
    assert client.post(url, {"text": "", "version": 0}).status_code == 302
    assert client.post(url, {"text": "长" * 1001, "version": 0}).status_code == 400
    assert not Entry.objects.filter(kind="edit_help").exists()
    assert not PageHelp.objects.exclude(text="").exists()
    assert client.get(reverse("edit_help", args=["no_page"])).status_code == 404


def test_the_list_of_all_help_has_what_one_may_open_and_for_the_clerk_everything(office, client):
    client.force_login(office.author)
    page = client.get(reverse("help")).content.decode()
    mine = [
        item for items in open_to(hats_of(office.author, timezone.localdate())).values() for item in items
    ]
    assert all(f'id="{item.name}"' in page for item in mine)
    assert 'id="reports:queue"' not in page and reverse("edit_help", args=["desk"]) not in page
    client.force_login(office.clerk)
    page = client.get(reverse("help")).content.decode()
    assert all(reverse("edit_help", args=[name]) in page for name in WORDS)


def test_the_profile_shows_who_one_is_and_nothing_of_anybody_else(office, client):
    today = timezone.localdate()
    me = person("somebody", Role.EDITOR, at=office.clerk.organisation)
    me.email, me.position = "somebody@example.test", "编辑"
    me.save()
    seat("vetter", me)
    Absence.objects.create(user=me, since=today, until=today)
    office.draft(by=me)
    client.force_login(me)
    client.cookies["django_language"] = "en"
    answer = client.get(reverse("profile"))
    page = answer.content.decode()
    main = page[page.index("<main") :]
    for said in (me.name, me.email, me.position, str(me.organisation), "Editor", "核稿人", "On leave"):
        assert said in main, said
    assert answer.context["reports"] == 1
    assert office.clerk.name not in main
    assert "<form" not in main, "it shows only"


def test_whoever_covers_a_post_reads_so_and_without_an_address_that_no_mail_comes(office, client):
    office.vetter.seats.all().delete()
    client.force_login(office.signer)
    client.cookies["django_language"] = "en"
    main = client.get(reverse("profile")).content.decode().split("<main")[1]
    assert "核稿人" in main and "you cover the post" in main
    stranger = person("without_mail", Role.EDITOR)
    User.objects.filter(pk=stranger.pk).update(email="")
    client.force_login(stranger)
    client.cookies["django_language"] = "en"
    assert "No address is known" in client.get(reverse("profile")).content.decode()


def test_the_bar_leads_to_profile_and_help(office, client):
    client.force_login(office.author)
    report = office.report(State.ANSWERED)
    page = client.get(report.get_absolute_url()).content.decode()
    bar = page[: page.index("<main")]
    assert f'href="{reverse("profile")}"' in bar and f'href="{reverse("help")}"' in bar

"""Links and codes: each opens once, in time, for its owner, and says plainly why it does not."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from feedback.models import Mail
from portal.accounts.models import Asked, Way
from portal.accounts.workflow import accounts, ways
from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from portal.people.models import Counter, Role, User
from tests.makers import organisation, person
from tests.races import at_once

NEW = "three-sheep-on-a-hill"
BOTH = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def system(db):
    return person("system", Role.SYSTEM_ADMIN)


@pytest.fixture
def user(system, now):
    return newcomer(system, now)


def newcomer(system, now, username="alice", email="alice@example.test"):
    said = {"username": username, "name": username, "organisation": organisation(), "email": email}
    return accounts.create_account(by=system, at=now, **said)


def linked(user, system, now):
    return reverse("use_link", args=[ways.token_of(ways.give_link(user, by=system, at=now))])


def coded(user, system, now):
    [(_user, code)] = ways.give_codes(User.objects.filter(pk=user.pk), by=system, at=now, seen=ways.version())
    return code


def enter(code, username="alice", client=None, **other):
    sent = {"username": username, "code": code, **BOTH, **other}
    return (client or Client()).post(reverse("use_code"), sent)


def words_in(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def why(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_link_sets_a_password_and_lets_in_and_works_once(user, system, now, client):
    url = linked(user, system, now)
    mail = Mail.objects.get(user=user)
    assert url in mail.body and "alice" in mail.body
    assert [client.get(url).status_code for _twice in range(2)] == [200, 200]  # opening it changes nothing
    assert client.post(url, BOTH).headers["Location"] == reverse("desk")
    assert client.get(reverse("profile")).status_code == 200
    user.refresh_from_db()
    assert user.check_password(NEW) and user.last_login
    assert [*Entry.objects.about(user).values_list("kind", flat=True)][-1] == "come_in_by_link"
    again = Client().get(url)
    assert again.status_code == 410 and "使用过" in why(again)
    assert Client().post(url, BOTH).status_code == 410


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (lambda user, by, at: Way.objects.update(until=at - timedelta(minutes=1)), "有效期至"),
        (lambda user, by, at: ways.give_link(user, by=by, at=at), "更新的一份"),
        (
            lambda user, by, at: accounts.close_account(user, by=by, at=at, note="离开"),
            "账号已有变更",
        ),
        (lambda user, by, at: User.objects.filter(pk=user.pk).update(email="x@example.test"), "账号已有变更"),
    ],
)
def test_a_link_that_has_ended_says_why_and_sets_nothing(user, system, now, end, words):
    url = linked(user, system, now)
    end(user, system, now)
    for answer in (Client().get(url), Client().post(url, BOTH)):
        assert answer.status_code == 410 and words in why(answer)
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_an_account_that_was_off_in_between_is_not_opened_by_an_old_link(user, system, now):
    url = linked(user, system, now)
    accounts.close_account(user, by=system, at=now, note="离开")
    accounts.open_account(user, by=system, at=now)
    assert Client().post(url, BOTH).status_code == 410


def test_a_link_of_somebody_else_says_whose_session_this_is(user, system, now, client):
    url = linked(user, system, now)
    client.force_login(system)
    answer = client.post(url, BOTH)
    assert answer.status_code == 410 and "system" in why(answer) and "他人" in why(answer)
    assert not User.objects.get(pk=user.pk).has_usable_password()


@pytest.mark.parametrize("token", ["1", "1:x", "²:x", "9" * 400, "alice"])
def test_a_link_that_is_not_whole_says_so(user, system, now, token):
    linked(user, system, now)
    answer = Client().get(reverse("use_link", args=[token]))
    assert answer.status_code == 404 and "不完整" in why(answer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["link", "code"])
def test_pressed_twenty_times_at_once_it_opens_once(kind):
    now = timezone.now()
    system = person("system", Role.SYSTEM_ADMIN)
    user = newcomer(system, now)
    linked(user, system, now) if kind == "link" else coded(user, system, now)
    way = Way.objects.get()

    def press(_n):
        try:
            return bool(ways.use(Way.objects.select_related("user").get(), NEW, at=now))
        except TooLate:
            return False

    assert sum(at_once(20, press)) == 1
    assert Entry.objects.about(user).filter(kind=f"come_in_by_{way.kind}").count() == 1


def test_a_code_sets_a_password_however_it_is_typed_and_works_once(user, system, now):
    code = coded(user, system, now)
    assert code not in str([*Way.objects.values(), *Entry.objects.values()])
    assert enter(f" {code[:4].lower()}－{code[4:]} ").headers["Location"] == reverse("desk")
    again = enter(code)
    assert again.status_code == 400 and "使用过" in why(again)


def test_a_wrong_code_and_a_wrong_name_get_the_same_words(user, system, now):
    code = coded(user, system, now)
    answers = [enter("22222222"), enter(code, username="nobody"), enter("22222222", username="nobody")]
    said = {str(answer.context["form"].errors) for answer in answers}
    assert len(said) == 1 and {answer.status_code for answer in answers} == {400}


def test_after_five_wrong_tries_the_right_code_is_closed_too_and_a_new_one_opens(user, system, now):
    code = coded(user, system, now)
    for _n in range(5):
        assert ways.try_code("alice", "22222222", now)[0] is None
    assert ways.try_code("alice", code, now)[0] is None
    way, said = ways.try_code("alice", coded(user, system, now), now)
    assert way and not said


@pytest.mark.django_db(transaction=True)
def test_wrong_tries_at_once_are_all_counted():
    now = timezone.now()
    system = person("system", Role.SYSTEM_ADMIN)
    code = coded(newcomer(system, now), system, now)
    at_once(20, lambda _n: ways.try_code("alice", "22222222", now))
    assert Way.objects.get().tries == 5 and ways.try_code("alice", code, now)[0] is None


def test_a_weak_password_does_not_use_the_code_up(user, system, now):
    code = coded(user, system, now)
    answer = enter(code, new_password1="1234567890", new_password2="1234567890")
    assert answer.status_code == 400 and Way.objects.get().tries == 0
    assert enter(code).status_code == 302


def test_slips_are_printed_for_those_ticked_or_for_all_who_never_came(user, system, now, client):
    bob, came = newcomer(system, now, "bob", ""), person("came")
    User.objects.filter(pk=came.pk).update(last_login=now)
    client.force_login(system)
    User.objects.filter(pk=system.pk).update(last_login=now)
    page = client.get(reverse("accounts"))
    sent = {"which": "ticked", "user": [user.pk], "seen": page.context["seen"]}
    answer = client.post(reverse("give_codes"), sent)
    words = words_in(answer.content)
    assert answer["Content-Type"] == "application/pdf" and "alice" in words and "bob" not in words
    [code] = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}", words)
    assert ways.try_code("alice", code, now)[0] == Way.objects.get()
    assert client.post(reverse("give_codes"), sent).status_code == 409  # these codes would end the first ones
    answer = client.post(reverse("give_codes"), {"which": "all", "seen": ways.version()})
    words = words_in(answer.content)
    assert {name for name in ("alice", "bob", "came", "system") if name in words} == {"alice", "bob"}
    assert Entry.objects.about(bob).filter(kind="give_code").exists()


def ask(name, client=None):
    return (client or Client()).post(reverse("forgotten"), {"name": name})


def test_a_known_and_an_unknown_name_get_the_same_answer_by_the_same_statements(user, system, now):
    answers = []
    for name in ("alice", "nobody", "alice@example.test"):
        client = Client()
        ask("warm", client)
        Asked.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            answer = ask(name, client)
        answers.append((answer.status_code, answer.headers["Location"], len(asked)))
    assert len(set(answers)) == 1 and Asked.objects.count() == 1
    assert not Mail.objects.exists()


def test_the_clock_sends_the_link_to_who_has_an_address_and_forgets_who_asked(user, system, now):
    newcomer(system, now, "bob", "")
    gone = newcomer(system, now, "gone", "gone@example.test")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for name in ("alice", "bob", "gone", "nobody"):
        ways.ask_for_link(name, at=now)
    assert ways.answer_asked(now) == 1 and not Asked.objects.exists()
    assert [mail.user for mail in Mail.objects.all()] == [user]
    ways.ask_for_link("ALICE@example.test", at=now)
    assert ways.answer_asked(now + timedelta(minutes=9)) == 0  # who presses again keeps the link on its way
    ways.ask_for_link("ALICE@example.test", at=now)
    assert ways.answer_asked(now + timedelta(minutes=11)) == 1


def test_whoever_tries_very_often_waits_and_others_do_not(user, system, now):
    code = coded(user, system, now)
    asked = [ask("alice").status_code for _n in range(6)]
    assert asked == [302] * 5 + [429] and ask("bob").status_code == 302
    tried = [enter("22222222", username="bob").status_code for _n in range(6)]
    assert tried == [400] * 5 + [429] and enter(code).status_code == 302
    assert "alice" not in str([*Counter.objects.values()])


def test_nobody_has_a_new_password_with_a_closed_door(user, system, now, client):
    """A code that was right is asked whether it still opens, as a link is."""
    code = coded(user, system, now)
    Way.objects.update(until=now)
    answer = enter(code)
    assert answer.status_code == 400 and "有效期至" in why(answer)

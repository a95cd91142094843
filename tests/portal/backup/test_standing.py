"""What the portal knows of its backups, and when that is an alarm on the desk."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from portal.backup import standing
from portal.backup.models import Backup, Check
from portal.people.models import Role
from tests.backups import checked, every_kind, known
from tests.makers import NINE, person
from tests.portal.backup.test_backup import stocked
from tests.portal.backup.test_faults import leftovers
from tests.second import second  # noqa: F401 (a fixture)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def taken(second, tmp_path):  # noqa: F811
    """A portal whose backup is `one`, with a copy of it in another folder."""
    stocked()
    (tmp_path / "other").mkdir()
    call_command("backup", tmp_path / "one", copy_to=tmp_path / "other")
    return tmp_path


def test_a_backup_and_its_copy_are_known_by_their_sum(taken):
    backup, check = Backup.objects.get(), Check.objects.get()
    assert backup.place == str(taken / "one") and backup.size == (taken / "one").stat().st_size
    assert (check.kind, check.trouble, check.backup) == ("copy", "", backup)
    assert check.place == str(taken / "other/one")
    assert (taken / "other/one").stat().st_mode & 0o777 == 0o600
    call_command("check_copy", taken / "other/one")
    assert backup.checks.filter(kind="copy", trouble="").count() == 2 and Backup.objects.count() == 1


def test_a_copy_that_was_cut_is_named_and_kept_as_trouble(taken):
    whole = (taken / "one").read_bytes()
    (taken / "other/one").write_bytes(whole[:-100])
    with pytest.raises(CommandError, match="This copy is of no use: .*is damaged"):
        call_command("check_copy", taken / "other/one")
    bad = Check.objects.first()
    assert bad.backup is None and bad.trouble.startswith("is damaged")
    with pytest.raises(CommandError, match="This copy is of no use: .*No such file"):
        call_command("check_copy", taken / "nowhere")
    assert standing.facts(NINE)[1].failed.place == str(taken / "nowhere")


def test_a_copy_is_not_written_over_and_the_backup_stays_good(taken):
    (taken / "other/two").write_text("something else")
    with pytest.raises(CommandError, match="two is good; there is no second copy: .*exists already"):
        call_command("backup", taken / "two", copy_to=taken / "other")
    assert (taken / "other/two").read_text() == "something else"
    assert Backup.objects.count() == 2


def test_a_backup_that_was_tried_is_known_and_nothing_is_left_of_it(taken):
    call_command("try_restore", taken / "one")
    assert Check.objects.get(kind="restore").backup == Backup.objects.get()
    assert not leftovers()
    (taken / "one").write_bytes((taken / "one").read_bytes()[:5000])
    with pytest.raises(CommandError, match="This backup cannot be restored: .*is damaged"):
        call_command("try_restore", taken / "one")
    assert standing.facts(NINE)[2].failed


def test_a_restored_portal_knows_the_backup_it_came_from(taken, second):  # noqa: F811
    with second():
        call_command("restore", taken / "one")
        assert Check.objects.get(kind="restore").backup.place == str(taken / "one")


def standing_at(at):
    return [fact.good for fact in standing.facts(at)]


def test_each_of_the_three_has_its_own_age(db):
    assert standing_at(NINE) == [False, False, False]
    backup = known()
    assert standing_at(NINE) == [True, False, False]
    for kind in ("copy", "restore"):
        checked(kind, backup)
    assert standing_at(NINE + DAY + HOUR) == [True, True, True]
    assert standing_at(NINE + DAY + 3 * HOUR) == [False, True, True]
    assert standing_at(NINE + 7 * DAY + HOUR) == [False, True, True]
    assert standing_at(NINE + 7 * DAY + 3 * HOUR) == [False, False, True]
    assert standing_at(NINE + 90 * DAY + HOUR) == [False, False, True]
    assert standing_at(NINE + 90 * DAY + 3 * HOUR) == [False, False, False]


def test_a_copy_is_as_old_as_its_backup_whenever_it_was_checked(db):
    old = known(taken_at=NINE - 30 * DAY)
    checked("copy", old)
    assert not standing.facts(NINE)[1].good


def test_what_failed_last_is_an_alarm_until_it_succeeds(db):
    backup = known()
    for hour, trouble in enumerate(["", "cut", ""]):
        for kind in ("copy", "restore"):
            checked(kind, backup, NINE + hour * HOUR, trouble)
        assert standing_at(NINE + 3 * HOUR) == [True, not trouble, not trouble]


def test_the_alarm_is_on_the_desks_of_those_who_see_to_it(office, client, settings):
    alarm = "最近一次备份已超过一天"
    system, informant = person("system", Role.SYSTEM_ADMIN), office.author
    for demo, who, shown in (
        (False, system, True), (False, office.clerk, True), (False, informant, False), (True, system, False),
    ):  # fmt: skip
        settings.DEMO = demo
        client.force_login(who)
        assert (alarm in client.get("/").content.decode()) == shown


def test_the_page_shows_what_is_known_and_the_commands(office, client):
    every_kind(n=0xABCD)
    client.force_login(person("system", Role.SYSTEM_ADMIN))
    page = client.get("/backups/").content.decode()
    for words in (
        "/backup/43981.tar.gz", f"{0xABCD:064x}", "4.8", "1.1.0", "缺少 2 个文件",
        "/copy/1.tar.gz: is no backup", "the journal was tampered with",
        "manage.py backup ", "manage.py check_copy ", "manage.py try_restore ",
    ):  # fmt: skip
        assert words in page, words

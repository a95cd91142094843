"""A typed name opens nothing: a joint author is asked, and reads once the answer is yes."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from feedback.models import Mail
from feedback.sweeps import tell
from portal.ledger.models import Entry
from portal.people.models import Role, User
from portal.people.roles import hats_of
from reports import workflow as reports
from reports.forms.authors import chosen, offered
from reports.models import Author, Credit, Report
from reports.states import State
from tests.makers import NINE, TEXT, organisation, person

LATER = NINE + timedelta(hours=1)
WORDS = TEXT["situation"]
JOINT = "joint · 政协东湖区委员会"  # as it is chosen


@pytest.fixture
def filed(office):
    """A report whose joint author, with an account, has been asked."""
    report = office.draft(joint=chosen([Credit(JOINT)]))
    reports.submit(report, by=office.author, at=NINE)
    return report


def authorship(report):
    return report.authors.get(position=2)


def test_who_is_asked_sees_the_title_and_nothing_else(office, filed, client):
    client.force_login(office.joint)
    desk = client.get("/").content.decode()
    assert filed.title in desk and "author" in desk and WORDS not in desk
    assert client.get(filed.get_absolute_url()).status_code == 404
    assert filed.title not in client.get("/reports/").content.decode()
    assert client.post(reverse("reports:accept_authorship", args=[authorship(filed).pk])).status_code == 302
    assert WORDS in client.get(filed.get_absolute_url()).content.decode()
    assert filed.title in client.get("/reports/").content.decode()


def test_who_declines_stays_named_and_never_sees_it(office, filed, client):
    client.force_login(office.joint)
    row = authorship(filed)
    assert client.post(reverse("reports:decline_authorship", args=[row.pk])).status_code == 302
    assert client.get(filed.get_absolute_url()).status_code == 404
    assert client.post(reverse("reports:accept_authorship", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert (row.name, row.user) == ("joint", None) and filed.title not in client.get("/").content.decode()


def test_both_hear_of_it_and_what_follows_is_told_to_those_who_accepted(office, filed):
    tell(NINE)
    assert [mail.user for mail in Mail.objects.filter(body__contains="列为联名作者")] == [office.joint]
    reports.accept_authorship(authorship(filed), by=office.joint, at=LATER)
    reports.take_up(filed, by=office.clerk, at=LATER)
    tell(LATER)
    assert Mail.objects.filter(user=office.author, body__contains="联名作者已确认联名").exists()
    assert Mail.objects.filter(user=office.joint, body__contains="受理").count() == 1
    assert [e.kind for e in Entry.objects.filter(actor=office.joint)] == ["accept_authorship"]


@pytest.mark.parametrize(
    ("roles", "asked"),
    [
        ([Role.INFORMANT], True), ([Role.LIAISON], True), ([Role.CONVENER], True), ([], False),
        ([Role.OFFICER], False), ([Role.LEADER], False), ([Role.SYSTEM_ADMIN], False),
        ([Role.AUDIT_ADMIN, Role.INFORMANT], False),
    ],
)  # fmt: skip
def test_only_those_who_write_reports_are_asked(office, roles, asked):
    namesake = person("李同名", *roles)
    [credit] = chosen([Credit("李同名 · 政协东湖区委员会")])
    assert (credit.user == namesake) is asked and not (credit.user and not asked)


def test_a_name_that_was_not_chosen_stays_a_name(office):
    for typed in ("joint", "joint · 民盟东湖总支", "joint·政协东湖区委员会", "无账号者"):
        assert chosen([Credit(typed)]) == [Credit(typed)]


def test_two_of_one_name_are_told_apart_by_the_organisation(office):
    namesake = person("joint2", Role.INFORMANT, at=organisation("民盟东湖总支", "party"))
    User.objects.filter(pk=namesake.pk).update(name="joint")
    assert [chosen([Credit(line)])[0].user for line in (JOINT, "joint · 民盟东湖总支")] == [
        office.joint, namesake,
    ]  # fmt: skip
    User.objects.filter(pk=namesake.pk).update(organisation=office.joint.organisation)
    assert chosen([Credit(JOINT)]) == [Credit(JOINT)] and JOINT not in offered()


def test_the_form_offers_names_and_organisations_of_those_who_write_and_no_more(office, client):
    liaison = person("联络员甲", Role.LIAISON, at=organisation("民盟东湖总支", "party"))
    person("管理员", Role.AUDIT_ADMIN, Role.INFORMANT)
    User.objects.filter(pk=liaison.pk).update(phone="13900000001", position="秘书长")
    client.force_login(office.author)
    page = client.get(reverse("reports:new")).content.decode()
    lines = re.findall(r'<option value="([^"]+)">', page.partition("<datalist")[2].partition("</datalist")[0])
    here = "政协东湖区委员会"
    assert lines == [f"author · {here}", JOINT, "联络员甲 · 民盟东湖总支", "民盟东湖总支"]
    assert "13900000001" not in page and "秘书长" not in page
    for who, code in ((office.officer, 403), (office.leader, 403)):
        client.force_login(who)
        assert client.get(reverse("reports:new")).status_code == code


def test_beside_the_field_it_is_said_of_a_name_that_was_not_chosen(office, client):
    client.force_login(office.author)
    report = office.draft(joint=chosen([Credit(JOINT), Credit("无账号者")]))
    page = client.get(reverse("reports:write", args=[report.pk])).content.decode()
    rows = page.split('<div class="credit">')[1:]
    assert ["data-stays hidden" in row for row in rows] == [True, False, True, True]
    assert f'value="{JOINT}"' in rows[0]


def test_nobody_answers_for_somebody_else(office, filed):
    for who in (office.author, office.clerk, office.officer, person("other", Role.INFORMANT)):
        with pytest.raises(PermissionDenied):
            reports.accept_authorship(authorship(filed), by=who, at=LATER)
    assert authorship(filed).accepted_at is None


def test_an_organisation_is_asked_through_its_liaison(office):
    league = organisation("民盟东湖总支", "organisation")
    liaison = person("盟联络员", Role.LIAISON, at=league)
    report = office.draft(joint=chosen([Credit("民盟东湖总支")]))
    reports.submit(report, by=office.author, at=NINE)
    hats = hats_of(liaison, NINE.date())
    assert not Report.objects.visible_to(hats).exists()
    reports.accept_authorship(authorship(report), by=liaison, at=LATER)
    assert Report.objects.visible_to(hats).get() == report


def test_an_organisation_for_which_nobody_speaks_is_credited_and_nobody_asked(office):
    organisation("民盟东湖总支", "organisation")
    report = office.draft(joint=chosen([Credit("民盟东湖总支"), Credit("author · 政协东湖区委员会")]))
    reports.submit(report, by=office.author, at=NINE)
    assert not Entry.objects.filter(kind="ask_joint_author").exists()


def test_what_was_accepted_stands_when_the_report_comes_back(office, filed):
    reports.accept_authorship(authorship(filed), by=office.joint, at=LATER)
    reports.return_to_author(filed, by=office.clerk, at=LATER, reason="no_advice", note="请补充。")
    filed.refresh_from_db()
    more = [*chosen([Credit(JOINT)]), Credit("无账号者")]
    reports.save_draft(filed, by=office.author, at=LATER, version=filed.written.version, joint=more)
    filed.refresh_from_db()
    reports.submit(filed, by=office.author, at=LATER)
    assert Report.objects.visible_to(hats_of(office.joint, NINE.date())).get() == filed
    assert Entry.objects.filter(kind="ask_joint_author").count() == 1


def test_a_draft_asks_nobody(office, client):
    office.draft(joint=chosen([Credit(JOINT)]))
    assert not Author.objects.asked(hats_of(office.joint, NINE.date())).exists()
    assert Report.objects.get().status == State.DRAFT


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_a_proposer_is_asked_and_reads_it_only_once_the_answer_is_yes(client, office, answer):
    proposal = office.proposal()
    client.force_login(office.author)
    page, desk = proposal.get_absolute_url(), client.get("/").content.decode()
    assert proposal.title in desk and proposal.text not in desk
    key = {"key": uuid.uuid4()}
    assert client.get(page).status_code == 404
    assert client.post(reverse("reports:split_out", args=[proposal.pk]), key).status_code == 404
    client.force_login(office.joint)
    url = reverse(f"reports:{answer}_proposal", args=[proposal.pk])
    assert client.post(url).status_code == 404
    client.force_login(office.author)
    assert client.post(url).status_code == 302
    assert client.get(page).status_code == (200 if answer == "accept" else 404)
    assert proposal.title not in client.get("/").content.decode()
    assert [e.kind for e in Entry.objects.filter(actor=office.author)] == [f"{answer}_proposal"]

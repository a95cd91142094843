"""Whose report it is: joint authors with shares, organisations, groups, people without an account."""

import uuid
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.people.models import Hat, Role
from reports import workflow
from reports.forms.authors import as_typed
from reports.models import Credit, Report
from reports.states import State
from routing.workflow.issues.composing import author_line
from tests.makers import NINE, TEXT, organisation, person


def form(**other):
    rows = {"joint_name": ["", ""], "joint_field": ["", ""], "joint_share": ["", ""]}
    fields = {"category": "urban", "occasion": "visit", "key": uuid.uuid4(), "version": 0, "action": "check"}
    return TEXT | fields | rows | other


def credits(report):
    return report.credits()[1:]


def test_people_experts_and_organisations_write_jointly_in_order_with_shares(client, office):
    group = organisation("第一界别活动组", "sector_group")
    client.force_login(office.author)
    typed = {
        "joint_name": ["joint · 政协东湖区委员会", "第一界别活动组", "钱学人"],
        "joint_field": ["", "", "海洋工程"],
        "joint_share": ["30", "20%", "10"],
    }
    answer = client.post(reverse("reports:new"), form(**typed))
    report = Report.objects.get()
    assert credits(report) == [
        Credit("joint", user=office.joint, share=Fraction(30, 100)),
        Credit("第一界别活动组", organisation=group, share=Fraction(20, 100)),
        Credit("钱学人", field="海洋工程", share=Fraction(10, 100)),
    ]
    assert [credit.said for credit in report.credits()] == ["40%", "30%", "20%", "10%"]
    assert "钱学人 10%" in client.get(answer.url).content.decode()
    again = client.get(reverse("reports:write", args=[report.pk])).content.decode()
    assert 'value="海洋工程"' in again and 'value="20"' in again


def test_shares_left_open_are_equal_and_add_up(office):
    report = office.draft(joint=[Credit("甲"), Credit("乙")])
    assert [(c.name, c.share) for c in report.credits()] == [
        (n, Fraction(1, 3)) for n in ("author", "甲", "乙")
    ]
    assert [credit.said for credit in report.credits()] == ["1/3"] * 3
    assert [credit.said for credit in office.draft().credits()] == ["100%"]
    assert as_typed(report.credits()) == [("甲", "", ""), ("乙", "", "")]  # asked again, they stay equal


def test_a_share_can_be_typed_as_a_fraction_and_stays_exact(client, office):
    client.force_login(office.author)
    typed = {"joint_name": ["甲", "乙"], "joint_field": ["", ""], "joint_share": ["1/3", "1/6"]}
    answer = client.post(reverse("reports:new"), form(**typed))
    assert [credit.share for credit in Report.objects.get().credits()] == [
        Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)
    ]  # fmt: skip
    again = client.get(reverse("reports:write", args=[Report.objects.get().pk])).content.decode()
    assert answer.status_code == 302 and 'value="1/3"' in again and 'value="1/6"' in again


BAD_ROWS = {
    "no name": (["", ""], ["水利", ""], ["", ""]),
    "share of some only": (["甲", "乙"], ["", ""], ["30", ""]),
    "nothing left": (["甲", "乙"], ["", ""], ["50", "50"]),
    "more than all": (["甲", ""], ["", ""], ["3/2", ""]),
    "part of nothing": (["甲", ""], ["", ""], ["1/0", ""]),
    "share of nothing": (["甲", ""], ["", ""], ["0", ""]),
    "share in words": (["甲", ""], ["", ""], ["三成", ""]),
    "share in other digits": (["甲", ""], ["", ""], ["１０", ""]),
    "negative share": (["甲", ""], ["", ""], ["-5", ""]),
    "named twice": (["甲", "甲"], ["", ""], ["", ""]),
    "name too long": (["长" * 101, ""], ["", ""], ["", ""]),
    "field too long": (["甲", ""], ["长" * 51, ""], ["", ""]),
    "too many": ([f"人{n}" for n in range(31)], [""] * 31, [""] * 31),
}


@pytest.mark.parametrize("rows", BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_named_kept_and_nothing_is_stored(client, office, rows):
    client.force_login(office.author)
    typed = dict(zip(("joint_name", "joint_field", "joint_share"), rows, strict=True))
    answer = client.post(reverse("reports:new"), form(**typed))
    assert answer.status_code == 400 and list(answer.context["form"].errors) == ["joint"]
    page = answer.content.decode()
    assert all(f'value="{word}"' in page for row in rows for word in row if word)
    assert not Report.objects.exists()


def test_the_liaison_of_a_joint_organisation_sees_what_is_filed(office):
    home = organisation("望江区联络站", "station")
    liaison, draft = person("lan", Role.LIAISON, at=home), [Credit(home.name, organisation=home)]
    filed = office.report(joint=draft)
    workflow.accept_authorship(filed.authors.get(organisation=home), by=liaison, at=NINE)
    office.draft(joint=draft)
    assert list(Report.objects.visible_to(office.hats(liaison))) == [filed]


def test_a_convener_files_for_the_group_and_sees_what_becomes_of_it(client, office):
    group = organisation("第一界别活动组", "sector_group")
    convener = person("zhao", at=organisation("市一中", "university"))
    Hat.objects.create(user=convener, role=Role.CONVENER, organisation=group)
    client.force_login(convener)
    client.post(reverse("reports:new"), form(organisation=group.pk, collective="on"))
    report = Report.objects.get()
    assert report.organisation == group and report.byline == "第一界别活动组"
    workflow.submit(report, by=convener, at=NINE)
    fellow = person("qian", Role.CONVENER, at=group)
    assert Report.objects.visible_to(office.hats(fellow)).get() == report
    assert author_line(report) == "第一界别活动组"


def test_nobody_files_for_an_organisation_that_is_not_theirs(client, office):
    other = organisation("九三学社天河市委员会", "party")
    with pytest.raises(PermissionDenied):
        office.draft(organisation=other)
    draft = office.draft()
    with pytest.raises(PermissionDenied):
        workflow.save_draft(
            draft, by=office.author, at=NINE, version=draft.written.version, organisation=other
        )
    client.force_login(person("liaison", Role.LIAISON))
    assert client.post(reverse("reports:new"), form(organisation=other.pk)).status_code == 400
    client.force_login(office.author)  # is not asked, and not heard
    client.post(reverse("reports:new"), form(organisation=other.pk, collective="on", on_behalf_of="某人"))
    report = Report.objects.latest("pk")
    assert (report.organisation, report.collective, report.on_behalf_of) == (
        office.author.organisation,
        False,
        "",
    )


def test_the_clerk_writes_down_what_somebody_says_on_the_phone(client, office):
    client.force_login(office.clerk)
    told = {"on_behalf_of": "孙来电", "on_behalf_way": "phone", "on_behalf_phone": "13800000000"}
    client.post(reverse("reports:new"), form(**told))
    report = Report.objects.get()
    assert report.byline == "孙来电" and report.author == office.clerk
    workflow.submit(report, by=office.clerk, at=NINE)
    record = client.get(report.get_absolute_url()).content.decode()
    assert "孙来电" in record and "13800000000" in record and "clerk" in record
    assert author_line(report) == "孙来电"


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"on_behalf_of": "孙来电"}, "on_behalf_way"),
        ({"on_behalf_way": "phone"}, "on_behalf_of"),
        ({"on_behalf_phone": "13800000000"}, "on_behalf_of"),
        ({"on_behalf_of": "长" * 51, "on_behalf_way": "phone"}, "on_behalf_of"),
        ({"on_behalf_of": "孙来电", "on_behalf_way": "dream"}, "on_behalf_way"),
    ],
)
def test_half_an_answer_is_asked_for_again(client, office, told, wrong):
    client.force_login(office.clerk)
    answer = client.post(reverse("reports:new"), form(**told))
    assert answer.status_code == 400 and wrong in answer.context["form"].errors
    assert not Report.objects.exists()


def test_the_database_holds_it_too(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        office.draft(on_behalf_of="孙来电")
    with pytest.raises(IntegrityError), transaction.atomic():
        office.draft(joint=[Credit("两者", office.joint, organisation())])


def test_the_phone_of_whoever_told_us_stays_with_the_office_and_the_author(client, office):
    liaison = person("liaison", Role.LIAISON)
    told = {"on_behalf_of": "孙来电", "on_behalf_way": "visit", "on_behalf_phone": "13800000000"}
    report = office.draft(by=liaison, **told)
    workflow.submit(report, by=liaison, at=NINE)
    other = person("liaison2", Role.LIAISON)
    for user, sees in ((office.clerk, True), (liaison, True), (other, False)):
        client.force_login(user)
        page = client.get(report.get_absolute_url()).content.decode()
        assert "孙来电" in page and ("13800000000" in page) == sees, user


def test_the_unit_meets_whoever_told_us_and_not_the_clerk_who_wrote_it_down(client, office):
    told = {"on_behalf_of": "孙来电", "on_behalf_way": "phone", "on_behalf_phone": "13800000000"}
    named = office.report(State.HANDLING, by=office.clerk, name_shown=True, **told)
    unnamed = office.report(State.HANDLING, by=office.clerk, **told)
    client.force_login(office.officer)
    for report, met in ((named, True), (unnamed, False)):
        page = client.get(report.assignments.get(part="lead").get_absolute_url()).content.decode()
        assert ("孙来电" in page, "13800000000" in page) == (met, met)

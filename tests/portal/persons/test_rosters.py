"""Rosters as offices keep them: read with their bad rows named, stored as a whole, undone as a whole."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.ledger.engine import TooLate
from portal.ledger.models import Entry
from portal.people.models import Membership, Organisation, Sector, Term, User
from portal.persons.models import Roster
from portal.persons.workflow.people import edit_person
from portal.persons.workflow.reading import state
from portal.persons.workflow.rosters import compared, digest, import_roster, read_roster, undo_roster
from tests.makers import NINE, Office, organisation, person

HEAD = ["序号", "姓名", "性别", "工作单位", "职务", "手机", "政治面貌", "界别", "常委", "身份证号"]


@pytest.fixture
def office(db):
    made = Office()
    term = Term.objects.create(name="第十届", since=date(2022, 1, 1))
    for name in ("教育界", "经济界"):
        Sector.objects.create(term=term, name=name)
    organisation("第一联络站", "station")
    return made


def workbook(sheets, merged=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("名册.xlsx", out.getvalue())


def line(n, name, place="第一联络站", **said):
    row = {"姓名": name, "工作单位": place, "手机": 13800000000 + n, "序号": n} | said
    return [row.get(head, "") for head in HEAD]


def read(office, sheets, home=None, merged=()):
    upload = workbook(sheets, merged)
    return read_roster(by=office.clerk, at=NINE, upload=upload, home=home, role="informant")


def stored(office, roster, **said):
    shown = digest(compared(roster, NINE))
    return import_roster(roster, by=office.clerk, at=NINE, shown=shown, **said)


def test_a_list_as_offices_make_it(office):
    title, head = ["政协天河市委员会委员名册"], HEAD
    rows = [
        title, [], head,
        line(1, "王　强", 政治面貌="民盟盟员", 常委="是", 身份证号=370602197001011234),
        line(2, "买买提•吐尔逊", place="", 政治面貌="中共党员"),
    ]  # fmt: skip
    roster = read(office, {"教育界": rows, "说明": [["本表由办公室填写"]]}, merged=["A1:J1", "D4:D5"])
    assert any("说明" in note for note in roster.notes)
    assert [state(each) for each in compared(roster, NINE)] == ["new", "new"]
    stored(office, roster)
    wang, mai = User.objects.filter(username__startswith="m0").order_by("pk")
    assert (wang.name, wang.phone, wang.party, wang.organisation.name) == (
        "王强",
        "13800000001",
        "cdl",
        "第一联络站",
    )
    assert mai.organisation == wang.organisation  # the cell was merged downwards
    assert not wang.has_usable_password() and wang.hats.get().role == "informant"
    member = wang.memberships.get()
    assert (member.sector.name, member.standing, member.level) == ("教育界", True, "city")
    again = read(office, {"教育界": [head, line(1, "王强", 手机="13800000001", 常委="是")]})
    assert [state(each) for each in compared(again, NINE)] == ["same"]


def test_bad_rows_are_named_and_nothing_is_stored_until_they_are_left_out(office):
    rows = [
        HEAD,
        line(1, "甲一"),
        line(2, date(2020, 1, 1)),
        line(3, "丙三", place="某中学"),
        line(4, "甲一", 手机="13800000001"),
    ]
    roster = read(office, {"名单": rows})
    found = compared(roster, NINE)
    bad = [each["row"]["row"] for each in found if state(each) == "bad"]
    assert bad == [3, 4, 5]
    before = User.objects.count()
    with pytest.raises(ValidationError, match="名单 3、名单 4、名单 5"):
        stored(office, roster)
    assert User.objects.count() == before
    stored(office, roster, left=["名单/3", "名单/4", "名单/5"])
    assert User.objects.count() == before + 1


def test_an_unknown_workplace_stands_before_the_position_where_a_home_was_chosen(office):
    home = Organisation.objects.get(name="第一联络站")
    roster = read(office, {"名单": [HEAD, line(1, "丙三", place="某中学", 职务="教师")]}, home=home)
    stored(office, roster)
    made = User.objects.get(name="丙三")
    assert (made.organisation, made.position) == (home, "某中学教师")


def test_of_two_at_once_the_second_is_told(office):
    rows = {"名单": [HEAD, line(1, "甲一")]}
    first, second = read(office, rows), read(office, rows)
    shown = digest(compared(second, NINE))
    stored(office, first)
    with pytest.raises(TooLate):
        import_roster(second, by=office.clerk, at=NINE, shown=shown)
    assert User.objects.filter(name="甲一").count() == 1
    assert stored(office, first).imported_at  # twice is once
    assert User.objects.filter(name="甲一").count() == 1


def test_undone_within_a_day_but_for_what_was_changed_since(office):
    there = person("老委员")
    other = person("老同志")
    rows = [
        HEAD,
        line(1, "老委员", 政治面貌="民建", 界别="经济界"),
        line(2, "老同志"),
        line(3, "新人"),
        line(4, "登录过"),
    ]
    roster = read(office, {"名单": rows})
    old = there.organisation
    stored(office, roster)
    assert User.objects.get(pk=there.pk).organisation.name == "第一联络站"
    edit_person(other, by=office.clerk, at=NINE + timedelta(minutes=5), phone="13900000000")
    User.objects.filter(name="登录过").update(last_login=NINE)
    with pytest.raises(ValidationError):
        undo_roster(roster, by=office.clerk, at=NINE + timedelta(days=2))
    stay = undo_roster(roster, by=office.clerk, at=NINE + timedelta(hours=1))
    assert {each.name for each in stay} == {"老同志", "登录过"}
    there.refresh_from_db()
    assert (there.organisation, there.party, there.phone) == (old, "", "")
    assert not Membership.objects.filter(user=there).exists()
    assert [row.until for row in there.belongings.all()] == [None]
    assert not User.objects.get(name="新人").is_active and User.objects.get(name="登录过").is_active
    assert User.objects.get(pk=other.pk).phone == "13900000000"
    assert Entry.objects.about(there).last().kind == "roster_undone"


def test_five_hundred_take_as_many_statements_as_five(office):
    def statements(number, start):
        rows = [HEAD, *(line(n, f"某{n}", 界别="教育界") for n in range(start, start + number))]
        roster = read(office, {"名单": rows})
        with CaptureQueriesContext(connection) as met:
            stored(office, roster)
        return len(met)

    five = statements(5, 1)
    assert statements(500, 100) <= five + 4  # batches


def test_what_is_exported_is_imported_without_differences(office, client):
    rows = [
        HEAD,
        line(1, "王强", 政治面貌="九三学社社员", 界别="教育界", 常委="是"),
        line(2, "李 四", 职务="站长"),
    ]
    stored(office, read(office, {"名单": rows}))
    client.force_login(office.clerk)
    content = client.get(reverse("export_roster")).content
    upload = SimpleUploadedFile("名册.xlsx", content)
    roster = read_roster(by=office.clerk, at=NINE, upload=upload, home=None, role="")
    assert {state(each) for each in compared(roster, NINE)} == {"same"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no workbook", "Excel"),
        (workbook({"a": [["案由", "提案人"], ["x", "y"]]}).read(), "案由、提案人"),
        (workbook({"a": []}).read(), ""),
        (
            workbook({"a": [HEAD, *([1, "某", "", "", "", "", "", "", "", ""] for _ in range(2500))]}).read(),
            "2000",
        ),
    ],
)
def test_what_is_no_roster_is_refused_with_the_reason(office, content, said):
    with pytest.raises(ValidationError) as refused:
        read_roster(
            by=office.clerk, at=NINE, upload=SimpleUploadedFile("x.xlsx", content), home=None, role=""
        )
    assert said in str(refused.value.messages)
    assert not Roster.objects.exists()


def test_the_pages_of_a_roster(office, client):
    client.force_login(office.clerk)
    roster = read(office, {"名单": [HEAD, line(1, "王强"), line(2, "", 手机="1")]})
    page = client.get(roster.get_absolute_url())
    assert "名单 3" in page.content.decode()
    shown = page.context["shown"]
    assert client.post(roster.get_absolute_url(), {"shown": shown}).status_code == 400
    assert client.post(roster.get_absolute_url(), {"shown": "other", "left": "名单/3"}).status_code == 409
    assert client.post(roster.get_absolute_url(), {"shown": shown, "left": "名单/3"}).status_code == 302
    assert client.get(roster.get_absolute_url()).context["undoable"]
    assert client.post(reverse("undo_roster", args=[roster.pk])).status_code == 302

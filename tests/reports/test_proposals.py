"""Proposals from Excel: every row looked at first, the good ones taken once, each split into reports."""

import io
import uuid
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.pages import spreadsheets
from portal.people.models import Role
from reports.models import Import, Proposal, Report
from reports.workflow import out_of, proposals
from tests.books import HEAD, workbook
from tests.makers import NINE, person

GOOD = ["12", "关于规范电动自行车充电的提案", "author", 2026, "经济界", "充电设施不足。", ""]


def repacked(raw, **parts):
    """The same zip with other parts: {"xl/worksheets/sheet1.xml": bytes -> bytes}."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, parts.get(entry, lambda content: content)(old.read(entry)))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def file(raw, name="提案.xlsx"):
    return SimpleUploadedFile(name, raw)


def prepared(office, *rows, **how):
    return office.prepared(*rows, **how)


def only(found):
    (row,) = found.rows
    return row


def test_the_good_rows_are_imported_once_and_the_others_are_named(office):
    found = prepared(office, GOOD, ["13", "", "甲", 2026], ["12", "又一个", "乙", 2026])
    assert [bool(row["problems"]) for row in found.rows] == [False, True, True]
    assert not Proposal.objects.exists()
    for _ in range(3):
        proposals.import_proposals(found, by=office.clerk, at=NINE)
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.year, proposal.number, proposal.title) == (
        "proposal",
        2026,
        "12",
        GOOD[1],
    )
    assert list(proposal.asked.all()) == [office.author] and not proposal.members.exists()


def test_the_same_file_twice_changes_nothing(office):
    first, second = (prepared(office, GOOD) for _ in range(2))  # both looked at before either is taken
    proposals.import_proposals(first, by=office.clerk, at=NINE)
    before = list(Proposal.objects.values())
    proposals.import_proposals(second, by=office.clerk, at=NINE)
    assert list(Proposal.objects.values()) == before
    again = prepared(office, GOOD)
    assert again.sha256 == first.sha256 or only(again)["problems"]
    assert only(again)["problems"] == ["已在库中。"]


KEPT = {
    "headings as people write them": (
        {"head": ["编 号：", " 标题 ", "发言人", "年份"]}, GOOD, {"number": "12"},
    ),
    "a title above the headings": ({"head": None}, None, {"title": GOOD[1]}),
    "number with words and zeros": ({}, ["第012号", *GOOD[1:]], {"number": "12"}),
    "full-width digits": ({}, ["１２", *GOOD[1:]], {"number": "12"}),
    "number as Excel keeps it": ({}, [12.0, *GOOD[1:]], {"number": "12"}),
    "number of letters": ({}, ["A-12", *GOOD[1:]], {"number": "A-12"}),
    "year in words": ({}, [*GOOD[:3], "2025年度", *GOOD[4:]], {"year": 2025}),
    "year as a date": ({}, [*GOOD[:3], date(2025, 3, 1), *GOOD[4:]], {"year": 2025}),
    "no year": ({}, [*GOOD[:3], None, *GOOD[4:]], {"year": 2026}),
    "tails nobody sees": ({}, ["12\u00a0", "\u3000关于充电\u3000\ufeff", *GOOD[2:]], {"title": "关于充电"}),
    "a broken line in the title": ({}, ["12", "关于\n充_x000D_电", *GOOD[2:]], {"title": "关于 充电"}),
    "lines in the text": ({}, [*GOOD[:5], "一、\n二、", ""], {"text": "一、\n二、"}),
    "a formula's look": ({}, ["12", "＝关于+的-提案@", *GOOD[2:]], {"title": "＝关于+的-提案@"}),
    "rare characters": ({}, ["12", "𠮷㐂😀提案", *GOOD[2:]], {"title": "𠮷㐂😀提案"}),
}  # fmt: skip


@pytest.mark.parametrize("case", KEPT.values(), ids=KEPT)
def test_what_is_understood(office, case):
    how, row, expected = case
    rows = [row] if row else [["二〇二六年提案目录"], [], HEAD, GOOD]
    found = only(prepared(office, *rows, **how))
    assert found["problems"] == []
    assert {name: found["values"][name] for name in expected} == expected


WRONG = {
    "no title": ["12", " \u3000", *GOOD[2:]],
    "long title": ["12", "长" * 201, *GOOD[2:]],
    "number as a date": [date(2026, 1, 5), *GOOD[1:]],
    "number in words": ["十二号提案之一", *GOOD[1:]],
    "number that Excel rounded": [123456789012345678, *GOOD[1:]],
    "year that is none": [*GOOD[:3], "今年", *GOOD[4:]],
    "year long ago": [*GOOD[:3], 1066, *GOOD[4:]],
    "year to come": [*GOOD[:3], 2099, *GOOD[4:]],
    "serial number of a day": [*GOOD[:3], 46023, *GOOD[4:]],
    "Arabic digits": [*GOOD[:3], "٢٠٢٦", *GOOD[4:]],
    "long text": [*GOOD[:5], "长" * 20_001, ""],
    "formula without a value": ["12", '=CONCATENATE("a","b")', *GOOD[2:]],
    "reversed writing": ["12", "提案\u202egpj", *GOOD[2:]],
    "an error of Excel": ["12", "#REF!", *GOOD[2:]],
}


@pytest.mark.parametrize("row", WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_row_is_said_and_the_row_stays_out(office, row):
    found = prepared(office, row)
    assert only(found)["problems"]
    proposals.import_proposals(found, by=office.clerk, at=NINE)
    assert not Proposal.objects.exists()


def test_duplicates_in_the_file_and_in_the_register(office):
    proposals.import_proposals(prepared(office, GOOD), by=office.clerk, at=NINE)
    unnumbered = [None, *GOOD[1:]]
    found = prepared(office, GOOD, unnumbered, unnumbered, ["12", "去年的", "甲", 2025])
    assert [len(row["problems"]) for row in found.rows] == [1, 0, 1, 0]
    speech = prepared(office, GOOD, kind="speech")
    assert not only(speech)["problems"]  # another kind is another list


def test_hidden_sheets_rows_and_unknown_columns_are_named(office):
    def hide(book):
        book.create_sheet("备查").sheet_state = "hidden"
        book.create_sheet("去年")
        book.active.row_dimensions[3].hidden = True

    found = prepared(office, [*GOOD, "x"], ["13", *GOOD[1:], "x"], head=[*HEAD, "承办单位"], change=hide)
    assert [bool(row["problems"]) for row in found.rows] == [False, True]
    assert [word for word in ("备查", "去年", "承办单位") if word in "".join(found.notes)] == [
        "备查", "去年", "承办单位",
    ]  # fmt: skip


def claims(reference):
    return lambda xml: xml.replace(b'<dimension ref="A1:G2"', f'<dimension ref="{reference}"'.encode())


@pytest.mark.parametrize("reference", ["A1:XFD1048576", "A1:A1", "A1:G1048576"])
def test_a_sheet_is_as_large_as_its_cells_not_as_it_claims(office, reference):
    raw = repacked(workbook(GOOD), **{SHEET: claims(reference)})
    assert raw != repacked(workbook(GOOD))
    found = proposals.prepare(by=office.clerk, at=NINE, upload=file(raw), kind="proposal", year=2026)
    assert only(found)["values"]["title"] == GOOD[1]


def doctype(xml):
    return xml.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1)


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for n in range(50):
            book.writestr(f"xl/media/{n}.bin", b"0" * 2_000_000)
    return out.getvalue()


def crowd():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for n in range(1001):
            book.writestr(str(n), b"")
    return out.getvalue()


def encrypted():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


UNREADABLE = {
    "nothing": lambda: b"",
    "no zip": lambda: b"PK\x03\x04" + b"x" * 100,
    "cut off": lambda: workbook(GOOD)[:-200],
    "a document": lambda: repacked(workbook(GOOD), **{"xl/workbook.xml": lambda _xml: b"<w:document/>"}),
    "a password": encrypted,
    "entities": lambda: repacked(workbook(GOOD), **{SHEET: doctype}),
    "a bomb": bomb,
    "a crowd of parts": crowd,
    "only headings": workbook,
    "no headings": lambda: workbook(GOOD, head=None),
    "broken cells": lambda: repacked(workbook(GOOD), **{SHEET: lambda xml: xml.replace(b"</row>", b"")}),
    "too many rows": lambda: workbook(*([n, f"提案{n}"] for n in range(2001))),
    "a cell far below": lambda: workbook(GOOD, change=lambda b: b.active.cell(30_000, 1, "x")),
}


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_such_table_is_refused_whole(client, office, raw):
    client.force_login(office.clerk)
    answer = client.post(
        reverse("reports:import_proposals"), {"kind": "proposal", "year": 2026, "file": file(raw())}
    )
    assert answer.status_code == 400 and list(answer.context["form"].errors) == ["file"]
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"year": 1900}, {"year": 2999}, {"year": "x"}, {"kind": "law"}, {"file": ""},
        {"file": file(b"x", "提案.xls")}, {"file": file(b"x", "提案.csv")},
        {"file": file(b"0" * (spreadsheets.MOST_BYTES + 1))},
    ],
)  # fmt: skip
def test_a_bad_field_is_named(client, office, bad):
    client.force_login(office.clerk)
    sent = {"kind": "proposal", "year": 2026, "file": file(workbook(GOOD))} | bad
    answer = client.post(reverse("reports:import_proposals"), sent)
    assert answer.status_code == 400 and list(answer.context["form"].errors) == list(bad)
    assert not Import.objects.exists()


def test_from_the_template_to_the_list(client, office):
    """The template is read back; what was previewed is imported, whatever the browser sends."""
    client.force_login(office.clerk)
    empty = b"".join(client.get(reverse("reports:import_template")))
    book = openpyxl.load_workbook(io.BytesIO(empty))
    head = [cell.value for cell in book.active[1]]
    for name, value in zip(head, ["关于修路的提案", "7", "author", "2026", "", "路坏了。", ""], strict=True):
        book.active.cell(2, head.index(name) + 1, value)
    content = io.BytesIO()
    book.save(content)
    sent = {"kind": "proposal", "year": 2026, "file": file(content.getvalue())}
    preview = client.post(reverse("reports:import_proposals"), sent)["Location"]
    assert "关于修路的提案" in client.get(preview).content.decode()
    assert client.post(preview, {"rows": "[]", "title": "假的"}).status_code == 302
    assert "关于修路的提案" in client.get(reverse("reports:proposals"), {"q": "修路"}).content.decode()
    assert not client.get(reverse("reports:proposals"), {"year": 2025}).context["page"].object_list


def test_who_sees_which(office):
    other = ["13", "别人的提案", "甲、乙", 2026]
    proposals.import_proposals(prepared(office, GOOD, other), by=office.clerk, at=NINE)
    proposals.accept_proposal(Proposal.objects.get(asked=office.author), by=office.author, at=NINE)

    def seen(user):
        return Proposal.objects.visible_to(office.hats(user)).count()

    assert [seen(each) for each in (office.clerk, office.supervisor)] == [2, 2]
    assert (seen(office.author), seen(office.joint), seen(office.leader), seen(office.officer)) == (
        1,
        0,
        0,
        0,
    )


def test_two_people_of_one_name_are_not_taken_for_each_other(office):
    person("namesake", Role.INFORMANT)
    office.author.__class__.objects.filter(username="namesake").update(name="author")
    proposals.import_proposals(prepared(office, GOOD), by=office.clerk, at=NINE)
    assert not Proposal.objects.get().asked.exists()


def test_one_proposal_becomes_several_reports_and_each_names_it(client, office):
    proposals.import_proposals(prepared(office, [*GOOD[:5], "长" * 6000, ""]), by=office.clerk, at=NINE)
    proposal = Proposal.objects.get()
    proposals.accept_proposal(proposal, by=office.author, at=NINE)
    client.force_login(office.author)
    url, key = reverse("reports:split_out", args=[proposal.pk]), uuid.uuid4()
    pages = {client.post(url, {"key": key})["Location"] for _ in range(3)}
    pages.add(client.post(url, {"key": uuid.uuid4()})["Location"])
    assert len(pages) == Report.objects.count() == 2
    report = Report.objects.first()
    assert (report.source, report.occasion, report.author) == (proposal, "proposal", office.author)
    assert client.get(pages.pop()).status_code == 200
    assert client.get(proposal.get_absolute_url()).content.decode().count(report.title) >= 2
    assert client.post(url, {"key": "forged"})["Location"] == proposal.get_absolute_url()
    assert Report.objects.count() == 2


def test_all_words_of_a_long_proposal_are_in_the_draft(office):
    row = ["12", "关于" + "长" * 150, *GOOD[2:5], "长" * 6000, ""]
    proposals.import_proposals(prepared(office, row), by=office.clerk, at=NINE)
    proposal = Proposal.objects.get()
    draft = out_of.split_out(proposal, by=office.clerk, at=NINE, key=uuid.uuid4())
    assert (draft.written.title, draft.written.situation) == (proposal.title, proposal.text)

"""Inspections: planned, held, each item recorded, mended by a day, checked; the record as a document."""

import io
import uuid
from datetime import date, timedelta

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pypdf import PdfReader

from feedback import sweeps
from feedback.models import Notice
from portal.days.workdays import SHANGHAI
from portal.files.models import Attachment
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.people.models import User
from reports.states import State
from routing import inspection_record
from routing.models import Finding, Inspection
from routing.states import FindingState, InspectionState
from routing.workflow import inspections
from tests.inspections import FOUND, HOUR, finding, inspection, walk
from tests.makers import NINE, moment
from tests.races import at_once, kinds
from tests.uploads import picture

LATER = NINE + 5 * HOUR


def owed():
    """{kind: (whose, by which day)} of what inspections owe."""
    rows = Duty.objects.open().filter(subject_type__model__in=["inspection", "finding"])
    return {d.kind: (str(d.holder), d.due_at.astimezone(SHANGHAI).strftime("%m-%d")) for d in rows}


def slips(office, n=2):
    return [office.report(State.HANDLING).assignments.get(part="lead") for _ in range(n)]


def test_the_whole_way_and_who_owes_what_on_it(office):
    found = inspection(office, held_on=date(2026, 3, 12))
    assert owed() == {"hold_inspection": ("值班经办", "03-13")}
    seen = {"held_on": date(2026, 3, 12), "account": "总体较好。"}
    inspections.hold_inspection(found, by=office.clerk, at=moment("03-12 15:00"), **seen)
    assert owed() == {"record_findings": ("值班经办", "03-17")}
    item = found.findings.with_subject().get()
    said = FOUND | {"mend_by": date(2026, 4, 4)}  # a day off: the first one worked after it
    inspections.record_finding(item, by=office.clerk, at=moment("03-13 09:00"), **said)
    assert owed() == {"mend_finding": (office.unit.name, "04-07")}
    inspections.mend_finding(item, by=office.officer, at=moment("03-20 09:00"), answer="已拆除一处。")
    assert owed() == {"check_mended": ("值班经办", "03-25")}
    again = {"note": "还有一处。", "mend_by": date(2026, 4, 8)}
    inspections.send_mended_back(item, by=office.clerk, at=moment("03-23 09:00"), **again)
    assert owed() == {"mend_finding": (office.unit.name, "04-08")}
    inspections.mend_finding(item, by=office.officer, at=moment("03-24 09:00"), answer="全部拆除。")
    inspections.pass_mended(item, by=office.clerk, at=moment("03-25 09:00"), result="已核实。")
    found.refresh_from_db()
    assert (found.status, found.ended_at) == (InspectionState.DONE, moment("03-25 09:00")) and not owed()
    answers = Entry.objects.about(item).filter(kind="mend_finding").values_list("note", flat=True)
    assert list(answers) == ["已拆除一处。", "全部拆除。"]


def test_it_ends_when_the_last_item_is_mended_and_not_before(office):
    found = inspection(office, *slips(office, 3), status=InspectionState.HELD)
    first, second, third = found.findings.with_subject()
    walk(office, first, FindingState.FINE)
    walk(office, second, FindingState.MENDING)
    found.refresh_from_db()
    assert found.status == InspectionState.HELD
    walk(office, third, FindingState.MENDED)
    found.refresh_from_db()
    assert found.status == InspectionState.MENDING
    inspections.mend_finding(second, by=office.officer, at=LATER, answer="已整改。")
    found.refresh_from_db()
    assert found.status == InspectionState.MENDING, "an answer that nobody has checked ends nothing"
    inspections.pass_mended(second, by=office.clerk, at=LATER, result="已核实。")
    found.refresh_from_db()
    assert found.status == InspectionState.DONE


def test_where_nothing_is_to_mend_it_is_done_at_once(office):
    item = finding(office, FindingState.FINE)
    assert Inspection.objects.get(pk=item.inspection_id).status == InspectionState.DONE and not owed()


@pytest.mark.django_db(transaction=True)
def test_two_who_record_the_last_items_at_once_end_it_once(office):
    found = inspection(office, *slips(office), status=InspectionState.HELD)
    items = list(found.findings.with_subject())
    said = {"by": office.clerk, "at": LATER, "text": "办理到位。"}
    results = at_once(2, lambda n: inspections.find_nothing(items[n], **said))
    assert kinds(results) == {"NoneType": 2} or kinds(results) == {"done": 2}
    found.refresh_from_db()
    assert found.status == InspectionState.DONE
    assert Entry.objects.about(found).filter(kind="finish_inspection").count() == 1


def test_a_plan_is_changed_and_its_date_reckoned_anew(office):
    first, second = slips(office)
    found = inspection(office, first)
    said = {"place": "西山街道", "people": [office.clerk, office.signer], "assignments": [second]}
    inspections.arrange_inspection(found, by=office.clerk, at=LATER, held_on=date(2026, 3, 18), **said)
    assert owed() == {"hold_inspection": ("值班经办", "03-19")}
    assert list(found.people.order_by("username")) == [office.clerk, office.signer]
    status = dict(found.findings.values_list("assignment", "status"))
    assert status == {first.pk: FindingState.DROPPED, second.pk: FindingState.LISTED}


def test_what_is_called_off_owes_nothing_and_the_units_hear_of_it(office):
    found = inspection(office, status=InspectionState.CANCELLED)
    assert not owed() and found.findings.get().status == FindingState.DROPPED
    sweeps.tell(LATER)
    told = Notice.objects.filter(user=office.head).order_by("entry").values_list("entry__kind", flat=True)
    assert list(told) == ["list_finding", "drop_finding"]
    with pytest.raises(TooLate):
        inspections.hold_inspection(found, by=office.clerk, at=LATER, held_on=NINE.date(), account="x")


def test_nothing_is_recorded_before_it_was_held_nor_held_before_its_day(office):
    item = finding(office, held=False)
    with pytest.raises(PermissionDenied):
        inspections.record_finding(item, by=office.clerk, at=LATER, mend_by=date(2026, 3, 20), **FOUND)
    with pytest.raises(ValidationError):
        inspections.hold_inspection(
            item.inspection, by=office.clerk, at=LATER, held_on=date(2026, 3, 11), account="x"
        )
    item.inspection.refresh_from_db()
    assert item.inspection.status == InspectionState.PLANNED


def test_the_same_form_sent_twice_plans_one(office):
    key = uuid.uuid4()
    assert inspection(office, *(some := slips(office, 1)), key=key) == inspection(office, *some, key=key)
    assert Finding.objects.count() == 1


def test_a_unit_sees_its_own_items_and_no_others(office, client):
    own, other = slips(office, 1)[0], office.report(State.HANDLING).assignments.get(part="co")
    found = inspection(office, own, other, status=InspectionState.HELD)
    mine, theirs = found.findings.get(assignment=own), found.findings.get(assignment=other)
    walk(office, theirs, FindingState.MENDING)
    for user in (office.officer, office.head):
        client.force_login(user)
        page = client.get(found.get_absolute_url())
        assert [item for item, _duty, _ways in page.context["findings"]] == [mine]
        assert FOUND["text"] not in page.content.decode() and "总体进展较好" not in page.content.decode()
        assert client.get(mine.get_absolute_url()).status_code == 200
        assert client.get(theirs.get_absolute_url()).status_code == 404
        row = client.get("/inspections/").context["page"].object_list[0]
        assert (row.items, row.mending) == (1, 0)
    client.force_login(User.objects.get(username="author"))
    assert client.get(found.get_absolute_url()).status_code == 404
    assert client.get("/inspections/").status_code == 403


def test_the_unit_answers_with_files_on_the_page(office, client):
    item = finding(office, FindingState.MENDING)
    client.force_login(office.officer)
    upload = picture("PNG")
    upload = io.BytesIO(upload) if isinstance(upload, bytes) else upload
    upload.name = "整改.png"
    answer = client.post(f"{item.get_absolute_url()}mend_finding/", {"answer": "已拆除。", "files": upload})
    assert answer["Location"] == item.get_absolute_url()
    file = Attachment.objects.about(item).get()
    assert client.get(f"/files/{file.pk}/").status_code == 200
    client.force_login(office.co_officer)
    assert client.get(f"/files/{file.pk}/").status_code == 404


def test_it_is_found_from_the_report_and_from_the_assignment(office, client):
    item = finding(office, FindingState.MENDING)
    client.force_login(office.clerk)
    place = item.get_absolute_url()
    assert place in client.get(f"{item.report.get_absolute_url()}?tab=handling").content.decode()
    client.force_login(office.officer)
    assert place in client.get(item.assignment.get_absolute_url()).content.decode()
    client.force_login(office.author)
    assert place not in client.get(f"{item.report.get_absolute_url()}?tab=handling").content.decode()


WRONG = [
    {"held_on": "2026-02-30"}, {"place": ""}, {"place": "长" * 101}, {"assignments": []}, {"people": [0]},
    {"others": "x\u202ey"}, {"assignments": [10**12]},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_plan_is_said_so_and_stores_nothing(office, client, wrong):
    [slip] = slips(office, 1)
    client.force_login(office.clerk)
    said = {"key": uuid.uuid4(), "held_on": "2026-03-12", "place": "东湖区", "people": [office.clerk.pk]}
    answer = client.post("/inspections/plan/", said | {"assignments": [slip.pk]} | wrong)
    assert answer.status_code == 400 and answer.context["form"].errors
    assert not Inspection.objects.exists()


def test_a_day_that_has_passed_is_no_day_to_mend_by(office, client):
    item = finding(office)
    client.force_login(office.clerk)
    answer = client.post(f"{item.get_absolute_url()}record_finding/", FOUND | {"mend_by": "2026-03-11"})
    assert answer.status_code == 400 and FOUND["text"] in answer.content.decode()
    item.refresh_from_db()
    assert item.status == FindingState.LISTED


READ = {
    "pdf": lambda raw: "".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages),
    "docx": lambda raw: "".join(
        [p.text for p in docx.Document(io.BytesIO(raw)).paragraphs]
        + [c.text for t in docx.Document(io.BytesIO(raw)).tables for row in t.rows for c in row.cells]
    ),
}


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_record_says_all_of_it(office, kind):
    found = inspection(office, status=InspectionState.DONE)
    content, name = inspection_record.made(found, kind)
    assert name == f"视察监督记录-{found.number}.{kind}"
    said, item = "".join(READ[kind](content).split()), found.findings.get()
    words = [found.place, found.partner, "clerk、督查室甲、乙", "2026年3月10日", found.account]
    words.append(item.report.title)
    assert all(words)
    words += [item.unit.name, item.text, item.to_mend, item.answer, item.result, item.number, "2026年3月17日"]
    assert [word for word in words if "".join(word.split()) not in said] == []
    assert inspection_record.made(found, kind)[0] == content


def test_a_notice_leads_the_officer_to_the_item(office, client):
    item = finding(office, FindingState.MENDING)
    sweeps.tell(LATER)
    notice = Notice.objects.get(user=office.officer, entry__kind="record_finding")
    client.force_login(office.officer)
    assert client.post(f"/notices/{notice.pk}/")["Location"] == item.get_absolute_url()
    assert timedelta(0) < notice.at - NINE

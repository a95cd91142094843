"""Rows of the route tables (tests/test_routes.py) for what units and the office do about an assignment."""

from datetime import timedelta

from django.utils import timezone

from portal.days import workdays
from tests.books import sheet
from tests.world import OFFICE

NOTE = {"note": "该事项不属我局职责。"}
PAGES = [
    ("file", "enclosed_file", f"{OFFICE} officer", 404),
    ("file_preview", "enclosed_file", f"{OFFICE} officer", 404),
    ("file_page", "enclosed_picture 1", f"{OFFICE} officer", 404),
    ("file", "recalled_file", OFFICE, 404),
    ("routing:assignment", "recalled", f"{OFFICE} officer", 404),
    ("routing:assignment_slip", "enclosing", f"{OFFICE} officer", 404),
    ("step", "fresh change_task", "clerk", (403, f"{OFFICE} officer", 404)),
    ("step", "fresh add_co_unit", "clerk", (403, f"{OFFICE} officer", 404)),
    ("step", "fresh recall_unit", "clerk", (403, f"{OFFICE} officer", 404)),
    ("step", "report mark_files", "clerk editor", (403, f"{OFFICE} author joint liaison", 404)),
    ("routing:assignment", "returning", f"{OFFICE} officer", 404),
    ("routing:assignment", "opined", f"{OFFICE} co_officer", 404),
    ("step", "young request_return", "officer", (403, OFFICE, 404)),
    ("step", "returning agree_return", "clerk", (403, f"{OFFICE} officer", 404)),
    ("step", "helping send_opinion", "co_officer", (403, OFFICE, 404)),
    ("routing:assignment", "waiting", f"{OFFICE} officer", 404),
    ("step", "waiting go_on", "clerk officer", (403, OFFICE, 404)),
    ("step", "assignment wait_for", "clerk officer", (403, OFFICE, 404)),
    ("step", "contested reopen_handling", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("routing:competences", "", OFFICE, 403),
    ("routing:add_competence", "", "clerk", 403),
    ("routing:load_competences", "", "clerk", 403),
    ("routing:edit_competence", "line", "clerk", 403),
    ("routing:revisits", "", OFFICE, 403),
    ("routing:revisit", "revisit", OFFICE, 403),
    ("step", "revisit record_revisit", "editor", (403, OFFICE, 404)),
    ("routing:plan_revisit", "agreed", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("file", "opinion_file", f"{OFFICE} officer co_officer", 404),
    ("file_preview", "opinion_file", f"{OFFICE} officer co_officer", 404),
    ("file_page", "opinion_picture 1", f"{OFFICE} officer co_officer", 404),
    ("routing:promises", "", f"{OFFICE} officer co_officer other_officer", 403),
    ("routing:promise", "promise_open", f"{OFFICE} officer", 404),
    ("routing:promise", "promise_given_up", f"{OFFICE} officer", 404),
    ("step", "promise_open report_promise", "officer", (403, OFFICE, 404)),
    ("step", "promise_reported confirm_promise", "clerk", (403, f"{OFFICE} officer", 404)),
    ("file", "promise_file", f"{OFFICE} officer", 404),
    ("file_preview", "promise_file", f"{OFFICE} officer", 404),
    ("file_page", "promise_picture 1", f"{OFFICE} officer", 404),
]  # fmt: skip


def some_day():
    return timezone.localdate() + timedelta(days=60)


def some_working_day():
    return workdays.load().next_working(some_day())


def talked(_w):
    return {"way": "phone", "held_on": timezone.localdate(), "said": "已经装好了。"}


def listed(w):
    return {"unit": w.office.unit.pk, "matter": "燃气", "words": "燃气、管网", "source": "《权责清单》第2项"}


def catalogue(w):
    head = ["事项", "承办单位", "关键词", "依据"]
    return {"file": sheet(["供水", w.office.unit.name, "供水、水压", "第3项"], head=head)}


def changed(_w):
    return NOTE | {"request": "请一周内答复。", "urgency": "urgent", "due_on": some_working_day()}


POSTS = [
    ("step", "fresh change_task", changed, "clerk"),
    ("step", "unsigned change_task", changed, "clerk"),
    ("step", "fresh add_co_unit", lambda w: NOTE | {"units": [w.other_unit.pk]}, "clerk"),
    ("step", "fresh recall_unit", lambda w: NOTE | {"lead": w.other_unit.pk}, "clerk"),
    ("step", "report mark_files", lambda w: {"marked": [w.file.pk]}, "clerk editor"),
    ("routing:add_competence", "", listed, "clerk"),
    ("routing:edit_competence", "line", lambda w: listed(w) | {"version": w.line.version}, "clerk"),
    ("routing:load_competences", "", catalogue, "clerk"),
    ("routing:plan_revisit", "agreed", lambda w: {"person": w.office.supervisor.pk}, "clerk"),
    ("step", "revisit record_revisit", talked, "editor"),
    ("step", "revisit drop_revisit", NOTE, "clerk"),
    ("step", "young request_return", NOTE, "officer"),
    ("step", "returning agree_return", lambda w: {"lead": w.other_unit.pk}, "clerk"),
    ("step", "returning refuse_return", NOTE, "clerk"),
    ("step", "helping send_opinion", {"text": "我局可提供数据。"}, "co_officer"),
    (
        "step", "contested reopen_handling",
        lambda w: NOTE | {"units": w.contested.assignments.filter(part="lead").values_list("pk", flat=True)},
        "clerk",
    ),
    ("step", "assignment wait_for", {"waiting_for": "上级批复"}, "clerk officer"),
    ("step", "waiting go_on", {}, "clerk officer"),
    ("step", "contested close_contested", NOTE, "clerk"),
    ("step", "promise_open report_promise", {"said": "已安装。"}, "officer"),
    ("step", "promise_open move_promise", lambda _w: NOTE | {"date": some_day()}, "officer"),
    ("step", "promise_open give_up_promise", NOTE, "officer"),
    ("step", "promise_reported confirm_promise", {}, "clerk"),
    ("step", "promise_reported send_promise_back", NOTE, "clerk"),
    ("step", "promise_slipped chase_promise", NOTE, "clerk"),
]  # fmt: skip
POST_ONLY = set()

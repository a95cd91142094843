"""Rows of the route tables (tests/test_routes.py) for a report on its way, its issue, and one's own desk."""

import uuid

from tests.makers import TEXT
from tests.sent import composed, directed, seated, units
from tests.world import ALL, OFFICE

AUTHORS = "author joint"
FILERS = "author joint informant liaison other_liaison convener clerk editor"
READERS_OF_IT = f"{AUTHORS} liaison {OFFICE}"  # everybody who sees the report that is being handled

PAGES = [
    ("desk", "", ALL, None),
    ("overview", "", OFFICE, 403),
    ("posts", "", f"{OFFICE} system", 403),
    ("report", "report", READERS_OF_IT, 404),
    ("report", "draft", "author", 404),
    ("reports:list", "", ALL, None),
    ("reports:new", "", FILERS, 403),
    ("reports:write", "draft", "author", 404),
    ("reports:check", "draft", "author", 404),
    ("reports:help", "draft", "author", 404),
    ("reports:sent", "report", AUTHORS, 404),
    ("reports:edit", "editing", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("reports:combine", "editing", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("reports:step", "merged unmerge", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("reports:vet", "vetting", "vetter", (403, "clerk editor signer supervisor author liaison", 404)),
    ("reports:endorse", "with_chair", "chair", (403, "clerk editor signer supervisor author liaison", 404)),
    ("reports:sign_off", "awaiting", "signer", (403, "clerk editor supervisor author liaison", 404)),
    ("reports:step", "editing keep_on_file", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("reports:step", "submitted withdraw", "author", (403, f"{OFFICE} liaison", 404)),
    ("reports:file", "file", READERS_OF_IT, 404),
    ("reports:queue", "", "clerk editor", 403),
    ("routing:issues", "", OFFICE, 403),
    ("routing:issue", "issue", OFFICE, 403),
    ("routing:issue_step", "open_issue submit_issue", "clerk", 403),
    ("routing:reading", "", "leader other_leader", 403),
    ("routing:read", "issue", "leader", (404, "other_leader", 403)),
    ("routing:read", "open_issue", "", (404, "leader other_leader", 403)),
    ("routing:transfer", "signed", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("routing:reply_file", "reply_file", f"{OFFICE} officer", 404),  # not passed: not yet for the author
    ("routing:reply_file", "passed_file", f"{OFFICE} officer author liaison", 404),
    ("feedback:notices", "", ALL, None),
    ("feedback:give_opinion", "answered", "author", (403, f"{OFFICE} liaison", 404)),
]
NOTE = {"note": "请再核实。"}
GROUND = NOTE | {"reason": "no_advice", "previewed": "no_advice\n请再核实。"}
WRITTEN = TEXT | {"category": "urban", "occasion": "visit", "version": 1, "action": "save"}
GRADES = {"handling": "satisfied", "result": "mostly"}

POSTS = [
    ("reports:new", "", WRITTEN | {"version": 0, "key": uuid.uuid4()}, FILERS),
    ("reports:write", "draft", lambda w: WRITTEN | {"key": w.draft.key}, "author"),
    ("reports:autosave", "", WRITTEN | {"version": 0, "key": uuid.uuid4()}, FILERS),
    ("reports:check", "draft", {"version": 1, "pledge": "on"}, "author"),
    ("reports:mask", "draft", {"version": 1}, "author"),
    ("reports:relate", "submitted", lambda w: {f"earlier_{w.report.pk}": "same"}, "clerk editor"),
    ("reports:edit", "editing", lambda w: TEXT | {"version": w.editing.version}, "clerk"),
    ("reports:combine", "editing", lambda w: {"reports": [w.mergeable.pk]}, "clerk"),
    ("reports:step", "merged unmerge", {}, "clerk"),
    ("reports:vet", "vetting", lambda w: TEXT | {"version": w.vetting.version}, "vetter"),
    ("reports:endorse", "with_chair", lambda w: TEXT | {"version": w.with_chair.version}, "chair"),
    ("reports:step", "vetting send_back_to_editor", NOTE, "vetter"),
    ("reports:step", "with_chair send_back_from_chair", NOTE, "chair"),
    ("reports:step", "editing mark_important", {}, "clerk vetter signer"),
    ("reports:step", "awaiting ask_chair", {}, "signer"),
    ("reports:sign_off", "awaiting", lambda w: {"text_hash": w.awaiting.working.text_hash}, "signer"),
    ("reports:step", "submitted withdraw", {}, "author"),
    ("reports:step", "submitted take_up", {}, "clerk editor"),
    ("reports:step", "editing take_over", NOTE, "editor"),
    ("reports:queue", "", lambda w: {"report": [w.submitted.pk]}, "clerk editor"),
    ("reports:step", "editing hand_over", lambda w: {"to": w.office.editor.pk}, "clerk"),
    ("reports:step", "editing submit_for_signoff", {}, "clerk"),
    ("reports:step", "submitted return_to_author", GROUND, "clerk"),
    ("reports:step", "submitted keep_on_file", GROUND, "clerk"),
    ("reports:step", "submitted refuse", GROUND, "clerk"),
    ("reports:step", "awaiting send_back", NOTE, "signer"),
    ("reports:step", "issued conclude", NOTE, "clerk"),
    ("routing:begin_issue", "", {}, "clerk"),
    ("routing:issue", "open_issue", composed, "clerk"),
    ("routing:place", "open_issue signed", {}, "clerk"),
    ("routing:take_out", "open_issue piece", {}, "clerk"),
    ("routing:issue_step", "open_issue submit_issue", {}, "clerk"),
    (
        "routing:issue_step",
        "waiting_issue sign_issue",
        lambda w: {"text_hash": w.waiting_issue.text_hash},
        "signer",
    ),
    ("routing:issue_step", "waiting_issue send_issue_back", NOTE, "signer"),
    ("routing:issue_step", "signed_issue publish_issue", {}, "clerk"),
    ("routing:read", "issue", directed, "leader"),
    ("routing:transfer", "signed", units, "clerk"),
    ("feedback:give_opinion", "answered", GRADES, "author"),
    ("feedback:read_all", "", {}, ALL),
    ("posts", "", seated, "clerk system"),
    ("end_seat", "seat", {}, "clerk system"),
    ("logout", "", {}, ALL),
    ("set_language", "", {"language": "en"}, ALL),
]
POST_ONLY = {
    "reports:mask", "routing:begin_issue", "routing:place", "routing:take_out", "feedback:read_all",
    "reports:autosave", "reports:relate", "end_seat", "logout",
}  # fmt: skip

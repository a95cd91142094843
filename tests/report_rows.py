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
    ("search", "", ALL, 404),
    ("pages", "", ALL, 404),
    ("due", "to_review", "clerk", 404),
    ("posts", "", f"{OFFICE} system security", 403),
    ("procedures", "", f"{OFFICE} system security audit", 403),
    ("procedures_document", "pdf", f"{OFFICE} system security audit", 403),
    ("report", "report", READERS_OF_IT, 404),
    ("report", "draft", "author", 404),
    ("reports:list", "", ALL, None),
    ("reports:new", "", FILERS, 403),
    ("reports:write", "draft", "author", 404),
    ("reports:check", "draft", "author", 404),
    ("reports:help", "draft", "author", 404),
    ("reports:sent", "report", AUTHORS, 404),
    ("step", "editing edit", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("step", "editing merge", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("step", "merged unmerge", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("step", "vetting vet", "vetter", (403, "clerk editor signer supervisor author liaison", 404)),
    ("step", "with_chair endorse", "chair", (403, "clerk editor signer supervisor author liaison", 404)),
    ("step", "awaiting sign_off", "signer", (403, "clerk editor supervisor author liaison", 404)),
    ("step", "editing keep_on_file", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("step", "submitted withdraw", "author", (403, f"{OFFICE} liaison", 404)),
    ("step", "draft delete_draft", "author", 404),
    ("step", "withdrawn write_again", "author", (403, f"{OFFICE} liaison", 404)),
    ("step", "kept reconsider", "clerk editor", (403, "signer supervisor author liaison", 404)),
    ("step", "signed place", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("step", "signed recall_signature", "signer chair", (403, f"{OFFICE} author liaison", 404)),
    ("step", "awaiting take_back", "clerk", (403, f"{OFFICE} author liaison", 404)),
    ("file", "file", READERS_OF_IT, 404),
    ("reports:queue", "", "clerk editor", 403),
    ("routing:issues", "", OFFICE, 403),
    ("routing:issue", "issue", OFFICE, 403),
    ("step", "open_issue submit_issue", "clerk", 403),
    ("routing:reading", "", "leader other_leader", 403),
    ("routing:read", "issue", "leader", (404, "other_leader", 403)),
    ("routing:read", "open_issue", "", (404, "leader other_leader", 403)),
    ("step", "signed transfer", "clerk", (403, "editor signer supervisor author liaison", 404)),
    ("file", "reply_file", f"{OFFICE} officer", 404),  # not passed: not yet for the author
    ("file", "passed_file", f"{OFFICE} officer author liaison", 404),
    ("feedback:notices", "", ALL, None),
    ("step", "answered give_opinion", "author", (403, f"{OFFICE} liaison", 404)),
]
NOTE = {"note": "请再核实。"}
GROUND = NOTE | {"reason": "no_advice", "previewed": "no_advice\n请再核实。"}
KEPT = NOTE | {"reason": "material", "previewed": "material\n请再核实。"}
WRITTEN = TEXT | {"category": "urban", "occasion": "visit", "version": 1, "action": "save"}
GRADES = {"handling": "satisfied", "result": "mostly"}

POSTS = [
    ("reports:new", "", WRITTEN | {"version": 0, "key": uuid.uuid4()}, FILERS),
    ("reports:write", "draft", lambda w: WRITTEN | {"key": w.draft.key}, "author"),
    ("reports:autosave", "", WRITTEN | {"version": 0, "key": uuid.uuid4()}, FILERS),
    ("reports:check", "draft", {"version": 1, "pledge": "on"}, "author"),
    ("reports:mask", "draft", {"version": 1}, "author"),
    ("reports:relate", "submitted", lambda w: {f"earlier_{w.report.pk}": "same"}, "clerk editor"),
    ("step", "editing edit", lambda w: TEXT | {"version": w.editing.version}, "clerk"),
    ("step", "editing merge", lambda w: {"reports": [w.mergeable.pk]}, "clerk"),
    ("step", "merged unmerge", {}, "clerk"),
    ("step", "vetting vet", lambda w: TEXT | {"version": w.vetting.version}, "vetter"),
    ("step", "with_chair endorse", lambda w: TEXT | {"version": w.with_chair.version}, "chair"),
    ("step", "vetting send_back_to_editor", NOTE, "vetter"),
    ("step", "with_chair send_back_from_chair", NOTE, "chair"),
    ("step", "editing mark_important", {}, "clerk vetter signer"),
    ("step", "awaiting ask_chair", {}, "signer"),
    ("step", "awaiting sign_off", lambda w: {"text_hash": w.awaiting.working.text_hash}, "signer"),
    ("step", "submitted withdraw", {}, "author"),
    ("step", "submitted take_up", {}, "clerk editor"),
    ("step", "editing take_over", NOTE, "editor"),
    ("reports:queue", "", lambda w: {"report": [w.submitted.pk]}, "clerk editor"),
    ("step", "editing hand_over", lambda w: {"to": w.office.editor.pk}, "clerk"),
    ("step", "editing submit_for_signoff", {}, "clerk"),
    ("step", "submitted return_to_author", GROUND, "clerk"),
    ("step", "submitted keep_on_file", KEPT, "clerk"),
    ("step", "kept reconsider", NOTE, "clerk editor"),
    ("step", "withdrawn write_again", {}, "author"),
    ("step", "draft delete_draft", {"version": 1}, "author"),
    ("step", "submitted refuse", GROUND, "clerk"),
    ("step", "awaiting send_back", NOTE, "signer"),
    ("step", "awaiting take_back", NOTE, "clerk"),
    ("step", "signed recall_signature", NOTE, "signer chair"),
    ("step", "issued conclude", NOTE, "clerk"),
    ("step", "signed place", lambda w: {"where": f"series-{w.office.series.pk}"}, "clerk"),
    ("routing:begin_issue", "", {}, "clerk"),
    ("routing:issue", "open_issue", composed, "clerk"),
    ("routing:place", "open_issue signed", {}, "clerk"),
    ("routing:take_out", "open_issue piece", {}, "clerk"),
    ("step", "open_issue submit_issue", {}, "clerk"),
    (
        "step",
        "waiting_issue sign_issue",
        lambda w: {"text_hash": w.waiting_issue.text_hash},
        "signer",
    ),
    ("step", "waiting_issue send_issue_back", NOTE, "signer"),
    ("step", "signed_issue publish_issue", {}, "clerk"),
    ("routing:read", "issue", directed, "leader"),
    ("step", "signed transfer", units, "clerk"),
    ("step", "answered give_opinion", GRADES, "author"),
    ("feedback:read_all", "", {}, ALL),
    ("feedback:notice", "notice", {}, "author"),
    ("posts", "", seated, "clerk signer system"),
    ("end_seat", "seat", {}, "chair"),
    ("step", "proposed_seat confirm_seat", {}, "chair"),
    ("step", "proposed_seat drop_seat", NOTE, "chair system"),
    ("reports:accept_authorship", "joint_author", {}, "joint"),
    ("reports:decline_authorship", "joint_author", {}, "joint"),
    ("logout", "", {}, ALL),
    ("set_language", "", {"language": "en"}, ALL),
]
POST_ONLY = {
    "reports:mask", "routing:begin_issue", "routing:place", "routing:take_out", "feedback:read_all",
    "feedback:notice",
    "reports:autosave", "reports:relate", "end_seat", "logout",
    "reports:accept_authorship", "reports:decline_authorship",
}  # fmt: skip

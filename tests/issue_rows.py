"""Rows of the route tests: issues of the special report, their series, their readers."""

OFFICE = "clerk editor signer supervisor vetter chair"
NOTE = {"note": "请再核实。"}

PAGES = [
    ("routing:issue", "scrapped", OFFICE, 403),
    ("routing:issue", "correction", OFFICE, 403),
    ("step", "signed_issue reopen_issue", "clerk", 403),
    ("step", "signed_issue void_issue", "signer", 403),
    ("step", "sent_issue record_delivery", "clerk", 403),
    ("step", "issue correct_issue", "clerk", 403),
    ("routing:pdf", "scrapped", OFFICE, 404),
    ("routing:series", "", OFFICE, 403),
    ("routing:edit_series", "series", "clerk", 403),
]  # fmt: skip


def masthead(_w):
    return {
        "name": "社情民意信息专报",
        "issuer": "办公室",
        "editing_office": "办公室编",
        "active": "on",
        "version": 0,
    }


def handed(w):
    return {"recipients": [w.sent_issue.recipients.first().pk], "way": "told"}


def hash_of(name):
    return lambda w: {"text_hash": getattr(w, name).text_hash}


POSTS = [
    ("step", "vetting_issue vet_issue", hash_of("vetting_issue"), "vetter"),
    ("step", "vetting_issue send_issue_back_to_compiler", NOTE, "vetter"),
    ("step", "signed_issue reopen_issue", NOTE, "clerk"),
    ("step", "signed_issue void_issue", NOTE, "signer"),
    ("step", "correction drop_issue", NOTE, "clerk"),
    ("step", "sent_issue record_delivery", handed, "clerk"),
    ("step", "issue correct_issue", NOTE, "clerk"),
    ("routing:mark_piece", "issue read_piece", {}, "leader"),
    ("routing:edit_series", "series", masthead, "clerk"),
]  # fmt: skip
POST_ONLY = {"routing:mark_piece"}

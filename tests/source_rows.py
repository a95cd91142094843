"""Rows of the route tables (tests/test_routes.py) for what reports come out of."""

import hashlib
import uuid
from datetime import timedelta

from tests.world import OFFICE

NOTE = {"note": "请再核实。"}

PAGES = [
    ("reports:leads", "", f"{OFFICE} author joint informant", 403),
    ("reports:publish_lead", "", "clerk editor", 403),
    ("reports:lead", "lead", f"{OFFICE} author", 404),
    ("step", "lead close_lead", "clerk editor", (403, "signer supervisor author", 404)),
    ("reports:commissions", "", f"{OFFICE} author joint informant liaison other_liaison convener", 403),
    ("reports:ask_for_report", "", "clerk editor", 403),
    ("reports:commission", "accepted", f"{OFFICE} author", 404),
    ("reports:commission", "asked", f"{OFFICE} author joint liaison", 404),
    ("step", "asked_author decline_commission", "author", (403, OFFICE, 404)),
    ("step", "asked decline_commission", "liaison", (403, f"{OFFICE} author joint", 404)),
    ("reports:appointments", "", OFFICE, 403),
    ("reports:appoint", "", "clerk editor", 403),
    ("reports:appointment", "appointment", f"{OFFICE} author", 404),
    (
        "step", "appointment renew_appointment", "clerk editor signer",
        (403, "supervisor author", 404),
    ),
]  # fmt: skip


def led(w):
    """As it is sent by the page that has shown whom it reaches."""
    reached = hashlib.sha256(str(w.office.author.pk).encode()).hexdigest()
    return {
        "key": uuid.uuid4(), "topic": "防汛", "why": "请反映。", "closes_on": w.lead.closes_on,
        "people": "author", "reached": reached, "action": "publish",
    }  # fmt: skip


def ordered(w):
    said = {"key": uuid.uuid4(), "topic": "防汛", "wanted": "请反映。", "people": "author"}
    return said | {"due_on": w.lead.closes_on}


def term(w):
    return {
        "field": "海洋生态",
        "until": w.appointment.until + timedelta(days=365),
        "contact": w.office.editor.pk,
    }


def appointed(w):
    return term(w) | {"person": "joint", "since": w.appointment.since}


POSTS = [
    ("reports:publish_lead", "", led, "clerk editor"),
    ("reports:mark_lead_read", "lead", {}, f"{OFFICE} author"),
    ("step", "lead close_lead", NOTE, "clerk editor"),
    ("reports:ask_for_report", "", ordered, "clerk editor"),
    ("step", "asked accept_commission", {}, "liaison"),
    ("step", "asked_author decline_commission", NOTE, "author"),
    ("step", "accepted cancel_commission", NOTE, "clerk editor"),
    ("reports:appoint", "", appointed, "clerk editor"),
    ("step", "appointment renew_appointment", term, "clerk editor signer"),
    ("step", "appointment end_appointment", NOTE, "clerk editor signer"),
]  # fmt: skip
POST_ONLY = {"reports:mark_lead_read"}

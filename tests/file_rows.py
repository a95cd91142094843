"""Rows of the route tables (tests/test_routes.py) for files and for reports that begin as one."""

import uuid

from django.core.files.base import ContentFile

from tests.uploads import word
from tests.world import ALL, OFFICE

READERS_OF_IT = f"author joint liaison {OFFICE}"
FILERS = "author joint informant liaison other_liaison convener clerk editor"
SORTED = {"version": 1, "line-1": "title", "line-2": "situation", "line-3": "situation", "line-4": "advice"}

PAGES = [
    ("reports:sort", "draft", "author", 404),
    ("file_preview", "file", READERS_OF_IT, 404),
    ("file_page", "picture 1", READERS_OF_IT, 404),
    ("file_preview", "reply_file", f"{OFFICE} officer", 404),
    ("file_preview", "passed_file", f"{OFFICE} officer author liaison", 404),
    ("file_page", "reply_picture 1", f"{OFFICE} officer", 404),
    ("file", "chosen", "author", 404),
    ("file_preview", "chosen", "author", 404),
    ("unsent", "", ALL, 404),
]


def in_word(_world):
    """What the small form at the top of a new report sends."""
    return {"key": uuid.uuid4(), "word": ContentFile(word(), "一.docx")}


WORDS = {"kept_words": '[["text", "路灯。"]]', "stands_on": "0", "saves": "0123456789abcdef"}


def chosen(_world):
    return {"file": ContentFile(word(), "一.docx")}


POSTS = [
    ("reports:from_word", "", in_word, FILERS),
    ("reports:sort", "draft", SORTED, "author"),
    ("save_words", "begun", WORDS, "author"),
    ("keep_file", "begun", chosen, "author"),
    ("remove_file", "chosen", {}, "author"),
    ("drop_unsent", "begun", {}, "author"),
]
POST_ONLY = {"reports:from_word", "save_words", "keep_file", "remove_file", "drop_unsent"}
IN_JSON = {"save_words", "keep_file"}

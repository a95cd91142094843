"""No written word is lost: every form with a textarea is kept on the device, and nothing is cut."""

import re

from django import forms
from django.urls import get_resolver

from tests.test_routes import built, known, world  # noqa: F401 (fixtures)
from tests.test_typed_text import ROOMS, all_forms, text_fields
from tests.written import Forms, opened, rows, shown_by

KEEP, COUNT = (re.compile(rf"js/{name}(\.\w+)?\.js$") for name in ("keep", "count"))


def areas():
    """(class, name) of each box to write in of each form of the project."""
    assert get_resolver().url_patterns  # which reads all views and with them all forms
    return {
        (form, name)
        for form in all_forms()
        if form.__module__.startswith(ROOMS)
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.Textarea)
    }


def test_every_box_to_write_in_stands_in_a_form_that_is_kept(world, monkeypatch):  # noqa: F811
    shown, wrong, kept = shown_by(monkeypatch), [], 0
    for row in rows():
        _answer, text, who = opened(world, row)
        page = Forms(text)
        kept += len(page.found)
        where = [form.get("data-keep") or form.get("action", "") for form in page.found]
        if len(set(where)) < len(where):
            wrong.append(f"{row}: two forms are sent to the same place")
        user, names = str(who.pk if who else ""), page.scripts
        if page.found and not (page.body.get("data-user") == user and any(map(KEEP.search, names))):
            wrong.append(f"{row}: nothing keeps its words")
        if page.limits:
            wrong.append(f"{row}: cut at {page.limits}")
        if text and page.found and not any(map(COUNT.search, names)):
            wrong.append(f"{row}: nothing counts")
    assert not wrong, "\n".join(wrong)
    assert kept > 60
    unseen = [
        f"{form.__name__}.{name}"
        for form, name in areas()
        if not any(name == each and issubclass(seen, form) for seen, each in shown)
    ]
    assert not unseen, unseen


def test_no_browser_cuts_what_is_pasted():
    for name, field in text_fields().items():
        assert "maxlength" not in field.widget.attrs, name
        if isinstance(field.widget, forms.Textarea):
            assert field.widget.attrs["data-count"], name

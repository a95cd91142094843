"""Every form: its good files are kept whatever else is wrong, and so are its words where it is long."""

from django import forms
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver

from portal.files.fields import FilesField, FilesInput
from portal.files.models import Attachment
from tests.harmful import BAD
from tests.portal.unsent.test_files import pdf, unsent
from tests.test_routes import POSTS, built, known, undone, world  # noqa: F401 (fixtures)
from tests.test_typed_text import ROOMS, all_forms
from tests.world import address
from tests.written import Forms, opened, rows

# What is read at once and not kept as it came: tables for an import, the text of a report in Word.
READ_AT_ONCE = {"YearForm", "CatalogueForm", "WordForm"}
READ_AND_LET_GO = {"ImportForm", "RosterForm"}  # kept while something else is wrong: test_workbooks.py


def taking_files():
    """{name of a form: whether it keeps files} of all forms of the project that have a field for one."""
    assert get_resolver().url_patterns
    inputs = FilesInput, forms.FileInput
    return {
        form.__name__: any(isinstance(field, FilesField) for field in form.base_fields.values())
        for form in all_forms()
        if form.__module__.startswith(ROOMS)
        if any(isinstance(field.widget, inputs) for field in form.base_fields.values())
    }


def given(world, sent):  # noqa: F811
    return dict(sent(world) if callable(sent) else sent)


def with_a_field_for_files(world):  # noqa: F811
    """(the row of the route tests, the form on its page, its field, a client of who may send it)."""
    for route, about, sent, allowed in POSTS:
        client, who = Client(), world.people[allowed.split()[0]]
        client.force_login(who)
        answer = client.get(address(world, route, about))
        form = answer.context and answer.context.get("form")
        for name, field in form.fields.items() if hasattr(form, "fields") else ():
            if isinstance(field, FilesField) and type(form).__name__ not in READ_AND_LET_GO:
                yield route, about, given(world, sent), form, name, client, who


def spoiled(form, sent):
    """The same with one field wrong that has nothing to do with files."""
    asked = [name for name, field in form.fields.items() if field.required and not form[name].is_hidden]
    name = next((name for name in asked if name in sent), "title")
    return {key: value for key, value in sent.items() if key != name} | {"action": "check"}


def test_every_form_with_files_keeps_the_good_ones_with_whatever_else_is_wrong(world):  # noqa: F811
    unsent().delete()
    met = set()
    for route, about, sent, form, name, client, who in with_a_field_for_files(world):
        here = address(world, route, about)
        with undone():
            keeps_the_good_one(here, sent, form, name, client, who)
        met.add(type(form).__name__)
    assert met == {name for name, keeps in taking_files().items() if keeps} - READ_AND_LET_GO


def keeps_the_good_one(here, sent, form, name, client, who):
    before = set(Attachment.objects.values_list("pk", flat=True))
    program, content, _why = BAD["macro by name"]
    wrong = spoiled(form, sent) | {name: [pdf(), ContentFile(content, program)]}
    answer = client.post(here, wrong)
    page = answer.content.decode()
    assert answer.status_code == 400 and len(answer.context["form"].errors) > 1, here
    assert (unsent().get().name, unsent().get().by) == ("路灯.pdf", who), here
    assert "路灯.pdf" in page and program in page, here
    answer = client.post(here, sent)
    assert answer.status_code == 302, (here, answer.context["form"].errors)
    handed = Attachment.objects.exclude(pk__in=before)
    assert {file.name for file in handed} == {"路灯.pdf"} and not unsent(), here


def test_every_other_form_with_a_file_reads_it_at_once():
    assert {name for name, keeps in taking_files().items() if not keeps} == READ_AT_ONCE


def test_every_long_form_is_kept_on_the_server(world):  # noqa: F811
    alone, kept = set(), 0
    for row in rows():
        answer, text, who = opened(world, row)
        for form in Forms(text).found:
            if "data-save" in form or "data-unsent" in form:
                kept += 1
            elif who:
                alone.add(answer.templates[0].name)
    assert kept > 55 and not alone, alone

"""What is typed into any field of any form: nothing unseen is stored, and what is refused is named."""

import ast
import io
import uuid
from pathlib import Path
from zipfile import ZipFile

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import get_resolver
from django.utils import translation

from portal.pages.text import CleanLine, CleanText, readable
from reports.forms.public import clean_phone
from reports.models import Report
from routing.documents import word
from tests.makers import TEXT

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("portal", "reports", "routing", "feedback")
BAD = {
    "bell": "\x07", "escape": "\x1b", "delete": "\x7f", "a C1 control": "\x9b",
    "reversed writing": "\u202e", "an isolate": "\u2067", "a broken character": "\ufffd",
    "a picture that stayed behind": "\ufffc", "no character": "\uffff", "another one": "\U0001fffe",
    "a tag": "\U000e0041", "a filler": "\u3164", "an invisible sign": "\u2063", "an empty cell": "\u2800",
}  # fmt: skip
UNSEEN = {
    "zero width": "\u200b", "joiners": "\u200d\u200c", "byte order": "\ufeff", "marks": "\u0301\ufe0f",
    "directions": "\u200e\u200f", "wide": "\u3000\u200b ", "soft hyphens": "\xad\xad",
}  # fmt: skip
KEPT = {
    "rare characters": "𠮷㐂䶮\U00030000\U0003134a\u9fff", "an office's own": "\ue000",
    "emoji": "👨‍👩‍👧👍🏽❤️🇨🇳1️⃣",
    "the flag of a region": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "a variant": "葛\U000e0100",
    "pinyin": "lǜ shī ḿ\u0300", "Uighur": "ئۇيغۇر\u200cچە", "signs": "①㎡℃Ⅷ²½‰—…·“”",
    "a bracketed tab": "（甲\t乙）",
}  # fmt: skip
# Compared with what the page knows or checked by an expression, shown to nobody and never stored as typed;
# and what the door asks, of which Django takes care.
UNCLEANED = {
    "feedback/forms/mails.py: seen",
    "portal/keys/forms.py: credential",  # the browser's answer, no typed words
    "reports/forms/review.py: text_hash", "routing/forms/issues.py: text_hash",
    "reports/forms/writing.py: saves", "reports/forms/public.py: website",
    # Kept as typed until its own form cleans it.
    "portal/unsent/forms.py: kept_words", "portal/unsent/forms.py: page", "portal/unsent/forms.py: saves",
}  # fmt: skip
PLAIN_FIELDS = {"CharField", "EmailField", "RegexField", "URLField", "SlugField", "JSONField"}


def uncleaned():
    """Where a form of the project asks for text that nobody cleans."""
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        if "migrations" in path.parts or path.name == "text.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            call = node.value if isinstance(node, ast.Assign) else None
            if isinstance(call, ast.Call) and ast.unparse(call.func) in {f"forms.{n}" for n in PLAIN_FIELDS}:
                yield f"{path.relative_to(ROOT)}: {ast.unparse(node.targets[0])}"


def all_forms(of=forms.BaseForm):
    for form in of.__subclasses__():
        yield form
        yield from all_forms(form)


def text_fields():
    """{name: field} of each text field that any form of the project declares."""
    assert get_resolver().url_patterns  # which reads all views and with them all forms
    return {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in all_forms()
        if form.__module__.startswith(ROOMS)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField)
    }


def test_every_text_of_every_form_is_cleaned():
    assert set(uncleaned()) == UNCLEANED
    others = {name for name, field in text_fields().items() if not isinstance(field, CleanText)}
    door = {f"portal.people.forms.SignInForm.{name}" for name in ("username", "password")}
    # Passwords are compared as they were typed.
    door |= {name for name in others if name.startswith("portal.accounts.forms.") and "password" in name}
    hidden = {place.rpartition(": ")[2] for place in UNCLEANED}
    assert {name for name in others - door if name.rpartition(".")[2] not in hidden} == set()
    assert len(text_fields()) > 100


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_no_field_takes_what_cannot_be_read(bad):
    number = f"U+{ord(bad):04X}"
    taken = [name for name, field in text_fields().items() if number not in told(field, f"路灯{bad}不亮")]
    assert set(taken) <= {name for name, field in text_fields().items() if not isinstance(field, CleanText)}
    with translation.override("en"):
        assert f"{number} after “灯不亮十二盏”" in told(CleanText(), f"路灯不亮十二盏{bad}。")


def told(field, value):
    try:
        field.to_python(value)
    except ValidationError as error:
        return error.messages[0]
    return ""


@pytest.mark.parametrize("unseen", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_is_no_answer(unseen):
    for name, field in text_fields().items():
        if isinstance(field, CleanText) and not isinstance(field, forms.EmailField):
            assert field.required == bool(told(field, unseen)), name
            assert field.required or field.to_python(unseen) == "", name


@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
def test_what_people_write_is_kept_to_the_character(kept):
    assert CleanText().clean(f"甲{kept}乙") == f"甲{kept}乙"
    assert CleanLine().clean(f"甲{kept}") == f"甲{kept}".replace("\t", " ")
    assert readable(f"甲{kept}乙") == f"甲{kept}乙"


def test_what_comes_along_unseen_is_left_out():
    assert CleanText().clean("老\u200d龄公\u200c寓\u200e，电\u200b梯\ufeff。") == "老龄公寓，电梯。"


def test_a_pile_of_marks_is_refused():
    """To put them in order costs the square of their number: 60,000 of them three seconds."""
    with pytest.raises(ValidationError, match=r"U\+0323|U\+0301"):
        CleanText().clean("甲a" + "\u0301\u0323" * 500_000)
    assert len(readable("甲a" + "\u0301\u0323" * 500_000)) < 40


FORM = TEXT | {"category": "urban", "occasion": "visit", "version": 0}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
@pytest.mark.parametrize("action", ["save", "check"])
def test_the_page_names_field_and_character_and_keeps_the_words(client, office, bad, action):
    client.force_login(office.author)
    typed = FORM | {"key": uuid.uuid4(), "action": action, "title": f"关于路灯{bad}的建议"}
    answer = client.post("/reports/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 400 and list(answer.context["form"].errors) == ["title"]
    assert f"U+{ord(bad):04X}" in page and "关于路灯" in page and TEXT["advice"] in page
    assert not Report.objects.exists()


def test_saving_by_itself_names_them_too(client, office):
    client.force_login(office.author)
    answer = client.post("/reports/autosave/", FORM | {"key": uuid.uuid4(), "situation": "路灯\ufffd"})
    assert answer.status_code == 400 and "U+FFFD" in str(answer.json()["errors"])


@pytest.mark.parametrize("typed", ["1381234567²", "①3812345678", "138123456𝟕8"])
def test_what_looks_like_a_digit_becomes_none(typed):
    assert clean_phone(typed) is None
    assert clean_phone("１３８　１２３４－５６７８") == "13812345678"


@pytest.mark.parametrize("name", ["briefing", "special_report"])
def test_a_word_file_is_made_whatever_was_stored_before(name):
    """Such words came in before they were refused, and stay in what was signed."""
    data = dict.fromkeys(("title", "issuer"), "甲\x07乙") | {"year": 2026}
    with ZipFile(io.BytesIO(word(name, data))) as made:
        assert "甲□乙" in made.read("docProps/core.xml").decode()

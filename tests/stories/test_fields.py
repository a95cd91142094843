"""Fields that come with their answer, units that are typed for, dates that say how they were reached."""

import pytest
from playwright.sync_api import expect

from portal.ledger.reading import step_url
from reports.states import State
from routing.workflow import assignments
from tests.browser import chromium  # noqa: F401 (a fixture)
from tests.makers import NINE, person, unit
from tests.stories.drafts import office, window  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OTHERS = [f"第{n}局" for n in "一二三四五六七八"]


def test_a_field_comes_with_its_answer_and_never_goes_with_words_in_it(office, window):  # noqa: F811
    slip = office.report(State.HANDLING).assignments.get(part="lead")
    assignments.sign_for(slip, by=office.officer, at=NINE)
    page = window("officer").page
    page.goto(step_url(slip, "reply"))
    day, why = page.locator("[name=promised_for]"), page.locator("[name=advice_why]")
    expect(day).to_be_hidden(), expect(why).to_be_hidden()
    page.check("[name=grade][value=planned]"), page.check("[name=advice][value=partly]")
    expect(day).to_be_visible()
    why.fill("第三条未采纳。")
    page.check("[name=grade][value=solved]"), page.check("[name=advice][value=yes]")
    expect(day).to_be_hidden(), expect(why).to_be_visible()


def test_of_many_units_one_types_the_name_and_what_is_ticked_stays(office, window):  # noqa: F811
    for name in OTHERS:
        person(name, "officer", at=unit(name))
    page = window("clerk").page
    page.goto(step_url(office.report(State.SIGNED), "transfer"))
    units, typed = page.locator("#div_id_co .form-check"), page.locator("#div_id_co input[type=search]")
    expect(units.first).to_be_attached(), expect(units.locator("visible=true")).to_have_count(0)
    typed.fill("第三")
    units.locator("visible=true").locator("input").check()
    typed.fill("第五局")
    expect(units.locator("visible=true")).to_have_text(["第三局", "第五局"], use_inner_text=True)


def test_the_date_of_a_duty_says_beside_it_how_it_was_reached(office, window):  # noqa: F811
    office.report(State.HANDLING)
    page = window("officer").page
    page.goto("/")
    page.locator(".due summary").first.click()
    expect(page.locator(".due .by-when .reckoning")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".due .by-when")).to_be_hidden()

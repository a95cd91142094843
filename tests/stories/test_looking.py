"""What measures a page finds what is wrong with it: each fault on a page of its own, beside one without."""

import pytest

from tests import looking
from tests.browser import chromium  # noqa: F401 (a fixture)

pytestmark = pytest.mark.browser
LATE = "<script>setTimeout(() => document.body.prepend('晚到'), 100)</script>"
ROW = "<th style='min-width: 20rem'>第{}列</th>"
WIDE = (
    "<main><div style='overflow: clip'><table><thead><tr>"
    + "".join(map(ROW.format, range(9)))
    + "</table></div>"
)
NARROW = "<main><div><table><thead><tr><th>第一列<th><span style='display: none'>不印</span></table></div>"
BARE = "<img src='data:,'>"


@pytest.fixture
def page(chromium):  # noqa: F811
    context = chromium.new_context()
    context.add_init_script(looking.WATCH)
    page = context.new_page()
    yield page
    context.close()


def opened(page, body):
    page.goto(f"data:text/html;charset=utf-8,<!doctype html><title>页</title><body><p>正文</p>{body}")
    return page


def test_what_moves_is_found(page):
    assert looking.shifted(opened(page, "")) == []
    opened(page, LATE).get_by_text("晚到").wait_for()
    assert looking.shifted(page)


def test_what_does_not_fit_is_found(page):
    assert (
        looking.overflow(opened(page, NARROW)) == looking.cut_in_print(page) == looking.unprinted(page) == []
    )
    assert "a table is cut at 1280 px" in looking.overflow(opened(page, WIDE))
    assert looking.cut_in_print(page)
    assert any("第8列" in fault for fault in looking.unprinted(page))
    assert looking.overflow(opened(page, "<div style='width: 700px'>宽</div>"), (360,)) == [
        "is 708 px wide at 360"
    ]


def test_an_image_without_its_size_is_found(page):
    assert looking.without_size(opened(page, BARE.replace("img ", "img width=1 height=1 "))) == []
    assert looking.without_size(opened(page, BARE))

"""Typed text on a page: a paragraph for each line, a table for the rows that a Word file left behind."""

from portal.pages.templatetags.trade import paragraphs


def test_every_line_that_says_something_is_a_paragraph():
    assert paragraphs(" 甲 \n\n<b>乙\n") == "<p>甲</p>\n<p>&lt;b&gt;乙</p>"
    assert paragraphs(None) == paragraphs("") == ""


def test_lines_with_tabs_are_a_table_and_no_cell_is_taken_for_markup():
    shown = paragraphs("前\n\t甲\n一\t<i>1</i>\n后")
    assert shown.startswith("<p>前</p>") and shown.endswith("<p>后</p>")
    assert "<thead><tr><td></td><th>甲</th></tr></thead>" in shown
    assert "<tbody><tr><td>一</td><td>&lt;i&gt;1&lt;/i&gt;</td></tr></tbody>" in shown

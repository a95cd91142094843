"""What templates say in the words of the trade: icons, lights, running text, a captured heading."""

from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from portal.pages import cells
from portal.pages.icons import icon
from portal.pages.tables import blocks

register = template.Library()


register.simple_tag(icon)


@register.simple_tag(takes_context=True)
def light(context, duty):
    """The traffic light of a duty at the moment of the request."""
    return cells.of_duty(context["request"], duty)


@register.simple_tag(takes_context=True)
def clock(context, report):
    """The same-day clock of a report as a light: by when it is to be signed off."""
    return cells.light(context["request"], report.sign_by, settled=bool(report.signed_at))


@register.simple_tag(takes_context=True)
def until(context, due_at):
    """The light of a date by which nobody owes anything."""
    return cells.light(context["request"], due_at)


@register.filter
def paragraphs(text):
    """Typed text as paragraphs: every line that says something becomes one; tables are shown as such."""
    return format_html_join("\n", "{}", ((_shown_block(block),) for block in blocks(text or "")))


def _shown_block(block):
    if "lines" in block:
        return format_html_join("\n", "<p>{}</p>", ((line,) for line in block["lines"]))
    head, *rest = block["rows"]
    body = format_html_join("", "<tr>{}</tr>", ((_cells("td", row),) for row in rest))
    table = "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
    return format_html(f'<div class="typed-table" tabindex="0">{table}</div>', _cells("th", head), body)


def _cells(tag, row):
    """An empty cell is no heading of anything."""
    return format_html_join("", "<{0}>{1}</{0}>", ((tag if cell else "td", cell) for cell in row))


@register.filter
def by_line(diff):
    """[[(op, words)]] for each line of two texts that were compared; lines that say nothing are left out."""
    lines = [[]]
    for op, text in diff:
        first, *more = text.split("\n")
        lines[-1].append((op, first))
        lines += [[(op, words)] for words in more]
    said = ([part for part in line if part[1]] for line in lines)
    return [line for line in said if "".join(words for _op, words in line).strip()]


@register.filter
def by_day(due_at):
    """When something is due: the day, and the hour where it is not the end of that day."""
    return cells.by_day(due_at)


@register.filter
def open_to(file, user):
    """Whether this person gets what is in a file."""
    return file.open_to(user)


@register.filter
def as_day(iso):
    """A day as JSON keeps it ("2026-09-22") as a date again."""
    return date.fromisoformat(iso)


@register.simple_block_tag
def capture(content):
    """{% capture as name %}...{% endcapture %}: said once, shown in several places."""
    return mark_safe(content.strip())  # the templates inside have escaped it already

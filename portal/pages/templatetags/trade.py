"""What templates say in the words of the trade: icons, lights, running text, a captured heading."""

from datetime import date
from functools import cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from portal.days import lights
from portal.pages.tables import blocks

register = template.Library()


@register.simple_tag
@cache
def icon(name):
    """One Bootstrap icon inside the page: no icon font to wait for. An unknown name raises."""
    svg = (settings.ICONS / f"{name}.svg").read_text()
    shapes = svg[svg.index(">") + 1 :].replace("\n", "").replace("  ", "")
    return mark_safe(f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{shapes}')


@register.simple_tag(takes_context=True)
def light(context, duty):
    """The traffic light of a duty at the moment of the request."""
    said = {"settled": bool(duty.settled_at), "provisional": duty.provisional}
    return _shown(context, duty.due_at, duty.unit_id, **said)


@register.simple_tag(takes_context=True)
def clock(context, report):
    """The same-day clock of a report as a light: by when it is to be signed off."""
    return _shown(context, report.sign_by, settled=bool(report.signed_at))


@register.simple_tag(takes_context=True)
def until(context, due_at):
    """The light of a date by which nobody owes anything."""
    return _shown(context, due_at)


def _shown(context, due_at, unit=None, **how):
    """Days are counted by the calendar of the unit that has it, else by the office's."""
    request = context["request"]
    found = lights.light(due_at, request.now, request.calendar.of(unit), **how)
    return render_to_string("parts/light.html", {"light": found, "due_at": due_at})


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
def as_day(iso):
    """A day as JSON keeps it ("2026-09-22") as a date again."""
    return date.fromisoformat(iso)


@register.simple_block_tag
def capture(content):
    """{% capture as name %}...{% endcapture %}: said once, shown in several places."""
    return mark_safe(content.strip())  # the templates inside have escaped it already

"""What cells are made of, drawn without a template: an include takes longer than the whole row."""

from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.html import format_html

from portal.days import lights
from portal.days.workdays import DAY_END, SHANGHAI
from portal.pages.icons import icon


def light(request, due_at, unit=None, **how):
    """The traffic light of a date at the moment of the request, its day or moment in the tooltip.

    Days are counted by the calendar of the unit that has it (its id), else by the office's.
    """
    if due_at is None:
        return ""
    found = lights.light(due_at, request.now, request.calendar.of(unit), **how)
    local = due_at.astimezone(SHANGHAI)
    return format_html(
        '<span class="light light-{}">{}<time datetime="{}" title="{}">{}</time></span>',
        found.colour, icon(found.icon), local.isoformat(), by_day(due_at), found.words,
    )  # fmt: skip


def by_day(due_at):
    """A date as people say it: the day, and the hour where it is not the end of that day."""
    local = due_at.astimezone(SHANGHAI)
    return date_format(local, "DATE_FORMAT" if local.time() == DAY_END else "DATETIME_FORMAT")


def of_duty(request, duty):
    """The light of a duty."""
    said = {"settled": bool(duty.settled_at), "provisional": duty.provisional}
    return light(request, duty.due_at, duty.unit_id, **said)


def meta(*words):
    """The small line under what a row is called; what says nothing is left out."""
    said = " · ".join(str(word) for word in words if word)
    return format_html('<p class="meta">{}</p>', said) if said else ""


def act(url, words, about):
    """What can be done with a row, as a button; which row it is for is said to whoever does not see it."""
    named = '<a class="btn btn-secondary btn-sm" href="{}">{}<span class="visually-hidden">: {}</span></a>'
    return format_html(named, url, words, about)


def opened(request, row, words, url=""):
    """A link to the row's page, which leads back to this row of this page of the list."""
    url = url or row.get_absolute_url()
    back = urlencode({"back": f"{request.get_full_path()}#r{row.pk}"})
    return format_html('<a href="{}{}{}">{}</a>', url, "&" if "?" in url else "?", back, words)

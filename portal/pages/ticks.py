"""The boxes before the rows of a list, with which one says what an act is for."""

from functools import partial

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal.pages.columns import Column

ALL = '<input class="form-check-input" type="checkbox" data-tick-all hidden aria-label="{}">'
ONE = '<input class="form-check-input" type="checkbox" name="{}" value="{}"{} aria-label="{}">'


def ticks(name, called, sent=(), offered=lambda _row: True):
    """The column of boxes called `name`, and the one in its heading that ticks them all.

    `called` says what a row is called, `offered` whether it has a box. `sent`: the values that came back, so
    that they are ticked again.
    """
    cell = partial(_box, name=name, called=called, sent=set(sent), offered=offered)
    return Column("tick", format_html(ALL, _("Tick all")), cell=cell, look="tick")


def _box(row, _request, *, name, called, sent, offered):
    if not offered(row):
        return ""
    checked = mark_safe(" checked") if str(row.pk) in sent else ""
    return format_html(ONE, name, row.pk, checked, _("Tick %(number)s") % {"number": called(row)})

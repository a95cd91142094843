"""The page of the backups."""

from django.core.exceptions import PermissionDenied
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.backup.models import Backup, Check
from portal.backup.rules import sees_backups
from portal.backup.standing import facts
from portal.pages import cells
from portal.pages.columns import Column
from portal.pages.lists import Page

SHOWN = 30  # files that were no backup


def backups(request):
    """What is known, and the commands; nothing is done here, as the files lie on the server."""
    if not sees_backups(request.hats):
        raise PermissionDenied
    page = Page(request, Backup.objects.all(), COLUMNS, first="-taken", drawn=_drawn)
    return page.answer(
        "backup/backups.html",
        _("Backups"),
        none_icon="database-exclamation",
        nothing=_("No backup has been taken yet."),
        facts=facts(request.now),
        unknown=Check.objects.filter(backup=None)[:SHOWN],
    )


def _drawn(rows):
    return rows.prefetch_related("checks")


def _taken(backup, _request):
    """To the minute, and what it lacks, as an alarm."""
    lacks = ""
    if backup.missing:
        words = ngettext("%(n)s file is missing", "%(n)s files are missing", backup.missing)
        said = '<span class="light light-red">{}{}</span>'
        lacks = format_html(said, cells.icon("exclamation-triangle-fill"), words % {"n": backup.missing})
    return format_html('<span class="cell">{} {}</span>', _moment(backup.taken_at), lacks)


def _moment(at):
    return date_format(localtime(at), "DATETIME_FORMAT")


def _place(backup, _request):
    short = f"SHA-256 {backup.sha256[:16]}…"
    said = '{}<p class="meta" title="{}">{}</p>'
    return format_html(said, backup.place, backup.sha256, short)


def _size(backup, _request):
    return filesizeformat(backup.size)


def _checks(backup, _request):
    found = format_html_join(
        "", '<p class="meta">{} {}</p>', (_check(check) for check in backup.checks.all())
    )
    return found or cells.meta(_("read back once it was written"))


def _check(check):
    colour, sign = ("red", "exclamation-triangle-fill") if check.trouble else ("green", "check2")
    light = '<span class="light light-{}">{}{} {}</span>'
    said = format_html(light, colour, cells.icon(sign), check.get_kind_display(), _moment(check.at))
    return said, ": ".join(filter(None, [check.place, check.trouble]))


def _checked(backup, _request):
    lines = (
        [check.get_kind_display(), _moment(check.at), check.place, check.trouble]
        for check in backup.checks.all()
    )
    return "\n".join(" ".join(filter(None, line)) for line in lines)


COLUMNS = [
    Column("taken", gettext_lazy("Backup of"), "taken_at", _taken, sort="taken_at", look="tight"),
    Column("place", gettext_lazy("Kept in"), "place", _place),
    Column("sha256", "SHA-256", "sha256", cell=None),
    Column("size", gettext_lazy("Size"), "size", _size, look="number"),
    Column("version", gettext_lazy("Version"), "version", look="tight"),
    Column("missing", gettext_lazy("Files missing"), "missing", cell=None),
    Column("checks", gettext_lazy("Checks"), _checked, _checks),
]

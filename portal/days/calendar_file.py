"""A year's days off and make-up days as an office has them in a table: an .xlsx, a .csv, or typed lines.

Everything that is wrong is named by its line, and then nothing of the file is taken.
"""

import csv
import io
import re
from datetime import date

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.days.workdays import OFF, SATURDAY, WORK
from portal.pages import spreadsheets
from portal.pages.text import cleaned, half_width

MOST_BYTES = 1024 * 1024
MOST_LINES = 400
MOST_TOLD = 20  # problems
LONGEST_NAME = 50
COLUMNS = {
    "date": ["日期", "时间", "date"],
    "kind": ["类型", "类别", "安排", "kind"],
    "title": ["名称", "节日", "节假日", "说明", "name"],
}
KINDS = {
    OFF: ["off", "休", "放假", "休息", "放假日", "休息日", "节假日", "假"],
    WORK: ["work", "班", "上班", "补班", "调休上班", "工作日", "调休", "上班日"],
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
WRITTEN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d\d)(\d\d)")


def read_upload(upload, year):
    """[(date, kind, name)] of a file; raises ValidationError with a message for each bad line."""
    if upload.size > MOST_BYTES:
        raise ValidationError(_("The file is larger than %(limit)s.") % {"limit": filesizeformat(MOST_BYTES)})
    if upload.name.lower().endswith(".csv"):
        return read_lines(_decoded(upload.read()), year)
    if not upload.name.lower().endswith(".xlsx"):
        raise ValidationError(_("Send an .xlsx or a .csv file. Excel and WPS save as one under “Save as”."))
    table = spreadsheets.read(upload, COLUMNS)
    rows = [
        (row.number, [row.values.get(name, "") for name in COLUMNS], "".join(row.problems[:1]))
        for row in table.rows
    ]
    return _checked(rows, year)


def _decoded(raw):
    """As Excel, WPS and editors write text here."""
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("The text of this file cannot be read. Save it again as “CSV UTF-8”."))


def read_lines(text, year):
    """The same from text: cells parted by commas, semicolons or tabs; a line of headings may be there."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    parting = max(",\t;，", key=first.count)
    try:
        reader = csv.reader(lines, delimiter=parting, strict=True)
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise ValidationError(_("A quotation mark is not closed somewhere in this file.")) from error
    numbered = [(n, row) for n, row in rows if any(cell.strip() for cell in row)]
    if numbered and _plain(numbered[0][1][0]).lower() in COLUMNS["date"]:
        del numbered[0]
    return _checked([(n, [*row, "", ""][:3], "") for n, row in numbered], year)


def as_lines(days):
    """The other way, for the page that asks once more before anything is stored."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(days)
    return out.getvalue()


def _checked(rows, year):
    if not rows:
        raise ValidationError(_("There is no day in this. A line holds a date, a kind and a name."))
    if len(rows) > MOST_LINES:
        raise ValidationError(_("At most %(count)s lines: one year of days.") % {"count": MOST_LINES})
    found, problems = {}, []
    for number, cells, problem in rows:
        try:
            if problem:
                raise ValidationError(problem)
            day, kind, name = _day(cells, year)
            if day in found:
                raise ValidationError(_("%(day)s stands in the file twice.") % {"day": day})
            found[day] = (day, kind, name)
        except ValidationError as error:
            words = {"number": number, "problem": error.messages[0]}
            problems.append(_("Line %(number)s: %(problem)s") % words)
    if len(problems) > MOST_TOLD:
        more = _("And %(count)s lines more.") % {"count": len(problems) - MOST_TOLD}
        problems = [*problems[:MOST_TOLD], more]
    if problems:
        raise ValidationError(problems)
    return [found[day] for day in sorted(found)]


def _day(cells, year):
    when, what, name = (_plain(cell) for cell in cells)
    day = parse_day(when)
    if not (day.year == year or (day.year, day.month) == (year - 1, 12)):
        raise ValidationError(_("%(day)s is not in the year %(year)s.") % {"day": day, "year": year})
    kind = KIND_OF.get(what.lower())
    if not kind:
        known = "、".join([*KINDS[OFF][1:3], *KINDS[WORK][1:3]])
        raise ValidationError(
            _("“%(words)s” says neither off nor worked. Write one of these: %(known)s.")
            % {"words": what, "known": known}
        )
    if kind == WORK and day.weekday() < SATURDAY:
        raise ValidationError(_("%(day)s is a weekday: it is worked anyway.") % {"day": day})
    if not name or len(name) > LONGEST_NAME:
        words = _("Name the holiday, in at most %(count)s characters.")
        raise ValidationError(words % {"count": LONGEST_NAME})
    return day, kind, " ".join(cleaned(name).split())


def parse_day(words):
    """A date as people write it: 2026-01-05, 2026/1/5, 2026.1.5, 2026年1月5日, 20260105."""
    found = WRITTEN.fullmatch(re.sub(r"\s|\([^()]*\)", "", words))
    try:
        return date(*(int(part) for part in found.groups() if part))
    except (AttributeError, ValueError) as error:
        raise ValidationError(_("“%(words)s” is no date. Write 2026-01-05.") % {"words": words}) from error


def _plain(cell):
    return half_width(cell).strip()

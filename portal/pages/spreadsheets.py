"""Reading what people keep in Excel: within limits, what one sees there and nothing else."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import range_boundaries

from portal.pages.read_cells import text_of

MOST_BYTES = 5 * 1024 * 1024
MOST_ENTRIES, MOST_UNPACKED = 1000, 40 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 2000, 50
MOST_LINES = 20_000  # looked at, empty ones included
HEADER_WITHIN = 10  # lines from the top
# What is read costs time by its tags, some microseconds each in sheets and in the table of their words, many
# in styles; and by its characters, which many cells may share. A sheet with formulas is read twice.
MOST_TAGS, MOST_OTHER_TAGS, MOST_CHARACTERS = 500_000, 60_000, 10_000_000
LONGEST_HEADING = 200
MOST_TOLD = 12  # of the words found where headings should be
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
CELLS = ("xl/worksheets/", "xl/sharedstrings")  # where the parts lie that grow with the rows


@dataclass
class Row:
    """A line of the sheet by its number there: a text for each known column, and what is wrong with it."""

    number: int
    values: dict[str, str]
    problems: list[str] = field(default_factory=list)
    dates: set[str] = field(default_factory=set)  # columns in which Excel has a date


@dataclass
class Table:
    rows: list[Row]
    notes: list[str]  # what was not read: hidden sheets, unknown columns


def read(upload, columns):
    """The first sheet one sees; `columns` is {name: its headings, the likeliest first}, "title" among them.

    Raises ValidationError, which says what to do, for whatever cannot be read as a table of these.
    """
    raw = _checked(upload)
    try:
        return _table(raw, columns)
    except ValidationError:
        raise
    except Exception as error:  # a broken workbook makes the reader raise whatever it likes
        raise _unreadable() from error


def read_sheets(upload, columns, key):
    """[(name of the sheet, Table)] of every sheet one sees; `key` is the column that each must have.

    What stands in cells that were merged downwards stands in each of their rows. A sheet without such
    headings is named in the notes of the first one; raises ValidationError where none has them.
    """
    raw = _checked(upload)
    try:
        return _every_table(raw, columns, key)
    except ValidationError:
        raise
    except Exception as error:  # a broken workbook makes the reader raise whatever it likes
        raise _unreadable() from error


def _every_table(raw, columns, key):
    workbook, formulas = _opened(raw, values=True), _opened(raw, values=False)
    found, notes, problems = [], [], []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(_("The hidden sheet “%(name)s” was not read.") % {"name": sheet.title})
            continue
        try:
            table = _sheet(raw, sheet, formulas[sheet.title], columns, key=key)
        except ValidationError as error:
            problems += error.messages
            notes.append(f"{sheet.title}：{error.messages[0]}")
            continue
        found.append((sheet.title, table))
        if sum(len(each.rows) for _name, each in found) > MOST_ROWS:
            raise _too_many_rows()
    if not found:
        raise ValidationError(problems[:1] or _("The workbook has no sheet that one can see."))
    found[0][1].notes[:0] = notes
    return found


def _unreadable():
    return ValidationError(
        _("This cannot be read as an Excel workbook. Save it again as .xlsx and send the new file.")
    )


def _too_large():
    return ValidationError(_("The workbook is too large inside. Copy the rows into a new one and send that."))


def _too_many_rows():
    return ValidationError(_("At most %(count)s rows at once. Split the file.") % {"count": MOST_ROWS})


def _checked(upload):
    """The bytes, once they are a zip of a decent size without any document type or entity in its XML."""
    if upload.size > MOST_BYTES:
        raise ValidationError(_("The file is larger than %(limit)s.") % {"limit": filesizeformat(MOST_BYTES)})
    raw = upload.read()
    left, tags, others, rows = MOST_UNPACKED, 0, 0, 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as workbook:
            entries = workbook.infolist()
            if len(entries) > MOST_ENTRIES:
                raise _unreadable()
            for entry in entries:
                with workbook.open(entry) as part:
                    content = part.read(left + 1)  # as much as there is, whatever the entry claims
                left -= len(content)
                tags += content.count(b"<") * (2 if FORMULA.search(content) else 1)
                others += 0 if entry.filename.lower().startswith(CELLS) else content.count(b"<")
                rows = max(rows, content.count(b"<row "))
                if left < 0 or others > MOST_OTHER_TAGS:
                    raise _too_large()
                if entry.filename.lower().endswith((".xml", ".rels")) and not _plain(content):
                    raise _unreadable()
    except ValidationError:
        raise
    except Exception as error:  # no zip, a broken one, one with a password
        raise _unreadable() from error
    if tags > MOST_TAGS:
        raise _too_many_rows() if rows > MOST_ROWS else _too_large()
    return raw


def _plain(xml):
    """No DOCTYPE, which could name entities, and no encoding in which one could hide."""
    return b"\0" not in xml and b"<!DOCTYPE" not in xml and b"<!ENTITY" not in xml


class Reader(ExcelReader):
    """Of a workbook only its sheets, each of which has a part of its own."""

    def read_worksheets(self):
        targets = [tie.target for _sheet, tie in self.parser.find_sheets()]
        if len(set(targets)) < len(targets):  # each is looked into, however often it is named
            raise _unreadable()
        super().read_worksheets()

    def read_chartsheet(self, sheet, rel):
        """Charts are not read."""


def _opened(raw, *, values):
    reader = Reader(io.BytesIO(raw), read_only=True, data_only=values, keep_links=False)
    reader.read()
    return reader.wb


def _table(raw, columns):
    workbook = _opened(raw, values=True)
    seen = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if not seen:
        raise ValidationError(_("The workbook has no sheet that one can see."))
    sheet, notes = seen[0], []
    for other in workbook.worksheets:
        if other.sheet_state != "visible":
            notes.append(_("The hidden sheet “%(name)s” was not read.") % {"name": other.title})
        elif other is not sheet:
            notes.append(_("Only the first sheet is read, not “%(name)s”.") % {"name": other.title})
    return _sheet(raw, sheet, _opened(raw, values=False)[sheet.title], columns, notes=notes)


def _sheet(raw, sheet, formulas, columns, *, notes=None, key="title"):
    notes = [] if notes is None else notes
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        xml = archive.read(sheet._worksheet_path)
    hidden = _hidden_rows(xml)
    merged = _merged(xml) if key != "title" else {}
    lines = _lines(sheet, formulas if FORMULA.search(xml) else None)
    places = _header(lines, columns, notes, key)
    rows, left, above = [], MOST_CHARACTERS, {}
    for number, cells in lines:
        if not any(map(_filled, cells)):
            continue
        if len(rows) == MOST_ROWS:
            raise _too_many_rows()
        left -= sum(len(value.value) for value, _formula in cells if isinstance(value.value, str))
        if left < 0:
            raise _too_large()
        row = _row(number, cells, places, hidden)
        for name, place in places.items():
            if (first := merged.get((number, place), number)) < number:
                row.values[name] = above.get((first, name), "")
            above[number, name] = row.values[name]
        rows.append(row)
    if not rows:
        raise ValidationError(_("There is no row below the headings."))
    return Table(rows, notes)


def _lines(sheet, formulas):
    """(number, [(value, formula)]) of each line, as the cells are and not as the sheet claims to be large.

    Without `formulas` there are none, and the values stand for them.
    """
    both = []
    for each in filter(None, (sheet, formulas)):
        each.reset_dimensions()
        both.append(each.iter_rows(max_col=MOST_COLUMNS))
    for number, lines in enumerate(zip(*both, strict=True), 1):
        values, texts = lines[0], lines[-1]
        if number > MOST_LINES:
            raise ValidationError(
                _("The sheet goes on below line %(count)s. Delete what stands there.") % {"count": MOST_LINES}
            )
        yield number, list(zip(values, texts, strict=False))


def _filled(cell):
    return cell[0].value is not None or cell[1].value is not None


def _hidden_rows(xml):
    """Numbers of the lines that are hidden or filtered away, which the quick reader does not tell."""
    tags = re.findall(rb"<(?:\w+:)?row\b[^<>]*>", xml)
    hidden = (tag for tag in tags if re.search(rb'\bhidden="(?:1|true)"', tag))
    return {int(found[1]) for tag in hidden if (found := re.search(rb'\br="(\d+)"', tag))}


def _merged(xml):
    """{(line, place): the first line} of cells that were merged with those above."""
    found = {}
    for area in re.findall(rb'<(?:\w+:)?mergeCell\b[^<>]*\bref="([A-Z]+\d+:[A-Z]+\d+)"', xml):
        left, top, _right, bottom = range_boundaries(area.decode())
        if left <= MOST_COLUMNS and bottom <= MOST_LINES:
            found |= {(line, left - 1): top for line in range(top + 1, bottom + 1)}
    return found


def _header(lines, columns, notes, key="title"):
    """{name: place} from the first line that has a heading we know for the key and one more."""
    met = []
    for number, cells in lines:
        headings = [_heading(value.value) for value, _formula in cells]
        places = {
            name: headings.index(known)
            for name, aliases in columns.items()
            if (known := next((alias for alias in aliases if alias in headings), None))
        }
        met += filter(None, headings)
        if key in places and len(places) > 1:
            taken = set(places.values())
            unknown = [h for place, h in enumerate(headings) if h and place not in taken]
            if unknown:
                notes.append(_("These columns were not read: %(names)s.") % {"names": "、".join(unknown)})
            return places
        if number == HEADER_WITHIN:
            break
    needed = {"names": "、".join(columns[key])}
    if key != "title" and met:
        found = {"found": "、".join(dict.fromkeys(met[:MOST_TOLD]))}
        raise ValidationError(
            _("A column called one of these is missing: %(names)s. Found were: %(found)s.") % (needed | found)
        )
    raise ValidationError(
        _("No line of headings was found near the top. One column must be called one of these: %(names)s.")
        % needed
    )


def _heading(value):
    """As written by people: with spaces, a colon, a remark in brackets."""
    plain = unicodedata.normalize("NFKC", str(value or "")[:LONGEST_HEADING])
    return re.sub(r"\(.*\)|[\s:*]", "", plain)[:50]


def _row(number, cells, places, hidden):
    row = Row(number, {})
    if number in hidden:
        row.problems.append(_("The row is hidden in the file. Show it there if it is to be imported."))
    for name, place in places.items():
        value, formula = cells[place] if place < len(cells) else (None, None)
        text, problem = text_of(value, formula)
        row.values[name] = text
        if problem:
            row.problems.append(problem)
        if isinstance(value and value.value, date | datetime):
            row.dates.add(name)
    return row

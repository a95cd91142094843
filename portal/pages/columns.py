"""The columns of a list, drawn: a table with its sorting, the filters that are set, the rows of a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime

from portal.pages.downloads import download
from portal.pages.forms import status_of
from portal.pages.remembered import remember
from portal.pages.workbooks import workbook

WAYS = {"ascending": "arrow-up-short", "descending": "arrow-down-short", "": "chevron-expand"}
PLACE = ("page", "after", "before", "export")  # what the address says of the place in a list, not of the list
WIDE = 6  # columns
CHOSEN = "column"  # in the address, once for each that was chosen
ARRANGED = ("sort", "size", CHOSEN)  # and of how it is shown


@dataclass(frozen=True)
class Column:
    """`read` gives what the file has: words, a number, a share, a day, a moment; by a path on the row, such
    as "organisation.name", or by a function of (row, request). `cell`, such a function, gives what the page
    shows where that is something else; None: the file alone has the column. The first column with words on
    the page is what the row is called. `sort`: the field, where the list can be sorted by it. `choice`:
    people choose whether the page shows it, which it does (True) or does not (False) unasked.
    """

    name: str
    label: str | Promise
    read: str | Callable = ""
    cell: Callable | None | bool = True
    sort: str = ""
    look: str = ""  # classes of the cell
    choice: bool | None = None

    def value(self, row, request):
        return self.read(row, request) if callable(self.read) else _at(row, self.read)

    def shown(self, row, request):
        return self.cell(row, request) if callable(self.cell) else _in_words(self.value(row, request))


def _at(row, path):
    for name in path.split("."):
        row = getattr(row, name)
        row = row() if callable(row) else row
    return row


def _in_words(value):
    """A moment as its day: nobody compares minutes in a list."""
    if isinstance(value, datetime):
        value = localtime(value)
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else value


class Table:
    """Rows by their columns. Whoever sorts otherwise than by `sort` in the address says so in `towards`."""

    def __init__(self, request, columns, sort="", rows=()):
        self.request, self.columns, self.sort, self.object_list = request, columns, sort, rows
        offered = {column.name for column in columns if column.choice is not None}
        self.chosen = offered & {*request.GET.getlist(CHOSEN)}

    def __iter__(self):
        return iter(self.object_list)

    def address(self, **change):
        """Of this page with other words in it, else as it is; the place in the list goes, unless given."""
        query = self.request.GET.copy()
        for name, value in (dict.fromkeys(PLACE) | change).items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return query.urlencode() and f"?{query.urlencode(safe='/')}" or "?"

    @property
    def export(self):
        return self.address(export=1)

    @property
    def _of_page(self):
        return [column for column in self.columns if column.cell is not None and self._wanted(column)]

    def _wanted(self, column):
        """Where none was chosen, the usual ones."""
        if column.choice is None:
            return True
        return column.name in self.chosen if self.chosen else column.choice

    @property
    def choices(self):
        """[(column, whether the page shows it)] of those that people choose from."""
        return [(column, self._wanted(column)) for column in self.columns if column.choice is not None]

    @property
    def beside_choice(self):
        """What else the address says, in pairs."""
        return [(name, value) for name, value in self._asked if name not in (CHOSEN, *PLACE)]

    @property
    def usual(self):
        """The address with the columns that are shown unasked."""
        return self.address(**{CHOSEN: None})

    @property
    def _asked(self):
        """The address in pairs; what stands in it more than once is more than one."""
        return [(name, value) for name, values in self.request.GET.lists() for value in values]

    @property
    def wide(self):
        """Whether it takes a landscape page to print it."""
        return len(self._of_page) >= WIDE

    def heads(self):
        """[(column, where its heading leads, which way the list is sorted by it, the icon of that)]."""
        ways = {self.sort.removeprefix("-"): "descending" if self.sort.startswith("-") else "ascending"}
        for column in self._of_page:
            way = ways.get(column.name, "")
            yield column, column.sort and self.towards(column), column.sort and way, WAYS[way]

    def towards(self, column):
        return self.address(sort=f"-{column.name}" if self.sort == column.name else column.name)

    def body(self):
        """The <tr>s. On a phone what is nothing or none is not shown, so its cell says that it is."""
        looks = [(column, _label(column, first)) for first, column in _first(self._of_page)]
        rows = ((_place(row), self._cells(row, looks)) for row in self.object_list)
        return format_html_join("\n", "<tr data-row{}>{}</tr>", rows)

    def _cells(self, row, looks):
        shown = ((column, label, column.shown(row, self.request)) for column, label in looks)
        return format_html_join("", "<td{}{}>{}</td>", (_cell(*each) for each in shown))

    def sheet(self, rows=None):
        """(headings, rows) of the file."""
        columns = [column for column in self.columns if column.read]
        rows = self.object_list if rows is None else rows
        table = ([column.value(row, self.request) for column in columns] for row in rows)
        return [str(column.label) for column in columns], table

    def file(self, title):
        """The Excel file of the rows, where the address asks for it; else None."""
        return download(workbook(title, *self.sheet()), f"{title}.xlsx") if self._exporting else None

    @property
    def _exporting(self):
        return "export" in self.request.GET

    def answer(self, template, called, form=None, /, *, status=None, **shown):
        """The list as a page, with what its template shows besides; or as a file that is `called` so.

        `form`: of its filters, where it has any. Where these make no sense the page says so, with 400 unless
        `status` is given, and there is no file.
        """
        self.title, fits = called, form is None or form.is_valid()
        if fits and (file := self.file(called)):
            return file
        status = status or (status_of(form) if form else 200)
        return render(self.request, template, self.frame(form) | shown, status=status)

    def frame(self, form=None):
        """What parts/list.html shows, with the form of its filters; these are remembered."""
        if form is None or form.is_valid():
            remember(self.request, [*ARRANGED, *(form.fields if form else ())])
        if form is None:
            return {"page": self}
        free = [name for name, field in form.fields.items() if not field.required]
        return {
            "page": self,
            "filter_form": form,
            "kept": [(k, v) for k, v in self._asked if k not in form.fields and k not in PLACE],
            "filters_set": list(self._set_in(form, free)),
            "unfiltered": self.address(**dict.fromkeys(free)),
        }

    def _set_in(self, form, free):
        """[(filter, what it is set to, the address without it)]."""
        data = form.cleaned_data if form.is_valid() else {}
        for name in free:
            if name in self.request.GET and (value := data.get(name)):
                choices = getattr(form.fields[name], "choices", ()) if isinstance(value, str) else ()
                words = dict(choices).get(value) or _in_words(value)
                yield form.fields[name].label, words, self.address(**{name: None})


def _first(columns):
    """[(whether it is what the row is called, column)]: the first one with words that is always there."""
    names = [column for column in columns if column.read and column.choice is None]
    return [(column == names[0], column) for column in columns]


def _place(row):
    """By which one comes back to it; what is no row of the database has no page of its own."""
    pk = getattr(row, "pk", None)
    return "" if pk is None else format_html(' id="r{}"', pk)


def _label(column, first):
    return "" if first or not column.read else format_html(' data-label="{}"', column.label)


def _cell(column, label, shown):
    empty = shown in ("", None, 0)
    look = " ".join(filter(None, [column.look, empty and "nil"]))
    return format_html(' class="{}"', look) if look else "", label, "" if shown is None else shown

"""One page of a list, whose columns are declared once: as a table, as cards on a phone, as an Excel file.

Pages are read by key: first the keys of one page in the order of the list, then these rows with all that is
drawn of them. The next page begins after the key of the last row, whatever has come or gone meanwhile.
"""

from functools import cached_property, wraps
from urllib.parse import quote, unquote

from django.conf import settings
from django.db.models import Q
from django.utils.http import url_has_allowed_host_and_scheme

from portal.jobs.models import Trouble
from portal.jobs.offers import NotMade, Offer
from portal.pages.columns import Table
from portal.pages.cookies import named
from portal.pages.downloads import download
from portal.pages.workbooks import workbook

ROWS, MORE_ROWS = SIZES = (30, 100)
AT_ONCE = 1000  # rows that a file reads at a time
BACK, LONGEST = named("back"), 1500  # the cookie, and how much it keeps
MOST = 20_000  # rows that are counted one by one, and that can be turned to by number
WAITED_FOR = 2000  # rows of a file that is made while its page is waited for
IN_A_FILE = 1_048_575  # rows below the heading of a sheet


class Page(Table):
    """`rows`: a queryset without an order. `first`: the column by which it is sorted unasked, with a minus
    for downwards. `drawn` adds to the queryset what is shown of each row, `fill` to a list of rows what no
    queryset can. `more`: the rows are only the newest that match. What makes no sense in the address is as
    if it were not there.
    """

    most = MOST

    def __init__(
        self, request, rows, columns, *, first, drawn=lambda rows: rows, fill=lambda _rows: None, more=False
    ):
        self.asked, self.rows, self._drawn, self._fill, self.cut = request.GET, rows, drawn, fill, more
        self.size = MORE_ROWS if self.asked.get("size") == str(MORE_ROWS) else ROWS
        self.number = min(max(_number(self.asked.get("page")), 1), MOST)
        super().__init__(request, columns, self._sort(columns, first))
        by = {column.name: column.sort for column in columns}
        self.by, self.down = by[self.sort.removeprefix("-")], self.sort.startswith("-")
        self.object_list = self._by_key("after") or self._by_key("before") or self._by_number()
        fill(self.object_list)

    def _sort(self, columns, first):
        asked = self.asked.get("sort", "")
        return asked if asked.removeprefix("-") in {c.name for c in columns if c.sort} else first

    def _read(self, rows, start=0, backwards=False):
        """The rows of one page and one more, in one statement: their keys are looked up inside it."""
        keys = rows.order_by(*self._order(self.down != backwards)).values("pk")
        found = self._drawn(self.rows.filter(pk__in=keys[start : start + self.size + 1]))
        return list(found.order_by(*self._order(self.down)))

    def _order(self, down):
        return [f"{'-' * down}{self.by}", f"{'-' * down}pk"]

    def _by_key(self, side):
        """Rows after or before the one that the address names; none where it is gone or no longer here."""
        pk, back = _number(self.asked.get(side)), side == "before"
        named = self.rows.filter(pk=pk).values_list(self.by, flat=True)[:1] if pk else ()
        found = []
        for value in named:
            for beyond in following(self.by, value, pk, self.down != back):
                if len(found) <= self.size:
                    part = self._read(self.rows.filter(beyond), backwards=back)
                    found = part + found if back else found + part
            more = len(found) > self.size
            self.has_next, self.has_previous = back or more, more or not back
            found = found[-self.size :] if back else found[: self.size]
            if back and len(found) < self.size:  # so few stand before it that they are of the first page
                self.number, found = 1, []
        return found

    def _by_number(self):
        self.number = min(self.number, -(-MOST // self.size))
        found = self._read(self.rows, (self.number - 1) * self.size)
        if not found and self.number > 1:
            self.number = min(self.last, self.number - 1)
            return self._by_number()
        self.has_next, self.has_previous = len(found) > self.size, self.number > 1
        if not self.has_next:
            self.count = (self.number - 1) * self.size + len(found)
        return found[: self.size]

    @cached_property
    def count(self):
        """How many there are; beyond MOST it is MOST + 1, and `uncounted`."""
        return self.rows.order_by()[: MOST + 1].count()

    @property
    def uncounted(self):
        return self.count > MOST

    @property
    def last(self):
        """The number of the last page that can be turned to."""
        return max(1, -(-min(self.count, MOST) // self.size))

    @property
    def turns(self):
        """[(number, address)] of the pages that can be turned to; None for a gap."""
        near = sorted({1, *range(self.number - 2, self.number + 3), self.last} & set(range(1, self.last + 1)))
        for before, number in zip([0, *near], near, strict=False):
            if number > before + 1:
                yield None, ""
            yield number, self.address(page=number if number > 1 else None)

    @property
    def next(self):
        return self.has_next and self.address(page=self.number + 1, after=self.object_list[-1].pk)

    @property
    def previous(self):
        number = max(self.number - 1, 1)
        return self.has_previous and self.address(page=number, before=self.object_list[0].pk)

    @property
    def sized(self):
        """Whether it matters how many rows a page has."""
        return self.count > ROWS

    @property
    def sizes(self):
        return [(size, size == self.size, self.address(size=size if size > ROWS else None)) for size in SIZES]

    def file(self, title):
        """The Excel file of all rows, where the address asks for it and it is not long to make; else None.

        Whoever makes it for somebody (portal.jobs) is told how far it is, and makes it however long it is.
        """
        tell = getattr(self.request, "tell", None)
        if not self._exporting or self.long and not tell:
            return None
        keys = list(self.rows.order_by(*self._order(self.down)).values_list("pk", flat=True)[: IN_A_FILE + 1])
        if len(keys) > IN_A_FILE:
            raise NotMade(Trouble.TOO_MANY)
        rows = self._filled(keys, tell or (lambda _done, _of: None))
        return download(workbook(title, *self.sheet(rows)), f"{title}.xlsx")

    def _filled(self, keys, tell):
        """These rows, some at a time: each statement is short, and asks anew what one may see."""
        tell(0, len(keys))
        for start in range(0, len(keys), AT_ONCE):
            rows = self._drawn(self.rows.filter(pk__in=keys[start : start + AT_ONCE]))
            found = list(rows.order_by(*self._order(self.down)))
            self._fill(found)
            yield from found
            tell(min(start + AT_ONCE, len(keys)), len(keys))

    @property
    def long(self):
        """Whether its file takes longer than one waits for a page."""
        return self.count > WAITED_FOR

    @property
    def offer(self):
        """The word by which somebody asks for a long file."""
        address = f"{self.request.path}{self.export}"
        return Offer(self.request.user.pk, address, self.title).token

    def __len__(self):
        return len(self.object_list)


def following(field, value, pk, down):
    """Qs that together are what comes after a row, each one range of an index. PostgreSQL has the rows
    without a value at the end going up and at the start going down.
    """
    beyond, nothing = Q(pk__lt=pk) if down else Q(pk__gt=pk), Q(**{f"{field}__isnull": True})
    if value is None:
        return [nothing & beyond, ~nothing] if down else [nothing & beyond]
    op = "lt" if down else "gt"
    farther = Q(**{f"{field}__{op}e": value}) & (Q(**{f"{field}__{op}": value}) | beyond)
    return [farther] if down else [farther, nothing]


def ticked(request, name):
    """The ids of the rows that were ticked; what is no id is nothing ticked."""
    return {int(n) for n in request.POST.getlist(name) if n.isascii() and n.isdigit() and len(n) < 18}


def leads_back(view):
    """A record's page knows as `request.back` the address of the list that it was opened from; "" for none.

    A cookie keeps that of the record opened last: its tabs and the steps taken on it lead to it again.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        path, _space, kept = unquote(request.COOKIES.get(BACK, "")).partition(" ")
        asked = _own(request.GET.get("back", ""))
        request.back = asked or (_own(kept) if path == request.path else "")
        response = view(request, *args, **kwargs)
        if asked and len(asked) < LONGEST:
            said = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
            response.set_cookie(BACK, quote(f"{request.path} {asked}"), **said)
        return response

    return answer


def _own(url):
    """The address, if it is a path of ours; else ""."""
    ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if ours else ""


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0

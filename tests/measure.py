"""`./run measure`: opens each page of each account of the demo that runs, and measures it.

`python -m tests.measure [ADDRESS] [ACCOUNT ...]`. One line for each page: rows in sight on two office PCs,
bytes of menu and page, bytes of a first visit, how far something moved, first paint in milliseconds. The
faults stand below, exit code 1 where there are any; all of it is kept in artefacts/measured.txt. Addresses
that differ in numbers only are one page. What takes seconds, axe and paper, is done once for each page of the
portal, and for each account's desk.
"""

import re
import sys
from statistics import median, quantiles
from urllib.parse import parse_qs, urljoin, urlsplit

from playwright.sync_api import Error, sync_playwright

from tests import looking
from tests.looking import ARTEFACTS, CHROMIUM, FLAGS

MOST = {"menu": 4_000, "page": 60_000, "visit": 150_000}  # bytes
# Of a page of its own: the composer draws three pages of paper, and the table of procedures is all of them.
OTHERWISE = {
    re.compile(r"/$"): {"page": 40_000},
    re.compile(r"/issues/\d+/$"): {"visit": 400_000},
    re.compile(r"/procedures/$"): {"page": 120_000},
}
NOT_FOLLOWED = re.compile(r"/(static|logout|language)/|/pdf/|/word/|/xlsx/|/download|format=|\.\w{3,4}$")
LINKS = "[...document.querySelectorAll('a[href]:not([download])')].map((a) => a.getAttribute('href'))"
MENU_BYTES = "new Blob([document.querySelector('nav.menu')?.outerHTML ?? '']).size"
HEAD = (
    f"{'account':<10}{'rows':>8}{'menu':>7}{'page':>8}{'gzip':>7}{'visit':>8}{'moved':>8}{'paint':>7}  page"
)


class Page:
    """A page of the portal in a browser of one person: what it weighs, and what is wrong with it."""

    def __init__(self, browser, base, who):
        self.base, self.who = base, who
        context = browser.new_context(
            base_url=base, locale="zh-CN", color_scheme="light", viewport=looking.OFFICE
        )
        context.add_init_script(looking.WATCH)
        self.page = context.new_page()
        self.answers, self.wrong, self.sizes = [], [], {}
        self.page.on("response", self._came)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        looking.sign_in(self.page, who)

    def open(self, path):
        """Returns whether that is a page."""
        self.wrong.clear()
        self.note()
        self.answers.clear()
        self.page.set_viewport_size(looking.OFFICE)
        try:
            answer = self.page.goto(path)
        except Error:  # a file
            return False
        return "text/html" in answer.headers.get("content-type", "")

    def _came(self, answer):
        self.answers.append(answer)

    def note(self):
        """What came over the line; what the browser had in its memory keeps the size of its first time."""
        for each in self.answers:
            self.sizes[each.url] = max(each.request.sizes()["responseBodySize"], self.sizes.get(each.url, 0))

    def speak(self, language):
        self.page.context.add_cookies([{"name": "django_language", "value": language, "url": self.base}])
        self.page.reload()

    def weigh(self):
        """{figure: value}, and its faults among the others."""
        page = self.page
        self.wrong += looking.shifted(page) + looking.without_size(page)
        self.note()
        html = next(each for each in self.answers if each.url == page.url.split("#")[0])
        found = {
            "menu": page.evaluate(MENU_BYTES),
            "page": len(html.body()),
            "gzip": self.sizes[html.url],
            "visit": sum(self.sizes[url] for url in {each.url for each in self.answers}),
            "moved": sum(value for value, _who in page.evaluate(looking.MOVED)),
            "paint": page.evaluate(looking.PAINTED) or 0,
            "rows": looking.rows_in_sight(page),
        }
        for name, most in allowed(urlsplit(page.url).path).items():
            if found[name] > most:
                self.wrong.append(f"{name}: {found[name]} bytes, at most {most}")
        return found

    def examine(self, thorough):
        """Adds what is wrong with how it looks."""
        self.wrong += looking.overflow(self.page) + looking.cut_in_print(self.page)
        if thorough:
            self.wrong += looking.unprinted(self.page)
            for language in ("en", "zh-hans"):
                self.speak(language)
                for theme in ("light", "dark"):
                    self.page.evaluate(looking.DRESS, theme)
                    self.wrong += [f"{language}, {theme}: {each}" for each in looking.violations(self.page)]

    def links(self):
        for link in self.page.evaluate(LINKS):
            place = urlsplit(urljoin(self.page.url, link))
            if place.netloc == urlsplit(self.base).netloc and not NOT_FOLLOWED.search(
                place.path + "?" + place.query
            ):
                yield place._replace(scheme="", netloc="", fragment="").geturl()


def allowed(place):
    """{figure: bytes} of the page at this path."""
    return MOST | next((other for page, other in OTHERWISE.items() if page.match(place)), {})


def form(address):
    """What is the same for addresses of one page: numbers do not count, of what is asked for only the tab."""
    place = urlsplit(address)
    return re.sub(r"\d+|(?<=^/limits/)\w+", "0", place.path), parse_qs(place.query).get("tab", [""])[0]


def accounts(browser, base):
    page = browser.new_context(base_url=base).new_page()
    page.goto("/login/")
    found = page.eval_on_selector_all("[name=username][type=hidden]", "all => all.map((each) => each.value)")
    page.context.close()
    return found


def measured(browser, base, who, known):
    """(address, figures, faults) of each page that this person is led to; `known`: pages examined already."""
    window = Page(browser, base, who)
    todo, met = ["/"], {form("/")}
    while todo:
        path = todo.pop(0)
        if not window.open(path):
            continue
        for each in window.links():
            if form(each) not in met:
                met.add(form(each))
                todo.append(each)
        figures = window.weigh()
        window.examine(thorough=path == "/" or form(path) not in known)
        known.add(form(path))
        yield path, figures, [*window.wrong]
    window.page.context.close()


def main(base="http://127.0.0.1:8000", *people):
    faults, paints, known = [], [], set()
    ARTEFACTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright, (ARTEFACTS / "measured.txt").open("w") as kept:

        def say(line):
            print(line, flush=True)
            print(line, file=kept, flush=True)

        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        say(HEAD)
        for who in people or accounts(browser, base):
            for path, figures, wrong in measured(browser, base, who, known):
                say(line(who, path, figures, wrong))
                faults += [f"{who} {path}: {each}" for each in wrong]
                paints.append(figures["paint"])
        browser.close()
        half, most = median(paints), quantiles(paints, n=20, method="inclusive")[-1]
        say(f"{len(paints)} pages; first paint: half within {half:.0f} ms, 95 % within {most:.0f} ms")
        say("\n".join(["", *faults, f"{len(faults)} faults"]))
    return int(bool(faults))


def line(who, path, of, wrong):
    rows = "/".join(map(str, of["rows"]))
    weights = f"{of['menu']:>7}{of['page']:>8}{of['gzip']:>7}{of['visit']:>8}"
    marks = "  FAULT" if wrong else ""
    return f"{who:<10}{rows:>8}{weights}{of['moved']:>8.3f}{of['paint']:>7.0f}  {path}{marks}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""What is measured of a page that Chromium has open: what does not fit, what moves, how much it weighs.

Sizes in CSS pixels. Each function that judges returns a list of faults, in words.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

ARTEFACTS = Path(__file__).parent.parent / "artefacts"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
FLAGS = QUIET + (["--no-sandbox"] if os.geteuid() == 0 else [])
PASSWORD = "tian-he-2026"  # of all demo accounts
OFFICE = {"width": 1366, "height": 768}
# A phone, 1280 px at 200 %, a tablet beside the menu, an office PC, a large screen.
WIDTHS = (360, 640, 1024, 1280, 1920)
FOLDS = ((1366, 768), (1280, 900))
HIGH = 900
LEAST = 0.0001  # of a layout shift: less is not a pixel of a picture
# Pixels between the margins: of a landscape page for what is wide, else of an upright one.
PAPER = "document.querySelector('.table.wide') ? 1009 : 642"
CUT = """new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(() =>
  [...document.querySelectorAll("main table")].some((table) => {
    const box = table.parentElement, scrolls = getComputedStyle(box).overflowX === "auto";
    return table.offsetWidth > box.clientWidth + 1 && !(scrolls && matchMedia("screen").matches);
  }))"""
# To be run before the page: adds up how far what stands on it moves while nobody presses anything.
WATCH = """window.moved = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) window.moved.push([shift.value, shift.sources.map((each) => {
    const node = each.node?.nodeType === 1 ? each.node : each.node?.parentElement;
    return node ? node.tagName.toLowerCase() + (node.className && "." + node.className) : "?";
  }).join(" ")]);
}).observe({ type: "layout-shift", buffered: true });"""
MOVED = "new Promise((seen) => requestAnimationFrame(() => setTimeout(() => seen(window.moved ?? []), 0)))"
# One row of a list, of the desk or of notices; a table's rows only where it is a list.
ROWS = """(high) => [...document.querySelectorAll("main [data-row], main .sheet > .table > tbody > tr")]
  .filter((row) => !row.parentElement.closest("[data-row]"))
  .map((row) => row.getBoundingClientRect())
  .filter((row) => row.height && row.bottom <= high).length"""
SIZELESS = """[...document.querySelectorAll("img")].filter((img) => !(
  img.hasAttribute("width") && img.hasAttribute("height")
  || getComputedStyle(img).aspectRatio.includes("/"))).map((img) => img.outerHTML.slice(0, 120))"""
HEADS = """[...document.querySelectorAll("main table thead th")]
  .filter((head) => head.checkVisibility({ visibilityProperty: true }) && head.offsetWidth > 1)
  .map((head) => [...head.childNodes].filter((node) => node.nodeType === 3
    || node.nodeType === 1 && node.checkVisibility() && !node.matches(".visually-hidden"))
    .map((node) => node.textContent).join(""))"""
# Light or dark, once the colours have stopped changing.
DRESS = """(theme) => {
  document.documentElement.dataset.bsTheme = theme;
  return new Promise((drawn) => requestAnimationFrame(drawn))
    .then(() => Promise.all(document.getAnimations().map((each) => each.finished)));
}"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
# Rules of WCAG and of good practice, except one that asks for landmarks on pages that are one message.
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WORD = re.compile(r'<word xMin="([-\d.]+)" .*?xMax="([-\d.]+)".*?>(.*?)</word>')
SHEET = re.compile(r'<page width="([\d.]+)"')


def sign_in(page, who):
    """As one of the demo's people."""
    page.goto("/login/")
    page.fill("#id_username", who)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_selector("main h1")


def overflow(page, widths=WIDTHS):
    """Whether the page scrolls sideways or cuts a table at any of these widths."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HIGH})
        cut, wide = page.evaluate(f"{CUT}.then((cut) => [cut, document.documentElement.scrollWidth])")
        if wide > width:
            found.append(f"is {wide} px wide at {width}")
        if cut:
            found.append(f"a table is cut at {width} px")
    return found


def cut_in_print(page):
    """Whether a table is wider than the paper it is printed on."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": page.evaluate(PAPER), "height": HIGH})
    cut = page.evaluate(CUT)
    page.emulate_media(media="null")
    return ["a table is cut in print"] if cut else []


def unprinted(page):
    """The heads of the tables that the printed page does not have whole, by what pdftotext reads in it."""
    page.emulate_media(media="print")
    heads = {bare(head) for head in page.evaluate(HEADS)} - {""}
    pdf = page.pdf(prefer_css_page_size=True) if heads else None
    page.emulate_media(media="null")
    if not heads:
        return []
    read = read_pdf(pdf, "-bbox")
    width = float(SHEET.search(read)[1])
    outside = [word for left, right, word in WORD.findall(read) if float(left) < 0 or float(right) > width]
    plain = bare(read_pdf(pdf, "-raw"))
    missing = [head for head in sorted(heads) if head not in plain]
    return [f"the printed page lacks the column {head}" for head in missing] + [
        f"the printed page is too narrow for {word}" for word in outside[:1]
    ]


def read_pdf(pdf, how):
    command = ["pdftotext", how, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def bare(text):
    return "".join(text.split())


def shifted(page):
    """What one could see move since the page began to load; it has to have been opened under WATCH."""
    found = page.evaluate(MOVED)
    return [f"{who or 'something'} moved by {value:.4f}" for value, who in found if value >= LEAST]


def without_size(page):
    return [f"an image without its size: {img}" for img in page.evaluate(SIZELESS)]


def rows_in_sight(page):
    """How many rows one sees without scrolling, on each of FOLDS."""
    found = []
    for width, high in FOLDS:
        page.set_viewport_size({"width": width, "height": high})
        found.append(page.evaluate(ROWS, high))
    return found


def violations(page):
    """What axe finds, in a window as high as the page: in a low one the bar at its foot covers boxes."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": 1280, "height": max(height, HIGH)})
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"axe {each['id']}: {each['nodes'][0]['html']}" for each in found]

"""`python -m tests.before_after OLD NEW`: two demos that run, named by their addresses, side by side.

Each picture in artefacts/before_after has the window of an office PC: the old one at the left, the new one at
the right. These pages were judged the worst once.
"""

import sys
from io import BytesIO

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.looking import ARTEFACTS, CHROMIUM, FLAGS, OFFICE, sign_in

# (picture, who, where, the links that lead on from there: of an older build one more may do)
PAGES = [
    ("desk", "lihui", "/"),
    ("three-rates", "lihui", "/three_rates/"),
    ("transfer", "lihui", "/reports/243/transfer/"),
    ("reply", "zhaolei", "/", r"/assignments/\d+/(reply/|$)", r"/assignments/\d+/reply/"),
    ("write", "yangmin", "/reports/new/"),
    ("record", "lihui", "/overview/", r"/reports/\d+/"),
    ("queue", "lihui", "/queue/"),
    ("supervision", "lihui", "/supervision/"),
    ("briefing", "lihui", "/briefing/"),
    ("posts", "lihui", "/posts/"),
]
FOLDER = ARTEFACTS / "before_after"
FIRST = """(wanted) => [...document.querySelectorAll("main a[href]")].map((a) => a.getAttribute("href"))
  .find((href) => new RegExp("^" + wanted).test(href))"""
GAP = 16


def shot(browser, base, who, where, *links):
    """What this person sees there, on an office PC."""
    context = browser.new_context(base_url=base, locale="zh-CN", viewport=OFFICE, color_scheme="light")
    page = context.new_page()
    sign_in(page, who)
    page.goto(where)
    for link in links:
        page.goto(page.evaluate(FIRST, link) or page.url)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return picture


def main(old, new):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, *rest in PAGES:
            both = [shot(browser, base, *rest) for base in (old, new)]
            wide, high = both[0].size
            side_by_side = Image.new("RGB", (2 * wide + GAP, high), "#c00000")
            for n, picture in enumerate(both):
                side_by_side.paste(picture, (n * (wide + GAP), 0))
            side_by_side.save(FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

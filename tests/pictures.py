"""`./run pictures`: takes the pictures of the README from the demo that runs, wide and on a phone.

`python -m tests.pictures [ADDRESS]`. They are Chinese and light, as an office would see them first.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.looking import CHROMIUM, FLAGS, sign_in

DOCS = Path(__file__).parent.parent / "docs"
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 780}
# (picture, who, where, how large); a * in the address is the first link there that begins like this.
PICTURES = [
    ("desk", "lihui", "/", WIDE),
    ("sign-off", "chenjing", "/signing/", WIDE),
    ("reading-room", "sunbo", "/reading/*", WIDE),
    ("overview", "gaoyuan", "/overview/", WIDE),
    ("phone-desk", "yangmin", "/", PHONE),
    ("phone-sign-off", "chenjing", "/signing/", PHONE),
]


def main(base="http://127.0.0.1:8000"):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, who, where, size in PICTURES:
            context = browser.new_context(base_url=base, locale="zh-CN", viewport=size, color_scheme="light")
            page = context.new_page()
            sign_in(page, who)
            page.goto(where.removesuffix("*"))
            if where.endswith("*"):
                page.locator(f"main a[href^='{where.removesuffix('*')}']").first.click()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=DOCS / f"{name}.png")
            print(f"docs/{name}.png  {page.title()}")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

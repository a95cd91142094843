"""Takes the README's pictures of a running demo: .venv/bin/python docs/pictures.py [http://127.0.0.1:8000]"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
PICTURES = {
    "desk": ("lihui", "/"),
    "sign-off": ("chenjing", "/signing/"),
    "reading-room": ("sunbo", "/reading/21/"),
    "overview": ("gaoyuan", "/overview/"),
    "composer": ("lihui", "/issues/23/"),
    "supervision": ("lihui", "/supervision/"),
}


def main(base="http://127.0.0.1:8000"):
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (username, path) in PICTURES.items():
            page = chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 860}).new_page()
            page.goto(f"{base}/login/?next={path}")
            page.click(f"form:has(input[name=username][value={username}]) button")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=HERE / f"{name}.png")
            page.context.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

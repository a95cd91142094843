"""Draws one page of a PDF, or a picture, in a process of its own: a hostile file may end it and nothing else.

Called as `render.py pdf|picture PAGE` with the file on standard input. Page 0 only counts the pages of a PDF.
Writes the number or the image; the way it ends says what was wrong.
"""

import io
import resource
import sys

import pypdfium2
from PIL import Image

COUNTING, DRAWING, MEMORY = 2, 10, 1 << 30  # seconds of processor time; bytes
BOX = 1240, 1754  # pixels: A4 as one reads it on a screen
LARGEST = 3  # times the size of the page, for small pages
LOCKED, BROKEN = 3, 4


def limit(seconds):
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def pdf(raw, page):
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        sys.exit(LOCKED if "password" in str(error).lower() else BROKEN)
    if not page:
        return str(len(document)).encode()
    document.init_forms()
    sheet = document[page - 1]
    width, height = sheet.get_size()
    scale = min(BOX[0] / width, BOX[1] / height, LARGEST)
    return written(sheet.render(scale=scale).to_pil(), "PNG")


def picture(raw, _page):
    Image.MAX_IMAGE_PIXELS = 40_000_000
    image = Image.open(io.BytesIO(raw), formats=["PNG", "JPEG"])
    form = image.format if image.format == "PNG" else "JPEG"
    image.thumbnail(BOX)
    return written(image, form)


def written(image, form):
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


if __name__ == "__main__":
    draw, number = {"pdf": pdf, "picture": picture}[sys.argv[1]], int(sys.argv[2])
    limit(DRAWING if number else COUNTING)
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read(), number))

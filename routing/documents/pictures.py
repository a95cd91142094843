"""Pages of our own PDFs as pictures. What others hand in is drawn by portal/files/preview.py, apart."""

from contextlib import closing
from io import BytesIO
from threading import Lock

import pypdfium2
from PIL import Image

WIDTH = 1000  # pixels
COLOURS = 128  # black on white and a red head: nobody sees that there are no more, and a page weighs a third
PDFIUM = Lock()  # it draws for one thread at a time


def picture(pdf, number):
    """(how many pages there are, the PNG of one of them); beyond the last, the last is shown."""
    with PDFIUM, closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[min(max(number, 1), len(document)) - 1]
        drawn = page.render(scale=WIDTH / page.get_width()).to_pil()
        pages = len(document)
    out = BytesIO()
    drawn.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return pages, out.getvalue()

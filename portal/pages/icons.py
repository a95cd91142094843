"""The icons of the pages: one sheet, made of those of the package, that a browser loads once."""

import re
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html

SHEET = "img/icons.svg"
FOLDERS = ("portal", "reports", "routing", "feedback", "templates")
QUOTED = re.compile(r"""["']([a-z0-9-]+)["']""")
SYMBOL = '<symbol id="{}" viewBox="0 0 16 16">{}</symbol>'


@cache
def icon(name):
    """One icon inside the page, which takes the colour of the words around it. An unknown name raises."""
    (settings.ICONS / f"{name}.svg").stat()
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static(SHEET), name)


def sheet():
    """The file that `icon` points into: all icons whose names stand in quotes in templates or code."""
    files = [path for folder in FOLDERS for path in (settings.BASE_DIR / folder).rglob("*")]
    texts = (path.read_text("utf-8") for path in files if path.suffix in (".html", ".py"))
    words = {word for text in texts for word in QUOTED.findall(text)}
    icons = sorted(path for path in settings.ICONS.glob("*.svg") if path.stem in words)
    shapes = (SYMBOL.format(path.stem, _shapes(path.read_text("utf-8"))) for path in icons)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(shapes)}</svg>'


def _shapes(svg):
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")].replace("\n", "").replace("  ", "")

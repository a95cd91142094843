"""The sheet holds every icon that a page points to."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from portal.pages.icons import SHEET, icon, sheet


def test_an_icon_points_into_the_sheet_and_an_unknown_one_raises():
    assert re.search(rf'href="/static/{SHEET}#bell"', icon("bell"))
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_every_icon_that_is_named_is_in_the_sheet():
    """By the tag of a template or by a row of code; what stands in the file is what is made now."""
    made = sheet()
    pages = "\n".join(path.read_text("utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html"))
    named = set(re.findall(r'{% icon "([^"]+)" %}', pages))
    assert len(named) > 50
    assert not {name for name in named if f'<symbol id="{name}"' not in made}
    assert Path(finders.find(SHEET)).read_text("utf-8") == made

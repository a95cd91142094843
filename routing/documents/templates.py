"""Where a template is: the office's own, if its folder has one by that name, else ours."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

OURS = Path(__file__).parent.parent / "printed"
READ_BY_TYPST = {".typ", ".png", ".jpg", ".svg"}  # other files of a template: what it draws


class Broken(Exception):
    """A template of the office cannot be used; says which file and why."""

    def __init__(self, path, reason):
        said = _("The office's template “%(file)s” cannot be used: %(reason)s")
        super().__init__(said % {"file": path.name, "reason": reason})


def template(name):
    """(path, whether it is the office's)."""
    own = Path(settings.TEMPLATE_DIR or OURS) / name
    return (own, True) if settings.TEMPLATE_DIR and own.is_file() else (OURS / name, False)


def sources():
    """{file name: content} of all that Typst may read: ours, and the office's files in their place."""
    folders = [OURS, Path(settings.TEMPLATE_DIR)] if settings.TEMPLATE_DIR else [OURS]
    files = (path for folder in folders for path in sorted(folder.glob("*")))
    return {path.name: _read(path) for path in files if path.suffix in READ_BY_TYPST}


def _read(path):
    try:
        return path.read_bytes()
    except OSError as error:
        raise Broken(path, error.strerror) from error

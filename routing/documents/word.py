"""Makes a Word file from a template with tags: the office can go on writing in it."""

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError

from routing.documents.templates import Broken, template

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file knows
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # by XML
FAULTS = (
    TemplateError, LxmlError, OpcError, BadZipFile, KeyError, ValueError, TypeError, AttributeError,
)  # fmt: skip


def word(name: str, data: dict) -> bytes:
    """`NAME.docx` filled with these words; the same words give the same bytes.

    Raises Broken where a template of the office cannot be filled.
    """
    path, own = template(f"{name}.docx")
    try:
        return dated(filled(path, data))
    except FAULTS as error:
        if not own:
            raise
        raise Broken(path, f"{type(error).__name__}: {error}") from error


def filled(path, data):
    document = DocxTemplate(path)
    document.render(data, SandboxedEnvironment(autoescape=True, finalize=writable))
    about = document.docx.core_properties
    about.created = about.modified = datetime(data["year"], 1, 1)  # noqa: DTZ001 (Word keeps no zone)
    issuer = writable(data["issuer"])
    about.title, about.author, about.last_modified_by = writable(data["title"]), issuer, issuer
    out = BytesIO()
    document.save(out)
    return out


def writable(value):
    """Signs that a Word file cannot hold leave a box behind, not a gap."""
    return UNWRITABLE.sub("□", value) if isinstance(value, str) else value


def dated(file):
    """The same parts in the same order, without the moment at which they were packed."""
    out = BytesIO()
    with ZipFile(file) as read, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(ZipInfo(name, LONG_AGO), read.read(name), ZIP_DEFLATED)
    return out.getvalue()

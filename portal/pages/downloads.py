"""What the portal has made, to be saved."""

from urllib.parse import quote

from django.http import HttpResponse

OFFICE_XML = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "docx": f"{OFFICE_XML}.wordprocessingml.document",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": f"{OFFICE_XML}.spreadsheetml.sheet",
}


def download(content, name):
    """An answer that is saved under a name in words, whose ending gives its type; no cache keeps it."""
    answer = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

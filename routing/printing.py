"""What is printed of an issue, read off the record."""

from urllib.parse import quote

from django.conf import settings

from portal.workdays import local_day

MASTHEAD = "社情民意信息专报"


def issue_data(issue):
    """The data of documents.issue_pdf. An official document is in Chinese whatever the page's language."""
    day = local_day(issue.signed_at) if issue.signed_at else None
    return {
        "masthead": MASTHEAD,
        "issuer": f"{settings.COMMITTEE_NAME}办公室",
        "editing_office": f"{settings.COMMITTEE_NAME}办公室编",
        "number": issue.number,
        "year": issue.year,
        "running_total": issue.running_total,
        "date": f"{day.year}年{day.month}月{day.day}日" if day else "",
        "recipients_up": [r.user.name for r in issue.readers.select_related("user")],
        "recipients_peer": [],
        "recipients_down": [],
        "note": issue.note,
        "pieces": [piece.parts() | {"author_line": piece.author_line} for piece in issue.pieces.all()],
        "print_run": issue.readers.count(),
        "editor": issue.created_by.name,
        "signer": issue.signed_by.name if issue.signed_by else "",
        "notice": "内部资料　注意保存",
    }


def file_name(issue, ending="pdf"):
    """In words, quoted for a header: 社情民意信息专报-2026年第7期.pdf"""
    number = f"{issue.year}年第{issue.number}期" if issue.number else f"样稿{issue.pk}"
    return quote(f"{MASTHEAD}-{number}.{ending}")

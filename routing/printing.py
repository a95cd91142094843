"""What is printed of an issue."""

from urllib.parse import quote

from routing.states import IssueState


def issue_data(issue):
    """The data of the documents, in Chinese whatever the page's language.

    What was handed in or signed is printed as it was kept then; only that an issue is void comes after it.
    """
    return (issue.printed or issue.as_composed()) | {"void": issue.status == IssueState.VOID}


def file_name(issue, ending="pdf"):
    """In words, quoted for a header: 社情民意信息专报-2026年第7期.pdf"""
    number = issue.short if issue.number else f"样稿{issue.pk}"
    void = "（作废）" if issue.status == IssueState.VOID else ""
    return quote(f"{issue.masthead}-{number}{void}.{ending}")


def printed_pieces(issue):
    """The issue's pieces with the words as they are printed."""
    words = {piece["report"]: piece for piece in issue_data(issue)["pieces"]}
    pieces = list(issue.pieces.select_related("report"))
    for piece in pieces:
        for name, said in words.get(piece.report_id, {}).items():
            if name != "report":
                setattr(piece, name, said)
    return pieces

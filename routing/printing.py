"""What is printed of an issue."""

from reports.models import Report
from reports.states import GONE
from routing.states import IssueState

SEALED = "（本件已封存）"  # what stands for a report since it was sealed


def issue_data(issue):
    """The data of the documents, in Chinese whatever the page's language.

    What was handed in or signed is printed as it was kept then; only that an issue is void comes after it,
    and which of its reports were sealed since: every other issue has let go of those.
    """
    data = issue.printed or issue.as_composed()
    if issue.status != IssueState.VOID:
        return data | {"void": False}
    named = [piece["report"] for piece in data["pieces"]]
    gone = set(Report.objects.filter(pk__in=named, status__in=GONE).values_list("pk", flat=True))
    pieces = [_sealed(piece) if piece["report"] in gone else piece for piece in data["pieces"]]
    return data | {"void": True, "pieces": pieces}


def _sealed(piece):
    return dict.fromkeys(piece, "") | {"report": piece["report"], "title": SEALED}


def file_name(issue, ending="pdf"):
    """社情民意信息专报-2026年第7期.pdf"""
    number = issue.short if issue.number else f"样稿{issue.pk}"
    void = "（作废）" if issue.status == IssueState.VOID else ""
    return f"{issue.masthead}-{number}{void}.{ending}"


def printed_pieces(issue):
    """The issue's pieces with the words as they are printed."""
    words = {piece["report"]: piece for piece in issue_data(issue)["pieces"]}
    pieces = list(issue.pieces.select_related("report"))
    for piece in pieces:
        for name, said in words.get(piece.report_id, {}).items():
            if name != "report":
                setattr(piece, name, said)
    return pieces

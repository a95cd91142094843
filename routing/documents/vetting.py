"""What stands on the vetting sheets 核稿单 of a report and of an issue: who made each link of the chain."""

from django.conf import settings
from django.utils.translation import override

from portal.days.workdays import local_day
from portal.ledger.models import Entry
from portal.pages.chinese import chinese_day
from reports.states import State as S
from routing.documents.slips import home_of, issue_number, signed_text
from routing.printing import issue_data, printed_pieces
from routing.states import IssueState as I

# The links of each chain: the moves by which each is made.
REPORT_CHAIN = {
    "editor": {(S.EDITING, S.AWAITING_VETTING), (S.EDITING, S.AWAITING_SIGNOFF)},
    "vetter": {(S.AWAITING_VETTING, S.AWAITING_SIGNOFF)},
    "chair": {(S.WITH_CHAIR, S.AWAITING_SIGNOFF)},
    "signer": {(S.AWAITING_SIGNOFF, S.SIGNED)},
}
ISSUE_CHAIN = {
    "editor": {(I.DRAFT, I.AWAITING_VETTING), (I.DRAFT, I.AWAITING_SIGNOFF)},
    "vetter": {(I.AWAITING_VETTING, I.AWAITING_SIGNOFF)},
    "signer": {(I.AWAITING_SIGNOFF, I.SIGNED)},
    "publisher": {(I.SIGNED, I.PUBLISHED)},
}
BEGUN_AGAIN = {S.EDITING, I.DRAFT}  # what was approved before is to be approved again


def chain(subject, links):
    """{link: name, day and opinion of whoever made it last}; empty words for one not made or undone."""
    made = {}
    for entry in Entry.objects.about(subject).select_related("actor").order_by("id"):
        move = tuple(entry.changes.get("status", ()))
        if not move or move[0] == move[1]:
            continue
        undone = [link for link, moves in links.items() if move[1] in {before for before, _after in moves}]
        for link in made.copy() if move[1] in BEGUN_AGAIN else undone:
            made.pop(link, None)
        for link, moves in links.items():
            if move in moves and entry.actor:
                made[link] = {
                    "name": entry.who, "date": chinese_day(entry.at), "opinion": entry.note
                }  # fmt: skip
    return {link: made.get(link, {"name": "", "date": "", "opinion": ""}) for link in links}


@override("zh-hans")
def vetting_sheet(report):
    """The fields of the printed sheet; what the portal does not keep stays empty, to be filled in by hand."""
    piece = report.piece
    sources = report.sources
    return chain(report, REPORT_CHAIN) | {
        "title": "社情民意信息核稿单",
        "issuer": f"{settings.COMMITTEE_NAME}办公室",
        "year": local_day(report.created_at).year,
        "number": report.number,
        "organisation": home_of(report),
        "collective": report.collective,
        "category": report.get_category_display(),
        "authors": [author for source in sources for author in authors(source)],
        "submitted": chinese_day(report.submitted_at),
        "combined": len(sources) > 1,
        "originals": [f"{source.number} {source.title}" for source in sources[1:]],
        "to_leaders": bool(piece),
        "to_units": report.assignments.exists(),
        "issue": issue_number(piece and piece.issue),
        "length": report.working.length,
        **signed_text(report.working),
    }


def authors(report):
    """The first author, then the joint ones: what is known of each."""
    first = {"name": report.byline, "post": report.author.position, "phone": report.contact_phone}
    joint = ({"name": a.name, "post": a.field, "phone": ""} for a in report.authors.all()[1:])
    return [first, *joint]


@override("zh-hans")
def issue_vetting_sheet(issue):
    data = issue_data(issue)
    return chain(issue, ISSUE_CHAIN) | {
        "title": f"{data['masthead']}核稿单",
        "issuer": data["issuer"],
        "year": issue.year,
        "number": issue_number(issue) or f"样稿{issue.pk}",
        "begun": chinese_day(issue.created_at),
        "pieces": [
            {"title": piece.title, "author_line": piece.author_line, "report_number": piece.report.number}
            for piece in printed_pieces(issue)
        ],
        "note": data["note"],
        "recipients_up": data["recipients_up"],
        "recipients_peer": data["recipients_peer"],
        "recipients_down": data["recipients_down"],
        "print_run": data["print_run"],
    }

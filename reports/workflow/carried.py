"""What becomes of the reports that were merged into another one, their host, whenever the host moves.

| the host is                                        | those merged into it                              |
|----------------------------------------------------|---------------------------------------------------|
| edited, vetted, with the chair, awaiting sign-off  | stay, due with the host; each can be separated    |
| signed, placed, taken out, issued                  | stay, due with the host; nothing can be undone    |
| handled                                            | stay; the office sees them through                |
| answered                                           | stay until the host's author has given an opinion |
| concluded or closed                                | are closed with it, their authors are told        |
| handled again after it was closed                  | are open again with it                            |
| returned, kept, sealed, or out in any other way    | are edited again, each by itself                  |

All in the transaction of the host's step, so none is ever without a holder.
"""

from portal.days import workdays
from portal.ledger.engine import take
from portal.ledger.models import Duty
from reports import deadlines
from reports.states import ENDED, WITH_AUTHOR
from reports.states import State as S

LETTING_GO = (ENDED | WITH_AUTHOR | {S.SEALED}) - {
    S.CLOSED
}  # the host ends without a piece that they could be part of


def is_apart(report, _at, _calendar):
    """Whether it can still be separated: what is signed is not taken apart again."""
    return not (report.carried_by and report.carried_by.signed_at)


def bring_along(host, entry):
    for report in host.carried.order_by("pk"):
        if host.status in LETTING_GO:
            let_go = {"host": host.number}
            take("unmerge", report, by=None, at=entry.at, changes=let_go, carried_by=None)
        elif host.status == report.status == S.CLOSED:
            continue  # what happens to a closed piece, such as a correction, moves none of them
        elif host.status == S.CLOSED:
            end = {"note": entry.note, "ended_at": entry.at}
            take("close_with_host", report, by=None, at=entry.at, **end)
        elif report.status == S.CLOSED:
            take("reopen_with_host", report, by=None, at=entry.at, ended_at=None)
        else:
            _date_with_host(report, entry.at)


def _date_with_host(report, at):
    due = deadlines.with_host(report, at, workdays.load())
    Duty.objects.about(report).open().update(
        due_at=due.at, first_due_at=due.at, rule=due.rule, remind_at=due.remind_at,
        reckoning=due.reckoning, provisional=due.provisional,
    )  # fmt: skip


def credit(host, *joining):
    """For the journal: single or combined adoption, which originals, and every author in order."""
    merged = sorted([*host.sources[1:], *joining], key=lambda source: (source.submitted_at, source.pk))
    sources = [host, *merged]
    names = [name for source in sources for name in source.names]
    return {
        "adoption": "combined" if len(sources) > 1 else "single",
        "sources": [source.number for source in sources],
        "authors": list(dict.fromkeys(names)),
    }

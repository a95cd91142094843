"""The ledger of directives as rows of a workbook, in the words of the page."""

from django.utils.translation import gettext as _


def headings():
    return [
        _("Written on"), _("Written by"), _("Rank"), _("Directive"), _("Written about"), _("Stage"),
        _("Units"), _("Working days"), _("Closed on"), _("Outcome"), _("Reported back on"),
    ]  # fmt: skip


def row(directive):
    """`directive` as the page has it, with its days and parts."""
    units = "、".join(f"{a.unit}（{a.get_status_display()}）" for a, _duty in directive.parts)
    closed = directive.closed_at and directive.closed_at.astimezone().date()
    return [
        directive.written_on, directive.by, directive.get_rank_display(), directive.text,
        f"{directive.number} {directive.about}", directive.get_status_display(), units,
        directive.days, closed, directive.outcome, directive.reported_back_on,
    ]  # fmt: skip

"""What came out of a lead or a commission, in the lists of them."""

from django.utils.translation import gettext_lazy, ngettext

from portal.pages.columns import Column


def _came(source, _request):
    """How many reports, and how many of them were adopted."""
    if not source.came:
        return ""
    reports = ngettext("%(n)s report", "%(n)s reports", source.came) % {"n": source.came}
    adopted = ngettext("%(n)s adopted", "%(n)s adopted", source.adopted) % {"n": source.adopted}
    return f"{reports} · {adopted}"


CAME = [
    Column("came", gettext_lazy("Reports that came of it"), "came", _came, look="tight"),
    Column("adopted", gettext_lazy("Adopted"), "adopted", cell=None),
]

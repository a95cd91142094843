"""What differs between two versions of what is printed of an issue, word by word."""

from django.utils.translation import gettext_lazy as _

from reports import compare

LINES = {
    "masthead": _("Masthead"), "issuer": _("Issuer"), "editing_office": _("Editing office"),
    "notice": _("Notice at the top"), "corrects": _("Corrects"), "note": _("Editor's note"),
    "editor": _("Editor"), "vetter": _("Vetter"), "print_run": _("Copies on paper"),
}  # fmt: skip
LISTS = {
    "recipients_up": _("Reported to"),
    "recipients_peer": _("Sent to"),
    "recipients_down": _("Issued to"),
}
PARTS = compare.LABELS | {"author_line": _("Author line")}


def changes(old, new):
    """[(label, segments)] of everything that reads otherwise now; see compare.difference."""
    pairs = [(label, str(old[key]), str(new[key])) for key, label in LINES.items()]
    pairs += [(label, "、".join(old[key]), "、".join(new[key])) for key, label in LISTS.items()]
    pairs += [(_("Pieces in order"), _titles(old), _titles(new)), *_texts(old, new)]
    stock = compare.Stock()
    return [(label, compare.difference(was, now, stock)) for label, was, now in pairs if was != now]


def _titles(data):
    return "\n".join(f"{n}. {piece['title']}" for n, piece in enumerate(data["pieces"], 1))


def _texts(old, new):
    """The words of each piece that is in both."""
    before = {piece["report"]: piece for piece in old["pieces"]}
    for piece in new["pieces"]:
        if was := before.get(piece["report"]):
            for part, label in PARTS.items():
                yield f"{piece['title']} · {label}", was[part], piece[part]

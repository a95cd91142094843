"""Two texts of one report: what somebody typed, and what was saved meanwhile from elsewhere.

Nothing is overwritten silently: both are shown, and the person keeps the one, takes the other or goes on with
a text made of both. The form then stands on the newest version, so that saving it is that decision.
"""

from reports.compare import LABELS, Stock, difference
from reports.models import Text


def beside(form, standing, *, version, url, when, who=None):
    """The context of reports/both.html for a bound form, which asks again on that version.

    `standing` is the text saved meanwhile, `url` the page that shows it.
    """
    stock = Stock()
    both = {
        "version": version,
        "url": url,
        "when": when,
        "who": who,
        "rows": [_row(part, form[part].value() or "", getattr(standing, part), stock) for part in Text.PARTS],
        "choices": [form[name].label for name in form.changed_data if _is_choice(form[name])],
    }
    form.data = form.data.copy()
    form.data["version"] = version
    return both


def _row(part, typed, standing, stock):
    typed = typed.replace("\r\n", "\n").strip()
    same = typed == standing
    return {
        "part": part, "label": LABELS[part], "text": standing, "same": same,
        "diff": difference(typed, standing, stock),
    }  # fmt: skip


def _is_choice(field):
    return field.name not in Text.PARTS and not field.is_hidden and field.name not in ("files", "note")

"""The catalogue of who owns what as an office keeps it in Excel, and as its own export looks.

Each row has to hold by the rules of the form; what is wrong is named by its row, and then nothing is taken.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.pages import spreadsheets
from routing.forms.competences import CompetenceForm
from routing.suggest import units

COLUMNS = {
    "title": ["事项", "权责事项", "职责事项", "事项名称"],
    "unit": ["承办单位", "单位", "责任单位", "主管部门", "部门"],
    "words": ["关键词", "词语"],
    "source": ["依据", "来源", "文件依据"],
    "holds": ["有效", "是否有效"],
}  # "title" is what `spreadsheets` asks for: here the matter
EXPORTED = {
    "title": gettext_lazy("Matter"), "unit": gettext_lazy("Unit"), "words": gettext_lazy("Words"),
    "source": gettext_lazy("Source"), "holds": gettext_lazy("It holds"),
}  # fmt: skip
HOLDS = {"是": True, "有效": True, "Yes": True, "否": False, "失效": False, "No": False}
MOST_TOLD = 20  # problems


def read_upload(upload):
    """[{unit, matter, words, source, holds}] of an .xlsx; ValidationError with a message for each bad row."""
    by_name = {unit.name: unit for unit in units()}
    columns = {name: [*known, "".join(str(EXPORTED[name]).split())] for name, known in COLUMNS.items()}
    table, lines, problems, seen = spreadsheets.read(upload, columns), [], [], {}
    for row in table.rows:
        line, wrong = _line(row, by_name)
        first = line and seen.setdefault((line["unit"], line["matter"]), row.number)
        if line and first != row.number:
            wrong = [_("The same as in row %(row)s.") % {"row": first}]
        problems += [
            _("Line %(number)s: %(problem)s") % {"number": row.number, "problem": each} for each in wrong
        ]
        lines.append(line)
    if len(problems) > MOST_TOLD:
        more = _("And %(count)s more.") % {"count": len(problems) - MOST_TOLD}
        problems = [*problems[:MOST_TOLD], more]
    if problems:
        raise ValidationError(problems)
    return lines


def _line(row, by_name):
    """(the line as the form cleans it, what is wrong with the row)"""
    given = {name: " ".join(value.split()) for name, value in row.values.items()}
    unit = by_name.get(given.get("unit"))
    form = CompetenceForm(given | {"matter": given["title"], "unit": unit and unit.pk})
    wrong = list(row.problems)
    if given.get("unit") and not unit:
        wrong.append(_("The portal knows no unit “%(name)s”.") % {"name": given["unit"][:50]})
    if given.get("holds") and given["holds"] not in HOLDS:
        wrong.append(_("“%(word)s” is neither yes nor no.") % {"word": given["holds"][:20]})
    if not wrong:
        wrong = [
            _("%(label)s: %(error)s") % {"label": form.fields[name].label, "error": error}
            for name, errors in form.errors.items()
            for error in errors
        ]
    if wrong:
        return None, wrong
    holds = {"holds": HOLDS[given["holds"]]} if given.get("holds") else {}  # else it stays as it is
    return form.cleaned_data | holds, []

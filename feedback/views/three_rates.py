"""The three rates of each unit, ranked, each number with the cases behind it; also as workbooks."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import three_rates
from feedback.forms import CasesForm, RatesForm
from feedback.three_rates import APART, COUNTED, OF_UNIT, OPINIONS, RATES, STANDING
from portal.days.workdays import local_day
from portal.pages.downloads import download
from portal.pages.lists import page_of
from portal.pages.workbooks import workbook
from portal.people.rules import in_office

COLUMNS = [  # (rate, what of it); "" is the rate itself
    (rate, part) for rate in RATES for part in ("", *COUNTED[rate], *APART[rate])
]


def rates(request):
    """By unit, of the period that the address names; of the rate they are ranked by, every number."""
    _for_the_office(request)
    form = RatesForm(request.GET, today=local_day(request.now))
    asked = form.cleaned_data if form.is_valid() else {}
    by, period = asked.get("by") or "reply", asked.get("of")
    units = three_rates.of_units(period, request.now, request.calendar, by) if period else []
    if "export" in request.GET and period:
        return _export(units, period)
    parts = (*COUNTED[by][1:], *APART[by])
    context = {
        "filter_form": form,
        "units": [(unit, *_cells(unit, period, by, parts)) for unit in units],
        "rates": [(label, name == by) for name, label in RATES.items()],
        "parts": [STANDING[part] for part in parts],
        "period": period,
        "least": three_rates.least_cases(period, request.now, request.calendar) if period else None,
    }
    return render(request, "feedback/three_rates.html", context, status=200 if period else 400)


def _cells(unit, period, by, parts):
    """[(label, Rate, where the kept are, where all counted are)], of one rate [(label, how many, where)]."""

    def behind(name, standing):
        query = {"rate": name, "unit": unit.pk, "standing": standing} | period.query
        return reverse("feedback:rated", query=query)

    shown = [
        (label, unit.rates[name], behind(name, COUNTED[name][0]), behind(name, "of"))
        for name, label in RATES.items()
    ]
    return shown, [(STANDING[part], unit.rates[by].counts[part], behind(by, part)) for part in parts]


def _export(units, period):
    """Exactly what is shown; a rate with the two numbers it is made of."""
    headings = [_("Rank by this rate"), _("Unit")]
    headings += [f"{RATES[rate]} · {STANDING.get(part, _('Rate'))}" for rate, part in COLUMNS]
    few = _("too few cases to be ranked")
    table = [
        [unit.place or few, unit.name, *(_value(unit.rates[rate], part) for rate, part in COLUMNS)]
        for unit in units
    ]
    name = f"{_('Three rates')}-{period.since}-{period.until}.xlsx"
    return download(workbook(_("Three rates"), headings, table), name)


def _value(rate, part):
    return rate.counts[part] if part else f"{rate.kept}/{rate.of} {rate.percent}".strip()


def cases(request):
    """The duties or the opinions behind a number."""
    _for_the_office(request)
    form = CasesForm(request.GET or _this_year(request))
    asked = form.cleaned_data if form.is_valid() else {}
    rows, columns = _cases(asked, request) if asked else ([], [])
    if "export" in request.GET and asked:
        table = [[value(row) for _label, value in columns] for row in rows]
        headings = [str(label) for label, _value in columns]
        return download(workbook(_("Three rates"), headings, table), f"{RATES[asked['rate']]}.xlsx")
    page = page_of(rows, request)
    headings = [label for label, _value in columns]
    context = {
        "page": page,
        "title": RATES[asked["rate"]] if asked else _("Three rates"),
        "headings": headings,
        "rows": [
            (row.report, list(zip(headings, [value(row) for _label, value in columns], strict=True))[2:])
            for row in page
        ],
        "filter_form": form,
        "period": asked.get("of"),
    }
    return render(request, "feedback/rated.html", context, status=200 if asked else 400)


def _this_year(request):
    today = local_day(request.now)
    return {"rate": "reply", "since": today.replace(month=1, day=1), "until": today.replace(month=12, day=31)}


def _cases(asked, request):
    name, standing = asked["rate"], asked["standing"]
    if name in OPINIONS:
        rows, how, unit = three_rates.opinions(asked["of"]), three_rates.judged(name), OF_UNIT
        columns = OPINION
    else:
        rows, how, unit = three_rates.duties(name, asked["of"]), three_rates.how(request.now), "unit"
        rows, columns = rows.select_related("unit"), DUTY
    if asked["unit"]:
        rows = rows.filter(**{unit: asked["unit"]})
    if standing:
        rows = rows.filter(how[standing])
    return rows.select_related("report").distinct().order_by("-pk"), columns


def _settled(duty):
    return duty.settled_at and local_day(duty.settled_at)


REPORT = [
    (gettext_lazy("Number"), lambda row: row.report.number),
    (gettext_lazy("Report"), lambda row: row.report.heading),
]
DUTY = [
    *REPORT,
    (gettext_lazy("Unit"), lambda duty: duty.unit.name),
    (gettext_lazy("Since"), lambda duty: local_day(duty.opened_at)),
    (gettext_lazy("Due"), lambda duty: local_day(duty.due_at)),
    (gettext_lazy("First date"), lambda duty: local_day(duty.first_due_at) if duty.extended else None),
    (gettext_lazy("Done"), _settled),
    (gettext_lazy("Late"), lambda duty: None if duty.late is None else _("Yes") if duty.late else _("No")),
]
OPINION = [
    *REPORT,
    (gettext_lazy("The handling"), lambda opinion: opinion.get_handling_display()),
    (gettext_lazy("The result"), lambda opinion: opinion.get_result_display()),
    (gettext_lazy("On which day"), lambda opinion: local_day(opinion.at)),
]


def _for_the_office(request):
    if not in_office(request.hats):
        raise PermissionDenied

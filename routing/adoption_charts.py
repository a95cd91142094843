"""What was adopted elsewhere in a year, drawn by month and by level, beside the year before."""

from functools import partial

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.days.periods import Period
from portal.pages.charts import beside_last_year, in_months, parts, years
from routing.models import AdoptionEvent
from routing.states import Level


def charts(year, **look):
    """(Chart by month, Chart by level), in one statement."""
    rows = AdoptionEvent.objects.adopted().filter(happened_on__range=Period.years(year - 1, year).days)
    rows = rows.order_by().annotate(month=TruncMonth("happened_on")).values("level", "month")
    rows = list(rows.annotate(n=Count("pk")))
    by_month = in_months(rows, lambda period: (_behind(period), ""))

    def of_level(level, period):
        of_it = [row for row in rows if row["level"] == level]
        return in_months(of_it, lambda period: (_behind(period, level=level), ""))(period)

    numbers = (partial(of_level, period=Period.year(each)) for each in (year, year - 1))
    return (
        beside_last_year(_("Adopted elsewhere"), year, by_month, **look),
        parts(_("Adopted elsewhere, by level"), years(year), Level.choices, *numbers),
    )


def _behind(period, **asked):
    return reverse("routing:events", query={"kind": "adopted"} | asked | period.query)

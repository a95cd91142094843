"""The page of supervision: by unit and row by row, with a word to whoever is late; also as a workbook."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.forms import ChaseForm, SupervisionFilter
from feedback.rules import sees_supervision
from feedback.supervision import by_unit, follow, of_units, standings, with_subject
from portal.days.workdays import local_day
from portal.pages.downloads import download
from portal.pages.forms import posted
from portal.pages.lists import page_of, ticked
from portal.pages.workbooks import workbook
from routing.rules import may_chase
from routing.workflow.chasing import chase


def supervision(request):
    """What is late and nearly late, unless the address asks otherwise. A post chases what is ticked."""
    if not sees_supervision(request.hats):
        raise PermissionDenied
    seen, how = of_units(request.hats), standings(request.now, request.calendar)
    form = SupervisionFilter(request.GET, seen=seen)
    rows = seen.filter(how["due"]) if not form.is_valid() else form.filtered(seen, how)
    rows = with_subject(rows).order_by("due_at", "id")
    if "export" in request.GET:
        return _export(request, rows)
    chasing = ChaseForm(posted(request))
    if request.method == "POST":
        if not may_chase(request.hats):
            raise PermissionDenied
        if chasing.is_valid() and _chase(request, seen, chasing.cleaned_data["note"]):
            return redirect(request.get_full_path())
    page = page_of(rows, request)
    page.object_list = follow(list(page.object_list), request.now, request.calendar)
    context = {
        "page": page,
        "units": by_unit(seen, how),
        "filter_form": form,
        "filters_set": sum(bool(form[name].value()) for name in form.fields),
        "chasing": chasing,
        "ticked": set(request.POST.getlist("duty")),
        "may_chase": may_chase(request.hats),
    }
    wrong = not form.is_valid() or request.method == "POST"
    return render(request, "feedback/supervision.html", context, status=400 if wrong else 200)


def _chase(request, seen, note):
    """Says how many heard of it; False where nothing was ticked."""
    duties = list(with_subject(seen.filter(pk__in=ticked(request, "duty"))))
    if not duties:
        messages.warning(request, _("Tick at least one row."))
        return False
    chased = len(chase(duties, by=request.user, at=request.now, note=note))
    if chased:
        said = ngettext("%(n)d matter has been chased.", "%(n)d matters have been chased.", chased)
        messages.success(request, said % {"n": chased})
    if rest := len(duties) - chased:
        said = ngettext(
            "%(n)d matter was chased today already; once a day is enough.",
            "%(n)d matters were chased today already; once a day is enough.",
            rest,
        )
        messages.info(request, said % {"n": rest})
    return True


COLUMNS = [
    (gettext_lazy("Number"), lambda duty: duty.number),
    (gettext_lazy("Report"), lambda duty: duty.title),
    (gettext_lazy("Unit"), lambda duty: duty.unit.name),
    (gettext_lazy("What is owed"), lambda duty: str(duty.act)),
    (gettext_lazy("State"), lambda duty: duty.subject.get_status_display()),
    (gettext_lazy("Waiting for"), lambda duty: duty.waiting_for),
    (gettext_lazy("Due"), lambda duty: local_day(duty.due_at)),
    (gettext_lazy("First date"), lambda duty: local_day(duty.first_due_at) if duty.extended else None),
    (gettext_lazy("Working days late"), lambda duty: duty.days_late),
    (gettext_lazy("Rung"), lambda duty: str(duty.rung)),
    (gettext_lazy("Reminded by the portal"), lambda duty: duty.by_clock and local_day(duty.by_clock)),
    (gettext_lazy("Chased by hand"), lambda duty: duty.by_hand and local_day(duty.by_hand.at)),
    (gettext_lazy("Chased by"), lambda duty: duty.by_hand and str(duty.by_hand.actor)),
    (gettext_lazy("In these words"), lambda duty: duty.by_hand and duty.by_hand.note),
]


def _export(request, rows):
    """Every row that the filters let through."""
    duties = follow(list(rows), request.now, request.calendar)
    table = [[value(duty) for _label, value in COLUMNS] for duty in duties]
    title = _("Supervision")
    name = f"{title}-{local_day(request.now)}.xlsx"
    return download(workbook(title, [str(label) for label, _value in COLUMNS], table), name)

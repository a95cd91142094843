"""The stations' public form: the only page besides the door that strangers may open."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.pages.forms import posted
from portal.people.callers import caller
from portal.people.models import Counter
from reports.forms.consultations import PublicForm
from reports.models import Consultation, Intake
from reports.workflow import consultations as workflow

NOTICE = "2026-11"  # the version of the note on name and phone that templates/reports/tell_us.html shows


@login_not_required
def tell_us(request, code):
    """Short enough for a bad phone; what was typed stays whatever is wrong with it."""
    intake = get_object_or_404(Intake.objects.select_related("organisation"), code=code)
    form = PublicForm(posted(request))
    status = 200
    if request.method == "POST":
        if form.is_valid():
            form, status, matter = _send(request, intake, form)
            if matter:
                return redirect("reports:told", code, matter.key)
        else:
            status = 400
    context = {
        "form": form, "station": intake.organisation, "days": policy_of(request).citizen_data_days,
        "committee": settings.COMMITTEE_NAME,
    }  # fmt: skip
    answer = render(request, "reports/tell_us.html", context, status=status)
    if status == 429:
        answer["Retry-After"] = 3600
    return answer


def _send(request, intake, form):
    """(form, status, matter): what was sent before is answered again and counts for nothing."""
    key = form.cleaned_data["key"]
    if not (Consultation.objects.filter(key=key).exists() or _admitted(request, intake)):
        form.add_error(
            None, _("Very many messages are coming in at the moment. Please send this again in an hour.")
        )
        return form, 429, None
    try:
        matter = workflow.receive(intake, at=request.now, key=key, notice=NOTICE, **form.fields_of_matter())
    except TooLate:
        said = _("You have sent this page before, with other words. Press once more to send these as well.")
        return form.again(said), 409, None
    return form, 302, matter


def _admitted(request, intake):
    """Per caller and per station and hour, in PostgreSQL, so that it holds for all web processes."""
    hour = request.now.replace(minute=0, second=0, microsecond=0)
    station, policy = f"station/{intake.organisation_id}", policy_of(request)
    limits = {caller(request): policy.public_per_address, station: policy.public_per_station}
    return Counter.objects.admit(limits, hour)


def policy_of(request):
    """The office's, of today."""
    return request.calendar.policy.on(local_day(request.now))


@login_not_required
def told(request, code, key):
    """The number, and what happens next. It shows nothing of what was sent."""
    matter = get_object_or_404(Consultation, key=key, recorded_by=None, station__intake__code=code)
    return render(request, "reports/told.html", {"matter": matter, "code": code})

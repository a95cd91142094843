"""The stations' public form: the only page besides the door that strangers may open."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.pages.forms import posted, status_of
from portal.people.callers import caller
from portal.people.models import Counter
from reports.forms.public import AskForm, PublicForm
from reports.models import Consultation, Intake
from reports.states import MatterState as S
from reports.workflow import consultations as workflow

BECAME = {
    S.RECEIVED: gettext_lazy("The station is going to read it."),
    S.OPEN: gettext_lazy("The station has read it and is seeing to it."),
    S.WRITING: gettext_lazy("The station is writing it up as a report for those who decide."),
    S.REPORTED: gettext_lazy("It was written up as a report for those who decide."),
    S.SETTLED: gettext_lazy("It has been settled."),
    S.PASSED_ON: gettext_lazy("It has been passed on to whoever is in charge."),
    S.SET_ASIDE: gettext_lazy(
        "The station does not follow it any further. Ask there if you want to know why."
    ),
}
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
        "form": form, "station": intake.organisation.heir, "code": code,
        "days": policy_of(request).citizen_data_days, "committee": settings.COMMITTEE_NAME,
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


def _admitted(request, intake, to=""):
    """Per caller and per station and hour, in PostgreSQL, so that it holds for all web processes."""
    hour = request.now.replace(minute=0, second=0, microsecond=0)
    station, policy = f"{to}station/{intake.organisation_id}", policy_of(request)
    limits = {to + caller(request): policy.public_per_address, station: policy.public_per_station}
    return Counter.objects.admit(limits, hour)


@login_not_required
def ask_after(request, code):
    """How a matter stands, for whoever knows its number and the phone that was given with it.

    By post, so that neither stands in an address; one answer for a wrong number and a wrong phone.
    """
    intake = get_object_or_404(Intake.objects.select_related("organisation"), code=code)
    form, matter = AskForm(posted(request)), None
    full = form.is_valid() and not _admitted(request, intake, to="ask/")
    if full:
        form.add_error(
            None, _("Very many questions are coming in at the moment. Please ask again in an hour.")
        )
    elif form.is_valid():
        asked = Consultation.objects.numbered(form.cleaned_data["number"]).filter(recorded_by=None)
        matter = asked.filter(
            station__in=[intake.organisation, intake.organisation.heir], phone=form.cleaned_data["phone"]
        ).first()
        if not matter:
            form.add_error(None, _("There is no matter with this number and this phone at this station."))
    context = {"form": form, "station": intake.organisation.heir, "code": code, "matter": matter}
    context["became"] = matter and BECAME[matter.status]
    return render(request, "reports/ask_after.html", context, status=429 if full else status_of(form))


def policy_of(request):
    """The office's, of today."""
    return request.calendar.policy.on(local_day(request.now))


@login_not_required
def told(request, code, key):
    """The number, and what happens next. It shows nothing of what was sent."""
    matter = get_object_or_404(Consultation, key=key, recorded_by=None, station__intake__code=code)
    return render(request, "reports/told.html", {"matter": matter, "code": code})

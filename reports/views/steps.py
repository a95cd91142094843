"""Taking a step: one page for every step of every subject, because each is a row of a table and a verb."""

from functools import partial, wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import CharField
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.forms import posted
from reports.engine import TooLate
from reports.forms import NoteForm
from reports.models import Entry
from reports.rules import in_office
from reports.states import ENDED, IN_REVIEW


def step_page(
    request, subject, procedure, name, *, verbs, forms, form_kwargs=None, then=None, beside=None
):  # fmt: skip
    """Shows the step's form, calls its verb and goes on to `then`, else to the subject.

    `beside` is what is decided on, as context of the page: its `about` names the template that shows it.
    404 for a step there is not, 403 for one that is not this person's, 409 where the subject has moved on.
    """
    step = procedure.steps.get(name)
    if step is None or name not in verbs:
        raise Http404(name)
    if not step.may(request.hats, subject):
        raise PermissionDenied(name)
    form = forms.get(name, NoteForm)(posted(request), request.FILES or None, **(form_kwargs or {}))
    # What has happened since is not what was decided on; a chase changes nothing.
    seen = str(Entry.objects.about(subject).exclude(kind="chase").count())
    if subject.status not in step.sources or request.POST.get("seen", seen) != seen:
        return conflict(request, subject, form=form)
    confirmed = request.method == "POST" and form.is_valid() and getattr(form, "confirmed", True)
    if confirmed:
        verb = partial(verbs[name], subject, by=request.user, at=request.now)
        if response := attempt(request, step, verb, form, then):
            return response
    final = step.target in ENDED and not step.main  # against the usual way: says so before it is done
    context = {"step": step, "subject": subject, "form": form, "final": final, "seen": seen}
    context |= {"text": text_for(request.hats, subject.report), **(beside or {})}
    return render(request, "reports/step.html", context, status=status_of(form))


def onward_in_json(view):
    """Tells the page's script where to go on: it could not tell a redirect from one to the sign-in page."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code == 302 and request.headers.get("Accept") == "application/json":
            return JsonResponse({"url": response["Location"]})
        return response

    return answer


def attempt(request, step, verb, form, then=None, *, late=None):
    """Calls the verb with the form's data and goes on to `then`, else to the subject; `late` answers TooLate.

    None if the form must be shown again, with the error in it.
    """
    subject = verb.args[0]
    try:
        verb(**form.cleaned_data)
    except TooLate as reason:
        return (late or conflict)(request, subject, reason, form)
    except ValidationError as error:
        form.add_error(None, error)
        subject.refresh_from_db()  # nothing was stored: the page shows it as it stands
        return None
    messages.success(request, _("Done: %(step)s") % {"step": step.label})
    return redirect(then or subject)


def text_for(hats, report):
    """The text to have at hand: in review, the office's is the one being worked on."""
    return report.working if report and report.status in IN_REVIEW and in_office(hats) else report


def conflict(request, subject, reason="", form=None):
    """409: says so and shows what was typed, so that it can be copied."""
    context = {"subject": subject, "reason": reason, "typed": _typed(form) if form and form.is_bound else {}}
    return render(request, "409.html", context, status=409)


def _typed(form):
    """{label: words} of what was written, not of what was chosen from a list."""
    written = (form[name] for name, field in form.fields.items() if isinstance(field, CharField))
    return {field.label: field.value() for field in written if field.value() and not field.is_hidden}


def status_of(form):
    return 400 if form.is_bound and not form.is_valid() else 200

"""Taking a step: one address and one page for every step of every subject, as each is a row of a table."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import CharField
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from portal.ledger.engine import MOVED_ON, TooLate, decided, one_at_a_time
from portal.ledger.reading import is_offered, step_url
from portal.ledger.registry import LINES, PLACES, procedure_of
from portal.pages.forms import posted, status_of
from portal.unsent.handing import with_files


def step(request, place, pk, name):
    """404 for no such step, 403 for one that is not this person's, 409 where the subject has moved on.

    Who was overtaken on an open page gets back what was typed, even where the step is nobody's any more.
    """
    procedure = PLACES.get(place)
    row = procedure and procedure.steps.get(name)
    if not row or not row.verb:
        raise Http404(name)
    subject = get_object_or_404(_rows(procedure, row, request.hats), pk=pk)
    allowed, stale = row.may(request.hats, subject), _stale(request, subject)
    if not allowed and not stale and not (request.method == "POST" and row.formerly(request.hats, subject)):
        return _refused(request, row, subject)
    form = form_of(request, row, subject)
    if not allowed or stale or subject.status not in row.sources:
        return _overtaken(request, row, subject, form)
    return (row.page or usual_page)(request, subject, row, form)


def _refused(request, row, subject):
    """403, and why, where it is this person's step as a rule."""
    why = row.may.refusal(request.hats, subject)
    return render(request, "403.html", {"why": why, "subject": subject}, status=403)


def _rows(procedure, row, hats):
    look_up = row.among or procedure.seen
    return look_up(hats) if look_up else procedure.model.objects.visible_to(hats)


def form_of(request, row, subject):
    """What the step asks, filled with what was sent."""
    known = {"subject": subject, "by": request.user, "at": request.now, "calendar": request.calendar}
    form = row.form(posted(request), asked=request.GET, **known)
    return with_files(form, request, subject.report)


def _stale(request, subject):
    """Whether something has happened since the page was drawn that the step was decided on."""
    return "seen" in request.POST and request.POST["seen"] != str(decided(subject).count())


def _pressed_before(request, row, subject, form):
    """Whether the last thing that happened is this very press: by the same person, in the same words.

    Only of steps that ask for no more than a remark: other words would have to be looked for.
    """
    if request.method != "POST" or not form.fields.keys() <= {"note"} or not form.is_valid():
        return False
    said = {"kind": row.name, "actor": request.user, "note": form.cleaned_data.get("note", "")}
    last = decided(subject).last()
    return bool(last) and all(getattr(last, name) == value for name, value in said.items())


def usual_page(request, subject, row, form):
    """What the step asks, with what is decided on beside it; then its verb."""
    sent = request.method == "POST" and form.is_valid() and form.confirmed
    if sent and (response := attempt(request, row, subject, form)):
        return response
    context = {
        "step": row,
        "subject": subject,
        "form": form,
        "seen": decided(subject).count(),
        "back": back(row, subject),
    }
    context |= {
        "hint": row.hint(subject) if callable(row.hint) else row.hint,
        "text": text_for(request, subject),
    }
    beside = row.beside or procedure_of(subject).beside
    return render(
        request,
        "ledger/step.html",
        context | (beside(request, subject) if beside else {}),
        status=status_of(form),
    )


def back(row, subject):
    """The page one came from; what was looked up elsewhere may have no page of its own."""
    return row.then(subject) if row.among else subject.get_absolute_url()


def text_for(request, subject):
    """The text of the report to have at hand."""
    report = subject.report
    text = report and procedure_of(report).text
    return text and text(request.hats, report)


def attempt(request, row, subject, form, *, verb=None, then=None, late=None):
    """Calls the step's verb with the form's data and goes on; `late` answers TooLate.

    One lands on `then`, on where the row says, on what the verb has made, else on the subject. None if the
    form must be shown again, with the error in it.
    """
    verb = partial(verb or row.verb, subject, by=request.user, at=request.now)
    try:
        with transaction.atomic():
            one_at_a_time(subject._meta.label, subject.pk)  # one press after the other
            if _stale(request, subject):
                raise TooLate(MOVED_ON)
            made = verb(**form.cleaned_data)
    except TooLate as reason:
        return (
            late(request, subject, reason, form) if late else _overtaken(request, row, subject, form, reason)
        )
    except ValidationError as error:
        form.add_error(None, error)
        subject.refresh_from_db()  # nothing was stored: the page shows it as it stands
        return None
    messages.success(request, done(request, row, subject))
    page = made if hasattr(made, "get_absolute_url") else subject
    return redirect(then or row.then(subject) or page)


def done(request, row, subject):
    """What was done, to what if one lands elsewhere, and the way back where there is one."""
    words = _("Done: %(step)s") % {"step": row.label}
    if row.then(subject):
        named = f"{subject.report.number} {subject}" if subject.report else subject
        words = _("Done: %(step)s · %(subject)s") % {"step": row.label, "subject": named}
    undoing = [step for step in procedure_of(subject).steps.values() if step.undoes == row.name]
    back = [step for step in undoing if is_offered(request, subject, step)]
    links = ((step_url(subject, step.name), step.label) for step in back)
    return format_html("{}{}", words, format_html_join("", ' <a href="{}">{}</a>', links))


def _overtaken(request, row, subject, form, reason=""):
    """A button pressed twice leads where it led the first time."""
    if _pressed_before(request, row, subject, form):
        messages.success(request, done(request, row, subject))
        return redirect(row.then(subject) or subject)
    return conflict(
        request, None if row.among else subject, _oneself(request, subject, reason) or reason, form
    )


def _oneself(request, subject, reason):
    """Where nobody was faster but this very person, in another window perhaps."""
    last = decided(subject).last()
    if last and last.actor_id == request.user.pk and (not reason or reason.args == (MOVED_ON,)):
        done = {"step": LINES[last.kind].past}
        return _("You have done this yourself meanwhile: %(step)s. Nothing more was changed.") % done
    return ""


def conflict(request, subject, reason="", form=None):
    """409: says so and shows what was typed, so that it can be copied."""
    context = {"subject": subject, "reason": reason, "typed": _typed(form) if form and form.is_bound else {}}
    return render(request, "409.html", context, status=409)


def _typed(form):
    """{label: words} of what was written, not of what was chosen from a list."""
    written = (form[name] for name, field in form.fields.items() if isinstance(field, CharField))
    return {field.label: field.value() for field in written if field.value() and not field.is_hidden}

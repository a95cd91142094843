"""The forms by which an organisation is added, changed, renamed, moved and dissolved."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.days.workdays import local_day
from portal.ledger.editing import edit
from portal.ledger.engine import TooLate, decided
from portal.pages.forms import posted, status_of
from portal.people.models import Organisation
from portal.register.forms.organisations import (
    AddForm,
    DissolveForm,
    EditForm,
    MoveForm,
    RenameForm,
)
from portal.register.rules import keeps_register
from portal.register.workflow import ending
from portal.register.workflow import organisations as workflow


def add_organisation(request):
    if not keeps_register(request.hats):
        raise PermissionDenied
    form = AddForm(posted(request), initial={"parent": _parent(request)})
    if request.method == "POST" and form.is_valid():
        try:
            made = workflow.add_organisation(by=request.user, at=request.now, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(made)
    context = {"form": form, "title": _("Add an organisation")}
    return render(request, "register/change.html", context, status=status_of(form))


def _parent(request):
    """Where the page of an organisation offers to add one that belongs to it."""
    asked = request.GET.get("parent", "")
    return asked if asked.isascii() and asked.isdigit() and len(asked) < 18 else None


def edit_organisation(request, pk):
    return _change(request, pk, EditForm, workflow.edit_organisation, _("Edit"))


def rename_organisation(request, pk):
    return _change(request, pk, RenameForm, workflow.rename_organisation, _("Rename"))


def move_organisation(request, pk):
    return _change(request, pk, MoveForm, workflow.move_organisation, _("Move"))


def _change(request, pk, form_class, verb, title):
    found = _found(request, pk)

    def make(sent):
        found.refresh_from_db()
        initial = {name: getattr(found, name) for name in form_class.begins_with} | {
            "version": decided(found).count()
        }
        if "since" in form_class.base_fields:
            initial["since"] = local_day(request.now)
        return form_class(sent, organisation=found, initial=initial)

    form, saved = edit(request, make, partial(verb, found), lambda: found)
    if saved:
        return redirect(found)
    context = {"form": form, "title": f"{title}：{found.name}", "organisation": found}
    return render(request, "register/change.html", context, status=status_of(form))


def _found(request, pk, among=None):
    """A dissolved one is as it was, and is changed no more."""
    if not keeps_register(request.hats):
        raise PermissionDenied
    return get_object_or_404(Organisation.objects.standing() if among is None else among, pk=pk)


def dissolve_organisation(request, pk):
    """The form; then what goes over; then, for exactly that, the button that does it."""
    found = _found(request, pk, Organisation.objects)
    if found.dissolved_on:  # the second press of the same button
        return redirect(found)
    form = DissolveForm(posted(request), organisation=found, at=request.now)
    shown = None
    if request.method == "POST" and form.is_valid():
        successor, digest = form.cleaned_data["successor"], request.POST.get("shown")
        shown = ending.digest(found)
        reasons = ending.stuck(found, successor)
        if reasons:
            form.add_error("successor", reasons)
        elif digest and request.POST.get("action") == "dissolve":
            try:
                ending.dissolve_organisation(
                    found, by=request.user, at=request.now, shown=digest, **form.cleaned_data
                )
            except ValidationError as error:
                form.add_error(None, error)
            except TooLate:
                form.add_error(None, _("Something has changed meanwhile. Look at what goes over once more."))
                shown = ending.digest(found)
                return _show_ending(request, found, form, shown, 409)
            else:
                messages.success(request, _("Done. Those concerned are told."))
                return redirect(found)
    return _show_ending(request, found, form, None if form.errors else shown, status_of(form))


def _show_ending(request, found, form, shown, status):
    context = {"form": form, "organisation": found, "shown": shown}
    context["goes"] = list(ending.goes_over(found))
    return render(request, "register/dissolve.html", context, status=status)

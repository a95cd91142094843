"""The forms by which a person, their place and their membership are changed."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.days.workdays import local_day
from portal.ledger.editing import edit
from portal.ledger.engine import decided
from portal.pages.forms import status_of
from portal.people.models import User
from portal.persons.forms import EditForm, MembershipForm, MoveForm, holding
from portal.persons.rules import mail_is_open
from portal.persons.workflow import people as workflow
from portal.register.rules import keeps_register


def edit_person(request, pk):
    def begins(person, _today):
        lists = {name: workflow.words(person, name) for name in workflow.LISTS}
        facts = {name: getattr(person, name) for name in workflow.FACTS} | lists
        return facts | {"mail_is_open": mail_is_open(person)}

    return _change(request, pk, EditForm, workflow.edit_person, begins, title=_("Edit"))


def move_person(request, pk):
    def begins(person, today):
        return {"organisation": person.organisation_id, "position": person.position, "since": today}

    return _change(
        request, pk, MoveForm, workflow.move_person, begins, title=_("Change organisation or position")
    )


def change_membership(request, pk):
    def begins(person, today):
        row = person.memberships.filter(*holding(today)).first()
        stands = (
            {name: getattr(row, name) for name in ("level", "standing", "sector", "committee")} if row else {}
        )
        return {"level": "city", "member": True, "since": today} | stands

    return _change(
        request, pk, MembershipForm, workflow.change_membership, begins, title=_("Change membership")
    )


def _change(request, pk, form_class, verb, begins, *, title):
    if not keeps_register(request.hats):
        raise PermissionDenied
    person = get_object_or_404(User, pk=pk, is_active=True)

    def make(sent):
        person.refresh_from_db()
        initial = begins(person, local_day(request.now)) | {"version": decided(person).count()}
        return form_class(sent, initial=initial)

    form, saved = edit(request, make, partial(verb, person), lambda: person)
    if saved:
        return redirect("person", pk)
    context = {"form": form, "person": person, "title": f"{title}：{person.name}"}
    return render(request, "persons/change.html", context, status=status_of(form))

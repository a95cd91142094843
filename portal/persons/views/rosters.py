"""Rosters: sent, looked at as differences, imported, undone; and the register as such a roster."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.days.workdays import local_day
from portal.ledger.engine import TooLate
from portal.pages.downloads import download
from portal.pages.forms import posted, status_of
from portal.pages.workbooks import workbook
from portal.people.models import Membership, User
from portal.persons.forms import RosterForm, holding
from portal.persons.models import Roster
from portal.persons.roster import COLUMNS, LEVEL_WORDS, PARTY_WORDS
from portal.persons.workflow import rosters as workflow
from portal.persons.workflow.reading import count, state
from portal.register.rules import keeps_register
from portal.unsent.handing import let_go_of_files, with_files

HEADINGS = [names[0] for name, names in COLUMNS.items() if name != "remark"]  # in the order of _line


def send_roster(request):
    """The file is read and its rows are kept; what they would change is shown next."""
    if not keeps_register(request.hats):
        raise PermissionDenied
    form = with_files(RosterForm(posted(request), request.FILES or None), request)
    if request.method == "POST" and form.is_valid():
        said, file = form.cleaned_data, form.cleaned_data["file"]
        upload = File(file.file, file.name)
        try:
            found = workflow.read_roster(
                by=request.user, at=request.now, upload=upload, home=said["home"], role=said["role"]
            )
        except ValidationError as error:
            form.add_error("file", error)
            let_go_of_files(form, request)
        else:
            let_go_of_files(form, request)
            return redirect(found)
    return render(
        request, "persons/send_roster.html", {"form": form, "headings": HEADINGS}, status=status_of(form)
    )


def roster(request, pk):
    """Row by row what would change, problems first; the button stores exactly that."""
    if not keeps_register(request.hats):
        raise PermissionDenied
    found, status, left = get_object_or_404(Roster, pk=pk), 200, request.POST.getlist("left")
    if request.method == "POST":
        try:
            shown = request.POST.get("shown", "")
            workflow.import_roster(found, by=request.user, at=request.now, shown=shown, left=left)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            status = 400
        except TooLate:
            messages.error(
                request, _("The register has changed meanwhile. Nothing was stored; look once more.")
            )
            status = 409
        else:
            return redirect(found)
    context = {"roster": found}
    if not found.imported_at:
        rows = workflow.compared(found, request.now)
        for each in rows:
            each["state"], each["place"], each["left"] = (
                state(each),
                workflow.place(each),
                workflow.place(each) in left,
            )
        context |= {
            "shown": workflow.digest(rows),
            "counts": count(rows),
            "bad": [each for each in rows if each["state"] == "bad"],
            "differ": [each for each in rows if each["state"] in ("new", "changed")],
            "gone": _gone(rows, local_day(request.now)),
        }
    else:
        age = request.now - found.imported_at
        context |= {
            "undoable": not found.undone_at and age <= workflow.UNDONE_WITHIN,
            "made": len(found.made["new"]),
            "changed": len(found.made["before"]),
        }
    return render(request, "persons/roster.html", context, status=status)


def _gone(rows, today):
    """Members of today who do not stand in the file. They stay as they are: a roster may be of one sector."""
    there = {each["person"].pk for each in rows if each["person"]}
    members = Membership.objects.filter(*holding(today)).values("user")
    return User.objects.filter(pk__in=members, is_active=True).exclude(pk__in=there).order_by("name")


@require_POST
def undo_roster(request, pk):
    if not keeps_register(request.hats):
        raise PermissionDenied
    found = get_object_or_404(Roster, pk=pk)
    try:
        stay = workflow.undo_roster(found, by=request.user, at=request.now)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Undone."))
        if stay:
            names = "、".join(person.name for person in stay)
            messages.warning(
                request, _("Changed since, and therefore left as they are: %(names)s.") % {"names": names}
            )
    return redirect(found)


def export_roster(request):
    """Everybody who has a membership or informs, in the form that is imported."""
    if not keeps_register(request.hats):
        raise PermissionDenied
    members = Membership.objects.filter(*holding(local_day(request.now))).select_related(
        "sector", "committee"
    )
    people = User.objects.filter(is_active=True).select_related("organisation").order_by("name", "pk")
    people = people.prefetch_related("expertise", Prefetch("memberships", members, to_attr="member"))
    return download(workbook("名册", HEADINGS, map(_line, people)), _("Roster") + ".xlsx")


def _line(person):
    row = next(iter(person.member), None)
    return [
        person.name, person.organisation.name, person.position, person.phone, person.email,
        row and str(row.sector or ""), PARTY_WORDS.get(person.party, ""), row and str(row.committee or ""),
        row and LEVEL_WORDS[row.level], row and ("是" if row.standing else ""),
        "、".join(each.field for each in person.expertise.all()),
    ]  # fmt: skip

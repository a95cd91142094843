"""The files of a form: kept as soon as they are chosen, or with the first press, whatever else is wrong."""

from django.core.exceptions import ValidationError

from portal.files.fields import FilesField
from portal.files.storing import drop
from portal.unsent.places import place
from portal.unsent.workflow import files_of, keep_file, let_go

REMOVED = "files_removed"  # ticked beside a file, where no script takes it out at once


def with_files(form, request, report=None, name=""):
    """The form, its field for files set on what is kept with it and on what came with this very press.

    `report` is what it is about, `name` is the form's where its address does not tell it from others.
    """
    fields = {key: field for key, field in form.fields.items() if isinstance(field, FilesField)}
    for key, field in fields.items():
        where, refused = place(request, report, name), []
        if request.method == "POST":
            _remove(where, request.POST.getlist(REMOVED))
            for upload in request.FILES.getlist(form.add_prefix(key)):
                try:
                    keep_file(upload, where, by=request.user, at=request.now)
                except ValidationError as error:
                    refused += error.messages
        field.set_on(files_of(where.row()), refused, where.url("keep_file"))
    return form


def let_go_of_files(form, request):
    """What was kept with the form has been read, and is not handed in."""
    for field in form.fields.values():
        if isinstance(field, FilesField):
            field.widget.kept = ()
    if row := place(request).row():
        let_go(row)


def _remove(where, asked):
    if asked:
        drop(file for file in files_of(where.row()) if str(file.pk) in asked)

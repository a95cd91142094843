"""Keeping what is typed and chosen before it is sent, and letting go of it.

Nothing here is a step: the journal tells of nothing that was not handed in.
"""

from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from portal.days.policy import load_policy
from portal.days.workdays import local_day
from portal.files.checks import check
from portal.files.models import Attachment
from portal.files.storing import drop, keep
from portal.ledger.engine import TooLate, one_at_a_time
from portal.unsent.models import Unsent

OVER = _("Nothing can be written about this any more.")
FULL = _("More than %(limit)s of your files wait to be sent. Send or remove some of them first.")


@transaction.atomic
def save_words(place, *, at, words, about, title, version, saves):
    """Keeps what stands in a form now. Returns its row.

    `saves` are marks of the page's savings whose answer it never got, this one the last. Raises TooLate where
    another window has saved since this page stood on `version`, ValidationError where nothing can be kept.
    """
    row, new = _begun(place, at)
    if not new and row.version != version and row.saved_as not in saves:
        raise TooLate
    row.words, row.about, row.title = words, about, title
    row.version, row.saved_at, row.saved_as = row.version + 1, at, saves[-1]
    row.save()
    return row


@transaction.atomic
def keep_file(upload, place, *, by, at):
    """Checks a file and keeps it with the form; the same one twice is one. Raises ValidationError."""
    kept = check(upload)
    row, _new = _begun(place, at)
    _require_room(row, kept)
    Unsent.objects.filter(pk=row.pk).update(saved_at=at)
    keep([kept], row, by=by, at=at)


def _begun(place, at):
    """(the row of a form, whether it is new), with everything of this person locked."""
    one_at_a_time("unsent", place.user)
    _require_open(place)
    where = {"address": place.address, "report_id": place.report, "saved_at": at}
    return Unsent.objects.get_or_create(user_id=place.user, form=place.form, defaults=where)


def _require_open(place):
    """What is classified is out of everybody's sight: no page left open brings a word of it back."""
    if place.report:
        reports = apps.get_model(settings.REPORT_MODEL).objects.select_for_update(of=["self"], no_key=True)
        if reports.only("status").get(pk=place.report).is_gone:
            raise ValidationError(OVER)


def _require_room(row, upload):
    if files_of(row).count() >= settings.UPLOAD_MAX_FILES:
        raise ValidationError(_("At most %(count)s files.") % {"count": settings.UPLOAD_MAX_FILES})
    forms = Unsent.objects.filter(user=row.user_id).values("pk")
    own = Attachment.objects.filter(subject_type__model="unsent", subject_id__in=forms)
    if (own.aggregate(all=Sum("size"))["all"] or 0) + upload.size > settings.UNSENT_MAX_BYTES:
        raise ValidationError(FULL % {"limit": filesizeformat(settings.UNSENT_MAX_BYTES)})


def files_of(row):
    """What was chosen for a form and not handed in yet; nothing where nothing was begun."""
    return Attachment.objects.about(row) if row else Attachment.objects.none()


def let_go(row):
    """Deletes what was begun, with its files."""
    drop(files_of(row))
    row.delete()


def let_go_of(subject):
    """Whatever anybody has begun in the forms of what is erased."""
    begun = Q(form__startswith=subject.get_absolute_url())
    if subject.report:
        begun |= Q(report=subject.report)
    for row in Unsent.objects.select_for_update().filter(begun):
        let_go(row)


@transaction.atomic
def forget_sent(place, version):
    """The form was taken as this page had it. What another window has kept since stays."""
    rows = Unsent.objects.select_for_update().filter(user=place.user, form=place.form, version=version)
    for row in rows:
        if files_of(row).exists():
            rows.update(words=[])
        else:
            row.delete()


def forget_about(report):
    """Words about what is purged; its files go with all others of the report."""
    Unsent.objects.filter(report=report).delete()


def forget_unsent(at):
    """Deletes what nobody has gone on with for so many days (policy). Returns how many forms."""
    day = local_day(at)
    before = at - timedelta(days=load_policy().on(day).unsent_days)
    old = Unsent.objects.filter(saved_at__lt=before)
    return sum(_forget(pk, old) for pk in old.values_list("pk", flat=True))


@transaction.atomic
def _forget(pk, old):
    """Unless somebody goes on with it at this very moment."""
    row = old.select_for_update().filter(pk=pk).first()
    if row:
        let_go(row)
    return bool(row)

"""Which form of which person something is kept for, named by a word that only the portal can make.

A page that shows a form to somebody carries the word; so nobody keeps anything for a form that was not shown
to them, or for somebody else.
"""

from dataclasses import dataclass, replace

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.urls import reverse

from portal.unsent.models import ADDRESS, Unsent

SIGNER = Signer(salt="unsent")


@dataclass(frozen=True)
class Place:
    """A form of a person; `form` tells it from their others, and `report` is what its words are about."""

    user: int
    form: str
    address: str
    report: int | None = None

    @property
    def token(self):
        return SIGNER.sign_object([self.user, self.form, self.address, self.report])

    def url(self, view):
        return reverse(view, args=[self.token])

    def row(self):
        return Unsent.objects.filter(user=self.user, form=self.form).first()

    def about(self, report):
        return replace(self, report=report and report.pk)


def place(request, report=None, form="", address=""):
    """The form on this page; `form` where its address does not tell it from others.

    `address` is the page on which one goes on, where it is not this one.
    """
    address = (address or request.get_full_path())[:ADDRESS]
    return Place(request.user.pk, form or request.path[:ADDRESS], address, report and report.pk)


def place_of(row):
    return Place(row.user_id, row.form, row.address, row.report_id)


def named(request, token):
    """The place of a token that was made for this person. Raises Http404."""
    try:
        found = Place(*SIGNER.unsign_object(token))
    except (BadSignature, ValueError, TypeError):
        raise Http404("no such form") from None
    if found.user != request.user.pk:
        raise Http404("somebody else's form")
    return found

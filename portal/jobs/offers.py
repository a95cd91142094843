"""What a page offers to have made, as a word that only the portal can make: nobody asks for anything else."""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.http import Http404

SIGNER = Signer(salt="jobs")


@dataclass(frozen=True)
class Offer:
    """A file that the address answers with, for this person; the title is what it is called meanwhile."""

    user: int
    address: str
    title: str

    @property
    def token(self):
        return SIGNER.sign_object([self.user, self.address, self.title])


def offered(user, token):
    """The offer that was made to this person. Raises Http404."""
    try:
        found = Offer(*SIGNER.unsign_object(token))
    except (BadSignature, ValueError, TypeError):
        raise Http404("no such offer") from None
    if found.user != user.pk:
        raise Http404("somebody else's offer")
    return found


class NotMade(Exception):
    """Raised by a page that cannot make the file after all: one of `Trouble`."""

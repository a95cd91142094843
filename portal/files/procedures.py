"""What the journal tells of files."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from portal.files.concerned import sender_and_clerk
from portal.files.models import Attachment
from portal.files.registry import FILES
from portal.ledger.reading import said
from portal.ledger.registry import Procedure
from portal.ledger.rows import Line, Sees, Tell


def where_it_lies(subject, hats):
    """The page on which files of this subject lie, for whoever sees it."""
    attachment = Attachment.objects.about(subject).filter(scan=Attachment.Scan.INFECTED).first()
    try:
        return FILES[type(subject)](hats, attachment).get_absolute_url() if attachment else ""
    except (Http404, PermissionDenied):
        return ""


FILE = Procedure(
    Attachment,
    lines=[
        Line(
            "find_virus", _("Virus found in a file"), author=Sees.NOTHING, says=said("name"),
            tell=Tell(
                sender_and_clerk,
                _(
                    "A virus was found in a file handed in with %(number)s; nobody can open it. "
                    "Clean the computer it came from."
                ),
                leads_to=where_it_lies,
            ),
        ),
    ],
)  # fmt: skip
PROCEDURES = [FILE]

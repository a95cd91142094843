"""Why a file is not taken, in words that say what to do; `%(name)s` is the file."""

from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _


class Refused(ValueError):
    """The file is not taken. Its one argument is the reason."""


@contextmanager
def damaged_if(*errors):
    """Errors of a reader mean that the file is damaged."""
    try:
        yield
    except Refused:
        raise
    except errors as error:
        raise Refused(DAMAGED) from error


DAMAGED = _("“%(name)s” is damaged. Open it, save it again and send the new file.")
DISGUISED = _("“%(name)s” is not what its name says. Save it again and send the new file.")
TOO_LARGE_INSIDE = _("“%(name)s” is too large when unpacked. Send only the pages that matter.")
PROTECTED = _("“%(name)s” is protected by a password. Take the password off and send it again.")
MACROS = _("“%(name)s” contains macros. Save it as a document without macros and send that.")
EMBEDDED = _(
    "“%(name)s” contains another file or object. Paste it as a picture or send it as a file of its own."
)
LINKED = _(
    "“%(name)s” fetches content from elsewhere, such as a template or a linked picture. "
    "Paste its content into a new document and send that."
)
FIELDS = _("“%(name)s” contains a field that starts another program. Remove the field and send it again.")
PROGRAM = _("“%(name)s” contains a program (JavaScript). Print it to a new PDF and send that.")
STARTING = _("“%(name)s” starts another program. Print it to a new PDF and send that.")
ATTACHED = _(
    "“%(name)s” has other files attached. Print it to a new PDF, and send the attached files by themselves."
)
MEDIA = _("“%(name)s” contains sound, film or 3D. Print it to a new PDF and send that.")
SENDING = _(
    "“%(name)s” opens other files, or sends elsewhere what is typed into it. "
    "Print it to a new PDF and send that."
)
FORM = _("“%(name)s” is a form that only some programs can show (XFA). Print it to a new PDF and send that.")
TOO_LONG_TO_READ = _(
    "“%(name)s” takes too long to look through. Print it to a new PDF, or send only the pages that matter."
)
NOT_TEXT = _("“%(name)s” is not plain text. Save it as text in UTF-8 or GB18030.")
MANY_PIXELS = _("“%(name)s” has more than 40 million pixels. Make the picture smaller and send it again.")
SEVERAL_PICTURES = _("“%(name)s” holds several pictures. Save it as PDF or each picture by itself.")

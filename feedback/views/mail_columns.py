"""What is shown of mail that did not arrive: to whom it was, what it says, why it has not, who did what."""

from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.undelivered import TRYING, State
from portal.pages import cells
from portal.pages.columns import Column


def columns(tab, office, may_settle):
    """The subject names a matter, so it is for the office alone."""
    person = partial(_person, tab=tab, corrects=may_settle and tab != State.TOLD)
    subject = [Column("mail", gettext_lazy("Mail"), "subject")] if office else []
    return [
        Column("person", gettext_lazy("Addressee"), "user.name", person),
        Column("organisation", gettext_lazy("Organisation"), "user.organisation.name", cell=None),
        Column("address", gettext_lazy("Mail address"), "user.email", cell=None),
        *subject,
        Column("written", gettext_lazy("Written at"), "created_at", _written, sort="id", look="tight"),
        Column("tries", gettext_lazy("Tries"), "tries", cell=None),
        Column("read", gettext_lazy("Read in the portal"), _read, cell=None),
        *({State.TOLD: TOLD, TRYING: [*WHY, NEXT]}.get(tab, WHY)),
    ]


def _person(mail, _request, *, tab, corrects):
    """Leads to all mail to this person, and to the address where that can be put right."""
    name = format_html(
        '<a href="?{}">{}</a>', urlencode({"tab": tab, "person": mail.user_id}), mail.user.name
    )
    right = ""
    if corrects and mail.user.is_active:
        link = ' <a class="put-right" href="{}">{}<span class="visually-hidden">: {}</span></a>'
        url = reverse("feedback:correct_address", args=[mail.user_id])
        right = format_html(link, url, _("Correct"), mail.user.name)
    words = '{} <span class="meta">{}</span><p class="meta">{}{}</p>'
    return format_html(words, name, mail.user.organisation, mail.user.email, right)


def _written(mail, _request):
    """How often it was tried, and whether what it says was read all the same."""
    words = ngettext("%(n)s try so far", "%(n)s tries so far", mail.tries) % {"n": mail.tries}
    tries = cells.meta(words) if mail.tries else ""
    if mail.read:
        said = '<span class="light light-green">{}{}</span>'
        tries = format_html(said, cells.icon("check2"), _("read in the portal since"))
    return format_html('<span class="cell">{} {}</span>', _moment(mail.created_at), tries)


def _read(mail, _request):
    return _("Yes") if mail.read else _("No")


def _moment(at):
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")


def _next(mail, _request):
    return _moment(mail.next_try_at)


def _why(mail, _request):
    """In words; what the mail server said, in full where the pointer rests; who had it sent again."""
    answer, again = Truncator(mail.answer).chars(60), ""
    if mail.settled_at:
        said = {"who": mail.settled_by, "when": _moment(mail.settled_at)}
        again = _("sent again by %(who)s, %(when)s") % said
    return format_html('<span title="{}">{}{}</span>', mail.answer, mail.trouble, cells.meta(answer, again))


def _how(mail, _request):
    when = cells.meta(mail.settled_by, _moment(mail.settled_at))
    return format_html("{}{}", mail.get_way_display(), when)


SETTLED = [
    Column("by", gettext_lazy("Taken in hand by"), "settled_by", cell=None),
    Column("settled", gettext_lazy("Taken in hand at"), "settled_at", cell=None),
]
WHY = [
    Column("why", gettext_lazy("Why not"), "trouble", _why),
    Column("answer", gettext_lazy("Answer of the mail server"), "answer", cell=None),
    *SETTLED,
]
TOLD = [Column("how", gettext_lazy("How they were told"), "get_way_display", _how), *SETTLED]
NEXT = Column("next", gettext_lazy("Next try"), "next_try_at", _next, sort="next_try_at", look="tight")

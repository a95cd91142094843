"""The points of the office's policy, each as a row: what it is called, what it asks, what holds by default.

A value is kept as JSON; `parse` makes of it what the code works with. What the clock of the day hangs on is
set from tomorrow on at the earliest, so that no day has two of it.
"""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from datetime import time

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.pages.text import CleanLine

Words = str | Promise


def as_it_is(value):
    return value


def times(value: list[str]) -> tuple[time, ...]:
    return tuple(map(time.fromisoformat, value))


@dataclass(frozen=True, eq=False)
class Point:
    """One thing that the office decides: its name in the table and in the code, and the words for people."""

    name: str
    label: Words
    help: Words
    default: object  # as it is kept
    fields: dict[str, forms.Field]  # what is asked; where it is more than one thing, the value is their list
    _: KW_ONLY
    parse: Callable = as_it_is  # as it is kept -> as the code has it
    says: Callable = str  # as it is kept -> in words
    ahead: bool = False  # set from tomorrow on at the earliest


def clock(label: Words) -> forms.Field:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def number(label: Words, least: int, most: int, name: str = "value") -> dict[str, forms.Field]:
    return {name: forms.IntegerField(label=label, min_value=least, max_value=most)}


def chosen(choices: dict) -> dict:
    """The field of a choice, and how it is said."""
    return {
        "fields": {"value": forms.ChoiceField(label=_("What holds"), choices=list(choices.items()))},
        "says": lambda value: str(choices.get(value, value)),
    }


def counted(words: Words) -> Callable:
    """How a number is said."""
    return lambda value: str(words) % {"n": value}


def hours_and_minutes(value: str) -> str:
    return value[:5]


CHAIN = {False: _("Editor, signer"), True: _("Editor, vetter, signer")}
OWN_TEXT = {False: _("Somebody else signs it"), True: _("The same person may; the journal says so")}
LEVELS = {"district": _("District or county"), "city": _("City or prefecture"), "province": _("Province")}
RANKS = {
    "bureau": _("Bureau leader"), "city": _("City or prefecture leader"),
    "provincial": _("Provincial leader"), "ministry": _("Ministry leader"), "central": _("Central leader"),
}  # fmt: skip
ROWS = [
    Point(
        "cut_off", _("Cut-off"),
        _("What is due the same day is due by this hour; what comes in later is due the next working day."),
        "17:30", {"value": clock(_("Cut-off"))}, parse=time.fromisoformat, says=hours_and_minutes, ahead=True,
    ),
    Point(
        "office_hours", _("Office hours"),
        _("Reminders go out between these hours, and working hours are counted from one to the other."),
        ["08:30", "18:00"], {"opens": clock(_("Opens")), "closes": clock(_("Closes"))}, parse=times,
        says=lambda value: "–".join(map(hours_and_minutes, value)), ahead=True,
    ),
    Point(
        "warnings", _("Warnings before the cut-off"),
        _("The first goes to whoever has it, the second also to whoever acts above."), [120, 30],
        {
            **number(_("First warning, minutes before"), 1, 720, name="first"),
            **number(_("Second warning, minutes before"), 1, 720, name="second"),
        },
        parse=tuple, ahead=True,
        says=lambda value: gettext("%(first)s and %(second)s minutes before")
        % {"first": value[0], "second": value[1]},
    ),
    Point(
        "vetting", _("Way to the signature"),
        _("It concerns what is sent on from then on. What is with the vetter by then is still vetted."),
        False,
        {"value": forms.TypedChoiceField(
            label=_("Way to the signature"), choices=list(CHAIN.items()), coerce=lambda said: said == "True",
        )},
        says=lambda value: str(CHAIN[value]),
    ),
    Point(
        "own_text", _("Signing what one has edited"),
        _("Two people stand behind every text that goes out. Only an office of one cannot keep to it."),
        False,
        {"value": forms.TypedChoiceField(
            label=_("Signing what one has edited"), choices=list(OWN_TEXT.items()),
            coerce=lambda said: said == "True",
        )},
        says=lambda value: str(OWN_TEXT[value]),
    ),
    Point(
        "committee_level", _("Our own level"),
        _("Reports are filed to the levels above it; what we publish ourselves counts at it."), "city",
        **chosen(LEVELS),
    ),
    Point(
        "leaders_rank", _("Rank of the leaders who read here"),
        _("A directive written in the reading room is counted with this rank."), "city", **chosen(RANKS),
    ),
    Point(
        "filing_prefix", _("Prefix of filing numbers"),
        _("It stands before the year and the number, as in 上报〔2026〕3号. A filing keeps the number it was "
          "sent with."),
        "上报", {"value": CleanLine(label=_("Prefix"), max_length=20)},
    ),
    Point(
        "least_cases", _("Least cases for a rank"),
        _("A unit with fewer cases in a period is shown without a rank. The last day of the period decides."),
        5, number(_("Cases"), 1, 1000), says=counted(_("%(n)s cases")),
    ),
    Point(
        "public_per_address", _("Suggestions from one address"),
        _("So many are taken by the public forms in an hour from one connection."), 10,
        number(_("In an hour"), 1, 10_000), says=counted(_("%(n)s in an hour")),
    ),
    Point(
        "public_per_station", _("Suggestions to one station"),
        _("So many are taken by the public form of a station in an hour."), 60,
        number(_("In an hour"), 1, 10_000), says=counted(_("%(n)s in an hour")),
    ),
    Point(
        "audit_days", _("How long the lines of the audit are kept"),
        _("Who signed in, was refused, read what is secret or took files along. The law asks for six "
          "months."),
        365, number(_("Days"), 180, 3650), says=counted(_("%(n)s days")),
    ),
    Point(
        "idle_minutes", _("How long one stays signed in without doing anything"),
        _("After that one signs in again. What was typed is kept, and while somebody types the time begins "
          "anew."),
        60, number(_("Minutes"), 5, 720), says=counted(_("%(n)s minutes")),
    ),
    Point(
        "unsent_days", _("How long is kept what was begun and not sent"),
        _("So many days after somebody last went on with a form, its words and its files are deleted. Drafts "
          "of reports stay."),
        30, number(_("Days"), 1, 3650), says=counted(_("%(n)s days")),
    ),
    Point(
        "citizen_data_days", _("How long citizens' names and phones are kept"),
        _("So many days after the end of the matter they are erased. Whoever was promised less when writing "
          "keeps that promise."),
        180, number(_("Days"), 1, 3650), says=counted(_("%(n)s days")),
    ),
]  # fmt: skip
POINTS = {point.name: point for point in ROWS}
CUT_OFF = POINTS["cut_off"]

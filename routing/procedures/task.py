"""What the journal says of what a unit is asked: how urgent, by when, with which files; and of more time."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from routing.models import Assignment

PLAIN = Assignment.Urgency.PLAIN


def days_asked(entry):
    """How many more, of which the office decides."""
    days = entry.changes["days"]
    return ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}


def granted(entry):
    """To which unit how many days more, and until when."""
    until = entry.changes.get("until")
    if not until:  # of an entry from before that was kept
        return days_asked(entry)
    said = {"unit": entry.changes["unit"], "days": days_asked(entry)}
    said["until"] = date_format(date.fromisoformat(str(until)), "DATE_FORMAT")
    return gettext("%(unit)s: %(days)s, until %(until)s") % said


def agreed(entry):
    """Who in the leader's office has agreed, where a leader had set the day."""
    who = entry.changes.get("agreed")
    return gettext("agreed to in the leader's office by %(name)s") % {"name": who} if who else ""


def task(entry):
    """What a unit was given with the matter besides what is asked."""
    changes, said = entry.changes, []
    if changes.get("urgency", PLAIN) != PLAIN:
        said.append(Assignment.Urgency(changes["urgency"]).label)
    if "due" in changes:
        said.append(gettext("to be answered by %(day)s") % {"day": day_of(changes["due"])})
        said.extend(filter(None, [changes["leader"], changes["why"]]))
    if "files" in changes:
        said.append(gettext("with the files: %(files)s") % {"files": "、".join(changes["files"])})
    return " · ".join(map(str, said))


def changed(entry):
    """What is different now, and what it was: a line for each."""
    changes, said = entry.changes, []
    if "urgency" in changes:
        said.append(" → ".join(str(Assignment.Urgency(each).label) for each in changes["urgency"]))
    if "due" in changes:
        said.append(gettext("to be answered by %(day)s") % {"day": " → ".join(map(day_of, changes["due"]))})
    if "leader" in changes:
        said.append(gettext("a day that %(leader)s has set") % {"leader": changes["leader"]})
    said.append(agreed(entry))
    if "request" in changes:
        before, after = changes["request"]
        said.append(gettext("asked until now: %(words)s") % {"words": before or "—"})
        said.append(gettext("asked from now on: %(words)s") % {"words": after or "—"})
    if "files" in changes:
        said.append(gettext("with the files: %(files)s") % {"files": "、".join(changes["files"][1]) or "—"})
    return "\n".join(filter(None, said))


def day_of(moment):
    """A day, or the day of a moment, as an entry keeps it."""
    moment = str(moment)
    day = (
        date.fromisoformat(moment)
        if len(moment) == len("2026-03-10")
        else localtime(datetime.fromisoformat(moment))
    )
    return date_format(day, "DATE_FORMAT")

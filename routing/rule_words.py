"""Each rule by which a date is reached, in words; a rule that is not here is called like its duty."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from routing.procedures import DUTY_LABELS


@dataclass(frozen=True)
class Rule:
    """`of_matters`: it may be another one for each kind of matter; `in_hours`: it may be hours."""

    words: str | Promise
    of_matters: bool = True
    in_hours: bool = True


RULES = {
    "deliver_issue": Rule(_("An issue that was published is read or handed over"), of_matters=False),
    "sign_for": Rule(_("A unit signs for what it was given")),
    "decide_time": Rule(_("The office decides on more time")),
    "review_reply": Rule(_("The office reviews a reply")),
    "reply": Rule(_("A unit replies")),
    "reply_to_directive": Rule(_("A unit replies where a leader has asked")),
    "reply_again": Rule(_("A unit replies anew where its reply was sent back")),
    "reply_reopened": Rule(_("A unit replies anew where the author was not satisfied")),
    "waiting": Rule(_("A unit waits for others, until that ends by itself")),
    "nudge": Rule(_("While it waits it is asked again every so often")),
    "send_opinion": Rule(_("A co-unit sends its opinion to the main unit")),
    "ask_return": Rule(_("A unit may ask to return what is not its own")),
    "decide_return": Rule(_("The office decides on a return")),
    "decide_reopening": Rule(_("The office decides whether a matter is handled again")),
    "confirm_promise": Rule(_("The office confirms that a promise was kept")),
    "promise_again": Rule(_("A unit tells of a promise whose day has passed")),
    "chase_promise": Rule(_("The office chases a promise")),
    "quiet_promise": Rule(_("Without a word on a promise, until the office chases it"), in_hours=False),
    "receipt": Rule(_("The receipt of a filing is recorded"), of_matters=False),
    "outcome": Rule(_("It is asked what became of a filing"), of_matters=False),
    "report_back": Rule(_("The leader is told what came of a directive")),
    "revise": Rule(_("The author revises a returned report")),
    "follow_up": Rule(_("A published report is assigned or concluded")),
    "give_opinion": Rule(_("The author gives an opinion; after that it is closed without one")),
    "look_at_matter": Rule(_("A station looks at a suggestion"), of_matters=False),
    "resolve_matter": Rule(_("A station says what became of a suggestion"), of_matters=False),
    "accept_commission": Rule(_("Whoever is asked for a report accepts or declines"), of_matters=False),
    "host_handled": Rule(_("A merged report is looked at while units have its host")),
    "most_time": Rule(_("The longest extension"), in_hours=False),
    "remind": Rule(_("The first reminder, before the date"), of_matters=False, in_hours=False),
    "chase": Rule(_("The first chase, after the date"), of_matters=False, in_hours=False),
    "supervise": Rule(_("Under supervision, after the date"), of_matters=False, in_hours=False),
    "revisit": Rule(_("An author is asked how it ended")),
    "record_findings": Rule(_("What an inspection found is recorded"), of_matters=False),
    "check_mended": Rule(_("The office checks what was mended"), of_matters=False),
    "inspection_day": Rule(_("The first day worked after the inspection")),
    "mend_by": Rule(_("The day that was set for mending it")),
    "same_day": Rule(_("The same working day, by the cut-off")),
    "commissioned": Rule(_("The day that was named when it was asked for")),
    "promised": Rule(_("The day that the unit named in its reply")),
    "extended": Rule(_("The first date and the time granted after it")),
    "with_host": Rule(_("The date of the report it was merged into")),
    "term_ends": Rule(_("The last working day of the term")),
}


def rule_of(code):
    return RULES.get(code) or Rule(DUTY_LABELS.get(code, code))

"""Which journal entries are news, for whom, and in which words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Prefetch
from django.utils import functional
from django.utils.translation import gettext_lazy as _

from feedback.concerned import (
    appointed,
    asker,
    authors,
    composer,
    contributors,
    given_up,
    heads,
    holder,
    lead_officers,
    leader,
    liaisons,
    loser,
    officers,
    officers_and_heads,
    other_side,
    promised,
    readers,
    recipients,
    revisitor,
    successor,
    taker,
)
from feedback.models import DayClosing
from portal.models import User
from reports.models import Appointment, Commission, Consultation, Lead, Report
from routing.models import AdoptionEvent, Assignment, Directive, Filing, Finding, Issue, Promise, Revisit


@dataclass(frozen=True)
class Tell:
    """`to` answers with people, or with None for somebody who is not there; `words` may name %(number)s."""

    to: Callable
    words: str | functional.Promise


# Nothing ends without the author hearing of it: every step that ends a report stands here.
TELLS = {
    "submit": Tell(authors, _("Report %(number)s has been received.")),
    "withdraw": Tell(authors, _("Report %(number)s has been withdrawn.")),
    "take_up": Tell(authors, _("Report %(number)s has been taken up by the office.")),
    "merge": Tell(authors, _("Report %(number)s is worked up together with others; its authors stay named.")),
    "unmerge": Tell(authors, _("Report %(number)s is worked on by itself again.")),
    "close_with_host": Tell(authors, _("Report %(number)s is closed together with the piece it is part of.")),
    "reopen_with_host": Tell(authors, _("The piece that report %(number)s is part of is handled again.")),
    "return_to_author": Tell(authors, _("Report %(number)s has been returned to you with a reason.")),
    "keep_on_file": Tell(authors, _("Report %(number)s has been kept on file, with a reason.")),
    "refuse": Tell(authors, _("Report %(number)s has not been adopted; the reason stands on its page.")),
    "refuse_classified": Tell(
        authors,
        _("Report %(number)s could not be dealt with in this portal. Please get in touch with the office."),
    ),
    "purge": Tell(authors, _("Report %(number)s has been taken out of this portal.")),
    "unseal": Tell(authors, _("Report %(number)s is being dealt with again.")),
    "pull": Tell(composer, _("A report had to leave the issue you composed, which is a draft again.")),
    "sign_off": Tell(contributors, _("Report %(number)s has been signed off.")),
    "publish": Tell(contributors, _("Report %(number)s has been published in the special report.")),
    "publish_handled": Tell(contributors, _("Report %(number)s has been published in the special report.")),
    "conclude": Tell(authors, _("Report %(number)s has been concluded.")),
    "transfer": Tell(contributors, _("Report %(number)s has been given to units for handling.")),
    "handle": Tell(contributors, _("Report %(number)s has received a directive and is being handled.")),
    "answer": Tell(
        contributors, _("Report %(number)s has been answered; the author's opinion is asked for.")
    ),
    "give_opinion": Tell(authors, _("Report %(number)s is closed. Thank you for your opinion.")),
    "contest": Tell(
        authors,
        _("The opinion on report %(number)s is with the office, which decides whether it is handled again."),
    ),
    "reopen_handling": Tell(
        contributors, _("Report %(number)s is handled again, as its author was not satisfied.")
    ),
    "close_contested": Tell(
        authors, _("Report %(number)s is not handled again and is closed; the reason stands on its page.")
    ),
    "reopen": Tell(
        officers_and_heads, _("Report %(number)s is to be answered anew: its author was not satisfied.")
    ),
    "reopen_directive": Tell(
        leader, _("The directive on %(number)s is handled again: the author was not satisfied.")
    ),
    "lapse": Tell(authors, _("Report %(number)s is closed; no opinion was given in time.")),
    "take_over": Tell(loser, _("Report %(number)s, which you had, has been taken over by a colleague.")),
    "hand_over": Tell(successor, _("Report %(number)s has been handed over to you.")),
    "send_back_to_editor": Tell(taker, _("Report %(number)s has been sent back by the vetter.")),
    "send_back_from_chair": Tell(taker, _("Report %(number)s has been sent back by the chair.")),
    "send_back": Tell(taker, _("Report %(number)s has been sent back by the signer.")),
    "send_issue_back": Tell(composer, _("The issue you composed has been sent back by the signer.")),
    "send_issue_back_to_compiler": Tell(
        composer, _("The issue you composed has been sent back by the vetter.")
    ),
    "void_issue": Tell(composer, _("%(issue)s has been declared void; its reports wait for a place again.")),
    "reopen_issue": Tell(
        loser, _("%(issue)s, which you signed, is being changed again; your signature is void.")
    ),
    "assign": Tell(officers, _("Report %(number)s has been assigned to your unit.")),
    "chase": Tell(officers_and_heads, _("The office asks your unit to act on report %(number)s now.")),
    "list_finding": Tell(
        officers_and_heads, _("How your unit handles report %(number)s will be looked at on site.")
    ),
    "drop_finding": Tell(
        officers_and_heads, _("How your unit handles report %(number)s is not looked at on site after all.")
    ),
    "record_finding": Tell(
        officers_and_heads, _("An inspection has found something to mend about report %(number)s.")
    ),
    "find_nothing": Tell(
        officers_and_heads, _("An inspection has found nothing to mend about report %(number)s.")
    ),
    "send_mended_back": Tell(
        officers_and_heads, _("What an inspection found about report %(number)s is not mended yet.")
    ),
    "pass_mended": Tell(officers_and_heads, _("What an inspection found about report %(number)s is mended.")),
    "wait_for": Tell(
        other_side, _("Report %(number)s is waiting for others; for whom, stands on its assignment slip.")
    ),
    "nudge": Tell(officers, _("Report %(number)s is waiting at your unit: please ask again, or go on.")),
    "end_waiting": Tell(
        officers, _("Report %(number)s has waited long enough and is being handled again by your unit.")
    ),
    "plan_revisit": Tell(revisitor, _("Please ask the author of report %(number)s how it ended.")),
    "drop_revisit": Tell(revisitor, _("The author of report %(number)s need not be asked by you any more.")),
    "grant_time": Tell(officers, _("More time has been granted for report %(number)s.")),
    "refuse_time": Tell(officers, _("More time has been refused for report %(number)s.")),
    "agree_return": Tell(officers, _("The return of report %(number)s has been agreed to.")),
    "refuse_return": Tell(officers, _("The return of report %(number)s has been refused, with a reason.")),
    "send_opinion": Tell(lead_officers, _("A co-unit has sent you its opinion on report %(number)s.")),
    "confirm_promise": Tell(promised, _("The promise of a unit on report %(number)s has been kept.")),
    "give_up_promise": Tell(
        given_up, _("A unit cannot keep its promise on report %(number)s; the reason stands on its page.")
    ),
    "send_promise_back": Tell(
        officers, _("Your word on the promise on report %(number)s has been sent back, with a reason.")
    ),
    "chase_promise": Tell(officers, _("Please report on your promise on report %(number)s.")),
    "send_reply_back": Tell(officers, _("Your reply on report %(number)s has been sent back.")),
    "pass_reply": Tell(officers, _("Your reply on report %(number)s has been passed.")),
    "release": Tell(officers, _("Report %(number)s is settled; your part is released.")),
    "register_directive": Tell(leader, _("A directive on %(number)s has been registered from paper.")),
    "close_directive": Tell(leader, _("Your directive on %(number)s has been carried out.")),
    "amend_outcome": Tell(leader, _("What came of the directive on %(number)s has been amended.")),
    "wording_opened": Tell(
        contributors, _("The wording of a directive on report %(number)s is open to you.")
    ),
    "close_day": Tell(heads, _("The closing list of %(number)s is there.")),
    "publish_lead": Tell(readers, _("Lead %(number)s has been published to you.")),
    "ask_for_report": Tell(holder, _("The office asks you for a report (commission %(number)s).")),
    "accept_commission": Tell(asker, _("Commission %(number)s has been accepted.")),
    "decline_commission": Tell(asker, _("Commission %(number)s has been declined, with a reason.")),
    "deliver_commission": Tell(asker, _("Commission %(number)s has been delivered.")),
    "cancel_commission": Tell(holder, _("Commission %(number)s has been withdrawn by the office.")),
    "receive_matter": Tell(liaisons, _("%(number)s: a citizen has sent a suggestion to your station.")),
    "appoint": Tell(appointed, _("You have been appointed as an invited informant (%(number)s).")),
    "end_appointment": Tell(appointed, _("Your appointment %(number)s has been ended, with a reason.")),
    "report_up": Tell(contributors, _("Report %(number)s has been filed to a higher committee.")),
    "record_event": Tell(contributors, _("There is news of report %(number)s: it was taken up elsewhere.")),
    "strike_event": Tell(
        contributors, _("News of report %(number)s was entered by mistake and has been taken back.")
    ),
    "pull_from_filing": Tell(composer, _("A report had to leave a filing that you prepared.")),
    "correct": Tell(contributors, _("A correction of what was printed of report %(number)s is out.")),
    "publish_issue": Tell(recipients, _("%(issue)s is ready to read.")),
}


def with_people(entries):
    """The entries with all that `people` and `words` look at, in as many queries for one as for many."""
    reports = Report.objects.only("created_at", "author", "taken_by")
    reports = reports.select_related("author", "taken_by").prefetch_related(
        "joint_authors__user",
        "carried__author",
        "carried__joint_authors__user",
        "assignments__unit__hats__user",
    )
    subjects = [
        Assignment.objects.prefetch_related("unit__hats__user"),
        Directive.objects.select_related("leader", "issue__series"),
        Issue.objects.select_related("created_by", "series").prefetch_related("recipients__user"),
        Appointment.objects.select_related("person"),
        Commission.objects.select_related("holder", "begun_by"),
        Lead.objects.prefetch_related("readers__user"),
        Report.objects.only("pk"),
        DayClosing.objects.all(),
        Consultation.objects.prefetch_related("station__hats__user"),
        Filing.objects.select_related("created_by"),
        AdoptionEvent.objects.only("pk"),
        Promise.objects.prefetch_related("unit__hats__user"),
        Revisit.objects.select_related("person"),
        Finding.objects.select_related("assignment").prefetch_related("assignment__unit__hats__user"),
    ]
    entries = list(
        entries.prefetch_related(Prefetch("report", reports), GenericPrefetch("subject", subjects))
    )
    named = {pk for entry in entries for pk in _passed(entry) if pk}
    known = User.objects.in_bulk(named)
    for entry in entries:  # from whom it went to whom
        entry.passed = [known.get(pk) for pk in _passed(entry)]
    return entries


def _passed(entry):
    """Ids of who had it in hand, or had signed it, before and after."""
    return entry.changes.get("taken_by") or entry.changes.get("signed_by") or ()


def people(entry):
    """Those whom an entry concerns and who can sign in, each once."""
    concerned = TELLS[entry.kind].to(entry)
    return list(dict.fromkeys(user for user in concerned if user and user.is_active))


def words(entry):
    """The sentence for an entry, in the active language."""
    about = entry.report or entry.subject
    return TELLS[entry.kind].words % {"number": about.number, "issue": about}

"""What each page is for: what one does there, and what comes next. For people who never read manuals.

The keys are names of routes; a step with words of its own has them in its row. An office puts its own in the
place of these (models.PageHelp); whatever has none has those of the page of the menu it lies in.
"""

from django.utils.translation import gettext_lazy as _

from portal.ledger.registry import LINES
from portal.ledger.rows import Step


def words_of(page):
    """Those that came with the portal, of a page or of a step."""
    return WORDS.get(page) or LINES[page].help


def steps():
    """The rows of steps that have words of their own."""
    return [line for line in LINES.values() if isinstance(line, Step) and line.help]


WORDS = {
    "desk": _(
        "Here stands what waits for you, the most urgent first. Press the button of a row: it leads to the "
        "place where the thing is done, and when it is done the row is gone.\n"
        "Press the coloured date to see how it was reached. What is late is red."
    ),
    "pages": _(
        "All pages that you may open, by the part of the work they belong to. The menu has those that are "
        "used every day. Typing a page's name into the search at the top leads here, too."
    ),
    "search": _(
        "Looks through everything you may see: titles, texts, names and numbers as they stand on paper. A "
        "few words are enough; the newest comes first where several fit alike."
    ),
    "feedback:notices": _(
        "What has happened to your matters since you were here. Press a line to open what it is about. "
        "Nothing here has to be done: what you owe stands on your desk."
    ),
    "leave": _(
        "Enter here from when to when somebody is away, and who acts meanwhile. From the first day on the "
        "stand-in has everything that the post owes; on the day of return it comes back by itself."
    ),
    "unsent": _(
        "Forms that you have begun and not sent, with the words and files that are in them. Go on with one, "
        "or throw it away. Nobody else sees them."
    ),
    "profile": _(
        "Who you are in the portal: your name and organisation, what you may do and until when, where your "
        "mail goes, and what is kept about you. If something is wrong, tell the system administrator."
    ),
    "reports:new": _(
        "One matter in one report: what is the case, why, and what should be done. Everything is saved while "
        "you type, so you can stop at any time and go on from your desk.\n"
        "At the end you read everything once more and submit. The office looks at it the same working day, "
        "and you hear what becomes of it, whether it is used or not."
    ),
    "reports:check": _(
        "Read your report once more as the office will read it. If all is well, submit it. If not, go back: "
        "nothing is lost. After submitting, the page shows what happens next and by when."
    ),
    "reports:list": _(
        "All reports that you may see. Filter by stage, kind or day, sort by the headings, and open one to "
        "see how far it is. What is shown can be taken along as an Excel file."
    ),
    "report": _(
        "All about one report: who has it now and until when, its text, the way it went, what the units have "
        "answered, where else it was used. At the top right stand the things that you may do with it now."
    ),
    "reports:queue": _(
        "What has come in and is not signed yet, with the nearest cut-off first. Take up a report to edit "
        "it, or open it to return it, keep it on file or not adopt it. Several can be ticked and taken up "
        "at once."
    ),
    "reports:signing": _(
        "What waits for the signature, with the nearest cut-off first. Open one, read, sign; the next one "
        "opens by itself."
    ),
    "routing:issues": _(
        "The issues of the special report. Begin one, put signed reports into it, have it approved and "
        "publish it; numbers are given without a gap, at the signature. An issue that was published is "
        "corrected by a new one."
    ),
    "routing:issue": _(
        "One issue of the special report: its reports and their order, the masthead, whom it goes to, and "
        "how it will be printed. Whatever is changed after approval is shown and has to be approved again."
    ),
    "routing:reading": _(
        "The issues that were sent to you; what you have not read stands first. Open one and read it like "
        "the printed paper."
    ),
    "routing:read": _(
        "Read piece by piece; larger type stands at the top. If something should be done, write one line "
        "under the piece: the office gives it to the units the same day, and you hear how it ended."
    ),
    "routing:directives": _(
        "What leaders have written, how long it has been running and how far the units are. A directive "
        "stays open until its last part is answered; then the leader is told."
    ),
    "routing:directive": _(
        "One directive: its words, what it was written on, and what each unit does about it. Once every part "
        "is answered, the leader is told in one paragraph what came of it."
    ),
    "routing:assignments": _(
        "What units have been given, with the day by which each has to reply. A unit signs for it first, "
        "then replies; if it is not theirs, they may ask once to return it. A reply counts when the office "
        "has passed it."
    ),
    "routing:assignment": _(
        "One unit's part: what is asked, by when, and the text it is about. The unit signs for it, asks for "
        "more time or to return it, and replies here; the office looks at the reply and passes it or asks "
        "for another."
    ),
    "routing:promises": _(
        "What units have promised in a reply graded B, and the day on which it is due. On that day the unit "
        "says whether it is kept; the office looks at it before it counts."
    ),
    "feedback:supervision": _(
        "What is late or nearly late, by unit. Tick what is to be chased and write one word to all of them; "
        "each goes to those who have the matter, and stands in its journey."
    ),
    "routing:inspections": _(
        "Looking on site at what units have answered. Plan one, say what was found, and see to it that "
        "findings are mended by their day."
    ),
    "feedback:three_rates": _(
        "For each unit: how many matters were answered, how many solved, how many authors are satisfied. "
        "Every number leads to its cases. A unit with few cases has no place in the order."
    ),
    "routing:revisits": _(
        "Some time after a matter was closed somebody asks the author how it ended. What is heard stands "
        "beside the unit's reply; whoever had a hand in the matter does not ask."
    ),
    "routing:filings": _(
        "What was sent to a higher committee, and what became of it. Begin a filing, put signed reports in, "
        "send it, note the receipt; then enter what the committee adopts, with the day and the proof."
    ),
    "feedback:year": _(
        "The year in figures, month by month, beside the year before. Press a number to see the reports "
        "behind it."
    ),
    "feedback:same_day": _(
        "How many reports were signed on the day they came in and reported on the day they were signed. Each "
        "day has its list, with the reason for whatever was not done."
    ),
    "feedback:briefing": _(
        "Figures and matters for a meeting, from one day to another. Choose the days, read, and take it "
        "along as PDF or Word."
    ),
    "overview": _(
        "Every open report: how far it is, who has it, until when. What has lain longest stands first, so "
        "that nothing is forgotten."
    ),
    "reports:leads": _(
        "Topics on which the office would like reports, and until when. Open one and write a report out of "
        "it; the office publishes new ones here."
    ),
    "reports:commissions": _(
        "Reports that the office has asked somebody for. Whoever is asked accepts or declines; what is "
        "accepted stands on the desk until it is filed."
    ),
    "reports:consultations": _(
        "What was brought before the stations: by citizens through the form behind the QR code, or in "
        "talks. What can be settled on the spot is settled; what cannot becomes a report."
    ),
    "reports:proposals": _(
        "Proposals and speeches in which there is more than one report. The office loads a list from Excel; "
        "the proposers say whether a part of theirs may become a report."
    ),
    "reports:stations": _(
        "The stations where citizens are heard, with their people and their public address. The poster with "
        "the QR code is printed from a station's page."
    ),
    "reports:appointments": _(
        "Who was invited as an informant, for how long, and whom they turn to. Before the time is over, the "
        "office decides whether to renew it."
    ),
    "routing:visits": _(
        "Visits to informants, talks and meetings: when, with whom, about what. They count in the figures of "
        "the year."
    ),
    "posts": _(
        "Who sits in which post, who stands in, and who acts where nobody is there. Nobody names himself: "
        "the post above names or confirms."
    ),
    "feedback:mails": _(
        "Mail that did not reach somebody. Put the address right, and it goes again; or tell the person in "
        "another way, and note how."
    ),
    "audit": _(
        "Who signed in, who was turned away, who read what is secret and who took files along. Filter by "
        "what happened, by person and by day; the button at the top makes an Excel file of it."
    ),
    "audit_rights": _(
        "Everything that the journal says of people, posts and leave: who was named for what, by whom, and "
        "when. Nothing can be changed here."
    ),
    "backups": _(
        "Whether there is a copy of everything, how old it is, and whether it was tried. A red line says "
        "what is missing and what to do about it."
    ),
    "calendar": _(
        "Which days are worked and which are not. All dates are counted by it. Before a change is stored, "
        "the page shows which open dates would move."
    ),
    "limits": _(
        "How long each thing may take. A new time limit holds from a day to come; what runs already keeps "
        "its date."
    ),
    "policy": _(
        "What the office has laid down: the cut-off, office hours, the way to the signature and so on. Every "
        "change has a first day and a reason, and stays readable for ever."
    ),
    "procedures": _(
        "All steps of the work on one page: from where to where, who may take it, who is told, who owes what "
        "by when. It is drawn from the rules that the portal itself follows."
    ),
    "routing:competences": _(
        "Which unit owns which kind of matter. When a report is given to a unit, this list is asked first. "
        "Keep it by hand, or load it from Excel."
    ),
    "routing:series": _(
        "The kinds of special report: masthead, issuer, whom an issue goes to. What is changed here holds "
        "for issues to come."
    ),
    "reports:canned": _(
        "What is proposed to whoever returns or does not adopt a report, for each reason. It can still be "
        "changed each time before it goes to the author."
    ),
    "reports:sealed": _(
        "Reports that were sealed because they may be classified: that it happened, when and by whom, not "
        "what was in them. The security administrator purges or unseals them."
    ),
    "step": _(
        "One step of the work. At the side or above stands what it is about; fill in what is asked and press "
        "the button. Whoever comes next finds it on the desk, and those concerned are told.\n"
        "If somebody was faster, nothing is changed, and what you have typed is shown to be copied."
    ),
}  # fmt: skip

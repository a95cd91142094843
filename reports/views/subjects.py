"""What the page of a source shows of its procedure: the steps open to this person, who owes what."""

from reports.models import Duty


def acts_of(procedure, hats, subject, at_once=()):
    """The steps open to this person as buttons for parts/acts.html, the main one first."""
    place = subject.get_absolute_url()
    return [
        {"url": f"{place}{s.name}/", "label": s.label, "main": s.main, "at_once": s.name in at_once}
        for s in procedure.open_to(hats, subject)
    ]


def owed_of(procedure, subject):
    """The open duties on a subject, each with what is to be done."""
    acts = {row.kind: row.label for rows in procedure.owes.values() for row in rows}
    duties = list(Duty.objects.about(subject).open().select_related("person", "post", "unit"))
    for duty in duties:
        duty.act = acts[duty.kind]
    return duties

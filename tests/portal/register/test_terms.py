"""Sectors of a term, and a new term: what is shown before is what is done, and what was stays as it was."""

from datetime import date, timedelta
from threading import Barrier

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from feedback.models import Notice
from feedback.sweeps import tell
from portal.ledger.engine import TooLate, decided
from portal.ledger.models import Duty, Entry
from portal.people.models import Hat, Membership, Role, Sector, Term
from portal.register.registry import LEAVINGS
from portal.register.workflow import sectors as sector_verbs
from portal.register.workflow import terms
from portal.register.workflow.terms import Plan
from reports.models import Appointment, Commission
from tests.makers import NINE, Office, organisation, person
from tests.races import at_once, kinds

FIRST = NINE.date() - timedelta(days=2)
LAST = FIRST - timedelta(days=1)


def term_of(office, sectors=("教育界", "医药卫生界")):
    """A present term with these sectors in one group; the author is in the first, others in the rest."""
    term = Term.objects.create(name="第十届", since=date(2022, 1, 10))
    group = organisation("第一界别活动组", "sector_group")
    made = [
        sector_verbs.add_sector(by=office.clerk, at=NINE, term=term, name=name, group=group)
        for name in sectors
    ]
    people = [office.author, *(person(f"member{n}", Role.INFORMANT) for n in range(3))]
    for n, user in enumerate(people):
        Membership.objects.create(
            user=user, term=term, level="city", standing=n == 1, sector=made[n % len(made)], since=term.since
        )
    Hat.objects.create(user=office.author, role=Role.CONVENER, organisation=group)
    return term


@pytest.fixture
def term(office):
    return term_of(office)


def plan(term, **more):
    """The author leaves, a person from outside comes."""
    leave = frozenset(term.memberships.filter(user__name="author").values_list("pk", flat=True))
    come = ((person("comer"), "医药卫生界"),)
    return Plan(**{"name": "第十一届", "since": FIRST, "leave": leave, "come": come} | more)


def database():
    """{(table, id): the row} of whatever a new term could touch."""
    models = [Term, Sector, Membership, Hat, Appointment, Commission, Duty]
    return {
        (model.__name__, row["id"]): row for model in models for row in model.objects.order_by("pk").values()
    }


def told_of(before, after):
    """What is different, in the words of the list: {kind of change: how many}."""
    new, gone = after.keys() - before.keys(), before.keys() - after.keys()
    changed = {key for key in after.keys() & before.keys() if after[key] != before[key]}
    return new, gone, changed


def test_the_dry_run_changes_nothing_and_the_run_does_exactly_what_it_said(office, term):
    appointment, commission = office.appointment(), office.commission()
    before, said = database(), terms.changes(plan(term), by=office.clerk, at=NINE)
    assert database() == before
    made = terms.begin_term(plan(term), by=office.clerk, at=NINE, shown=terms.digest(said))
    new, gone, changed = told_of(before, database())
    count = {}
    for row in said:
        count[str(row.what)] = count.get(str(row.what), 0) + 1
    with_english = {str(what): n for what, n in count.items()}
    stays, leaves, comes, goes_on = 3, 1, 1, 2
    assert sorted(with_english.values()) == sorted([1, 1, goes_on, stays, leaves, comes, 1, 1, 1])
    assert {kind for kind, _pk in gone} == {"Hat"} and len(gone) == 1
    kinds_of_new = sorted(kind for kind, _pk in new)
    assert kinds_of_new == ["Membership"] * (stays + comes) + ["Sector"] * goes_on + ["Term"]
    ended = {("Membership", row.pk) for row in term.memberships.all()} | {("Term", term.pk)}
    theirs = {("Appointment", appointment.pk), ("Commission", commission.pk)}
    duties = {key for key in changed if key[0] == "Duty"}
    assert changed - duties == ended | theirs
    assert [tuple(row) for row in Entry.objects.about(made).get().changes["rows"]] == [
        (str(row.what), row.who, row.before, row.after) for row in said
    ]


def test_who_stays_keeps_sector_and_standing_by_date(office, term):
    made = terms.begin_term(plan(term), by=office.clerk, at=NINE)
    old, new = (Membership.objects.get(user__name="member0", term=each) for each in (term, made))
    assert (old.until, new.since, new.until) == (LAST, FIRST, None)
    assert (new.sector.name, new.sector.term, new.standing) == (old.sector.name, made, True)
    assert not Membership.objects.filter(user=office.author, term=made).exists()
    comer = Membership.objects.get(user__name="comer")
    assert comer.sector.name == "医药卫生界" and comer.sector.term == made


def test_the_last_term_counts_as_before_to_the_digit(office, term, client):
    client.force_login(office.clerk)
    office.report("answered")
    before = figures(client, term)
    assert before["sectors"] == [("教育界", "第一界别活动组", 2), ("医药卫生界", "第一界别活动组", 2)]
    terms.begin_term(plan(term, anew=True), by=office.clerk, at=NINE)
    assert figures(client, term) == before


def figures(client, term):
    """Of the sectors of a term, and of the year's pages."""
    page = client.get(reverse("sectors"), {"term": term.pk}).context["page"]
    year = client.get(reverse("feedback:year"), {"year": NINE.year}).context["charts"]
    rates = client.get(reverse("feedback:three_rates")).context["page"]
    sectors = [(row.name, row.group.name, row.members) for row in page]
    return {"sectors": sectors, "year": repr(year), "rates": [list(row) for row in rates.sheet()[1]]}


def test_all_open_duties_have_a_holder_afterwards(office, term):
    office.appointment(), office.commission(), office.report("handling"), office.report("answered")
    before = set(Duty.objects.stranded(NINE.date()).values_list("pk", flat=True))
    terms.begin_term(plan(term), by=office.clerk, at=NINE)
    assert set(Duty.objects.stranded(NINE.date()).values_list("pk", flat=True)) == before == set()
    for each in LEAVINGS:
        assert not each.of({office.author.pk}, FIRST).exists()


def test_those_concerned_are_told(office, term):
    terms.begin_term(plan(term, anew=True), by=office.clerk, at=NINE)
    tell(NINE)
    told = Notice.objects.filter(entry__kind="begin_term").values_list("user__name", flat=True)
    assert sorted(told) == ["author", "comer"]


def test_conveners_anew_end_all_of_them(office, term):
    keeper = person("other", Role.CONVENER, at=organisation("第二界别活动组", "sector_group"))
    terms.begin_term(plan(term), by=office.clerk, at=NINE)
    assert keeper.hats.exists() and not office.author.hats.filter(role=Role.CONVENER).exists()
    later = Plan(name="第十二届", since=NINE.date(), anew=True)
    terms.begin_term(later, by=office.clerk, at=NINE)
    assert not Hat.objects.filter(role=Role.CONVENER).exists()


def test_without_the_sectors_members_are_in_none(office, term):
    made = terms.begin_term(plan(term, carry=False, come=()), by=office.clerk, at=NINE)
    assert not made.sectors.exists() and set(made.memberships.values_list("sector", flat=True)) == {None}


@pytest.mark.parametrize("bad", ["to come", "too early", "same name", "stays"])
def test_what_makes_no_sense_changes_nothing(office, term, bad):
    more = {
        "to come": {"since": NINE.date() + timedelta(days=1)}, "too early": {"since": term.since},
        "same name": {"name": "第 十届"}, "stays": {"come": ((person("member0"), ""),)},
    }[bad]  # fmt: skip
    before = database()
    with pytest.raises(ValidationError):
        terms.begin_term(plan(term, **more), by=office.clerk, at=NINE)
    assert database() == before


def test_the_clerk_alone_begins_one(office, term):
    for user in (office.editor, office.signer, person("system", Role.SYSTEM_ADMIN)):
        with pytest.raises(PermissionDenied):
            terms.begin_term(plan(term), by=user, at=NINE)


def test_what_changed_meanwhile_is_shown_first(office, term):
    shown = terms.digest(terms.changes(plan(term), by=office.clerk, at=NINE))
    office.commission()
    with pytest.raises(TooLate):
        terms.begin_term(plan(term), by=office.clerk, at=NINE, shown=shown)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_begin_one_term(monkeypatch):
    office = Office()
    said = plan(term_of(office))

    def begin(n):
        terms.begin_term(said, by=office.clerk, at=NINE)

    assert kinds(at_once(3, begin)) == {"done": 1, "ValidationError": 2}
    assert Term.objects.filter(until=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_waiting_there_would_be_two(monkeypatch):
    """Both have looked at the present term before either of them ends it."""
    monkeypatch.setattr(terms, "one_at_a_time", lambda *_named: None)
    looked, changes = Barrier(2, timeout=30), terms.changes

    def look(*args, **said):
        looked.wait()
        return changes(*args, **said)

    monkeypatch.setattr(terms, "changes", look)
    office = Office()
    leave = frozenset(term_of(office).memberships.values_list("pk", flat=True))
    said = [Plan(name=name, since=FIRST, leave=leave) for name in "甲乙"]
    at_once(2, lambda n: terms.begin_term(said[n], by=office.clerk, at=NINE))
    assert Term.objects.filter(until=None).count() == 2


# ---- Sectors ----


def test_a_sector_stands_once_in_a_term_and_in_a_group(office, term):
    for name, group in [("教育 界", None), ("新界", office.unit)]:
        with pytest.raises(ValidationError):
            sector_verbs.add_sector(by=office.clerk, at=NINE, term=term, name=name, group=group)
    again = term.sectors.get(name="教育界")
    assert again == sector_verbs.add_sector(
        by=office.clerk, at=NINE, term=term, name="教育界", group=again.group
    )


def test_sectors_on_their_pages(office, term, client):
    client.force_login(office.clerk)
    group = organisation("第二界别活动组", "sector_group")
    said = {"name": "经济界", "group": group.pk}
    assert client.post(reverse("add_sector"), said).status_code == 302
    sector = Sector.objects.get(name="教育界")
    said = {"name": "教育卫生界", "group": group.pk, "version": decided(sector).count()}
    assert client.post(reverse("edit_sector", args=[sector.pk]), said).status_code == 302
    stale = client.post(reverse("edit_sector", args=[sector.pk]), said | {"name": "另一界"})
    assert stale.status_code == 409
    rows = {row.name: (row.group.name, row.members) for row in client.get(reverse("sectors")).context["page"]}
    assert rows["教育卫生界"] == ("第二界别活动组", 2) and rows["经济界"] == ("第二界别活动组", 0)


def test_a_term_begins_on_its_page(office, term, client):
    client.force_login(office.clerk)
    leaver = term.memberships.get(user=office.author)
    person("comer")
    today = {"name": "第十一届", "since": "2026-03-08", "carry": "on", "leave": [leaver.pk]}
    wrong = client.post(reverse("begin_term"), today | {"come": "无此人"})
    assert wrong.status_code == 400 and "无此人" in wrong.content.decode()
    shown = client.post(reverse("begin_term"), today | {"come": "comer（教育界）"})
    assert shown.status_code == 200 and Term.objects.count() == 1
    said = today | {"come": "comer（教育界）", "shown": shown.context["shown"], "action": "begin"}
    done = client.post(reverse("begin_term"), said, follow=True)
    assert Term.objects.count() == 2 and "comer" in done.content.decode()


def test_every_model_of_dates_is_looked_at():
    """A later table of who is what in a term would have to be carried on, too."""
    with_term = {
        model.__name__ for model in apps.get_models() for f in model._meta.fields if f.related_model is Term
    }
    assert with_term == {"Sector", "Membership"}

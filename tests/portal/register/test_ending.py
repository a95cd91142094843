"""An organisation ends: what it had goes over as a whole, what was stays as it was, nothing keeps it."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from feedback.models import Notice
from feedback.sweeps import tell
from feedback.workflow import give_opinion
from portal.ledger import engine
from portal.ledger.engine import TooLate
from portal.ledger.models import Duty, Entry
from portal.people.models import Hat, Membership, Organisation, Post, Role, Sector, Term, User
from portal.people.roles import hats_of
from portal.register.registry import HANDOVERS
from portal.register.workflow import ending
from reports.models import Intake, Report
from reports.workflow import consultations
from routing.models import Assignment, Competence
from routing.suggest import units
from routing.workflow import assignments, reopening
from tests.makers import NINE, SUGGESTION, Office, organisation, person, unit
from tests.races import at_once, kinds

LATER = NINE + timedelta(days=1)
LAST = NINE.date() - timedelta(days=1)


def dissolved(office, old, new=None, at=LATER, **more):
    said = {"by": office.clerk, "at": at, "last_day": LAST, "successor": new, "note": "机构改革方案。"}
    ending.dissolve_organisation(old, **said | more)
    old.refresh_from_db()
    return old


@pytest.fixture
def handling(office):
    """A report that the unit has in hand, with one that it has answered before."""
    office.report("answered")
    return office.report("handling")


def owners(place):
    """Every column of the database in which this organisation stands, with the number of its rows."""
    found = {}
    for model in apps.get_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if field.related_model is Organisation:
                rows = model._default_manager.filter(**{field.name: place}).count()
                found |= {f"{model.__name__}.{field.name}": rows} if rows else {}
    return found


def test_all_of_a_unit_goes_over_and_nothing_keeps_it(office, handling):
    new, before = unit("住房城乡建设和城市更新局"), owners(office.unit)
    User.objects.update(date_joined=NINE - timedelta(days=400))
    Competence.objects.create(
        unit=office.unit, matter="物业", words="物业", source="三定", created_at=NINE, created_by=office.clerk
    )
    due = dict(Duty.objects.open().filter(unit=office.unit).values_list("pk", "due_at"))
    assert due and before["Assignment.unit"] == 2
    dissolved(office, office.unit, new)
    assert {each.label: each.of(office.unit).count() for each in HANDOVERS if each.of(office.unit)} == {}
    assert dict(Duty.objects.open().filter(unit=new).values_list("pk", "due_at")) == due
    past = owners(office.unit)
    # What was answered, and who was there.
    assert past == {"Assignment.unit": 1, "Duty.unit": 2, "Belonging.organisation": 2}
    assert office.unit.heir == new and not Duty.objects.stranded(LATER.date()).exists()
    assert Competence.objects.get(matter="物业").unit == new


def test_the_successor_goes_on_where_it_stood(office, handling):
    new = unit("新住建局")
    dissolved(office, office.unit, new)
    lead = handling.assignments.get(part="lead")
    assert lead.unit == new
    officer = User.objects.get(pk=office.officer.pk)
    assignments.sign_for(lead, by=officer, at=LATER)
    assignments.reply(lead, by=officer, at=LATER, text="已排查。", grade="solved", approved_by="王局长")
    old = Assignment.objects.get(unit=office.unit)
    assert old in Assignment.objects.visible_to(hats_of(officer, LATER.date()))


def test_what_was_answered_before_can_be_had_anew(office, handling):
    """Its duty falls to whichever stands in its place, also two steps on."""
    first, last = unit("一局"), unit("二局")
    dissolved(office, office.unit, first)
    dissolved(office, first, last)
    answered = Report.objects.get(status="answered")
    give_opinion(answered, by=answered.author, at=LATER, handling="mostly", result="dissatisfied")
    old = answered.assignments.get(part="lead")
    reopening.reopen_handling(answered, by=office.clerk, at=LATER, note="请再办。", units=[old])
    assert {duty.unit for duty in Duty.objects.about(old).open()} == {last}
    assert Assignment.objects.get(pk=old.pk) in Assignment.objects.visible_to(
        hats_of(User.objects.get(pk=office.officer.pk), LATER.date())
    )


def test_those_concerned_are_told_and_the_journey_says_so(office, handling):
    new = unit("新住建局")
    new_officer = person("new_officer", Role.OFFICER, at=new)
    dissolved(office, office.unit, new)
    tell(LATER)
    told = Notice.objects.filter(user=new_officer).values_list("entry__kind", flat=True)
    assert {"dissolve_organisation", "hand_assignment"} <= set(told)
    lines = Entry.objects.filter(kind="hand_assignment")
    assert [line.changes["unit"] for line in lines] == [f"{office.unit.name} → 新住建局"]
    assert Entry.objects.get(kind="dissolve_organisation").note == "机构改革方案。"


def test_a_station_ends_and_its_posters_still_lead_somewhere(office, client):
    old, new = organisation("老站", "station"), organisation("新站", "station")
    liaison = person("keeper", Role.LIAISON, at=old)
    intakes = [consultations.make_address(place, by=office.clerk, at=NINE) for place in (old, new)]
    said = {"kind": "suggestion", "topic": "路灯", "text": "缺一盏路灯。", "key": "0" * 32}
    matter = consultations.record(by=liaison, at=NINE, station=old, **said)
    dissolved(office, old, new)
    matter.refresh_from_db()
    assert matter.station == new and Hat.objects.get(user=liaison).organisation == new
    assert Intake.objects.get(pk=intakes[0].pk).organisation == old  # both have one: it leads on
    page = client.get(reverse("reports:tell_us", args=[intakes[0].code])).content.decode()
    assert "新站" in page and "老站" not in page
    sent = consultations.receive(intakes[0], at=LATER, key="1" * 32, **SUGGESTION)
    assert sent.station == new
    with pytest.raises(TooLate):
        consultations.record(by=liaison, at=LATER, station=old, **said | {"key": "2" * 32})


def test_the_office_itself_may_be_followed_with_its_posts(office):
    home = Post.objects.get(pk="clerk").organisation
    new = organisation("政协天河市滨海区委员会", "committee")
    dissolved(office, home, new)
    assert set(Post.objects.values_list("organisation", flat=True)) == {new.pk}


def test_members_sectors_and_places_go_over_and_their_past_stays(office):
    old, new = organisation("老组", "sector_group"), organisation("新组", "sector_group")
    term = Term.objects.create(name="第十届", since=date(2022, 1, 1))
    over = Term.objects.create(name="第九届", since=date(2017, 1, 1), until=date(2021, 12, 31))
    sectors = [Sector.objects.create(term=each, name="教育界", group=old) for each in (term, over)]
    row = Membership.objects.create(
        user=office.author, term=term, level="city", committee=old, since=date(2022, 1, 1)
    )
    below = Organisation.objects.create(name="下面", kind="station", parent=old)
    dissolved(office, old, new)
    assert [Sector.objects.get(pk=each.pk).group for each in sectors] == [new, old]
    row.refresh_from_db(), below.refresh_from_db()
    assert (row.committee, row.until, below.parent) == (old, LAST, new)
    now = Membership.objects.get(until=None)
    assert (now.committee, now.since) == (new, NINE.date())


def test_a_successor_from_below_goes_up(office):
    top = organisation("顶", "committee")
    old = Organisation.objects.create(name="中", kind="station", parent=top)
    new = Organisation.objects.create(name="下", kind="station", parent=old)
    sister = Organisation.objects.create(name="妹", kind="station", parent=old)
    dissolved(office, old, new)
    new.refresh_from_db(), sister.refresh_from_db()
    assert (new.parent, sister.parent) == (top, new)


@pytest.mark.parametrize(
    "bad", ["itself", "dissolved", "today", "before the renaming", "without", "no unit", "both have a part"]
)
def test_what_makes_no_sense_changes_nothing(office, handling, bad):
    new, more = unit("新局"), {}
    match bad:
        case "itself":
            new = office.unit
        case "dissolved":
            dissolved(office, new)
        case "today":
            more = {"last_day": LATER.date()}
        case "before the renaming":
            office.unit.former_names.create(name="旧名", until=LAST)
        case "without":
            new = None
        case "no unit":
            new = organisation("某站", "station")
        case "both have a part":
            new = office.co_unit
    before = owners(office.unit)
    with pytest.raises(ValidationError):
        dissolved(office, office.unit, new, **more)
    assert owners(office.unit) == before


def test_the_dissolved_is_offered_nowhere(office, client):
    """Its name may be read, where it is a filter or the past; it can be chosen in no form that is sent."""
    old, new = organisation("旧联络站", "station"), organisation("新联络站", "station")
    dissolved(office, old, new)
    dissolved(office, office.co_unit, office.unit)
    client.force_login(office.clerk)
    for name in ("routing:record_visit", "reports:record_matter", "routing:add_competence",
                 "add_organisation", "calendar"):  # fmt: skip
        page = client.get(reverse(name)).content.decode()
        assert f'<option value="{old.pk}"' not in page, name
        assert f'<option value="{office.co_unit.pk}"' not in page, name
    assert office.co_unit not in units()


# ---- Shown before it is done ----


def test_the_page_shows_what_goes_over_then_does_exactly_that(office, handling, client):
    new = unit("新局")
    client.force_login(office.clerk)
    url = reverse("dissolve_organisation", args=[office.unit.pk])
    said = {"last_day": LAST, "successor": new.pk, "note": "机构改革。"}
    shown = client.post(url, said)
    numbers = {str(each.label): each.count for each in shown.context["goes"]}
    assert numbers["在办的交办件"] == 1 and office.officer.name in shown.content.decode()
    assert Organisation.objects.get(pk=office.unit.pk).dissolved_on is None
    person("another", Role.OFFICER, at=office.unit)  # meanwhile
    said |= {"shown": shown.context["shown"], "action": "dissolve"}
    again = client.post(url, said)
    assert again.status_code == 409 and "another" in again.content.decode()
    assert client.post(url, said | {"shown": again.context["shown"]}).status_code == 302
    assert Organisation.objects.get(pk=office.unit.pk).successor == new
    assert client.get(url)["Location"] == client.post(url)["Location"]  # of the organisation, as it was


def test_whoever_sets_up_the_portal_meets_no_word_of_a_report(office, handling, client):
    """Neither where one dissolves nor where a term has begun."""
    office.draft(title="关于草稿里的事的建议")
    client.force_login(person("system", Role.SYSTEM_ADMIN))
    for place in (office.unit, office.author.organisation):
        url = reverse("dissolve_organisation", args=[place.pk])
        said = {"last_day": LAST, "successor": unit("新局").pk, "note": "机构改革。"}
        page = client.post(url, said).content.decode()
        assert "草稿里的事" not in page and handling.title not in page
        assert place.people.first().name in page


# ---- At once ----


def while_it_is_assigned_and_signed_for():
    """Dissolving meets an officer who signs for what the unit has, and a leader who gives it something."""
    office = Office()
    signed, new = office.report("handling"), unit("新局")
    lead = signed.assignments.get(part="lead")
    placed = office.report("issued")

    def act(n):
        if n == 0:
            dissolved(
                office, Organisation.objects.get(pk=office.unit.pk), Organisation.objects.get(pk=new.pk)
            )
        elif n == 1:
            mine = Assignment.objects.select_related("unit").get(pk=lead.pk)
            assignments.sign_for(mine, by=User.objects.get(pk=office.officer.pk), at=LATER)
        else:
            office.directed(placed, LATER)

    results = at_once(3, act)
    return office, results


@pytest.mark.django_db(transaction=True)
def test_whoever_signs_or_assigns_meanwhile_leaves_nothing_with_it():
    office, results = while_it_is_assigned_and_signed_for()
    assert set(kinds(results)) <= {"done", "TooLate"}, results
    old = Organisation.objects.get(pk=office.unit.pk)
    if old.dissolved_on:
        assert not Duty.objects.open().filter(unit=old).exists()
        assert not Assignment.objects.under_way().filter(unit=old).exists()


def given_to_what_has_just_ended(office):
    """Somebody chose the unit in a form before it was dissolved."""
    report = office.report("issued")
    dissolved(office, Organisation.objects.get(pk=office.unit.pk), unit("新局"))
    office.directed(report, LATER)


def test_what_has_just_ended_is_given_nothing(office):
    with pytest.raises(TooLate):
        given_to_what_has_just_ended(office)


def test_without_the_question_it_would_be(office, monkeypatch):
    monkeypatch.setattr(engine, "require_standing", lambda _unit: None)
    given_to_what_has_just_ended(office)
    assert Duty.objects.open().filter(unit=office.unit).exists()

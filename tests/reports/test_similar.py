"""Similar earlier reports: found, shown to those who may see them, answered, kept on both reports."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.ledger.engine import TooLate
from portal.people.models import Role
from reports import workflow
from reports.models import Relation, Report
from reports.similar import similar, similar_to
from reports.states import State
from tests.makers import NINE, TEXT, organisation, person

OTHER = {
    "title": "关于充实村卫生室慢病药品的建议",
    "situation": "村卫生室慢病用药不全，32名高血压患者每月要进城买药。",
    "analysis": "配送次数少，采购量小。",
    "advice": "建议由县级医院统一采购，每周配送到村。",
}
REWORDED = TEXT | {
    "title": "关于检查楼顶太阳能热水器坠落风险的建议",
    "situation": "东湖区不少老旧小区楼顶的太阳能热水器都已超过使用年限。",
}
BEGUN = {"title": TEXT["title"], "situation": "", "analysis": "", "advice": ""}


@pytest.fixture
def filed(office):
    return office.report(State.CLOSED), office.report(State.KEPT, **OTHER)


def shares(parts, rows=None):
    return {report.pk: share for report, share in similar(parts, rows or Report.objects.all())}


def test_what_was_reworded_is_found_and_nothing_else(filed):
    source, other = filed
    found = shares(REWORDED)
    assert set(found) == {source.pk} and 50 <= found[source.pk] < 100
    assert shares(OTHER) == {other.pk: 100}
    assert not shares(dict.fromkeys(TEXT, "完全无关的内容，讲的是另外一回事。"))
    assert not shares(dict.fromkeys(TEXT, ""))


def test_a_title_alone_finds_its_like(filed):
    assert set(shares(BEGUN)) == {filed[0].pk}


def test_punctuation_and_white_space_do_not_matter(filed):
    loose = {part: " \n".join(text.replace("。", "！").replace("，", "")) for part, text in OTHER.items()}
    assert shares(loose) == {filed[1].pk: 100}


def test_only_what_was_filed_before_and_is_seen(office, filed):
    source, _other = filed
    draft, later = office.draft(), office.report(at=NINE.replace(day=11))
    hats = office.hats(office.author)
    rows = Report.objects.visible_to(hats)
    assert {r.pk for r, _share in similar_to(draft, rows)} == {source.pk, later.pk}
    assert {r.pk for r, _share in similar_to(later, rows)} == {source.pk}
    assert similar_to(source, rows) == []
    stranger = person("stranger", Role.INFORMANT, at=organisation("政协望江区委员会"))
    own = office.draft(by=stranger)
    assert similar_to(own, Report.objects.visible_to(office.hats(stranger))) == []


def test_the_author_is_shown_it_and_answers_before_filing(client, office, filed):
    source, _other = filed
    client.force_login(office.author)
    draft = office.draft(**REWORDED)
    for name in ("write", "help", "check"):
        page = client.get(reverse(f"reports:{name}", args=[draft.pk])).content.decode()
        assert source.number in page and "办结" in page and "第1期" in page, name
    check = reverse("reports:check", args=[draft.pk])
    sent = {"version": 1, "pledge": "on", f"earlier_{source.pk}": "new_facts"}
    assert client.post(check, sent | {f"earlier_{source.pk}": "forged"}).status_code == 400
    assert client.post(check, sent)["Location"].endswith("/sent/")
    relation = Relation.objects.get()
    assert (relation.report, relation.earlier, relation.kind) == (draft, source, "new_facts")
    assert relation.by == office.author
    submitted = draft.entry_set.get()
    assert submitted.changes["relations"] == {source.number: "new_facts"}
    for report, other in ((draft, source), (source, draft)):
        assert other.number in client.get(report.get_absolute_url()).content.decode()


def test_an_answer_is_not_kept_with_a_text_that_is_not_filed(client, office, filed):
    client.force_login(office.author)
    draft = office.draft(**REWORDED | {"analysis": "密级：机密"})
    sent = {"version": 1, "pledge": "on", f"earlier_{filed[0].pk}": "same"}
    assert client.post(reverse("reports:check", args=[draft.pk]), sent).status_code == 400
    assert not Relation.objects.exists()


def test_nothing_is_said_of_a_report_that_one_may_not_see(client, office, filed):
    stranger = person("stranger", Role.INFORMANT, at=organisation("政协望江区委员会"))
    client.force_login(stranger)
    draft = office.draft(by=stranger)
    page = client.get(reverse("reports:check", args=[draft.pk])).content.decode()
    assert filed[0].number not in page
    sent = {"version": 1, "pledge": "on", f"earlier_{filed[0].pk}": "same"}
    assert client.post(reverse("reports:check", args=[draft.pk]), sent).status_code == 302
    assert not Relation.objects.exists()


def test_the_office_answers_at_review(client, office, filed):
    source, _other = filed
    report = office.report(State.SUBMITTED, at=NINE.replace(day=11), **REWORDED)
    client.force_login(office.clerk)
    assert source.number in client.get(report.get_absolute_url()).content.decode()
    url = reverse("reports:relate", args=[report.pk])
    for kind in ("same", "same", "different"):
        assert client.post(url, {f"earlier_{source.pk}": kind}).status_code == 302
    entries = report.entry_set.filter(kind="relate")
    assert [entry.changes["relation"] for entry in entries] == ["same", "different"]
    assert "不同事项" in client.get(f"{report.get_absolute_url()}?tab=journey").content.decode()
    assert report.number not in client.get(source.get_absolute_url()).content.decode()
    client.force_login(office.author)
    assert client.post(url, {f"earlier_{source.pk}": "same"}).status_code == 403


def test_the_verb_holds_by_itself(office, filed):
    source, _other = filed
    report = office.report(State.SUBMITTED)
    given = {"at": NINE, "earlier": source, "kind": "same"}
    for user in (office.author, office.signer, office.leader):
        with pytest.raises(PermissionDenied):
            workflow.relate(report, by=user, **given)
    draft = office.draft()
    with pytest.raises(PermissionDenied):
        workflow.relate(draft, by=office.clerk, **given)
    office.submitted(Report.objects.get(pk=draft.pk), NINE)
    with pytest.raises(TooLate):
        workflow.relate(draft, by=office.author, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        workflow.relate(report, by=office.clerk, at=NINE, earlier=report, kind="same")
    assert not Relation.objects.exists()

"""An approval holds for exactly what will be printed; whatever differs later voids it, for all to see."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.ledger.engine import TooLate
from portal.ledger.models import Duty
from portal.people.models import Role, User
from reports.states import State
from routing.changes import changes
from routing.documents import issue_pdf
from routing.models import Issue, Line, Rank, Recipient, Series
from routing.printing import issue_data
from routing.workflow import issues
from routing.workflow.series import edit_series
from tests.makers import NINE, person
from tests.policies import long_chain


@pytest.fixture
def issue(office):
    """Two pieces, a reader, one name on paper; signed."""
    issue = office.report(State.PLACED).piece.issue
    issues.place(
        issue, by=office.clerk, at=NINE, report=office.report(State.SIGNED, title="关于加密公交班次的建议")
    )
    issue.refresh_from_db()
    arrange(issue, office)
    return office.sign_issue(issue)


def arrange(issue, office, **changed):
    order = list(issue.pieces.values_list("pk", flat=True))
    to = [Line(Rank.UP, office.leader), Line(Rank.PEER, name="市档案馆", copies=2)]
    said = {"order": order, "note": "请参阅。", "recipients": to} | changed
    issues.arrange(issue, by=office.clerk, at=NINE, version=issue.version, **said)


def page(user, issue):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client.get(issue.get_absolute_url())


CHANGES = {
    "one character": (
        lambda issue: issue.pieces.filter(position=1).update(advice="一是排查；二是定岗。"), "定责", "定岗",
    ),
    "a title": (
        lambda issue: issue.pieces.filter(position=2).update(title="关于增加公交班次的建议"), "加密", "增加",
    ),
    "the order": (lambda issue: issue.pieces.filter(position=1).update(position=9), "公交", "公交"),
    "the author": (
        lambda issue: issue.pieces.filter(position=1).update(author_line="他人"), "author", "他人",
    ),
    "the note": (lambda issue: Issue.objects.filter(pk=issue.pk).update(note="请重点阅。"), "参阅", "重点阅"),
    "a recipient": (
        lambda issue: issue.recipients.filter(user=None).update(name="市图书馆"), "档案馆", "图书馆",
    ),
    "a recipient more": (
        lambda issue: Recipient.objects.create(issue=issue, name="市委党校", copies=1), "", "市委党校",
    ),
    "a list": (lambda issue: issue.recipients.filter(user=None).update(rank="down"), "市档案馆", "市档案馆"),
    "the copies": (lambda issue: issue.recipients.filter(user=None).update(copies=3), "2", "3"),
    "a reader's name": (
        lambda issue: User.objects.filter(username="leader").update(name="周岭"), "leader", "周岭",
    ),
    "the masthead": (
        lambda issue: Series.objects.update(name="社情民意专报"), "社情民意信息专报", "社情民意专报",
    ),
    "the editing office": (
        lambda issue: Series.objects.update(editing_office="研究室编"), "办公室", "研究室",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_changed_after_signing_is_shown_and_not_published(office, issue, what):
    change, before, after = CHANGES[what]
    approved = issue_pdf(issue_data(issue))
    change(issue)
    with pytest.raises(TooLate):
        issues.publish_issue(Issue.objects.get(pk=issue.pk), by=office.clerk, at=NINE)
    found = Issue.objects.get(pk=issue.pk)
    assert (found.status, found.differs) == ("signed", True)
    said = [part for _label, diff in page(office.clerk, found).context["differing"] for part in diff]
    assert before in "".join(text for op, text in said if op != "insert")
    assert after in "".join(text for op, text in said if op != "delete")
    assert issue_pdf(issue_data(found)) == approved


def test_what_did_not_change_is_published(office, issue):
    assert page(office.clerk, issue).context["differing"] is None
    issues.publish_issue(issue, by=office.clerk, at=NINE)
    assert Issue.objects.get(pk=issue.pk).status == "published"


@pytest.mark.parametrize("what", CHANGES)
def test_what_went_out_is_printed_the_same_for_ever(office, issue, what):
    issues.publish_issue(issue, by=office.clerk, at=NINE)
    before = issue_pdf(issue_data(Issue.objects.get(pk=issue.pk)))
    CHANGES[what][0](issue)
    User.objects.filter(pk=office.signer.pk).update(name="换了名字")
    found = Issue.objects.get(pk=issue.pk)
    assert issue_pdf(issue_data(found)) == before
    assert "换了名字" not in page(office.leader, found).content.decode()
    assert str(found).startswith("社情民意信息专报,")


def test_what_is_kept_to_print_cannot_be_changed_unseen(office, issue):
    issue.printed["pieces"][0]["advice"] = "换了的建议。"
    Issue.objects.filter(pk=issue.pk).update(printed=issue.printed)
    with pytest.raises(TooLate):
        issues.publish_issue(Issue.objects.get(pk=issue.pk), by=office.clerk, at=NINE)
    assert "the record was changed from outside" in page(office.clerk, issue).content.decode()


def test_what_changes_between_handing_in_and_signing_is_not_signed(office):
    issue = office.report(State.PLACED).piece.issue
    issues.submit_issue(issue, by=office.clerk, at=NINE)
    read = issue.text_hash
    edit_series(
        issue.series, by=office.clerk, at=NINE, recipients=[], name="社情民意专报", issuer="办公室",
        editing_office="办公室编", notice="", active=True,
    )  # fmt: skip
    with pytest.raises(TooLate):
        issues.sign_issue(issue, by=office.signer, at=NINE, text_hash=read)
    shown = page(office.signer, issue)
    assert shown.context["paper"]["masthead"] == "社情民意信息专报"
    assert "otherwise than it was handed in" in shown.content.decode()
    issues.send_issue_back(issue, by=office.signer, at=NINE, note="刊头已换。")
    assert office.sign_issue(issue).printed["masthead"] == "社情民意专报"


def test_a_reopened_issue_keeps_its_number_and_shows_what_changed_since(office, issue):
    issues.reopen_issue(issue, by=office.clerk, at=NINE, note="按语请改。")
    assert (issue.status, issue.number, issue.signed_by, issue.signed_hash) == ("draft", 1, None, "")
    assert Duty.objects.about(issue).open().get().kind == "finish_issue"
    arrange(issue, office, note="请重点阅。")
    issues.submit_issue(issue, by=office.clerk, at=NINE)
    [(label, diff)] = page(office.signer, issue).context["changed_since"]
    assert str(label) == "Editor's note" and diff[:2] == [("delete", "请参阅"), ("insert", "请重点阅")]
    issues.sign_issue(issue, by=office.signer, at=NINE, text_hash=issue.text_hash)
    assert (issue.number, issue.running_total, issue.printed["note"]) == (1, 1, "请重点阅。")
    assert page(office.signer, issue).context["changed_since"] is None


def test_the_chain_is_shown_and_goes_back_with_the_issue(office):
    office.vetter.name = "核稿人甲"
    office.vetter.save()
    issue = office.report(State.PLACED).piece.issue
    with long_chain(office):
        approve_by_vetter_and_signer(office, issue)
        links = dict(page(office.signer, issue).context["chain"])
        assert [entry and entry.actor.name for entry in links.values()] == [
            "clerk",
            "核稿人甲",
            "signer",
            None,
        ]
        assert "数字已核。" in page(office.signer, issue).content.decode()
        assert (issue.printed["vetter"], issue.printed["signer"]) == ("核稿人甲", "signer")
        issues.reopen_issue(issue, by=office.clerk, at=NINE, note="再改。")
        assert not any(dict(page(office.signer, issue).context["chain"]).values())
    assert issue_data(issue)["vetter"] == ""


def approve_by_vetter_and_signer(office, issue):
    issues.submit_issue_for_vetting(issue, by=office.clerk, at=NINE)
    read = issue.text_hash
    issues.vet_issue(issue, by=office.vetter, at=NINE, text_hash=read, note="数字已核。")
    assert issue.text_hash != read  # the vetter is named in it
    with pytest.raises(TooLate):
        issues.sign_issue(Issue.objects.get(pk=issue.pk), by=office.signer, at=NINE, text_hash=read)
    issues.sign_issue(issue, by=office.signer, at=NINE, text_hash=issue.text_hash)


def test_changes_name_what_went_and_what_came(office, issue):
    new = issue.as_composed()
    new["pieces"] = [new["pieces"][1] | {"title": "关于公交的建议"}]
    with override("en"):
        labels = [str(label) for label, _diff in changes(issue.printed, new)]
    assert labels == ["Pieces in order", "关于公交的建议 · Title"]


def test_no_form_and_no_verb_changes_what_went_out(office, issue):
    issues.publish_issue(issue, by=office.clerk, at=NINE)
    piece, spare = issue.pieces.first(), office.report(State.SIGNED)
    before = [issue.printed, list(issue.pieces.values()), list(issue.recipients.values())]
    said = {"by": office.clerk, "at": NINE}
    for attempt in (
        lambda: arrange(issue, office, texts={piece.pk: {"advice": "换了。"}}),
        lambda: issues.place(issue, report=spare, **said),
        lambda: issues.take_out(issue, piece=piece, **said),
        lambda: issues.reopen_issue(issue, note="再改。", **said),
        lambda: issues.void_issue(issue, by=office.signer, at=NINE, note="作废。"),
        lambda: issues.sign_issue(issue, by=office.signer, at=NINE, text_hash=issue.text_hash),
    ):
        with pytest.raises(TooLate):
            attempt()
    client = Client()
    client.force_login(office.clerk)
    posts = [
        (issue.get_absolute_url(), {"version": issue.version, "note": "换了。", f"place_{piece.pk}": 9}),
        (reverse("routing:place", args=[issue.pk, spare.pk]), {}),
        (reverse("routing:take_out", args=[issue.pk, piece.pk]), {}),
        (f"{issue.get_absolute_url()}reopen_issue/", {"note": "再改。"}),
    ]
    assert [client.post(url, data).status_code for url, data in posts] == [409] * 4
    issue = Issue.objects.get(pk=issue.pk)
    assert [issue.printed, list(issue.pieces.values()), list(issue.recipients.values())] == before


def test_a_reader_who_is_named_once_is_one_reader(office, issue):
    other = person("second", Role.LEADER)
    issues.reopen_issue(issue, by=office.clerk, at=NINE, note="加一位。")
    arrange(issue, office, recipients=[Line(Rank.UP, other), Line(Rank.UP, office.leader)])
    assert issue.as_composed()["recipients_up"] == ["second", "leader"]

"""The slips and vetting sheets say what the record says, to those who may have it, in Chinese."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.days.workflow.limits import set_limit
from portal.ledger.models import Duty
from reports import workflow as reports
from reports.models import Credit
from reports.states import State
from routing.documents.pictures import picture
from routing.workflow import assignments
from tests.makers import NINE
from tests.routing.prints import keep, poppler, squeezed

HOUR = timedelta(hours=1)


def got(user, name, pk):
    """(file name, text) of a document, as an English reader gets it."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    answer = client.get(reverse(f"routing:{name}", args=[pk]))
    assert answer.status_code == 200
    file = unquote(answer.headers["Content-Disposition"].rpartition("''")[2])
    keep(f"{name}.pdf", answer.content)
    keep(f"{name}.png", picture(answer.content, 1)[1])
    return file, poppler(answer.content)


def says(text, *words):
    assert not [word for word in words if squeezed(word) not in text], text


def test_the_assignment_slip_of_a_directive(office):
    report = office.report(State.HANDLING)
    slip = report.assignments.get(part="lead")
    file, text = got(office.officer, "assignment_slip", slip.pk)
    assert file == f"交办单-{report.number}-{slip.pk}.pdf"
    directive = slip.directive
    says(text, "社情民意信息交办单", f"编号：{slip.number}", report.title, report.number, slip.unit.name)
    says(text, directive.text, directive.leader.name, "会同办理", "15个工作日", "政协天河市委员会办公室")
    says(text, office.clerk.name, report.situation, report.advice)
    co = report.assignments.get(part="co")
    says(text, co.unit.name)
    assert "签收人：" in text
    assignments.sign_for(slip, by=office.officer, at=NINE + HOUR)
    assert "签收人：" not in got(office.officer, "assignment_slip", slip.pk)[1]


def test_the_slip_names_the_author_only_where_the_unit_may_know(office):
    for shown in (True, False):
        report = office.report(State.HANDLING, name_shown=shown)
        slip = report.assignments.get(part="lead")
        says(got(office.clerk, "assignment_slip", slip.pk)[1], report.author.name)
        named = report.author.name in got(office.officer, "assignment_slip", slip.pk)[1]
        assert named == shown


def test_an_extension_is_on_the_slip(office):
    slip = office.report(State.HANDLING).assignments.get(part="lead")
    assignments.sign_for(slip, by=office.officer, at=NINE + HOUR)
    assignments.request_time(slip, by=office.officer, at=NINE + HOUR, days=5, note="需要更多时间。")
    assignments.grant_time(slip, by=office.clerk, at=NINE + HOUR)
    says(got(office.officer, "assignment_slip", slip.pk)[1], "20个工作日", "已同意延期")


def test_a_limit_in_hours_is_printed_with_its_hour_and_not_as_days(office):
    for rule in ("sign_for", "reply_to_directive"):
        said = {"since": NINE.date(), "amount": 4, "unit": "hours", "note": "防汛期间。"}
        set_limit(rule, by=office.clerk, at=NINE - HOUR, **said)
    slip = office.report(State.HANDLING).assignments.get(part="lead")
    text = got(office.officer, "assignment_slip", slip.pk)[1]
    due = {duty.kind: timezone.localtime(duty.due_at) for duty in Duty.objects.about(slip)}
    says(text, f"请于2026年3月10日{due['reply']:%-H时%M分}前书面答复。")
    says(text, f"请于2026年3月10日{due['sign_for']:%-H时%M分}前签收。")
    assert due["reply"].hour < 18 and "个工作日" not in text


def test_the_directive_slip(office):
    directive = office.report(State.HANDLING).directives.get()
    file, text = got(office.clerk, "directive_slip", directive.pk)
    assert file == f"批示单-{directive.pk}.pdf"
    units = [a.unit.name for a in directive.assignments.all()]
    says(text, "领导批示办理单", directive.text, directive.leader.name, directive.piece.title, *units)
    says(text, "2026年第1期", directive.report.number)


def test_the_vetting_sheet_of_a_report_follows_the_chain(office):
    report = office.report(State.ISSUED, joint=[Credit("李四光", field="地质")])
    file, text = got(office.clerk, "vetting_sheet", report.pk)
    assert file == f"核稿单-{report.number}.pdf"
    says(text, report.organisation.name, report.author.name, "李四光（地质）", "■单篇采用", "□综合采用")
    says(text, "■领导、办公厅（室）", "专报2026年第1期", f"签发{office.signer.name}", report.advice)
    fresh = office.report(State.SUBMITTED)
    text = got(office.clerk, "vetting_sheet", fresh.pk)[1]
    assert office.signer.name not in text
    says(text, "□领导、办公厅（室）")


def test_the_vetting_sheet_of_an_issue_follows_the_chain(office):
    issue = office.report(State.ISSUED).piece.issue
    file, text = got(office.clerk, "issue_vetting_sheet", issue.pk)
    assert file == "专报核稿单-2026年第1期.pdf"
    says(text, issue.pieces.get().title, f"签发{office.signer.name}", f"编辑{office.clerk.name}")
    composed = office.report(State.PLACED).piece.issue
    file, text = got(office.clerk, "issue_vetting_sheet", composed.pk)
    assert file == f"专报核稿单-样稿{composed.pk}.pdf"
    assert office.signer.name not in text


def test_what_was_approved_before_it_was_sent_back_is_not_on_the_sheet(office):
    report = office.report(State.AWAITING_SIGNOFF)
    says(got(office.clerk, "vetting_sheet", report.pk)[1], f"编辑{office.clerk.name}")
    reports.send_back(report, by=office.signer, at=NINE + HOUR, note="请压缩。")
    assert f"编辑{office.clerk.name}" not in got(office.clerk, "vetting_sheet", report.pk)[1]


@pytest.mark.parametrize("name", ["pdf", "word", "page"])
def test_a_broken_template_is_named_on_a_page(office, client, settings, tmp_path, name):
    settings.TEMPLATE_DIR = str(tmp_path)
    for ending in ("typ", "docx"):
        (tmp_path / f"special_report.{ending}").write_text("#let")
    issue = office.report(State.PLACED).piece.issue
    client.force_login(office.clerk)
    args = [issue.pk, 1] if name == "page" else [issue.pk]
    answer = client.get(reverse(f"routing:{name}", args=args))
    assert answer.status_code == 422
    assert f"special_report.{'docx' if name == 'word' else 'typ'}" in answer.content.decode()

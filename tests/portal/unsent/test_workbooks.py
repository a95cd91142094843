"""A workbook of proposals: kept while something else is wrong with its form, let go once it is read."""

from django.urls import reverse

from reports.models import Import
from tests.books import workbook
from tests.portal.unsent.test_files import unsent
from tests.reports.test_proposals import GOOD, file


def test_a_good_workbook_is_kept_while_the_year_is_wrong_and_let_go_when_it_is_read(client, office):
    client.force_login(office.clerk)
    address = reverse("reports:import_proposals")
    sent = {"kind": "speech", "year": 1900, "file": file(workbook(GOOD))}
    answer = client.post(address, sent)
    assert answer.status_code == 400 and "提案.xlsx" in answer.content.decode()
    assert unsent().get().by == office.clerk
    assert "提案.xlsx" in client.get(address).content.decode()  # and so it is after a closed tab
    assert client.post(address, {"kind": "speech", "year": 2026}).status_code == 302
    assert Import.objects.get().name == "提案.xlsx" and not unsent()


def test_of_two_workbooks_none_is_read_and_one_that_cannot_be_read_makes_way(client, office):
    client.force_login(office.clerk)
    address, said = reverse("reports:import_proposals"), {"kind": "proposal", "year": 2026}
    two = [file(workbook(GOOD)), file(workbook(["8", "关于修桥的提案", "乙"]), "二.xlsx")]
    assert client.post(address, said | {"file": two}).status_code == 400
    assert unsent().count() == 2 and not Import.objects.exists()
    others = [str(pk) for pk in unsent().values_list("pk", flat=True)]
    empty = {"files_removed": others, "file": file(workbook())}  # headings alone
    answer = client.post(address, said | empty)
    assert answer.status_code == 400 and list(answer.context["form"].errors) == ["file"]
    assert not unsent()
    assert client.post(address, said | {"file": file(workbook(GOOD))}).status_code == 302

"""A long file holds what its owner may see when it is made, and is handed out to nobody else."""

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from portal.jobs import doing
from portal.jobs.models import Job, Trouble
from portal.jobs.offers import Offer
from portal.people.models import Hat, Seat
from reports.workflow import refuse_classified
from tests.portal.jobs.asking import ask, made, on_disk, rows_of


def test_nobody_else_sees_it(clerk, office, client):
    where = made(clerk)
    client.force_login(office.signer)
    assert {client.get(where).status_code, client.post(f"{where}fetch/").status_code} == {404}
    sent = {"offer": Offer(office.clerk.pk, "/reports/?export=1", "x").token}
    assert client.post(reverse("ask_job"), sent).status_code == 404
    assert client.post(reverse("ask_job"), {"offer": "x"}).status_code == 404


def lose(user):
    Seat.objects.filter(user=user).delete(), Hat.objects.filter(user=user).delete()


def test_who_lost_the_role_before_gets_nothing_made(office, client, short):
    [office.proposal(str(n)) for n in range(3)]
    client.force_login(office.clerk)
    offer = Offer(office.clerk.pk, reverse("reports:proposals") + "?export=1", "x").token
    where = client.post(reverse("ask_job"), {"offer": offer})["Location"]
    lose(office.clerk)
    doing.make(timezone.now)
    assert Job.objects.get().trouble == Trouble.RIGHTS and not on_disk()
    assert client.post(f"{where}fetch/").status_code == 409


def test_who_may_see_less_by_then_gets_less(clerk, office):
    where = ask(clerk)
    lose(office.clerk)
    doing.make(timezone.now)
    assert rows_of(clerk.post(f"{where}fetch/")) == []


def test_who_lost_the_role_after_it_was_made_does_not_get_it(clerk, office):
    where = made(clerk)
    lose(office.clerk)
    answer = clerk.post(f"{where}fetch/")
    assert answer.status_code == 409 and Job.objects.get().trouble == Trouble.RIGHTS
    doing.make(timezone.now)
    assert not on_disk()


def test_for_whose_account_is_closed_nothing_is_made(clerk, office):
    ask(clerk)
    office.clerk.is_active = False
    office.clerk.save()
    doing.make(timezone.now)
    assert Job.objects.get().trouble == Trouble.RIGHTS and not on_disk()


def test_what_is_sealed_stands_in_no_file_made_before(clerk, office):
    where = made(clerk)
    refuse_classified(office.five[0], by=office.clerk, at=timezone.now())
    assert clerk.post(f"{where}fetch/").status_code == 409 and Job.objects.get().trouble == Trouble.SEALED
    doing.make(timezone.now)
    assert not on_disk()
    assert len(rows_of(clerk.post(f"{made(clerk)}fetch/"))) == 4


def test_what_is_sealed_while_it_is_made_makes_it_begin_anew(clerk, office, monkeypatch):
    where, real = ask(clerk), default_storage.save

    def meanwhile(name, content):
        refuse_classified(office.five[0], by=office.clerk, at=timezone.now())
        return real(name, content)

    monkeypatch.setattr(default_storage, "save", meanwhile)
    doing.make(timezone.now)
    monkeypatch.undo()
    assert Job.objects.get().ended_at is None and not on_disk()
    doing.make(timezone.now)
    assert len(rows_of(clerk.post(f"{where}fetch/"))) == 4

"""What the operator is told of each part, with parts that are really away."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.clock.models import LastRun
from portal.run import standing
from portal.run.embedded import free_port

TOKEN = "t" * 32


def found(at=None):
    return {part.name: part for part in standing.parts(at or timezone.now())}


def test_the_doctor_names_a_broker_and_a_mail_server_that_are_away(db, settings, capsys):
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert "WRONG  broker" in said and "Start valkey" in said and "请启动 valkey" in said
    assert "WRONG  mail" in said and "ok     database" in said


def test_the_broker_and_the_database_that_are_there_are_good(db):
    parts = found()
    assert parts["broker"].good and parts["database"].good


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_hides_no_other_part():
    kept = connection.settings_dict["PORT"], connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict |= {"PORT": free_port(), "HOST": "127.0.0.1"}
    try:
        parts = found()
    finally:
        connection.close()
        connection.settings_dict["PORT"], connection.settings_dict["HOST"] = kept
    assert not parts["database"].good and parts["broker"].good and "backup" not in parts


def test_a_full_disk_is_said(db, monkeypatch):
    monkeypatch.setattr(standing, "LEAST_ROOM", 10**18)
    assert not found()["disk"].good


def test_a_sweep_that_hangs_is_named(db):
    now = timezone.now()
    said = {"begun_at": now, "ended_at": now, "owed_since": now}
    LastRun.objects.create(sweep="feedback.tasks.tell", **said)
    assert found(now)["clock"].good
    clock = found(now + timedelta(minutes=5))["clock"]
    assert not clock.good and "feedback.tasks.tell" in str(clock.why)


def test_the_parts_are_for_this_machine_and_for_whoever_has_the_token(db, client, settings):
    url = reverse("health_parts")
    assert client.get(url).status_code in (200, 503)
    behind = {"X-Forwarded-For": "203.0.113.9"}
    assert client.get(url, headers=behind).status_code == 404
    assert client.get(url, headers=behind | {"Authorization": "Bearer "}).status_code == 404
    settings.HEALTH_TOKEN = TOKEN
    assert client.get(url, headers=behind | {"Authorization": "Bearer wrong"}).status_code == 404
    answer = client.get(url, headers=behind | {"Authorization": f"Bearer {TOKEN}"})
    assert {"database", "broker", "mail", "disk", "clock", "backup", "calendar"} == answer.json().keys()

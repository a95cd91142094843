"""A lock that somebody holds too long costs the others a 503, not a 500, and nothing is half done."""

import psycopg2
import pytest
from django.db import connection
from django.test import Client

from portal.ledger.models import Entry
from reports.models import Report
from reports.states import State
from tests.makers import Office

WHERE = "dbname={NAME} user={USER} password={PASSWORD} host={HOST} port={PORT}"


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_too_long_is_told_to_send_it_again():
    office, client = Office(), Client(raise_request_exception=False)
    report = office.report()
    client.force_login(office.clerk)
    entries = Entry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    other = psycopg2.connect(WHERE.format(**connection.settings_dict))
    other.cursor().execute("SELECT 1 FROM reports_report WHERE id = %s FOR UPDATE", [report.pk])
    answer = client.post(f"/reports/{report.pk}/take_up/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert (Report.objects.get().status, Entry.objects.count()) == (State.SUBMITTED, entries)
    other.close()
    assert client.post(f"/reports/{report.pk}/take_up/").status_code == 302
    connection.close()  # and with it the short patience

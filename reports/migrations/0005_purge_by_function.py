"""The application may not delete versions of texts; a purge does by this, past the trigger that looks at each."""

from django.db import migrations

CREATE = """
CREATE FUNCTION delete_revisions(report bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM reports_revision WHERE report_id = report
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0004_proposers_accept"),
    ]

    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION delete_revisions(bigint)"),
    ]

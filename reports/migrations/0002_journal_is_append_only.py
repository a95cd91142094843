"""The database itself refuses to change or delete a line of the journal."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON reports_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER revisions_are_append_only BEFORE UPDATE OR DELETE ON reports_revision
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
BACK = """
DROP TRIGGER revisions_are_append_only ON reports_revision;
DROP TRIGGER journal_is_append_only ON reports_entry;
DROP FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]

"""Whatever nobody has a notice of is news; the first sweep strikes off what concerns nobody."""

from django.db import migrations

FORWARD = """
INSERT INTO reports_untold (entry_id) SELECT id FROM reports_entry
WHERE NOT EXISTS (SELECT FROM feedback_notice WHERE entry_id = reports_entry.id)
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0004_rungs_of_the_ladder"), ("reports", "0019_untold")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The database changes no line and deletes none that is younger than the law demands. The application deletes
# by the function alone: its role has no right to (portal/run/rights.py, which knows the trigger by its name).
ONLY_GROWS = """
CREATE FUNCTION refuse_change_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '180 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit is append-only';
END $$;
CREATE TRIGGER events_are_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_event();
CREATE FUNCTION forget_events(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM audit_event WHERE at < before RETURNING 1) SELECT count(*) FROM gone
$$;
"""
BACK = "DROP FUNCTION forget_events(timestamptz); DROP FUNCTION refuse_change_of_event() CASCADE"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=30)),
                ("at", models.DateTimeField()),
                ("name", models.CharField(blank=True, max_length=12)),
                ("caller", models.CharField(blank=True, max_length=12)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("refused", models.BooleanField(default=False)),
                ("once", models.CharField(max_length=300, null=True, unique=True)),
                ("account", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "line of the audit",
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["at"], name="events_by_date"),
                    models.Index(fields=["what", "at"], name="events_by_kind_and_date"),
                ],
            },
        ),
        migrations.RunSQL(ONLY_GROWS, BACK),
    ]

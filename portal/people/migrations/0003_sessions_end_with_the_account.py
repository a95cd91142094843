"""An account that is closed loses its sessions for ever, also where it is opened again."""

from django.db import migrations, models

CREATE = """
CREATE FUNCTION end_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sessions_ended = greatest(OLD.sessions_ended, NEW.sessions_ended)
        + (OLD.is_active AND NOT NEW.is_active)::int;
    RETURN NEW;
END $$;
CREATE TRIGGER sessions_end_with_the_account BEFORE UPDATE ON people_user
    FOR EACH ROW EXECUTE FUNCTION end_sessions();
"""
DROP = """
DROP TRIGGER sessions_end_with_the_account ON people_user;
DROP FUNCTION end_sessions();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0002_proposed_seats"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sessions_ended",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]

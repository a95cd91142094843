"""The journal's hashes cover the digests of words, so that a purge can take the words and the chain holds."""

import hashlib
import json
from itertools import groupby

from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations, models

BLANKED = "\u2060sha256:"
CODES = {"status", "reason", "text", "sign_by", "taken_by"}
ROWS = 2000

# A purge is the one exception to append-only: in a transaction that names the report by its setting, and
# only if the report is purged, words may give way to their digests and revisions may go.
FORWARD = r"""
CREATE FUNCTION only_blanked(old jsonb, new jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    WITH mark AS (SELECT E'\u2060sha256:' AS words)
    SELECT old - '{note,changes}'::text[] = new - '{note,changes}'::text[]
        AND new->>'note' IN (
            old->>'note', words || encode(sha256(convert_to(old->>'note', 'UTF8')), 'hex')
        )
        AND NOT EXISTS (
            SELECT FROM jsonb_each(old->'changes') AS was FULL JOIN jsonb_each(new->'changes') AS now USING (key)
            WHERE was.value IS DISTINCT FROM now.value AND NOT coalesce(
                now.value #>> '{}' = words || encode(sha256(convert_to(was.value #>> '{}', 'UTF8')), 'hex')
                OR jsonb_typeof(was.value) IN ('array', 'object') AND now.value #>> '{}' LIKE words || '%',
                false
            )
        )
    FROM mark
$$;
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('portal.purging', true) = OLD.report_id::text
        AND EXISTS (SELECT FROM reports_report WHERE id = OLD.report_id AND status = 'purged')
    THEN
        IF TG_TABLE_NAME = 'reports_revision' AND TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF TG_TABLE_NAME = 'reports_entry' AND TG_OP = 'UPDATE' THEN
            IF only_blanked(to_jsonb(OLD), to_jsonb(NEW)) THEN
                RETURN NEW;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION 'the journal is append-only';
END $$;
"""
BACK = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END $$;
DROP FUNCTION only_blanked(jsonb, jsonb);
"""


def sha256(said):
    plain = said if isinstance(said, str) else json.dumps(
        said, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder
    )  # fmt: skip
    return hashlib.sha256(plain.encode()).hexdigest()


def digest(value):
    if isinstance(value, int | None) or value == "":
        return value
    words = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    return BLANKED + sha256(words)


def hash_of(entry, note, changes, previous_hash):
    return sha256([
        entry.chain, entry.position, entry.kind, entry.subject_type_id, entry.subject_id, entry.report_id,
        entry.actor_id, int(entry.at.timestamp() * 1_000_000), note, changes, previous_hash,
    ])  # fmt: skip


def hash_anew(apps, schema_editor):
    """Chain by chain; a line that was tampered with stops it rather than be hashed as if it were sound."""
    entries = apps.get_model("reports", "Entry").objects.order_by("chain", "position")
    changed = []
    for _chain, lines in groupby(entries.iterator(chunk_size=ROWS), key=lambda entry: entry.chain):
        was = now = ""
        for entry in lines:
            if entry.previous_hash != was or entry.hash != hash_of(entry, entry.note, entry.changes, was):
                raise ValueError(f"{entry.chain}#{entry.position} was tampered with; run verify_journal first")
            was = entry.hash
            bare = {k: v if k in CODES else digest(v) for k, v in entry.changes.items()}
            entry.previous_hash = now
            entry.hash = now = hash_of(entry, digest(entry.note), bare, now)
            changed.append(entry)
    schema_editor.execute("ALTER TABLE reports_entry DISABLE TRIGGER journal_is_append_only")
    for n in range(0, len(changed), ROWS):
        entries.bulk_update(changed[n : n + ROWS], ["previous_hash", "hash"])
    schema_editor.execute("ALTER TABLE reports_entry ENABLE TRIGGER journal_is_append_only")


class Migration(migrations.Migration):
    dependencies = [("reports", "0015_proposals")]
    operations = [
        migrations.AlterField(
            model_name='report',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('returned', 'Returned to the author'), ('editing', 'Being edited'), ('merged', 'Merged into another'), ('awaiting_vetting', 'Awaiting vetting'), ('with_chair', 'With the chair'), ('awaiting_signoff', 'Awaiting sign-off'), ('signed', 'Signed off'), ('placed', 'Placed in an issue'), ('issued', 'Issued'), ('handling', 'Being handled'), ('answered', 'Answered'), ('closed', 'Closed'), ('kept', 'Kept on file'), ('refused', 'Not adopted'), ('withdrawn', 'Withdrawn'), ('sealed', 'Sealed'), ('purged', 'Purged')], default='draft', editable=False, max_length=20),
        ),
        migrations.RunPython(hash_anew),
        migrations.RunSQL(FORWARD, BACK),
    ]

"""The pairs of neighbouring characters of a report's text, kept by the database itself, with an index."""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION pairs_of(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(array(
        SELECT DISTINCT pair
        FROM (
            SELECT letter || lead(letter) OVER (ORDER BY place) AS pair
            FROM string_to_table(lower(regexp_replace(words, '\s+', '', 'g')), NULL)
                WITH ORDINALITY AS letters(letter, place)
        ) AS pairs
        WHERE pair IS NOT NULL
    ))
$$;
ALTER TABLE reports_report ADD COLUMN pairs tsvector GENERATED ALWAYS AS (
    pairs_of(title || situation || analysis || advice)
) STORED;
CREATE INDEX reports_by_pairs ON reports_report USING gin (pairs);
"""
BACK = """
ALTER TABLE reports_report DROP COLUMN pairs;
DROP FUNCTION pairs_of(text);
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_journal_is_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACK)]

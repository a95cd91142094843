"""What of a report's text finds similar ones, kept by the database itself, with an index.

`sketch_of` is a MinHash in one pass: every run of three characters (white space and punctuation left out) is
hashed once; the hash says into which of 64 buckets it falls, and each bucket keeps its smallest. Two
neighbouring buckets make one number of the sketch, which two texts share about as often as the square of the
part of their runs that they share: texts of which a half is the same nearly always share one of the 32, strangers
nearly never. Titles have their own index, for drafts that have little more than a title.
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

FORWARD = r"""
SET LOCAL statement_timeout = 0;
CREATE FUNCTION sketch_of(words text) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(((one * 31 + other) % 67108864 * 32 + band)::integer)
    FROM (
        SELECT
            hash & 31 AS band,
            min(hash >> 6 & 4294967295) FILTER (WHERE hash & 32 = 0) AS one,
            min(hash >> 6 & 4294967295) FILTER (WHERE hash & 32 <> 0) AS other
        FROM (
            SELECT hashtextextended((a || lead(a) OVER text || lead(a, 2) OVER text) COLLATE "C", 0) AS hash
            FROM string_to_table(
                lower(regexp_replace(words, '[\s!-/:-@[-`{-~·—‘’“”…、。〈-】〔〕！（），．：；？％～]+', '', 'g')), NULL
            ) WITH ORDINALITY AS letters(a, place)
            WINDOW text AS (ORDER BY place)
        ) AS runs
        WHERE hash IS NOT NULL
        GROUP BY band
    ) AS bands
    WHERE one IS NOT NULL AND other IS NOT NULL
$$;
ALTER TABLE reports_report ADD COLUMN sketch integer[] GENERATED ALWAYS AS (
    sketch_of(title || situation || analysis || advice)
) STORED;
CREATE INDEX reports_by_sketch ON reports_report USING gin (sketch);
CREATE INDEX reports_by_title ON reports_report USING gin (title gin_trgm_ops);
"""
BACK = """
DROP INDEX reports_by_title;
ALTER TABLE reports_report DROP COLUMN sketch;
DROP FUNCTION sketch_of(text);
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_merged_vetted_and_chair")]
    operations = [TrigramExtension(), migrations.RunSQL(FORWARD, BACK)]

"""No figure and no query of the documentation reads the whole table of dossiers."""

import re
from datetime import date

from programs import ROOT

BIG = """
INSERT INTO motcua.office (code, name) SELECT 'H48.' || i, 'Office ' || i FROM generate_series(1, 50) AS i;
INSERT INTO motcua.procedure (code, name, field) SELECT '1.' || i, 'Procedure ' || i, 'Field ' || i % 7 FROM generate_series(1, 40) AS i;
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, procedure, channel, status, received_at, due_at, due_at_first, finished_at, apology_at)
SELECT 's', 'H48-' || i, 'H48.' || 1 + i % 50, 'H48.' || 1 + i % 50, '1.' || 1 + i % 40, CASE i % 3 WHEN 0 THEN 'direct' ELSE 'online' END::motcua.channel,
       CASE WHEN i % 200 = 0 OR i > 149500 THEN 4 + i % 2 ELSE 10 END, r, r + interval '7 days', r + interval '7 days',
       CASE WHEN i % 200 = 0 OR i > 149500 THEN NULL ELSE r + (1 + i % 9) * interval '1 day' END, CASE i % 20 WHEN 0 THEN r + interval '5 days' END
FROM generate_series(1, 150000) AS i, LATERAL (SELECT timestamptz '2021-01-04 08:00+07' + i * interval '17 minutes' AS r) AS v;
UPDATE motcua.dossier SET first_run_id = 0;
INSERT INTO motcua.dossier_change (source, code, run_id, seen_at, field, old_value, new_value)
SELECT d.source, d.code, motcua.begin_run('ingest', 's', true), d.received_at, 'status', '4', d.status::text FROM motcua.dossier AS d ORDER BY d.received_at LIMIT 1;
INSERT INTO motcua.dossier_change (source, code, run_id, seen_at, field, old_value, new_value)
SELECT 's', 'H48-' || i, r.run_id, r.started_at, v.field, v.old_value, v.new_value
FROM (SELECT max(run_id) AS run_id, max(started_at) AS started_at FROM motcua.run) AS r, generate_series(1, 100000) AS i,
     (VALUES ('status', '4', '9', 1), ('status', '9', '4', 500), ('due_at', '2024-05-10 17:00:00+07', '2024-05-20 17:00:00+07', 400), ('finished_at', NULL, '2024-05-10 17:00:00+07', 1)) AS v (field, old_value, new_value, every)
WHERE i % v.every = 0;
"""


def test_nothing_reads_the_whole_table(cookbook, motcua, db, ask):
    """Five years, one month asked for: no sequential scan of the dossiers, by the count that PostgreSQL keeps."""
    ask(BIG)
    db.cursor().execute("VACUUM ANALYZE")

    def scans():
        # VACUUM summarises block ranges by scans of its own, which this session counts when it gets round to it.
        return ask("SELECT pg_stat_force_next_flush()") and ask("SELECT pg_stat_clear_snapshot()") and ask(
            "SELECT sum(seq_scan) FROM pg_stat_user_tables WHERE schemaname = 'motcua' AND relname IN ('dossier', 'dossier_change')")
    before = scans()
    month = {"first": date(2024, 5, 1), "last": date(2024, 5, 31), "today": date(2025, 11, 10)}
    for path in sorted((ROOT / "sql/cookbook").glob("*.sql")):
        assert cookbook(path.name[:2], **month), path.name
        assert scans() == before, path.name
    # What dashboards ask, word by word.
    for query in re.findall(r"```sql\n(.*?)```", (ROOT / "docs/dashboards.md").read_text(), re.DOTALL):
        ask(query.replace("$__timeFrom()", "timestamptz '2024-05-01'").replace("$__timeTo()", "timestamptz '2024-05-31'").replace("%", "%%"))
        assert scans() == before, query
    for condition in ("received_on BETWEEN '2024-05-01' AND '2024-05-31'", "closed_on = '2024-05-14'", "is_open", "is_overdue"):
        assert ask(f"SELECT count(*) > 0 FROM stats.dossier_facts WHERE {condition}") == [(True,)]
        assert scans() == before, condition
    today = {"today": "2025-11-10"}
    for args in (("show", "--period", "2024-05"), ("show", "--period", "2024-05", "--compare"), ("points", "--period", "2024-05"), ("targets", "--period", "2024-05", "--against", "2023-05"),
                 ("show", "--period", "2024-05", "--against", "2024-04"),
                 ("dossiers", "--rate", "late", "--period", "2024-05"), ("integrity", "--period", "2024-05"),
                 ("integrity", "--period", "2024-05", "--flag", "mass_closing"), ("near-due", "--forecast"), ("explain", "H48-149990")):
        outcome = motcua.stats(*args, **today)
        assert outcome.code == 0 and outcome.stdout, (args, outcome.stderr)
        assert scans() == before, args

-- Sixty months from one reading are the very figures of sixty questions: over the change of offices of 1 July 2025, on both trees, by
-- both attributions, on any day, and as they were known.
BEGIN;
SELECT plan(20);
\ir include/batch.sql
SET LOCAL motcua.today = '2025-12-31';

INSERT INTO motcua.office (code, name, level, parent, valid_from, valid_to) VALUES
    ('P', 'Province', 'province', NULL, NULL, NULL),
    ('P.D', 'District', 'district', 'P', NULL, '2025-06-30'),
    ('P.D.1', 'Commune 1', 'commune', 'P.D', NULL, '2025-06-30'),
    ('P.D.2', 'Commune 2', 'commune', 'P.D', NULL, '2025-06-30'),
    ('P.D.3', 'Commune 3', 'commune', 'P.D', NULL, NULL),
    ('P.D.4', 'Commune that stays', 'commune', 'P.D', NULL, NULL),
    ('P.N', 'New commune', 'commune', 'P', '2025-07-01', NULL),
    ('P.M', 'Renamed in the middle of a month', 'commune', 'P', '2025-09-17', NULL);
INSERT INTO motcua.office_succession (old_office, new_office, on_day)
SELECT 'P.D.' || i, 'P.N', date '2025-07-01' FROM generate_series(1, 3) AS i
UNION ALL SELECT 'P.D.4', 'P.M', '2025-09-17';

-- Of every office and fate, on every side of each change; some are due before they came in, some never.
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, procedure, channel, status, received_at, due_at, due_at_first, finished_at)
SELECT 's', 'd' || i, o.codes[1 + (i / 6) % 6], o.codes[1 + i % 6], CASE WHEN i % 5 > 0 THEN 'procedure ' || i % 4 END,
       (ARRAY['direct', 'online', 'postal'])[1 + i % 3]::motcua.channel,
       CASE WHEN i % 11 = 0 THEN 4 WHEN i % 13 = 0 THEN 1 + i % 3 ELSE 7 + i % 4 END, r.received_at,
       CASE WHEN i % 7 > 0 THEN r.received_at + (i * 37 % 120 - 10) * interval '1 day' END, r.received_at + interval '9 days',
       r.received_at + (i * 53 % 150) * interval '1 day'
FROM generate_series(1, 3000) AS i
CROSS JOIN (SELECT '{P,P.D,P.D.1,P.D.2,P.D.3,P.D.4}'::text[] AS codes) AS o
CROSS JOIN LATERAL (SELECT timestamptz '2024-10-20 08:00+07' + i * interval '3 hours' AS received_at) AS r;

CREATE FUNCTION pg_temp.different(period_from date, period_to date, by_office text, tree text, today date, known_run bigint DEFAULT NULL)
    RETURNS TABLE (month date, office text, asked jsonb, monthly jsonb)
    LANGUAGE sql
AS $$
    WITH asked AS (
        SELECT m::date AS month, c.office, to_jsonb(c) - '{office,name,level,carried_in,resolved_early,resolved_on_time,resolved_on_day_after_hour,resolved_no_due,pending_in_time,pending_no_due,paused}'::text[] AS figures
        FROM generate_series(date_trunc('month', period_from::timestamp), least(period_to, today), interval '1 month') AS m
        CROSS JOIN LATERAL stats.counts(m::date, (m + interval '1 month')::date - 1, by_office, tree, today, known_run) AS c
    ), monthly AS (
        SELECT m.month, m.office, to_jsonb(m) - '{month,office}'::text[] AS figures FROM stats.monthly(period_from, period_to, by_office, tree, today, known_run) AS m
    ), nothing AS (
        SELECT jsonb_object_agg(k, 0) AS figures FROM (SELECT jsonb_object_keys(figures) AS k FROM monthly LIMIT 10) AS keys
    )
    SELECT month, office, a.figures, m.figures FROM asked AS a FULL JOIN monthly AS m USING (month, office) CROSS JOIN nothing AS n
    WHERE coalesce(a.figures, n.figures) IS DISTINCT FROM coalesce(m.figures, n.figures)
$$;

SELECT cmp_ok(count(*) FILTER (WHERE m.pending_overdue > 0 AND m.resolved_late > 0 AND m.received_postal > 0 AND m.withdrawn > 0 AND m.returned > 0), '>', 20::bigint,
    'months of offices in which all of it happens') FROM stats.monthly('2024-10-01', '2025-12-31') AS m;
SELECT is_empty(format('SELECT * FROM pg_temp.different(%L, %L, %L, %L, %L)', '2024-10-01', '2025-12-31', b, t, d), format('by %s, tree of %s, on %s', b, t, d))
FROM unnest('{handling,receiving}'::text[]) AS b, unnest('{then,now}'::text[]) AS t, unnest('{2025-12-31,2025-09-16,2025-07-01}'::text[]) AS d;
SELECT is_empty(format('SELECT * FROM pg_temp.different(%L, %L, %L, %L, %L)', f, t, 'handling', 'then', '2025-12-31'), format('from the middle of its life: %s to %s', f, t))
FROM (VALUES ('2025-03-15', '2025-10-10'), ('2025-12-31', '2026-06-30')) AS v (f, t);
SELECT is_empty($$ SELECT m.month FROM stats.monthly('2024-10-01', '2025-12-31') AS m WHERE m.office = 'P' AND m.received <> m.received_online + m.received_direct + m.received_postal $$,
    'channels are the parts of what came in');
SELECT is_empty($$ SELECT m.month, sum(c.received), sum(c.pending_overdue) FROM stats.monthly('2025-08-01', '2025-09-30') AS m
                   JOIN stats.monthly('2025-08-01', '2025-09-30') AS c ON c.month = m.month
                   JOIN motcua.office_parents((c.month + interval '1 month')::date - 1) AS p ON p.office = c.office AND p.parent = m.office
                   WHERE m.office = 'P' GROUP BY m.month, m.received, m.pending_overdue, m.resolved
                   HAVING (m.received, m.pending_overdue, m.resolved) < (sum(c.received), sum(c.pending_overdue), sum(c.resolved)) $$, 'children are not more than their parent');

-- What a run has changed is as it was to whoever asks for the evening before.
SELECT pg_temp.load($$ [{"source": "s", "code": "later", "status": 9, "received_at": "2025-02-03", "due_at": "2025-02-10", "finished_at": "2025-02-05"}] $$) AS first_run \gset
SELECT pg_temp.load($$ [{"source": "s", "code": "later", "status": 9, "received_at": "2025-02-03", "due_at": "2025-02-10", "finished_at": "2025-04-05", "source_updated_at": "2025-12-30"}] $$) AS second_run \gset
SELECT is_empty(format('SELECT * FROM pg_temp.different(%L, %L, %L, %L, %L, %s)', '2024-10-01', '2025-12-31', 'handling', 'then', '2025-12-31', r), 'as known after run ' || r)
FROM unnest(ARRAY[:first_run, :second_run]) AS r;

SELECT throws_ok($$ SELECT * FROM stats.monthly('2025-12-31', '2025-01-01') $$, '22023', 'from 2025-12-31 to 2025-01-01 is not a period', 'a period that is none');
SELECT * FROM finish();
ROLLBACK;

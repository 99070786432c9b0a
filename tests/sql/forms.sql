-- Forms have the figures of stats.counts, over a change of offices, on both trees and by both attributions; their rows add up.
BEGIN;
SELECT plan(9);
SET LOCAL motcua.today = '2025-12-31';

INSERT INTO motcua.office (code, name, level, parent, valid_from, valid_to) VALUES
    ('P', 'Province', 'province', NULL, NULL, NULL),
    ('P.1', 'Commune 1', 'commune', 'P', NULL, '2025-06-30'),
    ('P.2', 'Commune 2', 'commune', 'P', NULL, NULL),
    ('P.N', 'New commune', 'commune', 'P', '2025-07-01', NULL);
INSERT INTO motcua.office_succession (old_office, new_office, on_day) VALUES ('P.1', 'P.N', '2025-07-01');
INSERT INTO motcua.procedure (code, name, field, online_level) VALUES
    ('1', 'One', 'Field A', 'full'), ('2', 'Two', 'Field A', 'partial'), ('3', 'Three', NULL, NULL);

-- Of every office and fate; some without a procedure, some without a due date, some with a letter or a fee.
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, procedure, channel, status, received_at, due_at, due_at_first, finished_at,
                            apology_at, fee, paid_online)
SELECT 's', 'd' || i, o.codes[1 + (i / 3) % 3], o.codes[1 + i % 3], CASE WHEN i % 5 > 0 THEN (1 + i % 3)::text END,
       (ARRAY['direct', 'online', 'postal'])[1 + (i / 4) % 3]::motcua.channel,
       CASE WHEN i % 11 = 0 THEN 5 WHEN i % 13 = 0 THEN 1 + i % 3 ELSE 7 + i % 4 END, r.received_at,
       CASE WHEN i % 7 > 0 THEN r.received_at + (i * 37 % 60 - 5) * interval '1 day' END, r.received_at + interval '9 days',
       r.received_at + (i * 53 % 90) * interval '1 day', CASE WHEN (i / 7) % 2 = 0 THEN r.received_at + interval '8 days' END, i % 3 * 1000, i % 2 = 0
FROM generate_series(1, 1200) AS i
CROSS JOIN (SELECT '{P,P.1,P.2}'::text[] AS codes) AS o
CROSS JOIN LATERAL (SELECT timestamptz '2025-03-01 08:00+07' + i * interval '4 hours' AS received_at) AS r;

CREATE FUNCTION pg_temp.of_forms(by_office text, tree text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT concat_ws(' ', f.office, f.total, f.online, f.direct, f.carried_in, f.resolved, f.early, f.on_time, f.late, f.pending, f.in_time, f.overdue,
                     f.withdrawn, f.returned, f.no_due)
    FROM stats.form_06a('2025-05-01', '2025-08-31', NULL, by_office, tree) AS f WHERE f.is_office
$$;
CREATE FUNCTION pg_temp.of_counts(by_office text, tree text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT concat_ws(' ', c.office, c.carried_in + c.received, c.received_online, c.received_direct + c.received_postal, c.carried_in, c.resolved,
                     c.resolved_early, c.resolved_on_time + c.resolved_no_due, c.resolved_late, c.pending, c.pending_in_time + c.pending_no_due,
                     c.pending_overdue, c.withdrawn, c.returned, c.resolved_no_due + c.pending_no_due)
    FROM stats.counts('2025-05-01', '2025-08-31', by_office, tree) AS c
    WHERE c.carried_in + c.received > 0
$$;

SELECT set_eq(format('SELECT pg_temp.of_forms(%L, %L)', v.by_office, v.tree), format('SELECT pg_temp.of_counts(%L, %L)', v.by_office, v.tree),
              format('II.06a has the counts, for the %s office, offices as they are %s', v.by_office, v.tree))
FROM (VALUES ('handling', 'then'), ('handling', 'now'), ('receiving', 'then'), ('receiving', 'now')) AS v (by_office, tree);

SELECT is_empty($$
    SELECT f.office FROM stats.form_06a('2025-05-01', '2025-08-31') AS f GROUP BY f.office
    HAVING sum(f.total) FILTER (WHERE f.is_office) <> sum(f.total) FILTER (WHERE NOT f.is_office)
        OR sum(f.resolved) FILTER (WHERE f.is_office) <> sum(f.resolved) FILTER (WHERE NOT f.is_office)
        OR sum(f.overdue) FILTER (WHERE f.is_office) <> sum(f.overdue) FILTER (WHERE NOT f.is_office)
$$, 'the fields of an office add up to it');
SELECT is_empty($$
    SELECT f.office FROM stats.form_06a('2025-05-01', '2025-08-31') AS f
    WHERE f.total <> f.online + f.direct + f.carried_in OR f.resolved <> f.early + f.on_time + f.late OR f.pending <> f.in_time + f.overdue
       OR (f.is_office AND f.total <> f.resolved + f.pending + f.withdrawn + f.returned)
$$, 'the checks of II.06a hold, and with what was withdrawn and returned every dossier has its place');
SELECT results_eq(
    $$ SELECT sum(p.total), sum(p.resolved), sum(p.late), sum(p.overdue) FROM stats.form_06b('2025-05-01', '2025-08-31') AS p $$,
    $$ SELECT f.total::numeric, f.resolved::numeric, f.late::numeric, f.overdue::numeric
       FROM stats.form_06a('2025-05-01', '2025-08-31') AS f WHERE f.is_office AND f.office = 'P' $$, 'procedures add up to the whole');
SELECT results_eq(
    $$ SELECT a.late_with_letter + a.late_without_letter, a.overdue_with_letter + a.overdue_without_letter,
              a.online_full + a.online_partial + a.online_other, a.late_with_letter > 0 AND a.overdue_without_letter > 0 AND a.online_partial > 0
       FROM stats.form_07a('2025-05-01', '2025-08-31') AS a WHERE a.office = 'P' $$,
    $$ SELECT f.late, f.overdue, f.online, true FROM stats.form_06a('2025-05-01', '2025-08-31') AS f WHERE f.is_office AND f.office = 'P' $$,
    '07a divides what II.06a has');
SELECT results_eq(
    $$ SELECT a.office, a.value FROM stats.appendix_1('2025-05-01', '2025-08-31') AS a WHERE a.number = '3.4' AND a.value IS NOT NULL ORDER BY a.office $$,
    $$ SELECT r.office, r.percent FROM stats.rates('2025-05-01', '2025-08-31', 'report') AS r
       WHERE r.rate = 'on_time' AND r.office IN ('P.1', 'P.2', 'P.N') AND r.percent IS NOT NULL ORDER BY r.office $$,
    'the appendix has the on-time rate of communes');

SELECT * FROM finish();
ROLLBACK;

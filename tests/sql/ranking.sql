-- Offices among their sisters.
BEGIN;
SELECT plan(8);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

INSERT INTO motcua.office (code, parent) VALUES ('P', NULL), ('P.1', 'P'), ('P.2', 'P'), ('P.3', 'P'), ('P.4', 'P'), ('P.5', 'P'), ('P.1.1', 'P.1'), ('P.1.2', 'P.1');
INSERT INTO motcua.office (code, parent, valid_to) VALUES ('P.6', 'P', '2024-02-29');
-- Late of resolved: P.1 has 1/3 in two offices, P.2 2/6, P.3 3334/10000, P.4 3333/10000; P.5 has nothing.
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, finished_at)
SELECT 's', o.office || ' ' || i, 'H01', o.office, 9, '2024-03-05 09:00', CASE WHEN i <= o.late THEN timestamptz '2024-03-10' ELSE '2024-03-20' END, '2024-03-12 10:00'
FROM (VALUES ('P.1.1', 1, 1), ('P.1.2', 0, 2), ('P.2', 2, 6), ('P.3', 3334, 10000), ('P.4', 3333, 10000)) AS o (office, late, resolved),
     LATERAL generate_series(1, o.resolved) AS i;

CREATE FUNCTION pg_temp.ranks(rate text) RETURNS TABLE (parent text, place bigint, sisters bigint, office text)
    LANGUAGE sql
AS $$ SELECT r.parent, r.place, r.sisters, r.office FROM stats.ranking(rate, '2024-03-01', '2024-03-31') AS r $$;
SELECT results_eq($$ SELECT * FROM pg_temp.ranks('late') WHERE parent = 'P' $$,
    $$ VALUES ('P', 1::bigint, 4::bigint, 'P.4'), ('P', 2, 4, 'P.1'), ('P', 2, 4, 'P.2'), ('P', 4, 4, 'P.3'), ('P', NULL, 4, 'P.5') $$,
    'the lowest late rate is the best; equal fractions share a place, equal percentages do not; nothing resolved has no place');
SELECT results_eq($$ SELECT office, percent FROM stats.ranking('late', '2024-03-01', '2024-03-31') WHERE parent = 'P' AND place < 3 $$,
    $$ VALUES ('P.4', 33.33), ('P.1', 33.33), ('P.2', 33.33) $$, 'three that print the same');
SELECT results_eq($$ SELECT office, place FROM pg_temp.ranks('on_time') WHERE parent = 'P' $$,
    $$ VALUES ('P.4', 1::bigint), ('P.1', 2), ('P.2', 2), ('P.3', 4), ('P.5', NULL) $$, 'the highest on-time rate is the best');
SELECT results_eq($$ SELECT office, place, sisters FROM pg_temp.ranks('late') WHERE parent = 'P.1' $$, $$ VALUES ('P.1.2', 1::bigint, 2::bigint), ('P.1.1', 2, 2) $$, 'each family of its own');
SELECT results_eq($$ SELECT office, place FROM pg_temp.ranks('late') WHERE parent IS NULL $$, $$ VALUES ('P', 1::bigint), ('H01', NULL) $$, 'those with nobody above too');
SELECT throws_ok($$ SELECT * FROM stats.ranking('none', '2024-03-01', '2024-03-31') $$, '22023', 'there is no rate ''none''', 'a rate that does not exist is an error');
SELECT throws_ok($$ SELECT * FROM stats.ranking('late', '2024-03-01', '2024-03-31', 'none') $$, '22023', NULL, 'a profile that does not exist is an error');
SELECT is(array_agg(rate ORDER BY rate), '{dissatisfied,due_moved,late,late_first,reopened,returned,supplemented,term_used,withdrawn}', 'of which rates less is better') FROM motcua.rate WHERE profile = 'report' AND lower_is_better;

SELECT * FROM finish();
ROLLBACK;

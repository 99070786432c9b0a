-- One population, the answers of each authority: 1,286 dossiers of a commune, 1,232 resolved early, 39 late,
-- 12 open in time, 1 open and overdue, 2 withdrawn.
BEGIN;
SELECT plan(11);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

SELECT pg_temp.add(
    'dossier ' || i,
    CASE WHEN i <= 1271 THEN 9 WHEN i <= 1284 THEN 4 ELSE 7 END,
    '2024-01-10 09:00',
    CASE WHEN i <= 1271 THEN '2024-02-20 17:00' WHEN i <= 1283 THEN '2024-06-07 17:00' WHEN i = 1284 THEN '2024-06-03 17:00' ELSE '2024-02-20 17:00' END,
    CASE WHEN i <= 1232 THEN '2024-02-19 10:00' WHEN i <= 1271 THEN '2024-02-21 10:00' WHEN i > 1284 THEN '2024-02-19 10:00' END)
FROM generate_series(1, 1286) AS i \g /dev/null

CREATE FUNCTION pg_temp.rate(profile text, rate text) RETURNS text
    LANGUAGE sql
AS $$
    SELECT format('%s/%s=%s', r.numerator, r.denominator, r.percent)
    FROM stats.rates('2023-12-07', '2024-06-06', profile) AS r WHERE r.rate = rate.rate AND r.office = 'H01'
$$;
SELECT is(pg_temp.rate('report', 'on_time'), '1232/1271=96.93', 'report');
SELECT is(pg_temp.rate('report', 'late'), '39/1271=3.07', 'report, late');
SELECT is(pg_temp.rate('decree61', 'on_time'), '1232/1286=95.80', 'Decree 61');
SELECT is(pg_temp.rate('qd766', 'on_time'), '1246/1286=96.89', 'Decision 766, withdrawn in time');
SELECT ok(received = 1286 AND resolved = 1271 AND resolved_early = 1232 AND resolved_late = 39 AND resolved_on_time = 0 AND withdrawn = 2 AND pending = 13
          AND pending_in_time = 12 AND pending_overdue = 1 AND carried_in = 0, 'the counts of the report')
FROM stats.counts('2023-12-07', '2024-06-06');

-- A profile is rows: one that adds what was withdrawn, and one of the late ones among those received.
INSERT INTO motcua.profile VALUES ('own', 'own', 'own', 'own');
INSERT INTO motcua.rate VALUES ('own', 'on_time', 1, 'own', 'own', 'own'), ('own', 'late', 2, 'own', 'own', 'own'), ('own', 'late_received', 3, 'own', 'own', 'own');
INSERT INTO motcua.term VALUES ('own', 'on_time', 'resolved_early', true, true), ('own', 'on_time', 'resolved_late', false, true), ('own', 'on_time', 'withdrawn', true, true),
    ('own', 'late', 'resolved_late', true, false), ('own', 'late', 'pending_overdue', true, false), ('own', 'late', 'received', false, true),
    ('own', 'late_received', 'resolved_late', true, false), ('own', 'late_received', 'received', false, true);
SELECT is(pg_temp.rate('own', 'on_time'), '1234/1273=96.94', 'a profile of rows: on time with those withdrawn');
SELECT is(pg_temp.rate('own', 'late'), '40/1286=3.11', 'a profile of rows: late of those received');
SELECT is(pg_temp.rate('own', 'late_received'), '39/1286=3.03', 'a profile of rows: resolved late of those received');
SELECT is(floor(percent), 96::numeric, 'whole percents, cut off, as one vendor prints them') FROM stats.rates('2023-12-07', '2024-06-06') WHERE rate = 'on_time';
SELECT is(count(*), 1234::bigint, 'its dossiers can be listed') FROM stats.dossiers('on_time', '2023-12-07', '2024-06-06', 'H01', 'own');

UPDATE motcua.dossier SET finished_at = '2024-02-21 10:00' WHERE status = 7;
SELECT is(pg_temp.rate('qd766', 'on_time'), '1244/1286=96.73', 'Decision 766, withdrawn late');

SELECT * FROM finish();
ROLLBACK;

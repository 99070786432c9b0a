-- What is open and overdue by how long, with answers worked out by hand.
BEGIN;
SELECT plan(20);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

INSERT INTO motcua.office (code, name, level, parent) VALUES ('P', 'Huyện P', 'district', NULL), ('P.1', 'Xã P.1', 'commune', 'P'), ('P.2', 'Xã P.2', 'commune', 'P');
CREATE FUNCTION pg_temp.open_one(code text, office text, due text, finished text DEFAULT NULL, received text DEFAULT '2023-12-01 09:00') RETURNS void
    LANGUAGE sql
AS $$
    INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, due_at_first, finished_at)
    VALUES ('s', code, 'P.2', office, CASE WHEN finished IS NULL THEN 4 ELSE 9 END, received::timestamptz, due::timestamptz, due::timestamptz, finished::timestamptz)
$$;
-- At the end of 30 June 2024; at that of 31 May d30 to d91 are overdue, d30 since that day. Both sides of each edge: due 0, 5, 6, 10, 11, 30, 31, 90 and 91 days before.
SELECT pg_temp.open_one('d' || n.n, 'P.1', (date '2024-06-30' - n.n)::text || ' 17:00') FROM unnest('{0,5,6,10,11,30,31,90,91}'::integer[]) AS n (n) \g /dev/null
-- Not overdue, without a due date; closed on the last day, after it; came in later.
SELECT pg_temp.open_one('in time', 'P.1', '2024-07-01'), pg_temp.open_one('no due', 'P.2', NULL), pg_temp.open_one('closed', 'P.1', '2024-06-01', '2024-06-30 23:59'),
    pg_temp.open_one('closed later', 'P.2', '2024-05-31', '2024-07-01 00:00'), pg_temp.open_one('came later', 'P.2', '2024-06-01', NULL, '2024-07-01 08:00') \g /dev/null

SELECT results_eq($$ SELECT band, dossiers, dossiers_before FROM stats.pendency_bands('2024-06-30', 'P') $$,
    $$ VALUES ('1-5', 2::bigint, 3::bigint), ('6-10', 2, 0), ('11-30', 3, 0), ('31-90', 2, 2), ('>90', 1, 0) $$, 'bands, both sides of each edge, and those of 31 May');
SELECT results_eq($$ SELECT code, band, days_overdue FROM stats.pendency_dossiers('2024-06-30', for_office => 'P.1') $$,
    $$ VALUES ('d91', '>90', 91), ('d90', '31-90', 90), ('d31', '31-90', 31), ('d30', '11-30', 30), ('d11', '11-30', 11), ('d10', '6-10', 10), ('d6', '6-10', 6), ('d5', '1-5', 5), ('d0', '1-5', 0) $$,
    'the oldest first; what was due on the day that has ended is overdue');
SELECT results_eq($$ SELECT office, pending, pending_before, overdue, overdue_before, oldest_code, oldest_due_on, oldest_days FROM stats.pendency('2024-06-30') WHERE office LIKE 'P%' $$,
    $$ VALUES ('P', 12::bigint, 13::bigint, 10::bigint, 5::bigint, 'd91', date '2024-03-31', 91), ('P.1', 10, 11, 9, 4, 'd91', '2024-03-31', 91), ('P.2', 2, 2, 1, 1, 'closed later', '2024-05-31', 30) $$,
    'a parent has what is under it, and the oldest of it');
SELECT is_empty($$ SELECT p.office FROM stats.pendency('2024-06-30') AS p JOIN stats.pendency_bands('2024-06-30') AS b USING (office) GROUP BY p.office, p.overdue, p.overdue_before
    HAVING sum(b.dossiers) <> p.overdue OR sum(b.dossiers_before) <> p.overdue_before $$, 'bands add up');
SELECT is_empty($$ SELECT p.office FROM stats.pendency('2024-06-30') AS p JOIN stats.counts('2024-01-01', '2024-06-30') AS c USING (office) WHERE (p.pending, p.overdue) <> (c.pending, c.pending_overdue) $$,
    'to the overdue ones of the period');
SELECT is_empty($$ SELECT p.office FROM stats.pendency('2024-06-30') AS p JOIN stats.counts('2024-05-01', '2024-05-31') AS c USING (office) WHERE (p.pending_before, p.overdue_before) <> (c.pending, c.pending_overdue) $$,
    'and to those of the month before');
SELECT is(reason, 'chưa xong ngày 30/06/2024, hẹn trả 31/03/2024: quá hạn 91 ngày', 'each says why') FROM stats.pendency_dossiers('2024-06-30', '>90');
SELECT results_eq($$ SELECT code FROM stats.pendency_dossiers('2024-06-30', '31-90') $$, $$ VALUES ('d90'), ('d31') $$, 'one band');
SELECT results_eq($$ SELECT code FROM stats.pendency_dossiers('2024-06-30', '11-30', by_office => 'receiving', for_office => 'P.2') $$, $$ VALUES ('closed later'), ('d30'), ('d11') $$, 'by the office that took them in');
SELECT throws_ok($$ SELECT * FROM stats.pendency_dossiers('2024-06-30', '2-3') $$, '22023', 'there is no band ''2-3''', 'a band that does not exist is an error');
SELECT throws_ok($$ SELECT * FROM stats.pendency_dossiers('2024-06-30', for_office => 'X') $$, '22023', NULL, 'so is an office');

-- Today is not over: what is due today is not overdue yet, and yesterday's is so by a day.
SELECT results_eq($$ SELECT code, days_overdue FROM stats.pendency_dossiers('2024-12-31', for_office => 'P.1', today => '2024-06-30') WHERE days_overdue < 7 $$, $$ VALUES ('d6', 6), ('d5', 5) $$, 'on the day itself');
SELECT results_eq($$ SELECT code, days_overdue FROM stats.pendency_dossiers('2024-12-31', for_office => 'P.1', today => '2024-07-01') WHERE days_overdue < 7 $$, $$ VALUES ('d5', 6), ('d0', 1) $$, 'and on the day after');
SELECT is(motcua.month_before(v.day), v.before, 'the month before ' || v.day) FROM (VALUES (date '2024-03-31', date '2024-02-29'), ('2024-01-01', '2023-12-31'), ('2024-06-06', '2024-05-31')) AS v (day, before);

-- A province has bands of its own.
DELETE FROM motcua.overdue_band WHERE band IN ('6-10', '11-30');
UPDATE motcua.overdue_band SET band = 'đến 30' WHERE band = '1-5';
SELECT results_eq($$ SELECT band, dossiers FROM stats.pendency_bands('2024-06-30', 'P') $$, $$ VALUES ('đến 30', 7::bigint), ('31-90', 2), ('>90', 1) $$, 'a band reaches up to the next');
SELECT throws_ok($$ INSERT INTO motcua.overdue_band VALUES ('sau', 31) $$, '23505', NULL, 'two bands cannot begin at one number');

-- An office that has ended: what is open goes to its successor, then and now.
UPDATE motcua.office SET valid_to = '2024-06-15' WHERE code = 'P.1';
INSERT INTO motcua.office_succession (old_office, new_office, on_day) VALUES ('P.1', 'P.2', '2024-06-16');
SELECT results_eq($$ SELECT office, overdue, overdue_before FROM stats.pendency('2024-06-30') WHERE office LIKE 'P.%' $$, $$ VALUES ('P.1', 0::bigint, 4::bigint), ('P.2', 10, 1) $$, 'on the tree of then each day has its own');
SELECT results_eq($$ SELECT office, overdue, overdue_before FROM stats.pendency('2024-06-30', tree => 'now') WHERE office LIKE 'P.%' $$, $$ VALUES ('P.1', 0::bigint, 0::bigint), ('P.2', 10, 5) $$, 'on that of now they compare');

SELECT * FROM finish();
ROLLBACK;

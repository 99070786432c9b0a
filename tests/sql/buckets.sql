-- One dossier for every edge of the rules, and the buckets it must be in for March 2024.
BEGIN;
SELECT plan(13);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

CREATE TEMPORARY TABLE edge (code text, status integer, received text, due text, finished text, returned text, buckets text);

-- Every status with all its dates: 1 and 3 do not count, and only 7 to 10 close.
INSERT INTO edge
SELECT 'status ' || v.status, v.status, '2024-03-05 09:00', '2024-03-20 17:00', '2024-03-12 10:00', '2024-03-13 10:00', v.buckets
FROM (VALUES
    (1, NULL),
    (2, 'pending pending_apology_due pending_overdue received received_direct'),
    (3, NULL),
    (4, 'pending pending_apology_due pending_overdue received received_direct'),
    (5, 'paused pending pending_apology_due pending_overdue received received_direct'),
    (6, 'paused pending pending_apology_due pending_overdue received received_direct'),
    (7, 'received received_direct withdrawn withdrawn_early'),
    (8, 'received received_direct returned returned_early'),
    (9, 'received received_direct resolved resolved_early resolved_paper_result'),
    (10, 'received received_direct resolved resolved_early resolved_paper_result')
) AS v (status, buckets);

-- Every status with nothing but the reception: nothing closes.
INSERT INTO edge
SELECT 'reception only, status ' || status, status, '2024-03-05 09:00', NULL, NULL, NULL,
       CASE WHEN status IN (1, 3) THEN NULL
            WHEN status IN (5, 6) THEN 'paused pending pending_no_due received received_direct'
            ELSE 'pending pending_no_due received received_direct' END
FROM generate_series(1, 10) AS status;

-- Every status without a reception: nothing counts.
INSERT INTO edge
SELECT 'no reception, status ' || status, status, NULL, '2024-03-20 17:00', '2024-03-12 10:00', '2024-03-13 10:00', NULL
FROM generate_series(1, 10) AS status;

-- Only handed over: closes 9 and 10, not 7 and 8.
INSERT INTO edge
SELECT 'handed over only, status ' || v.status, v.status, '2024-03-05 09:00', '2024-03-20 17:00', NULL, '2024-03-20 17:00:01', v.buckets
FROM (VALUES
    (7, 'pending pending_apology_due pending_overdue received received_direct'),
    (8, 'pending pending_apology_due pending_overdue received received_direct'),
    (9, 'received received_direct resolved resolved_on_day_after_hour resolved_on_time resolved_paper_result'),
    (10, 'received received_direct resolved resolved_on_day_after_hour resolved_on_time resolved_paper_result')
) AS v (status, buckets);

-- Every side of the due date, for each of the three outcomes.
INSERT INTO edge
SELECT o.outcome || ': ' || t.what, o.status, '2024-03-05 09:00', t.due, t.finished, NULL,
       concat_ws(' ', 'received received_direct', o.outcome, replace(t.suffixes, '*', o.outcome),
                 CASE WHEN o.outcome = 'resolved' THEN CASE WHEN t.what LIKE '%late%' THEN 'resolved_apology_due resolved_late_first' END END,
                 CASE WHEN o.outcome = 'resolved' THEN 'resolved_paper_result' END)
FROM (VALUES (7, 'withdrawn'), (8, 'returned'), (9, 'resolved')) AS o (status, outcome)
CROSS JOIN (VALUES
    ('early, by a second', '2024-03-20 00:00:01', '2024-03-19 23:59:59', '*_early'),
    ('same second', '2024-03-20 15:00:00', '2024-03-20 15:00:00', '*_on_day *_on_time'),
    ('same day, first second', '2024-03-20 15:00:00', '2024-03-20 00:00:00', '*_on_day *_on_time'),
    ('same day, one second after', '2024-03-20 15:00:00', '2024-03-20 15:00:01', '*_on_day_after_hour *_on_time'),
    ('same day, last second', '2024-03-20 15:00:00', '2024-03-20 23:59:59', '*_on_day_after_hour *_on_time'),
    ('late, by nine hours', '2024-03-20 15:00:00', '2024-03-21 00:00:00', '*_late'),
    ('due at midnight is the end of the day', '2024-03-20 00:00:00', '2024-03-20 23:59:59', '*_on_day *_on_time'),
    ('due at midnight, early', '2024-03-20 00:00:00', '2024-03-19 23:59:59', '*_early'),
    ('due at midnight, late', '2024-03-20 00:00:00', '2024-03-21 00:00:00', '*_late'),
    ('due a second after midnight', '2024-03-20 00:00:01', '2024-03-20 00:00:02', '*_on_day_after_hour *_on_time'),
    ('no due date', NULL, '2024-03-21 10:00:00', '*_no_due')
) AS t (what, due, finished, suffixes);

INSERT INTO edge VALUES
    -- The end of processing counts, not the handing over.
    ('finished late, handed over early', 10, '2024-03-05 09:00', '2024-03-20 17:00', '2024-03-21 10:00', '2024-03-19 10:00', 'received received_direct resolved resolved_apology_due resolved_late resolved_late_first resolved_paper_result'),
    ('finished late, handed over on a day due at its end', 10, '2024-03-05 09:00', '2024-03-20 00:00', '2024-03-21 10:00', '2024-03-20 16:00', 'received received_direct resolved resolved_apology_due resolved_late resolved_late_first resolved_paper_result'),
    ('finished after the hour, handed over by it', 10, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-20 16:00', '2024-03-20 15:00', 'received received_direct resolved resolved_on_day_after_hour resolved_on_time resolved_paper_result'),
    ('finished late, handed over after the hour', 10, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-21 10:00', '2024-03-20 16:00', 'received received_direct resolved resolved_apology_due resolved_late resolved_late_first resolved_paper_result'),
    -- Nothing is closed before it is received.
    ('closed before reception', 9, '2024-03-05 09:00', '2024-03-20 17:00', '2024-02-20 10:00', NULL, 'received received_direct resolved resolved_early resolved_paper_result'),
    ('closed before reception, due too', 9, '2024-03-05 09:00', '2024-03-01 17:00', '2024-02-20 10:00', NULL, 'received received_direct resolved resolved_apology_due resolved_late resolved_late_first resolved_paper_result'),
    -- Borders of the period.
    ('received a second before', 4, '2024-02-29 23:59:59', NULL, NULL, NULL, 'carried_in pending pending_no_due'),
    ('received in the first second', 4, '2024-03-01 00:00:00', NULL, NULL, NULL, 'pending pending_no_due received received_direct'),
    ('received in the last second', 4, '2024-03-31 23:59:59', NULL, NULL, NULL, 'pending pending_no_due received received_direct'),
    ('received a second later', 4, '2024-04-01 00:00:00', NULL, NULL, NULL, NULL),
    ('closed a second before', 9, '2024-02-10 09:00', NULL, '2024-02-29 23:59:59', NULL, NULL),
    ('closed in the first second', 9, '2024-02-10 09:00', NULL, '2024-03-01 00:00:00', NULL, 'carried_in resolved resolved_no_due resolved_paper_result'),
    ('closed in the last second', 9, '2024-02-10 09:00', NULL, '2024-03-31 23:59:59', NULL, 'carried_in resolved resolved_no_due resolved_paper_result'),
    ('closed a second later', 9, '2024-02-10 09:00', NULL, '2024-04-01 00:00:00', NULL, 'carried_in pending pending_no_due'),
    ('received and closed a second later', 9, '2024-03-10 09:00', NULL, '2024-04-01 00:00:00', NULL, 'pending pending_no_due received received_direct'),
    ('resolved years ago, no date', 9, '2022-02-10 09:00', '2022-02-20 09:00', NULL, NULL, 'carried_in pending pending_apology_due pending_overdue'),
    -- Due on the last day cannot be met any more when the day is over.
    ('open, due on the last day', 4, '2024-03-05 09:00', '2024-03-31 23:59:59', NULL, NULL, 'pending pending_apology_due pending_overdue received received_direct'),
    ('open, due at midnight of the last day', 4, '2024-03-05 09:00', '2024-03-31 00:00:00', NULL, NULL, 'pending pending_apology_due pending_overdue received received_direct'),
    ('open, due the day before', 4, '2024-03-05 09:00', '2024-03-30 17:00:00', NULL, NULL, 'pending pending_apology_due pending_overdue received received_direct'),
    ('open, due the day after', 4, '2024-03-05 09:00', '2024-04-01 00:00:00', NULL, NULL, 'pending pending_in_time received received_direct'),
    -- Closed after the period: what it was then, not what it is now.
    ('closed later, overdue then', 9, '2024-03-05 09:00', '2024-03-20 17:00', '2024-04-02 10:00', NULL, 'pending pending_apology_due pending_overdue received received_direct'),
    ('closed later, in time then', 9, '2024-03-05 09:00', '2024-04-20 17:00', '2024-05-02 10:00', NULL, 'pending pending_in_time received received_direct');

SELECT count(pg_temp.add(code, status, received, due, finished, returned)) FROM edge \g /dev/null

SELECT set_eq(
    $$ SELECT code, buckets FROM pg_temp.buckets_of('2024-03-01', '2024-03-31') $$,
    $$ SELECT code, (SELECT string_agg(b, ' ' ORDER BY b COLLATE "C") FROM regexp_split_to_table(buckets, ' ') AS b) FROM edge WHERE buckets IS NOT NULL $$,
    'every dossier is in its buckets and in no other');

CREATE TEMPORARY TABLE wanted AS
    SELECT b AS bucket, count(*) AS dossiers FROM edge, regexp_split_to_table(edge.buckets, ' ') AS b GROUP BY b;
SELECT set_eq(
    $$ SELECT bucket, total FROM stats.buckets('2024-03-01', '2024-03-31') $$,
    $$ SELECT bucket, dossiers FROM wanted $$,
    'stats.buckets counts what stats.dossiers lists');
SELECT set_eq(
    $$ SELECT c.key, c.value::bigint FROM stats.counts('2024-03-01', '2024-03-31') AS s, jsonb_each_text(to_jsonb(s) - 'office' - 'name' - 'level') AS c $$,
    $$ SELECT k, coalesce(w.dossiers, 0) FROM unnest('{carried_in,received,received_online,received_direct,received_postal,resolved,resolved_early,
        resolved_on_time,resolved_on_day_after_hour,resolved_late,resolved_no_due,withdrawn,returned,pending,pending_in_time,pending_overdue,
        pending_no_due,paused}'::text[]) AS k LEFT JOIN wanted AS w ON w.bucket = k $$,
    'stats.counts too, and it has these columns');
SELECT ok(carried_in > 0 AND received > 0 AND pending > 0 AND carried_in + received = resolved + withdrawn + returned + pending
          AND pending = pending_in_time + pending_overdue + pending_no_due AND received = received_online + received_direct + received_postal
          AND resolved = resolved_early + resolved_on_time + resolved_late + resolved_no_due, 'nothing is lost')
FROM stats.counts('2024-03-01', '2024-03-31');

SELECT set_eq(
    $$ SELECT e.event, m.code FROM (SELECT DISTINCT b.event FROM motcua.bucket AS b) AS e
       CROSS JOIN LATERAL motcua.period_marks('2024-03-01', '2024-03-31', events => ARRAY[e.event]) AS m $$,
    $$ SELECT e.event, m.code FROM motcua.period_marks('2024-03-01', '2024-03-31') AS m
       JOIN (SELECT DISTINCT b.event FROM motcua.bucket AS b) AS e ON motcua.has_mark(m.marks, e.event) $$,
    'a list of one event has all that have it, and leaves the others out');

-- While the last day is not over, what is due on it is in time.
CREATE TEMPORARY VIEW due_days AS
    SELECT code, 'pending_overdue' AS stock FROM stats.dossiers('pending_overdue', '2024-03-01', '2024-03-31') WHERE code LIKE 'open, due %'
    UNION ALL
    SELECT code, 'pending_in_time' FROM stats.dossiers('pending_in_time', '2024-03-01', '2024-03-31') WHERE code LIKE 'open, due %';
SET LOCAL motcua.today = '2024-03-31';
SELECT set_eq('SELECT code, stock FROM due_days', $$ VALUES
    ('open, due the day before', 'pending_overdue'), ('open, due at midnight of the last day', 'pending_in_time'),
    ('open, due on the last day', 'pending_in_time'), ('open, due the day after', 'pending_in_time') $$, 'the last day is today');
SET LOCAL motcua.today = '2024-04-01';
SELECT set_eq('SELECT code, stock FROM due_days', $$ VALUES
    ('open, due the day before', 'pending_overdue'), ('open, due at midnight of the last day', 'pending_overdue'),
    ('open, due on the last day', 'pending_overdue'), ('open, due the day after', 'pending_in_time') $$, 'the last day was yesterday');

-- A period that ends after today ends today.
SET LOCAL motcua.today = '2024-03-15';
SELECT bag_eq(
    $$ SELECT * FROM stats.counts('2024-03-01', '2024-12-31') $$, $$ SELECT * FROM stats.counts('2024-03-01', '2024-03-15') $$,
    'a period is cut to today');
SELECT is_empty(
    $$ SELECT code, received_at FROM stats.dossiers('received', '2024-03-01', '2024-12-31') WHERE received_at >= '2024-03-16' $$,
    'nothing is received after today');
SELECT set_has(
    $$ SELECT code FROM stats.dossiers('pending', '2024-03-01', '2024-12-31') $$, $$ VALUES ('resolved: same second'), ('withdrawn: no due date') $$,
    'what closes after today is open');
SELECT ok(carried_in > 0 AND carried_in = pending AND received + resolved + withdrawn + returned = 0, 'in a period that has not begun everything open is carried in and stays')
FROM stats.counts('2024-05-01', '2024-05-31');

SET LOCAL motcua.today = '2024-12-31';
SELECT set_eq(
    $$ SELECT code, flag FROM stats.integrity_flags $$,
    $$ SELECT 'reception only, status ' || s AS code, 'closed_without_date' AS flag FROM generate_series(7, 10) AS s
       UNION ALL SELECT 'handed over only, status ' || s, 'closed_without_date' FROM generate_series(7, 8) AS s
       UNION ALL SELECT o || ': same second', 'finished_at_due_second' FROM unnest('{resolved,withdrawn,returned}'::text[]) AS o
       UNION ALL VALUES ('resolved years ago, no date', 'closed_without_date'),
           ('finished late, handed over early', 'late_but_handed_over_in_time'),
           ('finished late, handed over on a day due at its end', 'late_but_handed_over_in_time'),
           ('finished after the hour, handed over by it', 'late_but_handed_over_in_time'),
           ('closed before reception', 'closed_before_received'),
           ('closed before reception, due too', 'closed_before_received'),
           ('closed before reception, due too', 'due_before_received') $$,
    'dates that contradict each other are flagged, and nothing else');
SELECT is(days_late, 1, 'days late by the calendar, not by the hour') FROM stats.dossiers('late', '2024-03-01', '2024-03-31') WHERE code = 'resolved: late, by nine hours';

SELECT * FROM finish();
ROLLBACK;

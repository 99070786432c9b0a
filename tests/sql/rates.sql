-- Rates of the three profiles, with answers worked out by hand.
BEGIN;
SELECT plan(37);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

CREATE FUNCTION pg_temp.rate(rate text, profile text DEFAULT 'report', office text DEFAULT 'H01') RETURNS text
    LANGUAGE sql
AS $$
    SELECT format('%s/%s=%s', r.numerator, r.denominator, coalesce(r.percent::text, 'none'))
    FROM stats.rates('2024-03-01', '2024-03-31', profile) AS r WHERE r.rate = rate.rate AND r.office = rate.office
$$;

-- Nothing at all: neither 0 nor 100.
SELECT set_eq($$ SELECT numerator, denominator, percent FROM unnest('{report,qd766,decree61}'::text[]) AS p, stats.rates('2024-03-01', '2024-03-31', p) $$,
    'VALUES (0::bigint, 0::bigint, NULL::numeric)', 'no dossiers, no rate');
SELECT results_eq($$ SELECT profile::text, count(*)::integer FROM motcua.rates('2024-03-01', '2024-03-31') GROUP BY profile ORDER BY profile $$,
    $$ VALUES ('decree224', 8), ('decree61', 1), ('qd766', 10), ('report', 28) $$, 'every rate of every profile is listed all the same');
SELECT throws_ok($$ SELECT * FROM stats.rates('2024-03-01', '2024-03-31', 'no such profile') $$, '22023', 'there is no profile ''no such profile''', 'a profile that does not exist is an error');
SELECT throws_ok($$ SELECT * FROM stats.counts('2024-03-31', '2024-03-01') $$, '22023', 'from 2024-03-31 to 2024-03-01 is not a period', 'a period that ends before it begins is an error');
SELECT throws_ok($$ SELECT * FROM stats.dossiers('late', NULL, '2024-03-01') $$, '22023', 'from null to 2024-03-01 is not a period', 'a period without a beginning is an error');

-- Resolved: 3 early, 1 on the day, 1 on the day after the hour, 2 late, 1 without a due date: 8.
SELECT pg_temp.add('early ' || i, 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-12 10:00') FROM generate_series(1, 3) AS i \g /dev/null
SELECT pg_temp.add('on the day', 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-20 15:00') \g /dev/null
SELECT pg_temp.add('after the hour', 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-20 16:00') \g /dev/null
SELECT pg_temp.add('late ' || i, 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-21 10:00') FROM generate_series(1, 2) AS i \g /dev/null
SELECT pg_temp.add('no due', 9, '2024-03-05 09:00', NULL, '2024-03-21 10:00') \g /dev/null
-- Withdrawn: 1 early, 1 late. Returned: 1 on the day, 1 after the hour. Open: 2 in time, 1 overdue, 1 without a due date.
-- Received in March 15 of these 16; carried in 1.
SELECT pg_temp.add('withdrawn early', 7, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-12 10:00') \g /dev/null
SELECT pg_temp.add('withdrawn late', 7, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-21 10:00') \g /dev/null
SELECT pg_temp.add('returned on the day', 8, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-20 15:00') \g /dev/null
SELECT pg_temp.add('returned after the hour', 8, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-20 15:01') \g /dev/null
SELECT pg_temp.add('open in time', 4, '2024-03-05 09:00', '2024-04-20 15:00') \g /dev/null
SELECT pg_temp.add('open in time, carried in', 5, '2024-02-05 09:00', '2024-04-20 15:00') \g /dev/null
SELECT pg_temp.add('open overdue', 2, '2024-03-05 09:00', '2024-03-20 15:00') \g /dev/null
SELECT pg_temp.add('open no due', 2, '2024-03-05 09:00') \g /dev/null
SELECT is(pg_temp.rate('on_time'), '5/8=62.50', 'report: 3 + 1 + 1 of 8 resolved');
SELECT is(pg_temp.rate('late'), '2/8=25.00', 'report: 2 of 8 resolved');
SELECT is(pg_temp.rate('on_time', 'decree61'), '5/15=33.33', 'decree61: 3 + 1 + 1 of 15 received');
SELECT is(pg_temp.rate('on_time', 'qd766'), '8/16=50.00', 'qd766: 3 + 1 resolved, 1 withdrawn, 1 returned, 2 open, of 16 received or processed');

-- Of the 15 received: 6 online, 2 by post, 7 direct; 9 with digitised documents, 3 reused; 5 with a fee, 4 of these paid online.
UPDATE motcua.dossier SET channel = 'online' WHERE code LIKE 'early %' OR code LIKE 'late %' OR code IN ('no due', 'open in time, carried in');
UPDATE motcua.dossier SET channel = 'postal' WHERE code LIKE 'withdrawn %';
UPDATE motcua.dossier SET components_digitised = 1 WHERE code LIKE 'early %' OR code LIKE 'late %' OR code LIKE 'withdrawn %' OR code LIKE 'returned %' OR code = 'open in time, carried in';
UPDATE motcua.dossier SET components_reused = 2 WHERE code LIKE 'early %';
UPDATE motcua.dossier SET fee = 1000, paid_online = true WHERE code LIKE 'late %' OR code LIKE 'returned %' OR code = 'open in time, carried in';
UPDATE motcua.dossier SET fee = 1000 WHERE code = 'open overdue';
UPDATE motcua.dossier SET paid_online = true WHERE code = 'no due';
-- Of the 8 resolved: 4 with a digitised result, 1 of these filed. The procedure of one early and one late one gives no paper.
UPDATE motcua.dossier SET result_digitised = true WHERE code LIKE 'early %' OR code IN ('late 1', 'open in time');
UPDATE motcua.dossier SET result_stored = true WHERE code = 'early 1';
INSERT INTO motcua.procedure (code, paper_result, online_level, full_eligible, has_fee, online_payment, valid_from, valid_to) VALUES
    ('1', false, 'full', true, false, false, NULL, NULL), ('2', true, 'partial', true, true, true, NULL, NULL), ('3', NULL, 'full', true, true, false, '2024-03-31', NULL),
    ('4', true, 'full', false, true, true, NULL, '2024-03-31'), ('5', true, 'full', true, true, true, NULL, '2024-03-30'), ('6', true, 'full', true, true, true, '2024-04-01', NULL),
    ('7', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
UPDATE motcua.dossier SET procedure = '1' WHERE code IN ('early 1', 'late 2');
UPDATE motcua.dossier SET procedure = '2' WHERE code = 'early 2';
UPDATE motcua.dossier SET procedure = '7', online_level = 'full' WHERE code IN ('withdrawn late', 'open overdue');
SELECT is(pg_temp.rate('online'), '6/15=40.00', 'report: 6 of 15 received');
SELECT is(pg_temp.rate('postal'), '2/15=13.33', 'report: 2 of 15 received');
SELECT is(pg_temp.rate('direct'), '7/15=46.67', 'report: 7 of 15 received');
SELECT is(pg_temp.rate('components_digitised'), '9/15=60.00', 'report: 9 of 15 received');
SELECT is(pg_temp.rate('reused'), '3/15=20.00', 'report: 3 of 15 received');
SELECT is(pg_temp.rate('results_digitised'), '4/8=50.00', 'report: 4 of 8 resolved');
SELECT is(pg_temp.rate('results_stored'), '1/8=12.50', 'report: 1 of 8 resolved');
SELECT is(pg_temp.rate('payment_online'), '4/5=80.00', 'report: 4 of 5 received with a fee');
SELECT is(pg_temp.rate('full_process_online'), '2/4=50.00', 'report: 2 online of 4 received, level by catalogue or by the dossier itself');
-- In force on the last day: 1, 2, 3, 4, 7. Eligible: 1, 2, 3, and 7, of which nothing is known; of these full: 1, 3. With a fee: 2, 3,
-- 4, of these payable online: 2, 4. What only dossiers name is in no catalogue.
INSERT INTO motcua.procedure (code, verified) VALUES ('named by a dossier', false);
SELECT is(pg_temp.rate('full_process_procedures'), '2/4=50.00', 'report: 2 of 4 procedures in force on the last day');
SELECT is(pg_temp.rate('full_process_procedures', 'qd766'), '2/4=50.00', 'qd766: the same');
SELECT is(reason, 'thủ tục chưa trực tuyến; chưa rõ có đủ điều kiện toàn trình không, tính là đủ', 'the list says what is not known')
FROM stats.dossiers('procedures_full_eligible', '2024-03-01', '2024-03-31') WHERE procedure = '7';
SELECT is(pg_temp.rate('payment_procedures'), '2/3=66.67', 'report: 2 of 3 procedures with a fee');
SELECT is(pg_temp.rate('payment_procedures', 'qd766'), '2/3=66.67', 'qd766: the same');
-- Paper is owed for 6 of the 8 resolved (not early 1, late 2); 3 of these are digitised (early 2, early 3, late 1).
SELECT is(pg_temp.rate('results_digitised', 'qd766'), '3/6=50.00', 'qd766: 3 of 6 resolved that owe paper');
-- Documents and result: early 1 to 3 and late 1, and late 2, whose procedure gives no paper.
SELECT is(pg_temp.rate('digitised', 'qd766'), '5/15=33.33', 'qd766: 5 of 15 received');
-- 2 online of the 4 received of full-process procedures: early 1 gives no paper; late 2 neither, and late 1 has another procedure.
SELECT is(pg_temp.rate('full_process_online', 'qd766'), '2/4=50.00', 'qd766: online, with a digital result where one is owed');
UPDATE motcua.procedure SET paper_result = true WHERE code = '1';
SELECT is(pg_temp.rate('full_process_online', 'qd766'), '1/4=25.00', 'qd766: late 2 owes one and has none');
UPDATE motcua.procedure SET paper_result = false WHERE code = '1';
UPDATE motcua.dossier SET components_from_store = 1 WHERE code IN ('early 1', 'open overdue');
SELECT is(pg_temp.rate('from_store', 'qd766'), '6/15=40.00', 'qd766: 2 of 15 received with documents from the store, 4 more with a digital result');
SELECT is(pg_temp.rate('on_time'), '5/8=62.50', 'joining the procedures multiplies nothing');

-- Feedback: 3 answered (2 in time), 1 open and overdue, 1 open in time.
INSERT INTO motcua.feedback (source, code, office, received_at, due_at, answered_at) VALUES
    ('s', '1', 'H01', '2024-03-01 09:00', '2024-03-15 17:00', '2024-03-15 16:00'), ('s', '2', 'H01', '2024-03-01 09:00', '2024-03-15 00:00', '2024-03-15 23:00'),
    ('s', '3', 'H01', '2024-02-01 09:00', '2024-03-15 17:00', '2024-03-16 08:00'), ('s', '4', 'H01', '2024-02-01 09:00', '2024-03-31 17:00', NULL),
    ('s', '5', 'H01', '2024-03-01 09:00', '2024-04-01 17:00', NULL), ('s', '6', 'H01', '2024-02-01 09:00', '2024-02-15 17:00', '2024-02-29 23:59:59');
SELECT is(pg_temp.rate('feedback_on_time'), '2/4=50.00', 'report: 2 of 3 answered and 1 overdue');
SELECT is(pg_temp.rate('feedback_on_time', 'qd766'), '3/5=60.00', 'qd766: what is open in time counts with it');

-- A rate of a parent is the rate of the sum, not the mean of the rates: 1/1 and 0/99 are 1 %.
INSERT INTO motcua.office (code, parent) VALUES ('P', NULL), ('P.1', 'P'), ('P.2', 'P'), ('P.2.1', 'P.2');
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, finished_at)
SELECT 's', 'roll ' || i, 'H01', CASE WHEN i = 100 THEN 'P.1' WHEN i % 2 = 0 THEN 'P.2' ELSE 'P.2.1' END, 9, '2024-03-05 09:00',
       CASE WHEN i = 100 THEN timestamptz '2024-03-20' ELSE '2024-03-10' END, '2024-03-12 10:00'
FROM generate_series(1, 100) AS i;
SELECT is(pg_temp.rate('on_time', 'report', 'P'), '1/100=1.00', 'a parent is the sum of its offices');
SELECT is(pg_temp.rate('on_time', 'report', 'P.2'), '0/99=0.00', 'on every level');
SELECT is(pg_temp.rate('on_time', 'report', 'P.2.1'), '0/50=0.00', 'of two levels');
SELECT is(own, 0::bigint, 'what is its own is told apart') FROM stats.buckets('2024-03-01', '2024-03-31') WHERE office = 'P' AND bucket = 'resolved';
-- Two offices that claim to be above each other end in figures, not in an endless query.
UPDATE motcua.office SET parent = 'P.2.1' WHERE code = 'P';
SET LOCAL statement_timeout = '10s';
SELECT is(pg_temp.rate('on_time', 'report', o), '1/100=1.00', 'a ring of offices is counted once: ' || o) FROM unnest('{P,P.2}'::text[]) AS o;

SELECT * FROM finish();
ROLLBACK;

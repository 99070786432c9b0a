-- Feedback: deadlines from the record or from the working-day calendar, versions, offices.
BEGIN;
SELECT plan(22);
\ir include/batch.sql
\ir include/list.sql
SET LOCAL motcua.today = '2024-06-06';

CREATE FUNCTION pg_temp.feedback(records jsonb, from_source text DEFAULT 'test') RETURNS text LANGUAGE sql
    RETURN pg_temp.merge('feedback', 'merge_feedback', records, from_source);
CREATE FUNCTION pg_temp.dues() RETURNS text LANGUAGE sql
    RETURN pg_temp.rows_of('SELECT code, due_at::timestamp, due_term, timeliness FROM motcua.feedback ORDER BY source, code');

-- Counted by hand: Tết 2024 closed the offices from 8 to 14 February; 29 April was exchanged for Saturday 4 May.
SELECT is(pg_temp.feedback('[
    {"code": "A", "office": "H48.23.25", "office_name": "UBND xã Tịnh Châu", "received_at": "2024-02-05 09:00", "answered_at": "2024-03-04 16:59"},
    {"code": "B", "office": "H48.23.25", "received_at": "2024-02-05 09:00", "answered_at": "2024-03-05 07:00"},
    {"code": "C", "office": "H48.23.25", "received_at": "2024-04-24 09:00"},
    {"code": "D", "office": "H48.23.25", "received_at": "2024-02-05 09:00", "transferred_at": "2024-02-15 10:00", "answered_at": "2024-03-07 10:00"},
    {"code": "E", "office": "H48.23.25", "received_at": "2024-02-05 09:00", "due_at": "2024-02-20 17:00", "answered_at": "2024-02-20 17:30"}]'),
    '5: 5 new, 0 changed, 0 same, 0 old, 0 bad', 'feedback comes in');
SELECT is(pg_temp.dues(), '(A,"2024-03-04 00:00:00",qd766,on_day) (B,"2024-03-04 00:00:00",qd766,late) (C,"2024-05-17 00:00:00",qd766,) (D,"2024-03-07 00:00:00",qd766,on_day) (E,"2024-02-20 17:00:00",,on_day_after_hour)',
    '15 working days from the reception or the latest transfer, or what the record states');
SELECT is(pg_temp.rows_of('SELECT code, name, verified FROM motcua.office ORDER BY code'), '(H48,,f) (H48.23,,f) (H48.23.25,"UBND xã Tịnh Châu",f)', 'an unknown office is created as unverified, with those above it');
SELECT is(pg_temp.feedback('[{"code": "C", "office": "H48.23.25", "received_at": "2024-04-24 09:00"}, {"code": "E", "office": "H48.23.25", "received_at": "2024-02-05 09:00", "due_at": "2024-02-20 17:00", "answered_at": "2024-02-20 17:30"}]'),
    '2: 0 new, 0 changed, 2 same, 0 old, 0 bad', 'the same again changes nothing');
SELECT is(pg_temp.rows_of('SELECT count(*) FROM motcua.feedback'), '(5)', 'what is absent is never deleted');

-- A refusal has two working days: from the reception, the latest transfer, or as the record states.
SELECT is(pg_temp.feedback('[
    {"code": "A", "office": "H48", "received_at": "2024-02-05 09:00", "answered_at": "2024-02-07 16:00", "status": "refused"},
    {"code": "B", "office": "H48", "received_at": "2024-02-05 09:00", "answered_at": "2024-02-15 07:00", "status": "refused"},
    {"code": "C", "office": "H48", "received_at": "2024-02-05 09:00", "transferred_at": "2024-02-07 10:00", "answered_at": "2024-02-16 07:00", "status": "refused"},
    {"code": "D", "office": "H48", "received_at": "2024-02-05 09:00", "due_at": "2024-02-20 17:00", "answered_at": "2024-02-19 17:30", "status": "refused"}]', 'refusals'),
    '4: 4 new, 0 changed, 0 same, 0 old, 0 bad', 'refusals come in');
SELECT is(pg_temp.rows_of($$ SELECT code, due_at::timestamp, due_term, timeliness FROM motcua.feedback WHERE source = 'refusals' ORDER BY code $$),
    '(A,"2024-02-07 00:00:00",qd766-tu-choi,on_day) (B,"2024-02-07 00:00:00",qd766-tu-choi,late) (C,"2024-02-16 00:00:00",qd766-tu-choi,on_day) (D,"2024-02-20 17:00:00",,early)', 'two working days, over Tết');
SAVEPOINT terms;
UPDATE motcua.feedback_term SET in_use = false WHERE outcome = 'refused';
SELECT is(pg_temp.rows_of($$ SELECT due_term FROM motcua.feedback_due('2024-02-05 09:00', NULL, 'refused') $$), '(qd766)', 'without a term of its own, that of answers holds');
ROLLBACK TO terms;
DELETE FROM motcua.feedback WHERE source = 'refusals';

-- Rates: A, D and E in time, B late, C open and overdue.
SELECT is(pg_temp.rows_of($$ SELECT numerator, denominator, percent FROM stats.rates('2024-01-01', '2024-06-06') WHERE office = 'H48.23.25' AND rate = 'feedback_on_time' $$), '(3,5,60.00)', 'the rate of criterion 3.5');
SELECT is(pg_temp.rows_of($$ SELECT code FROM stats.dossiers('feedback_overdue', '2024-01-01', '2024-06-06') $$), '(C)', 'what is overdue can be listed');

-- An edited calendar moves the deadlines that were computed, and only those.
UPDATE motcua.calendar_day SET working = false WHERE day = '2024-05-04';
UPDATE motcua.calendar_day SET working = true WHERE day = '2024-02-14';
SELECT is(pg_temp.feedback('[]'), '0: 0 new, 0 changed, 0 same, 0 old, 0 bad', 'the next night');
SELECT is(pg_temp.dues(), '(A,"2024-03-01 00:00:00",qd766,late) (B,"2024-03-01 00:00:00",qd766,late) (C,"2024-05-20 00:00:00",qd766,) (D,"2024-03-07 00:00:00",qd766,on_day) (E,"2024-02-20 17:00:00",,on_day_after_hour)', 'has the new deadlines');

-- A province with a rule of its own, from a day on.
UPDATE motcua.feedback_term SET valid_to = '2024-03-31' WHERE term = 'qd766';
UPDATE motcua.feedback_term SET in_use = true, valid_from = '2024-04-01' WHERE term = 'ninh-binh';
SELECT pg_temp.feedback('[]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT due_at::date, due_term FROM motcua.feedback WHERE code IN ('A', 'C') ORDER BY code $$), '(2024-03-01,qd766) (2024-05-13,ninh-binh)', 'holds for what is received from that day on');
SELECT throws_ok($$ UPDATE motcua.feedback_term SET valid_from = NULL WHERE term = 'ninh-binh' $$, '23P01', NULL, 'two terms for one day are refused');
UPDATE motcua.feedback_term SET in_use = false;
SELECT pg_temp.feedback('[{"code": "G", "office": "H48", "received_at": "2024-04-24 09:00"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT due_at, due_term FROM motcua.feedback WHERE code = 'G' $$), '(,)', 'without a term there is no deadline');
SELECT is(pg_temp.rows_of($$ SELECT due_term FROM motcua.feedback WHERE code = 'A' $$), '()', 'also where there was one');

-- Versions: the newest by its own date, then by what it tells of; an older one is refused.
SELECT is(pg_temp.feedback('[{"code": "H", "office": "H48", "received_at": "2024-05-06 09:00", "status": "answered", "answered_at": "2024-05-08 09:00"}, {"code": "H", "office": "H48", "received_at": "2024-05-06 09:00", "status": "received"}]'),
    '2: 1 new, 0 changed, 0 same, 1 old, 0 bad', 'two undated versions');
SELECT is(pg_temp.rows_of($$ SELECT status FROM motcua.feedback WHERE code = 'H' $$), '(answered)', 'the one that tells of the later event counts');
SELECT is(pg_temp.feedback('[{"code": "I", "office": "H48", "received_at": "2024-05-06 09:00", "status": "answered", "source_updated_at": "2024-05-09"}]'), '1: 1 new, 0 changed, 0 same, 0 old, 0 bad', 'a dated version');
SELECT is(pg_temp.feedback('[{"code": "I", "office": "H48", "received_at": "2024-05-06 09:00", "status": "received", "source_updated_at": "2024-05-07"}]'), '1: 0 new, 0 changed, 0 same, 1 old, 0 bad', 'an older one is refused');
SELECT is(pg_temp.feedback('[{"code": "I", "office": "H48", "received_at": "2024-05-06 09:00"}]', 'other'), '1: 1 new, 0 changed, 0 same, 0 old, 0 bad', 'sources do not mix');
INSERT INTO motcua.office_alias (source, raw, office) VALUES ('test', 'Xã TC', 'H48.23.25');
SELECT pg_temp.feedback('[{"code": "J", "office": "Xã TC", "received_at": "2024-05-06 09:00"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT office FROM motcua.feedback WHERE code = 'J' $$), '(H48.23.25)', 'aliases are replaced');

SELECT * FROM finish();
ROLLBACK;

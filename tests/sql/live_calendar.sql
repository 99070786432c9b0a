-- An edited calendar or term counts at once: in the deadlines of feedback that are stored, and in all that reads the calendar itself.
BEGIN;
SELECT plan(30);
\ir include/batch.sql
\ir include/list.sql
SET LOCAL motcua.today = '2024-06-06';

CREATE FUNCTION pg_temp.feedback(records jsonb) RETURNS text LANGUAGE sql
    RETURN pg_temp.merge('feedback', 'merge_feedback', records);
CREATE FUNCTION pg_temp.dues() RETURNS text LANGUAGE sql
    RETURN pg_temp.rows_of('SELECT code, due_at::date AS due, due_term AS term, timeliness FROM motcua.feedback ORDER BY code');
CREATE FUNCTION pg_temp.rate() RETURNS text LANGUAGE sql
    RETURN pg_temp.rows_of($$ SELECT numerator, denominator FROM stats.rates('2024-05-01', '2024-05-31') WHERE office = 'H48.23.25' AND rate = 'feedback_on_time' $$);

-- Fifteen working days after Monday, 6 May, are 27 May; two for a refusal are 8 May.
SELECT pg_temp.feedback('[
    {"code": "answered", "office": "H48.23.25", "received_at": "2024-05-06 09:00", "answered_at": "2024-05-27 10:00"},
    {"code": "open", "office": "H48.23.25", "received_at": "2024-05-06 09:00"},
    {"code": "refused", "office": "H48.23.25", "received_at": "2024-05-06 09:00", "answered_at": "2024-05-09 10:00", "status": "refused"},
    {"code": "stated", "office": "H48.23.25", "received_at": "2024-05-06 09:00", "due_at": "2024-05-27", "answered_at": "2024-05-28 10:00"},
    {"code": "transferred", "office": "H48.23.25", "received_at": "2024-05-06 09:00", "transferred_at": "2024-05-09 09:00", "answered_at": "2024-05-30 10:00"}]') \g /dev/null
SELECT is(pg_temp.dues(), '(answered,2024-05-27,qd766,on_day) (open,2024-05-27,qd766,) (refused,2024-05-08,qd766-tu-choi,late) (stated,2024-05-27,,late) (transferred,2024-05-30,qd766,on_day)', 'before an edit');
SELECT is(pg_temp.rate(), '(2,5)', 'two of five');
SELECT motcua.begin_run('stats', NULL, false) AS stats_run \gset
SELECT stats.take_snapshot(:stats_run) \g /dev/null
SELECT motcua.close_run(:stats_run) \g /dev/null
CREATE TEMPORARY TABLE places AS SELECT f.code, f.ctid::text AS place FROM motcua.feedback AS f;

SAVEPOINT edits;
INSERT INTO motcua.calendar_day VALUES ('2024-05-08', false, 'nghỉ đột xuất');
SELECT is(pg_temp.dues(), '(answered,2024-05-28,qd766,early) (open,2024-05-28,qd766,) (refused,2024-05-09,qd766-tu-choi,on_day) (stated,2024-05-27,,late) (transferred,2024-05-30,qd766,on_day)', 'a new holiday moves what was computed over it');
SELECT is(pg_temp.rate(), '(3,5)', 'so the figure is another one at once');
SELECT is(pg_temp.rows_of($$ SELECT published_numerator, published_denominator, numerator, denominator, rule_changed FROM stats.restated('2024-05-01', '2024-05-31') WHERE office = 'H48.23.25' AND figure = 'feedback_on_time' $$),
    '(2,5,3,5,f)', 'and differs from what was published');
SELECT is(pg_temp.rows_of($$ SELECT p.code FROM places AS p JOIN motcua.feedback AS f ON f.code = p.code AND f.ctid::text = p.place ORDER BY 1 $$), '(stated) (transferred)', 'nothing else is written');
UPDATE motcua.calendar_day SET day = '2024-05-17' WHERE day = '2024-05-08';
SELECT is(pg_temp.dues(), '(answered,2024-05-28,qd766,early) (open,2024-05-28,qd766,) (refused,2024-05-08,qd766-tu-choi,late) (stated,2024-05-27,,late) (transferred,2024-05-31,qd766,early)', 'a day that was moved');
UPDATE motcua.calendar_day SET working = true WHERE day = '2024-05-17';
SELECT is(pg_temp.rate(), '(2,5)', 'that is worked');
INSERT INTO motcua.calendar_day VALUES ('2024-05-11', true, 'làm bù');
SELECT is(pg_temp.rows_of($$ SELECT due_at::date AS due, timeliness FROM motcua.feedback WHERE code = 'answered' $$), '(2024-05-24,late)', 'a day made up for brings it forward');
DELETE FROM motcua.calendar_day WHERE day IN ('2024-05-11', '2024-05-17');
SELECT is(pg_temp.rate(), '(2,5)', 'what was taken out again');
TRUNCATE motcua.calendar_day;
SELECT is(pg_temp.rate(), '(2,5)', 'no holiday lies there');
ROLLBACK TO edits;

-- Terms.
UPDATE motcua.feedback_term SET working_days = 16 WHERE term = 'qd766';
SELECT is(pg_temp.rows_of($$ SELECT code, due_at::date AS due FROM motcua.feedback WHERE due_term = 'qd766' ORDER BY code $$), '(answered,2024-05-28) (open,2024-05-28) (transferred,2024-05-31)', 'another number of days');
UPDATE motcua.feedback_term SET working_days = 3 WHERE outcome = 'refused';
SELECT is(pg_temp.rate(), '(3,5)', 'of refusals too');
UPDATE motcua.feedback_term SET counts_from = 'received' WHERE term = 'qd766';
SELECT is(pg_temp.rows_of($$ SELECT due_at::date AS due FROM motcua.feedback WHERE code = 'transferred' $$), '(2024-05-28)', 'counted from another day');
ROLLBACK TO edits;
UPDATE motcua.feedback_term SET valid_to = '2024-05-05' WHERE term = 'qd766';
SELECT is(pg_temp.dues(), '(answered,,,no_due) (open,,,) (refused,2024-05-08,qd766-tu-choi,late) (stated,2024-05-27,,late) (transferred,,,no_due)', 'without a term in use there is no deadline');
SELECT pg_temp.feedback('[{"code": "later", "office": "H48.23.25", "received_at": "2024-05-06 09:00"}]') \g /dev/null
UPDATE motcua.feedback_term SET in_use = true, valid_from = '2024-05-06' WHERE term = 'ninh-binh';
SELECT is(pg_temp.dues(), '(answered,2024-05-20,ninh-binh,late) (later,2024-05-20,ninh-binh,) (open,2024-05-20,ninh-binh,) (refused,2024-05-08,qd766-tu-choi,late) (stated,2024-05-27,,late) (transferred,2024-05-20,ninh-binh,late)',
    'a province switches its own on: for all that has no deadline');
DELETE FROM motcua.feedback_term WHERE term = 'qd766-tu-choi';
SELECT is(pg_temp.rows_of($$ SELECT due_term FROM motcua.feedback WHERE code = 'refused' $$), '(ninh-binh)', 'a term that is deleted');
INSERT INTO motcua.feedback_term (term, working_days, counts_from, outcome, in_use, text_vi, legal_source) VALUES ('own', 1, 'received', 'refused', true, 'riêng', 'riêng');
SELECT is(pg_temp.rows_of($$ SELECT due_term, due_at::date AS due FROM motcua.feedback WHERE code = 'refused' $$), '(own,2024-05-07)', 'and one that is new');
ROLLBACK TO edits;

-- Every deadline is the one of the merge, whatever was edited: days, transfers, refusals and terms in every combination.
SELECT pg_temp.feedback((SELECT jsonb_agg(jsonb_build_object('code', 'n' || n, 'office', 'H48.23.25', 'received_at', timestamp '2024-01-02 09:00' + n % 97 * interval '1 day',
    'transferred_at', CASE WHEN n % 3 > 0 THEN timestamp '2024-01-02 07:00' + (n % 97 + n % 5 - 1) * interval '1 day' END, 'status', CASE WHEN n % 4 = 0 THEN 'refused' END,
    'due_at', CASE WHEN n % 7 = 0 THEN '2024-06-01' END)) FROM generate_series(1, 500) AS n)) \g /dev/null
CREATE FUNCTION pg_temp.stale() RETURNS bigint LANGUAGE sql RETURN (
    SELECT count(*) FROM motcua.feedback AS f CROSS JOIN LATERAL motcua.feedback_due(f.received_at, f.transferred_at, f.status) AS d
    WHERE (f.due_term IS NOT NULL OR f.due_at IS NULL) AND (f.due_at, f.due_term) IS DISTINCT FROM (d.due_at, d.due_term));
SELECT is(pg_temp.stale(), 0::bigint, 'as merged');
UPDATE motcua.calendar_day SET working = NOT working;
SELECT is(pg_temp.stale(), 0::bigint, 'with another calendar');
UPDATE motcua.feedback_term SET valid_to = '2024-02-15' WHERE outcome = 'answered' AND in_use;
UPDATE motcua.feedback_term SET in_use = true, valid_from = '2024-03-01' WHERE term = 'ninh-binh';
SELECT is(pg_temp.stale(), 0::bigint, 'with another term');
SELECT isnt(count(*) FILTER (WHERE f.due_at IS NULL), 0::bigint, 'with days between two terms') FROM motcua.feedback AS f;
SELECT is(count(*), 71::bigint, 'what the source states stays') FROM motcua.feedback AS f WHERE f.code LIKE 'n%' AND f.due_at = '2024-06-01' AND f.due_term IS NULL;
ROLLBACK TO edits;

-- All else that counts working days reads the calendar itself. Thursday, 6 June; due on Monday, 10 June.
SELECT pg_temp.load('[{"code": "A", "received_at": "2024-05-20 09:00", "due_at": "2024-06-10 17:00"}]') \g /dev/null
CREATE FUNCTION pg_temp.ahead() RETURNS text LANGUAGE sql RETURN pg_temp.rows_of(
    'SELECT n.working_days_left, n.letter_by, (SELECT string_agg(l.letter_by::text, '','') FROM stats.letters_due(1) AS l) AS letters,
            (SELECT min(o.working_days_ahead) FROM stats.overdue_forecast(5) AS o WHERE o.overdue > 0) AS overdue_in FROM stats.near_due(5) AS n');
SELECT is(pg_temp.ahead(), '(2,2024-06-07,2024-06-07,3)', 'two working days, and the letter by Friday');
INSERT INTO motcua.calendar_day VALUES ('2024-06-07', false, 'nghỉ đột xuất');
SELECT is(pg_temp.ahead(), '(1,2024-06-06,2024-06-06,2)', 'near-due, letters and forecast know of a new holiday');
UPDATE motcua.calendar_day SET day = '2024-06-08', working = true WHERE day = '2024-06-07';
SELECT is(pg_temp.ahead(), '(3,2024-06-08,,4)', 'and of a Saturday that is worked');
ROLLBACK TO edits;

-- Nothing computed from the calendar is stored but these deadlines: a column that comes later has to follow it too.
SELECT ok(bool_and(p.provolatile <> 'i'), 'nobody takes the calendar for unchanging') FROM pg_proc AS p
WHERE p.pronamespace IN ('motcua'::regnamespace, 'stats'::regnamespace) AND pg_get_functiondef(p.oid) ~ 'motcua\.(is_working_day|add_working_days|working_days_between|days_off|feedback_due|calendar_day|horizon)\M' AND p.prokind = 'f';
SELECT is_empty($$ SELECT a.attrelid::regclass, a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_attrdef AS x ON x.adrelid = a.attrelid AND x.adnum = a.attnum
    WHERE c.relnamespace IN ('motcua'::regnamespace, 'stats'::regnamespace) AND a.attgenerated = 's' AND pg_get_expr(x.adbin, x.adrelid) ~ '(working_day|feedback_due|horizon)' $$, 'nor stores it in a column by itself');
SELECT ok(NOT has_table_privilege(r, t, 'INSERT,UPDATE,DELETE,TRUNCATE'), format('%s leaves %s to the owner', r, t))
FROM unnest('{motcua_ingest,motcua_stats}'::name[]) AS r, unnest('{motcua.calendar_day}'::text[]) AS t;

SELECT * FROM finish();
ROLLBACK;

-- Views for dashboards: columns in their places, and the same figures as everywhere.
BEGIN;
SELECT plan(16);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-03-31';

CREATE FUNCTION pg_temp.columns_of(view regclass) RETURNS text
    LANGUAGE sql
    RETURN (SELECT string_agg(format('%s %s', a.attname, format_type(a.atttypid, NULL)), ', ' ORDER BY a.attnum) FROM pg_attribute AS a WHERE a.attrelid = view AND a.attnum > 0);
-- Dashboards name these: add at the end, never change one.
SELECT matches(pg_temp.columns_of('stats.dossier_facts'), '^source text, code text, office text, office_name text, office_level text, office_above text, receiving_office text, procedure text, procedure_name text, field text, channel text, online_level text, status smallint, status_text text, received_at timestamp with time zone, due_at timestamp with time zone, closed_at timestamp with time zone, received_on date, due_on date, closed_on date, outcome text, timeliness text, is_open boolean, is_paused boolean, is_overdue boolean, days_taken integer, days_late integer, components_total integer, components_digitised integer, result_digitised boolean, fee bigint, paid_online boolean, apology_at timestamp with time zone', 'stats.dossier_facts');
SELECT matches(pg_temp.columns_of('stats.daily_counts'), '^day date, office text, office_name text, office_level text, office_above text, procedure text, procedure_name text, field text, received bigint, received_online bigint, resolved bigint, resolved_in_time bigint, resolved_late bigint, resolved_no_due bigint, withdrawn bigint, returned bigint', 'stats.daily_counts');
SELECT matches(pg_temp.columns_of('stats.latest_rates'), '^profile text, period_from date, period_to date, office text, office_name text, office_level text, office_above text, rate text, text_vi text, numerator bigint, denominator bigint, percent numeric, since timestamp with time zone, rule_version text', 'stats.latest_rates');

SELECT pg_temp.add('early', 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-12 10:00') \g /dev/null
SELECT pg_temp.add('on the day', 10, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-20 16:00') \g /dev/null
SELECT pg_temp.add('late', 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-25 10:00') \g /dev/null
SELECT pg_temp.add('no due', 9, '2024-02-05 09:00', NULL, '2024-03-25 10:00') \g /dev/null
SELECT pg_temp.add('withdrawn', 7, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-12 10:00') \g /dev/null
SELECT pg_temp.add('returned', 8, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-12 10:00') \g /dev/null
SELECT pg_temp.add('overdue', 4, '2024-03-05 09:00', '2024-03-20 15:00') \g /dev/null
SELECT pg_temp.add('paused', 5, '2024-03-05 09:00', '2024-04-20 15:00') \g /dev/null
SELECT pg_temp.add('only submitted', 1, '2024-03-05 09:00', '2024-03-20 15:00') \g /dev/null
UPDATE motcua.dossier SET channel = 'online' WHERE code IN ('early', 'late');

SELECT set_eq($$ SELECT code, outcome, timeliness, is_open, is_paused, is_overdue, days_taken, days_late FROM stats.dossier_facts $$,
    $$ VALUES ('early', 'resolved', 'early', false, false, false, 7, 0), ('on the day', 'resolved', 'on_day_after_hour', false, false, false, 15, 0), ('late', 'resolved', 'late', false, false, false, 20, 5),
              ('no due', 'resolved', 'no_due', false, false, false, 49, NULL), ('withdrawn', 'withdrawn', 'early', false, false, false, 7, 0), ('returned', 'returned', 'early', false, false, false, 7, 0),
              ('overdue', NULL, NULL, true, false, true, 26, 11), ('paused', NULL, NULL, true, true, false, 26, 0) $$, 'every dossier that counts, once');
SELECT set_eq($$ SELECT code FROM stats.dossier_facts WHERE is_overdue $$, $$ SELECT code FROM stats.dossiers('pending_overdue', '2024-03-01', '2024-03-31') $$, 'overdue is what figures call so');
SELECT results_eq($$ SELECT sum(received), sum(received_online), sum(resolved), sum(resolved_late), sum(resolved_no_due), sum(withdrawn), sum(returned) FROM stats.daily_counts WHERE day BETWEEN '2024-03-01' AND '2024-03-31' $$,
    $$ SELECT received::numeric, received_online::numeric, resolved::numeric, resolved_late::numeric, resolved_no_due::numeric, withdrawn::numeric, returned::numeric FROM stats.counts('2024-03-01', '2024-03-31') WHERE office = 'H01' $$, 'days add up to the counts of a period');
SELECT is(sum(resolved_in_time), (SELECT numerator::numeric FROM stats.rates('2024-03-01', '2024-03-31') WHERE office = 'H01' AND rate = 'on_time'), 'and to the numerator of the rate') FROM stats.daily_counts WHERE day >= '2024-03-01';
SELECT results_eq($$ SELECT day, received, resolved, withdrawn, returned FROM stats.daily_counts WHERE day BETWEEN '2024-03-05' AND '2024-03-12' ORDER BY day $$,
    $$ VALUES (date '2024-03-05', 7::bigint, 0::bigint, 0::bigint, 0::bigint), ('2024-03-12', 0, 1, 1, 1) $$, 'a row a day');

SELECT motcua.begin_run('stats', NULL, false) AS run \gset
SELECT stats.take_snapshot(:run) \g /dev/null
UPDATE motcua.dossier SET finished_at = '2024-03-26 10:00' WHERE code = 'early';
SELECT stats.take_snapshot(:run) \g /dev/null
SELECT set_eq($$ SELECT rate, numerator, denominator, percent FROM stats.latest_rates WHERE profile = 'report' AND period_from = '2024-03-01' AND period_to = '2024-03-31' AND office = 'H01' $$,
    $$ SELECT rate, numerator, denominator, percent FROM stats.rates('2024-03-01', '2024-03-31') WHERE office = 'H01' $$, 'rates as stored last');
SELECT is_empty($$ SELECT profile, period_from, period_to, office, rate FROM stats.latest_rates GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1 $$, 'each once');

-- What has a closing status and no date is neither open nor closed; figures call it pending.
SELECT pg_temp.add('undated', status, '2024-03-05 09:00', '2024-03-20 15:00') FROM unnest('{7,8,9,10}'::integer[]) AS status WHERE status = 10 \g /dev/null
SELECT pg_temp.add('undated ' || status, status, '2024-03-05 09:00', '2024-04-20 15:00') FROM unnest('{7,8,9}'::integer[]) AS status \g /dev/null
SELECT set_eq($$ SELECT code, is_open, is_paused, is_overdue, closed_on, days_taken, days_late FROM stats.dossier_facts WHERE is_undated $$,
    $$ SELECT c, false AS open, false AS paused, false AS overdue, NULL::date AS closed, NULL::integer AS taken, NULL::integer AS late FROM unnest('{undated,undated 7,undated 8,undated 9}'::text[]) AS c $$, 'what is closed without a date is kept apart');
SELECT is_empty($$ SELECT * FROM stats.dossier_facts WHERE is_open::integer + is_undated::integer + (closed_on IS NOT NULL)::integer <> 1 $$, 'each is one of open, closed, undated');
SELECT set_eq($$ SELECT code FROM stats.dossier_facts WHERE is_open OR is_undated $$, $$ SELECT code FROM stats.dossiers('pending', '2024-03-01', '2024-03-31') $$, 'pending are both');
SELECT set_eq($$ SELECT code FROM stats.dossier_facts WHERE is_overdue OR (is_undated AND due_on < motcua.today()) $$, $$ SELECT code FROM stats.dossiers('pending_overdue', '2024-03-01', '2024-03-31') $$, 'and overdue alike');

-- Periods and offices that overlap say so.
INSERT INTO motcua.office (code, parent) VALUES ('H01.1', 'H01');
SELECT set_eq($$ SELECT DISTINCT period_from, period_to, period_kind FROM stats.latest_rates $$,
    $$ VALUES (date '2024-02-01', date '2024-02-29', 'month'), ('2024-03-01', '2024-03-31', 'month'), ('2024-01-01', '2024-03-31', 'quarter'),
              ('2024-01-01', '2024-06-30', 'half'), ('2024-01-01', '2024-12-31', 'year') $$, 'kinds of periods');
SELECT motcua.begin_run('stats', NULL, false) AS run \gset
SELECT stats.take_snapshot(:run) \g /dev/null
SELECT set_eq($$ SELECT DISTINCT office::text, is_own FROM stats.latest_rates $$, $$ VALUES ('H01', false), ('H01.1', true) $$, 'figures of a subtree and those of one office');

SELECT * FROM finish();
ROLLBACK;

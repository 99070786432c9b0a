-- Tampered nights are flagged, honest ones are not.
BEGIN;
SELECT plan(44);
\ir include/batch.sql
\ir include/dossier.sql
\ir include/nights.sql
SET LOCAL motcua.today = '2024-12-31';

-- 15 March, before anything is due.
SELECT pg_temp.night('2024-03-15 01:30', pg_temp.record('same'), pg_temp.record('letter in time'), pg_temp.record('letter on the last day'), pg_temp.record('letter too late'),
    pg_temp.record('supplement from the start', '{"status": 5}'), pg_temp.record('supplement'), pg_temp.record('payment'), pg_temp.record('supplement too late'), pg_temp.record('moved early'),
    pg_temp.record('moved late'), pg_temp.record('moved in the night'), pg_temp.record('removed'), pg_temp.record('brought forward'), pg_temp.record('appointed later', '{"due_at": null}'),
    pg_temp.record('late, then moved', '{"status": 4}'), pg_temp.record('reopened', '{"status": 10, "finished_at": "2024-03-12 10:00"}'), pg_temp.record('submitted again', '{"status": 9, "finished_at": "2024-03-12 10:00"}'),
    pg_temp.record('handed over', '{"status": 9, "finished_at": "2024-03-12 10:00"}'), pg_temp.record('taken back', '{"status": 10, "finished_at": "2024-03-12 10:00"}'),
    pg_temp.record('backdated', '{"status": 9, "finished_at": "2024-03-14 10:00"}'), pg_temp.record('corrected forward', '{"status": 9, "finished_at": "2024-03-14 10:00"}'),
    pg_temp.record('one supplement, moved twice', '{"status": 5}'), pg_temp.record('moved while waiting', '{"status": 5}'), pg_temp.record('due hour told', '{"due_at": "2024-03-20"}'), pg_temp.record('two letters'), pg_temp.record('two letters early'), pg_temp.record('one letter, moved twice'),
    pg_temp.record('handing over backdated', '{"status": 10, "returned_at": "2024-03-14 10:00"}'), pg_temp.record('end removed', '{"status": 10, "finished_at": "2024-03-14 10:00", "returned_at": "2024-03-13 10:00"}'),
    pg_temp.record('handing over corrected', '{"status": 10, "finished_at": "2024-03-12 10:00", "returned_at": "2024-03-14 10:00"}'), pg_temp.record('handed over later', '{"status": 10, "returned_at": "2024-03-13 10:00"}'),
    pg_temp.record('backdated by a detour', '{"status": 9, "finished_at": "2024-03-14 10:00"}'), pg_temp.record('withdrawn', '{"status": 4}')) \g /dev/null
-- 16 March.
SELECT pg_temp.night('2024-03-16 01:30', pg_temp.record('same'), pg_temp.record('letter in time', '{"apology_at": "2024-03-15 09:00", "due_at": "2024-03-27 17:00"}'),
    pg_temp.record('supplement', '{"status": 5}'), pg_temp.record('payment', '{"status": 6}'), pg_temp.record('supplement from the start', '{"status": 4, "due_at": "2024-03-25 17:00"}'),
    pg_temp.record('moved early', '{"due_at": "2024-03-27 17:00"}'), pg_temp.record('removed', '{"due_at": null}'), pg_temp.record('brought forward', '{"due_at": "2024-03-18 17:00"}'),
    pg_temp.record('appointed later'), pg_temp.record('reopened', '{"status": 4, "finished_at": "2024-03-12 10:00"}'), pg_temp.record('submitted again', '{"status": 1}'),
    pg_temp.record('handed over', '{"status": 10, "finished_at": "2024-03-12 10:00", "returned_at": "2024-03-15 10:00"}'), pg_temp.record('taken back', '{"status": 9, "finished_at": "2024-03-12 10:00"}'),
    pg_temp.record('backdated', '{"status": 9, "finished_at": "2024-03-13 10:00"}'), pg_temp.record('corrected forward', '{"status": 9, "finished_at": "2024-03-14 11:00"}'),
    pg_temp.record('one supplement, moved twice', '{"due_at": "2024-03-25 17:00"}'), pg_temp.record('moved while waiting', '{"status": 5, "due_at": "2024-03-25 17:00"}'), pg_temp.record('due hour told'),
    pg_temp.record('two letters', '{"apology_at": "2024-03-15 09:00", "due_at": "2024-03-21 17:00"}'), pg_temp.record('two letters early', '{"apology_at": "2024-03-15 09:00", "due_at": "2024-03-21 17:00"}'),
    pg_temp.record('one letter, moved twice', '{"apology_at": "2024-03-15 09:00", "due_at": "2024-03-21 17:00"}'),
    pg_temp.record('handing over backdated', '{"status": 10, "returned_at": "2024-03-13 10:00"}'), pg_temp.record('end removed', '{"status": 10, "returned_at": "2024-03-13 10:00"}'),
    pg_temp.record('handing over corrected', '{"status": 10, "finished_at": "2024-03-12 10:00", "returned_at": "2024-03-13 10:00"}'), pg_temp.record('handed over later', '{"status": 10, "returned_at": "2024-03-14 10:00"}'),
    pg_temp.record('backdated by a detour', '{"status": 4}'), pg_temp.record('withdrawn', '{"status": 7, "finished_at": "2024-03-15 10:00"}')) \g /dev/null
-- 21 March: due yesterday at 17:00. What changed in the evening may have changed in time.
SELECT pg_temp.night('2024-03-21 01:30', pg_temp.record('one supplement, moved twice', '{"due_at": "2024-03-27 17:00"}'), pg_temp.record('moved while waiting', '{"due_at": "2024-03-27 17:00"}'),
    pg_temp.record('two letters early', '{"apology_at": "2024-03-18 09:00", "due_at": "2024-03-27 17:00"}'), pg_temp.record('letter on the last day', '{"apology_at": "2024-03-20 16:00", "due_at": "2024-03-27 17:00"}'), pg_temp.record('supplement', '{"status": 4, "due_at": "2024-04-05 17:00"}'),
    pg_temp.record('payment', '{"status": 4, "due_at": "2024-04-05 17:00"}'), pg_temp.record('moved in the night', '{"due_at": "2024-03-27 17:00"}'),
    pg_temp.record('backdated by a detour', '{"status": 9, "finished_at": "2024-03-13 10:00"}'), pg_temp.record('late, then moved', '{"status": 9, "finished_at": "2024-03-20 18:00"}')) \g /dev/null
-- 22 March: this morning everybody still saw the old date.
SELECT pg_temp.night('2024-03-22 01:30', pg_temp.record('two letters', '{"apology_at": "2024-03-21 10:00", "due_at": "2024-03-27 17:00"}'),
    pg_temp.record('one letter, moved twice', '{"apology_at": "2024-03-15 09:00", "due_at": "2024-03-27 17:00"}'), pg_temp.record('moved late', '{"due_at": "2024-03-27 17:00"}'), pg_temp.record('letter too late', '{"apology_at": "2024-03-21 09:00", "due_at": "2024-03-27 17:00"}'),
    pg_temp.record('supplement too late', '{"status": 5}'), pg_temp.record('late, then moved', '{"status": 9, "finished_at": "2024-03-20 18:00", "due_at": "2024-03-22 17:00"}')) \g /dev/null
SELECT pg_temp.night('2024-03-23 01:30', pg_temp.record('supplement too late', '{"status": 4, "due_at": "2024-03-27 17:00"}')) \g /dev/null

SELECT is(pg_temp.flags(c), '', 'honest: ' || c)
FROM unnest('{same,letter in time,letter on the last day,moved while waiting,due hour told,two letters,two letters early,supplement from the start,supplement,payment,brought forward,appointed later,handed over,corrected forward,handing over corrected,handed over later,withdrawn}'::text[]) AS c;
SELECT is(pg_temp.flags(c), 'due_moved_after_passed', c) FROM unnest('{moved late,letter too late,supplement too late,"late, then moved"}'::text[]) AS c;
SELECT is(pg_temp.flags(c), 'due_moved_without_letter', c) FROM unnest('{moved early,moved in the night,removed,"one letter, moved twice","one supplement, moved twice"}'::text[]) AS c;
SELECT is(pg_temp.flags(c), 'status_went_back', c) FROM unnest('{reopened,submitted again,taken back}'::text[]) AS c;
SELECT is(pg_temp.flags('backdated'), 'finished_moved_back', 'an earlier closing than the night before');
SELECT is(pg_temp.flags(c), 'finished_moved_back', c || ', which closed it') FROM unnest('{handing over backdated,end removed}'::text[]) AS c;
SELECT is(pg_temp.flags('backdated by a detour'), 'finished_moved_back status_went_back', 'also when it was open in between');
SELECT is(reason, 'hẹn trả đổi từ 20/03/2024 17:00 thành 27/03/2024 17:00, phát hiện ngày 22/03/2024', 'the reason says what was seen') FROM stats.integrity_flags WHERE code = 'moved late';

-- Resets to the second, and closings by the dozen.
SELECT pg_temp.add('reset', 9, '2024-05-02 09:00', '2024-05-20 17:00:00', '2024-05-20 17:00:00') \g /dev/null
SELECT pg_temp.add('by date only', 9, '2024-05-02', '2024-05-20', '2024-05-20') \g /dev/null
SELECT pg_temp.add('midnight ' || i, 9, '2024-05-02', '2024-05-21', '2024-05-20') FROM generate_series(1, 40) AS i \g /dev/null
SELECT pg_temp.add('one second ' || i, 10, '2024-05-02 09:00', '2024-05-21 17:00', CASE WHEN i > 4 THEN '2024-05-17 16:30:07' END, '2024-05-17 16:30:07') FROM generate_series(1, 10) AS i \g /dev/null
SELECT pg_temp.add('nine in a second ' || i, 9, '2024-05-02 09:00', '2024-05-21 17:00', '2024-05-17 16:31:07') FROM generate_series(1, 9) AS i \g /dev/null
SELECT pg_temp.add('one minute ' || i, 9, '2024-05-02 09:00', '2024-05-21 17:00', (timestamp '2024-05-17 16:40' + i * interval '2.9 seconds')::text) FROM generate_series(0, 19) AS i \g /dev/null
SELECT pg_temp.add('a busy hour ' || i, 9, '2024-05-02 09:00', '2024-05-21 17:00', (timestamp '2024-05-17 14:00' + i * interval '10 seconds')::text) FROM generate_series(0, 199) AS i \g /dev/null
INSERT INTO motcua.office (code, parent) VALUES ('H01.1', 'H01');
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, due_at_first, finished_at)
SELECT 's', 'another office ' || i, 'H01.1', 'H01.1', 9, '2024-05-02 09:00', '2024-05-21 17:00', '2024-05-21 17:00', '2024-05-17 16:31:07' FROM generate_series(1, 9) AS i;
SELECT set_eq($$ SELECT regexp_replace(code, ' \d+$', ''), flag, count(*) FROM stats.integrity_dossiers('2024-05-01', '2024-05-31') GROUP BY 1, 2 $$,
    $$ VALUES ('reset', 'finished_at_due_second', 1::bigint), ('one second', 'mass_closing', 10), ('one minute', 'mass_closing', 20),
              ('reopened', 'status_went_back', 1), ('submitted again', 'status_went_back', 1),
              ('moved early', 'due_moved_without_letter', 1), ('one letter, moved twice', 'due_moved_without_letter', 1), ('one supplement, moved twice', 'due_moved_without_letter', 1), ('moved in the night', 'due_moved_without_letter', 1), ('removed', 'due_moved_without_letter', 1),
              ('moved late', 'due_moved_after_passed', 1), ('letter too late', 'due_moved_after_passed', 1), ('supplement too late', 'due_moved_after_passed', 1) $$,
    'of May: its own closings, and what is still open');
SELECT pg_temp.add('reset the handing over', 10, '2024-06-03 09:00', '2024-06-20 17:00:00', NULL, '2024-06-20 17:00:00') \g /dev/null
SELECT is(pg_temp.flags('reset the handing over'), 'finished_at_due_second', 'also where the handing over is what closes');
UPDATE motcua.integrity_check SET same_second = 9 WHERE flag = 'mass_closing';
SELECT is(count(*), 48::bigint, 'the numbers are data') FROM stats.integrity_dossiers('2024-05-01', '2024-05-31', 'mass_closing');
SELECT is(count(*), 9::bigint, 'of one office') FROM stats.integrity_dossiers('2024-05-01', '2024-05-31', 'mass_closing', 'H01.1');
SELECT throws_ok($$ SELECT * FROM stats.integrity_dossiers('2024-05-01', '2024-05-31', 'none') $$, '22023', 'there is no flag ''none''', 'a flag that does not exist is an error');
SELECT is_empty('SELECT source, code, flag FROM stats.integrity_flags GROUP BY 1, 2, 3 HAVING count(*) > 1', 'a dossier has each flag once');
SELECT is_empty('SELECT flag FROM stats.integrity_flags EXCEPT SELECT flag FROM motcua.integrity_check', 'every flag is explained');

-- Counts, shares and trend of each check. Of April, nothing was closed.
SELECT results_eq($$ SELECT dossiers, checked, percent, dossiers_before, checked_before, percent_before, trend FROM stats.integrity('2024-05-01', '2024-05-30', 'H01') WHERE flag = 'finished_at_due_second' $$,
    $$ VALUES (1::bigint, 290::bigint, 0.34, 0::bigint, 0::bigint, NULL::numeric, NULL::numeric) $$, 'a share of the dossiers that were looked at');

-- Resolved in May: 290 of H01, of which 1 + 10 + 20 + 9 + 9 are suspicious, none is late.
UPDATE motcua.dossier SET due_at = '2024-05-16 17:00', due_at_first = '2024-05-16 17:00' WHERE code IN ('one second 1', 'a busy hour 1', 'a busy hour 2');
UPDATE motcua.dossier SET due_at_first = '2024-05-16 17:00' WHERE code = 'a busy hour 3';
UPDATE motcua.dossier SET returned_at = '2024-05-16 10:00' WHERE code = 'a busy hour 2';
SELECT results_eq($$ SELECT figure, numerator, denominator FROM stats.integrity_rates('2024-05-01', '2024-05-31', 'H01') $$,
    $$ VALUES ('late', 3::bigint, 290::bigint), ('late_without_suspicious', 2, 241), ('late_with_suspicious', 51, 290), ('late_first', 4, 290), ('late_handed_over', 2, 290) $$, 'the late rate, as published and otherwise');
SELECT results_eq($$ SELECT i.figure, i.numerator, i.denominator FROM stats.integrity_rates('2024-05-01', '2024-05-31', 'H01') AS i WHERE i.figure IN ('late', 'late_first') ORDER BY 1 $$,
    $$ SELECT r.rate, r.numerator, r.denominator FROM stats.rates('2024-05-01', '2024-05-31') AS r WHERE r.office = 'H01' AND r.rate IN ('late', 'late_first') ORDER BY 1 $$, 'as published is what is published');

SELECT * FROM finish();
ROLLBACK;

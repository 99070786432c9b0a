-- Runs, watermarks and rejects.
BEGIN;
SELECT plan(32);
\ir include/batch.sql

SELECT motcua.begin_run('ingest', 'test', true) AS run \gset first_
SELECT is(pg_temp.rows_of(format('SELECT program, source, status, listed_all, finished_at, error FROM motcua.run WHERE run_id = %s', :first_run)),
    '(ingest,test,running,t,,)', 'a run begins');

-- Whatever still says "running" when the next run of the same source begins was killed.
SELECT motcua.begin_run('ingest', 'other', false) AS run \gset other_
SELECT motcua.begin_run('stats', NULL, false) AS run \gset stats_
SELECT motcua.begin_run('stats', NULL, false) AS run \gset stats2_
SELECT motcua.begin_run('ingest', 'test', false) AS run \gset second_
SELECT is(pg_temp.rows_of('SELECT run_id - ' || :first_run || ', status, finished_at IS NOT NULL FROM motcua.run ORDER BY run_id'),
    '(0,interrupted,t) (1,running,f) (2,interrupted,t) (3,running,f) (4,running,f)', 'killed runs are marked, those of other sources are not');

-- The watermark moves forward only.
SELECT is_empty('SELECT * FROM motcua.watermark', 'no watermark yet');
SELECT motcua.finish_run(:second_run, '2024-03-10 01:00') \g /dev/null
SELECT is(pg_temp.rows_of('SELECT source, read_until, run_id - ' || :second_run || ' FROM motcua.watermark'), '(test,"2024-03-10 01:00:00+07",0)', 'a finished run sets it');
SELECT is(status, 'done', 'the run is done') FROM motcua.run WHERE run_id = :second_run;
SELECT motcua.begin_run('ingest', 'test', false) AS run \gset third_
SELECT motcua.finish_run(:third_run, '2024-03-09 01:00') \g /dev/null
SELECT is(pg_temp.rows_of('SELECT read_until, run_id - ' || :second_run || ' FROM motcua.watermark'), '("2024-03-10 01:00:00+07",0)', 'it never moves back');
SELECT motcua.finish_run(motcua.begin_run('ingest', 'test', false), NULL) \g /dev/null
SELECT is(pg_temp.rows_of('SELECT read_until FROM motcua.watermark'), '("2024-03-10 01:00:00+07")', 'a run without an instant leaves it');
SELECT motcua.begin_run('ingest', 'test', false) AS run \gset failed_
SELECT motcua.fail_run(:failed_run, 'page 3 ends early') \g /dev/null
SELECT is(pg_temp.rows_of('SELECT status, error FROM motcua.run WHERE run_id = ' || :failed_run), '(failed,"page 3 ends early")', 'a run fails with its reason');
SELECT is(pg_temp.rows_of('SELECT read_until FROM motcua.watermark'), '("2024-03-10 01:00:00+07")', 'and leaves the watermark');
SELECT motcua.begin_run('ingest', 'test', false) AS run \gset last_
SELECT motcua.finish_run(:last_run, '2024-03-11 01:00') \g /dev/null
SELECT is(pg_temp.rows_of('SELECT read_until, run_id - ' || :last_run || $$ FROM motcua.watermark WHERE source = 'test' $$), '("2024-03-11 01:00:00+07",0)', 'it moves forward');

-- What the next whole list is compared with: the last one that is done, less what was left out.
SELECT is(motcua.earlier_length('test'), 0::bigint, 'no whole list yet');
UPDATE motcua.run SET listed_all = true, records = 50, unchanged = 40, skipped = 10 WHERE run_id = :second_run;
UPDATE motcua.run SET listed_all = true, records = 7, unchanged = 7 WHERE run_id = :failed_run;
UPDATE motcua.run SET records = 3, unchanged = 3 WHERE run_id = :last_run;
SELECT is(motcua.earlier_length('test'), 40::bigint, 'neither a failed one nor one of changes is asked');
SELECT motcua.note_run(:last_run, 'the first page is full') \g /dev/null
SELECT is(result, 'xong; the first page is full', 'a note is shown behind what became of the run') FROM motcua.last_runs WHERE source = 'test';

-- Rejects are kept once, and counted every time.
SELECT motcua.begin_run('ingest', 'test', false) AS run \gset reject_
SELECT pg_temp.reject(:reject_run, 2, 7, 'X', 'received_at', 'not a date', '{"NgayTiepNhan": "31/02/2024"}') \g /dev/null
SELECT pg_temp.reject(:reject_run, 2, 8, 'X', 'due_at', 'not a date', '{"NgayTiepNhan": "31/02/2024"}') \g /dev/null
SELECT pg_temp.reject(:reject_run, 3, 1, NULL, NULL, 'no code', '{}') \g /dev/null
SELECT pg_temp.reject(:reject_run, 3, 2, NULL, NULL, 'no code', '{}') \g /dev/null
SELECT is(pg_temp.counted(), '4: 0 new, 0 changed, 0 same, 0 old, 4 bad', 'rejected records are counted');
SELECT is(pg_temp.rows_of('SELECT source, page, record_number, code, field, reason, record FROM motcua.reject ORDER BY reject_id'),
    '(test,2,7,X,received_at,"not a date","{""NgayTiepNhan"": ""31/02/2024""}") (test,2,8,X,due_at,"not a date","{""NgayTiepNhan"": ""31/02/2024""}") (test,3,1,,,"no code",{})',
    'each is kept once, where it was met first');
SELECT motcua.begin_run('ingest', 'test', false) AS run \gset again_
SELECT pg_temp.reject(:again_run, 5, 5, 'X', 'received_at', 'not a date', '{"NgayTiepNhan": "31/02/2024"}') \g /dev/null
SELECT is(pg_temp.rows_of('SELECT count(*) FROM motcua.reject'), '(3)', 'met again it is not stored again');
SELECT is(pg_temp.rows_of(format('SELECT run_id = %s, last_run_id = %s, page FROM motcua.reject WHERE field = ''received_at''', :reject_run, :again_run)), '(t,t,2)', 'but the run that met it last is known');
SELECT pg_temp.reject(:other_run, 5, 5, 'X', 'received_at', 'not a date', '{"NgayTiepNhan": "31/02/2024"}') \g /dev/null
SELECT is(pg_temp.rows_of('SELECT source, count(*) FROM motcua.reject GROUP BY source ORDER BY source'), '(other,1) (test,3)', 'sources do not mix');

-- Counters add up, or the run cannot be stored.
SELECT motcua.count_read(:again_run, 3, 1000, 5, 7, 2, 0, 0), motcua.count_read(:again_run, 1, 24, 0, 1, 0, 4, 3) \g /dev/null
SELECT is(pg_temp.rows_of('SELECT pages, bytes, inserted, unchanged, skipped, rejected, unkept FROM motcua.run WHERE run_id = ' || :again_run), '(4,1024,5,8,2,5,3)', 'what was read adds up');
SELECT throws_ok(format('UPDATE motcua.run SET records = records + 1 WHERE run_id = %s', :again_run), '23514', NULL, 'a record without a fate is refused');
SELECT is_empty('SELECT * FROM motcua.run WHERE records <> inserted + updated + unchanged + superseded + rejected + skipped', 'every record is accounted for');
SELECT throws_ok($$ SELECT motcua.begin_run('cron', NULL, false) $$, '23514', NULL, 'an unknown program is refused');

-- A list may hold the same one twice, and what cannot be told from it.
SELECT motcua.begin_run('ingest', 'twice', false) AS run \gset twice_
SELECT motcua.add_rejects(:twice_run, '[{"page": 1, "record_number": 2, "reason": "no code", "record": null}, {"page": 1, "record_number": 1, "reason": "no code", "record": null},
    {"page": 1, "record_number": 3, "code": "", "reason": "no code", "record": null}, {"page": 1, "record_number": 4, "code": "A", "reason": "no code", "record": {"a": 1, "b": 2}},
    {"page": 1, "record_number": 5, "code": "A", "reason": "no code", "record": {"b": 2, "a": 1}}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT record_number, code, record FROM motcua.reject WHERE source = 'twice' ORDER BY reject_id $$), '(1,,null) (4,A,"{""a"": 1, ""b"": 2}")', 'each is kept once, in the order of the list');
SELECT motcua.add_rejects(:twice_run, '[]') \g /dev/null
SELECT throws_ok(format('SELECT motcua.count_read(%s, 0, 0, 0, 0, 0, 1, 2)', :twice_run), '23514', NULL, 'more cannot be left than were rejected');

-- A session that has gone takes its run with it; the next that looks says so.
SELECT motcua.close_lost_runs() \g /dev/null
SELECT is(status, 'running', 'a run whose session is there goes on') FROM motcua.run WHERE run_id = :twice_run;
SELECT motcua.begin_run('ingest', 'lost', true) AS run \gset lost_
SELECT motcua.begin_run('ingest', 'another', true) AS run \gset another_
UPDATE motcua.run SET backend_pid = 0 WHERE run_id = :lost_run;
UPDATE motcua.run SET started_at = '2024-01-01' WHERE run_id = :another_run; -- the process has another session by now
SELECT motcua.begin_run('stats', NULL, false) \g /dev/null
SELECT is(pg_temp.rows_of(format('SELECT status, finished_at IS NOT NULL FROM motcua.run WHERE run_id IN (%s, %s)', :lost_run, :another_run)), '(interrupted,t) (interrupted,t)', 'whichever program looks');
SELECT matches((SELECT error FROM motcua.run WHERE run_id = :lost_run), 'idle_in_transaction_session_timeout, idle_session_timeout', 'and what to look at');
SELECT is(status, 'running', 'the others go on') FROM motcua.run WHERE run_id = :twice_run;

-- A file is known once a run that did not fail has read it to its end; a later run may read it again.
SELECT motcua.begin_run('ingest', 'drop', false) AS run \gset drop_
SELECT ok(NOT motcua.knows_file('drop', md5('a')::uuid), 'no file is known yet');
SELECT motcua.mark_file(:drop_run, md5('a')::uuid, 10) \g /dev/null
SELECT ok(motcua.knows_file('drop', md5('a')::uuid) AND NOT motcua.knows_file('other', md5('a')::uuid), 'a file is known to its source');
SELECT motcua.fail_run(:drop_run, 'broken') \g /dev/null
SELECT ok(NOT motcua.knows_file('drop', md5('a')::uuid), 'a failed run has to be read again');
SELECT motcua.begin_run('ingest', 'drop', false) AS run \gset drop_
SELECT motcua.mark_file(:drop_run, md5('a')::uuid, 10), motcua.finish_run(:drop_run, now()) \g /dev/null
SELECT ok(motcua.knows_file('drop', md5('a')::uuid), 'the next one counts');

SELECT * FROM finish();
ROLLBACK;

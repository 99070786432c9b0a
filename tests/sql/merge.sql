-- The merge of a batch into motcua.dossier.
BEGIN;
SELECT plan(57);
\ir include/batch.sql
SET LOCAL client_min_messages = warning;

-- Where each row lies: an update moves it, even one that changes nothing.
CREATE TEMPORARY VIEW rows_written AS SELECT code, ctid::text AS place FROM motcua.dossier;
CREATE FUNCTION pg_temp.changes() RETURNS SETOF text
    LANGUAGE sql
AS $$
    SELECT concat_ws(' ', code, field, coalesce(old_value, '-'), '>', coalesce(new_value, '-')) FROM motcua.dossier_change ORDER BY change_id
$$;

-- New.
SELECT pg_temp.load('[{"code": "A", "source_updated_at": "2024-03-06"}, {"code": "B", "source_updated_at": "2024-03-06"}, {"code": "C"}]') AS run \gset first_
SELECT is(pg_temp.counted(), '3: 3 new, 0 changed, 0 same, 0 old, 0 bad', 'three new dossiers');
SELECT is_empty('SELECT * FROM motcua.staging_dossier', 'staging is empty after the merge');
SELECT is(
    pg_temp.rows_of(format($$ SELECT code, status, due_at::date, due_at_first::date FROM motcua.dossier
                              WHERE source = 'test' AND first_run_id = %s AND last_run_id = %1$s ORDER BY code $$, :first_run)),
    '(A,4,2024-03-20,2024-03-20) (B,4,2024-03-20,2024-03-20) (C,4,2024-03-20,2024-03-20)',
    'they are stored under the source of the run');
SELECT is_empty('SELECT * FROM motcua.dossier_change', 'a new dossier is no change');

-- The same again.
CREATE TEMPORARY TABLE before AS SELECT * FROM rows_written;
SELECT pg_temp.load('[{"code": "C"}, {"code": "B", "source_updated_at": "2024-03-06"}, {"code": "A", "source_updated_at": "2024-03-06"}]') \g /dev/null
SELECT is(pg_temp.counted(), '3: 0 new, 0 changed, 3 same, 0 old, 0 bad', 'the same batch again changes nothing');
SELECT set_eq('SELECT * FROM rows_written', 'SELECT * FROM before', 'no row is written');

-- Changed.
SELECT pg_temp.load('[{"code": "A", "source_updated_at": "2024-03-07", "status": 9, "finished_at": "2024-03-07 10:00", "returned_at": "2024-03-07 11:00",
                       "due_at": "2024-03-21 17:00", "apology_at": "2024-03-06 08:00", "handling_office": "H48.23.26", "receiving_office": "H48.23.27",
                       "received_at": "2024-03-05 08:59:59", "submitted_at": "2024-03-04 10:00", "fee": 5000, "channel": "online"},
                      {"code": "B", "source_updated_at": "2024-03-07"}]') AS run \gset second_
SELECT is(pg_temp.counted(), '2: 0 new, 2 changed, 0 same, 0 old, 0 bad', 'two changed dossiers');
SELECT results_eq('SELECT pg_temp.changes()', ARRAY[
    'A apology_at - > 2024-03-06 08:00:00+07', 'A due_at 2024-03-20 17:00:00+07 > 2024-03-21 17:00:00+07', 'A finished_at - > 2024-03-07 10:00:00+07',
    'A handling_office H48.23.25 > H48.23.26', 'A received_at 2024-03-05 09:00:00+07 > 2024-03-05 08:59:59+07', 'A receiving_office H48.23.25 > H48.23.27',
    'A returned_at - > 2024-03-07 11:00:00+07', 'A status 4 > 9', 'A submitted_at - > 2024-03-04 10:00:00+07'],
    'status, dates and offices are logged, with their old and new values; nothing else is');
SELECT is(
    pg_temp.rows_of(format($$ SELECT status, due_at::date, due_at_first::date, fee, channel, handling_office FROM motcua.dossier
                              WHERE code = 'A' AND last_run_id = %s $$, :second_run)),
    '(9,2024-03-21,2024-03-20,5000,online,H48.23.26)',
    'everything is stored, and the first appointment is kept');
SELECT results_eq('SELECT DISTINCT run_id FROM motcua.dossier_change', ARRAY[:second_run::bigint], 'the log names the run that saw the change');
SELECT is(last_run_id, :first_run::bigint, 'a dossier that was not in the batch stays') FROM motcua.dossier WHERE code = 'C';

-- The log does not depend on the session that reads and writes.
SET LOCAL timezone = 'America/New_York';
SET LOCAL datestyle = 'SQL, DMY';
SELECT pg_temp.load('[{"code": "C", "due_at": "2024-03-22 17:00+07", "received_at": "2024-03-05 09:00+07"}]') \g /dev/null
SELECT is((SELECT array_agg(c) FROM pg_temp.changes() AS c WHERE c LIKE 'C %'), ARRAY['C due_at 2024-03-20 17:00:00+07 > 2024-03-22 17:00:00+07'], 'the log is written in local time');
SET LOCAL timezone = 'Asia/Ho_Chi_Minh';
SET LOCAL datestyle = 'ISO';

-- An older version changes nothing.
CREATE TEMPORARY TABLE before_older AS SELECT * FROM rows_written;
SELECT pg_temp.load('[{"code": "A", "source_updated_at": "2024-03-06", "status": 5}]') \g /dev/null
SELECT is(pg_temp.counted(), '1: 0 new, 0 changed, 0 same, 1 old, 0 bad', 'an older version is counted as such');
SELECT set_eq('SELECT * FROM rows_written', 'SELECT * FROM before_older', 'and not stored');
-- The same second may hold two changes: the later to arrive counts.
SELECT pg_temp.load('[{"code": "B", "source_updated_at": "2024-03-07", "status": 5}]') \g /dev/null
SELECT is(pg_temp.counted(), '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'a version of the same second is stored');

-- A first appointment that comes later is the first.
SELECT pg_temp.load('[{"code": "D", "due_at": null}]') \g /dev/null
SELECT pg_temp.load('[{"code": "D", "due_at": "2024-03-25 17:00"}]') \g /dev/null
SELECT pg_temp.load('[{"code": "D", "due_at": "2024-03-28 17:00"}]') \g /dev/null
SELECT is(due_at_first, '2024-03-25 17:00', 'the first appointment that was seen is kept') FROM motcua.dossier WHERE code = 'D';
SELECT pg_temp.load('[{"code": "D", "due_at": null}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT due_at, due_at_first::date FROM motcua.dossier WHERE code = 'D' $$), '(,2024-03-25)', 'also when the appointment goes');

-- Twice in one batch: the newest counts, whatever the order; without dates the one that tells of more.
SELECT pg_temp.load('[{"code": "E", "source_updated_at": "2024-03-06", "status": 4, "due_at": "2024-03-20"},
                      {"code": "E", "source_updated_at": "2024-03-07", "status": 5, "due_at": "2024-03-25"},
                      {"code": "F", "source_updated_at": "2024-03-07", "status": 5, "due_at": "2024-03-25"},
                      {"code": "F", "source_updated_at": "2024-03-06", "status": 4, "due_at": "2024-03-20"},
                      {"code": "G", "status": 4}, {"code": "G", "status": 5},
                      {"code": "H", "status": 5}, {"code": "H", "status": 4},
                      {"code": "I", "source_updated_at": "2024-03-06", "status": 4}, {"code": "I", "source_updated_at": "2024-03-06", "status": 5},
                      {"code": "J", "source_updated_at": "2024-03-06", "status": 5}, {"code": "J", "status": 4},
                      {"code": "K", "status": 4}, {"code": "K", "source_updated_at": "2024-03-06", "status": 5}]') \g /dev/null
SELECT is(pg_temp.counted(), '14: 7 new, 0 changed, 0 same, 7 old, 0 bad', 'one version of each is stored');
SELECT is(pg_temp.rows_of($$ SELECT code, status FROM motcua.dossier WHERE code BETWEEN 'E' AND 'K' ORDER BY code $$),
    '(E,5) (F,5) (G,5) (H,5) (I,5) (J,5) (K,5)', 'the newest, whatever the order');
SELECT is(pg_temp.rows_of($$ SELECT code, due_at::date, due_at_first::date FROM motcua.dossier WHERE code IN ('E', 'F') ORDER BY code $$),
    '(E,2024-03-25,2024-03-20) (F,2024-03-25,2024-03-20)', 'the first appointment is that of the oldest version, in both orders');
-- The same versions, but every one in a batch of its own.
SELECT pg_temp.load('[{"code": "EE", "source_updated_at": "2024-03-06", "status": 4}]', '[{"code": "EE", "source_updated_at": "2024-03-07", "status": 5}]',
                    '[{"code": "FF", "source_updated_at": "2024-03-07", "status": 5}]', '[{"code": "FF", "source_updated_at": "2024-03-06", "status": 4}]',
                    '[{"code": "GG", "status": 4}]', '[{"code": "GG", "status": 5}]',
                    '[{"code": "KK", "status": 4}]', '[{"code": "KK", "source_updated_at": "2024-03-06", "status": 5}]') \g /dev/null
SELECT is(pg_temp.counted(), '8: 4 new, 0 changed, 0 same, 4 old, 0 bad', 'each record is counted once');
SELECT is(pg_temp.rows_of($$ SELECT code, status, source_updated_at::date FROM motcua.dossier WHERE code ~ '^(.)\1$' ORDER BY code $$),
    '(EE,5,2024-03-07) (FF,5,2024-03-07) (GG,5,) (KK,5,2024-03-06)',
    'how the list is cut into batches makes no difference');

-- A dossier that this run has stored already meets another version of itself: as if both were in one batch.
CREATE FUNCTION pg_temp.load_beside(stored jsonb, staged jsonb) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    this_run bigint := motcua.begin_run('ingest', 'test', true);
BEGIN
    PERFORM pg_temp.stage(stored);
    PERFORM motcua.merge_dossiers(this_run);
    PERFORM pg_temp.stage(staged);
    PERFORM motcua.merge_dossiers(this_run);
END;
$$;
CREATE TEMPORARY TABLE changes_before AS SELECT count(*) AS n FROM motcua.dossier_change;
SELECT pg_temp.load_beside('{"code": "L", "status": 5, "due_at": "2024-03-25"}', '{"code": "L", "status": 4, "due_at": "2024-03-20"}') \g /dev/null
SELECT is(pg_temp.counted(), '2: 1 new, 0 changed, 0 same, 1 old, 0 bad', 'the older one that comes later is old');
SELECT is(pg_temp.rows_of($$ SELECT status, due_at::date, due_at_first::date FROM motcua.dossier WHERE code = 'L' $$), '(5,2024-03-25,2024-03-20)', 'but the first appointment was its');
SELECT pg_temp.load_beside('{"code": "M", "status": 4, "due_at": "2024-03-20"}', '{"code": "M", "status": 5, "due_at": "2024-03-25"}') \g /dev/null
SELECT is(pg_temp.counted(), '2: 1 new, 0 changed, 0 same, 1 old, 0 bad', 'the newer one that comes later takes its place');
SELECT is(pg_temp.rows_of($$ SELECT status, due_at::date, due_at_first::date FROM motcua.dossier WHERE code = 'M' $$), '(5,2024-03-25,2024-03-20)', 'and the first appointment stays');
SELECT pg_temp.load('[{"code": "N", "source_updated_at": "2024-03-08", "due_at": null}]',
    '[{"code": "N", "source_updated_at": "2024-03-08", "due_at": null}, {"code": "N", "source_updated_at": "2024-03-07", "due_at": "2024-03-20 17:00"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT due_at, due_at_first::date FROM motcua.dossier WHERE code = 'N' $$), '(,2024-03-20)', 'also when the newest version, stored without one, came first');
SELECT is(count(*), (SELECT n FROM changes_before), 'nothing of it is a change') FROM motcua.dossier_change;

-- A stored version that this run has met is ranked; one that it has not met is older than what comes.
SELECT pg_temp.load('[{"code": "M", "status": 4, "contested": true}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT status FROM motcua.dossier WHERE code = 'M' $$), '(5)', 'a version that stands beside the stored one in the list is ranked with it');
SELECT pg_temp.load('[{"code": "M", "status": 4}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT status FROM motcua.dossier WHERE code = 'M' $$), '(4)', 'a version that stands there alone is newer');

-- Bytes that change nothing are remembered, and nothing else is.
SELECT pg_temp.load('[{"code": "N", "record_hash": "00000000-0000-0000-0000-000000000001"}]') AS run \gset n_
SELECT pg_temp.load('[{"code": "N", "record_hash": "00000000-0000-0000-0000-000000000002"}]') \g /dev/null
SELECT is(pg_temp.counted(), '1: 0 new, 0 changed, 1 same, 0 old, 0 bad', 'other bytes of the same content are no change');
SELECT is(pg_temp.rows_of(format($$ SELECT right(record_hash::text, 1), last_run_id = %s FROM motcua.dossier WHERE code = 'N' $$, :n_run)), '(2,t)', 'but are remembered');

-- What the source deletes stays as a row, without a reception, and comes back as it was.
SELECT pg_temp.load('[{"code": "S", "status": 9, "finished_at": "2024-03-18 10:00", "source_updated_at": "2024-03-18"}]') AS run \gset s_
SELECT pg_temp.load('[{"code": "S", "skipped": true, "status": null, "channel": null, "handling_office": "H77", "source_updated_at": "2024-03-19"}]') \g /dev/null
SELECT is(pg_temp.counted(), '0: 0 new, 0 changed, 0 same, 0 old, 0 bad', 'a deleted record is counted by the program');
SELECT is(pg_temp.rows_of($$ SELECT skipped, status, received_on, closed_on, outcome, timeliness, source_updated_at::date FROM motcua.dossier WHERE code = 'S' $$), '(t,9,,,,,2024-03-19)',
    'the dossier counts nowhere any more');
SELECT is(pg_temp.rows_of($$ SELECT skipped, closed_on, outcome FROM motcua.dossier_version WHERE code = 'S' $$), '(f,2024-03-18,resolved)', 'what it was is kept');
SELECT is((SELECT array_agg(c) FROM pg_temp.changes() AS c WHERE c LIKE 'S %'), ARRAY['S skipped false > true'], 'and the log says so');
SELECT is_empty($$ SELECT FROM motcua.office WHERE code = 'H77' $$, 'its office is not heard of');
SELECT pg_temp.load('[{"code": "S", "status": 9, "finished_at": "2024-03-18 10:00", "source_updated_at": "2024-03-18"}]') \g /dev/null
SELECT is(pg_temp.counted(), '1: 0 new, 0 changed, 0 same, 1 old, 0 bad', 'an older version does not bring it back');
SELECT pg_temp.load('[{"code": "S", "status": 9, "finished_at": "2024-03-18 10:00", "source_updated_at": "2024-03-20"}]', '[{"code": "S", "skipped": true, "source_updated_at": "2024-03-19"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT skipped, closed_on FROM motcua.dossier WHERE code = 'S' $$), '(f,2024-03-18)', 'a newer one does, and an older deletion is none');
SELECT pg_temp.load('[{"code": "S2", "skipped": true}, {"code": "S3", "skipped": true}, {"code": "S3"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT code, skipped FROM motcua.dossier WHERE code IN ('S2', 'S3') $$), '(S3,f)', 'what was never stored is not, and a living version comes before a deleted one');
SELECT pg_temp.load('[{"code": "S5", "source_updated_at": "2024-03-18"}, {"code": "S5", "skipped": true, "source_updated_at": "2024-03-19"}]') \g /dev/null
SELECT is_empty($$ SELECT FROM motcua.dossier WHERE code = 'S5' $$, 'a deletion that is newer than the living version comes before it');
SELECT is(pg_temp.counted(), '1: 0 new, 0 changed, 0 same, 1 old, 0 bad', 'which is an old one then');
SELECT pg_temp.load('[{"code": "S6", "source_updated_at": "2024-03-18"}]', '[{"code": "S6", "skipped": true, "source_updated_at": "2024-03-19"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT skipped FROM motcua.dossier WHERE code = 'S6' $$), '(t)', 'in two batches of one run as well');
SELECT is(pg_temp.counted(), '1: 1 new, 0 changed, 0 same, 0 old, 0 bad', 'and what is stored is counted once');
SELECT is_empty($$ SELECT FROM motcua.dossier_change WHERE code = 'S6' $$, 'a run tells of no change that it made itself');
SELECT throws_ok($$ SELECT pg_temp.load('[{"code": "S4", "status": null}]') $$, '23514', NULL, 'only what is deleted may be incomplete');

-- Sources do not mix.
SELECT motcua.begin_run('ingest', 'other', true) AS run \gset other_
SELECT pg_temp.stage('{"code": "A", "source_updated_at": "2020-01-01"}'), motcua.merge_dossiers(:other_run) \g /dev/null
SELECT is(count(*), 2::bigint, 'the same code of another source is another dossier') FROM motcua.dossier WHERE code = 'A';

-- A date that is taken back, a status that goes back.
SELECT pg_temp.load('[{"code": "A", "source_updated_at": "2024-03-08", "status": 4, "due_at": null}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT status, due_at, finished_at, closed_on FROM motcua.dossier WHERE source = 'test' AND code = 'A' $$), '(4,,,)', 'what the newest version does not say is gone');
SELECT set_has('SELECT pg_temp.changes()', $$ VALUES ('A status 9 > 4'), ('A finished_at 2024-03-07 10:00:00+07 > -'), ('A due_at 2024-03-21 17:00:00+07 > -') $$, 'and the log says so');

-- An empty batch.
SELECT pg_temp.load('[]') \g /dev/null
SELECT is(pg_temp.counted(), '0: 0 new, 0 changed, 0 same, 0 old, 0 bad', 'an empty batch is none');

-- A record that breaks a rule of the table loses nothing: the batch can be made again without it.
SELECT throws_ok($$ SELECT pg_temp.load('[{"code": "Z", "status": 11}]') $$, '23514', NULL, 'a status that does not exist is refused by the table');
SELECT throws_ok($$ SELECT motcua.merge_dossiers(0) $$, 'P0002', NULL, 'a run that does not exist');

-- What lies next to the dossiers of a page, in the direction in which a list goes through them. The table begins
-- anew, so that no row goes where another one has left room.
TRUNCATE motcua.dossier CASCADE;
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, record_hash)
SELECT 'long', 'L' || n, '0', '0', 4, md5(n::text)::uuid FROM generate_series(1001, 4000) AS n;
CREATE FUNCTION pg_temp.ahead(first_code integer, last_code integer, VARIADIC others integer[] DEFAULT '{}') RETURNS int4range
    LANGUAGE sql
AS $$
    SELECT int4range(min(n), max(n), '[]')
    FROM motcua.hashes_ahead('long', (SELECT array_agg('L' || n ORDER BY place)
                                      FROM unnest(ARRAY(SELECT generate_series(first_code, last_code, sign(last_code - first_code)::integer)) || others) WITH ORDINALITY AS c (n, place)), 10) AS h
    JOIN generate_series(1001, 4000) AS n ON md5(n::text)::uuid = h
$$;
SELECT ok(pg_temp.ahead(2001, 2100) <@ int4range(2001, 2700) AND pg_temp.ahead(2001, 2100) @> int4range(2100, 2200), 'what comes after a page, a few hundred rows of it');
SELECT ok(pg_temp.ahead(2100, 2001) <@ int4range(1001, 2100) AND pg_temp.ahead(2100, 2001) @> int4range(1900, 2000), 'and before it in a list that goes back');
SELECT is(pg_temp.ahead(2001, 2100, 1001, 3999, 1002), pg_temp.ahead(2001, 2100), 'a few that lie elsewhere do not lead away');
SELECT is(pg_temp.ahead(2001, 2100, 5001, 5002), pg_temp.ahead(2001, 2100), 'nor do those that are not stored');
SELECT lives_ok($$ SELECT motcua.hashes_ahead('long', '{no such code}', 10) $$, 'when none is stored, nothing is said');

SELECT * FROM finish();
ROLLBACK;

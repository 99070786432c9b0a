-- Answers of citizens: versions, batches, deletions, offices, and what a source of them is like.
BEGIN;
SELECT plan(39);
\ir include/batch.sql
\ir include/list.sql
SET LOCAL motcua.today = '2024-06-06';

CREATE FUNCTION pg_temp.ratings(records jsonb, from_source text DEFAULT 'test') RETURNS text LANGUAGE sql
    RETURN pg_temp.merge('rating', 'merge_ratings', records, from_source);
-- One run of several batches.
CREATE FUNCTION pg_temp.ratings_in(VARIADIC batches jsonb[]) RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    this_run bigint := motcua.begin_run('ingest', 'test', true);
    batch jsonb;
BEGIN
    FOREACH batch IN ARRAY batches LOOP
        INSERT INTO motcua.staging_rating (code, office, dossier, answered_at, level, source_updated_at, skipped)
        SELECT r.code, r.office, r.dossier, r.answered_at, r.level, r.source_updated_at, r.skipped
        FROM jsonb_array_elements(batch) WITH ORDINALITY AS e (r, n) CROSS JOIN LATERAL jsonb_populate_record(NULL::motcua.staging_rating, e.r) AS r
        ORDER BY e.n;
        PERFORM motcua.merge_ratings(this_run);
    END LOOP;
    PERFORM motcua.finish_run(this_run, NULL);
    RETURN pg_temp.counted();
END;
$$;
CREATE FUNCTION pg_temp.stored() RETURNS text LANGUAGE sql
    RETURN pg_temp.rows_of('SELECT code, office, dossier, answered_at::timestamp, level FROM motcua.rating WHERE NOT skipped ORDER BY source, code');

SELECT is(pg_temp.ratings('[
    {"code": "A", "office": "H48.23.25", "dossier": "H48.23.25-240305-0001", "answered_at": "2024-03-06 09:00", "level": "very_satisfied"},
    {"code": "B", "office": "H48.23.25", "answered_at": "2024-03-07 23:59:59", "level": "satisfied"},
    {"code": "C", "office": "H48.23.26", "answered_at": "2024-03-08", "level": "neutral"},
    {"code": "D", "office": "H48.23.26", "answered_at": "2024-03-08", "level": "dissatisfied"}]'),
    '4: 4 new, 0 changed, 0 same, 0 old, 0 bad', 'answers come in');
SELECT is(pg_temp.rows_of('SELECT code, office, dossier, level, answered_on, first_run_id = last_run_id, skipped FROM motcua.rating ORDER BY code'),
    '(A,H48.23.25,H48.23.25-240305-0001,very_satisfied,2024-03-06,t,f) (B,H48.23.25,,satisfied,2024-03-07,t,f) (C,H48.23.26,,neutral,2024-03-08,t,f) (D,H48.23.26,,dissatisfied,2024-03-08,t,f)',
    'with the local day of the answer');
SELECT is(pg_temp.rows_of('SELECT code, verified FROM motcua.office ORDER BY code'), '(H48,f) (H48.23,f) (H48.23.25,f) (H48.23.26,f)', 'an unknown office is created as unverified, with those above it');

-- Twice, and what is absent.
CREATE TEMPORARY TABLE before AS SELECT ctid::text AS place, r.* FROM motcua.rating AS r;
SELECT is(pg_temp.ratings('[
    {"code": "A", "office": "H48.23.25", "dossier": "H48.23.25-240305-0001", "answered_at": "2024-03-06 09:00", "level": "very_satisfied"},
    {"code": "B", "office": "H48.23.25", "answered_at": "2024-03-07 23:59:59", "level": "satisfied"}]'), '2: 0 new, 0 changed, 2 same, 0 old, 0 bad', 'the same again changes nothing');
SELECT set_eq('SELECT ctid::text AS place, r.* FROM motcua.rating AS r', 'SELECT * FROM before', 'and writes nothing; what is absent is never deleted');
SELECT is(pg_temp.ratings('[{"code": "D", "office": "H48.23.26", "answered_at": "2024-03-08", "level": "satisfied"}]'), '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'a level that changes without a date');
SELECT is(pg_temp.ratings('[{"code": "D", "office": "H48.23.26", "answered_at": "2024-03-07", "level": "satisfied"}]'), '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'a later list is right, also where it says earlier');
SELECT is(pg_temp.ratings('[{"code": "D", "office": "H48.23.25", "answered_at": "2024-03-08", "level": "neutral"}]', 'other'), '1: 1 new, 0 changed, 0 same, 0 old, 0 bad', 'sources do not mix');
SELECT is(pg_temp.rows_of($$ SELECT source, level FROM motcua.rating WHERE code = 'D' ORDER BY source $$), '(other,neutral) (test,satisfied)', 'each has its own');

-- Dates.
SELECT pg_temp.ratings('[{"code": "E", "office": "H48", "answered_at": "2024-03-08", "level": "neutral", "source_updated_at": "2024-03-10"}]') \g /dev/null
SELECT is(pg_temp.ratings('[{"code": "E", "office": "H48", "answered_at": "2024-03-09", "level": "satisfied", "source_updated_at": "2024-03-09"}]'), '1: 0 new, 0 changed, 0 same, 1 old, 0 bad', 'an older version is refused');
SELECT is(pg_temp.ratings('[{"code": "E", "office": "H48", "answered_at": "2024-03-08", "level": "satisfied", "source_updated_at": "2024-03-11"}]'), '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'a newer one is taken');
SELECT is(pg_temp.ratings(jsonb_build_array(jsonb_build_object('code', 'E', 'office', 'H48', 'answered_at', '2024-03-08', 'level', 'dissatisfied', 'source_updated_at', now() + interval '300 days'))),
    '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'one that is dated ahead is no older one');
SELECT is(pg_temp.ratings(jsonb_build_array(jsonb_build_object('code', 'E', 'office', 'H48', 'answered_at', '2024-03-08', 'level', 'neutral', 'source_updated_at', now() - interval '1 hour'))),
    '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'and does not win for ever');

-- Deletions.
SELECT is(pg_temp.ratings('[{"code": "A", "skipped": true}, {"code": "never seen", "skipped": true}]'), '0: 0 new, 0 changed, 0 same, 0 old, 0 bad', 'what is deleted is counted where it is read');
SELECT is(pg_temp.rows_of($$ SELECT code, level, skipped FROM motcua.rating WHERE code IN ('A', 'never seen') $$), '(A,very_satisfied,t)', 'its row stays, and has left the figures');
SELECT pg_temp.ratings('[{"code": "E", "skipped": true, "source_updated_at": "2024-03-10"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT skipped FROM motcua.rating WHERE code = 'E' $$), '(f)', 'an old deletion does nothing');
SELECT is(pg_temp.ratings('[{"code": "A", "office": "H48.23.25", "dossier": "H48.23.25-240305-0001", "answered_at": "2024-03-06 09:00", "level": "very_satisfied"}]'),
    '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'what comes back counts again');
SELECT is(pg_temp.rows_of($$ SELECT skipped FROM motcua.rating WHERE code = 'A' $$), '(f)', 'with the same words');
SELECT pg_temp.ratings('[{"code": "A", "skipped": true}, {"code": "A", "office": "H48.23.25", "answered_at": "2024-03-06 10:00", "level": "satisfied"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT level, skipped FROM motcua.rating WHERE code = 'A' $$), '(satisfied,f)', 'a deleted one gives way to one that is not older');
SELECT throws_ok($$ INSERT INTO motcua.staging_rating (code, office, answered_at) VALUES ('X', 'H48', now()) $$, '23514', NULL, 'an answer without a level is none');

-- Versions of one list in any order and any batches: the newest by its own date, else the one that was answered last, else by what it says.
CREATE TEMPORARY TABLE version (n integer, record jsonb);
INSERT INTO version SELECT row_number() OVER (), r FROM jsonb_array_elements('[
    {"code": "P", "office": "H1", "answered_at": "2024-03-06", "level": "satisfied", "source_updated_at": "2024-03-06"},
    {"code": "P", "office": "H1", "answered_at": "2024-03-05", "level": "neutral", "source_updated_at": "2024-03-07"},
    {"code": "P", "office": "H1", "answered_at": "2024-03-07", "level": "dissatisfied"},
    {"code": "Q", "office": "H1", "answered_at": "2024-03-06", "level": "satisfied"},
    {"code": "Q", "office": "H1", "answered_at": "2024-03-05", "level": "dissatisfied"},
    {"code": "R", "office": "H1", "answered_at": "2024-03-05", "level": "satisfied"},
    {"code": "R", "office": "H1", "answered_at": "2024-03-05", "level": "dissatisfied"},
    {"code": "S", "office": "H1", "answered_at": "2024-03-05", "level": "satisfied", "source_updated_at": "2024-03-06"},
    {"code": "S", "skipped": true, "source_updated_at": "2024-03-07"},
    {"code": "T", "office": "H1", "answered_at": "2024-03-05", "level": "satisfied", "source_updated_at": "2024-03-08"},
    {"code": "T", "skipped": true, "source_updated_at": "2024-03-07"}]') AS r;
CREATE FUNCTION pg_temp.batches(seed text, size integer) RETURNS jsonb[] LANGUAGE sql
AS $$
    SELECT array_agg(b.batch ORDER BY b.place)
    FROM (SELECT (s.place - 1) / size AS place, jsonb_agg(s.record ORDER BY s.place) AS batch
          FROM (SELECT v.record, row_number() OVER (ORDER BY md5(seed || v.n)) AS place FROM version AS v) AS s GROUP BY 1) AS b
$$;
CREATE FUNCTION pg_temp.outcomes(known boolean) RETURNS SETOF text
    LANGUAGE plpgsql
AS $$
DECLARE
    size integer;
    seed integer;
BEGIN
    FOREACH size IN ARRAY '{1,2,3,4,100}'::integer[] LOOP
        FOR seed IN 1 .. 8 LOOP
            DELETE FROM motcua.rating;
            IF known THEN
                INSERT INTO motcua.rating (source, code, office, answered_at, level) SELECT 'test', c, 'H1', timestamptz '2024-03-06', 'satisfied' FROM unnest('{P,Q,R,S,T}'::text[]) AS c;
            END IF;
            PERFORM pg_temp.ratings_in(VARIADIC pg_temp.batches(seed::text, size));
            RETURN NEXT pg_temp.stored();
            PERFORM pg_temp.ratings_in(VARIADIC pg_temp.batches('again' || seed, size));
            RETURN NEXT pg_temp.stored();
        END LOOP;
    END LOOP;
END;
$$;
SAVEPOINT versions;
SET LOCAL client_min_messages = warning;
INSERT INTO motcua.office (code) VALUES ('H1');
SELECT results_eq('SELECT DISTINCT pg_temp.outcomes(false)',
    $$ VALUES ('(P,H1,,"2024-03-05 00:00:00",neutral) (Q,H1,,"2024-03-06 00:00:00",satisfied) (R,H1,,"2024-03-05 00:00:00",dissatisfied) (T,H1,,"2024-03-05 00:00:00",satisfied)') $$, 'of a first night');
SELECT results_eq('SELECT DISTINCT pg_temp.outcomes(true)',
    $$ VALUES ('(P,H1,,"2024-03-05 00:00:00",neutral) (Q,H1,,"2024-03-06 00:00:00",satisfied) (R,H1,,"2024-03-05 00:00:00",dissatisfied) (T,H1,,"2024-03-05 00:00:00",satisfied)') $$, 'of what is known');
DELETE FROM motcua.rating;
SELECT is(pg_temp.ratings_in((SELECT jsonb_agg(v.record) FROM version AS v WHERE v.record ->> 'code' IN ('P', 'Q', 'R'))), '7: 3 new, 0 changed, 0 same, 4 old, 0 bad', 'each record has one fate');
SELECT is(pg_temp.ratings_in((SELECT jsonb_agg(v.record) FROM version AS v WHERE v.record ->> 'code' IN ('P', 'Q', 'R'))), '7: 0 new, 0 changed, 3 same, 4 old, 0 bad', 'the next night too');
ROLLBACK TO versions;

-- Offices: aliases, those of the dossiers, those of dossiers that move.
INSERT INTO motcua.office_alias (source, raw, office) VALUES ('test', 'Xã TC', 'H48.23.25');
SELECT pg_temp.ratings('[{"code": "F", "office": "Xã TC", "answered_at": "2024-03-08", "level": "satisfied"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT office FROM motcua.rating WHERE code = 'F' $$), '(H48.23.25)', 'aliases are replaced');
SELECT pg_temp.load('[{"code": "D1", "handling_office": "TC", "receiving_office": "TC"}, {"code": "D2", "handling_office": "H48.23.26"}, {"code": "D3"}, {"code": "D4"}]') \g /dev/null
SELECT pg_temp.load('[{"code": "D3", "skipped": true}]') \g /dev/null
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, counted_in) VALUES ('a first one', 'D4', 'H48', 'H48', 4, 'test');
SELECT is(pg_temp.rows_of($$ SELECT * FROM motcua.handling_offices('{D2,D9,D1,D3,D4,D1}') ORDER BY place $$), '(1,H48.23.26) (3,TC) (4,H48.23.25) (5,H48.23.25) (6,TC)',
    'a dossier tells its office: the row that counts, of a deleted one the last word');
SELECT pg_temp.ratings('[{"code": "G", "office": "TC", "dossier": "D1", "answered_at": "2024-03-08", "level": "satisfied"}, {"code": "H", "office": "H48.23.26", "dossier": "D1", "answered_at": "2024-03-08", "level": "satisfied"},
                         {"code": "I", "office": "TC", "dossier": "D2", "answered_at": "2024-03-08", "level": "satisfied"}]', 'answers') \g /dev/null
SELECT is(pg_temp.merge('office_alias', 'merge_office_aliases', '[{"source": "test", "raw": "TC", "office": "H48.23.25"}]', 'aliases'), '1: 1 new, 0 changed, 0 same, 0 old, 0 bad', 'an alias of the source of the dossiers');
SELECT is(pg_temp.rows_of($$ SELECT code, office FROM motcua.rating WHERE source = 'answers' ORDER BY code $$), '(G,H48.23.25) (H,H48.23.26) (I,TC)', 'the answer goes with its dossier from where both were, no other');
SELECT pg_temp.merge('office_alias', 'merge_office_aliases', '[{"source": "answers", "raw": "tc", "office": "H48.23.26"}]', 'aliases') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT code, office FROM motcua.rating WHERE source = 'answers' ORDER BY code $$), '(G,H48.23.25) (H,H48.23.26) (I,H48.23.26)', 'an alias of its own source moves it');

-- What an office was asked about is something that it did.
UPDATE motcua.office SET verified = true, parent = 'H48' WHERE code = 'H48.23';
SELECT pg_temp.ratings('[{"code": "K", "office": "H48.77", "answered_at": "2024-03-08", "level": "satisfied"}]') \g /dev/null
UPDATE motcua.office SET verified = true WHERE code = 'H48.77';
SELECT is(pg_temp.merge('office', 'merge_offices', '[{"code": "H48.77", "valid_from": "2024-04-01"}]', 'catalogue'), '1: 0 new, 0 changed, 0 same, 0 old, 1 bad', 'a catalogue cannot let it begin after its first answer');

-- A source like any other.
SELECT results_eq($$ SELECT * FROM motcua.former_source('{answers,other}', 'rating', '{G,H,D}') $$, $$ VALUES ('answers', 2::bigint) $$, 'codes tell an old name');
SELECT is_empty($$ SELECT * FROM motcua.former_source('{answers}', 'dossier', '{G}') $$, 'of the same entity');
SELECT throws_ok($$ SELECT * FROM motcua.rename_source('test', 'answers') $$, '22023', '''answers'' has delivered something of its own', 'two sources do not become one');
SELECT motcua.begin_run('ingest', 'answers', true) AS run \gset bad_
SELECT pg_temp.reject(:bad_run, 1, 1, 'G', 'level', 'mã lạ', '{"MaPhieu": "G"}'), pg_temp.reject(:bad_run, 1, 2, 'H', 'level', 'mã lạ', '{"MaPhieu": "H"}') \g /dev/null
SELECT motcua.finish_run(:bad_run, '2024-06-06 01:30') \g /dev/null
SELECT motcua.begin_run('ingest', 'answers', false) AS run \gset good_
INSERT INTO motcua.staging_rating (code, office, answered_at, level) VALUES ('G', 'H48.23.25', '2024-03-09', 'neutral');
SELECT motcua.merge_ratings(:good_run) \g /dev/null
SELECT motcua.finish_run(:good_run, '2024-06-05 01:30') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT code FROM motcua.open_reject WHERE source = 'answers' $$), '(H)', 'a later version overtakes a reject');

-- A source that is behind is told, to the office and those above it.
SELECT motcua.finish_run(motcua.begin_run('ingest', 'calls', true), '2024-06-01 01:30') \g /dev/null
INSERT INTO motcua.feedback (source, code, office, received_at) VALUES ('calls', '1', 'H48.23.26', '2024-05-02');
INSERT INTO motcua.rating (source, code, office, answered_at, level) VALUES ('answers', 'N', 'H48.23.25', '2024-05-02', 'satisfied'), ('answers', 'O', 'H48.77', '2024-01-02', 'satisfied');
UPDATE motcua.watermark SET read_until = '2024-06-02 01:30' WHERE source = 'answers';
SELECT set_eq($$ SELECT office, reason FROM stats.doubts('2024-06-01', '2024-06-30') WHERE kind = 'source_behind' AND source = 'answers' $$,
    $$ SELECT o, 'nguồn answers mới đọc đến 02/06/2024 01:30' FROM unnest('{H48,H48.23,H48.23.25}'::text[]) AS o $$, 'of answers');
SELECT set_eq($$ SELECT office, reason FROM stats.doubts('2024-06-01', '2024-06-30', 'H48.23.26') WHERE kind = 'source_behind' AND source <> 'test' $$,
    $$ VALUES ('H48.23.26', 'nguồn calls mới đọc đến 01/06/2024 01:30') $$, 'of feedback, and only to those that it tells of');
SELECT results_eq($$ SELECT DISTINCT source, 'satisfied' = ANY (rates), 'feedback_on_time' = ANY (rates), 'late' = ANY (rates) FROM stats.doubts('2024-06-01', '2024-06-30') WHERE source IN ('answers', 'calls') ORDER BY 1 $$,
    $$ VALUES ('answers', true, false, false), ('calls', false, true, false) $$, 'it is about their own rates alone');
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-05-01', '2024-05-31') WHERE kind = 'source_behind' AND source IN ('answers', 'calls') $$, 'what was read is whole');
UPDATE motcua.rating SET skipped = true WHERE code = 'N';
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-06-01', '2024-06-30', 'H48.23.25') WHERE source = 'answers' $$, 'what has been deleted asks for nothing');

SELECT * FROM finish();
ROLLBACK;

-- How the records of a source look, and what is told of a change.
BEGIN;
SELECT plan(21);
\ir include/batch.sql

-- One run that looked at so many records and saw {"/path": [how many, types ...]}; what it told, in one line.
CREATE FUNCTION pg_temp.night(looked_at bigint, seen jsonb, codes jsonb DEFAULT '[]', all_shown boolean DEFAULT true, whole_list boolean DEFAULT true, from_source text DEFAULT 'test') RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    this_run bigint := motcua.begin_run('ingest', from_source, whole_list);
    fields jsonb;
    told text;
BEGIN
    SELECT coalesce(jsonb_agg(jsonb_build_object('field', e.key, 'seen', e.value -> 0, 'kinds', e.value - 0)), '[]') INTO fields FROM jsonb_each(seen) AS e;
    SELECT string_agg(concat_ws(' ', n.kind, n.field, n.detail), '; ') INTO told FROM motcua.note_shape(this_run, all_shown, looked_at, fields, codes) AS n;
    RETURN told;
END;
$$;

SELECT is(pg_temp.night(100, '{"/a": [100, "text"], "/b": [40, "number"], "/c": [100, "list"], "/c/*/d": [90, "text"], "/n": [100]}'), NULL, 'the first night is compared with nothing');
SELECT is(pg_temp.rows_of('SELECT field, looked_at, seen, kinds, is_there FROM motcua.source_field ORDER BY field'),
    '(/a,100,100,{text},t) (/b,100,40,{number},t) (/c,100,100,{list},t) (/c/*/d,100,90,{text},t) (/n,100,100,{},t)', 'what it saw is kept');
SELECT is(pg_temp.night(100, '{"/a": [100, "text"], "/b": [40, "number"], "/c": [100, "list"], "/c/*/d": [90, "text"], "/n": [100, "text"]}'), NULL, 'the same tells nothing, nor does a type where there was none');
SELECT is(pg_temp.rows_of($$ SELECT looked_at, seen, kinds FROM motcua.source_field WHERE field IN ('/b', '/n') ORDER BY field $$), '(200,80,{number}) (200,200,{text})', 'counts and types add up');

-- What is new.
SELECT is(pg_temp.night(100, '{"/a": [100, "text", "number"], "/b": [40, "number"], "/c": [100, "list"], "/c/*/d": [90, "text"], "/n": [100, "text"], "/x": [3, "object"], "/x/y": [3, "text"]}'),
    'new field /x object; new type /a text, number (text)', 'a field with all that is in it, and a type');
SELECT is(pg_temp.night(100, '{"/a": [100, "text", "number"], "/b": [40, "number"], "/c": [100, "list"], "/c/*/d": [90, "text"], "/n": [100, "text"], "/x": [3, "object"], "/x/y": [3, "text"]}'), NULL, 'are told once');
SELECT is(pg_temp.night(1, '{"/a": [1, "text"], "/c": [1, "list"], "/n": [1, "text"]}', '[{"field": "channel", "code": "4"}, {"field": "channel", "code": "5"}]'), 'new code channel 4; new code channel 5', 'codes too');
SELECT is(pg_temp.night(1, '{"/a": [1, "text"], "/c": [1, "list"], "/n": [1, "text"]}', '[{"field": "channel", "code": "4"}, {"field": "status"}]'), 'too many codes status', 'each once');
SELECT is(pg_temp.night(1, '{"/a": [1, "text"], "/c": [1, "list"], "/n": [1, "text"]}', '[{"field": "status"}]'), NULL, 'too many are told once as well');

-- What is missing.
SELECT is(pg_temp.night(19, '{"/a": [19, "text"], "/c": [19, "list"], "/n": [19, "text"]}'), NULL, 'few records tell nothing');
SELECT is(pg_temp.night(50, '{"/a": [50, "text"], "/c": [50, "list"], "/n": [50, "text"]}', '[]', true, false), NULL, 'a field that not all records had is not missed in a list of changes');
SELECT is(pg_temp.night(500, '{"/a": [500, "text"]}', '[]', false), NULL, 'none is missed when other records are known');
UPDATE motcua.source_field SET seen = looked_at WHERE field IN ('/c', '/n');
SELECT is(pg_temp.night(500, '{"/a": [500, "text"], "/c": [500, "list"], "/n": [500, "text"]}'), 'field vanished /b; field vanished /c/*/d', 'but in all of them, unless it was rare');
SELECT is(pg_temp.night(500, '{"/a": [500, "text"], "/c": [500, "list"], "/n": [500, "text"]}'), NULL, 'and that once');
SELECT is(pg_temp.night(20, '{"/a": [20, "text"], "/b": [1, "number"], "/n": [20, "text"]}', '[]', true, false), 'field vanished /c; new field /b number', 'one that all had is missed in twenty; what comes back is new');
SELECT is(pg_temp.night(100, '{"/z": [100, "text"]}', '[]', true, true, 'other'), NULL, 'sources do not mix');
SELECT is(pg_temp.rows_of('SELECT DISTINCT kind, field FROM motcua.recent_drift WHERE seen_on = to_char(now(), ''DD/MM/YYYY'') AND field = ''/x'''), '("trường mới",/x)', 'status shows it for some days');

-- Whether a rule may rely on a field.
SELECT is(motcua.was_always_there('test', '/a'), true, 'a field that all records had');
SELECT is(motcua.was_always_there('test', '/c/*/d'), false, 'one that has vanished before');
SELECT is(motcua.was_always_there('test', '/b'), false, 'one that few had');
UPDATE motcua.source_field SET seen = looked_at - 1 WHERE field = '/a';
SELECT is(motcua.was_always_there('test', '/a'), false, 'one that a single record lacked');

SELECT * FROM finish();
ROLLBACK;

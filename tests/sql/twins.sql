-- A dossier that two systems deliver counts once.
BEGIN;
SELECT plan(54);
\ir include/batch.sql
\ir include/list.sql
SET LOCAL client_min_messages = warning;
SET LOCAL motcua.today = '2024-04-30';

-- One run of a source on a list.
CREATE FUNCTION pg_temp.night(from_source text, records jsonb) RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
    this_run bigint := motcua.begin_run('ingest', from_source, true);
BEGIN
    PERFORM pg_temp.stage(r) FROM jsonb_array_elements(records) WITH ORDINALITY AS e (r, n) ORDER BY n;
    PERFORM motcua.merge_dossiers(this_run);
    PERFORM motcua.finish_run(this_run, NULL);
    RETURN this_run;
END;
$$;
CREATE FUNCTION pg_temp.counting(of_code text) RETURNS text
    LANGUAGE sql
    RETURN (SELECT string_agg(d.source || coalesce('>' || d.counted_in, ''), ' ' ORDER BY d.source) FROM motcua.dossier AS d WHERE d.code = of_code);
CREATE FUNCTION pg_temp.all_counting(VARIADIC codes text[]) RETURNS text
    LANGUAGE sql
    RETURN (SELECT string_agg(pg_temp.counting(u.code), ', ' ORDER BY u.place) FROM unnest(codes) WITH ORDINALITY AS u (code, place));
CREATE FUNCTION pg_temp.figures(known_run bigint DEFAULT NULL) RETURNS text
    LANGUAGE sql
    RETURN (SELECT format('%s received, %s late, %s in time, %s open', c.received, c.resolved_late, c.resolved_early + c.resolved_on_time, c.pending)
            FROM stats.counts('2024-01-01', '2024-12-31', known_run => known_run) AS c WHERE c.office = 'H48.23.25');
CREATE FUNCTION pg_temp.flags(of_flag text) RETURNS text
    LANGUAGE sql
    RETURN (SELECT string_agg(concat_ws(' ', f.source, f.code, f.reason), '; ' ORDER BY f.source, f.code) FROM stats.integrity_flags AS f WHERE f.flag = of_flag);

-- The newest counts, with its whole row.
SELECT pg_temp.night('bo', '[{"code": "A", "source_updated_at": "2024-03-06"}, {"code": "B", "source_updated_at": "2024-03-06"}]') AS run \gset first_
SELECT is(pg_temp.figures(), '2 received, 0 late, 0 in time, 2 open', 'one system');
SELECT pg_temp.night('tinh', '[{"code": "A", "source_updated_at": "2024-03-26", "status": 9, "finished_at": "2024-03-25 10:00"}, {"code": "B", "source_updated_at": "2024-03-05"},
                               {"code": "C", "source_updated_at": "2024-03-05"}]') AS run \gset second_
SELECT is(pg_temp.figures(), '3 received, 1 late, 0 in time, 2 open', 'a second one that tells of the same dossiers adds only what is its own');
SELECT is(pg_temp.all_counting('A', 'B', 'C'), 'bo>tinh tinh, bo tinh>bo, tinh', 'the newest word of each counts');
SELECT is(pg_temp.figures(:first_run), '2 received, 0 late, 0 in time, 2 open', 'figures of the evening before stay as they were');
SELECT is(pg_temp.rows_of($$ SELECT source, code, field, old_value, new_value, run_id FROM motcua.dossier_change $$), format('(bo,A,counted_in,,tinh,%s)', :second_run), 'that another source counts is logged; a new row is no change');
SELECT is(pg_temp.rows_of($$ SELECT source, code, received_on, counted_in FROM motcua.dossier_version $$), '(bo,A,2024-03-05,)', 'what counted before is kept');
SELECT is(pg_temp.flags('systems_disagree'),
    'tinh A nguồn bo ghi: trạng thái đang xử lý (nguồn được tính: đã xử lý xong), ngày kết thúc không có (nguồn được tính: 25/03/2024), mức đúng hạn không có (nguồn được tính: quá hạn)',
    'where they disagree the row that counts is flagged; equal ones are not');
SELECT is(pg_temp.rows_of('SELECT * FROM motcua.told_twice'), '("hồ sơ",bo,tinh,1,0,) ("hồ sơ",tinh,bo,1,1,A)', 'and both are counted');

-- The same nights again change nothing.
CREATE TEMPORARY TABLE before AS SELECT ctid::text AS place, d.* FROM motcua.dossier AS d;
SELECT pg_temp.night('tinh', '[{"code": "A", "source_updated_at": "2024-03-26", "status": 9, "finished_at": "2024-03-25 10:00"}, {"code": "B", "source_updated_at": "2024-03-05"},
                               {"code": "C", "source_updated_at": "2024-03-05"}]') \g /dev/null
SELECT pg_temp.night('bo', '[{"code": "A", "source_updated_at": "2024-03-06"}, {"code": "B", "source_updated_at": "2024-03-06"}]') \g /dev/null
SELECT set_eq('SELECT ctid::text AS place, d.* FROM motcua.dossier AS d', 'SELECT * FROM before', 'the same nights again write nothing');

-- It goes over when the other one is newer, is deleted, and comes back.
SELECT pg_temp.night('bo', '[{"code": "A", "source_updated_at": "2024-03-27", "status": 9, "finished_at": "2024-03-15 10:00"}]') AS run \gset third_
SELECT is(pg_temp.counting('A'), 'bo tinh>bo', 'a newer version of the other one counts');
SELECT is(pg_temp.figures(), '3 received, 0 late, 1 in time, 2 open', 'and figures follow');
SELECT pg_temp.night('bo', '[{"code": "A", "skipped": true, "source_updated_at": "2024-03-28"}]') \g /dev/null
SELECT is(pg_temp.counting('A') || ', ' || pg_temp.figures(), 'bo tinh, 3 received, 1 late, 0 in time, 2 open', 'what one system deletes counts as the other one tells it');
SELECT pg_temp.night('tinh', '[{"code": "A", "skipped": true, "source_updated_at": "2024-03-28"}]') \g /dev/null
SELECT is(pg_temp.counting('A') || ', ' || pg_temp.figures(), 'bo tinh, 2 received, 0 late, 0 in time, 2 open', 'what both delete does not count');
SELECT pg_temp.night('bo', '[{"code": "A", "source_updated_at": "2024-03-29"}]') \g /dev/null
SELECT is(pg_temp.counting('A') || ', ' || pg_temp.figures(), 'bo tinh, 3 received, 0 late, 0 in time, 3 open', 'what comes back counts again');
SELECT pg_temp.night('tinh', '[{"code": "A", "source_updated_at": "2024-03-30", "status": 9, "finished_at": "2024-03-25 10:00"}]') \g /dev/null
SELECT is(pg_temp.counting('A') || ', ' || pg_temp.figures(), 'bo>tinh tinh, 3 received, 1 late, 0 in time, 2 open', 'and gives way again');
SELECT is(pg_temp.figures(:third_run), '3 received, 0 late, 1 in time, 2 open', 'each evening stays as it was');
SELECT is(pg_temp.figures(:second_run), '3 received, 1 late, 0 in time, 2 open', 'and the one before it');

-- A row that does not count earns no flag of its own.
SELECT pg_temp.night('bo', '[{"code": "A", "source_updated_at": "2024-03-29 01:00", "due_at": "2024-04-20"}]') \g /dev/null
SELECT is(pg_temp.flags('due_moved_after_passed'), NULL, 'a row that does not count is not asked about');
SELECT isnt_empty($$ SELECT * FROM stats.flags_of('bo', 'A') WHERE flag = 'systems_disagree' $$, 'but its story tells of it');

-- The winner that does not count takes the dossier out of the figures, and that is told.
SELECT pg_temp.night('bo', '[{"code": "N", "source_updated_at": "2024-03-06", "status": 4}]') \g /dev/null
SELECT pg_temp.night('tinh', '[{"code": "N", "source_updated_at": "2024-03-07", "status": 3}]') \g /dev/null
SELECT is(pg_temp.figures(), '3 received, 1 late, 0 in time, 2 open', 'the whole row counts, also where it says not accepted');
SELECT matches(pg_temp.flags('systems_disagree'), 'tinh N nguồn bo ghi: trạng thái đang xử lý \(nguồn được tính: không được tiếp nhận\)', 'the flag says so');

-- Without dates of all, and with equal ones, the order of sources decides, then the name.
SELECT pg_temp.night(s, '[{"code": "D"}, {"code": "E", "source_updated_at": "2024-03-06"}]') FROM unnest('{tinh,bo}'::text[]) AS s \g /dev/null
SELECT pg_temp.night('tinh', '[{"code": "F", "source_updated_at": "2030-03-06"}]') \g /dev/null
SELECT pg_temp.night('bo', '[{"code": "F"}]') \g /dev/null
SELECT is(pg_temp.all_counting('D', 'E', 'F'), 'bo tinh>bo, bo tinh>bo, bo tinh>bo', 'by name where nothing else is stated');
SELECT motcua.begin_run('ingest', 'tinh', true) AS run \gset order_
SELECT motcua.set_precedence(:order_run, 10) \g /dev/null
SELECT is(pg_temp.all_counting('D', 'E', 'F', 'B'), 'bo>tinh tinh, bo>tinh tinh, bo>tinh tinh, bo tinh>bo',
    'an order that changes settles what is stored; a newer date stays before it');
SELECT is(pg_temp.rows_of($$ SELECT source, counted_in FROM stats.counting('D') $$), '(bo,tinh) (tinh,tinh)', 'both say which counts');
SELECT is(string_agg(DISTINCT reason, ' / '), 'có nguồn không ghi ngày cập nhật, nguồn tinh đứng trước nguồn bo theo [source] precedence (10, 100)', 'why: the order')
FROM stats.counting('D');
SELECT is((SELECT reason FROM stats.counting('B') LIMIT 1), 'nguồn bo cập nhật mới hơn (06/03/2024; nguồn tinh: 05/03/2024)', 'why: the date');
SELECT motcua.set_precedence(:order_run, 100) \g /dev/null
SELECT is((SELECT reason FROM stats.counting('E') LIMIT 1), 'cùng ngày cập nhật, [source] precedence như nhau (100), nguồn bo đứng trước theo tên', 'why: the name');
SELECT is_empty($$ SELECT * FROM stats.counting('C') $$, 'nothing has to be said of what comes from one');
SELECT is(motcua.counting_source(ARRAY['a', 'b', 'c'], ARRAY['2024-01-01', '2024-01-03', NULL]::timestamptz[]), 'a', 'one without a date makes dates of no use to all');
SELECT is(motcua.counting_source(ARRAY['a', 'b', 'c'], ARRAY['2024-01-01', '2024-01-03', '2024-01-02']::timestamptz[]), 'b', 'of three the newest');

-- What is as good as equal is no disagreement; what figures see is.
SELECT pg_temp.night('bo', '[{"code": "G", "status": 9, "finished_at": "2024-03-10 08:00", "procedure": "1.1", "fee": 5}]') \g /dev/null
SELECT pg_temp.night('tinh', format('[{"code": "G", "status": 9, "finished_at": "2024-03-10 08:00", "procedure": "1.1"} , {"code": "X"}]')::jsonb) \g /dev/null
CREATE FUNCTION pg_temp.difference(change jsonb) RETURNS text
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_temp.night('tinh', jsonb_build_array('{"code": "G", "status": 9, "finished_at": "2024-03-10 08:00", "procedure": "1.1"}'::jsonb || change));
    RETURN (SELECT t.difference FROM motcua.told_again AS t WHERE t.code = 'G');
END;
$$;
SELECT is(pg_temp.difference(c::jsonb), NULL, format('no disagreement: %s', c))
FROM unnest(ARRAY['{}', '{"status": 10}', '{"finished_at": "2024-03-10 09:30"}', '{"procedure": null}', '{"received_at": "2024-03-05 15:00"}', '{"components_total": 3, "components_digitised": 3}']) AS c;
SELECT matches(pg_temp.difference(c.change::jsonb), c.told, format('a disagreement: %s', c.change))
FROM (VALUES ('{"status": 8}', '^trạng thái dừng xử lý '), ('{"due_at": "2024-03-21 17:00"}', '^ngày hẹn trả 21/03/2024 '), ('{"due_at": "2024-03-10 07:00"}', 'mức đúng hạn đúng ngày, quá giờ'),
             ('{"handling_office": "H48.23.26"}', '^cơ quan giải quyết H48.23.26 '), ('{"channel": "online"}', '^kênh nộp trực tuyến '), ('{"procedure": "1.2"}', '^thủ tục 1.2 '),
             ('{"received_at": "2024-03-06 15:00"}', '^ngày tiếp nhận 06/03/2024 ')) AS c (change, told);

-- Three systems, and feedback.
SELECT pg_temp.night('cu', '[{"code": "A", "source_updated_at": "2024-03-31"}]') \g /dev/null
SELECT is(pg_temp.counting('A'), 'bo>cu cu tinh>cu', 'of three one counts, and the others say which');
SELECT is((SELECT count(*)::integer FROM stats.integrity_flags WHERE flag = 'systems_disagree' AND code = 'A'), 1, 'flagged once');
SELECT pg_temp.merge('feedback', 'merge_feedback', f.records::jsonb, f.source)
FROM (VALUES ('pa1', '[{"code": "P", "office": "H48.23.25", "received_at": "2024-03-05", "due_at": "2024-03-20"}, {"code": "Q", "office": "H48.23.25", "received_at": "2024-03-05"}]'),
             ('pa2', '[{"code": "P", "office": "H48.23.25", "received_at": "2024-03-05", "due_at": "2024-03-20", "answered_at": "2024-03-10", "source_updated_at": null}]')) AS f (source, records) \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT source, code, counted_in FROM motcua.feedback ORDER BY 1, 2 $$), '(pa1,P,) (pa1,Q,) (pa2,P,pa1)', 'feedback that two systems deliver counts once');
SELECT is(pg_temp.rows_of($$ SELECT code FROM stats.dossiers('feedback_overdue', '2024-01-01', '2024-12-31') WHERE code = 'P' $$), '(P)', 'as the one that counts tells it');
SELECT pg_temp.merge('feedback', 'merge_feedback', '[{"code": "P", "skipped": true}]', 'pa1') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT source, code, counted_in FROM motcua.feedback ORDER BY 1, 2 $$), '(pa1,P,) (pa1,Q,) (pa2,P,)', 'until it deletes it');
SELECT is(pg_temp.rows_of($$ SELECT source, code FROM stats.dossiers('feedback_answered', '2024-01-01', '2024-12-31') WHERE code = 'P' $$), '(pa2,P)', 'then the other one counts');

-- Of what was published, only what another system tells otherwise has moved.
SELECT pg_temp.night('bo', '[{"code": "R", "source_updated_at": "2024-03-06"}, {"code": "S", "source_updated_at": "2024-03-06"}]') \g /dev/null
SELECT motcua.begin_run('stats', NULL, false) AS run \gset published_
SELECT stats.take_snapshot(:published_run) \g /dev/null
SELECT pg_temp.night('tinh', '[{"code": "R", "source_updated_at": "2024-03-08"},
                               {"code": "S", "source_updated_at": "2024-03-27", "status": 9, "finished_at": "2024-03-26 10:00"}, {"code": "T"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT source, code, left_buckets, first_seen, changed_fields FROM stats.moved('2024-01-01', '2024-12-31') $$),
    '(tinh,S,"{pending,pending_apology_due,pending_overdue}",f,"{finished_at,source,status}") (tinh,T,{},t,{})', 'a dossier that went over as it was has not moved');
SELECT is(pg_temp.rows_of($$ SELECT published_numerator, numerator FROM stats.restated('2024-01-01', '2024-12-31') WHERE office = 'H48' AND figure = 'received' $$),
    pg_temp.rows_of(format($$ SELECT c.received, c.received + 1 FROM stats.counts('2024-01-01', '2024-12-31', known_run => %s) AS c WHERE c.office = 'H48' $$, :published_run)), 'nor is it counted again');

-- A source that is renamed stays the one that counts.
SELECT * FROM motcua.rename_source('tinh', 'tinh2') \g /dev/null
SELECT is(pg_temp.all_counting('A', 'S', 'D'), 'bo>cu cu tinh2>cu, bo>tinh2 tinh2, bo tinh2>bo', 'the name goes along where it counts');
SELECT * FROM motcua.rename_source('tinh2', 'tinh') \g /dev/null

-- A source that somebody takes out by hand leaves the others counting.
DELETE FROM motcua.dossier WHERE source = 'cu';
SELECT is(pg_temp.counting('A'), 'bo>tinh tinh', 'what was deleted by hand counts no more, and another one does');
DELETE FROM motcua.dossier WHERE source = 'tinh';
SELECT is(pg_temp.rows_of('SELECT source, code FROM motcua.dossier WHERE counted_in IS NOT NULL'), NULL, 'the last one counts');

SELECT * FROM finish();
ROLLBACK;

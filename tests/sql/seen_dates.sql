-- What is told after the closing, or long after the day that it is dated. Nights of 15 (a Friday) to 28 March 2024, at 01:30.
BEGIN;
SELECT plan(46);
\ir include/batch.sql
\ir include/nights.sql
SET LOCAL motcua.today = '2024-12-31';

CREATE TEMPORARY TABLE told (night date, code text, rest jsonb, expected text, PRIMARY KEY (code, night));
-- An open dossier, due on 20 March at 17:00, unless its record says otherwise; each night reads what has changed.
INSERT INTO told (code, night, rest, expected) VALUES
    -- A closing against the last night that saw it open, which is 26 March, a Tuesday: Thursday 21 is three working days before.
    ('closed a day before it was seen', '2024-03-15', '{}', ''), ('closed a day before it was seen', '2024-03-27', '{"status": 9, "finished_at": "2024-03-26 10:00"}', NULL),
    ('closed three working days before', '2024-03-15', '{}', ''), ('closed three working days before', '2024-03-27', '{"status": 9, "finished_at": "2024-03-21"}', NULL),
    ('closed four working days before', '2024-03-15', '{}', 'closed_before_seen_open'), ('closed four working days before', '2024-03-27', '{"status": 9, "finished_at": "2024-03-20 16:00"}', NULL),
    ('withdrawn long before', '2024-03-15', '{}', 'closed_before_seen_open'), ('withdrawn long before', '2024-03-27', '{"status": 7, "finished_at": "2024-03-11 10:00"}', NULL),
    ('handed over long before', '2024-03-15', '{}', 'closed_before_seen_open'), ('handed over long before', '2024-03-27', '{"status": 10, "returned_at": "2024-03-11 10:00"}', NULL),
    ('waiting, closed long before', '2024-03-15', '{"status": 5}', 'closed_before_seen_open'), ('waiting, closed long before', '2024-03-27', '{"status": 9, "finished_at": "2024-03-11 10:00"}', NULL),
    ('received and closed long before', '2024-03-15', '{"status": 1, "received_at": null, "due_at": null}', 'closed_before_seen_open'),
    ('received and closed long before', '2024-03-27', '{"status": 9, "finished_at": "2024-03-11 10:00"}', NULL),
    ('closed when it was seen first', '2024-03-27', '{"status": 9, "finished_at": "2024-03-11 10:00"}', ''),
    ('closed by its status', '2024-03-15', '{"status": 9}', ''), ('closed by its status', '2024-03-27', '{"status": 9, "finished_at": "2024-03-11 10:00"}', NULL),
    ('handed over later', '2024-03-15', '{}', ''), ('handed over later', '2024-03-18', '{"status": 9, "finished_at": "2024-03-15 10:00"}', NULL),
    ('handed over later', '2024-03-27', '{"status": 10, "finished_at": "2024-03-15 10:00", "returned_at": "2024-03-26 10:00"}', NULL),
    ('reopened, then closed as before', '2024-03-15', '{"status": 9, "finished_at": "2024-03-14 10:00"}', 'closed_before_seen_open status_went_back'),
    ('reopened, then closed as before', '2024-03-20', '{}', NULL), ('reopened, then closed as before', '2024-03-27', '{"status": 9, "finished_at": "2024-03-14 10:00"}', NULL),
    ('reopened, then closed anew', '2024-03-15', '{"status": 9, "finished_at": "2024-03-14 10:00"}', 'status_went_back'),
    ('reopened, then closed anew', '2024-03-20', '{}', NULL), ('reopened, then closed anew', '2024-03-27', '{"status": 9, "finished_at": "2024-03-26 10:00"}', NULL),
    -- A first due date against the closing.
    ('appointed after the closing', '2024-03-15', '{"due_at": null}', 'due_set_after_closing'), ('appointed after the closing', '2024-03-20', '{"due_at": null, "status": 9, "finished_at": "2024-03-19 10:00"}', NULL),
    ('appointed after the closing', '2024-03-21', '{"due_at": "2024-03-19 17:00", "apology_at": "2024-03-18", "status": 9, "finished_at": "2024-03-19 10:00"}', NULL),
    ('appointed with the closing', '2024-03-15', '{"due_at": null}', ''), ('appointed with the closing', '2024-03-20', '{"status": 9, "finished_at": "2024-03-19 10:00"}', NULL),
    ('appointed when it was reopened', '2024-03-15', '{"due_at": null, "status": 9, "finished_at": "2024-03-14 10:00"}', 'status_went_back'), ('appointed when it was reopened', '2024-03-20', '{}', NULL),
    ('appointed when it was reopened', '2024-03-27', '{"status": 9, "finished_at": "2024-03-26 10:00"}', NULL),
    ('never appointed', '2024-03-15', '{"due_at": null, "status": 9, "finished_at": "2024-03-14 10:00"}', ''), ('never appointed', '2024-03-20', '{"due_at": null, "status": 10, "finished_at": "2024-03-14 10:00", "returned_at": "2024-03-19 10:00"}', NULL),
    -- A moved due date against the closing.
    ('moved after the closing', '2024-03-15', '{}', 'due_moved_without_letter'), ('moved after the closing', '2024-03-18', '{"status": 9, "finished_at": "2024-03-15 10:00"}', NULL),
    ('moved after the closing', '2024-03-19', '{"status": 9, "finished_at": "2024-03-15 10:00", "due_at": "2024-03-27 17:00"}', NULL),
    ('moved after the closing, with a letter', '2024-03-15', '{"apology_at": "2024-03-14"}', 'due_moved_after_passed'), ('moved after the closing, with a letter', '2024-03-22', '{"apology_at": "2024-03-14", "status": 9, "finished_at": "2024-03-21 10:00"}', NULL),
    ('moved after the closing, with a letter', '2024-03-26', '{"apology_at": "2024-03-14", "status": 9, "finished_at": "2024-03-21 10:00", "due_at": "2024-03-27 17:00"}', NULL),
    ('moved after the closing, with a new letter', '2024-03-15', '{}', 'due_moved_without_letter'), ('moved after the closing, with a new letter', '2024-03-19', '{"status": 9, "finished_at": "2024-03-18 10:00"}', NULL),
    ('moved after the closing, with a new letter', '2024-03-20', '{"apology_at": "2024-03-18", "status": 9, "finished_at": "2024-03-18 10:00", "due_at": "2024-03-27 17:00"}', NULL),
    ('moved after the closing, with a supplement', '2024-03-15', '{"status": 5}', 'due_moved_after_passed'), ('moved after the closing, with a supplement', '2024-03-22', '{"status": 9, "finished_at": "2024-03-21 10:00"}', NULL),
    ('moved after the closing, with a supplement', '2024-03-26', '{"status": 9, "finished_at": "2024-03-21 10:00", "due_at": "2024-03-27 17:00"}', NULL),
    ('removed after the closing, with a letter', '2024-03-15', '{"apology_at": "2024-03-14", "status": 9, "finished_at": "2024-03-14 10:00"}', 'due_moved_without_letter'),
    ('removed after the closing, with a letter', '2024-03-19', '{"apology_at": "2024-03-14", "status": 9, "finished_at": "2024-03-14 10:00", "due_at": null}', NULL),
    ('moved and closed between two nights', '2024-03-15', '{}', ''), ('moved and closed between two nights', '2024-03-20', '{"apology_at": "2024-03-18 09:00", "due_at": "2024-03-27 17:00", "status": 9, "finished_at": "2024-03-19 10:00"}', NULL),
    ('moved after a closing of long ago', '2024-03-15', '{}', 'closed_before_seen_open due_moved_without_letter'),
    ('moved after a closing of long ago', '2024-03-20', '{"apology_at": "2024-03-11", "due_at": "2024-03-27 17:00", "status": 9, "finished_at": "2024-03-11 10:00"}', NULL),
    ('reopened and moved, with a letter', '2024-03-15', '{"status": 9, "finished_at": "2024-03-14 10:00"}', 'status_went_back'), ('reopened and moved, with a letter', '2024-03-19', '{"apology_at": "2024-03-18 09:00", "due_at": "2024-03-27 17:00"}', NULL),
    -- A letter against the nights.
    ('letter with the first record', '2024-03-15', '{"apology_at": "2024-03-06"}', ''), ('letter with the first record', '2024-03-20', '{"apology_at": "2024-03-06", "due_at": "2024-03-27 17:00"}', NULL),
    ('letter of three working days before', '2024-03-15', '{}', ''), ('letter of three working days before', '2024-03-20', '{"apology_at": "2024-03-14", "due_at": "2024-03-27 17:00"}', NULL),
    ('letter that the nights had not seen', '2024-03-15', '{}', 'due_moved_without_letter'), ('letter that the nights had not seen', '2024-03-20', '{"apology_at": "2024-03-13 09:00", "due_at": "2024-03-27 17:00"}', NULL),
    ('letter that the nights had not seen when it passed', '2024-03-15', '{}', 'due_moved_after_passed'), ('letter that the nights had not seen when it passed', '2024-03-27', '{"apology_at": "2024-03-18 09:00", "due_at": "2024-03-28 17:00"}', NULL),
    ('letter a night after the move', '2024-03-15', '{}', ''), ('letter a night after the move', '2024-03-19', '{"due_at": "2024-03-27 17:00"}', NULL), ('letter a night after the move', '2024-03-20', '{"apology_at": "2024-03-18 09:00", "due_at": "2024-03-27 17:00"}', NULL),
    ('letter dated after the move', '2024-03-15', '{}', 'due_moved_without_letter'), ('letter dated after the move', '2024-03-18', '{"due_at": "2024-03-27 17:00"}', NULL), ('letter dated after the move', '2024-03-20', '{"apology_at": "2024-03-19 09:00", "due_at": "2024-03-27 17:00"}', NULL),
    ('letter dated after the closing', '2024-03-15', '{}', 'due_moved_without_letter'), ('letter dated after the closing', '2024-03-20', '{"apology_at": "2024-03-19 09:00", "due_at": "2024-03-27 17:00", "status": 9, "finished_at": "2024-03-18 10:00"}', NULL),
    ('a second letter that was seen', '2024-03-15', '{"apology_at": "2024-03-13"}', ''), ('a second letter that was seen', '2024-03-19', '{"apology_at": "2024-03-18", "due_at": "2024-03-27 17:00"}', NULL);

-- The night of 28 March reads nothing, as when a folder holds no new file.
DO $$
BEGIN
    FOR day IN 15 .. 27 LOOP
        PERFORM pg_temp.night(make_timestamptz(2024, 3, day, 1, 30, 0), VARIADIC ARRAY(
            SELECT pg_temp.record(t.code, t.rest) FROM told AS t WHERE t.night = make_date(2024, 3, day)) || pg_temp.record('same'));
    END LOOP;
END $$;
SELECT pg_temp.load('[]') AS idle_run \gset
UPDATE motcua.run SET started_at = '2024-04-20 01:30' WHERE run_id = :idle_run;

SELECT is(pg_temp.flags(t.code), t.expected, t.code) FROM told AS t WHERE t.expected IS NOT NULL ORDER BY t.code;
SELECT is_empty($$ SELECT f.code FROM stats.integrity_flags AS f WHERE f.flag NOT IN (SELECT k.flag FROM motcua.integrity_check AS k) $$, 'every flag is explained');
SELECT is_empty($$ SELECT f.code, f.flag FROM stats.integrity_flags AS f GROUP BY 1, 2 HAVING count(*) > 1 $$, 'a dossier has each flag once');
SELECT set_eq($$ SELECT t.code, f.flag, f.reason FROM told AS t CROSS JOIN LATERAL stats.flags_of('test', t.code) AS f WHERE t.expected IS NOT NULL $$,
    $$ SELECT f.code, f.flag, f.reason FROM stats.integrity_flags AS f WHERE f.code <> 'same' $$, 'the story of a dossier has the same');
SELECT is(f.reason, r.reason, 'in words: ' || r.code)
FROM (VALUES ('closed four working days before', 'kết thúc ngày 20/03/2024, nhưng lần thu thập 26/03/2024 01:30 vẫn thấy đang giải quyết'),
             ('appointed after the closing', 'kết thúc ngày 19/03/2024, sau đó mới ghi ngày hẹn trả 19/03/2024 17:00'),
             ('moved after the closing, with a letter', 'hẹn trả đổi từ 20/03/2024 17:00 thành 27/03/2024 17:00, phát hiện ngày 26/03/2024, sau khi hồ sơ đã kết thúc'),
             ('letter that the nights had not seen', 'hẹn trả đổi từ 20/03/2024 17:00 thành 27/03/2024 17:00, phát hiện ngày 20/03/2024; văn bản xin lỗi ghi ngày 13/03/2024 nhưng các lần thu thập sau đó chưa thấy')) AS r (code, reason)
JOIN stats.integrity_flags AS f ON f.code = r.code;

-- The tolerance is data: of all sources, or of one.
SELECT is(count(*), 1::bigint, 'of the closings of one day') FROM stats.integrity_dossiers('2024-03-20', '2024-03-20', 'closed_before_seen_open');
INSERT INTO motcua.integrity_tolerance (source, working_days) VALUES ('test', 4);
SELECT is(pg_temp.flags('closed four working days before'), '', 'a source that is slower');
SELECT is(pg_temp.flags('letter that the nights had not seen'), '', 'with its letters too');
SELECT is(pg_temp.flags('withdrawn long before'), 'closed_before_seen_open', 'but not without end');
UPDATE motcua.integrity_tolerance SET working_days = 0 WHERE source = 'test';
SELECT is(pg_temp.flags('closed three working days before'), 'closed_before_seen_open', 'or not at all');
SELECT is(motcua.tolerated_since('other', '2024-03-26 01:30'), '2024-03-21', 'another source has that of all');
SELECT is(motcua.tolerated_since('test', NULL), NULL, 'without a night there is nothing to tolerate');

SELECT * FROM finish();
ROLLBACK;

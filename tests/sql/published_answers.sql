-- Feedback whose answer has no day of its own: that of its publication counts, and whoever reads the figure is told.
BEGIN;
SELECT plan(23);
\ir include/batch.sql
\ir include/list.sql
SET LOCAL motcua.today = '2024-06-06';

CREATE FUNCTION pg_temp.feedback(records jsonb, from_source text DEFAULT 'test') RETURNS text LANGUAGE sql
    RETURN pg_temp.merge('feedback', 'merge_feedback', records, from_source);
CREATE FUNCTION pg_temp.rate(rate text, profile text DEFAULT 'report') RETURNS text LANGUAGE sql
    RETURN pg_temp.rows_of(format($$ SELECT numerator, denominator FROM stats.rates('2024-03-01', '2024-03-31', %L) WHERE office = 'H48.23.25' AND rate = %L $$, profile, rate));
CREATE FUNCTION pg_temp.doubts(period_from date, period_to date, office text DEFAULT 'H48.23.25') RETURNS text LANGUAGE sql
    RETURN (SELECT string_agg(concat_ws(' ', d.kind, d.source, d.reason), '; ' ORDER BY d.kind) FROM stats.doubts(period_from, period_to, office) AS d WHERE d.kind LIKE 'answer%');

SELECT is(motcua.feedback_answered_at('2024-03-04', '2024-03-05'), '2024-03-04', 'the answer counts');
SELECT is(motcua.feedback_answered_at(NULL, '2024-03-05'), '2024-03-05', 'without it, its publication');
SELECT is(motcua.feedback_answered_at(NULL, NULL), NULL, 'without either, nothing');

SELECT is(pg_temp.feedback('[
    {"code": "told", "office": "H48.23.25", "received_at": "2024-02-20 09:00", "due_at": "2024-03-12 17:00", "answered_at": "2024-03-11 10:00", "published_at": "2024-03-20 10:00", "status": "published"},
    {"code": "in time", "office": "H48.23.25", "received_at": "2024-02-20 09:00", "due_at": "2024-03-12 17:00", "published_at": "2024-03-11 10:00", "status": "published"},
    {"code": "after the hour", "office": "H48.23.25", "received_at": "2024-02-20 09:00", "due_at": "2024-03-12 17:00", "published_at": "2024-03-12 18:00", "status": "published"},
    {"code": "late", "office": "H48.23.25", "received_at": "2024-02-20 09:00", "due_at": "2024-03-12 17:00", "published_at": "2024-03-13 08:00"},
    {"code": "published at once", "office": "H48.23.25", "received_at": "2024-03-20 09:00", "due_at": "2024-03-22 17:00", "published_at": "2024-03-19 08:00", "status": "published"},
    {"code": "in April", "office": "H48.23.25", "received_at": "2024-02-20 09:00", "due_at": "2024-04-12 17:00", "published_at": "2024-04-01 08:00", "status": "published"},
    {"code": "on no day", "office": "H48.23.25", "received_at": "2024-02-20 09:00", "due_at": "2024-03-12 17:00", "status": "published"},
    {"code": "answered on no day", "office": "H48.23.25", "received_at": "2024-03-20 09:00", "due_at": "2024-04-12 17:00", "status": "answered"},
    {"code": "open", "office": "H48.23.25", "received_at": "2024-02-20 09:00", "due_at": "2024-03-12 17:00", "status": "processing"}]'),
    '9: 9 new, 0 changed, 0 same, 0 old, 0 bad', 'feedback comes in');
SELECT is(pg_temp.rows_of('SELECT code, answered_on, timeliness FROM motcua.feedback ORDER BY code COLLATE "C"'),
    '("after the hour",2024-03-12,on_day_after_hour) ("answered on no day",,) ("in April",2024-04-01,early) ("in time",2024-03-11,early) (late,2024-03-13,late) ("on no day",,) (open,,) ("published at once",2024-03-20,early) (told,2024-03-11,early)',
    'never before it was received');

SELECT is(pg_temp.rate('feedback_on_time'), '(4,7)', 'answered in time: all but the late one, of those and two that are overdue');
SELECT is(pg_temp.rate('feedback_on_time', 'qd766'), '(6,9)', 'under Decision 766, of all that was processed');
SELECT set_eq($$ SELECT d.code, d.finished_at::timestamp, d.closed_on, d.reason FROM stats.dossiers('feedback_answered', '2024-03-01', '2024-03-31', 'H48') AS d $$,
    $$ VALUES ('told', '2024-03-11 10:00'::timestamp, '2024-03-11'::date, 'kết thúc 11/03/2024, hẹn trả 12/03/2024: trước hạn 1 ngày'),
              ('in time', '2024-03-11 10:00', '2024-03-11', 'kết thúc 11/03/2024, hẹn trả 12/03/2024: trước hạn 1 ngày (ngày công khai, nguồn không ghi ngày trả lời)'),
              ('after the hour', '2024-03-12 18:00', '2024-03-12', 'kết thúc 12/03/2024 18:00, hẹn trả 12/03/2024 17:00: đúng ngày hẹn nhưng quá giờ (ngày công khai, nguồn không ghi ngày trả lời)'),
              ('late', '2024-03-13 08:00', '2024-03-13', 'kết thúc 13/03/2024, hẹn trả 12/03/2024: quá hạn 1 ngày (ngày công khai, nguồn không ghi ngày trả lời)'),
              ('published at once', '2024-03-19 08:00', '2024-03-20', 'kết thúc 20/03/2024, hẹn trả 22/03/2024: trước hạn 2 ngày (ngày công khai, nguồn không ghi ngày trả lời)') $$,
    'the list says which day it is');
SELECT set_eq($$ SELECT d.code, d.reason FROM stats.dossiers('feedback_overdue', '2024-03-01', '2024-03-31') AS d $$,
    $$ VALUES ('open', 'chưa xong ngày 31/03/2024, hẹn trả 12/03/2024: quá hạn 19 ngày'),
              ('on no day', 'chưa xong ngày 31/03/2024, hẹn trả 12/03/2024: quá hạn 19 ngày; nguồn ghi đã trả lời nhưng không có ngày') $$, 'what is answered on no day stays open');
SELECT set_eq($$ SELECT d.code, d.reason FROM stats.dossiers('feedback_in_time', '2024-03-01', '2024-03-31') AS d $$,
    $$ VALUES ('in April', 'chưa xong ngày 31/03/2024, hẹn trả 12/04/2024: còn trong hạn'),
              ('answered on no day', 'chưa xong ngày 31/03/2024, hẹn trả 12/04/2024: còn trong hạn; nguồn ghi đã trả lời nhưng không có ngày') $$, 'before it is due, too');

SELECT is(pg_temp.doubts('2024-03-01', '2024-03-31'), 'answer_published 4 phản ánh, kiến nghị không ghi ngày trả lời, tính theo ngày công khai; answer_undated 2 phản ánh, kiến nghị ghi đã trả lời nhưng không có ngày nào, tính là chưa trả lời',
    'the figure is doubtful');
SELECT is(pg_temp.doubts('2024-03-01', '2024-03-31', 'H48'), pg_temp.doubts('2024-03-01', '2024-03-31'), 'so is that of the office above');
SELECT is(pg_temp.doubts('2024-02-01', '2024-02-29'), 'answer_undated 1 phản ánh, kiến nghị ghi đã trả lời nhưng không có ngày nào, tính là chưa trả lời', 'of what had come in by then');
SELECT is(pg_temp.doubts('2024-04-01', '2024-04-30'), 'answer_published 1 phản ánh, kiến nghị không ghi ngày trả lời, tính theo ngày công khai; answer_undated 2 phản ánh, kiến nghị ghi đã trả lời nhưng không có ngày nào, tính là chưa trả lời',
    'each in its period');
SELECT is(pg_temp.doubts('2024-01-01', '2024-01-31'), NULL, 'none where nothing is taken for another');
SELECT set_eq($$ SELECT DISTINCT d.rates::text FROM stats.doubts('2024-03-01', '2024-03-31') AS d WHERE d.kind LIKE 'answer%' $$, $$ VALUES ('{feedback_on_time}') $$, 'it is about feedback alone');
SET LOCAL motcua.today = '2024-03-12';
SELECT is(pg_temp.doubts('2024-03-01', '2024-03-31'), 'answer_published 2 phản ánh, kiến nghị không ghi ngày trả lời, tính theo ngày công khai; answer_undated 1 phản ánh, kiến nghị ghi đã trả lời nhưng không có ngày nào, tính là chưa trả lời',
    'as of a day');
SET LOCAL motcua.today = '2024-06-06';

-- The time of the answer comes later, or the source deletes it, or another one counts.
SELECT is(pg_temp.feedback('[{"code": "late", "office": "H48.23.25", "received_at": "2024-02-20 09:00", "due_at": "2024-03-12 17:00", "answered_at": "2024-03-12 16:00", "published_at": "2024-03-13 08:00"},
    {"code": "in time", "skipped": true}, {"code": "on no day", "skipped": true}]'), '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'the next night tells more');
SELECT is(pg_temp.rows_of($$ SELECT answered_on, timeliness FROM motcua.feedback WHERE code = 'late' $$), '(2024-03-12,on_day)', 'the answer counts from then on');
SELECT is(pg_temp.doubts('2024-03-01', '2024-03-31'), 'answer_published 2 phản ánh, kiến nghị không ghi ngày trả lời, tính theo ngày công khai; answer_undated 1 phản ánh, kiến nghị ghi đã trả lời nhưng không có ngày nào, tính là chưa trả lời',
    'what is deleted is no doubt any more');
SELECT pg_temp.feedback('[{"code": "after the hour", "office": "H48.23.25", "received_at": "2024-02-20 09:00", "due_at": "2024-03-12 17:00", "answered_at": "2024-03-12 16:00", "status": "answered"}]', 'another') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT source, counted_in FROM motcua.feedback WHERE code = 'after the hour' ORDER BY source $$), '(another,) (test,another)', 'another source tells the day');
SELECT is(pg_temp.rows_of($$ SELECT kind, reason FROM stats.doubts('2024-03-01', '2024-03-31', 'H48.23.25') WHERE kind = 'answer_published' $$),
    '(answer_published,"1 phản ánh, kiến nghị không ghi ngày trả lời, tính theo ngày công khai")', 'and its row counts');
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-03-01', '2024-03-31') AS d WHERE d.rates = '{}' $$, 'a doubt is about something');

SELECT * FROM finish();
ROLLBACK;

-- The reason of each dossier in a list, in the words of an office.
BEGIN;
SELECT plan(22);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

INSERT INTO motcua.procedure (code, online_level, full_eligible, has_fee, online_payment, paper_result) VALUES ('1', 'full', true, true, true, false), ('2', NULL, true, false, NULL, NULL);
SELECT pg_temp.add('late', 9, '2024-05-02 09:00', '2024-05-10 17:00', '2024-05-14 10:00') \g /dev/null
SELECT pg_temp.add('early', 9, '2024-05-02 09:00', '2024-05-20 17:00', '2024-05-14 10:00') \g /dev/null
SELECT pg_temp.add('on the day', 9, '2024-05-02 09:00', '2024-05-14 17:00', '2024-05-14 16:59') \g /dev/null
SELECT pg_temp.add('after the hour', 9, '2024-05-02 09:00', '2024-05-14 09:30', '2024-05-14 10:05') \g /dev/null
SELECT pg_temp.add('no due', 9, '2024-05-02 09:00', NULL, '2024-05-14 10:00') \g /dev/null
SELECT pg_temp.add('withdrawn', 7, '2024-05-02 09:00', '2024-05-20 17:00', '2024-05-14 10:00') \g /dev/null
SELECT pg_temp.add('returned', 8, '2024-05-02 09:00', '2024-05-10 17:00', '2024-05-14 10:00') \g /dev/null
SELECT pg_temp.add('overdue', 4, '2024-04-02 09:00', '2024-05-10 17:00') \g /dev/null
SELECT pg_temp.add('in time', 5, '2024-05-02 09:00', '2024-06-10 17:00') \g /dev/null
SELECT pg_temp.add('finished later', 9, '2024-05-02 09:00', '2024-05-10 17:00', '2024-06-03 10:00') \g /dev/null
UPDATE motcua.dossier SET channel = 'online', procedure = '1', components_total = 3, components_digitised = 2, components_reused = 1, fee = 1250000, paid_online = true WHERE code = 'early';
UPDATE motcua.dossier SET apology_at = '2024-05-09 10:00' WHERE code = 'late';
INSERT INTO motcua.feedback (source, code, office, received_at, due_at, answered_at) VALUES
    ('s', 'answered', 'H01', '2024-05-02 09:00', '2024-05-20 17:00', '2024-05-22 16:00'), ('s', 'not answered', 'H01', '2024-05-02 09:00', '2024-05-20 17:00', NULL);

CREATE FUNCTION pg_temp.reason(figure text, of_code text, profile text DEFAULT 'report') RETURNS text
    LANGUAGE sql
AS $$
    SELECT d.reason FROM stats.dossiers(figure, '2024-05-01', '2024-05-31', NULL, profile) AS d WHERE d.code = of_code
$$;
SELECT is(pg_temp.reason('late', 'late'), 'kết thúc 14/05/2024, hẹn trả 10/05/2024: quá hạn 4 ngày', 'late');
SELECT is(pg_temp.reason('on_time', 'early'), 'kết thúc 14/05/2024, hẹn trả 20/05/2024: trước hạn 6 ngày', 'early');
SELECT is(pg_temp.reason('on_time', 'on the day'), 'kết thúc 14/05/2024 16:59, hẹn trả 14/05/2024 17:00: đúng hạn', 'on the day');
SELECT is(pg_temp.reason('on_time', 'after the hour'), 'kết thúc 14/05/2024 10:05, hẹn trả 14/05/2024 09:30: đúng ngày hẹn nhưng quá giờ', 'after the hour');
SELECT is(pg_temp.reason('resolved_no_due', 'no due'), 'kết thúc 14/05/2024, không có ngày hẹn trả', 'without a due date');
SELECT is(pg_temp.reason('on_time', 'withdrawn', 'qd766'), 'công dân, tổ chức rút hồ sơ; kết thúc 14/05/2024, hẹn trả 20/05/2024: trước hạn 6 ngày', 'withdrawn');
SELECT is(pg_temp.reason('returned_late', 'returned'), 'trả lại, dừng xử lý; kết thúc 14/05/2024, hẹn trả 10/05/2024: quá hạn 4 ngày', 'returned');
SELECT is(pg_temp.reason('pending_overdue', 'overdue'), 'chưa xong ngày 31/05/2024, hẹn trả 10/05/2024: quá hạn 21 ngày', 'open and overdue');
SELECT is(pg_temp.reason('pending_overdue', 'finished later'), 'chưa xong ngày 31/05/2024, hẹn trả 10/05/2024: quá hạn 21 ngày', 'open at the end of the period, whatever came later');
SELECT is(pg_temp.reason('paused', 'in time'), 'chưa xong ngày 31/05/2024, hẹn trả 10/06/2024: còn trong hạn; đang chờ bổ sung', 'waiting for a supplement');
SELECT is(pg_temp.reason('carried_in', 'overdue'), 'tiếp nhận 02/04/2024, chưa xong khi kỳ bắt đầu', 'carried in');
SELECT is(pg_temp.reason('online', 'early'), 'tiếp nhận 02/05/2024, trực tuyến', 'received online');
SELECT is(pg_temp.reason('full_process_online', 'early', 'qd766'), 'tiếp nhận 02/05/2024, trực tuyến, thủ tục toàn trình; thủ tục không có kết quả giấy', 'full process');
SELECT is(pg_temp.reason('components_digitised', 'early'), 'tiếp nhận 02/05/2024; số hóa 2/3 thành phần', 'digitised');
SELECT is(pg_temp.reason('payment_online', 'early'), 'tiếp nhận 02/05/2024; phí, lệ phí 1.250.000 đồng; đã thanh toán trực tuyến', 'paid');
SELECT is(pg_temp.reason('apology_in_time', 'late'), 'kết thúc 14/05/2024, hẹn trả 10/05/2024: quá hạn 4 ngày; văn bản xin lỗi ngày 09/05/2024, trước ngày hẹn trả ban đầu 10/05/2024', 'a letter in time');
SELECT is(pg_temp.reason('feedback_answered', 'answered'), 'kết thúc 22/05/2024, hẹn trả 20/05/2024: quá hạn 2 ngày', 'feedback answered late');
SELECT is(pg_temp.reason('feedback_overdue', 'not answered'), 'chưa xong ngày 31/05/2024, hẹn trả 20/05/2024: quá hạn 11 ngày', 'feedback not answered');
SELECT is(pg_temp.reason('full_process_procedures', '1'), 'thủ tục toàn trình; đủ điều kiện toàn trình', 'a procedure');
SET LOCAL motcua.today = '2024-05-31';
SELECT results_eq($$ SELECT event, on_day, bucket, reason FROM stats.explain('s', 'finished later') WHERE profile = 'qd766' AND rate = 'on_time' $$,
    $$ VALUES ('pending', date '2024-05-31', 'pending', 'chưa xong ngày 31/05/2024, hẹn trả 10/05/2024: quá hạn 21 ngày') $$, 'explained by what holds today, also where the end is yet to come');
SELECT is_empty($$ SELECT b.bucket, d.code FROM motcua.bucket AS b CROSS JOIN LATERAL stats.dossiers(b.bucket, '2024-05-01', '2024-05-31') AS d WHERE coalesce(d.reason, '') = '' $$, 'every dossier in every list has one');

SELECT is_empty($$ SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = 'motcua.dossier'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    AND a.attname NOT IN ('source', 'code', 'source_updated_at', 'first_run_id', 'last_run_id', 'record_hash') AND motcua.field_text(a.attname) = a.attname $$, 'every column that may change has a name in Vietnamese');

SELECT * FROM finish();
ROLLBACK;

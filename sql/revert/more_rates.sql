-- Revert motcua:more_rates from pg

BEGIN;

DELETE FROM motcua.term WHERE profile = 'qd766' AND rate = 'feedback_on_time' AND bucket = 'feedback_in_time';
UPDATE motcua.rate SET text_en = 'feedback answered in time, of what was answered or is overdue',
    text_vi = 'phản ánh, kiến nghị trả lời đúng hạn / đã trả lời và quá hạn'
WHERE profile = 'qd766' AND rate = 'feedback_on_time';
UPDATE motcua.term SET bucket = 'received_components_from_store'
WHERE profile = 'qd766' AND rate = 'from_store' AND bucket = 'received_from_store_or_result';
UPDATE motcua.rate SET text_en = 'received with documents from the national store, of those received',
    text_vi = 'có thành phần lấy từ kho quốc gia / tiếp nhận'
WHERE profile = 'qd766' AND rate = 'from_store';
DROP TABLE motcua.missing_rate;
DELETE FROM motcua.term WHERE profile = 'decree224';
DELETE FROM motcua.rate WHERE profile = 'decree224';
DELETE FROM motcua.profile WHERE profile = 'decree224';
DELETE FROM motcua.term WHERE profile = 'report' AND rate IN ('rated', 'very_satisfied', 'satisfied', 'dissatisfied', 'returned', 'withdrawn',
    'reopened', 'due_moved', 'supplemented');
DELETE FROM motcua.rate WHERE profile = 'report' AND rate IN ('rated', 'very_satisfied', 'satisfied', 'dissatisfied', 'returned', 'withdrawn',
    'reopened', 'due_moved', 'supplemented');
DELETE FROM motcua.bucket WHERE bucket IN ('ratings', 'ratings_very_satisfied', 'ratings_satisfied', 'ratings_neutral', 'ratings_dissatisfied',
    'resolved_reopened', 'resolved_supplemented', 'resolved_due_moved', 'feedback_in_time', 'received_from_store_or_result');

COMMIT;

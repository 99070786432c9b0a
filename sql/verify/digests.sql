-- Verify motcua:digests on pg

BEGIN;

SELECT outbox_id, recipient, day, since, message_id, subject, body_text, body_html, attachment_name, attachment, attempts, unclear, attempted_at,
       sent_at, error, failure, given_up
FROM motcua.outbox WHERE false;
SELECT outbox_id, kind, about, since, level FROM motcua.outbox_item WHERE false;
SELECT outbox_id, day, since, attempts, state, error FROM motcua.mail_trouble WHERE false;
SELECT waiting, given_up, error FROM motcua.mails_left WHERE false;
SELECT has_function_privilege('motcua.is_mail_day(date, integer[])', 'execute');
SELECT has_function_privilege('motcua.mail_readers(jsonb)', 'execute');
SELECT has_function_privilege('motcua.mail_scopes(jsonb)', 'execute');
SELECT has_function_privilege('motcua.told_items(jsonb)', 'execute');
SELECT has_function_privilege('stats.silent_offices(date)', 'execute');
SELECT has_function_privilege('motcua.pipeline_news()', 'execute');
SELECT has_function_privilege('motcua.mail_plan(jsonb, text, numeric, bigint, integer, text)', 'execute');
SELECT has_function_privilege('motcua.settle_mails(jsonb, integer, integer)', 'execute');
SELECT has_function_privilege('motcua.put_mail(text, text, text, text, text, text, text, jsonb)', 'execute');
SELECT has_function_privilege('motcua.waiting_mails(jsonb, boolean)', 'execute');
SELECT has_function_privilege('motcua.fail_mail(bigint, text, text)', 'execute');
SELECT has_function_privilege('motcua.reopen_mails()', 'execute');
SELECT has_function_privilege('motcua.letters_until(date)', 'execute');

ROLLBACK;

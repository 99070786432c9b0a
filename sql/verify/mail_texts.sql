-- Verify motcua:mail_texts on pg

BEGIN;

SELECT name, language, "position", text, legal_source, valid_from, valid_to FROM motcua.mail_text WHERE false;
SELECT has_function_privilege('motcua.mail_texts(text, date)', 'execute');
SELECT has_function_privilege('motcua.digest_offices(text[], text, numeric, text)', 'execute');
SELECT has_function_privilege('motcua.digest_week(text[])', 'execute');

ROLLBACK;

-- Revert motcua:mail_texts from pg

BEGIN;

DROP FUNCTION motcua.digest_week(text[]);
DROP FUNCTION motcua.digest_offices(text[], text, numeric, text);
DROP FUNCTION motcua.mail_texts(text, date);
DROP TABLE motcua.mail_text;

COMMIT;

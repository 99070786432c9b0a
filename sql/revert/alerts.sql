-- Revert motcua:alerts from pg

BEGIN;

DROP FUNCTION stats.late_dossiers(text[], date, date, integer);
DROP FUNCTION stats.raise_alerts(bigint, numeric, text);
DROP FUNCTION stats.late_offices(numeric, text, bigint);
DROP VIEW motcua.mail_trouble;
DROP FUNCTION motcua.reopen_mails();
DROP FUNCTION motcua.close_mails(integer, integer);
DROP FUNCTION motcua.address_letters(text[], text, integer);
DROP TABLE motcua.outbox;
DROP TABLE motcua.letter;
DROP TABLE stats.alert;

COMMIT;

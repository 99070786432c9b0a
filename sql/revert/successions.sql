-- Revert motcua:successions from pg

BEGIN;

DROP VIEW motcua.office_tree;
DROP FUNCTION motcua.office_tree_on(date);
DROP FUNCTION motcua.office_parents(date);
DROP FUNCTION motcua.answering_day(text, date, date);
DROP FUNCTION motcua.office_heirs();

COMMIT;

-- Revert motcua:marks from pg

BEGIN;

DROP TABLE motcua.mark_meaning;
DROP FUNCTION motcua.has_mark(bigint, text);
DROP FUNCTION motcua.entry_marks();
DROP FUNCTION motcua.marks(text[]);
DROP FUNCTION motcua.mark(text, boolean);

COMMIT;

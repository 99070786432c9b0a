-- Revert motcua:renames from pg

BEGIN;

DROP FUNCTION motcua.rename_source(text, text);
DROP FUNCTION motcua.former_source(text[], text, text[]);
DROP FUNCTION motcua.sources_left(text, text[]);

COMMIT;

-- Verify motcua:renames on pg

BEGIN;

SELECT 'motcua.sources_left(text, text[])'::regprocedure, 'motcua.former_source(text[], text, text[])'::regprocedure,
       'motcua.rename_source(text, text)'::regprocedure;

ROLLBACK;

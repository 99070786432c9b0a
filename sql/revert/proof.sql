-- Revert motcua:proof from pg

BEGIN;

DROP FUNCTION stats.flags_of(text, text);
DROP FUNCTION stats.explain(text, text);
DROP FUNCTION stats.story(text, text);
DROP FUNCTION motcua.sources_of(text);
DROP FUNCTION motcua.change_text(text, text, text);

COMMIT;

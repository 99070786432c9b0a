-- Revert motcua:short_names from pg

BEGIN;

DROP FUNCTION motcua.rate_name(text);
DROP FUNCTION motcua.profile_name(text);

COMMIT;

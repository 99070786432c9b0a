-- Verify motcua:offices on pg

BEGIN;

SELECT code, name, level, parent, valid_from, valid_to, verified FROM motcua.office WHERE false;
SELECT source, raw, office FROM motcua.office_alias WHERE false;
SELECT old_office, new_office, on_day, share FROM motcua.office_succession WHERE false;
SELECT 1 / (motcua.parent_code('H48.23.25') = 'H48.23')::int;

ROLLBACK;

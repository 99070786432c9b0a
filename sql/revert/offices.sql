-- Revert motcua:offices from pg

BEGIN;

DROP FUNCTION motcua.create_offices(text[]);
DROP FUNCTION motcua.is_office(text);
DROP FUNCTION motcua.offices_like(text);
DROP FUNCTION motcua.level_of_name(text);
DROP FUNCTION motcua.parent_code(text);
DROP TABLE motcua.office_succession;
DROP TABLE motcua.office_alias;
DROP TABLE motcua.office;

COMMIT;

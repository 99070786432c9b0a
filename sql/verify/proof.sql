-- Verify motcua:proof on pg

BEGIN;

SELECT * FROM stats.story('none', 'none');
SELECT * FROM stats.explain('none', 'none');
SELECT * FROM stats.flags_of('none', 'none');
SELECT * FROM motcua.sources_of('none');

ROLLBACK;

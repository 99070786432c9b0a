-- Everything that a user can see is explained in English and in Vietnamese.
BEGIN;
SELECT plan(6);

CREATE FUNCTION pg_temp.is_explained(comment text) RETURNS boolean
    LANGUAGE sql
    RETURN coalesce(comment ~ '^\S.+ VI: \S.+$', false);

CREATE TEMPORARY VIEW ours AS
    SELECT oid FROM pg_namespace WHERE nspname IN ('motcua', 'stats');

SELECT is_empty(
    $$ SELECT nspname FROM pg_namespace JOIN ours USING (oid)
       WHERE NOT pg_temp.is_explained(obj_description(oid, 'pg_namespace')) $$,
    'every schema has a comment');
SELECT is_empty(
    $$ SELECT c.oid::regclass FROM pg_class AS c JOIN ours ON ours.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT pg_temp.is_explained(obj_description(c.oid, 'pg_class')) $$,
    'every table and view has a comment');
SELECT is_empty(
    $$ SELECT c.oid::regclass, a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN ours ON ours.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
         AND NOT pg_temp.is_explained(col_description(c.oid, a.attnum)) $$,
    'every column has a comment');
SELECT is_empty(
    $$ SELECT p.oid::regprocedure FROM pg_proc AS p JOIN ours ON ours.oid = p.pronamespace
       WHERE NOT pg_temp.is_explained(obj_description(p.oid, 'pg_proc')) $$,
    'every function has a comment');
SELECT is_empty(
    $$ SELECT t.oid::regtype FROM pg_type AS t JOIN ours ON ours.oid = t.typnamespace
       WHERE t.typtype IN ('e', 'd', 'r') AND NOT pg_temp.is_explained(obj_description(t.oid, 'pg_type')) $$,
    'every type has a comment');
SELECT cmp_ok(count(*)::integer, '>=', 20, 'there are tables to look at')
FROM pg_class AS c JOIN ours ON ours.oid = c.relnamespace WHERE c.relkind IN ('r', 'v');

SELECT * FROM finish();
ROLLBACK;

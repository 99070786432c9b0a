-- An office that does not exist is an error wherever one is asked for, never an empty answer.
BEGIN;
\ir include/dossier.sql
INSERT INTO motcua.office (code, name, parent) VALUES ('H48', 'UBND tỉnh Quảng Ngãi', NULL), ('H48.23', 'UBND huyện Sơn Tịnh', 'H48');

-- Every function of stats that takes an office: whatever else it wants is given.
CREATE TEMPORARY TABLE asking AS
SELECT p.oid::regprocedure::text AS function,
       format('SELECT * FROM %s(%s)', p.oid::regproc, string_agg(format('%I => %s', a.name,
           CASE WHEN a.name IN ('office', 'for_office') THEN '%L'
                WHEN a.name IN ('figure', 'rate') THEN $$'late'$$
                WHEN a.name = 'of_scoring' THEN $$'gia-nghia-2023'$$
                WHEN a.name = 'period_from' THEN $$'2024-01-01'::date$$
                ELSE $$'2024-06-30'::date$$ END), ', ')) AS query
FROM pg_proc AS p
CROSS JOIN LATERAL unnest(p.proargnames) WITH ORDINALITY AS a (name, place)
-- history.sql asks stats.moved, which wants figures that have been stored.
WHERE p.pronamespace = 'stats'::regnamespace AND p.proname <> 'moved' AND a.place <= p.pronargs
  AND (a.place <= p.pronargs - p.pronargdefaults OR a.name IN ('office', 'for_office'))
GROUP BY p.oid
HAVING bool_or(a.name IN ('office', 'for_office'));

SELECT plan(6 + 2 * (SELECT count(*)::integer FROM asking));
SELECT ok(count(*) >= 12, 'the functions are found') FROM asking;
SELECT throws_ok(format(query, 'H48.32'), '22023', 'there is no office ''H48.32''', 'refused by ' || function)
FROM asking ORDER BY function;
SELECT lives_ok(format(query, 'H48.23'), 'known to ' || function) FROM asking ORDER BY function;
SELECT is(motcua.is_office(NULL), true, 'null stands for all');
SELECT is(motcua.is_office('H48.23'), true, 'one that there is');

SELECT is(motcua.offices_like('h48-23'), 'is it H48.23, H48? SELECT code, name FROM motcua.office lists them', 'other case and signs');
SELECT is(motcua.offices_like('ubnd huyện sơn tịnh'), 'is it H48.23? SELECT code, name FROM motcua.office lists them', 'by its name');
SELECT is(motcua.offices_like('K99'), 'SELECT code, name FROM motcua.office lists them', 'nothing near');

SELECT * FROM finish();
ROLLBACK;

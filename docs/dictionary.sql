-- Prints docs/dictionary.md from the comments of the database: psql -XAtq -f docs/dictionary.sql
\echo '# Data dictionary'
\echo
\echo 'Made by `make dictionary` from the comments of the database; `\\d+` in psql shows the same. Each entry is'
\echo 'in English, then in Vietnamese. Analysts (role `motcua_analyst`) read what is marked with ✓.'

CREATE TEMPORARY TABLE entry AS
    SELECT n.nspname AS schema, c.oid, c.relname AS name, c.relkind,
           split_part(obj_description(c.oid, 'pg_class'), ' VI: ', 1) AS english, split_part(obj_description(c.oid, 'pg_class'), ' VI: ', 2) AS vietnamese,
           has_table_privilege('motcua_analyst', c.oid, 'SELECT') AS is_readable
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('motcua', 'stats') AND c.relkind IN ('r', 'p', 'v', 'm', 'f');

SELECT page.line
FROM (
    SELECT s.place AS schema_place, 0 AS part, '' AS name, 0 AS place,
           E'\n## Schema ' || s.schema || E'\n\n' || replace(obj_description(s.schema::regnamespace, 'pg_namespace'), ' VI: ', E'\n\n') AS line
    FROM (VALUES ('stats', 1), ('motcua', 2)) AS s (schema, place)
    UNION ALL
    SELECT CASE e.schema WHEN 'stats' THEN 1 ELSE 2 END, CASE WHEN e.relkind IN ('v', 'm') THEN 1 ELSE 2 END, e.name COLLATE "C", 0,
           format(E'\n### %s.%s%s\n\n%s: %s\n\n%s\n\n| column | type | English | Tiếng Việt |\n|---|---|---|---|', e.schema, e.name,
                  CASE WHEN e.is_readable THEN ' ✓' ELSE '' END, CASE WHEN e.relkind IN ('v', 'm') THEN 'View' ELSE 'Table' END, e.english, e.vietnamese)
    FROM entry AS e
    UNION ALL
    SELECT CASE e.schema WHEN 'stats' THEN 1 ELSE 2 END, CASE WHEN e.relkind IN ('v', 'm') THEN 1 ELSE 2 END, e.name COLLATE "C", a.attnum,
           format('| `%s` | %s | %s | %s |', a.attname, format_type(a.atttypid, a.atttypmod),
                  replace(split_part(col_description(e.oid, a.attnum), ' VI: ', 1), '|', '\|'), replace(split_part(col_description(e.oid, a.attnum), ' VI: ', 2), '|', '\|'))
    FROM entry AS e JOIN pg_attribute AS a ON a.attrelid = e.oid
    WHERE a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT CASE n.nspname WHEN 'stats' THEN 1 ELSE 2 END, 3, p.proname COLLATE "C", 0,
           format(E'\n### %s.%s(%s)%s\n\n%s%s\n\n%s', n.nspname, p.proname, pg_get_function_arguments(p.oid),
                  CASE WHEN has_function_privilege('motcua_analyst', p.oid, 'EXECUTE') THEN ' ✓' ELSE '' END,
                  split_part(obj_description(p.oid, 'pg_proc'), ' VI: ', 1), E'\n\nReturns ' || pg_get_function_result(p.oid) || '.',
                  split_part(obj_description(p.oid, 'pg_proc'), ' VI: ', 2))
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('stats', 'motcua') AND p.prorettype <> 'trigger'::regtype
    UNION ALL
    SELECT CASE n.nspname WHEN 'stats' THEN 1 ELSE 2 END, 4, t.typname COLLATE "C", 0,
           format(E'\n### %s.%s\n\nType (%s): %s\n\n%s', n.nspname, t.typname, (SELECT string_agg(l.enumlabel, ', ' ORDER BY l.enumsortorder) FROM pg_enum AS l WHERE l.enumtypid = t.oid),
                  split_part(obj_description(t.oid, 'pg_type'), ' VI: ', 1), split_part(obj_description(t.oid, 'pg_type'), ' VI: ', 2))
    FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
    WHERE n.nspname IN ('stats', 'motcua') AND t.typtype = 'e'
) AS page
ORDER BY page.schema_place, page.part, page.name, page.place, page.line COLLATE "C";

-- What the schemas hold that a change creates by name: kind, name, and the table of a trigger.
SET search_path = pg_catalog;
SELECT 'function', p.oid::regprocedure::text, '' FROM pg_proc AS p WHERE p.pronamespace IN ('motcua'::regnamespace, 'stats'::regnamespace)
UNION ALL
SELECT 'relation', c.oid::regclass::text, '' FROM pg_class AS c
WHERE c.relnamespace IN ('motcua'::regnamespace, 'stats'::regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
UNION ALL
SELECT 'type', t.oid::regtype::text, '' FROM pg_type AS t
WHERE t.typnamespace IN ('motcua'::regnamespace, 'stats'::regnamespace) AND t.typtype IN ('d', 'e', 'r')
UNION ALL
SELECT 'trigger', t.tgname, t.tgrelid::regclass::text FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE c.relnamespace IN ('motcua'::regnamespace, 'stats'::regnamespace) AND NOT t.tgisinternal
ORDER BY 1, 2, 3;

-- Verify motcua:twins on pg

BEGIN;

SELECT source, precedence FROM motcua.source_precedence WHERE false;
SELECT 1 / (motcua.counting_source('{a,b}', '{2024-01-01,2024-01-02}') = 'b')::int;
SELECT 'motcua.settle_dossiers(text[], bigint)'::regprocedure, 'motcua.settle_feedback(text[], bigint)'::regprocedure;

ROLLBACK;

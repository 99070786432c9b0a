-- Verify motcua:catalogues on pg

BEGIN;

SELECT arrival, code, valid_from, valid_to FROM motcua.staging_procedure WHERE false;
SELECT arrival, code, parent FROM motcua.staging_office WHERE false;
SELECT arrival, raw, source, office FROM motcua.staging_office_alias WHERE false;
SELECT arrival, raw, source, procedure FROM motcua.staging_procedure_alias WHERE false;
SELECT arrival, old_office, new_office, on_day, share_percent FROM motcua.staging_office_succession WHERE false;
SELECT arrival, code, office, due_at FROM motcua.staging_feedback WHERE false;
SELECT 'motcua.merge_procedures(bigint)'::regprocedure, 'motcua.merge_offices(bigint)'::regprocedure,
       'motcua.merge_office_aliases(bigint)'::regprocedure, 'motcua.merge_procedure_aliases(bigint)'::regprocedure,
       'motcua.merge_office_successions(bigint)'::regprocedure,
       'motcua.merge_feedback(bigint)'::regprocedure;

ROLLBACK;

-- Verify motcua:procedures on pg

BEGIN;

SELECT code, name, field, online_level, full_eligible, has_fee, online_payment, paper_result, valid_from, valid_to, verified, marks
FROM motcua.procedure WHERE false;
SELECT source, raw, procedure FROM motcua.procedure_alias WHERE false;
SELECT 'motcua.create_procedures(text[])'::regprocedure;

ROLLBACK;

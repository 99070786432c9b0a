-- Revert motcua:catalogues from pg

BEGIN;

DROP FUNCTION motcua.import_staged(text);
DROP FUNCTION motcua.unknown_names(text, jsonb, jsonb);
DROP FUNCTION motcua.merge_feedback(bigint);
DROP FUNCTION motcua.refresh_feedback_due();
DROP FUNCTION motcua.merge_office_successions(bigint);
DROP FUNCTION motcua.merge_procedure_aliases(bigint);
DROP FUNCTION motcua.merge_office_aliases(bigint);
DROP FUNCTION motcua.merge_aliases(bigint, text);
DROP FUNCTION motcua.apply_procedure_aliases(bigint);
DROP FUNCTION motcua.apply_office_aliases(bigint);
DROP FUNCTION motcua.merge_offices(bigint);
DROP FUNCTION motcua.refuse_offices(bigint);
DROP FUNCTION motcua.refused_offices(date);
DROP FUNCTION motcua.merge_procedures(bigint);
DROP FUNCTION motcua.validity(timestamptz, timestamptz, date, date);
DROP FUNCTION motcua.count_merged(bigint, bigint, bigint, bigint, bigint);
DROP TABLE motcua.staging_feedback;
DROP TABLE motcua.staging_office_succession;
DROP TABLE motcua.staging_procedure_alias;
DROP TABLE motcua.staging_office_alias;
DROP TABLE motcua.staging_office;
DROP TABLE motcua.staging_procedure;

COMMIT;

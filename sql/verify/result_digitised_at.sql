-- Verify motcua:result_digitised_at on pg

BEGIN;

SELECT result_digitised_at FROM motcua.dossier WHERE false;
SELECT result_digitised_at FROM motcua.dossier_version WHERE false;
SELECT result_digitised_at FROM motcua.dossier_history WHERE false;
SELECT result_digitised_at FROM motcua.staging_dossier WHERE false;
SELECT 1 / has_column_privilege('motcua_ingest', 'motcua.dossier', 'result_digitised_at', 'UPDATE')::int;
SELECT has_function_privilege('motcua.field_text(text)', 'execute');
SELECT field, text_vi FROM motcua.field_label WHERE false;
SELECT 1 / (motcua.field_text('result_digitised_at') = 'ngày số hóa kết quả')::int;

ROLLBACK;

-- Verify motcua:terms on pg

BEGIN;

SELECT measure FROM motcua.rate WHERE false;
SELECT profile, rate FROM stats.rules WHERE false;
SELECT profile, rate FROM motcua.current_rule WHERE false;
SELECT has_function_privilege('motcua.check_criterion()', 'execute');
SELECT has_function_privilege('motcua.term_cells(date, date, text, text, date, bigint, text[], boolean)', 'execute');
SELECT has_function_privilege('motcua.offices_asked(text, text, date)', 'execute');
SELECT has_function_privilege('motcua.term_rates(date, date, text, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('motcua.terms_of(date, date, text, boolean, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('motcua.rates_of(text[], text[], bigint[])', 'execute');
SELECT has_function_privilege('motcua.rate_of_offices(text, text, date, date, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('motcua.term_reason(motcua.dossier)', 'execute');
SELECT has_function_privilege('stats.dossiers(text, date, date, text, text, text, text, date, bigint)', 'execute');
SELECT * FROM motcua.term_rates('2024-01-01', '2024-01-01', 'report');
SELECT * FROM stats.terms('2024-01-01', '2024-01-01');
SELECT * FROM stats.procedure_terms('2024-01-01', '2024-01-01');
SELECT has_function_privilege('stats.terms(date, date, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.procedure_terms(date, date, text, text, text, date, bigint)', 'execute');

ROLLBACK;

-- Verify motcua:published on pg

BEGIN;

SELECT heading, meaning FROM motcua.published_heading WHERE false;
SELECT label, figure, is_rate FROM motcua.published_label WHERE false;
SELECT name, figure, is_rate, is_own FROM motcua.figure_name WHERE false;
SELECT has_function_privilege('motcua.bare_name(text)', 'execute');
SELECT has_function_privilege('motcua.figure_words(text)', 'execute');
SELECT has_function_privilege('motcua.meant_figures(text[])', 'execute');
SELECT has_function_privilege('motcua.figures_like(text)', 'execute');
SELECT has_function_privilege('motcua.meant_offices(text[], date, date)', 'execute');
SELECT has_function_privilege('motcua.published_number(text, boolean)', 'execute');
SELECT has_function_privilege('motcua.published_lines(jsonb)', 'execute');

ROLLBACK;

-- Revert motcua:forms from pg

BEGIN;

DROP FUNCTION stats.scored(date, date, text, text, text, text, date, bigint);
DROP FUNCTION stats.appendix_1(date, date, text, text, text, date, bigint);
DROP FUNCTION stats.form_07a(date, date, text, text, text, date, bigint);
DROP FUNCTION stats.form_06b(date, date, text, text, text, date, bigint);
DROP FUNCTION stats.form_06a(date, date, text, text, text, date, bigint);
DROP FUNCTION motcua.offices_of_form(text, date, text, date);
DROP FUNCTION motcua.fraction_text(bigint, bigint);
DROP FUNCTION motcua.form_cells(date, date, text, text, date, bigint);

COMMIT;

-- Revert motcua:published from pg

BEGIN;

DROP FUNCTION motcua.published_lines(jsonb);
DROP FUNCTION motcua.published_number(text, boolean);
DROP FUNCTION motcua.meant_offices(text[], date, date);
DROP FUNCTION motcua.meant_figures(text[]);
DROP FUNCTION motcua.figures_like(text);
DROP VIEW motcua.figure_name;
DROP FUNCTION motcua.figure_words(text);
DROP TABLE motcua.published_label;
DROP TABLE motcua.published_heading;
DROP FUNCTION motcua.bare_name(text);

COMMIT;

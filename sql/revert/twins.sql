-- Revert motcua:twins from pg

BEGIN;

DROP FUNCTION motcua.set_precedence(bigint, integer);
DROP TRIGGER settle_deleted ON motcua.feedback;
DROP TRIGGER settle_deleted ON motcua.dossier;
DROP FUNCTION motcua.settle_deleted();
DROP FUNCTION motcua.settle_feedback(text[], bigint);
DROP FUNCTION motcua.settle_dossiers(text[], bigint);
DROP FUNCTION motcua.told_elsewhere(text, text[]);
DROP FUNCTION motcua.dossier_sources();
DROP FUNCTION motcua.counting_source(text[], timestamptz[]);
DROP FUNCTION motcua.precedence_of(text);
DROP TABLE motcua.source_precedence;

COMMIT;

-- Verify motcua:feedback on pg

BEGIN;

SELECT source, code, office, received_at, due_at, answered_at, published_at, status, class, answered_on, timeliness
FROM motcua.feedback WHERE false;

ROLLBACK;

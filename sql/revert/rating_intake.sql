-- Revert motcua:rating_intake from pg

BEGIN;

DROP FUNCTION motcua.merge_ratings(bigint);
DROP FUNCTION motcua.skip_ratings(text, bigint);
DROP FUNCTION motcua.drop_older_ratings();
DROP FUNCTION motcua.handling_offices(text[]);
DROP TABLE motcua.staging_rating;

COMMIT;

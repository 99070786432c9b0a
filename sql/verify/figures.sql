-- Verify motcua:figures on pg

BEGIN;

SELECT * FROM stats.counts('2024-01-01', '2024-01-01');
SELECT * FROM stats.rates('2024-01-01', '2024-01-01', 'report');
SELECT * FROM stats.points('2024-01-01', '2024-01-01', 'gia-nghia-2023');
SELECT * FROM stats.dossiers('late', '2024-01-01', '2024-01-01');
-- A name that is a rate and a bucket would make stats.dossiers ambiguous.
SELECT 1 / (count(*) = 0)::int FROM motcua.rate JOIN motcua.bucket ON bucket = rate;

ROLLBACK;

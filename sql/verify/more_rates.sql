-- Verify motcua:more_rates on pg

BEGIN;

SELECT profile, position, text_en, text_vi, reason_en, reason_vi, legal_source FROM motcua.missing_rate WHERE false;
SELECT 1 / (count(*) >= 26)::int FROM motcua.rate WHERE profile = 'report';
SELECT 1 / (count(*) >= 8)::int FROM motcua.rate WHERE profile = 'decree224';
SELECT 1 / (count(*) = 1)::int FROM motcua.term WHERE profile = 'qd766' AND bucket = 'feedback_in_time' AND in_numerator AND in_denominator;

ROLLBACK;

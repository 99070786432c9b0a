-- Verify motcua:readings on pg

BEGIN;

SELECT departure, weight, text_en, text_vi FROM motcua.departure WHERE false;
SELECT profile, variant, figure, is_rate, position, begins_with, is_rest, if_empty, text_en, text_vi, legal_source FROM motcua.reading WHERE false;
SELECT profile, variant, figure, is_rate, bucket, numerator, denominator FROM motcua.reading_term WHERE false;
SELECT profile, variant, figure, is_rate, bucket, numerator, denominator FROM motcua.reading_part WHERE false;
SELECT profile, variant, figure, is_rate, position, is_rest, if_empty, text_en, text_vi, legal_source FROM motcua.reading_rule WHERE false;

ROLLBACK;

-- Verify motcua:marks on pg

BEGIN;

SELECT 1 / (motcua.mark('received') = 1 AND motcua.mark('received', false) = 0 AND motcua.mark('no such mark') IS NULL)::int;
SELECT 1 / (motcua.marks('closed', 'pending') = 12 AND motcua.marks('closed', 'no such mark') IS NULL AND motcua.has_mark(12, 'closed'))::int;
-- Every mark has its meaning: the bits are all those from the first to the last.
SELECT 1 / (bit_or(motcua.mark(mark)) = (1::bigint << count(*)::integer) - 1)::int FROM motcua.mark_meaning;
SELECT mark, text_en, text_vi FROM motcua.mark_meaning WHERE false;
SELECT has_function_privilege('motcua.mark(text, boolean)', 'execute');
SELECT has_function_privilege('motcua.marks(text[])', 'execute');
SELECT has_function_privilege('motcua.entry_marks()', 'execute');
SELECT has_function_privilege('motcua.has_mark(bigint, text)', 'execute');

ROLLBACK;

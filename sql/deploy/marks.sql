-- Deploy motcua:marks to pg
-- requires: schema

BEGIN;

-- motcua.dossier stores these bits: a new mark goes to the end, and none is moved or taken out.
CREATE OR REPLACE FUNCTION motcua.mark(name text, holds boolean DEFAULT true) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN holds THEN 1::bigint << array_position('{
        received,carried_in,closed,pending,feedback_answered,feedback_overdue,procedure,
        direct,online,postal,none,partial,full,resolved,withdrawn,returned,
        early,on_day,on_day_after_hour,late,no_due,in_time,overdue,
        components_digitised,components_reused,components_from_store,fee,paid_online,result_digitised,result_stored,
        paper_result,electronic_result,late_first,apology_due,apology,apology_in_time,paused,
        full_eligible,has_fee,online_payment}'::text[], name) - 1 ELSE 0 END;
COMMENT ON FUNCTION motcua.mark(text, boolean) IS 'Bit of a mark: something that is true of a dossier, feedback or procedure in a period; 0 when it '
    'does not hold, null for a name that is no mark. VI: Bit của một dấu hiệu của hồ sơ, phản ánh hoặc thủ tục trong kỳ.';

CREATE OR REPLACE FUNCTION motcua.marks(VARIADIC names text[]) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
    RETURN (SELECT CASE WHEN bool_and(motcua.mark(n) IS NOT NULL) IS NOT FALSE THEN coalesce(bit_or(motcua.mark(n)), 0) END FROM unnest(names) AS n);
COMMENT ON FUNCTION motcua.marks(text[]) IS 'Bits of several marks; null when a name is no mark. VI: Các bit của nhiều dấu hiệu.';

CREATE OR REPLACE FUNCTION motcua.entry_marks() RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN motcua.marks('received', 'carried_in', 'direct', 'online', 'postal', 'none', 'partial', 'full', 'components_digitised',
        'components_reused',
                        'components_from_store', 'fee', 'paid_online', 'electronic_result', 'procedure', 'full_eligible', 'has_fee',
                            'online_payment');
COMMENT ON FUNCTION motcua.entry_marks() IS 'Bits that tell how a dossier came into a period, or what a procedure is; all others tell what became of '
    'it. VI: Các dấu hiệu lúc hồ sơ vào kỳ; các dấu hiệu khác cho biết kết quả.';

CREATE OR REPLACE FUNCTION motcua.has_mark(marks bigint, name text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN marks & motcua.mark(name) <> 0;
COMMENT ON FUNCTION motcua.has_mark(bigint, text) IS 'Whether a mark is among these bits. VI: Dấu hiệu có trong các bit này hay không.';

COMMIT;

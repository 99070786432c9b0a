-- Included by tests: short ways to write dossiers. Times are local.
SET LOCAL timezone = 'Asia/Ho_Chi_Minh';
SET LOCAL datestyle = 'ISO';

INSERT INTO motcua.office (code, name) VALUES ('H01', 'Office');

CREATE FUNCTION pg_temp.add(code text, status integer, received text, due text DEFAULT NULL, finished text DEFAULT NULL, returned text DEFAULT NULL) RETURNS void
    LANGUAGE sql
AS $$
    INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, due_at_first, finished_at, returned_at)
    VALUES ('s', code, 'H01', 'H01', status, received::timestamptz, due::timestamptz, due::timestamptz, finished::timestamptz, returned::timestamptz)
$$;

-- All buckets of each dossier, in one line, in the order of the alphabet.
CREATE FUNCTION pg_temp.buckets_of(period_from date, period_to date) RETURNS TABLE (code text, buckets text)
    LANGUAGE sql
AS $$
    SELECT d.code, string_agg(b.bucket, ' ' ORDER BY b.bucket)
    FROM motcua.bucket AS b CROSS JOIN LATERAL stats.dossiers(b.bucket, period_from, period_to) AS d
    WHERE b.event <> 'procedure'
    GROUP BY d.code
$$;

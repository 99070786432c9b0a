-- Fills motcua.dossier as years of nights would: each night new dossiers come in, and those that are closed that day
-- are updated, so that rows lie where updates have put them. psql -v first_day=2021-01-01 -v days=1826 -v per_day=2738

SET search_path = pg_catalog;
SET synchronous_commit = off;
SET jit = off;

INSERT INTO motcua.office (code, name, level, parent) VALUES ('H48', 'UBND tỉnh', 'province', NULL) ON CONFLICT DO NOTHING;
INSERT INTO motcua.office (code, name, level, parent)
SELECT 'H48.' || 20 + n, 'UBND huyện ' || n, 'district', 'H48' FROM generate_series(0, 18) AS n ON CONFLICT DO NOTHING;
INSERT INTO motcua.office (code, name, level, parent)
SELECT 'H48.' || 20 + n % 19 || '.' || 20 + n / 19, 'UBND xã ' || n, 'commune', 'H48.' || 20 + n % 19 FROM generate_series(0, 179) AS n ON CONFLICT DO NOTHING;
INSERT INTO motcua.procedure (code, name, field, online_level, full_eligible, has_fee, online_payment, paper_result)
SELECT '1.' || lpad(n::text, 6, '0'), 'Thủ tục ' || n, 'Lĩnh vực ' || n % 20,
       (ARRAY['none', 'partial', 'full'])[1 + n % 3]::motcua.online_level, n % 3 > 0, n % 2 = 0, n % 4 = 0, n % 5 > 0
FROM generate_series(1, 300) AS n ON CONFLICT DO NOTHING;

-- A number that looks random and is the same for the same dossier and question.
CREATE FUNCTION pg_temp.chance(code text, question integer, below integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    RETURN abs(hashtextextended(code, question) % below)::integer;

-- Nine of ten are closed by their due day, one in thirty late, one in 500 is forgotten.
CREATE FUNCTION pg_temp.closing_day(code text, received_on date, due_on date) RETURNS date
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN pg_temp.chance(code, 1, 500) = 0 THEN NULL
                WHEN pg_temp.chance(code, 2, 30) = 0 THEN due_on + 1 + pg_temp.chance(code, 3, 20)
                ELSE greatest(due_on - pg_temp.chance(code, 4, 5), received_on) END;

CREATE PROCEDURE pg_temp.live(first_day date, days integer, per_day integer)
    LANGUAGE plpgsql
AS $$
DECLARE
    today date;
    tonight timestamptz;
BEGIN
    FOR night IN 0 .. days - 1 LOOP
        today := first_day + night;
        tonight := today::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
        INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, procedure, channel, status, submitted_at, received_at,
            due_at, due_at_first, source_updated_at, fee, components_total, components_digitised, first_run_id, last_run_id, record_hash)
        SELECT 'bench', d.code, o.code, o.code, '1.' || lpad((1 + pg_temp.chance(d.code, 5, 300))::text, 6, '0'),
               CASE WHEN pg_temp.chance(d.code, 6, 10) < 7 THEN 'online' ELSE 'direct' END::motcua.channel, 4,
               d.received_at, d.received_at, d.due_at, d.due_at, d.received_at, pg_temp.chance(d.code, 7, 2) * 50000, 3, pg_temp.chance(d.code, 8, 4),
               night, night, md5(d.code)::uuid
        FROM generate_series(1, per_day) AS n
        CROSS JOIN LATERAL (SELECT 20 + n % 19 AS district, 20 + n / 19 % 9 AS commune) AS p
        CROSS JOIN LATERAL (SELECT format('H48.%s.%s', p.district, p.commune) AS code) AS o
        CROSS JOIN LATERAL (
            SELECT format('%s-%s-%s', o.code, to_char(today, 'YYMMDD'), lpad(n::text, 7, '0')) AS code) AS c
        CROSS JOIN LATERAL (
            SELECT c.code, tonight + interval '8 hours' + interval '1 second' * pg_temp.chance(c.code, 9, 32000) AS received_at,
                   tonight + interval '1 day' * (1 + pg_temp.chance(c.code, 10, 20)) + interval '17 hours' AS due_at) AS d;
        UPDATE motcua.dossier AS d
        SET status = 10, finished_at = least(tonight + interval '16 hours', d.due_at + interval '30 days'), returned_at = tonight + interval '16 hours 30 minutes',
            source_updated_at = tonight + interval '17 hours', result_digitised = pg_temp.chance(d.code, 11, 10) < 8,
            apology_at = CASE WHEN today > d.due_on THEN tonight END, last_run_id = night, record_hash = md5('x' || d.code)::uuid
        WHERE d.outcome IS NULL AND d.received_on IS NOT NULL AND pg_temp.closing_day(d.code, d.received_on, d.due_on) = today;
        COMMIT;
    END LOOP;
END;
$$;

CALL pg_temp.live(:'first_day', :days, :per_day);

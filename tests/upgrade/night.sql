-- One night of a source: psql -v night=N. Written for the first release; a later one must still take it, so it names what it fills.
-- Each night brings 300 dossiers, most of them known, of which every third has moved on.
SET motcua.today = '2024-07-15';
SET timezone = 'Asia/Ho_Chi_Minh';
BEGIN;
SELECT motcua.begin_run('ingest', 'upgrade', true) AS run \gset

INSERT INTO motcua.staging_procedure (code, name, online_level, has_fee, paper_result)
SELECT 'P' || p, 'Procedure ' || p, ('{none,partial,full}'::motcua.online_level[])[p], p > 1, p < 3 FROM generate_series(1, 3) AS p;
SELECT motcua.merge_procedures(:run) \g /dev/null

INSERT INTO motcua.staging_dossier (code, receiving_office, handling_office, office_name, procedure, channel, online_level, status, submitted_at, received_at, due_at,
    finished_at, returned_at, apology_at, source_updated_at, fee, components_total, components_digitised, components_reused, components_from_store,
    result_digitised, result_stored, paid_online, erroneous, record_hash)
SELECT 'D' || i, 'H48.23.' || 1 + b % 3, 'H48.23.' || 1 + a % 3, 'Office ' || 1 + a % 3, 'P' || 1 + c % 3, ('{direct,online,postal}'::motcua.channel[])[1 + d % 3],
    ('{none,partial,full}'::motcua.online_level[])[1 + e % 4], 1 + a % 10, t.received, t.received, t.received + (b % 20) * interval '1 day',
    CASE WHEN a % 4 > 0 THEN t.received + (d % 30) * interval '1 day' END, CASE WHEN b % 4 > 0 THEN t.received + (d % 32) * interval '1 day' END,
    CASE WHEN c % 9 = 0 THEN t.received + (c % 20) * interval '1 day' END, date '2024-07-01' + v.n, e % 3 * 1000, 3, a % 3, b % 3, c % 2,
    d % 2 = 0, e % 2 = 0, a % 3 = 0, b % 7 = 0, md5(i || ' ' || v.n)::uuid
FROM generate_series(1 + 20 * :night, 300 + 20 * :night) AS i
CROSS JOIN LATERAL (SELECT :night - ((i + :night) % 3 > 0)::integer AS n) AS v
CROSS JOIN LATERAL (SELECT abs(hashint4(i * 100 + v.n * 10 + 1)) AS a, abs(hashint4(i * 100 + v.n * 10 + 2)) AS b, abs(hashint4(i * 100 + v.n * 10 + 3)) AS c,
                           abs(hashint4(i * 100 + v.n * 10 + 4)) AS d, abs(hashint4(i * 100 + v.n * 10 + 5)) AS e) AS r
CROSS JOIN LATERAL (SELECT timestamptz '2024-03-01 08:00+07' + i % 110 * interval '1 day' + i % 9 * interval '1 hour' AS received) AS t;
-- Every night the source deletes one.
INSERT INTO motcua.staging_dossier (code, source_updated_at, skipped) VALUES ('D' || 100 + :night, date '2024-07-02' + :night, true);
SELECT motcua.merge_dossiers(:run) \g /dev/null

-- Nothing is kept of what feedback was like before, so the third night brings nothing new.
INSERT INTO motcua.staging_feedback (code, office, received_at, due_at, answered_at, source_updated_at)
SELECT 'F' || i, 'H48.23.' || 1 + i % 3, date '2024-05-01' + i, date '2024-05-20' + i, CASE WHEN i % 4 < least(:night, 2) THEN date '2024-05-15' + 2 * i END,
       date '2024-07-01' + least(:night, 2)
FROM generate_series(1, 20) AS i;
SELECT motcua.merge_feedback(:run) \g /dev/null
SELECT motcua.finish_run(:run, date '2024-07-01' + :night) \g /dev/null
COMMIT;

BEGIN;
SELECT motcua.begin_run('stats', NULL, false) AS run \gset
SELECT stats.take_snapshot(:run, '01-01') \g /dev/null
SELECT to_regprocedure('stats.raise_alerts(bigint, numeric, text)') IS NOT NULL AS is_first_release \gset
\if :is_first_release
SELECT stats.raise_alerts(:run, 3, '01-01') \g /dev/null
\else
SELECT motcua.update_alerts(:run, 'report', 3, 2.5, '{3,5,10}', 20, 5, '01-01') \g /dev/null
\endif
SELECT motcua.close_run(:run) \g /dev/null
COMMIT;

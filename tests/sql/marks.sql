-- Channels, digitisation, payment, letters: what is asked of a dossier beyond its dates.
BEGIN;
SELECT plan(8);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

INSERT INTO motcua.procedure (code, online_level, paper_result) VALUES
    ('full', 'full', NULL), ('partial', 'partial', true), ('no paper', NULL, false);

-- $1: code, $2: column and value pairs that differ from a plain dossier resolved early in March 2024.
CREATE FUNCTION pg_temp.marked(code text, change jsonb) RETURNS void
    LANGUAGE sql
AS $$
    INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, due_at_first, finished_at, apology_at,
                                channel, procedure, online_level, components_total, components_digitised, components_reused, components_from_store,
                                result_digitised, result_stored, fee, paid_online, erroneous)
    SELECT 's', marked.code, 'H01', 'H01', d.status, d.received_at, d.due_at, d.due_at_first, d.finished_at, d.apology_at,
           d.channel, d.procedure, d.online_level, d.components_total, d.components_digitised, d.components_reused, d.components_from_store,
           d.result_digitised, d.result_stored, d.fee, d.paid_online, d.erroneous
    FROM jsonb_populate_record(NULL::motcua.dossier, '{"status": 9, "received_at": "2024-03-05 09:00", "due_at": "2024-03-20 17:00", "due_at_first": "2024-03-20 17:00",
        "finished_at": "2024-03-12 10:00", "channel": "direct", "components_total": 2, "components_digitised": 0, "components_reused": 0, "components_from_store": 0,
        "result_digitised": false, "result_stored": false, "fee": 0, "paid_online": false, "erroneous": false}'::jsonb || change) AS d
$$;
SELECT pg_temp.marked(m.code, m.change::jsonb) FROM (VALUES
    ('plain', '{}'),
    ('online', '{"channel": "online"}'),
    ('postal', '{"channel": "postal"}'),
    ('one document digitised', '{"components_digitised": 1}'),
    ('reused', '{"components_reused": 1}'),
    ('from the store', '{"components_from_store": 1}'),
    ('result', '{"result_digitised": true}'),
    ('result filed', '{"result_digitised": true, "result_stored": true}'),
    ('both', '{"components_digitised": 2, "result_digitised": true}'),
    ('documents, no paper', '{"components_digitised": 2, "procedure": "no paper"}'),
    ('result, no paper', '{"result_digitised": true, "procedure": "no paper"}'),
    ('fee', '{"fee": 1000}'),
    ('fee paid online', '{"fee": 1000, "paid_online": true}'),
    ('no fee paid online', '{"paid_online": true}'),
    ('full by catalogue', '{"procedure": "full"}'),
    ('full by catalogue, online', '{"procedure": "full", "channel": "online"}'),
    ('partial by itself', '{"procedure": "full", "online_level": "partial", "channel": "online"}'),
    ('full by itself, online', '{"procedure": "partial", "online_level": "full", "channel": "online"}')
) AS m (code, change) \g /dev/null

-- What every dossier above has is left out.
CREATE TEMPORARY VIEW seen AS
    SELECT code, array_to_string(array_remove(array_remove(array_remove(array_remove(array_remove(string_to_array(buckets, ' '), 'received'),
               'received_direct'), 'resolved'), 'resolved_early'), 'resolved_paper_result'), ' ') AS buckets
    FROM pg_temp.buckets_of('2024-03-01', '2024-03-31');
SELECT set_eq('SELECT code, buckets FROM seen', $$ VALUES
    ('plain', ''),
    ('online', 'received_online'),
    ('postal', 'received_postal'),
    ('one document digitised', 'received_components_digitised'),
    ('reused', 'received_components_reused'),
    ('from the store', 'received_components_from_store received_from_store_or_result'),
    ('result', 'received_from_store_or_result resolved_paper_result_digitised resolved_result_digitised'),
    ('result filed', 'received_from_store_or_result resolved_paper_result_digitised resolved_result_digitised resolved_result_stored'),
    ('both', 'received_components_digitised received_digitised received_from_store_or_result resolved_paper_result_digitised resolved_result_digitised'),
    ('documents, no paper', 'received_components_digitised received_digitised'),
    ('result, no paper', 'received_from_store_or_result resolved_result_digitised'),
    ('fee', 'received_fee'),
    ('fee paid online', 'received_fee received_fee_paid_online'),
    ('no fee paid online', ''),
    ('full by catalogue', 'received_full'),
    ('full by catalogue, online', 'received_full received_full_online received_online'),
    ('partial by itself', 'received_online'),
    ('full by itself, online', 'received_full received_full_online received_online')
$$, 'every mark is counted where it belongs');
SELECT set_eq(
    $$ SELECT code FROM stats.dossiers('received_direct', '2024-03-01', '2024-03-31') $$,
    $$ SELECT code FROM motcua.dossier WHERE channel = 'direct' $$, 'the counter is what is neither online nor postal');
SELECT set_eq(
    $$ SELECT code FROM stats.dossiers('resolved_paper_result', '2024-03-01', '2024-03-31') $$,
    $$ SELECT code FROM motcua.dossier WHERE procedure IS DISTINCT FROM 'no paper' $$, 'an unknown procedure gives a paper result');

-- Letters: due for what is late, overdue or erroneous; in time a day before the first appointment.
DELETE FROM motcua.dossier;
SELECT pg_temp.marked(m.code, m.change::jsonb) FROM (VALUES
    ('early', '{"apology_at": "2024-03-10 09:00"}'),
    ('erroneous', '{"erroneous": true}'),
    ('erroneous, letter', '{"erroneous": true, "apology_at": "2024-03-10 09:00"}'),
    ('late', '{"finished_at": "2024-03-21 09:00"}'),
    ('late, letter the day before', '{"finished_at": "2024-03-21 09:00", "apology_at": "2024-03-19 23:59:59"}'),
    ('late, letter on the day', '{"finished_at": "2024-03-21 09:00", "apology_at": "2024-03-20 00:00:00"}'),
    ('late, letter in time for the second appointment only', '{"finished_at": "2024-03-28 09:00", "due_at": "2024-03-26 17:00", "apology_at": "2024-03-21 09:00"}'),
    ('late at first, in time for the second appointment', '{"finished_at": "2024-03-26 09:00", "due_at": "2024-03-26 17:00", "apology_at": "2024-03-19 09:00"}'),
    ('open, in time', '{"status": 4, "due_at": "2024-04-01 00:00"}'),
    ('open, overdue', '{"status": 4, "due_at": "2024-03-31 00:00"}'),
    ('open, overdue, letter', '{"status": 4, "apology_at": "2024-03-19 09:00"}'),
    ('open, in time, erroneous', '{"status": 4, "due_at": "2024-04-01 00:00", "due_at_first": "2024-04-01 00:00", "erroneous": true, "apology_at": "2024-03-31 09:00"}'),
    ('open, no due date, erroneous', '{"status": 4, "due_at": null, "due_at_first": null, "erroneous": true, "apology_at": "2024-03-31 09:00"}'),
    ('closed later, letter', '{"finished_at": "2024-04-10 09:00", "apology_at": "2024-03-20 09:00"}')
) AS m (code, change) \g /dev/null
CREATE TEMPORARY VIEW letters AS
    SELECT code, (SELECT string_agg(b, ' ') FROM regexp_split_to_table(buckets, ' ') AS b WHERE b LIKE '%apology%') AS buckets
    FROM pg_temp.buckets_of('2024-03-01', '2024-03-31');
SELECT set_eq('SELECT code, buckets FROM letters WHERE buckets IS NOT NULL', $$ VALUES
    ('erroneous', 'resolved_apology_due'),
    ('erroneous, letter', 'resolved_apology resolved_apology_due resolved_apology_in_time'),
    ('late', 'resolved_apology_due'),
    ('late, letter the day before', 'resolved_apology resolved_apology_due resolved_apology_in_time'),
    ('late, letter on the day', 'resolved_apology resolved_apology_due'),
    ('late, letter in time for the second appointment only', 'resolved_apology resolved_apology_due'),
    ('open, overdue', 'pending_apology_due'),
    ('open, overdue, letter', 'pending_apology pending_apology_due pending_apology_in_time'),
    ('open, in time, erroneous', 'pending_apology pending_apology_due pending_apology_in_time'),
    ('open, no due date, erroneous', 'pending_apology pending_apology_due'),
    ('closed later, letter', 'pending_apology pending_apology_due')
$$, 'letters that are owed, written, and in time');
SELECT set_eq(
    $$ SELECT code FROM stats.dossiers('late_first', '2024-03-01', '2024-03-31') $$,
    $$ VALUES ('late'), ('late, letter the day before'), ('late, letter on the day'), ('late, letter in time for the second appointment only'),
              ('late at first, in time for the second appointment') $$, 'late against the first appointment');
-- Resolved: 4 letters of 6, 2 in time. Open: 4 of 5, 2 in time.
SELECT results_eq(
    $$ SELECT rate, numerator, denominator, percent FROM stats.rates('2024-03-01', '2024-03-31') WHERE rate LIKE 'apology%' ORDER BY rate $$,
    $$ VALUES ('apology', 8::bigint, 11::bigint, 72.73), ('apology_in_time', 4, 11, 36.36) $$, 'rates of letters: 8 and 4 of 11');

SELECT throws_ok($$ INSERT INTO motcua.bucket (bucket, event, marks, text_en, text_vi) VALUES ('b', 'received', '{scanned}', 'e', 'v') $$,
                 23514, 'bucket b asks for a mark that there is not: {scanned}', 'a bucket asks for marks that there are');
SELECT throws_ok($$ INSERT INTO motcua.bucket (bucket, event, marks, text_en, text_vi) VALUES ('b', 'received', '{late_first}', 'e', 'v') $$,
                 23514, 'bucket b asks both how a dossier came in and what became of it', 'of one side');

SELECT * FROM finish();
ROLLBACK;

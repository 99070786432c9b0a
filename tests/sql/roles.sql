-- Who may do what. What a role may not do is asked of the catalogue, so that a new table is not forgotten.
BEGIN;
SELECT plan(31);
\ir include/batch.sql
-- Names with their schema, whatever the database puts on the path.
SET LOCAL search_path = public;

CREATE TEMPORARY VIEW ours AS
    SELECT c.oid, c.oid::regclass::text AS name, c.relkind FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('motcua', 'stats') AND c.relkind IN ('r', 'p', 'v', 'm', 'f');
CREATE FUNCTION pg_temp.may(role name, privileges text) RETURNS SETOF text
    LANGUAGE sql
AS $$
    SELECT name FROM ours, regexp_split_to_table(privileges, ',') AS p
    WHERE CASE WHEN p IN ('DELETE', 'TRUNCATE', 'TRIGGER') THEN has_table_privilege(role, oid, p) ELSE has_any_column_privilege(role, oid, p) END
$$;

-- Analysts read, and write nothing.
SELECT is_empty($$ SELECT pg_temp.may('motcua_analyst', 'INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER') $$, 'an analyst writes no table');
SELECT is_empty($$ SELECT t FROM pg_temp.may('motcua_analyst', 'SELECT') AS t WHERE t LIKE 'motcua.staging\_%' $$, 'staging is the business of ingest');
SELECT is_empty($$ SELECT pg_temp.may('public', p) FROM unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS p $$, 'anybody else neither reads nor writes');
SELECT set_eq($$ SELECT name FROM ours WHERE name NOT LIKE 'motcua.staging\_%' EXCEPT SELECT pg_temp.may('motcua_analyst', 'SELECT') $$, $$ VALUES ('motcua.outbox'), ('motcua.outbox_item'), ('motcua.reject'), ('motcua.read_file'), ('motcua.open_reject'), ('motcua.unkept_rejects'), ('motcua.ingest_lock'), ('motcua.stats_lock') $$,
    'an analyst reads everything but addresses, rejected records and what is the business of ingest');
SELECT set_eq($$ SELECT p.oid::regprocedure::text FROM pg_proc AS p WHERE p.pronamespace = 'stats'::regnamespace AND NOT has_function_privilege('motcua_analyst', p.oid, 'EXECUTE') $$,
    $$ VALUES ('stats.take_snapshot(bigint,text)') $$, 'an analyst calls every function that only computes');
SELECT is_empty($$ SELECT p.oid::regprocedure FROM pg_proc AS p WHERE p.pronamespace IN ('motcua'::regnamespace, 'stats'::regnamespace) AND has_function_privilege('public', p.oid, 'EXECUTE') $$,
    'anybody else calls none');
SELECT is_empty($$ SELECT r FROM unnest('{motcua_ingest,motcua_stats,motcua_analyst,public}'::name[]) AS r, unnest('{motcua,stats}'::text[]) AS s WHERE has_schema_privilege(r, s, 'CREATE') $$,
    'nobody makes objects in our schemas');
SELECT is_empty($$ SELECT rolname FROM pg_roles WHERE rolname LIKE 'motcua%' AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls) $$, 'the roles have no powers of their own');
SELECT results_eq($$ SELECT rolname FROM pg_roles WHERE rolname LIKE 'motcua%' AND rolcanlogin $$, ARRAY['motcua_analyst'::name], 'only analysts connect as their role');
SELECT is_empty($$ SELECT p.oid::regprocedure FROM pg_proc AS p WHERE p.pronamespace IN ('motcua'::regnamespace, 'stats'::regnamespace) AND p.prosecdef AND p.proname NOT IN ('take_back_steps', 'schema_version') $$,
    'no function lends the powers of its owner, but for those that take back what an unfinished run did and read the registry of sqitch');

-- The database itself.
SELECT is_empty('SELECT * FROM motcua.database_lack', 'the database is as deployed');
SELECT is_empty($$ SELECT r, p FROM unnest('{public,motcua_ingest,motcua_stats,motcua_analyst}'::name[]) AS r, unnest('{CREATE,TEMPORARY}'::text[]) AS p WHERE has_database_privilege(r, current_database(), p) $$,
    'nobody makes schemas or temporary tables');
SELECT is_empty($$ SELECT r, p.oid::regprocedure FROM unnest('{public,motcua_ingest,motcua_stats,motcua_analyst}'::name[]) AS r, pg_proc AS p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_open', 'lo_put', 'lo_import', 'lo_export', 'lowrite', 'lo_truncate', 'lo_unlink') AND has_function_privilege(r, p.oid, 'EXECUTE') $$,
    'or large objects');
SELECT set_eq($$ SELECT r, c.oid::regclass::text FROM unnest('{motcua_ingest,motcua_stats,motcua_analyst,public}'::name[]) AS r, pg_class AS c JOIN ours AS o USING (oid), unnest('{UPDATE,DELETE,TRUNCATE}'::text[]) AS p
    WHERE has_table_privilege(r, c.oid, p) AND c.oid::regclass::text NOT LIKE 'motcua.staging\_%' $$, $$ VALUES ('motcua_ingest'::name, 'motcua.ingest_lock'), ('motcua_stats', 'motcua.stats_lock') $$,
    'a role locks nothing but staging and the lock of its program');

-- The programs: append-only is append-only, and nothing is ever deleted.
SELECT is_empty($$ SELECT r, t FROM unnest('{motcua_ingest,motcua_stats}'::name[]) AS r, pg_temp.may(r, 'DELETE,TRUNCATE') AS t WHERE t NOT LIKE 'motcua.staging\_%' OR r <> 'motcua_ingest' $$, 'the programs delete nothing');
SELECT is_empty($$ SELECT r FROM unnest('{motcua_ingest,motcua_stats,motcua_analyst}'::name[]) AS r, pg_temp.may(r, 'UPDATE') AS t WHERE t IN ('motcua.dossier_change', 'stats.snapshot', 'stats.alert') $$,
    'nobody changes the change log, a snapshot or an alert');
SELECT is_empty($$ SELECT pg_temp.may('motcua_stats', 'INSERT,UPDATE') INTERSECT
    SELECT unnest('{motcua.dossier,motcua.dossier_change,motcua.feedback,motcua.office,motcua.procedure,motcua.term,motcua.bucket,motcua.criterion}'::text[]) $$, 'statistics changes no dossier and no rule');
SELECT is_empty($$ SELECT pg_temp.may('motcua_ingest', 'INSERT,UPDATE') INTERSECT SELECT unnest('{motcua.outbox,stats.snapshot,stats.alert,motcua.term,motcua.bucket,motcua.criterion}'::text[]) $$,
    'ingest changes no result and no rule');
SELECT is_empty($$ SELECT r FROM unnest('{motcua_ingest,motcua_analyst}'::name[]) AS r WHERE has_table_privilege(r, 'motcua.outbox', 'SELECT') $$, 'addresses are for those who write to them');

-- What it is like. pgTAP keeps its own tables, so each statement runs in a function that comes back.
CREATE FUNCTION pg_temp.try_as(role name, statement text) RETURNS text
    LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('SET LOCAL ROLE %I', role);
    EXECUTE statement;
    RESET ROLE;
    RETURN 'allowed';
EXCEPTION WHEN insufficient_privilege THEN
    RETURN 'denied';
END;
$$;

SELECT motcua.begin_run('ingest', 'test', true) AS run \gset
SELECT is(pg_temp.try_as('motcua_ingest', format($$
    SELECT motcua.begin_run('ingest', 'test', true);
    INSERT INTO motcua.staging_dossier (code, receiving_office, handling_office, office_name, procedure, procedure_name, channel, status, received_at, due_at, source_updated_at, fee,
        components_total, components_digitised, components_reused, components_from_store, result_digitised, result_stored, paid_online, erroneous)
    VALUES ('A', 'H48.23.25', 'H48.23.25', 'UBND xã Tịnh Châu', '1', 'x', 'direct', 4, '2024-03-05', '2024-03-20', '2024-03-06', 0, 0, 0, 0, 0, false, false, false, false);
    SELECT motcua.merge_dossiers(%s);
    INSERT INTO motcua.staging_dossier (code, receiving_office, handling_office, office_name, procedure, procedure_name, channel, status, received_at, due_at, source_updated_at, fee,
        components_total, components_digitised, components_reused, components_from_store, result_digitised, result_stored, paid_online, erroneous)
    VALUES ('A', 'H48.23.25', 'H48.23.25', 'UBND xã Tịnh Châu', '1', 'x', 'direct', 5, '2024-03-05', '2024-03-20', '2024-03-07', 0, 0, 0, 0, 0, false, false, false, false);
    SELECT motcua.merge_dossiers(motcua.begin_run('ingest', 'test', true));
    SELECT motcua.add_rejects(%1$s, '[{"page": 1, "record_number": 2, "field": "code", "reason": "no code", "record": {}}]');
    SELECT motcua.count_read(%1$s, 1, 100, 0, 0, 0, 1, 0), motcua.find_dossiers('test', '{A}'), motcua.hashes_ahead('test', '{A}', 1);
    SELECT motcua.finish_run(%1$s, '2024-03-07');
    SELECT * FROM motcua.watermark; SELECT * FROM motcua.reject; SELECT * FROM motcua.run $$, :run)), 'allowed', 'ingest makes a whole run');
SELECT is(pg_temp.rows_of('SELECT status FROM motcua.dossier UNION ALL SELECT count(*)::int2 FROM motcua.dossier_change'), '(5) (1)', 'and it is stored');

SELECT is(pg_temp.try_as('motcua_ingest', format($$
    INSERT INTO motcua.staging_procedure (code) VALUES ('2'); SELECT motcua.merge_procedures(%s);
    INSERT INTO motcua.staging_office (code) VALUES ('H48.23'); SELECT motcua.merge_offices(%1$s);
    INSERT INTO motcua.staging_office_alias (raw, source, office) VALUES ('H48.23.25', 'test', 'H48.23'); SELECT motcua.merge_office_aliases(%1$s);
    INSERT INTO motcua.staging_procedure_alias (raw, source, procedure) VALUES ('1', 'test', '2'); SELECT motcua.merge_procedure_aliases(%1$s);
    INSERT INTO motcua.staging_office_succession (old_office, new_office, on_day, share_percent) VALUES ('H48.23', 'H48', '2025-07-01', 100); SELECT motcua.merge_office_successions(%1$s);
    INSERT INTO motcua.staging_feedback (code, office, received_at) VALUES ('F', 'H48.23', '2024-03-05'); SELECT motcua.merge_feedback(%1$s);
    INSERT INTO motcua.staging_rating (code, office, answered_at, level) VALUES ('R', 'H48.23', '2024-03-05', 'satisfied'), ('S', 'H48.24', '2024-03-05', 'satisfied');
    SELECT motcua.handling_offices('{A}'), motcua.merge_ratings(%1$s);
    INSERT INTO motcua.staging_rating (code, office, answered_at, level) VALUES ('R', 'H48.23', '2024-03-05', 'neutral'); INSERT INTO motcua.staging_rating (code, skipped) VALUES ('S', true);
    SELECT motcua.merge_ratings(%1$s) $$, :run)), 'allowed', 'ingest merges every kind of list');

SELECT motcua.begin_run('stats', NULL, false) AS run \gset stats_
SELECT is(pg_temp.try_as('motcua_stats', format($$
    SELECT motcua.begin_run('stats', NULL, false);
    SELECT stats.take_snapshot(%s);
    INSERT INTO stats.alert (run_id, kind, office, period_from, period_to, counted_to, threshold_percent, numerator, denominator) VALUES (%1$s, 'late', 'H48', '2024-01-01', '2024-12-31', '2024-03-01', 3, 1, 1);
    SELECT * FROM motcua.update_alerts(%1$s, 'report', 3, 2.5, '{3,5}', 0, 10);
    SELECT * FROM motcua.mail_plan('[{"address": "a@thu.example", "offices": ["all"], "levels": [], "kinds": ["crossing", "pipeline", "letters", "near_due", "silent"], "days": [1], "hour": 0, "language": "vi"}]', 'report', 3, 20, 7);
    SELECT motcua.put_mail('a@thu.example', 'thu.example', 's', 't', 'h', NULL, NULL, '[{"kind": "silent", "about": "H48", "since": "2024-03-01", "level": 0}]');
    SELECT motcua.settle_mails('[]', 30, 5), motcua.fail_mail(1, 'temporary', 'x'), motcua.reopen_mails();
    SELECT * FROM motcua.mail_texts('vi'); SELECT * FROM motcua.digest_offices('{H48}', 'report', 3); SELECT * FROM motcua.digest_week('{H48}');
    UPDATE motcua.outbox SET attempts = attempts + 1, attempted_at = now();
    SELECT motcua.close_run(%1$s);
    SELECT motcua.fail_run(%1$s, 'x') $$, :stats_run)), 'allowed', 'statistics makes a whole run');
SELECT is(pg_temp.try_as('motcua_analyst', $$
    SELECT * FROM stats.counts('2024-01-01', '2024-12-31'); SELECT * FROM stats.rates('2024-01-01', '2024-12-31'); SELECT * FROM stats.points('2024-01-01', '2024-12-31');
    SELECT * FROM stats.dossiers('late', '2024-01-01', '2024-12-31'); SELECT * FROM stats.buckets('2024-01-01', '2024-12-31'); SELECT * FROM stats.integrity_flags;
    SELECT * FROM stats.snapshot; SELECT * FROM stats.alert; SELECT * FROM stats.late_offices(3); SELECT * FROM stats.period('2024-Q1');
    SELECT * FROM motcua.dossier; SELECT * FROM motcua.office_tree $$), 'allowed', 'an analyst asks everything');
SELECT is(pg_temp.try_as('motcua_analyst', s), 'denied', 'an analyst cannot: ' || s)
FROM unnest(ARRAY['SELECT * FROM motcua.outbox', 'SELECT * FROM motcua.reject', 'UPDATE motcua.dossier SET status = 9', 'SELECT stats.take_snapshot(1)', 'INSERT INTO motcua.office (code) VALUES (''X'')']) AS s;
SELECT is(pg_temp.try_as('motcua_ingest', 'DELETE FROM motcua.dossier_change'), 'denied', 'ingest cannot clean the change log');
SELECT is(pg_temp.try_as('motcua_stats', format('SELECT motcua.finish_run(%s, now())', :stats_run)), 'denied', 'statistics cannot move a watermark');

SELECT * FROM finish();
ROLLBACK;

-- Deploy motcua:grants to pg
-- requires: alerts
-- requires: ingest
-- requires: forecast
-- requires: integrity
-- requires: compare
-- requires: proof
-- requires: doubts
-- requires: ranking
-- requires: restated
-- requires: catalogues
-- requires: rejects
-- requires: drift
-- requires: dashboards
-- requires: renames

BEGIN;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA motcua, stats FROM PUBLIC;
GRANT USAGE ON SCHEMA motcua, stats TO motcua_ingest, motcua_stats, motcua_analyst;

-- Everyone reads what holds no address and no masked record; computing a figure writes nothing.
GRANT SELECT ON motcua.calendar_day, motcua.integrity_check, motcua.moved_due, motcua.change_flags, motcua.term_part, stats.rules,
    motcua.office, motcua.office_alias, motcua.office_succession, motcua.office_tree, motcua.procedure, motcua.procedure_alias,
    motcua.dossier, motcua.dossier_version, motcua.dossier_history, motcua.dossier_change, motcua.feedback, motcua.run,
    motcua.source_precedence, motcua.told_again, motcua.told_twice,
    motcua.watermark, motcua.mark_meaning, motcua.bucket, motcua.profile, motcua.rate, motcua.term, motcua.scoring, motcua.criterion,
    motcua.reporting_period, motcua.current_rule, stats.rule_version, stats.publication, stats.snapshot, stats.snapshot_count,
    stats.alert, stats.integrity_flags, stats.dossier_facts, stats.daily_counts, stats.latest_rates
TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT EXECUTE ON FUNCTION motcua.local_day(timestamptz), motcua.today(), motcua.percent(bigint, bigint), motcua.year_of(date, text),
    motcua.plain_text(text), motcua.is_code(text), motcua.plain_code(text), motcua.fold_name(text),
    motcua.parent_code(text), motcua.level_of_name(text), motcua.closed_at(smallint, timestamptz, timestamptz, timestamptz),
    motcua.timeliness(timestamptz, timestamptz), motcua.mark(text, boolean), motcua.marks(text[]), motcua.entry_marks(),
        motcua.has_mark(bigint, text), motcua.level_mark(motcua.online_level), motcua.score(motcua.criterion, bigint, bigint),
    motcua.hits_for_maximum(motcua.criterion, bigint), motcua.day_of_month(date, integer, integer), stats.period(text),
        motcua.overdue_until(date, date), motcua.is_period(date, date), motcua.is_office(text), motcua.offices_like(text),
    motcua.known(text, text, text[]), motcua.is_view(text, text), motcua.office_asked(text, text, text), motcua.office_heirs(),
    motcua.answering_day(text, date, date), motcua.office_parents(date), motcua.office_tree_on(date),
    motcua.is_known(boolean, bigint, bigint, bigint), stats.known_run(date), motcua.dossier_known(text, text, bigint),
    motcua.came_and_closed(date, date, date, date), motcua.came_and_waited(date, date, date, date),
    motcua.came_and_stays(date, motcua.outcome, date, date), motcua.stood_and_closed(date, date, date, date),
    motcua.stood_and_waited(date, date, date, date), motcua.stood_and_stays(date, motcua.outcome, date),
    motcua.pending_marks(bigint, boolean, date, date), motcua.received_marks(bigint),
        motcua.asked_of_procedure(bigint),
    motcua.period_cells(date, date, text, text, date, bigint, boolean, text[], text[], text[], text, text),
    motcua.period_marks(date, date, text, text, date, bigint, text[]),
    motcua.buckets_of(bigint),
    stats.buckets(date, date, text, text, date, bigint), stats.counts(date, date, text, text, date, bigint),
    motcua.counts_of(text[], text[], bigint[]), motcua.rates_of(text[], text[], bigint[]), motcua.rates(date, date, text, text, date, bigint),
        stats.rates(date, date, text, text, text, date, bigint),
    stats.points(date, date, text, text, text, date, bigint), motcua.buckets_behind(text, text),
    motcua.marks_behind(text, date, date, text, text, text, text, date, bigint), stats.dossiers(text, date, date, text, text, text, text, date,
        bigint), stats.ranking(text, date, date, text, text, text, date, bigint),
    motcua.is_working_day(date), motcua.add_working_days(date, integer), motcua.horizon(integer),
    stats.near_due(integer, text), stats.near_due_counts(integer, text),
    stats.letters_due(integer, text), stats.overdue_forecast(integer, text), motcua.late_allowed(bigint, bigint, numeric),
    stats.ceiling_forecast(integer, numeric, text, text), stats.ceiling_dossiers(text, integer, numeric, text),
    motcua.has_come(timestamptz, timestamptz), motcua.believed(timestamptz), motcua.credible_mark(text, timestamptz),
        motcua.source_doubts(text, date, date), stats.doubts(date, date, text, text, text, date),
    motcua.status_text(smallint), motcua.change_text(text, text, text), motcua.sources_of(text), motcua.dossier_sources(), stats.story(text, text),
    motcua.precedence_of(text), motcua.counting_source(text[], timestamptz[]), motcua.as_told(motcua.dossier), motcua.difference_text(jsonb, jsonb),
        stats.counting(text),
    stats.explain(text, text), stats.flags_of(text, text),
    motcua.local_text(timestamptz), motcua.day_text(date), motcua.rule_doubt(date, date, date, date), motcua.field_text(text),
        motcua.closing_reason(motcua.timeliness, date, timestamptz, date, timestamptz),
    motcua.pending_reason(bigint, date, date), motcua.mark_reason(text, motcua.dossier, motcua.procedure),
    motcua.reason(text, bigint, date, motcua.dossier, motcua.feedback, motcua.procedure), motcua.seen_until(text, bigint, timestamptz),
        motcua.is_after_due(timestamptz, timestamptz),
    motcua.mass_closings(date, date), motcua.row_reason(text, motcua.dossier),
    motcua.row_flags(smallint, timestamptz, timestamptz, timestamptz, timestamptz, date, date, motcua.outcome, motcua.timeliness),
        motcua.flags_between(date, date, text, text),
    motcua.dossiers_checked(date, date, text), stats.integrity_dossiers(date, date, text, text), stats.integrity(date, date, text),
    stats.integrity_rates(date, date, text), stats.compare(date, date, text[], text, text, text, date, bigint),
        stats.compare_buckets(date, date, text[], text, text, text, date, bigint),
    motcua.published_counts(date, date, bigint), motcua.published_rates(date, date, text, bigint),
    motcua.last_publication(date, date, date), stats.restated(date, date, text, date),
    motcua.moved_dossiers(date, date, text, date), stats.moved(date, date, text, date),
    motcua.period_kind(date, date), stats.standing_periods(date, text), stats.late_offices(numeric, text, bigint),
        stats.late_dossiers(text[], date, date, integer)
TO motcua_ingest, motcua_stats, motcua_analyst;

-- UPDATE goes column by column: on a whole table it would be the right to LOCK it as well. The views that the programs
-- lock are the exception.
DO $$
DECLARE
    granting text;
BEGIN
    FOR granting IN
        SELECT format('GRANT UPDATE (%s) ON motcua.%I TO motcua_ingest', string_agg(quote_ident(a.attname), ', '), t.name)
        FROM unnest(ARRAY['office', 'procedure', 'dossier', 'run', 'watermark', 'reject', 'read_file', 'office_alias', 'procedure_alias',
            'office_succession',
                          'feedback', 'source_field', 'source_precedence']) AS t (name)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = ('motcua.' || t.name)::regclass AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attgenerated = '' AND a.attidentity = ''
        GROUP BY t.name
    LOOP
        EXECUTE granting;
    END LOOP;
END $$;
GRANT UPDATE (status, finished_at, error) ON motcua.run TO motcua_stats;
GRANT SELECT, UPDATE ON motcua.ingest_lock TO motcua_ingest;
GRANT SELECT, UPDATE ON motcua.stats_lock TO motcua_stats;
GRANT SELECT ON motcua.database_setting, motcua.database_lack TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT EXECUTE ON FUNCTION motcua.large_object_functions() TO motcua_ingest, motcua_stats, motcua_analyst;

-- The change log is append-only for the programs too.
GRANT INSERT ON motcua.office, motcua.procedure, motcua.dossier, motcua.run, motcua.watermark, motcua.reject TO motcua_ingest;
GRANT SELECT ON motcua.reject, motcua.last_runs, motcua.open_rejects, motcua.unverified TO motcua_ingest;
GRANT INSERT ON motcua.dossier_change, motcua.dossier_version TO motcua_ingest;
GRANT INSERT ON motcua.source_precedence TO motcua_ingest;
GRANT SELECT, INSERT ON motcua.read_file TO motcua_ingest;
GRANT EXECUTE ON FUNCTION motcua.mark_file(bigint, uuid, bigint), motcua.knows_file(text, uuid), motcua.note_run(bigint, text),
    motcua.earlier_length(text)
TO motcua_ingest;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON motcua.staging_dossier TO motcua_ingest;
GRANT SELECT, INSERT, DELETE ON motcua.staging_superseded TO motcua_ingest;
GRANT EXECUTE ON FUNCTION motcua.begin_run(text, text, boolean), motcua.close_run(bigint), motcua.finish_run(bigint, timestamptz),
    motcua.fail_run(bigint, text),
    motcua.count_read(bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint), motcua.add_rejects(bigint, jsonb),
        motcua.note_dated(bigint, timestamptz),
    motcua.reject_fingerprint(text, text, text, jsonb), motcua.close_lost_runs(text, text),
    motcua.dossier_columns(text, text), motcua.version_of(motcua.dossier, bigint), motcua.find_dossiers(text, text[]),
        motcua.hashes_ahead(text, text[], bigint), motcua.recall_contested(text, bigint),
        motcua.first_unfinished(text), motcua.take_back_steps(text, bigint),
    motcua.drop_superseded(text, bigint), motcua.remember_older(text, bigint, bigint[]),
    motcua.told_elsewhere(text, text[]), motcua.shared_codes(text), motcua.settle_dossiers(text[], bigint),
    motcua.settle_feedback(text[], bigint), motcua.set_precedence(bigint, integer), motcua.skip_dossiers(text, bigint), motcua.resolve_offices(text),
        motcua.resolve_procedures(text), motcua.aliases_digest(text), motcua.compare_dossiers(text, bigint),
        motcua.update_dossiers(text, bigint, bigint[]),
    motcua.rehash_dossiers(text, bigint[]), motcua.insert_dossiers(text, bigint, bigint[]), motcua.merge_dossiers(bigint)
TO motcua_ingest;

-- Catalogues and feedback.
GRANT SELECT ON motcua.feedback_term TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT EXECUTE ON FUNCTION motcua.feedback_due(timestamptz, timestamptz, text) TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT INSERT ON motcua.office_alias, motcua.procedure_alias, motcua.office_succession, motcua.feedback TO motcua_ingest;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON motcua.staging_procedure, motcua.staging_office, motcua.staging_office_alias,
    motcua.staging_procedure_alias,
    motcua.staging_office_succession, motcua.staging_feedback
TO motcua_ingest;
GRANT EXECUTE ON FUNCTION motcua.plain_columns(), motcua.codes_meant(text, text, text[]), motcua.create_offices(text[]),
    motcua.create_procedures(text[]), motcua.validity(timestamptz, timestamptz, date, date),
    motcua.count_merged(bigint, bigint, bigint, bigint, bigint), motcua.merge_procedures(bigint), motcua.refused_offices(date),
        motcua.refuse_offices(bigint), motcua.merge_offices(bigint),
    motcua.apply_office_aliases(bigint), motcua.apply_procedure_aliases(bigint), motcua.merge_aliases(bigint, text),
    motcua.merge_office_aliases(bigint), motcua.merge_procedure_aliases(bigint), motcua.merge_office_successions(bigint),
    motcua.refresh_feedback_due(), motcua.merge_feedback(bigint), motcua.mark_replayed(bigint, bigint[]), motcua.unknown_names(text, jsonb, jsonb),
    motcua.import_staged(text)
TO motcua_ingest;
GRANT SELECT ON motcua.open_reject, motcua.unkept_rejects TO motcua_ingest;

-- motcua.rename_source is for the owner alone: it changes the log, which is append-only for the programs.
GRANT EXECUTE ON FUNCTION motcua.sources_left(text, text[]), motcua.former_source(text[], text, text[]) TO motcua_ingest;

-- How the records of the sources look.
GRANT SELECT ON motcua.source_field, motcua.source_code, motcua.source_drift, motcua.recent_drift TO motcua_ingest, motcua_analyst;
GRANT INSERT ON motcua.source_field, motcua.source_code, motcua.source_drift TO motcua_ingest;
GRANT EXECUTE ON FUNCTION motcua.was_always_there(text, text), motcua.note_shape(bigint, boolean, bigint, jsonb, jsonb) TO motcua_ingest;

GRANT INSERT ON motcua.run, stats.rule_version, stats.publication, stats.snapshot, stats.snapshot_count, stats.alert, motcua.letter TO motcua_stats;
GRANT INSERT (alert_id, recipient, message_id), UPDATE (since, attempts, attempted_at, sent_at, error, failure,
    given_up) ON motcua.outbox TO motcua_stats;
GRANT SELECT ON motcua.outbox, motcua.letter TO motcua_stats;
GRANT SELECT ON motcua.mail_trouble TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT EXECUTE ON FUNCTION motcua.address_letters(text[], text, integer), motcua.close_mails(integer, integer), motcua.reopen_mails() TO motcua_stats;
GRANT EXECUTE ON FUNCTION motcua.begin_run(text, text, boolean), motcua.close_lost_runs(text, text), motcua.close_run(bigint),
    motcua.fail_run(bigint, text),
    stats.take_snapshot(bigint, text), stats.raise_alerts(bigint, numeric, text)
TO motcua_stats;

COMMIT;

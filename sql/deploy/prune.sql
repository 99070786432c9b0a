-- Deploy motcua:prune to pg
-- requires: health
-- requires: looks
-- What nobody may ask for any more is deleted, and nothing that a figure, a publication, a flag or a story reads. The log of
-- changes is the proof of all these and stays.

BEGIN;

CREATE TABLE motcua.pruning (
    pruning_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    before date NOT NULL,
    run_id bigint NOT NULL,
    newest_run_id bigint NOT NULL,
    pruned_at timestamptz NOT NULL DEFAULT now(),
    rejects bigint NOT NULL,
    versions bigint NOT NULL
);
COMMENT ON TABLE motcua.pruning IS 'What was deleted and when: the past before these days cannot be asked for any more. VI: Các lần xóa dữ liệu cũ '
    'theo thời hạn lưu trữ.';
COMMENT ON COLUMN motcua.pruning.pruning_id IS 'Number of the pruning. VI: Số thứ tự.';
COMMENT ON COLUMN motcua.pruning.before IS 'First day that was kept. VI: Ngày đầu tiên còn giữ.';
COMMENT ON COLUMN motcua.pruning.run_id IS 'Last run before that day. VI: Lượt chạy cuối trước ngày đó.';
COMMENT ON COLUMN motcua.pruning.newest_run_id IS 'Last run of all at that time. VI: Lượt chạy cuối cùng lúc xóa.';
COMMENT ON COLUMN motcua.pruning.pruned_at IS 'When. VI: Thời điểm xóa.';
COMMENT ON COLUMN motcua.pruning.rejects IS 'Rows of motcua.reject that were deleted. VI: Số bản ghi bị loại đã xóa.';
COMMENT ON COLUMN motcua.pruning.versions IS 'Rows of motcua.dossier_version that were deleted. VI: Số trạng thái cũ của hồ sơ đã xóa.';
GRANT SELECT ON motcua.pruning TO motcua_ingest, motcua_stats, motcua_analyst;

CREATE OR REPLACE FUNCTION stats.known_run(on_day date) RETURNS bigint
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    run bigint := (SELECT coalesce(max(r.run_id), 0) FROM motcua.run AS r
                   WHERE r.started_at < (on_day + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh');
    kept_from date := (SELECT max(g.before) FROM motcua.pruning AS g WHERE g.run_id > run);
BEGIN
    IF kept_from IS NOT NULL THEN
        RAISE invalid_parameter_value USING
            MESSAGE = format('what was known on %s has been pruned', on_day),
            HINT = format('the first evening that can be asked for is %s', kept_from - 1);
    END IF;
    RETURN run;
END;
$$;
COMMENT ON FUNCTION stats.known_run(date) IS 'Last run that had begun by the end of a day, 0 for none: figures as known after it are those of that '
    'evening; an error for an evening that was pruned. VI: Lượt chạy cuối cùng bắt đầu trước hết ngày; dùng để xem số liệu như đã biết vào tối hôm '
    'đó; báo lỗi nếu dữ liệu tối đó đã xóa.';

-- Of a period that was stored every night, the versions behind its last figures are kept, and not those behind the others.
CREATE OR REPLACE FUNCTION motcua.last_publication(of_from date, of_to date, by_day date DEFAULT NULL) RETURNS stats.publication
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    last stats.publication;
BEGIN
    SELECT p.* INTO last FROM stats.publication AS p
    WHERE p.period_from = of_from AND p.period_to = of_to AND coalesce(p.counted_to <= by_day, true)
    ORDER BY p.run_id DESC LIMIT 1;
    IF last.run_id IS NULL THEN
        RAISE invalid_parameter_value USING
            MESSAGE = format('no figures from %s to %s have been stored%s', of_from, of_to, ' by ' || by_day),
            HINT = coalesce((SELECT 'stored are: ' || string_agg(DISTINCT p.period_from || '..' || p.period_to, ', ') FROM stats.publication AS p),
                            'motcua-stats run stores those of the standing periods')
                || coalesce((SELECT format('; the periods of %s are stored once motcua.reporting_period calls them standing',
                    string_agg(r.period, ', ' ORDER BY r.period))
                             FROM motcua.reporting_period AS r WHERE NOT r.standing), '');
    ELSIF EXISTS (SELECT FROM motcua.pruning AS g JOIN stats.publication AS p ON p.run_id > last.run_id AND p.run_id <= g.newest_run_id
                  WHERE g.run_id > last.run_id AND p.period_from = of_from AND p.period_to = of_to) THEN
        RAISE invalid_parameter_value USING
            MESSAGE = format('the dossiers behind the figures of %s have been pruned', last.counted_to),
            HINT = 'the last figures of a period are kept with their dossiers; those of every evening stand in stats.snapshot';
    END IF;
    RETURN last;
END;
$$;

CREATE OR REPLACE FUNCTION motcua.reading_evenings(period_to date, most integer DEFAULT 12)
    RETURNS TABLE (as_of date, until date, known_run bigint)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    today CONSTANT date := motcua.today();
    over CONSTANT date := least(period_to, today);
    kept_from CONSTANT date := coalesce((SELECT max(g.before) - 1 FROM motcua.pruning AS g), '-infinity');
BEGIN
    RETURN QUERY
    SELECT e.day, CASE WHEN e.day < over THEN e.day ELSE e.next_day - 1 END, stats.known_run(e.day)
    FROM (
        SELECT d.day, lead(d.day, 1, today) OVER (ORDER BY d.day) AS next_day
        FROM (SELECT motcua.local_day(r.started_at) AS day FROM motcua.run AS r WHERE r.program <> 'stats' AND r.inserted + r.updated + r.skipped > 0
              UNION SELECT period_to WHERE EXISTS (SELECT FROM motcua.run AS r WHERE motcua.local_day(r.started_at) <= period_to)) AS d
        WHERE d.day < today AND d.day >= kept_from
    ) AS e
    -- Figures are published after the end of a period rather than before it.
    ORDER BY CASE WHEN e.day >= over THEN e.day - over ELSE 2 * (over - e.day) END, e.day DESC
    LIMIT most;
END;
$$;

-- Versions that stay, whatever their age: those that the last figures of a period were counted from; those that
-- motcua.moved_due and motcua.late_told ask (of a dossier whose due date was moved all, of every one the last that was open,
-- and those without a due date); those that an unfinished run takes back.
CREATE OR REPLACE FUNCTION motcua.prune_versions(last_run bigint) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    deleted bigint;
BEGIN
    DELETE FROM motcua.dossier_version AS v
    WHERE v.until_run_id <= last_run AND v.until_run_id < motcua.first_unfinished(v.source)
      AND v.timeliness IS DISTINCT FROM 'no_due'
      AND NOT EXISTS (SELECT FROM (SELECT max(p.run_id) AS run_id FROM stats.publication AS p GROUP BY p.period_from, p.period_to) AS p
                      WHERE p.run_id >= v.last_run_id AND p.run_id < v.until_run_id)
      AND NOT EXISTS (SELECT FROM motcua.dossier_change AS c
                      WHERE c.source = v.source AND c.code = v.code AND c.field = 'due_at' AND c.old_value IS NOT NULL)
      AND (v.status NOT IN (1, 2, 4, 5, 6)
           OR EXISTS (SELECT FROM motcua.dossier_version AS l
                      WHERE l.source = v.source AND l.code = v.code AND l.until_run_id > v.until_run_id AND l.status IN (1, 2, 4, 5, 6)
                        AND l.skipped = v.skipped));
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END;
$$;
COMMENT ON FUNCTION motcua.prune_versions(bigint) IS 'Deletes what dossiers looked like before this run and nobody reads any more. VI: Xóa các trạng '
    'thái cũ của hồ sơ mà không còn số liệu nào dùng đến.';

CREATE OR REPLACE FUNCTION motcua.prune(before date) RETURNS TABLE (name text, deleted bigint)
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
    first_day CONSTANT date := prune.before;
    last_run bigint;
    rejects bigint;
    versions bigint;
BEGIN
    IF coalesce(first_day > motcua.today(), true) THEN
        RAISE invalid_parameter_value USING MESSAGE = format('%s has not come yet', coalesce(first_day::text, 'no day')),
            HINT = 'what is before a day is deleted; this year and the last are asked for most';
    END IF;
    last_run := (SELECT coalesce(max(r.run_id), 0) FROM motcua.run AS r
                 WHERE r.started_at < first_day::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh');
    -- Rejects first: whether a later version has overtaken them is read from versions.
    DELETE FROM motcua.reject AS j
    WHERE j.last_run_id <= last_run
      AND NOT EXISTS (SELECT FROM motcua.open_reject AS o WHERE o.source = j.source AND o.reject_id = j.reject_id);
    GET DIAGNOSTICS rejects = ROW_COUNT;
    versions := motcua.prune_versions(last_run);
    IF rejects + versions > 0 THEN
        INSERT INTO motcua.pruning (before, run_id, newest_run_id, rejects, versions)
        SELECT first_day, last_run, max(r.run_id), rejects, versions FROM motcua.run AS r;
    END IF;
    RETURN QUERY VALUES ('motcua.reject', rejects), ('motcua.dossier_version', versions);
END;
$$;
COMMENT ON FUNCTION motcua.prune(date) IS 'Deletes rejected records of runs before a day that are not missing any more, and what dossiers looked '
    'like before it, but for what figures, publications, flags and stories read; returns how many rows of which table. For the owner of the tables. '
    'VI: Xóa bản ghi bị loại và trạng thái cũ của hồ sơ trước một ngày; số liệu, số liệu đã chốt và cảnh báo bất thường không đổi.';
REVOKE ALL ON FUNCTION motcua.prune_versions(bigint), motcua.prune(date) FROM PUBLIC;

COMMIT;

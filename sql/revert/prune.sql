-- Revert motcua:prune from pg

BEGIN;

DROP FUNCTION motcua.prune(date);
DROP FUNCTION motcua.prune_versions(bigint);

CREATE OR REPLACE FUNCTION motcua.reading_evenings(period_to date, most integer DEFAULT 12)
    RETURNS TABLE (as_of date, until date, known_run bigint)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    today CONSTANT date := motcua.today();
    over CONSTANT date := least(period_to, today);
BEGIN
    RETURN QUERY
    SELECT e.day, CASE WHEN e.day < over THEN e.day ELSE e.next_day - 1 END, stats.known_run(e.day)
    FROM (
        SELECT d.day, lead(d.day, 1, today) OVER (ORDER BY d.day) AS next_day
        FROM (SELECT motcua.local_day(r.started_at) AS day FROM motcua.run AS r WHERE r.program <> 'stats' AND r.inserted + r.updated + r.skipped > 0
              UNION SELECT period_to WHERE EXISTS (SELECT FROM motcua.run AS r WHERE motcua.local_day(r.started_at) <= period_to)) AS d
        WHERE d.day < today
    ) AS e
    -- Figures are published after the end of a period rather than before it.
    ORDER BY CASE WHEN e.day >= over THEN e.day - over ELSE 2 * (over - e.day) END, e.day DESC
    LIMIT most;
END;
$$;

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
    END IF;
    RETURN last;
END;
$$;

CREATE OR REPLACE FUNCTION stats.known_run(on_day date) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT coalesce(max(r.run_id), 0) FROM motcua.run AS r
            WHERE r.started_at < (on_day + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh');
COMMENT ON FUNCTION stats.known_run(date) IS 'Last run that had begun by the end of a day, 0 for none: figures as known after it are those of that '
    'evening. VI: Lượt chạy cuối cùng bắt đầu trước hết ngày; dùng để xem số liệu như đã biết vào tối hôm đó.';

DROP TABLE motcua.pruning;

COMMIT;

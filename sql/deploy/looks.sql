-- Deploy motcua:looks to pg
-- requires: published
-- The ways in which somebody may have looked at the same dossiers: another period, another evening, another office, another tree.

BEGIN;

CREATE TYPE motcua.reading_view AS (
    view integer,
    readout integer,
    period_from date,
    period_to date,
    by_office text,
    tree text,
    as_of date,
    until date,
    today date,
    known_run bigint,
    departures text[],
    weight integer
);
COMMENT ON TYPE motcua.reading_view IS 'A way to look at dossiers; those that see the same share a readout. VI: Một cách xem hồ sơ: kỳ, cơ quan, '
    'cây cơ quan, thời điểm.';

CREATE OR REPLACE FUNCTION motcua.departures_weight(departures text[]) RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT coalesce(sum(d.weight), 0)::integer FROM motcua.departure AS d WHERE d.departure = ANY (departures)
$$;
COMMENT ON FUNCTION motcua.departures_weight(text[]) IS 'Sum of their weights. VI: Tổng trọng số của các điểm khác.';

CREATE OR REPLACE FUNCTION motcua.reading_periods(asked_from date, asked_to date)
    RETURNS TABLE (period_from date, period_to date, departures text[])
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
#variable_conflict use_column
DECLARE
    next_day date := asked_to + 1;
    months integer := 12 * (extract(year FROM next_day) - extract(year FROM asked_from)) + extract(month FROM next_day) - extract(month
        FROM asked_from);
    step interval;
BEGIN
    -- A period of whole months has neighbours of as many months, any other of as many days.
    step := CASE WHEN months > 0 AND (asked_from + make_interval(months => months))::date = next_day THEN make_interval(months => months)
                 ELSE make_interval(days => next_day - asked_from) END;
    RETURN QUERY
    WITH span (departures, period_from, period_to) AS (
        SELECT array_remove(ARRAY[CASE WHEN f.days <> 0 THEN 'first_day' END, CASE WHEN t.days <> 0 THEN 'end_day' END], NULL),
               asked_from + f.days, asked_to + t.days
        FROM (VALUES (0), (-1), (1)) AS f (days) CROSS JOIN (VALUES (0), (-1), (1)) AS t (days)
        UNION ALL
        SELECT '{whole_months}', f.day::date, t.day::date
        FROM (VALUES (asked_from::timestamp), (date_trunc('month', asked_from::timestamp)),
                     (date_trunc('month', asked_from::timestamp) + interval '1 month')) AS f (day)
        CROSS JOIN (VALUES (asked_to::timestamp), (date_trunc('month', asked_to::timestamp) + interval '1 month -1 day'),
                           (date_trunc('month', asked_to::timestamp) - interval '1 day')) AS t (day)
        UNION ALL
        SELECT '{reporting_period}', p.period_from, p.period_to
        FROM motcua.reporting_period AS r
        CROSS JOIN LATERAL (SELECT CASE r.unit WHEN 'year' THEN interval '1 year' WHEN 'quarter' THEN interval '3 months'
            ELSE interval '1 month' END) AS u (step)
        CROSS JOIN LATERAL generate_series(date_trunc(r.unit, asked_from::timestamp) - u.step, date_trunc(r.unit, asked_to::timestamp) + u.step,
            u.step) AS s (day)
        CROSS JOIN LATERAL (SELECT motcua.day_of_month(s.day::date, r.from_month, r.from_day) AS period_from,
                                   motcua.day_of_month(s.day::date, r.to_month, r.to_day) AS period_to) AS p
        UNION ALL
        SELECT '{calendar}', s.day::date, (s.day + u.step - interval '1 day')::date
        FROM (VALUES (interval '1 month'), (interval '3 months'), (interval '6 months'), (interval '1 year')) AS u (step)
        CROSS JOIN LATERAL generate_series(date_trunc('year', asked_from::timestamp), asked_to::timestamp, u.step) AS s (day)
        UNION ALL SELECT '{month_short}', asked_from, (next_day - interval '1 month')::date - 1
        UNION ALL SELECT '{quarter_short}', asked_from, (next_day - interval '3 months')::date - 1
        UNION ALL SELECT '{year_to_date}', date_trunc('year', asked_to::timestamp)::date, asked_to
        UNION ALL SELECT '{previous}', (asked_from - step)::date, asked_from - 1
        UNION ALL SELECT '{next}', next_day, (next_day + step)::date - 1
        UNION ALL SELECT '{last_year}', (asked_from - interval '1 year')::date, (next_day - interval '1 year')::date - 1
    )
    SELECT DISTINCT ON (s.period_from, s.period_to) s.period_from, s.period_to, s.departures
    FROM span AS s
    WHERE s.period_to >= s.period_from AND s.period_from <= motcua.today()
      -- One that is declared or of the calendar shares a third of the days, and is neither half as long nor twice.
      AND (s.departures NOT IN ('{reporting_period}', '{calendar}')
           OR 3 * (least(s.period_to, asked_to) - greatest(s.period_from, asked_from) + 1) >= next_day - asked_from
              AND s.period_to - s.period_from + 1 <= 2 * (next_day - asked_from) AND 2 * (s.period_to - s.period_from + 1) >= next_day - asked_from)
    ORDER BY s.period_from, s.period_to, cardinality(s.departures), motcua.departures_weight(s.departures);
END;
$$;
COMMENT ON FUNCTION motcua.reading_periods(date, date) IS 'Periods that somebody may have taken for the one asked for: each end a day early or '
    'late, whole months, a reporting period or one of the calendar, cut short, from the first day of the year, the one before or after, that of '
    'last year. VI: Các kỳ có thể bị lấy nhầm thay cho kỳ đang hỏi.';

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
COMMENT ON FUNCTION motcua.reading_evenings(date, integer) IS 'Evenings before today on which figures of a period may have been taken: its last '
    'one and those of nights that changed something, the ones next to the end of the period; and until when that was all that was known. VI: Các '
    'tối mà số liệu của kỳ có thể đã được lấy, và dữ liệu đó giữ nguyên đến tối nào.';

CREATE OR REPLACE FUNCTION motcua.reading_views(asked_from date, asked_to date, most integer)
    RETURNS SETOF motcua.reading_view
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
DECLARE
    today CONSTANT date := motcua.today();
    -- Runs after which nothing has changed are the present.
    last_change CONSTANT bigint := (SELECT coalesce(max(r.run_id), 0) FROM motcua.run AS r
                                    WHERE r.program <> 'stats' AND r.inserted + r.updated + r.skipped > 0);
    one_office CONSTANT boolean := NOT EXISTS (SELECT FROM motcua.dossier AS d WHERE d.receiving_office <> d.handling_office)
                                   AND NOT EXISTS (SELECT FROM motcua.dossier_version AS d WHERE d.receiving_office <> d.handling_office);
    one_tree CONSTANT boolean := NOT EXISTS (SELECT FROM motcua.office AS o WHERE o.valid_to IS NOT NULL)
                                 AND NOT EXISTS (SELECT FROM motcua.office_succession);
BEGIN
    RETURN QUERY
    WITH evening (as_of, until, today, known_run, departures) AS (
        SELECT NULL::date, NULL::date, today, NULL::bigint, '{}'::text[]
        UNION ALL
        SELECT e.as_of, e.until, e.as_of, e.known_run, '{as_of}' FROM motcua.reading_evenings(asked_to) AS e
    ), looked AS (
        SELECT p.period_from, p.period_to, e.as_of, e.until, e.today, e.known_run, p.departures || e.departures AS departures
        FROM motcua.reading_periods(asked_from, asked_to) AS p CROSS JOIN evening AS e
        -- What is known now, counted as on the last day, which is not over then.
        UNION ALL
        SELECT asked_from, asked_to, NULL, NULL, asked_to, NULL, '{last_day}' WHERE asked_to < today
    ), view AS MATERIALIZED (
        SELECT l.period_from, l.period_to, b.by_office, t.tree, l.as_of, l.until, l.today, l.known_run, l.departures || b.departures
            || t.departures AS departures
        FROM looked AS l
        CROSS JOIN (VALUES ('handling', '{}'::text[]), ('receiving', '{by}')) AS b (by_office, departures)
        CROSS JOIN (VALUES ('then', '{}'::text[]), ('now', '{tree}')) AS t (tree, departures)
    ), placed AS MATERIALIZED (
        SELECT v.*, w.weight,
               row_number() OVER (ORDER BY cardinality(v.departures), w.weight, abs(v.period_from - asked_from) + abs(v.period_to - asked_to),
                   v.period_from,
                                           abs(v.as_of - asked_to), v.as_of, v.by_office, v.tree DESC)::integer AS view
        FROM view AS v CROSS JOIN LATERAL (SELECT motcua.departures_weight(v.departures) AS weight) AS w
    ), seen AS (
        SELECT p.*, first_value(p.view) OVER (
            PARTITION BY p.period_from, least(p.period_to, p.today), CASE WHEN p.period_to >= p.today THEN p.today END,
                         CASE WHEN p.known_run < last_change THEN (SELECT max(r.run_id) FROM motcua.run AS r WHERE r.program <> 'stats'
                                                                      AND r.inserted + r.updated + r.skipped > 0 AND r.run_id <= p.known_run) END,
                         p.known_run < last_change, CASE WHEN NOT one_office THEN p.by_office END, CASE WHEN NOT one_tree THEN p.tree END
            ORDER BY p.view) AS readout
        FROM placed AS p
    )
    SELECT s.view, s.readout, s.period_from, s.period_to, s.by_office, s.tree, s.as_of, s.until, s.today, s.known_run, s.departures, s.weight
    FROM (SELECT k.*, dense_rank() OVER (ORDER BY k.readout) AS place FROM seen AS k) AS s
    WHERE s.place <= most
    ORDER BY s.view;
END;
$$;
COMMENT ON FUNCTION motcua.reading_views(date, date, integer) IS 'All combinations of the periods, evenings, trees and offices that a figure may '
    'have been looked at with, the simplest first: as many as take so many readouts of the dossiers. VI: Các cách xem hồ sơ, đơn giản nhất trước.';

CREATE OR REPLACE FUNCTION motcua.readouts_worth(period_from date, period_to date) RETURNS integer
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
BEGIN
    -- Of a few thousand dossiers every combination is read; of half a million what takes a quarter of a minute.
    RETURN (SELECT greatest(24, least(400, 12000000 / greatest(count(*), 1))) FROM motcua.dossier AS d
            WHERE d.received_on BETWEEN period_from - 31 AND period_to);
END;
$$;
COMMENT ON FUNCTION motcua.readouts_worth(date, date) IS 'How often the dossiers of a period are read to explain a figure: 24 to 400 times, the '
    'fewer the more they are. VI: Số lần đọc hồ sơ khi tìm cách tính: từ 24 đến 400, càng nhiều hồ sơ càng ít.';

CREATE OR REPLACE FUNCTION motcua.reading_scope(period_from date, period_to date, readouts integer DEFAULT NULL)
    RETURNS TABLE (searched json, searched_text text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH view AS MATERIALIZED (
        SELECT v.* FROM motcua.reading_views(period_from, period_to, coalesce(readouts, motcua.readouts_worth(period_from, period_to))) AS v
    ), span AS (
        SELECT json_agg(json_build_object('from', p.period_from, 'to', p.period_to) ORDER BY p.view) AS periods, count(*) AS count
        FROM (SELECT v.period_from, v.period_to, min(v.view) AS view FROM view AS v GROUP BY 1, 2) AS p
    ), evening AS (
        SELECT coalesce(json_agg(e.as_of ORDER BY e.as_of), '[]') AS evenings, count(*) AS count,
               string_agg(motcua.day_text(e.as_of), ', ' ORDER BY e.as_of) AS days
        FROM (SELECT DISTINCT v.as_of FROM view AS v WHERE v.as_of IS NOT NULL) AS e
    )
    SELECT json_build_object('views', (SELECT count(*) FROM view), 'readouts', (SELECT count(DISTINCT v.readout) FROM view AS v),
                             'periods', s.periods, 'evenings', e.evenings),
           format('Đã thử %s cách xem hồ sơ: %s kỳ, theo cơ quan giải quyết và nơi tiếp nhận, cơ quan lúc đó và hiện nay, số liệu hiện nay%s.',
                  (SELECT count(*) FROM view), s.count, ' và các tối ' || e.days)
    FROM span AS s CROSS JOIN evening AS e;
END;
$$;
COMMENT ON FUNCTION motcua.reading_scope(date, date, integer) IS 'What stats.reconcile goes through for a period: as JSON, and in Vietnamese. VI: '
    'Phạm vi tìm cách tính của stats.reconcile.';

REVOKE ALL ON FUNCTION
    motcua.departures_weight(text[]), motcua.reading_periods(date, date), motcua.reading_evenings(date, integer),
    motcua.reading_views(date, date, integer), motcua.readouts_worth(date, date), motcua.reading_scope(date, date, integer)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    motcua.departures_weight(text[]), motcua.reading_periods(date, date), motcua.reading_evenings(date, integer),
    motcua.reading_views(date, date, integer), motcua.readouts_worth(date, date), motcua.reading_scope(date, date, integer)
TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;

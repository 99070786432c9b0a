-- Deploy motcua:monthly to pg
-- requires: more_rates
-- The counts of sixty months from one reading of the dossiers: what comes and goes is grouped by month, and what stands at
-- the end of a month is what has come so far less what has gone.

BEGIN;

CREATE OR REPLACE FUNCTION motcua.months_of(period_from date, period_to date, tree text, today date)
    RETURNS TABLE (place integer, first_day date, last_day date, on_day date)
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 60
    SET search_path = pg_catalog
AS $$
    SELECT m.place::integer, m.first_day::date, l.last_day, motcua.answering_day(tree, NULL, l.last_day)
    FROM generate_series(date_trunc('month', period_from::timestamp), least(period_to, today)::timestamp, interval '1 month')
        WITH ORDINALITY AS m (first_day, place)
    CROSS JOIN LATERAL (SELECT least((m.first_day + interval '1 month')::date - 1, today) AS last_day) AS l
$$;
COMMENT ON FUNCTION motcua.months_of(date, date, text, date) IS
    'The months that a period touches up to a day, numbered from 1, each with its last day that counts and the day whose offices it shows. VI: Các '
    'tháng trong kỳ tính đến một ngày, kèm ngày cuối được tính và ngày xác định hệ thống cơ quan.';

-- One row for dossiers that came in the same month, went in the same month and so on; all days are places of months by now: 0 is
-- before the first, one more than the last is later or never. overdue_from is the first month at whose end a dossier was overdue,
-- that of its closing if it never was. An office that answers at the closing for another one is the heir.
CREATE OR REPLACE FUNCTION motcua.month_cells(period_from date, period_to date, by_office text, tree text, today date, known_run bigint)
    RETURNS TABLE (office text, heir text, came integer, went integer, overdue_from integer, channel motcua.channel, outcome motcua.outcome,
                   late boolean, dossiers bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 100000
    SET effective_io_concurrency = 0 -- see motcua.period_cells
    SET enable_gathermerge = off
AS $$
DECLARE
    starts date[];
    last_day date;
BEGIN
    SELECT array_agg(m.first_day ORDER BY m.place), max(m.last_day) INTO starts, last_day
    FROM motcua.months_of(period_from, period_to, tree, today) AS m;
    RETURN QUERY EXECUTE $query$
        WITH alive AS NOT MATERIALIZED (
            SELECT motcua.office_asked($4, d.receiving_office, d.handling_office) AS office, width_bucket(d.received_on, $1) AS came, d.due_on,
                   CASE WHEN d.closed_on <= $2 THEN d.closed_on END AS closed_on, d.channel, d.outcome, d.timeliness
            FROM motcua.dossier_history AS d
            WHERE motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, $6) AND d.received_on <= $2
              AND (d.closed_on >= ($1)[1] OR d.outcome IS NULL)
        ), placed AS NOT MATERIALIZED (
            SELECT a.office, a.came, coalesce(width_bucket(a.closed_on, $1), cardinality($1) + 1) AS went, a.closed_on,
                   CASE WHEN a.due_on <= $3 THEN greatest(width_bucket(a.due_on, $1), a.came) ELSE cardinality($1) + 1 END AS overdue_from,
                   a.channel, CASE WHEN a.closed_on IS NOT NULL THEN a.outcome END AS outcome,
                   a.closed_on IS NOT NULL AND a.timeliness = 'late' AS late
            FROM alive AS a
        )
        SELECT p.office, p.heir, p.came, p.went, p.overdue_from, p.channel, p.outcome, p.late, count(*)
        FROM (SELECT p.office, h.heir, p.came, p.went, least(p.overdue_from, p.went) AS overdue_from, p.channel, p.outcome, p.late
              FROM placed AS p
              LEFT JOIN motcua.office_heirs() AS h ON h.office = p.office AND p.closed_on IS NOT NULL
                  AND motcua.answering_day($5, p.closed_on, $2) >= h.from_day AND motcua.answering_day($5, p.closed_on, $2) < h.until_day
              OFFSET bigint '0') AS p
        GROUP BY p.office, p.heir, p.came, p.went, p.overdue_from, p.channel, p.outcome, p.late
        $query$
    USING starts, last_day, motcua.overdue_until(last_day, today), by_office, tree, known_run;
END;
$$;
COMMENT ON FUNCTION motcua.month_cells(date, date, text, text, date, bigint) IS
    'Dossiers that were alive in a period, by office and by the months in which they came, went and became overdue (places of motcua.months_of); what '
    'stats.monthly is made of. VI: Số hồ sơ theo cơ quan và theo tháng tiếp nhận, tháng kết thúc, tháng bắt đầu quá hạn.';

CREATE OR REPLACE FUNCTION stats.monthly(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, month date, received bigint, received_online bigint, received_direct bigint, received_postal bigint,
                   resolved bigint, resolved_late bigint, withdrawn bigint, returned bigint, pending bigint, pending_overdue bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
BEGIN
    PERFORM motcua.is_period(period_from, period_to), motcua.is_view(by_office, tree);
    RETURN QUERY
    WITH month AS MATERIALIZED (
        SELECT m.* FROM motcua.months_of(period_from, period_to, tree, today) AS m
    ), heir AS MATERIALIZED (
        SELECT m.place, h.office, h.heir FROM month AS m JOIN motcua.office_heirs() AS h ON m.on_day >= h.from_day AND m.on_day < h.until_day
    ), cell AS MATERIALIZED (
        SELECT c.* FROM motcua.month_cells(period_from, period_to, by_office, tree, today, known_run) AS c
    ), gone AS (
        -- What was closed counts for the office that answered on that day, and so does what had come in the same month.
        SELECT coalesce(c.heir, c.office) AS office, c.went AS place, c.came = c.went AS is_new, c.channel, c.outcome, c.late, c.dossiers
        FROM cell AS c WHERE c.outcome IS NOT NULL
    ), standing AS (
        -- What is open at the end of a month, for the office that answers then.
        SELECT s.office, s.place, sum(s.pending) OVER so_far AS pending, sum(s.overdue) OVER so_far AS overdue,
               s.received, s.online, s.direct, s.postal
        FROM (SELECT o.office, n.place, coalesce(d.pending, 0) AS pending, coalesce(d.overdue, 0) AS overdue, coalesce(d.received, 0) AS received,
                     coalesce(d.online, 0) AS online, coalesce(d.direct, 0) AS direct, coalesce(d.postal, 0) AS postal
              FROM (SELECT DISTINCT c.office FROM cell AS c) AS o
              CROSS JOIN (SELECT m.place FROM month AS m UNION ALL SELECT 0) AS n
              LEFT JOIN (
                  SELECT k.office, k.place, sum(k.pending) AS pending, sum(k.overdue) AS overdue, sum(k.received) AS received,
                         sum(k.received) FILTER (WHERE k.channel = 'online') AS online, sum(k.received) FILTER (WHERE k.channel = 'direct') AS direct,
                         sum(k.received) FILTER (WHERE k.channel = 'postal') AS postal
                  FROM (SELECT c.office, c.came AS place, c.channel, c.dossiers AS pending, 0 AS overdue,
                               CASE WHEN c.came < c.went THEN c.dossiers ELSE 0 END AS received FROM cell AS c
                        UNION ALL
                        SELECT c.office, c.went, NULL, -c.dossiers, CASE WHEN c.overdue_from < c.went THEN -c.dossiers ELSE 0 END, 0 FROM cell AS c
                        UNION ALL
                        SELECT c.office, c.overdue_from, NULL, 0, c.dossiers, 0 FROM cell AS c WHERE c.overdue_from < c.went) AS k
                  GROUP BY k.office, k.place
              ) AS d ON d.office = o.office AND d.place = n.place) AS s
        WINDOW so_far AS (PARTITION BY s.office ORDER BY s.place)
    ), own AS MATERIALIZED (
        SELECT o.office, o.place, sum(o.received) AS received, sum(o.online) AS online, sum(o.direct) AS direct, sum(o.postal) AS postal,
               sum(o.resolved) AS resolved, sum(o.late) AS late, sum(o.withdrawn) AS withdrawn, sum(o.returned) AS returned,
               sum(o.pending) AS pending, sum(o.overdue) AS overdue
        FROM (SELECT coalesce(h.heir, s.office) AS office, s.place, s.received, s.online, s.direct, s.postal, 0 AS resolved, 0 AS late, 0 AS withdrawn,
                     0 AS returned, s.pending, s.overdue
              FROM standing AS s LEFT JOIN heir AS h ON h.place = s.place AND h.office = s.office
              WHERE s.place > 0
              UNION ALL
              SELECT g.office, g.place, sum(g.dossiers) FILTER (WHERE g.is_new), sum(g.dossiers) FILTER (WHERE g.is_new AND g.channel = 'online'),
                     sum(g.dossiers) FILTER (WHERE g.is_new AND g.channel = 'direct'), sum(g.dossiers) FILTER (WHERE g.is_new AND g.channel = 'postal'),
                     sum(g.dossiers) FILTER (WHERE g.outcome = 'resolved'), sum(g.dossiers) FILTER (WHERE g.outcome = 'resolved' AND g.late),
                     sum(g.dossiers) FILTER (WHERE g.outcome = 'withdrawn'), sum(g.dossiers) FILTER (WHERE g.outcome = 'returned'), 0, 0
              FROM gone AS g
              GROUP BY g.office, g.place) AS o
        GROUP BY o.office, o.place
    )
    SELECT t.ancestor, m.first_day, coalesce(sum(o.received), 0)::bigint, coalesce(sum(o.online), 0)::bigint, coalesce(sum(o.direct), 0)::bigint,
           coalesce(sum(o.postal), 0)::bigint, coalesce(sum(o.resolved), 0)::bigint, coalesce(sum(o.late), 0)::bigint,
           coalesce(sum(o.withdrawn), 0)::bigint, coalesce(sum(o.returned), 0)::bigint, coalesce(sum(o.pending), 0)::bigint,
           coalesce(sum(o.overdue), 0)::bigint
    FROM own AS o
    JOIN month AS m ON m.place = o.place
    JOIN (SELECT d.on_day, t.ancestor, t.office FROM (SELECT DISTINCT m.on_day FROM month AS m) AS d
          CROSS JOIN LATERAL motcua.office_tree_on(d.on_day) AS t) AS t ON t.on_day = m.on_day AND t.office = o.office
    GROUP BY t.ancestor, m.first_day
    ORDER BY t.ancestor COLLATE "C", m.first_day;
END;
$$;
COMMENT ON FUNCTION stats.monthly(date, date, text, text, date, bigint) IS
    'Counts of every office and its subtree for each month that a period touches, as stats.counts has them for that month alone (with the offices as '
    'they were at its end), from one reading of the dossiers. Months without anything, and those after today, are left out. VI: Số liệu từng tháng '
    'của từng cơ quan (gồm trực thuộc), đúng như stats.counts của riêng tháng đó, chỉ đọc hồ sơ một lần.';

REVOKE ALL ON FUNCTION motcua.months_of(date, date, text, date), motcua.month_cells(date, date, text, text, date, bigint),
    stats.monthly(date, date, text, text, date, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.months_of(date, date, text, date), motcua.month_cells(date, date, text, text, date, bigint),
    stats.monthly(date, date, text, text, date, bigint) TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;

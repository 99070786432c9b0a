-- Deploy motcua:figures to pg
-- requires: scorings
-- requires: dossiers
-- requires: feedback
-- requires: reasons
-- requires: successions
-- requires: history

BEGIN;

CREATE FUNCTION motcua.overdue_until(period_to date, today date DEFAULT motcua.today()) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN period_to < today THEN period_to ELSE today - 1 END;
COMMENT ON FUNCTION motcua.overdue_until(date, date) IS 'Open dossiers due on this day or earlier are overdue: at the end of a past day its due dates can no longer be met, today''s still can. VI: Hồ sơ đang giải quyết có hạn đến hết ngày này là quá hạn.';

CREATE FUNCTION motcua.is_period(period_from date, period_to date) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
BEGIN
    IF period_to >= period_from THEN
        RETURN true;
    END IF;
    RAISE invalid_parameter_value USING
        MESSAGE = format('from %s to %s is not a period', coalesce(period_from::text, 'null'), coalesce(period_to::text, 'null'));
END;
$$;
COMMENT ON FUNCTION motcua.is_period(date, date) IS 'True, or an error when a period ends before it begins. VI: Đúng; báo lỗi nếu kỳ kết thúc trước khi bắt đầu.';

CREATE FUNCTION motcua.is_view(by_office text, tree text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
    RETURN motcua.known('attribution', by_office, '{handling,receiving}') = by_office AND motcua.known('tree', tree, '{then,now}') = tree;
COMMENT ON FUNCTION motcua.is_view(text, text) IS 'True, or an error when there is no such attribution or tree. VI: Đúng; báo lỗi nếu cách tính cho cơ quan hoặc cây cơ quan không có.';

CREATE FUNCTION motcua.office_asked(by_office text, receiving_office text, handling_office text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN by_office = 'receiving' THEN receiving_office ELSE handling_office END;
COMMENT ON FUNCTION motcua.office_asked(text, text, text) IS 'Office that a dossier counts for: the accountable one (handling) or the one that took it in (receiving). VI: Cơ quan được tính hồ sơ: cơ quan giải quyết hoặc nơi tiếp nhận.';

-- One row an event of a dossier in the period. One statement, so that the planner sees through it and
-- every branch uses the index made for it. All events of a dossier are of one office, so that for each
-- office, on either tree, what came in is what went out and what stays.
CREATE FUNCTION motcua.period_events(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
                                     today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (event text, source text, code text, office text, channel motcua.channel, outcome motcua.outcome,
                   timeliness motcua.timeliness, stock text, online_level motcua.online_level, marks integer)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT 'received', d.source, d.code, coalesce(h.heir, motcua.office_asked(by_office, d.receiving_office, d.handling_office)),
           d.channel, NULL::motcua.outcome, NULL::motcua.timeliness, NULL, coalesce(d.online_level, p.online_level),
           motcua.mark('components_digitised', d.components_digitised > 0)
           | motcua.mark('components_reused', d.components_reused > 0)
           | motcua.mark('components_from_store', d.components_from_store > 0)
           | motcua.mark('digitised', d.components_digitised > 0 AND (d.result_digitised OR p.paper_result IS FALSE))
           | motcua.mark('fee', d.fee > 0) | motcua.mark('paid_online', d.paid_online)
           | motcua.mark('electronic_result', d.result_digitised OR p.paper_result IS FALSE)
    FROM motcua.dossier_history AS d LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
    LEFT JOIN motcua.office_heirs() AS h ON h.office = motcua.office_asked(by_office, d.receiving_office, d.handling_office)
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) >= h.from_day
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) < h.until_day
    WHERE d.received_on BETWEEN period_from AND least(period_to, today)
      AND motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, known_run)
    UNION ALL
    SELECT 'closed', d.source, d.code, coalesce(h.heir, motcua.office_asked(by_office, d.receiving_office, d.handling_office)),
           NULL, d.outcome, d.timeliness, NULL, NULL,
           motcua.mark('result_digitised', d.result_digitised) | motcua.mark('result_stored', d.result_stored)
           | motcua.mark('paper_result', p.paper_result IS NOT FALSE) | motcua.mark('late_first', d.timeliness_first = 'late')
           | motcua.mark('apology_due', d.timeliness = 'late' OR d.erroneous)
           | motcua.mark('apology', d.apology_at IS NOT NULL)
           | motcua.mark('apology_in_time', d.apology_at IS NOT NULL AND motcua.local_day(d.apology_at) < motcua.local_day(d.due_at_first))
    FROM motcua.dossier_history AS d LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
    LEFT JOIN motcua.office_heirs() AS h ON h.office = motcua.office_asked(by_office, d.receiving_office, d.handling_office)
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) >= h.from_day
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) < h.until_day
    WHERE d.closed_on BETWEEN period_from AND least(period_to, today)
      AND motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, known_run)
    UNION ALL
    SELECT 'pending', d.source, d.code, coalesce(h.heir, motcua.office_asked(by_office, d.receiving_office, d.handling_office)),
           NULL, NULL, NULL,
           CASE WHEN d.due_on IS NULL THEN 'no_due' WHEN d.due_on <= motcua.overdue_until(period_to, today) THEN 'overdue' ELSE 'in_time' END,
           NULL,
           motcua.mark('paused', d.status IN (5, 6))
           | motcua.mark('apology_due', d.due_on <= motcua.overdue_until(period_to, today) OR d.erroneous)
           | motcua.mark('apology', d.apology_at IS NOT NULL)
           | motcua.mark('apology_in_time', d.apology_at IS NOT NULL AND motcua.local_day(d.apology_at) < motcua.local_day(d.due_at_first))
    FROM motcua.dossier_history AS d
    LEFT JOIN motcua.office_heirs() AS h ON h.office = motcua.office_asked(by_office, d.receiving_office, d.handling_office)
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) >= h.from_day
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) < h.until_day
    WHERE d.received_on <= least(period_to, today) AND d.outcome IS NULL
      AND motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, known_run)
    UNION ALL
    SELECT 'pending', d.source, d.code, coalesce(h.heir, motcua.office_asked(by_office, d.receiving_office, d.handling_office)),
           NULL, NULL, NULL,
           CASE WHEN d.due_on IS NULL THEN 'no_due' WHEN d.due_on <= motcua.overdue_until(period_to, today) THEN 'overdue' ELSE 'in_time' END,
           NULL,
           motcua.mark('apology_due', d.due_on <= motcua.overdue_until(period_to, today) OR d.erroneous)
           | motcua.mark('apology', d.apology_at IS NOT NULL)
           | motcua.mark('apology_in_time', d.apology_at IS NOT NULL AND motcua.local_day(d.apology_at) < motcua.local_day(d.due_at_first))
    FROM motcua.dossier_history AS d
    LEFT JOIN motcua.office_heirs() AS h ON h.office = motcua.office_asked(by_office, d.receiving_office, d.handling_office)
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) >= h.from_day
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) < h.until_day
    WHERE d.received_on <= least(period_to, today) AND d.closed_on > least(period_to, today)
      AND motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, known_run)
    UNION ALL
    SELECT 'carried_in', d.source, d.code, coalesce(h.heir, motcua.office_asked(by_office, d.receiving_office, d.handling_office)),
           NULL, NULL, NULL, NULL, NULL, 0
    FROM motcua.dossier_history AS d
    LEFT JOIN motcua.office_heirs() AS h ON h.office = motcua.office_asked(by_office, d.receiving_office, d.handling_office)
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) >= h.from_day
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) < h.until_day
    WHERE d.received_on < least(period_from, today + 1) AND d.outcome IS NULL
      AND motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, known_run)
    UNION ALL
    SELECT 'carried_in', d.source, d.code, coalesce(h.heir, motcua.office_asked(by_office, d.receiving_office, d.handling_office)),
           NULL, NULL, NULL, NULL, NULL, 0
    FROM motcua.dossier_history AS d
    LEFT JOIN motcua.office_heirs() AS h ON h.office = motcua.office_asked(by_office, d.receiving_office, d.handling_office)
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) >= h.from_day
        AND motcua.answering_day(tree, d.closed_on, least(period_to, today)) < h.until_day
    WHERE d.received_on < least(period_from, today + 1) AND d.closed_on >= least(period_from, today + 1)
      AND motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, known_run)
    UNION ALL
    SELECT 'feedback_answered', f.source, f.code, coalesce(h.heir, f.office), NULL, NULL, f.timeliness, NULL, NULL, 0
    FROM motcua.feedback AS f
    LEFT JOIN motcua.office_heirs() AS h ON h.office = f.office
        AND motcua.answering_day(tree, f.answered_on, least(period_to, today)) >= h.from_day
        AND motcua.answering_day(tree, f.answered_on, least(period_to, today)) < h.until_day
    WHERE f.answered_on BETWEEN period_from AND least(period_to, today)
    UNION ALL
    SELECT 'feedback_overdue', f.source, f.code, coalesce(h.heir, f.office), NULL, NULL, NULL, NULL, NULL, 0
    FROM motcua.feedback AS f
    LEFT JOIN motcua.office_heirs() AS h ON h.office = f.office
        AND motcua.answering_day(tree, f.answered_on, least(period_to, today)) >= h.from_day
        AND motcua.answering_day(tree, f.answered_on, least(period_to, today)) < h.until_day
    WHERE motcua.local_day(f.received_at) <= least(period_to, today)
      AND (f.answered_on IS NULL OR f.answered_on > least(period_to, today))
      AND motcua.local_day(f.due_at) <= motcua.overdue_until(period_to, today)
    UNION ALL
    SELECT 'procedure', NULL, p.code, NULL, NULL, NULL, NULL, NULL, p.online_level,
           motcua.mark('full_eligible', p.full_eligible) | motcua.mark('has_fee', p.has_fee)
           | motcua.mark('online_payment', p.online_payment)
    FROM motcua.procedure AS p
    WHERE coalesce(p.valid_from <= least(period_to, today), true) AND coalesce(p.valid_to >= least(period_to, today), true)
$$;
COMMENT ON FUNCTION motcua.period_events(date, date, text, text, date, bigint) IS
    'What happened to each dossier and feedback in a period, what stood open at its start and end, and the procedures of its last day (of no office); by the accountable or the receiving office, on the tree of then or of now, as of a day and as known after a run. VI: Các sự kiện của từng hồ sơ trong kỳ, tình trạng đầu kỳ và cuối kỳ; theo cơ quan giải quyết hoặc nơi tiếp nhận, theo cây cơ quan lúc đó hoặc hiện nay, tính đến một ngày và như đã biết sau một lượt chạy.';

CREATE FUNCTION motcua.event_buckets(e_event text, e_channel motcua.channel, e_outcome motcua.outcome, e_timeliness motcua.timeliness,
                                     e_stock text, e_online_level motcua.online_level, e_marks integer)
    RETURNS TABLE (bucket text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT b.bucket FROM motcua.bucket AS b
    WHERE b.event = e_event
      AND (b.channel IS NULL OR b.channel = e_channel)
      AND (b.outcome IS NULL OR b.outcome = e_outcome)
      AND (b.timeliness IS NULL OR e_timeliness = ANY (b.timeliness))
      AND (b.stock IS NULL OR b.stock = e_stock)
      AND (b.online_level IS NULL OR b.online_level = e_online_level)
      AND e_marks & b.mask = b.mask
$$;
COMMENT ON FUNCTION motcua.event_buckets(text, motcua.channel, motcua.outcome, motcua.timeliness, text, motcua.online_level, integer) IS
    'Buckets that an event falls into: the only place where events and buckets meet. VI: Các ô đếm mà một sự kiện thuộc về.';

CREATE FUNCTION stats.buckets(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, bucket text, own bigint, total bigint)
    -- A plan of its own for each call: then the last day of the period is a constant in it, and not computed anew for
    -- every row that is looked at.
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    PERFORM motcua.is_period(period_from, period_to), motcua.is_view(by_office, tree);
    RETURN QUERY
    WITH cell AS MATERIALIZED (
        SELECT e.event, e.office, e.channel, e.outcome, e.timeliness, e.stock, e.online_level, e.marks, count(*) AS dossiers
        FROM motcua.period_events(period_from, period_to, by_office, tree, today, known_run) AS e
        GROUP BY e.event, e.office, e.channel, e.outcome, e.timeliness, e.stock, e.online_level, e.marks
    ), own AS MATERIALIZED (
        SELECT c.office, b.bucket, sum(c.dossiers)::bigint AS dossiers
        FROM cell AS c
        CROSS JOIN LATERAL motcua.event_buckets(c.event, c.channel, c.outcome, c.timeliness, c.stock, c.online_level, c.marks) AS b
        GROUP BY c.office, b.bucket
    )
    SELECT t.ancestor, o.bucket, coalesce(sum(o.dossiers) FILTER (WHERE o.office = t.ancestor), 0)::bigint, sum(o.dossiers)::bigint
    FROM own AS o JOIN motcua.office_tree_on(motcua.answering_day(tree, NULL, least(period_to, today))) AS t ON t.office = o.office
    GROUP BY t.ancestor, o.bucket
    UNION ALL
    -- The catalogue of procedures is one for all offices.
    SELECT f.code, o.bucket, o.dossiers, o.dossiers
    FROM own AS o CROSS JOIN motcua.office AS f
    WHERE o.office IS NULL;
END;
$$;
COMMENT ON FUNCTION stats.buckets(date, date, text, text, date, bigint) IS
    'Dossiers per office and bucket in a period: its own, and those of its subtree. Buckets with nothing in them are left out. by_office: handling or receiving; tree: then or now; today and known_run: as of that day, as known after that run. VI: Số hồ sơ theo cơ quan và ô đếm trong kỳ: của riêng cơ quan và gồm cả trực thuộc.';

CREATE FUNCTION stats.counts(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, carried_in bigint, received bigint, received_online bigint,
                   received_direct bigint, received_postal bigint, resolved bigint, resolved_early bigint,
                   resolved_on_time bigint, resolved_on_day_after_hour bigint, resolved_late bigint, resolved_no_due bigint,
                   withdrawn bigint, returned bigint, pending bigint, pending_in_time bigint, pending_overdue bigint,
                   pending_no_due bigint, paused bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH b AS (SELECT * FROM stats.buckets(period_from, period_to, by_office, tree, today, known_run))
    SELECT o.code, o.name, o.level,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'carried_in'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'received'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'received_online'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'received_direct'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'received_postal'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_early'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_on_time'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_on_day_after_hour'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_late'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_no_due'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'withdrawn'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'returned'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'pending'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'pending_in_time'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'pending_overdue'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'pending_no_due'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'paused'), 0)::bigint
    FROM motcua.office AS o LEFT JOIN b ON b.office = o.code
    GROUP BY o.code
    ORDER BY o.code
$$;
COMMENT ON FUNCTION stats.counts(date, date, text, text, date, bigint) IS
    'Counts of every office and its subtree in a period, both days included; carried_in + received = resolved + withdrawn + returned + pending. resolved_on_day_after_hour is a part of resolved_on_time, paused of pending. VI: Số liệu từng cơ quan (gồm trực thuộc) trong kỳ: kỳ trước chuyển sang + tiếp nhận = giải quyết + rút + trả lại + đang giải quyết.';

CREATE FUNCTION motcua.rates(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (profile text, rate text, "position" integer, office text, numerator bigint, denominator bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    -- Rates without dossiers are added as zeros: a join of offices and rates with what was counted goes wrong by a
    -- hundred times when the planner has no statistics of it.
    WITH part AS (
        SELECT r.profile, r.rate, r.position, o.code AS office, 0::bigint AS numerator, 0::bigint AS denominator
        FROM motcua.office AS o CROSS JOIN motcua.rate AS r
        UNION ALL
        SELECT t.profile, t.rate, NULL, b.office, CASE WHEN t.in_numerator THEN b.total ELSE 0 END, CASE WHEN t.in_denominator THEN b.total ELSE 0 END
        FROM stats.buckets(period_from, period_to, by_office, tree, today, known_run) AS b JOIN motcua.term AS t ON t.bucket = b.bucket
    )
    SELECT p.profile, p.rate, max(p.position), p.office, sum(p.numerator)::bigint, sum(p.denominator)::bigint
    FROM part AS p
    GROUP BY p.profile, p.rate, p.office
$$;
COMMENT ON FUNCTION motcua.rates(date, date, text, text, date, bigint) IS 'Rates of all profiles for every office in a period, from one reading of the dossiers. VI: Tỷ lệ theo mọi bộ quy tắc cho từng cơ quan trong kỳ.';

CREATE FUNCTION stats.rates(period_from date, period_to date, profile text DEFAULT 'report',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, rate text, numerator bigint, denominator bigint, percent numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.office, o.name, o.level, r.rate, r.numerator, r.denominator, motcua.percent(r.numerator, r.denominator)
    FROM motcua.rates(period_from, period_to, by_office, tree, today, known_run) AS r JOIN motcua.office AS o ON o.code = r.office
    WHERE r.profile = (SELECT motcua.known('profile', rates.profile, array_agg(p.profile)) FROM motcua.profile AS p)
    ORDER BY r.office, r.position
$$;
COMMENT ON FUNCTION stats.rates(date, date, text, text, text, date, bigint) IS
    'Rates of every office and its subtree in a period, both days included, under a profile. VI: Tỷ lệ của từng cơ quan (gồm trực thuộc) trong kỳ theo một bộ quy tắc.';

CREATE FUNCTION stats.points(period_from date, period_to date, scoring text DEFAULT 'gia-nghia-2023',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, criterion text, rate text, numerator bigint, denominator bigint,
                   percent numeric, points numeric, max_points numeric, points_lost numeric, dossiers_needed bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.office, o.name, o.level, c.criterion, c.rate, r.numerator, r.denominator,
           motcua.percent(r.numerator, r.denominator), v.points, c.max_points,
           c.max_points - v.points, v.hits - least(v.hits, r.numerator)
    FROM motcua.scoring AS s
    JOIN motcua.criterion AS c ON c.scoring = s.scoring
    JOIN motcua.rates(period_from, period_to, by_office, tree, today, known_run) AS r ON r.profile = s.profile AND r.rate = c.rate
    JOIN motcua.office AS o ON o.code = r.office
    CROSS JOIN LATERAL (SELECT motcua.score(c, r.numerator, r.denominator) AS points, motcua.hits_for_maximum(c, r.denominator) AS hits) AS v
    WHERE s.scoring = (SELECT motcua.known('scoring set', points.scoring, array_agg(k.scoring)) FROM motcua.scoring AS k)
    ORDER BY r.office, c.criterion
$$;
COMMENT ON FUNCTION stats.points(date, date, text, text, text, date, bigint) IS
    'Points of every office and its subtree in a period under a scoring set. points_lost: what is missing to the maximum; dossiers_needed: how many more dossiers of the denominator in the numerator win it back. VI: Điểm của từng cơ quan (gồm trực thuộc) trong kỳ theo một bộ tiêu chí, điểm bị mất và số hồ sơ cần thêm để đạt điểm tối đa.';

CREATE FUNCTION motcua.buckets_behind(figure text, profile text) RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    found text[];
BEGIN
    SELECT array_agg(t.bucket) INTO found FROM motcua.term AS t
    WHERE t.rate = figure AND t.profile = buckets_behind.profile AND t.in_numerator;
    IF found IS NULL THEN
        SELECT array_agg(b.bucket) INTO found FROM motcua.bucket AS b WHERE b.bucket = figure;
    END IF;
    IF found IS NULL THEN
        RAISE invalid_parameter_value USING
            MESSAGE = format('%L is neither a rate of profile %L nor a bucket', figure, profile),
            HINT = 'SELECT rate FROM motcua.rate and SELECT bucket FROM motcua.bucket list them';
    END IF;
    RETURN found;
END;
$$;
COMMENT ON FUNCTION motcua.buckets_behind(text, text) IS 'Numerator buckets of a rate, or the bucket itself. VI: Các ô ở tử số của một tỷ lệ, hoặc chính ô đó.';

CREATE FUNCTION stats.dossiers(figure text, period_from date, period_to date, office text DEFAULT NULL, profile text DEFAULT 'report',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then')
    RETURNS TABLE (bucket text, source text, code text, handling_office text, procedure text, procedure_name text, status smallint,
                   received_at timestamptz, due_at timestamptz, finished_at timestamptz, returned_at timestamptz,
                   apology_at timestamptz, closed_on date, days_late integer, reason text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    -- Rows of d are looked up by key for the events that count, not joined to all of them.
    SELECT b.bucket, e.source, e.code, e.office, coalesce(d.procedure, CASE WHEN e.event = 'procedure' THEN e.code END), p.name,
           d.status, coalesce(d.received_at, f.received_at), coalesce(d.due_at, f.due_at), coalesce(d.finished_at, f.answered_at),
           d.returned_at, d.apology_at, coalesce(d.closed_on, f.answered_on),
           greatest(least(d.closed_on, period_to, motcua.today()) - d.due_on, 0),
           motcua.reason(b.bucket, e.stock, least(period_to, motcua.today()), d, f, p)
    FROM motcua.period_events(period_from, period_to, by_office, tree) AS e
    CROSS JOIN LATERAL motcua.event_buckets(e.event, e.channel, e.outcome, e.timeliness, e.stock, e.online_level, e.marks) AS b
    LEFT JOIN motcua.dossier AS d ON d.source = e.source AND d.code = e.code AND e.event IN ('received', 'closed', 'pending', 'carried_in')
    LEFT JOIN motcua.feedback AS f ON f.source = e.source AND f.code = e.code AND e.event IN ('feedback_answered', 'feedback_overdue')
    LEFT JOIN motcua.procedure AS p ON p.code = coalesce(d.procedure, CASE WHEN e.event = 'procedure' THEN e.code END)
    WHERE (SELECT motcua.is_period(period_from, period_to) AND motcua.is_view(by_office, tree))
      AND b.bucket = ANY ((SELECT motcua.buckets_behind(figure, dossiers.profile))::text[])
      AND (dossiers.office IS NULL OR e.office IS NULL
           OR e.office IN (SELECT t.office FROM motcua.office_tree_on(motcua.answering_day(tree, NULL, least(period_to, motcua.today()))) AS t
                           WHERE t.ancestor = dossiers.office))
    ORDER BY e.office, e.source, e.code
$$;
COMMENT ON FUNCTION stats.dossiers(text, date, date, text, text, text, text) IS
    'The dossiers behind a figure: those of the numerator of a rate, or of a bucket, in a period, for an office and its subtree (null: all), each with its reason in Vietnamese. VI: Danh sách hồ sơ đằng sau một con số: tử số của tỷ lệ, hoặc một ô đếm.';

COMMIT;

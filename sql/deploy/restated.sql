-- Deploy motcua:restated to pg
-- requires: snapshots

BEGIN;

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
COMMENT ON FUNCTION motcua.last_publication(date, date, date)
    IS 'When the figures of a period were stored last (by a day, where one is given), or an error when they never were. VI: Lần chốt số liệu gần '
    'nhất của kỳ (tính đến một ngày, nếu nêu); báo lỗi nếu chưa từng chốt.';

CREATE OR REPLACE FUNCTION stats.restated(period_from date, period_to date, profile text DEFAULT 'report', published_by date DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, figure text, is_rate boolean,
                   published_numerator bigint, published_denominator bigint, published_percent numeric,
                   numerator bigint, denominator bigint, percent numeric, rule_changed boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH published AS MATERIALIZED (
        SELECT p.run_id FROM motcua.last_publication(period_from, period_to, published_by) AS p
    ), figure AS (
        SELECT coalesce(b.office, c.office) AS office, coalesce(b.bucket, c.bucket) AS figure, false AS is_rate, 0 AS position,
               coalesce(c.dossiers, 0) AS was_numerator, NULL::bigint AS was_denominator, coalesce(b.total, 0) AS numerator,
                   NULL::bigint AS denominator, NULL::boolean AS rule_changed
        FROM stats.buckets(period_from, period_to) AS b
        FULL JOIN (SELECT k.* FROM published AS p CROSS JOIN LATERAL motcua.published_counts(period_from, period_to, p.run_id) AS k) AS c
            ON c.office = b.office AND c.bucket = b.bucket
        UNION ALL
        SELECT coalesce(r.office, s.office), coalesce(r.rate, s.rate), true, r.position, s.numerator, s.denominator, r.numerator, r.denominator,
               s.rule_version <> coalesce(r.rule_version, '')
        FROM (SELECT k.*, v.rule_version FROM motcua.rates(period_from, period_to) AS k JOIN motcua.current_rule AS v ON v.profile = k.profile
            AND v.rate = k.rate
              WHERE k.profile = (SELECT motcua.known('profile', restated.profile, array_agg(a.profile)) FROM motcua.profile AS a)) AS r
        FULL JOIN (SELECT k.* FROM published AS p CROSS JOIN LATERAL motcua.published_rates(period_from, period_to, restated.profile,
            p.run_id) AS k) AS s
            ON s.office = r.office AND s.rate = r.rate
    )
    SELECT o.code, o.name, o.level, f.figure, f.is_rate, f.was_numerator, f.was_denominator, motcua.percent(f.was_numerator, f.was_denominator),
           f.numerator, f.denominator, motcua.percent(f.numerator, f.denominator), f.rule_changed
    FROM figure AS f JOIN motcua.office AS o ON o.code = f.office
    ORDER BY o.code, f.is_rate, f.position, f.figure
$$;
COMMENT ON FUNCTION stats.restated(date, date, text, date) IS
    'The figures of a period as stored last (by the evening of a day, where one is given), and as computed from what is known today: counts of '
    'buckets (no denominator), then rates; rule_changed: the rate has another rule by now. VI: Số liệu của kỳ khi chốt lần cuối (hoặc lần cuối '
    'tính đến một ngày) và tính lại theo dữ liệu hiện nay; rule_changed: quy tắc tính đã thay đổi.';

CREATE OR REPLACE FUNCTION motcua.moved_dossiers(period_from date, period_to date, for_office text, published_by date)
    RETURNS TABLE (office text, source text, code text, left_buckets text[], entered_buckets text[],
                   first_seen boolean, seen_at timestamptz, changed_fields text[])
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
    of_dossiers CONSTANT text[] := '{received,carried_in,closed,pending}';
BEGIN
    PERFORM motcua.is_office(for_office);
    RETURN QUERY
    WITH published AS MATERIALIZED (
        SELECT p.run_id, p.counted_to FROM motcua.last_publication(period_from, period_to, published_by) AS p
    ), was AS MATERIALIZED (
        SELECT e.source, e.code, e.office, e.marks FROM published AS p
        CROSS JOIN LATERAL motcua.period_marks(period_from, period_to, 'handling', 'then', p.counted_to, p.run_id, of_dossiers) AS e
    ), is_now AS MATERIALIZED (
        SELECT e.source, e.code, e.office, e.marks FROM motcua.period_marks(period_from, period_to, events => of_dossiers) AS e
    ), side (sign, source, code, office, marks) AS (
        (SELECT -1, w.* FROM was AS w EXCEPT SELECT -1, n.* FROM is_now AS n)
        UNION ALL
        (SELECT 1, n.* FROM is_now AS n EXCEPT SELECT 1, w.* FROM was AS w)
    ), told AS (
        -- Which system's row counted then, and which one does now: a dossier that has only gone over to another one has not moved.
        SELECT s.code, max(s.source) FILTER (WHERE s.sign < 0) AS was_source, max(s.source) FILTER (WHERE s.sign > 0) AS now_source
            FROM side AS s GROUP BY s.code
    ), step AS (
        SELECT s.office, s.code, b.bucket, sum(s.sign) AS sign
        FROM side AS s
        CROSS JOIN LATERAL motcua.buckets_of(s.marks) AS b
        GROUP BY s.office, s.code, b.bucket
        HAVING sum(s.sign) <> 0
    ), gathered AS (
        SELECT s.office, s.code, array_agg(s.bucket ORDER BY s.bucket) FILTER (WHERE s.sign < 0) AS left_buckets,
               array_agg(s.bucket ORDER BY s.bucket) FILTER (WHERE s.sign > 0) AS entered_buckets
        FROM step AS s
        WHERE for_office IS NULL
           OR s.office IN (SELECT t.office FROM motcua.office_tree_on(least(period_to, motcua.today())) AS t WHERE t.ancestor = for_office)
        GROUP BY s.office, s.code
    )
    SELECT g.office, d.source, g.code, coalesce(g.left_buckets, '{}'), coalesce(g.entered_buckets, '{}'),
           coalesce(d.first_run_id > p.run_id, false) AND t.was_source IS NULL, r.started_at,
           coalesce((SELECT array_agg(n.key ORDER BY n.key)
                     FROM jsonb_each(to_jsonb(d)) AS n JOIN jsonb_each(to_jsonb(v)) AS o ON o.key = n.key AND o.value <> n.value
                     WHERE n.key NOT IN ('received_on', 'due_on', 'closed_on', 'outcome', 'timeliness', 'timeliness_first', 'marks', 'first_run_id',
                         'last_run_id',
                                         'source_updated_at', 'record_hash')), '{}')
    FROM gathered AS g CROSS JOIN published AS p JOIN told AS t ON t.code = g.code
    CROSS JOIN LATERAL (
        SELECT d.* FROM motcua.dossier AS d WHERE d.source = coalesce(t.now_source, t.was_source) AND d.code = g.code OFFSET 0) AS d
    LEFT JOIN motcua.dossier_version AS v ON v.source = coalesce(t.was_source, t.now_source) AND v.code = g.code AND v.last_run_id <= p.run_id
        AND v.until_run_id > p.run_id
    LEFT JOIN motcua.run AS r ON r.run_id = d.last_run_id AND r.run_id > p.run_id
    ORDER BY g.office, d.source, g.code;
END;
$$;
COMMENT ON FUNCTION motcua.moved_dossiers(date, date, text, date) IS 'What stats.moved shows. VI: Phần tính của stats.moved.';

CREATE OR REPLACE FUNCTION stats.moved(period_from date, period_to date, office text DEFAULT NULL, published_by date DEFAULT NULL)
    RETURNS TABLE (office text, source text, code text, left_buckets text[], entered_buckets text[],
                   first_seen boolean, seen_at timestamptz, changed_fields text[])
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT m.* FROM motcua.moved_dossiers(period_from, period_to, moved.office, published_by) AS m
$$;
COMMENT ON FUNCTION stats.moved(date, date, text, date) IS
    'Dossiers that are in other buckets of a period today than when its figures were stored last (by the evening of a day, where one is given), of '
    'an office and its subtree (null: all): which they left and entered, whether they were seen for the first time since, which run saw the last '
    'change and what has changed. No change: time went on. VI: Hồ sơ đã chuyển ô đếm kể từ lần chốt số liệu gần nhất của kỳ: ra khỏi ô nào, vào '
    'ô nào, có phải mới xuất hiện, thấy lúc nào, trường nào đã đổi; không có trường nào đổi nghĩa là do thời gian trôi qua.';

COMMIT;

-- Deploy motcua:snapshots to pg
-- requires: figures
-- requires: periods

BEGIN;

-- Wording is no rule: a text that is put better leaves the version.
CREATE OR REPLACE VIEW motcua.current_rule AS
    SELECT d.profile, d.rate, md5(d.definition::text) COLLATE "C" AS rule_version, d.definition
    FROM (
        SELECT r.profile, r.rate, jsonb_build_object(
                   'profile_source', p.legal_source, 'valid_from', p.valid_from, 'valid_to', p.valid_to, 'rate_source', r.legal_source,
                   'rate_valid_from', r.valid_from, 'rate_valid_to', r.valid_to,
                   'terms', coalesce(jsonb_agg(jsonb_build_object(
                       'bucket', b.bucket, 'numerator', t.in_numerator, 'denominator', t.in_denominator, 'event', b.event, 'channel', b.channel,
                       'outcome', b.outcome, 'timeliness', b.timeliness, 'stock', b.stock, 'online_level', b.online_level, 'marks', b.marks)
                       ORDER BY b.bucket) FILTER (WHERE b.bucket IS NOT NULL), '[]')) AS definition
        FROM motcua.profile AS p
        JOIN motcua.rate AS r ON r.profile = p.profile
        LEFT JOIN motcua.term AS t ON t.profile = r.profile AND t.rate = r.rate
        LEFT JOIN motcua.bucket AS b ON b.bucket = t.bucket
        GROUP BY p.profile, r.profile, r.rate
    ) AS d;
COMMENT ON VIEW motcua.current_rule IS 'The rule of each rate as it stands, and its version: a digest of its rows in profile, rate, term and bucket. '
    'VI: Quy tắc hiện hành của từng tỷ lệ và mã phiên bản của nó.';
COMMENT ON COLUMN motcua.current_rule.profile IS 'Profile. VI: Bộ quy tắc.';
COMMENT ON COLUMN motcua.current_rule.rate IS 'Rate. VI: Tỷ lệ.';
COMMENT ON COLUMN motcua.current_rule.rule_version IS 'Changes when the rule does. VI: Mã phiên bản, thay đổi khi quy tắc thay đổi.';
COMMENT ON COLUMN motcua.current_rule.definition IS 'Legal sources, validity and terms. VI: Căn cứ, hiệu lực và các ô đếm.';

CREATE TABLE stats.rule_version (
    profile text COLLATE "C",
    rate text COLLATE "C",
    rule_version text COLLATE "C",
    definition jsonb NOT NULL,
    run_id bigint NOT NULL REFERENCES motcua.run (run_id),
    PRIMARY KEY (profile, rate, rule_version)
);
COMMENT ON TABLE stats.rule_version IS 'Rules that stored figures were computed by. VI: Các phiên bản quy tắc đã dùng khi chốt số liệu.';
COMMENT ON COLUMN stats.rule_version.profile IS 'Profile. VI: Bộ quy tắc.';
COMMENT ON COLUMN stats.rule_version.rate IS 'Rate. VI: Tỷ lệ.';
COMMENT ON COLUMN stats.rule_version.rule_version IS 'Version, as in motcua.current_rule. VI: Mã phiên bản.';
COMMENT ON COLUMN stats.rule_version.definition IS 'Legal sources, validity and terms. VI: Căn cứ, hiệu lực và các ô đếm.';
COMMENT ON COLUMN stats.rule_version.run_id IS 'Run that used it first. VI: Lượt chạy dùng lần đầu.';

CREATE TABLE stats.publication (
    run_id bigint REFERENCES motcua.run (run_id),
    period_from date,
    period_to date,
    taken_at timestamptz NOT NULL DEFAULT now(),
    counted_to date NOT NULL,
    PRIMARY KEY (period_from, period_to, run_id)
);
COMMENT ON TABLE stats.publication IS 'When the figures of a period were stored: the figures of a run are the last rows of stats.snapshot and '
    'stats.snapshot_count up to it. VI: Các lần chốt số liệu của từng kỳ.';
COMMENT ON COLUMN stats.publication.run_id IS 'Run that stored them. VI: Lượt chạy.';
COMMENT ON COLUMN stats.publication.period_from IS 'First day of the period. VI: Ngày đầu kỳ.';
COMMENT ON COLUMN stats.publication.period_to IS 'Last day of the period. VI: Ngày cuối kỳ.';
COMMENT ON COLUMN stats.publication.taken_at IS 'When they were computed. VI: Thời điểm tính.';
COMMENT ON COLUMN stats.publication.counted_to IS 'The day that it was. VI: Số liệu tính đến ngày.';

CREATE TABLE stats.snapshot (
    snapshot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id bigint NOT NULL REFERENCES motcua.run (run_id),
    taken_at timestamptz NOT NULL DEFAULT now(),
    profile text COLLATE "C" NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    office text COLLATE "C" NOT NULL REFERENCES motcua.office (code),
    rate text COLLATE "C" NOT NULL,
    numerator bigint NOT NULL,
    denominator bigint NOT NULL,
    percent numeric GENERATED ALWAYS AS (motcua.percent(numerator, denominator)) STORED,
    rule_version text COLLATE "C" NOT NULL
);
CREATE INDEX ON stats.snapshot (profile, period_from, period_to, office, rate, snapshot_id DESC);
COMMENT ON TABLE stats.snapshot IS 'Figures as they were computed; a row only when a figure, or its rule, differs from its last one. VI: Số liệu tại '
    'thời điểm tính; chỉ ghi thêm khi số liệu hoặc quy tắc khác lần trước.';
COMMENT ON COLUMN stats.snapshot.snapshot_id IS 'Number of the row. VI: Số thứ tự.';
COMMENT ON COLUMN stats.snapshot.run_id IS 'Run that computed it. VI: Lượt chạy.';
COMMENT ON COLUMN stats.snapshot.taken_at IS 'When it was computed. VI: Thời điểm tính.';
COMMENT ON COLUMN stats.snapshot.profile IS 'Profile. VI: Bộ quy tắc.';
COMMENT ON COLUMN stats.snapshot.period_from IS 'First day of the period. VI: Ngày đầu kỳ.';
COMMENT ON COLUMN stats.snapshot.period_to IS 'Last day of the period, also when it was not over yet. VI: Ngày cuối kỳ.';
COMMENT ON COLUMN stats.snapshot.office IS 'Office, with its subtree. VI: Cơ quan (gồm trực thuộc).';
COMMENT ON COLUMN stats.snapshot.rate IS 'Rate. VI: Tỷ lệ.';
COMMENT ON COLUMN stats.snapshot.numerator IS 'Numerator. VI: Tử số.';
COMMENT ON COLUMN stats.snapshot.denominator IS 'Denominator. VI: Mẫu số.';
COMMENT ON COLUMN stats.snapshot.percent IS 'Percent, two decimals; null for an empty denominator. VI: Tỷ lệ phần trăm.';
COMMENT ON COLUMN stats.snapshot.rule_version IS 'Rule that it was computed by, see stats.rule_version. VI: Phiên bản quy tắc đã dùng.';

CREATE TABLE stats.snapshot_count (
    snapshot_count_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id bigint NOT NULL REFERENCES motcua.run (run_id),
    period_from date NOT NULL,
    period_to date NOT NULL,
    office text COLLATE "C" NOT NULL REFERENCES motcua.office (code),
    bucket text COLLATE "C" NOT NULL,
    dossiers bigint NOT NULL
);
CREATE INDEX ON stats.snapshot_count (period_from, period_to, office, bucket, snapshot_count_id DESC);
COMMENT ON TABLE stats.snapshot_count IS 'Totals behind the figures of stats.snapshot, stored alike; a bucket that was never named had none. VI: Số '
    'hồ sơ theo ô đếm tại thời điểm chốt; chỉ ghi thêm khi khác lần trước.';
COMMENT ON COLUMN stats.snapshot_count.snapshot_count_id IS 'Number of the row. VI: Số thứ tự.';
COMMENT ON COLUMN stats.snapshot_count.run_id IS 'Run that counted. VI: Lượt chạy.';
COMMENT ON COLUMN stats.snapshot_count.period_from IS 'First day of the period. VI: Ngày đầu kỳ.';
COMMENT ON COLUMN stats.snapshot_count.period_to IS 'Last day of the period. VI: Ngày cuối kỳ.';
COMMENT ON COLUMN stats.snapshot_count.office IS 'Office, with its subtree. VI: Cơ quan (gồm trực thuộc).';
COMMENT ON COLUMN stats.snapshot_count.bucket IS 'Bucket. VI: Ô đếm.';
COMMENT ON COLUMN stats.snapshot_count.dossiers IS 'Dossiers in it. VI: Số hồ sơ.';

-- One look into the index for each figure that there can be, so that the last of three hundred nights costs what the first did.
CREATE OR REPLACE FUNCTION motcua.published_counts(of_from date, of_to date, by_run bigint)
    RETURNS TABLE (office text, bucket text, dossiers bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT o.code, b.bucket, c.dossiers
    FROM motcua.office AS o CROSS JOIN motcua.bucket AS b
    CROSS JOIN LATERAL (
        SELECT c.dossiers FROM stats.snapshot_count AS c
        WHERE (c.period_from, c.period_to, c.office, c.bucket) = (of_from, of_to, o.code, b.bucket) AND c.run_id <= by_run
        ORDER BY c.snapshot_count_id DESC LIMIT 1
    ) AS c
$$;
COMMENT ON FUNCTION motcua.published_counts(date, date, bigint)
    IS 'Totals of a period as stored by a run. VI: Số hồ sơ của kỳ đã chốt đến một lượt chạy.';

CREATE OR REPLACE FUNCTION motcua.published_rates(of_from date, of_to date, of_profile text, by_run bigint)
    RETURNS TABLE (office text, rate text, numerator bigint, denominator bigint, rule_version text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT o.code, v.rate, s.numerator, s.denominator, s.rule_version
    FROM motcua.office AS o CROSS JOIN (SELECT DISTINCT v.rate FROM stats.rule_version AS v WHERE v.profile = of_profile) AS v
    CROSS JOIN LATERAL (
        SELECT s.numerator, s.denominator, s.rule_version FROM stats.snapshot AS s
        WHERE (s.profile, s.period_from, s.period_to, s.office, s.rate) = (of_profile, of_from, of_to, o.code, v.rate) AND s.run_id <= by_run
        ORDER BY s.snapshot_id DESC LIMIT 1
    ) AS s
$$;
COMMENT ON FUNCTION motcua.published_rates(date, date, text, bigint)
    IS 'Rates of a period as stored by a run. VI: Tỷ lệ của kỳ đã chốt đến một lượt chạy.';

CREATE OR REPLACE FUNCTION stats.take_snapshot(this_run bigint, year_start text DEFAULT '01-01') RETURNS bigint
    LANGUAGE sql
AS $$
    INSERT INTO stats.publication (run_id, period_from, period_to, counted_to)
    SELECT this_run, p.period_from, p.period_to, motcua.today() FROM stats.standing_periods(motcua.today(), year_start) AS p
    ON CONFLICT DO NOTHING;

    INSERT INTO stats.rule_version (profile, rate, rule_version, definition, run_id)
    SELECT r.profile, r.rate, r.rule_version, r.definition, this_run FROM motcua.current_rule AS r
    ON CONFLICT DO NOTHING;

    -- Each period is read once: its totals make its rates.
    WITH counted AS MATERIALIZED (
        SELECT p.period_from, p.period_to, b.office, b.bucket, b.total
        FROM stats.standing_periods(motcua.today(), year_start) AS p
        CROSS JOIN LATERAL stats.buckets(p.period_from, p.period_to) AS b
    ), counts AS (
        INSERT INTO stats.snapshot_count (run_id, period_from, period_to, office, bucket, dossiers)
        SELECT this_run, p.period_from, p.period_to, d.office, d.bucket, d.dossiers
        FROM stats.standing_periods(motcua.today(), year_start) AS p
        CROSS JOIN LATERAL (
            SELECT coalesce(b.office, c.office) AS office, coalesce(b.bucket, c.bucket) AS bucket, coalesce(b.total, 0) AS dossiers
            FROM (SELECT k.* FROM counted AS k WHERE k.period_from = p.period_from AND k.period_to = p.period_to) AS b
            FULL JOIN motcua.published_counts(p.period_from, p.period_to, this_run) AS c ON c.office = b.office AND c.bucket = b.bucket
            WHERE coalesce(b.total, 0) <> coalesce(c.dossiers, 0)
        ) AS d
    ), now_is AS (
        SELECT r.profile, c.period_from, c.period_to, r.office, r.rate, r.numerator, r.denominator, v.rule_version
        FROM (SELECT p.period_from, p.period_to, array_agg(c.office) AS offices, array_agg(c.bucket) AS buckets, array_agg(c.total) AS totals
              FROM stats.standing_periods(motcua.today(), year_start) AS p
              LEFT JOIN counted AS c ON c.period_from = p.period_from AND c.period_to = p.period_to
              GROUP BY p.period_from, p.period_to) AS c
        CROSS JOIN LATERAL motcua.rates_of(c.offices, c.buckets, c.totals) AS r
        JOIN motcua.current_rule AS v ON v.profile = r.profile AND v.rate = r.rate
    ), stored AS (
        INSERT INTO stats.snapshot (run_id, profile, period_from, period_to, office, rate, numerator, denominator, rule_version)
        SELECT this_run, n.profile, n.period_from, n.period_to, n.office, n.rate, n.numerator, n.denominator, n.rule_version
        FROM now_is AS n
        WHERE (n.numerator, n.denominator, n.rule_version) IS DISTINCT FROM (
            SELECT (s.numerator, s.denominator, s.rule_version) FROM stats.snapshot AS s
            WHERE (s.profile, s.period_from, s.period_to, s.office, s.rate) = (n.profile, n.period_from, n.period_to, n.office, n.rate)
            ORDER BY s.snapshot_id DESC LIMIT 1)
        RETURNING 1
    )
    SELECT count(*) FROM stored
$$;
COMMENT ON FUNCTION stats.take_snapshot(bigint, text) IS 'Stores the figures of the standing periods that differ from those stored last, with their '
    'totals and rules. VI: Chốt số liệu các kỳ, chỉ ghi phần khác lần trước.';

COMMIT;

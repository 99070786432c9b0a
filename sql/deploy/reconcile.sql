-- Deploy motcua:reconcile to pg
-- requires: looks
-- Which reading of the same dossiers gives a figure that somebody else has published. A reading is a view (period, whose
-- figures, which tree, known as of which evening) under a way (a profile, or a row of motcua.reading). Each view is read
-- once for all figures; ways, digits and rounding are arithmetic on its buckets.

BEGIN;

CREATE TYPE motcua.reading_way AS (
    way integer,
    profile text,
    variant text,
    figure text,
    is_rate boolean,
    is_rest boolean,
    if_empty integer,
    departures text[],
    weight integer,
    text_vi text,
    legal_source text
);
COMMENT ON TYPE motcua.reading_way IS 'A way of counting a figure, as motcua.reading_rule has it. VI: Một cách tính chỉ tiêu.';

CREATE TYPE motcua.reading_try AS (
    candidate integer,
    office text,
    way integer,
    is_rate boolean,
    is_rest boolean,
    if_empty integer,
    is_plain boolean,
    is_printed boolean,
    mantissa bigint,
    scale bigint,
    digits integer,
    is_share boolean,
    departures integer,
    weight integer
);
COMMENT ON TYPE motcua.reading_try IS 'A published figure, as whole numbers, under a way of counting it: 3,1 is mantissa 31 on a scale of 1000. '
    'is_printed: it has the digits that are printed, and not fewer or a share of 1. VI: Một số liệu đã công bố, ở dạng số nguyên, theo một cách '
    'tính.';

CREATE TYPE motcua.reading_found AS (
    candidate integer,
    office text,
    view integer,
    way integer,
    digits integer,
    is_printed boolean,
    is_share boolean,
    is_truncated boolean,
    is_own boolean,
    is_plain boolean,
    numerator bigint,
    denominator bigint,
    apart bigint,
    departures integer,
    weight integer,
    kind text
);
COMMENT ON TYPE motcua.reading_found IS 'ours: what was asked for; fit: a reading that gives a published figure; nearest: the one with the fewest '
    'dossiers between. VI: Kết quả tính theo cách đang hỏi (ours), một cách tính cho ra số liệu đã công bố (fit), hoặc cách gần nhất (nearest).';

CREATE OR REPLACE FUNCTION motcua.reading_ways(of_profile text, figures text[])
    RETURNS SETOF motcua.reading_way
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH rule AS (
        SELECT r.profile, r.variant, r.figure, r.is_rate, r.is_rest, r.if_empty, r.position, r.legal_source,
               concat_ws('; ', CASE WHEN r.variant <> '' AND r.profile <> of_profile
                   THEN (SELECT p.text_vi FROM motcua.profile AS p WHERE p.profile = r.profile) END,
                         r.text_vi) AS text_vi,
               CASE WHEN r.variant <> '' THEN '{variant}'
                    -- A figure that the profile has not is asked for under the first one that has it.
                    WHEN row_number() OVER (PARTITION BY r.figure, r.is_rate, r.variant ORDER BY r.profile <> of_profile, r.profile <> 'report',
                        r.profile) > 1
                    THEN '{profile}' ELSE '{}' END::text[] AS departures
        FROM motcua.reading_rule AS r
        WHERE r.figure = ANY (figures)
    )
    SELECT row_number() OVER (ORDER BY cardinality(r.departures), w.weight, r.position, r.profile <> of_profile, r.profile, r.variant, r.figure,
        r.is_rate)::integer,
           r.profile, r.variant, r.figure, r.is_rate, r.is_rest, r.if_empty, r.departures, w.weight, r.text_vi, r.legal_source
    FROM rule AS r CROSS JOIN LATERAL (SELECT motcua.departures_weight(r.departures) AS weight) AS w
    ORDER BY 1;
END;
$$;
COMMENT ON FUNCTION motcua.reading_ways(text, text[]) IS 'Ways of counting some figures, the simplest first; the first of each figure is the one '
    'asked for, if any profile has the figure. VI: Các cách tính một số chỉ tiêu, đơn giản nhất trước.';

-- Whole numbers only: a figure of k digits is a count of its last digit, so value = factor * 10^k * numerator / denominator.
CREATE OR REPLACE FUNCTION motcua.rounded(numerator bigint, denominator bigint, scale bigint, is_rest boolean) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN is_rest THEN scale - (2 * scale * (denominator - numerator) + denominator) / (2 * nullif(denominator, 0))
                ELSE (2 * scale * numerator + denominator) / (2 * nullif(denominator, 0)) END;
COMMENT ON FUNCTION motcua.rounded(bigint, bigint, bigint, boolean) IS 'A share of a scale, rounded half up; of a rest what rounding the others '
    'leaves. VI: Phần của thang số, làm tròn nửa lên.';

CREATE OR REPLACE FUNCTION motcua.cut_off(numerator bigint, denominator bigint, scale bigint, is_rest boolean) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN is_rest THEN scale - scale * (denominator - numerator) / nullif(denominator, 0)
                ELSE scale * numerator / nullif(denominator, 0) END;
COMMENT ON FUNCTION motcua.cut_off(bigint, bigint, bigint, boolean) IS 'The same with digits cut off. VI: Như trên nhưng bỏ phần lẻ.';

-- The numerators that round to a value are a run of whole numbers; one that there is not has the next above it.
CREATE OR REPLACE FUNCTION motcua.dossiers_apart(numerator bigint, denominator bigint, mantissa bigint, scale bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN greatest((greatest(2 * mantissa - 1, 0) * denominator + 2 * scale - 1) / (2 * scale),
                    least(numerator, ((2 * mantissa + 1) * denominator + 2 * scale - 1) / (2 * scale) - 1)) - numerator;
COMMENT ON FUNCTION motcua.dossiers_apart(bigint, bigint, bigint, bigint) IS 'How many dossiers more (below zero: fewer) would have to be in the '
    'numerator for a rate to round to a value. VI: Số hồ sơ phải thêm vào (âm: bớt khỏi) tử số để tỷ lệ làm tròn thành một giá trị.';

CREATE OR REPLACE FUNCTION motcua.reading_fractions(look motcua.reading_view, ways motcua.reading_way[], offices text[])
    RETURNS TABLE (office text, way integer, is_own boolean, numerator bigint, denominator bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET enable_nestloop = off -- what stands in arrays is more than the planner expects
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH part AS MATERIALIZED (
        SELECT w.way, p.bucket, p.numerator, p.denominator FROM unnest(ways) AS w
        JOIN motcua.reading_part AS p ON (p.profile, p.variant, p.figure, p.is_rate) = (w.profile, w.variant, w.figure, w.is_rate)
    ), fraction AS MATERIALIZED (
        SELECT b.office, p.way, sum(p.numerator * b.total)::bigint AS numerator, sum(p.denominator * b.total)::bigint AS denominator,
               sum(p.numerator * b.own)::bigint AS own_numerator, sum(p.denominator * b.own)::bigint AS own_denominator
        FROM stats.buckets(look.period_from, look.period_to, look.by_office, look.tree, look.today, look.known_run) AS b
        JOIN part AS p ON p.bucket = b.bucket
        WHERE b.office = ANY (offices)
        GROUP BY b.office, p.way
    )
    SELECT f.office, f.way, false, f.numerator, f.denominator FROM fraction AS f
    UNION ALL
    SELECT f.office, f.way, true, f.own_numerator, f.own_denominator FROM fraction AS f
    WHERE (f.own_numerator, f.own_denominator) <> (f.numerator, f.denominator);
END;
$$;
COMMENT ON FUNCTION motcua.reading_fractions(motcua.reading_view, motcua.reading_way[], text[]) IS 'What some ways of counting make of the '
    'dossiers of some offices in one view, from one reading of them: with the offices under it, and of its own where that is another figure. VI: '
    'Tử số, mẫu số theo các cách tính, từ một lần đọc hồ sơ.';

CREATE OR REPLACE FUNCTION motcua.readings_found(tries motcua.reading_try[], views motcua.reading_view[], ways motcua.reading_way[], most integer)
    RETURNS SETOF motcua.reading_found
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET enable_nestloop = off
    SET jit = off
AS $$
DECLARE
    candidates CONSTANT integer := (SELECT coalesce(max(t.candidate), 0) FROM unnest(tries) AS t);
    offices CONSTANT text[] := ARRAY(SELECT DISTINCT t.office FROM unnest(tries) AS t);
    cut_weight CONSTANT integer := motcua.departures_weight('{truncated}');
    own_weight CONSTANT integer := motcua.departures_weight('{own}');
    -- What departs so far in its view is asked for as it is: a profile, the whole office, the digits that are printed.
    far CONSTANT integer := CASE WHEN candidates <= 500 THEN 3 ELSE 2 END;
    counted integer[] := array_fill(0, ARRAY[candidates]);
    -- Of each candidate: what ours divides by, and the distance of the nearest so far.
    our_denominators bigint[] := array_fill(0::bigint, ARRAY[candidates]);
    nearest bigint[] := array_fill(9223372036854775807, ARRAY[candidates]);
    batch motcua.reading_found[];
    look motcua.reading_view;
BEGIN
    FOREACH look IN ARRAY views LOOP
        CONTINUE WHEN look.view <> look.readout;
        batch := ARRAY(
            WITH tried AS MATERIALIZED (
                SELECT t.*, coalesce(f.is_own, false) AS is_own, coalesce(f.numerator, 0) AS numerator,
                       CASE WHEN t.is_rate THEN coalesce(f.denominator, 0) ELSE 1 END AS denominator
                FROM unnest(tries) AS t
                LEFT JOIN motcua.reading_fractions(look, ways, offices) AS f ON f.office = t.office AND f.way = t.way
                WHERE cardinality(look.departures) < far OR t.is_plain AND f.is_own IS NOT TRUE
            ), valued AS MATERIALIZED (
                SELECT t.*, motcua.rounded(t.numerator, t.denominator, t.scale, t.is_rest) AS half_up,
                       CASE WHEN t.is_rate THEN motcua.cut_off(t.numerator, t.denominator, t.scale, t.is_rest) END AS cut_off,
                       motcua.dossiers_apart(t.numerator, t.denominator, t.mantissa, t.scale) AS apart
                FROM tried AS t
            ), fit AS (
                SELECT v.*, false AS is_truncated FROM valued AS v
                WHERE CASE WHEN v.if_empty IS NULL THEN v.mantissa = v.half_up ELSE v.denominator = 0 AND v.mantissa * 100 = v.if_empty * v.scale END
                UNION ALL
                SELECT v.*, true FROM valued AS v WHERE v.if_empty IS NULL AND v.mantissa = v.cut_off
            ), near AS (
                SELECT DISTINCT ON (v.candidate) v.*, abs(v.apart) + v.departures + v.is_own::integer + cardinality(look.departures) AS distance
                FROM valued AS v
                WHERE counted[v.candidate] = 0 AND v.is_printed AND NOT v.is_rest AND v.if_empty IS NULL AND v.denominator > 0 AND v.apart <> 0
                      -- Among few dossiers every rate is near.
                      AND 2 * v.denominator >= our_denominators[v.candidate]
                ORDER BY v.candidate, abs(v.apart) + v.departures + v.is_own::integer, v.way
            )
            SELECT ROW(v.candidate, v.office, look.view, v.way, v.digits, true, false, false, false, v.is_plain, v.numerator, v.denominator,
                v.apart, 0, 0,
                'ours')::motcua.reading_found
            FROM valued AS v WHERE look.view = 1 AND v.is_printed AND v.departures = 0 AND NOT v.is_own
            UNION ALL
            SELECT ROW(f.candidate, f.office, look.view, f.way, f.digits, f.is_printed, f.is_share, f.is_truncated, f.is_own, f.is_plain
                AND NOT f.is_own, f.numerator,
                f.denominator, NULL,
                       f.departures + f.is_truncated::integer + f.is_own::integer,
                       f.weight + CASE WHEN f.is_truncated THEN cut_weight ELSE 0 END + CASE WHEN f.is_own THEN own_weight ELSE 0 END,
                           'fit')::motcua.reading_found
            FROM fit AS f
            UNION ALL
            SELECT ROW(n.candidate, n.office, look.view, n.way, n.digits, true, false, false, n.is_own, n.is_plain, n.numerator, n.denominator,
                n.apart,
                n.departures + n.is_own::integer,
                       n.weight + CASE WHEN n.is_own THEN own_weight ELSE 0 END, 'nearest')::motcua.reading_found
            FROM near AS n WHERE n.distance < nearest[n.candidate]);
        -- What is seen in one view is seen alike in those that share its readout.
        RETURN QUERY
        SELECT b.candidate, b.office, v.view, b.way, b.digits, b.is_printed, b.is_share, b.is_truncated, b.is_own, b.is_plain, b.numerator,
            b.denominator,
            b.apart,
               b.departures + cardinality(v.departures), b.weight + v.weight, b.kind
        FROM unnest(batch) AS b JOIN unnest(views) AS v ON v.readout = look.view
        WHERE CASE b.kind WHEN 'fit' THEN counted[b.candidate] < most AND (b.is_plain OR cardinality(v.departures) < far) ELSE v.view = look.view END;
        SELECT array_agg(counted[c.candidate] + coalesce(k.fits, 0) ORDER BY c.candidate),
               array_agg(least(nearest[c.candidate], k.distance) ORDER BY c.candidate),
               array_agg(coalesce(k.denominator, our_denominators[c.candidate]) ORDER BY c.candidate)
        INTO counted, nearest, our_denominators
        FROM generate_series(1, candidates) AS c (candidate)
        LEFT JOIN (SELECT b.candidate, (count(*) FILTER (WHERE b.kind = 'fit'))::integer AS fits,
            min(b.denominator) FILTER (WHERE b.kind = 'ours') AS denominator,
                          min(abs(b.apart) + b.departures + cardinality(look.departures)) FILTER (WHERE b.kind = 'nearest') AS distance
                   FROM unnest(batch) AS b GROUP BY b.candidate) AS k ON k.candidate = c.candidate;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION motcua.readings_found(motcua.reading_try[], motcua.reading_view[], motcua.reading_way[], integer) IS
    'Every reading that gives one of the published figures; of one that none gives, ever nearer ones: a departure weighs as much as a dossier '
    'there, for three coincidences explain no slip of two. Once so many readouts have given a figure, more complicated views are not listed for '
    'it. VI: Mọi cách tính cho ra số liệu đã công bố; nếu không có thì các cách gần dần.';

CREATE OR REPLACE FUNCTION motcua.published_figures(lines jsonb, period_from date, period_to date)
    RETURNS TABLE (candidate integer, line integer, office text, figure text, is_rate boolean, printed text, number numeric, digits integer,
                   may_be_share boolean, wrong_column text, wrong_value text, fault text, fault_vi text, hint text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH said AS MATERIALIZED (
        SELECT l.line, btrim(motcua.plain_text(coalesce(l.office, ''))) AS office, btrim(motcua.plain_text(coalesce(l.figure, ''))) AS figure,
               btrim(motcua.plain_text(coalesce(l.value, ''))) AS value, motcua.bare_name(l.unit) AS unit, l.fault
        FROM jsonb_to_recordset(lines) AS l (line integer, office text, figure text, value text, unit text, fault text)
    ), place AS MATERIALIZED (
        SELECT o.* FROM motcua.meant_offices(ARRAY(SELECT DISTINCT s.office FROM said AS s), period_from, period_to) AS o
    ), meant AS MATERIALIZED (
        SELECT f.* FROM motcua.meant_figures(ARRAY(SELECT DISTINCT s.figure FROM said AS s)) AS f
    ), choice AS (
        SELECT s.line, m.figure, m.is_rate, n.number, n.digits, n.is_percent, n.is_nothing,
               coalesce(CASE WHEN s.unit LIKE '%\%%' OR s.unit LIKE 'ti le%' THEN true WHEN s.unit <> '' THEN false END, m.says_rate,
                        CASE WHEN n.is_percent OR n.digits > 0 THEN true WHEN n.number > 100 THEN false END) AS says_rate
        FROM said AS s JOIN meant AS m ON m.written = s.figure CROSS JOIN LATERAL motcua.published_number(s.value, m.is_rate) AS n
    ), chosen AS MATERIALIZED (
        SELECT c.* FROM (SELECT h.*, bool_or(h.is_rate = h.says_rate) OVER (PARTITION BY h.line) IS TRUE AS is_said FROM choice AS h) AS c
        WHERE NOT c.is_said OR c.says_rate IS NULL OR c.is_rate = c.says_rate
    ), wrong AS MATERIALIZED (
        SELECT DISTINCT ON (s.line) s.line, w.*
        FROM said AS s LEFT JOIN place AS p ON p.written = s.office LEFT JOIN chosen AS c ON c.line = s.line
        CROSS JOIN LATERAL (
            SELECT NULL, NULL, s.fault, 'số ô khác với dòng tiêu đề', 'a value with a comma between commas stands in quotes' WHERE s.fault IS NOT NULL
            UNION ALL
            SELECT 'office', s.office, 'no office', 'thiếu cơ quan', 'write its code or name' WHERE s.office = ''
            UNION ALL
            SELECT 'office', s.office, 'unknown office', 'không có cơ quan này', motcua.offices_like(s.office) WHERE p.offices IS NULL
            UNION ALL
            SELECT 'office', s.office, 'several offices are called so', 'nhiều cơ quan cùng tên',
                   format('write the code, one of %s', array_to_string(p.offices[1:8], ', ')) WHERE cardinality(p.offices) > 1
            UNION ALL
            SELECT 'figure', s.figure, 'no figure', 'thiếu chỉ tiêu', 'write the name of a rate or a count' WHERE s.figure = ''
            UNION ALL
            SELECT 'figure', s.figure, 'unknown figure', 'không có chỉ tiêu này', motcua.figures_like(s.figure) WHERE c.figure IS NULL
            UNION ALL
            SELECT 'value', s.value, 'no number', 'không phải là số', 'write 3,1 or 96.93 or 96,93 % or 1.286, and - for what is not published'
            WHERE c.number IS NULL AND NOT c.is_nothing OR c.number >= CASE WHEN c.is_rate THEN 10000 ELSE 1000000000 END
        ) AS w (wrong_column, wrong_value, fault, fault_vi, hint)
        ORDER BY s.line
    )
    SELECT row_number() OVER (ORDER BY s.line, c.is_rate, c.figure)::integer, s.line, CASE WHEN cardinality(p.offices) = 1 THEN p.offices[1] END,
        c.figure, c.is_rate, s.value, round(c.number, CASE WHEN c.digits > 6 THEN 6 ELSE c.digits END),
           CASE WHEN c.digits > 6 THEN 6 ELSE c.digits END, c.is_rate AND NOT c.is_percent AND c.number <= 1 AND c.digits > 1, w.wrong_column,
               w.wrong_value, w.fault, w.fault_vi, w.hint
    FROM said AS s
    LEFT JOIN place AS p ON p.written = s.office
    LEFT JOIN wrong AS w ON w.line = s.line
    LEFT JOIN chosen AS c ON c.line = s.line AND w.line IS NULL
    ORDER BY 1;
END;
$$;
COMMENT ON FUNCTION motcua.published_figures(jsonb, date, date) IS 'What each line of published figures means: a row for each figure that it can '
    'be, or one that says what is wrong with it; no number where nothing was published. VI: Ý nghĩa từng dòng số liệu đã công bố, hoặc lý do '
    'không đọc được.';

CREATE OR REPLACE FUNCTION motcua.reading_tries(lines jsonb, period_from date, period_to date, ways motcua.reading_way[])
    RETURNS SETOF motcua.reading_try
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET enable_nestloop = off
AS $$
BEGIN
    RETURN QUERY
    SELECT f.candidate, f.office, w.way, w.is_rate, w.is_rest, w.if_empty, w.variant = '' AND k.departures = '{}', k.departures = '{}',
        (m.mantissa / 10 ^ k.zeros)::bigint,
           (k.factor * 10 ^ (f.digits - k.zeros))::bigint, f.digits - k.zeros, f.is_rate AND k.factor = 1, cardinality(k.departures || w.departures),
           k.weight + w.weight
    FROM motcua.published_figures(lines, period_from, period_to) AS f
    JOIN unnest(ways) AS w ON w.figure = f.figure AND w.is_rate = f.is_rate
    CROSS JOIN LATERAL (SELECT (f.number * 10 ^ f.digits)::bigint AS mantissa) AS m
    -- As it is printed; with zeros behind that rounding to fewer digits has left; as a share of 1.
    CROSS JOIN LATERAL (
        SELECT 0 AS zeros, CASE WHEN f.is_rate THEN 100 ELSE 1 END AS factor, '{}'::text[] AS departures, 0 AS weight
        UNION ALL
        SELECT z.zeros, 100, '{digits}', motcua.departures_weight('{digits}') FROM generate_series(1, f.digits) AS z (zeros)
        WHERE f.is_rate AND m.mantissa % (10 ^ z.zeros)::bigint = 0
        UNION ALL
        SELECT 0, 1, '{fraction}', motcua.departures_weight('{fraction}') WHERE f.may_be_share) AS k
    WHERE f.fault IS NULL;
END;
$$;
COMMENT ON FUNCTION motcua.reading_tries(jsonb, date, date, motcua.reading_way[]) IS 'Each of the figures of motcua.published_figures under each '
    'of its ways, in every form that may be meant. VI: Từng số liệu đã công bố theo từng cách tính.';

CREATE OR REPLACE FUNCTION motcua.view_text(look motcua.reading_view) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT nullif(concat_ws('; ',
        (SELECT string_agg(d.text_vi, '; ' ORDER BY d.weight, d.departure) FROM motcua.departure AS d
         WHERE d.departure = ANY ((look).departures) AND d.departure IN ('by', 'tree', 'last_day')),
        (SELECT format('kỳ từ %s đến %s (%s)', motcua.day_text((look).period_from), motcua.day_text((look).period_to),
                       string_agg(d.text_vi, ', ' ORDER BY d.weight, d.departure DESC))
         FROM motcua.departure AS d WHERE d.departure = ANY ((look).departures) AND d.departure NOT IN ('by', 'tree', 'last_day', 'as_of')
         HAVING count(*) > 0),
        'dữ liệu đến tối ' || motcua.day_text((look).as_of)), '')
$$;
COMMENT ON FUNCTION motcua.view_text(motcua.reading_view) IS 'A view in words, but for what is as usual; null when all is. VI: Diễn giải một cách '
    'xem hồ sơ bằng lời.';

CREATE OR REPLACE FUNCTION motcua.rounding_text(one motcua.reading_found, way motcua.reading_way) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
    RETURN CASE WHEN NOT (way).is_rate OR (way).if_empty IS NOT NULL THEN NULL
                ELSE CASE WHEN (one).is_share THEN 'ghi theo phần của 1; ' ELSE '' END
                     || CASE WHEN (one).is_truncated THEN CASE (one).digits WHEN 0 THEN 'bỏ phần lẻ'
                         ELSE format('cắt còn %s chữ số thập phân', (one).digits) END
                             WHEN (one).digits = 0 THEN 'làm tròn đến số nguyên'
                             ELSE format('làm tròn đến %s chữ số thập phân', (one).digits) END END;
COMMENT ON FUNCTION motcua.rounding_text(motcua.reading_found, motcua.reading_way) IS 'How the figure of a reading was rounded, in words; null '
    'for a count. VI: Cách làm tròn, bằng lời.';

CREATE OR REPLACE FUNCTION motcua.view_command(look motcua.reading_view) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
    RETURN CASE WHEN NOT 'last_day' = ANY ((look).departures) THEN concat_ws(' ', 'motcua-stats show --period', (look).period_from || '..'
        || (look).period_to,
        '--by ' || nullif((look).by_office, 'handling'), '--tree ' || nullif((look).tree, 'then'), '--as-of ' || (look).as_of) END;
COMMENT ON FUNCTION motcua.view_command(motcua.reading_view) IS 'The command that shows figures so; null where only reconcile looks so. VI: Lệnh '
    'hiển thị số liệu theo cách xem này.';

CREATE OR REPLACE FUNCTION motcua.readings_told(given motcua.reading_found[], views motcua.reading_view[], ways motcua.reading_way[],
    of_profile text, most integer)
    RETURNS TABLE (candidate integer, place bigint, readings bigint, digits integer, reading json, explanation text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET enable_nestloop = off
AS $$
#variable_conflict use_column
DECLARE
    now_is CONSTANT text := to_char(now() AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD"T"HH24:MI:SS"+07:00"');
BEGIN
    RETURN QUERY
    WITH look AS MATERIALIZED (
        SELECT v.*, motcua.view_text(v) AS text, motcua.view_command(v) AS command FROM unnest(views) AS v
    ), placed AS MATERIALIZED (
        SELECT f AS one, count(*) FILTER (WHERE f.kind = 'fit') OVER (PARTITION BY f.candidate) AS readings,
               row_number() OVER (PARTITION BY f.candidate ORDER BY f.kind, CASE f.kind WHEN 'nearest' THEN abs(f.apart) + f.departures END,
                   f.departures, f.weight,
                                                f.view, f.way, f.is_own, f.digits DESC, f.is_truncated) AS place
        FROM unnest(given) AS f WHERE f.kind <> 'ours'
    )
    SELECT (p.one).candidate, CASE (p.one).kind WHEN 'fit' THEN p.place ELSE 0 END, p.readings, (p.one).digits,
           json_build_object(
               'profile', coalesce(nullif(w.profile, ''), of_profile), 'variant', nullif(w.variant, ''), 'by', v.by_office, 'tree', v.tree,
               'subtree', NOT (p.one).is_own, 'as_of', coalesce(v.as_of || 'T23:59:59+07:00', now_is), 'as_of_until', v.until,
               'period', json_build_object('from', v.period_from, 'to', v.period_to), 'digits', (p.one).digits,
               'rounding', CASE WHEN (p.one).is_truncated THEN 'truncated' ELSE 'half_up' END,
               'numerator', (p.one).numerator, 'denominator', CASE WHEN w.is_rate THEN (p.one).denominator END,
               'dossiers', coalesce(abs((p.one).apart), 0), 'change', coalesce((p.one).apart, 0),
               'departures', v.departures || w.departures || array_remove(ARRAY[CASE WHEN (p.one).is_own THEN 'own' END, CASE WHEN (p.one).is_share
                   THEN 'fraction' END,
                   CASE WHEN NOT (p.one).is_printed AND NOT (p.one).is_share THEN 'digits' END, CASE WHEN (p.one).is_truncated
                       THEN 'truncated' END], NULL),
               'text', t.text, 'legal_source', nullif(w.legal_source, ''),
               'command', CASE WHEN w.variant = '' AND NOT (p.one).is_own AND v.command IS NOT NULL
                   THEN concat_ws(' ', v.command, '--office', (p.one).office,
                   '--profile ' || nullif(w.profile, '')) END),
           t.text
    FROM placed AS p JOIN look AS v ON v.view = (p.one).view JOIN unnest(ways) AS w ON w.way = (p.one).way
    CROSS JOIN LATERAL (
        SELECT concat_ws('; ', CASE WHEN w.departures <> '{}' THEN w.text_vi END, v.text, CASE WHEN (p.one).is_own THEN own.text_vi END,
            motcua.rounding_text(p.one, w)) AS text
        FROM motcua.departure AS own WHERE own.departure = 'own') AS t
    WHERE p.place <= CASE (p.one).kind WHEN 'fit' THEN most ELSE 1 END;
END;
$$;
COMMENT ON FUNCTION motcua.readings_told(motcua.reading_found[], motcua.reading_view[], motcua.reading_way[], text, integer) IS
    'The simplest of the readings found for each figure, or the nearest one (place 0), as JSON and in words. VI: Các cách tính đơn giản nhất, '
    'hoặc gần nhất, của từng số liệu, dạng JSON và bằng lời.';

CREATE OR REPLACE FUNCTION stats.reconcile(period_from date, period_to date, lines jsonb, profile text DEFAULT 'report',
    readouts integer DEFAULT NULL)
    RETURNS TABLE (line integer, office text, name text, figure text, is_rate boolean, meaning text, printed text, published numeric, digits integer,
                   ours_profile text, numerator bigint, denominator bigint, value numeric, difference numeric, dossiers bigint, agrees boolean,
                   readings bigint, place bigint, reading json, explanation text,
                   wrong_column text, wrong_value text, fault text, fault_vi text, hint text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    of_profile CONSTANT text := profile;
    -- So many lines are answered with so many readings each that all can be held.
    most CONSTANT integer := greatest(10, least(5000, 200000 / greatest(jsonb_array_length(lines), 1)));
    views motcua.reading_view[];
    ways motcua.reading_way[];
    given motcua.reading_found[];
BEGIN
    PERFORM motcua.is_period(period_from, period_to), motcua.known('profile', of_profile, array_agg(p.profile)) FROM motcua.profile AS p;
    views := ARRAY(SELECT v FROM motcua.reading_views(period_from, period_to, coalesce(readouts,
        motcua.readouts_worth(period_from, period_to))) AS v);
    ways := ARRAY(SELECT w FROM motcua.reading_ways(of_profile, ARRAY(
        SELECT DISTINCT f.figure FROM motcua.published_figures(lines, period_from, period_to) AS f WHERE f.figure IS NOT NULL)) AS w);
    given := ARRAY(SELECT f FROM motcua.readings_found(
        ARRAY(SELECT t FROM motcua.reading_tries(lines, period_from, period_to, ways) AS t), views, ways, most) AS f);
    RETURN QUERY
    WITH best AS (
        SELECT DISTINCT ON (f.candidate) f.candidate, f.kind, f.departures, f.weight FROM unnest(given) AS f WHERE f.kind <> 'ours'
        ORDER BY f.candidate, f.kind, f.departures, f.weight
    ), picked AS MATERIALIZED (
        -- Of all that a line can mean, what is explained in the simplest way.
        SELECT DISTINCT ON (s.line) s.*, b.kind = 'fit' AND b.departures = 0 AS agrees
        FROM motcua.published_figures(lines, period_from, period_to) AS s LEFT JOIN best AS b ON b.candidate = s.candidate
        ORDER BY s.line, b.kind = 'fit' DESC NULLS LAST, b.departures, b.weight, s.is_rate DESC, s.figure
    ), ours AS (
        SELECT f.candidate, nullif(w.profile, '') AS profile, f.numerator, CASE WHEN w.is_rate THEN f.denominator END AS denominator, f.apart,
               CASE WHEN w.is_rate THEN motcua.percent(f.numerator, f.denominator) ELSE f.numerator END AS value, w.text_vi
        FROM unnest(given) AS f JOIN unnest(ways) AS w ON w.way = f.way WHERE f.kind = 'ours'
    )
    SELECT p.line, p.office, o.name, p.figure, p.is_rate, u.text_vi, p.printed, p.number, p.digits, u.profile, u.numerator, u.denominator, u.value,
           p.number - u.value, u.apart, CASE WHEN p.number IS NOT NULL THEN coalesce(p.agrees, false) END, coalesce(r.readings, 0), r.place,
               r.reading, r.explanation,
           p.wrong_column, p.wrong_value, p.fault, p.fault_vi, p.hint
    FROM picked AS p
    LEFT JOIN motcua.office AS o ON o.code = p.office
    LEFT JOIN ours AS u ON u.candidate = p.candidate
    LEFT JOIN motcua.readings_told(ARRAY(SELECT f FROM unnest(given) AS f JOIN picked AS k ON k.candidate = f.candidate), views, ways, of_profile,
        most) AS r
        ON r.candidate = p.candidate
    ORDER BY p.line, r.place;
END;
$$;
COMMENT ON FUNCTION stats.reconcile(date, date, jsonb, text, integer) IS 'Published figures, [{"line": 2, "office": "...", "figure": "...", '
    '"value": "3,1"}], against ours under a profile, and which readings of the same dossiers give theirs: a row for each, the simplest first '
    '(place 1); place 0 is the nearest one of a figure that none gives, with the dossiers that lie between. A line that cannot be read says why '
    '(fault). VI: Đối chiếu số liệu đã công bố với số liệu tính từ hồ sơ, và cho biết cách tính nào cho ra số liệu đó; nếu không có thì cách gần '
    'nhất và số hồ sơ chênh lệch.';

CREATE OR REPLACE FUNCTION motcua.not_counted_reason(counted_for text, is_own boolean, d motcua.dossier, period_from date, last_day date)
    RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
    RETURN CASE WHEN is_own THEN 'không tính theo cách này'
                WHEN counted_for <> '' THEN format('tính cho cơ quan %s', counted_for)
                WHEN (d).code IS NULL THEN 'chưa có trong dữ liệu lúc đó'
                WHEN (d).received_on > last_day THEN format('tiếp nhận %s, sau kỳ', motcua.day_text((d).received_on))
                WHEN (d).closed_on < period_from THEN format('kết thúc %s, trước kỳ', motcua.day_text((d).closed_on))
                ELSE 'không có trong kỳ' END;
COMMENT ON FUNCTION motcua.not_counted_reason(text, boolean, motcua.dossier, date, date) IS 'Why a figure leaves a dossier out that another '
    'reading counts. VI: Vì sao một cách tính không tính hồ sơ mà cách khác có tính.';

CREATE OR REPLACE FUNCTION stats.reconcile_dossiers(period_from date, period_to date, chosen jsonb, profile text DEFAULT 'report')
    RETURNS TABLE (line integer, office text, figure text, source text, code text, ours text, theirs text, ours_reason text, theirs_reason text,
                   our_numerator integer, our_denominator integer, their_numerator integer, their_denominator integer)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET enable_nestloop = off -- as in motcua.readings_found
    SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    of_profile CONSTANT text := profile;
    asked_from CONSTANT date := period_from;
    asked_to CONSTANT date := period_to;
    today CONSTANT date := motcua.today();
    -- Ours is the first way of a figure, if that is one of a profile.
    our_ways CONSTANT motcua.reading_way[] := ARRAY(
        SELECT w FROM motcua.reading_ways(of_profile, ARRAY(SELECT DISTINCT c.item ->> 'figure' FROM jsonb_array_elements(chosen) AS c (item))) AS w
        WHERE w.departures = '{}');
    look record;
BEGIN
    FOR look IN
        SELECT v.period_from, v.period_to, v.by_office, v.tree, v.today, v.known_run, jsonb_agg(v.item) AS items
        FROM (SELECT (c.item #>> '{reading,period,from}')::date AS period_from, (c.item #>> '{reading,period,to}')::date AS period_to,
                     c.item #>> '{reading,by}' AS by_office, c.item #>> '{reading,tree}' AS tree,
                     CASE WHEN c.item #> '{reading,departures}' ? 'as_of' THEN left(c.item #>> '{reading,as_of}', 10)::date
                          WHEN c.item #> '{reading,departures}' ? 'last_day' THEN asked_to ELSE today END AS today,
                     CASE WHEN c.item #> '{reading,departures}' ? 'as_of' THEN stats.known_run(left(c.item #>> '{reading,as_of}',
                         10)::date) END AS known_run,
                     c.item
              FROM jsonb_array_elements(chosen) AS c (item)) AS v
        GROUP BY 1, 2, 3, 4, 5, 6
    LOOP
        RETURN QUERY
        WITH wanted AS MATERIALIZED (
            SELECT w.line, w.office, w.figure, w.is_rate, w.reading ->> 'profile' AS profile, coalesce(w.reading ->> 'variant', '') AS variant,
                   coalesce((w.reading ->> 'subtree')::boolean, true) AS subtree
            FROM jsonb_to_recordset(look.items) AS w (line integer, office text, figure text, is_rate boolean, reading jsonb)
        ), side AS MATERIALIZED (
            SELECT true AS is_ours, m.entity, coalesce(m.source, '') AS source, m.code, coalesce(m.office, '') AS office, m.marks
            FROM motcua.period_marks(asked_from, asked_to, 'handling', 'then', today, NULL) AS m
            UNION ALL
            SELECT false, m.entity, coalesce(m.source, ''), m.code, coalesce(m.office, ''), m.marks
            FROM motcua.period_marks(look.period_from, look.period_to, look.by_office, look.tree, look.today, look.known_run) AS m
        ), kind AS MATERIALIZED (
            SELECT k.marks, b.bucket FROM (SELECT DISTINCT s.marks FROM side AS s) AS k CROSS JOIN LATERAL motcua.buckets_of(k.marks) AS b
        ), part AS MATERIALIZED (
            SELECT o.line, o.is_ours, p.bucket, p.numerator, p.denominator
            FROM (SELECT w.line, true AS is_ours, u.profile, u.variant, w.figure, w.is_rate
                  FROM wanted AS w JOIN unnest(our_ways) AS u ON u.figure = w.figure AND u.is_rate = w.is_rate
                  UNION ALL
                  SELECT w.line, false, CASE WHEN w.is_rate OR w.variant <> '' THEN w.profile ELSE '' END, w.variant, w.figure, w.is_rate
                  FROM wanted AS w) AS o
            JOIN motcua.reading_part AS p ON (p.profile, p.variant, p.figure, p.is_rate) = (o.profile, o.variant, o.figure, o.is_rate)
        ), place AS MATERIALIZED (
            SELECT w.line, t.is_ours, t.office
            FROM (SELECT true AS is_ours, a.ancestor, a.office FROM motcua.office_tree_on(motcua.answering_day('then', NULL,
                least(asked_to, today))) AS a
                  UNION ALL
                  SELECT false, a.ancestor, a.office
                  FROM motcua.office_tree_on(motcua.answering_day(look.tree, NULL, least(look.period_to, look.today))) AS a) AS t
            JOIN wanted AS w ON w.office = t.ancestor AND (t.is_ours OR w.subtree OR t.office = t.ancestor)
            UNION ALL
            SELECT w.line, o.is_ours, '' FROM wanted AS w CROSS JOIN (VALUES (true),
                (false)) AS o (is_ours) -- the catalogue of procedures is one for all
        ), counted AS MATERIALIZED (
            SELECT c.line, s.is_ours, s.entity, s.source, s.code, s.marks, sum(p.numerator) AS numerator, sum(p.denominator) AS denominator,
                   (array_agg(k.bucket ORDER BY p.numerator DESC, k.bucket))[1] AS bucket
            FROM side AS s
            JOIN place AS c ON c.office = s.office AND c.is_ours = s.is_ours
            JOIN kind AS k ON k.marks = s.marks
            JOIN part AS p ON p.line = c.line AND p.is_ours = s.is_ours AND p.bucket = k.bucket
            GROUP BY c.line, s.is_ours, s.entity, s.source, s.code, s.marks
            HAVING sum(p.numerator) <> 0 OR sum(p.denominator) <> 0
        ), differs AS MATERIALIZED (
            SELECT coalesce(o.line, t.line) AS line, coalesce(o.entity, t.entity) AS entity, coalesce(o.source, t.source) AS source,
                   coalesce(o.code, t.code) AS code, o.numerator AS our_numerator, o.denominator AS our_denominator, o.bucket AS our_bucket,
                   o.marks AS our_marks, t.numerator AS their_numerator, t.denominator AS their_denominator, t.bucket AS their_bucket,
                       t.marks AS their_marks
            FROM (SELECT c.* FROM counted AS c WHERE c.is_ours) AS o
            FULL JOIN (SELECT c.* FROM counted AS c WHERE NOT c.is_ours) AS t
                ON (t.line, t.entity, t.source, t.code) = (o.line, o.entity, o.source, o.code)
            WHERE (o.numerator, o.denominator) IS DISTINCT FROM (t.numerator, t.denominator)
        )
        SELECT w.line, w.office, w.figure, nullif(d.source, ''), d.code,
               CASE WHEN d.our_numerator <> 0 THEN CASE WHEN w.is_rate THEN 'numerator' ELSE 'counted' END WHEN d.our_denominator <> 0
                   THEN 'denominator' END,
               CASE WHEN d.their_numerator <> 0 THEN CASE WHEN w.is_rate THEN 'numerator' ELSE 'counted' END WHEN d.their_denominator <> 0
                   THEN 'denominator' END,
               CASE WHEN d.our_bucket IS NOT NULL THEN motcua.reason(d.our_bucket, d.our_marks, least(asked_to, today), od, f, p)
                    ELSE motcua.not_counted_reason(os.office, op.line IS NOT NULL, od, asked_from, least(asked_to, today)) END,
               CASE WHEN d.their_bucket IS NOT NULL THEN motcua.reason(d.their_bucket, d.their_marks, least(look.period_to, look.today), td, f, p)
                    ELSE motcua.not_counted_reason(ts.office, tp.line IS NOT NULL, td, look.period_from, least(look.period_to, look.today)) END,
               coalesce(d.our_numerator, 0)::integer, CASE WHEN w.is_rate THEN coalesce(d.our_denominator, 0)::integer END,
               coalesce(d.their_numerator, 0)::integer, CASE WHEN w.is_rate THEN coalesce(d.their_denominator, 0)::integer END
        FROM differs AS d
        JOIN wanted AS w ON w.line = d.line
        LEFT JOIN LATERAL motcua.dossier_known(d.source, d.code, NULL) AS od ON d.entity = 'dossier'
        LEFT JOIN LATERAL motcua.dossier_known(d.source, d.code, look.known_run) AS td ON d.entity = 'dossier'
        LEFT JOIN motcua.feedback AS f ON d.entity = 'feedback' AND f.source = d.source AND f.code = d.code
        LEFT JOIN motcua.procedure AS p ON d.entity = 'procedure' AND p.code = d.code
        LEFT JOIN side AS os ON os.is_ours AND (os.entity, os.source, os.code) = (d.entity, d.source, d.code)
        LEFT JOIN side AS ts ON NOT ts.is_ours AND (ts.entity, ts.source, ts.code) = (d.entity, d.source, d.code)
        LEFT JOIN place AS op ON op.line = d.line AND op.is_ours AND op.office = os.office
        LEFT JOIN place AS tp ON tp.line = d.line AND NOT tp.is_ours AND tp.office = ts.office
        ORDER BY w.line, d.source, d.code;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION stats.reconcile_dossiers(date, date, jsonb, text) IS 'The dossiers that ours and another reading count in different ways, for '
    'figures and readings as stats.reconcile has them, [{"line": 2, "office": "...", "figure": "...", "is_rate": true, "reading": {...}}]: what '
    'each side makes of the dossier (numerator, denominator, counted; null: nothing) and why, and how often it counts there. VI: Những hồ sơ mà '
    'hai cách tính tính khác nhau, mỗi bên tính thế nào và vì sao.';

REVOKE ALL ON FUNCTION
    motcua.reading_ways(text, text[]), motcua.rounded(bigint, bigint, bigint, boolean), motcua.cut_off(bigint, bigint, bigint, boolean),
    motcua.dossiers_apart(bigint, bigint, bigint, bigint), motcua.reading_fractions(motcua.reading_view, motcua.reading_way[], text[]),
    motcua.readings_found(motcua.reading_try[], motcua.reading_view[], motcua.reading_way[], integer),
    motcua.published_figures(jsonb, date, date), motcua.reading_tries(jsonb, date, date, motcua.reading_way[]),
    motcua.view_text(motcua.reading_view), motcua.rounding_text(motcua.reading_found, motcua.reading_way),
    motcua.view_command(motcua.reading_view),
    motcua.readings_told(motcua.reading_found[], motcua.reading_view[], motcua.reading_way[], text, integer),
    stats.reconcile(date, date, jsonb, text, integer), motcua.not_counted_reason(text, boolean, motcua.dossier, date, date),
    stats.reconcile_dossiers(date, date, jsonb, text)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    motcua.reading_ways(text, text[]), motcua.rounded(bigint, bigint, bigint, boolean), motcua.cut_off(bigint, bigint, bigint, boolean),
    motcua.dossiers_apart(bigint, bigint, bigint, bigint), motcua.reading_fractions(motcua.reading_view, motcua.reading_way[], text[]),
    motcua.readings_found(motcua.reading_try[], motcua.reading_view[], motcua.reading_way[], integer),
    motcua.published_figures(jsonb, date, date), motcua.reading_tries(jsonb, date, date, motcua.reading_way[]),
    motcua.view_text(motcua.reading_view), motcua.rounding_text(motcua.reading_found, motcua.reading_way),
    motcua.view_command(motcua.reading_view),
    motcua.readings_told(motcua.reading_found[], motcua.reading_view[], motcua.reading_way[], text, integer),
    stats.reconcile(date, date, jsonb, text, integer), motcua.not_counted_reason(text, boolean, motcua.dossier, date, date),
    stats.reconcile_dossiers(date, date, jsonb, text)
TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;

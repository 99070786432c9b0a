-- Deploy motcua:schema to pg
-- Schemas, roles, and the two facts about time that everything else uses.

BEGIN;

-- A database in SQL_ASCII accepts any bytes: office names would break years later.
DO $$
BEGIN
    IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION 'motcua needs a database in UTF8, this one is in %',
            current_setting('server_encoding')
            USING HINT = 'create it with: createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 motcua';
    END IF;
END $$;

-- Roles belong to the server, not to the database: another motcua database may have made them.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['motcua_ingest', 'motcua_stats', 'motcua_analyst'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            -- People connect as the analyst or as members of it; the programs as members of the other two.
            EXECUTE format('CREATE ROLE %I %s', wanted, CASE wanted WHEN 'motcua_analyst' THEN 'LOGIN' ELSE 'NOLOGIN' END);
        END IF;
    END LOOP;
END $$;

CREATE SCHEMA motcua;
COMMENT ON SCHEMA motcua IS
    'Tables of motcua: dossiers without personal data, offices, procedures, runs, rules. VI: Các bảng của motcua: hồ sơ (không có dữ liệu cá nhân), '
    'cơ quan, thủ tục, lượt chạy, quy tắc.';

CREATE SCHEMA stats;
COMMENT ON SCHEMA stats IS
    'What analysts query: counts, rates, points, the dossiers behind a figure, snapshots, alerts. VI: Phần dành cho người phân tích: số đếm, tỷ lệ, '
    'điểm, hồ sơ đằng sau từng con số, số liệu đã chốt, cảnh báo.';

CREATE OR REPLACE FUNCTION motcua.local_day(instant timestamptz) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (instant AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
COMMENT ON FUNCTION motcua.local_day(timestamptz) IS
    'Calendar day in Viet Nam of an instant; the time zone is a part of the schema. VI: Ngày theo giờ Việt Nam của một thời điểm.';

CREATE OR REPLACE FUNCTION motcua.today() RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(nullif(current_setting('motcua.today', true), '')::date, motcua.local_day(now()));
COMMENT ON FUNCTION motcua.today() IS
    'Today in Viet Nam. SET motcua.today shows what another day would have shown. VI: Hôm nay theo giờ Việt Nam; SET motcua.today để xem như đang ở '
    'một ngày khác.';

CREATE OR REPLACE FUNCTION motcua.percent(numerator bigint, denominator bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN denominator > 0 THEN round(((20000 * numerator + denominator) / (2 * denominator))::numeric / 100, 2) END;
COMMENT ON FUNCTION motcua.percent(bigint, bigint) IS
    'Percent with two decimals, rounded half up once from the integers; null for an empty denominator. VI: Tỷ lệ phần trăm hai chữ số thập phân, làm '
    'tròn một lần từ số nguyên; mẫu số rỗng thì để trống.';

CREATE OR REPLACE FUNCTION motcua.year_of(on_day date, year_start text DEFAULT '01-01', OUT period_from date, OUT period_to date)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH start_of AS (
        SELECT to_date(extract(year FROM on_day)::text || '-' || year_start, 'YYYY-MM-DD') AS this_year
    ), begins AS (
        SELECT CASE WHEN this_year <= on_day THEN this_year ELSE (this_year - interval '1 year')::date END AS day
        FROM start_of
    )
    SELECT day, (day + interval '1 year')::date - 1 FROM begins;
END;
COMMENT ON FUNCTION motcua.year_of(date, text) IS
    'Reporting year that a day lies in; year_start is MM-DD (offices that report from 7 December use 12-07). VI: Năm báo cáo chứa một ngày; '
    'year_start dạng MM-DD.';

CREATE OR REPLACE FUNCTION motcua.known(what text, name text, names text[]) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
BEGIN
    IF name = ANY (names) THEN
        RETURN name;
    END IF;
    RAISE invalid_parameter_value USING
        MESSAGE = format('there is no %s %L', what, name),
        HINT = format('there are: %s', array_to_string(names, ', '));
END;
$$;
COMMENT ON FUNCTION motcua.known(text, text, text[]) IS 'The name, or an error when it is none of the names. VI: Tên; báo lỗi nếu không có trong '
    'danh sách.';

-- Of names and codes that people and sources write, with all that spreadsheets and web pages put into them. common/plain.c
-- does the same with what is read.
CREATE OR REPLACE FUNCTION motcua.plain_text(written text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN written ~ '^[ -~]*$' THEN written ELSE translate(regexp_replace(regexp_replace(normalize(written, NFC),
        '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e'
        '\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]', '', 'g'),
        '[\u0009-\u000d\u0080-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]', ' ', 'g'), 'ÐðƉɖ', 'ĐđĐđ') END;
COMMENT ON FUNCTION motcua.plain_text(text) IS
    'The text with blanks of any kind as one kind, without what takes no place, and with the letter đ in the place of those that look like it. VI: '
    'Chữ đã bỏ ký tự ẩn, thống nhất dấu cách và chữ đ.';

CREATE OR REPLACE FUNCTION motcua.is_code(written text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN written ~ '^[ -~]*[0-9][ -~]*$' AND NOT (written ~ '[a-z]' AND written ~ ' ');
COMMENT ON FUNCTION motcua.is_code(text) IS 'A code and no name: ASCII only, with a digit, and without lower-case letters where it has blanks. VI: '
    'Là mã chứ không phải tên gọi.';

-- Here and below plpgsql, which keeps its plans: a function in SQL that is no expression is planned at each call.
CREATE OR REPLACE FUNCTION motcua.plain_code(written text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    shown text;
    ascii text;
BEGIN
    IF written ~ '^[!-~]*$' THEN
        RETURN written; -- what most codes are
    END IF;
    shown := btrim(motcua.plain_text(written));
    ascii := CASE WHEN shown ~ '^[ -~]*$' THEN shown ELSE regexp_replace(normalize(shown, NFKC),
        '[\u058a\u02d7\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]', '-', 'g') END;
    RETURN CASE WHEN motcua.is_code(ascii) THEN replace(ascii, ' ', '') ELSE regexp_replace(shown, ' +', ' ', 'g') END;
END;
$$;
COMMENT ON FUNCTION motcua.plain_code(text) IS
    'A code or a name as it is stored: without blanks at its ends and invisible characters; a code without any blank and with signs of ASCII, a name '
    'with one blank for several. VI: Mã hoặc tên gọi ở dạng lưu trữ thống nhất.';

-- Tone marks on oa, oe, uy are put in two ways, and i stands for y after h, k, l, m, s, t, qu.
CREATE OR REPLACE FUNCTION motcua.fold_name(written text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    apart text COLLATE "C" := lower(translate(normalize(motcua.plain_code(written), NFD), 'Đ', 'đ') COLLATE "C");
BEGIN
    IF apart ~ '^[ -~]*$' THEN
        RETURN apart;
    END IF;
    RETURN normalize(regexp_replace(regexp_replace(regexp_replace(apart,
            'o([\u0300\u0301\u0303\u0309\u0323])([ae])', 'o\2\1', 'g'),
            'u([\u0300\u0301\u0303\u0309\u0323])y', 'uy\1', 'g'),
            '(^|[^a-zđ\u0300-\u036f])(h|k|l|m|s|t|qu)y(?=[\u0300-\u036f]?([^a-zđ\u0300-\u036f]|$))', '\1\2i', 'g'), NFC);
END;
$$;
COMMENT ON FUNCTION motcua.fold_name(text) IS
    'A name as it is compared: the same for both cases, one blank or several, NFC and NFD, Đ and what looks like it, and both spellings of one word '
    '(hòa, hoà; thủy, thuỷ; lý, lí). VI: Tên gọi ở dạng để so sánh, không phân biệt hoa thường, dấu cách, cách đặt dấu thanh, i và y.';

-- Names are few, records are many: only what is different is folded.
CREATE OR REPLACE FUNCTION motcua.codes_meant(catalogue text, from_source text, names text[]) RETURNS TABLE (raw text, code text)
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog
AS $$
BEGIN
    RETURN QUERY EXECUTE format($query$
        SELECT m.raw, m.code
        FROM (
            SELECT n.raw, coalesce(a.%1$I, c.code, (SELECT min(k.code COLLATE "C") FROM motcua.%1$I AS k WHERE motcua.fold_name(k.code) = n.folded),
                                   min(n.raw COLLATE "C") OVER (PARTITION BY n.folded)) AS code
            FROM (SELECT DISTINCT u.raw COLLATE "C" AS raw, motcua.fold_name(u.raw) AS folded FROM unnest($2) AS u (raw) WHERE u.raw IS NOT NULL) AS n
            LEFT JOIN motcua.%2$I AS a ON a.source = $1 AND motcua.fold_name(a.raw) = n.folded
            LEFT JOIN motcua.%1$I AS c ON c.code = n.raw
        ) AS m
        WHERE m.code <> m.raw
        $query$, catalogue, catalogue || '_alias')
    USING from_source, names;
END;
$$;
COMMENT ON FUNCTION motcua.codes_meant(text, text, text[]) IS
    'Of what a source calls offices (or procedures: catalogue is ''office'' or ''procedure''), whatever is not the code itself, with the code meant: '
    'by an alias of the source, or because one is called so in another spelling. VI: Mã cơ quan (hoặc thủ tục) tương ứng với các tên gọi của một '
    'nguồn.';

CREATE OR REPLACE FUNCTION motcua.plain_columns() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    plain jsonb;
BEGIN
    SELECT jsonb_object_agg(c.name, motcua.plain_code(c.value)) INTO plain
    FROM (SELECT a.name, to_jsonb(NEW) ->> a.name AS value FROM unnest(TG_ARGV) AS a (name)) AS c
    WHERE motcua.plain_code(c.value) <> c.value;
    RETURN CASE WHEN plain IS NULL THEN NEW ELSE jsonb_populate_record(NEW, plain) END;
END;
$$;
COMMENT ON FUNCTION motcua.plain_columns() IS 'Stores the columns that the trigger names as motcua.plain_code writes them. VI: Thống nhất cách ghi '
    'các cột mã trước khi lưu.';

COMMIT;

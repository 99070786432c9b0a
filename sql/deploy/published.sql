-- Deploy motcua:published to pg
-- requires: readings
-- requires: page
-- Figures as another authority has published them: rows of a table that somebody typed, with names, numbers and blanks as
-- people write them.

BEGIN;

CREATE OR REPLACE FUNCTION motcua.bare_name(written text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
BEGIN
    RETURN btrim(regexp_replace(translate(regexp_replace(normalize(motcua.fold_name(written), NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd'),
        '[^a-z0-9%]+', ' ', 'g'));
END;
$$;
COMMENT ON FUNCTION motcua.bare_name(text) IS 'A name as motcua.fold_name compares it, without accents and punctuation: "Quá hạn (%)" is qua han '
    '%. VI: Tên gọi ở dạng để so sánh, bỏ dấu và dấu câu.';

CREATE TABLE motcua.published_heading (
    heading text PRIMARY KEY,
    meaning text NOT NULL CHECK (meaning IN ('office', 'figure', 'value', 'unit'))
);
COMMENT ON TABLE motcua.published_heading IS 'Headings of tables of published figures, compared without accents and case. VI: Tiêu đề cột của '
    'bảng số liệu đã công bố, không phân biệt dấu và chữ hoa, chữ thường.';
COMMENT ON COLUMN motcua.published_heading.heading IS 'Heading. VI: Tiêu đề cột.';
COMMENT ON COLUMN motcua.published_heading.meaning IS 'What stands below it: office, figure, value, or the unit of the value. VI: Nội dung cột: '
    'cơ quan, chỉ tiêu, số liệu hoặc đơn vị tính.';
INSERT INTO motcua.published_heading (heading, meaning) VALUES
    ('office', 'office'), ('office code', 'office'), ('code', 'office'), ('cơ quan', 'office'), ('mã cơ quan', 'office'), ('tên cơ quan', 'office'),
    ('đơn vị', 'office'), ('mã đơn vị', 'office'), ('tên đơn vị', 'office'), ('cơ quan, đơn vị', 'office'), ('mã định danh', 'office'),
    ('địa phương', 'office'), ('xã, phường', 'office'),
    ('figure', 'figure'), ('rate', 'figure'), ('indicator', 'figure'), ('chỉ tiêu', 'figure'), ('tên chỉ tiêu', 'figure'),
    ('chỉ tiêu thống kê', 'figure'), ('nội dung', 'figure'), ('tiêu chí', 'figure'), ('chỉ số', 'figure'),
    ('value', 'value'), ('published', 'value'), ('số liệu', 'value'), ('giá trị', 'value'), ('kết quả', 'value'), ('số liệu công bố', 'value'),
    ('đã công bố', 'value'), ('kết quả thực hiện', 'value'),
    ('unit', 'unit'), ('đơn vị tính', 'unit'), ('đvt', 'unit');

CREATE TABLE motcua.published_label (
    label text COLLATE "C",
    figure text COLLATE "C",
    is_rate boolean,
    PRIMARY KEY (label, figure, is_rate)
);
COMMENT ON TABLE motcua.published_label IS 'What the forms and reports call a figure, besides its own text and our own headings. One label may '
    'stand for a count and a rate, the value then tells which. VI: Tên ngắn của chỉ tiêu trong các biểu và báo cáo; một tên có thể vừa là số đếm '
    'vừa là tỷ lệ.';
COMMENT ON COLUMN motcua.published_label.label IS 'Label, without "số", "tổng số", "tỷ lệ", "hồ sơ" before it. VI: Tên gọi, bỏ các từ số, tổng '
    'số, tỷ lệ, hồ sơ ở đầu.';
COMMENT ON COLUMN motcua.published_label.figure IS 'Rate, or bucket. VI: Tỷ lệ hoặc ô đếm.';
COMMENT ON COLUMN motcua.published_label.is_rate IS 'Figure is a rate. VI: Là tỷ lệ.';

INSERT INTO motcua.published_label (label, figure, is_rate)
SELECT l.label, f.figure, f.is_rate
FROM (VALUES
    ('received', NULL, '{tiếp nhận,nhận,nhận trong kỳ,tiếp nhận mới,phát sinh}'::text[]),
    ('carried_in', NULL, '{kỳ trước,từ kỳ trước,tồn kỳ trước,kỳ trước chuyển sang,chuyển kỳ trước}'),
    ('received_online', 'online', '{trực tuyến,nộp trực tuyến,tiếp nhận trực tuyến,qua mạng}'),
    ('received_direct', 'direct', '{trực tiếp,nộp trực tiếp,tiếp nhận trực tiếp}'),
    ('received_postal', 'postal', '{bưu chính,qua bưu chính,bưu chính công ích,qua dịch vụ bưu chính công ích,tiếp nhận qua bưu chính}'),
    ('resolved', 'progress', '{giải quyết,đã giải quyết,đã xử lý,đã giải quyết xong,được giải quyết}'),
    ('resolved_early', 'on_time', '{trước hạn,giải quyết trước hạn,đã giải quyết trước hạn}'),
    ('resolved_on_time', 'on_time', '{đúng hạn,giải quyết đúng hạn,đã giải quyết đúng hạn,trước hạn và đúng hạn,trước và đúng hạn,"trước, đúng hạn",'
        'đúng và trước hạn,giải quyết trước hạn và đúng hạn,đã giải quyết trước hạn và đúng hạn,giải quyết đúng hạn và trước hạn}'),
    ('resolved_late', 'late', '{trễ hạn,quá hạn,giải quyết trễ hạn,giải quyết quá hạn,đã giải quyết trễ hạn,đã giải quyết quá hạn,trễ hẹn}'),
    ('pending_overdue', NULL, '{đã quá hạn,đang giải quyết quá hạn,đang giải quyết trễ hạn,quá hạn chưa giải quyết,quá hạn đang giải quyết}'),
    ('pending_in_time', NULL, '{trong hạn,còn trong hạn,chưa đến hạn,đang giải quyết trong hạn,đang giải quyết còn trong hạn,'
        'đang giải quyết chưa đến hạn}'),
    ('pending', NULL, '{đang giải quyết,đang xử lý,chưa giải quyết,tồn cuối kỳ,chuyển kỳ sau,tồn}'),
    ('paused', NULL, '{chờ bổ sung,tạm dừng,đang chờ bổ sung}'),
    ('withdrawn', 'withdrawn', '{rút,rút hồ sơ,xin rút,công dân rút,"công dân, tổ chức rút hồ sơ"}'),
    ('returned', 'returned', '{trả lại,dừng xử lý,từ chối,"trả lại, dừng xử lý"}'),
    ('received_components_digitised', 'components_digitised',
        '{số hóa thành phần hồ sơ,số hóa thành phần,số hóa hồ sơ,thành phần hồ sơ được số hóa}'),
    ('resolved_result_digitised', 'results_digitised', '{số hóa kết quả,số hóa kết quả giải quyết,kết quả được số hóa,cấp kết quả điện tử,'
        'kết quả điện tử}'),
    ('resolved_result_stored', 'results_stored', '{lưu kho,lưu kho dữ liệu,lưu vào kho dữ liệu,kết quả lưu kho}'),
    ('received_components_reused', 'reused', '{tái sử dụng,tái sử dụng dữ liệu,tái sử dụng dữ liệu số hóa}'),
    ('resolved_apology', 'apology', '{xin lỗi,văn bản xin lỗi,có văn bản xin lỗi,xin lỗi bằng văn bản}'),
    ('feedback_answered_in_time', 'feedback_on_time', '{"phản ánh, kiến nghị đúng hạn","phản ánh, kiến nghị trả lời đúng hạn",'
        'phản ánh kiến nghị xử lý đúng hạn}'),
    ('feedback_answered', 'feedback_on_time', '{"phản ánh, kiến nghị","xử lý phản ánh, kiến nghị"}'),
    ('received_full_online', 'full_process_online', '{toàn trình,trực tuyến toàn trình,dịch vụ công trực tuyến toàn trình}'),
    ('ratings', 'rated', '{phiếu đánh giá,đánh giá,khảo sát,phiếu khảo sát,lượt đánh giá}'),
    ('ratings_very_satisfied', 'very_satisfied', '{rất hài lòng}'),
    ('ratings_satisfied', 'satisfied', '{hài lòng,mức độ hài lòng}'),
    ('ratings_dissatisfied', 'dissatisfied', '{chưa hài lòng,không hài lòng}'),
    ('resolved_reopened', 'reopened', '{mở lại,bị mở lại}'),
    ('resolved_due_moved', 'due_moved', '{thay đổi ngày hẹn trả,gia hạn}'),
    ('received_fee_paid_online', 'payment_online', '{thanh toán trực tuyến,nộp phí trực tuyến}')
) AS v (bucket, rate, labels)
CROSS JOIN LATERAL unnest(v.labels) AS l (label)
CROSS JOIN LATERAL (VALUES (v.bucket, false), (v.rate, true)) AS f (figure, is_rate)
WHERE f.figure IS NOT NULL;

-- "Tỷ lệ hồ sơ giải quyết đúng hạn (%)" is đúng hạn as a rate, "Tổng số hồ sơ trễ hạn" is trễ hạn as a count.
CREATE OR REPLACE FUNCTION motcua.figure_words(written text, OUT words text, OUT is_rate boolean)
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    bare text := motcua.bare_name(written);
BEGIN
    is_rate := CASE WHEN bare ~ '%|^(ti le|ti trong|phan tram)\M' THEN true WHEN bare ~ '^(tong so|so luong|so(?! hoa)) ' THEN false
                    WHEN motcua.plain_text(lower(written)) ~ '\( *(hồ sơ|ho so|hs) *\)' THEN false END;
    words := btrim(regexp_replace(replace(bare, '%', ''),
        '^((ti le|ti trong|phan tram|tong so|tong|so luong|so(?! hoa)|ho so tthc|ho so|bo ho so|duoc) )+| ho so *$', '', 'g'));
    words := CASE words WHEN '' THEN bare ELSE words END;
END;
$$;
COMMENT ON FUNCTION motcua.figure_words(text) IS 'The name of a figure without the words that all of them may begin with, and whether these say '
    'that it is a rate or a count; null where they do not. VI: Tên chỉ tiêu bỏ các từ chung ở đầu, và cho biết đó là tỷ lệ hay số đếm.';

CREATE OR REPLACE VIEW motcua.figure_name AS
    SELECT n.name, n.figure, n.is_rate, bool_or(n.is_own) AS is_own
    FROM (
        SELECT r.rate AS name, r.rate AS figure, true AS is_rate, true AS is_own FROM motcua.rate AS r
        UNION ALL SELECT r.text_vi, r.rate, true, false FROM motcua.rate AS r
        UNION ALL SELECT b.bucket, b.bucket, false, true FROM motcua.bucket AS b
        UNION ALL SELECT b.text_vi, b.bucket, false, false FROM motcua.bucket AS b
        UNION ALL SELECT n.figure, n.figure, n.is_rate, true FROM motcua.reading AS n WHERE n.figure <> '*'
        UNION ALL SELECT h.heading, l.figure, l.kind = 'rate', false
        FROM motcua.figure_label AS l CROSS JOIN LATERAL (VALUES (l.short_vi), (l.short_en)) AS h (heading)
        UNION ALL SELECT l.label, l.figure, l.is_rate, false FROM motcua.published_label AS l
        WHERE CASE WHEN l.is_rate THEN EXISTS (SELECT FROM motcua.rate AS r WHERE r.rate = l.figure)
                                       OR EXISTS (SELECT FROM motcua.reading AS n WHERE n.figure = l.figure AND n.is_rate)
                   ELSE EXISTS (SELECT FROM motcua.bucket AS b WHERE b.bucket = l.figure) END
    ) AS n
    GROUP BY n.name, n.figure, n.is_rate;
COMMENT ON VIEW motcua.figure_name IS 'All that a figure may be called in a table of published figures. VI: Mọi tên gọi của chỉ tiêu trong bảng '
    'số liệu đã công bố.';
COMMENT ON COLUMN motcua.figure_name.name IS 'Name, meaning or label. VI: Tên, ý nghĩa hoặc tên ngắn.';
COMMENT ON COLUMN motcua.figure_name.figure IS 'Rate or bucket. VI: Tỷ lệ hoặc ô đếm.';
COMMENT ON COLUMN motcua.figure_name.is_rate IS 'It is a rate. VI: Là tỷ lệ.';
COMMENT ON COLUMN motcua.figure_name.is_own IS 'It is the name itself. VI: Là chính tên trong hệ thống.';

CREATE OR REPLACE FUNCTION motcua.meant_figures(names text[])
    RETURNS TABLE (written text, figure text, is_rate boolean, says_rate boolean)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH asked AS MATERIALIZED (
        SELECT n.written, w.words, w.is_rate AS says_rate
        FROM (SELECT DISTINCT u.written FROM unnest(names) AS u (written)) AS n CROSS JOIN LATERAL motcua.figure_words(n.written) AS w
    ), known AS MATERIALIZED (
        SELECT DISTINCT k.figure, k.is_rate, k.is_own, w.words FROM motcua.figure_name AS k CROSS JOIN LATERAL motcua.figure_words(k.name) AS w
    )
    SELECT m.written, m.figure, m.is_rate, m.says_rate
    FROM (SELECT a.written, a.says_rate, k.figure, k.is_rate, k.is_own, bool_or(k.is_own) OVER (PARTITION BY a.written) AS any_own
          FROM asked AS a JOIN known AS k ON k.words = a.words) AS m
    WHERE m.is_own = m.any_own;
END;
$$;
COMMENT ON FUNCTION motcua.meant_figures(text[]) IS 'Figures that each of these names can mean: by its own name, else by its text in Vietnamese '
    'or a label. VI: Các chỉ tiêu mà mỗi tên gọi có thể chỉ đến.';

CREATE OR REPLACE FUNCTION motcua.figures_like(name text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT coalesce('is it ' || string_agg(n.name, ', ' ORDER BY n.place) || '? ', '')
        || 'SELECT name FROM motcua.figure_name lists what they are called'
    FROM (
        SELECT k.name, row_number() OVER (ORDER BY NOT k.is_own, abs(length(w.words) - length(a.words)), k.name) AS place
        FROM motcua.figure_words(figures_like.name) AS a CROSS JOIN (SELECT DISTINCT f.name, f.is_own FROM motcua.figure_name AS f) AS k
        CROSS JOIN LATERAL motcua.figure_words(k.name) AS w
        WHERE length(a.words) > 2 AND (strpos(w.words, a.words) > 0 OR strpos(a.words, w.words) > 0)
    ) AS n WHERE n.place <= 3
$$;
COMMENT ON FUNCTION motcua.figures_like(text) IS 'Advice for a name that no figure has: those that have it in theirs, or are in it. VI: Gợi ý tên '
    'chỉ tiêu gần giống.';

CREATE OR REPLACE FUNCTION motcua.meant_offices(names text[], period_from date, period_to date)
    RETURNS TABLE (written text, offices text[])
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH asked AS MATERIALIZED (
        SELECT n.written, motcua.plain_code(n.written) AS code, motcua.fold_name(n.written) AS folded, motcua.bare_name(n.written) AS bare
        FROM (SELECT DISTINCT u.written FROM unnest(names) AS u (written)) AS n
    ), called AS MATERIALIZED (
        SELECT c.office, motcua.fold_name(c.name) AS folded, motcua.bare_name(c.name) AS bare
        FROM (SELECT o.code AS office, o.name FROM motcua.office AS o WHERE o.name IS NOT NULL
              UNION SELECT a.office, a.raw FROM motcua.office_alias AS a) AS c
    ), found AS (
        SELECT a.written, 1 AS step, o.code AS office FROM asked AS a JOIN motcua.office AS o ON o.code = a.code
        UNION ALL SELECT a.written, 2, o.code FROM asked AS a JOIN motcua.office AS o ON motcua.fold_name(o.code) = a.folded
        UNION ALL SELECT a.written, 3, c.office FROM asked AS a JOIN called AS c ON c.folded = a.folded
        UNION ALL SELECT a.written, 4, c.office FROM asked AS a JOIN called AS c ON c.bare = a.bare
        -- People leave out what stands before every name.
        UNION ALL SELECT a.written, 5, c.office
        FROM asked AS a JOIN called AS c
            ON regexp_replace(c.bare, '^(ubnd|ui ban nhan dan|uy ban nhan dan) ', '')
                = regexp_replace(a.bare, '^(ubnd|ui ban nhan dan|uy ban nhan dan) ', '')
        UNION ALL SELECT a.written, 6, c.office
        FROM asked AS a JOIN called AS c ON regexp_replace(c.bare, '^(ubnd |ui ban nhan dan |uy ban nhan dan )?(xa|phuong|thi tran|dac khu) ', '')
            = a.bare
    ), nearest AS (
        SELECT DISTINCT f.written, f.office,
               coalesce(o.valid_from <= period_to, true) AND coalesce(o.valid_to >= period_from, true) AS is_there
        FROM found AS f JOIN (SELECT l.written, min(l.step) AS step FROM found AS l GROUP BY l.written) AS m ON (m.written, m.step)
            = (f.written, f.step)
        JOIN motcua.office AS o ON o.code = f.office
    )
    SELECT n.written, array_agg(n.office ORDER BY n.office)
    FROM (SELECT k.*, bool_or(k.is_there) OVER (PARTITION BY k.written) AS any_there FROM nearest AS k) AS n
    WHERE n.is_there = n.any_there
    GROUP BY n.written;
END;
$$;
COMMENT ON FUNCTION motcua.meant_offices(text[], date, date) IS 'Offices that each of these codes or names can mean: by code, name or alias, then '
    'without accents, then without "UBND" and "xã", "phường"; of several those that were there in the period. VI: Các cơ quan mà mỗi mã hoặc tên '
    'gọi có thể chỉ đến.';

-- 1.286 is a count of a thousand and more, and 1,286 of a hundred.
CREATE OR REPLACE FUNCTION motcua.published_number(written text, of_rate boolean, OUT number numeric, OUT digits integer, OUT is_percent boolean,
        OUT is_nothing boolean)
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    plain text := lower(regexp_replace(btrim(motcua.plain_text(written)), '^''', ''));
    figure text := btrim(regexp_replace(plain, '^(.*[0-9]) *(%|hồ sơ|bộ hồ sơ|thủ tục|phiếu|ý kiến)$', '\1'));
BEGIN
    is_nothing := coalesce(plain ~ '^[-–—.…/ ]*$' OR plain IN ('không có', 'chưa có', 'n/a', 'null'), true);
    is_percent := coalesce(plain ~ '[0-9] *%$', false);
    figure := CASE
        WHEN length(figure) > 24 THEN NULL
        WHEN figure ~ '^[0-9]{1,3}(\.[0-9]{3})+,[0-9]+$' THEN replace(replace(figure, '.', ''), ',', '.')
        WHEN figure ~ '^[0-9]{1,3}(,[0-9]{3})+\.[0-9]+$' THEN replace(figure, ',', '')
        WHEN figure ~ '^[0-9]{1,3}([., ])[0-9]{3}(\1[0-9]{3})*$' AND (NOT of_rate OR figure ~ '[ ]|[.,].*[.,]') THEN translate(figure, '., ', '')
        WHEN figure ~ '^[0-9]+[.,][0-9]+$' THEN replace(figure, ',', '.')
        WHEN figure ~ '^[0-9]+$' THEN figure
    END;
    number := figure;
    digits := CASE WHEN is_nothing THEN NULL ELSE scale(number) END;
END;
$$;
COMMENT ON FUNCTION motcua.published_number(text, boolean) IS 'A number as people write it, of a rate or of a count, and how many digits stand '
    'behind its comma: 3,1 and 96.93 and 96,93 % and 1.286. Null when it is none. VI: Số viết theo kiểu Việt Nam hoặc kiểu Anh, và số chữ số sau '
    'dấu phẩy.';

CREATE OR REPLACE FUNCTION motcua.published_lines(cells jsonb)
    RETURNS TABLE (line integer, office text, figure text, value text, unit text, fault text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
DECLARE
    head record;
BEGIN
    -- The heading is the first row that has all three; of two columns of one meaning the first counts.
    SELECT r.line, r.width, r.places INTO head
    FROM (
        SELECT (c.item ->> 'line')::integer AS line, jsonb_array_length(c.item -> 'cells') AS width, c.place AS row,
               (SELECT jsonb_object_agg(p.meaning, p.place) FROM (
                    SELECT h.meaning, min(t.place)::integer AS place
                    FROM jsonb_array_elements_text(c.item -> 'cells') WITH ORDINALITY AS t (name, place)
                    JOIN motcua.published_heading AS h ON motcua.bare_name(h.heading) = motcua.bare_name(regexp_replace(t.name, '\(.*\)', ''))
                    GROUP BY h.meaning) AS p) AS places
        FROM jsonb_array_elements(cells) WITH ORDINALITY AS c (item, place)
        WHERE c.place <= 20
    ) AS r
    WHERE r.places ?& '{office,figure,value}'
    ORDER BY r.row LIMIT 1;
    IF head IS NULL THEN
        RAISE invalid_parameter_value USING
            MESSAGE = 'no heading: none of the first 20 rows has the columns office, figure and value',
            HINT = 'name them office, figure, value or cơ quan, chỉ tiêu,'
                ' số liệu; SELECT * FROM motcua.published_heading lists what else they may be called';
    END IF;
    RETURN QUERY
    SELECT (c.item ->> 'line')::integer, s.cells ->> (head.places ->> 'office')::integer - 1, s.cells ->> (head.places ->> 'figure')::integer - 1,
           s.cells ->> (head.places ->> 'value')::integer - 1, s.cells ->> (head.places ->> 'unit')::integer - 1,
           CASE WHEN jsonb_array_length(s.cells) NOT BETWEEN (SELECT max(p.value::integer) FROM jsonb_each_text(head.places) AS p
               WHERE p.key <> 'unit')
                         AND head.width
                THEN format('%s cells, the heading has %s', jsonb_array_length(s.cells), head.width) END
    FROM jsonb_array_elements(cells) AS c (item)
    CROSS JOIN LATERAL (
        -- An unquoted 3,1 between commas, where the value is the last column.
        SELECT CASE WHEN jsonb_array_length(c.item -> 'cells') = head.width + 1 AND (head.places ->> 'value')::integer = head.width
                         AND c.item -> 'cells' ->> -2 ~ '^[0-9]+$' AND c.item -> 'cells' ->> -1 ~ '^[0-9]+ *%?$'
                    THEN (c.item -> 'cells') - -1 - -1 || jsonb_build_array(format('%s,%s', c.item -> 'cells' ->> -2, c.item -> 'cells' ->> -1))
                    -- Empty cells behind the last column are what spreadsheets leave.
                    WHEN jsonb_array_length(c.item -> 'cells') > head.width
                         AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(c.item -> 'cells') WITH ORDINALITY AS e (name, place)
                                         WHERE e.place > head.width AND btrim(e.name) <> '')
                    THEN jsonb_path_query_array(c.item -> 'cells', '$[0 to $last]', jsonb_build_object('last', head.width - 1))
                    ELSE c.item -> 'cells' END AS cells
    ) AS s
    WHERE (c.item ->> 'line')::integer > head.line
      AND EXISTS (SELECT FROM jsonb_array_elements_text(c.item -> 'cells') AS t (name) WHERE btrim(motcua.plain_text(t.name)) <> '');
END;
$$;
COMMENT ON FUNCTION motcua.published_lines(jsonb) IS 'Rows of a table, [{"line": 2, "cells": ["..."]}], as lines of published figures, by its '
    'heading. VI: Các dòng của bảng số liệu đã công bố, theo tiêu đề cột.';

REVOKE ALL ON FUNCTION motcua.bare_name(text), motcua.figure_words(text), motcua.figures_like(text), motcua.meant_figures(text[]),
    motcua.meant_offices(text[], date, date),
    motcua.published_number(text, boolean), motcua.published_lines(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.bare_name(text), motcua.figure_words(text), motcua.figures_like(text), motcua.meant_figures(text[]),
    motcua.meant_offices(text[], date, date),
    motcua.published_number(text, boolean), motcua.published_lines(jsonb) TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT SELECT ON motcua.published_heading, motcua.published_label, motcua.figure_name TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;

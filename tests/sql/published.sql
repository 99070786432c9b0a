-- What people type into tables of published figures: headings, names, numbers.
BEGIN;
SELECT plan(72);
SET LOCAL motcua.today = '2026-11-28';

SELECT is(motcua.bare_name(v.written), v.bare, 'compared as ' || v.bare)
FROM (VALUES ('Quá hạn (%)', 'qua han %'), (E'ĐƠN\u00a0VỊ', 'don vi'), (normalize('Tỷ lệ', NFD), 'ti le'), ('resolved_late', 'resolved late'), (' - ', '')) AS v (written, bare);

-- Numbers as a count and as a rate.
SELECT is((n.number, n.digits, n.is_percent, n.is_nothing)::text, v.expected, format('%s as a %s', v.written, CASE WHEN v.of_rate THEN 'rate' ELSE 'count' END))
FROM (VALUES ('3,1', true, '(3.1,1,f,f)'), ('96.93', true, '(96.93,2,f,f)'), (E'96,93\u00a0%', true, '(96.93,2,t,f)'), ('95,80', true, '(95.80,2,f,f)'), ('96', true, '(96,0,f,f)'),
    ('1.286', false, '(1286,0,f,f)'), ('1,286', false, '(1286,0,f,f)'), ('1 286 hồ sơ', false, '(1286,0,f,f)'), ('1.286', true, '(1.286,3,f,f)'), ('1.234.567', true, '(1234567,0,f,f)'),
    ('1.234,5', false, '(1234.5,1,f,f)'), ('1,234.5', false, '(1234.5,1,f,f)'), ('''39', false, '(39,0,f,f)'), ('0,9693', true, '(0.9693,4,f,f)'),
    ('-', true, '(,,f,t)'), ('', true, '(,,f,t)'), (NULL, true, '(,,f,t)'), ('–', false, '(,,f,t)'), ('Không có', false, '(,,f,t)'),
    ('abc', true, '(,,f,f)'), ('-3', true, '(,,f,f)'), ('39/1271', false, '(,,f,f)'), ('3..1', true, '(,,f,f)'), ('12345678901234567890123456', false, '(,,f,f)')) AS v (written, of_rate, expected)
CROSS JOIN LATERAL motcua.published_number(v.written, v.of_rate) AS n;

-- Names of figures.
SELECT is((SELECT string_agg(f.figure || CASE WHEN f.is_rate THEN '%' ELSE '' END, ' ' ORDER BY f.figure) FROM motcua.meant_figures(ARRAY[v.name]) AS f), v.expected, 'a figure called ' || v.name)
FROM (VALUES ('late', 'late%'), ('ON TIME', 'on_time%'), ('resolved_late', 'resolved_late'), ('Trễ hạn', 'late% resolved_late'), ('TRE HAN', 'late% resolved_late'),
    ('Tỷ lệ hồ sơ giải quyết đúng hạn (%)', 'on_time% resolved_on_time'), ('Tổng số hồ sơ tiếp nhận', 'received'), ('Số hóa kết quả', 'resolved_result_digitised results_digitised%'),
    ('Trực tuyến', 'online% received_online'), ('Tỷ lệ giải quyết', 'progress% resolved'), ('latte', NULL)) AS v (name, expected);
SELECT is_empty($$ SELECT r.rate FROM motcua.rate AS r WHERE NOT EXISTS (SELECT FROM motcua.meant_figures(ARRAY[r.text_vi]) AS f WHERE f.is_rate AND f.figure = r.rate) $$,
    'every rate goes by its text in Vietnamese');
SELECT is_empty($$ SELECT b.bucket FROM motcua.bucket AS b WHERE NOT EXISTS (SELECT FROM motcua.meant_figures(ARRAY[b.text_vi]) AS f WHERE NOT f.is_rate AND f.figure = b.bucket) $$,
    'and every bucket');

-- Names of offices.
INSERT INTO motcua.office (code, name, valid_to) VALUES ('H48', 'UBND tỉnh', NULL), ('H48.1', 'UBND xã Tân Thành', '2025-06-30'), ('H48.2', 'UBND xã Tân Thành', NULL), ('H48.3', 'Ủy ban nhân dân xã Hòa Thủy', NULL);
INSERT INTO motcua.office_alias VALUES ('tinh', 'Xã Hòa Thủy (cũ)', 'H48.1');
SELECT is((SELECT array_to_string(o.offices, ' ') FROM motcua.meant_offices(ARRAY[v.name], v.period_from, v.period_from) AS o), v.expected, format('an office called %s on %s', v.name, v.period_from))
FROM (VALUES ('H48.1', date '2026-01-01', 'H48.1'), ('H48 . 1', '2026-01-01', 'H48.1'), ('h48.1', '2026-01-01', 'H48.1'), ('UBND XÃ TÂN THÀNH', '2026-01-01', 'H48.2'), ('ubnd xa tan thanh', '2025-01-01', 'H48.1 H48.2'),
    ('Tân Thành', '2026-01-01', 'H48.2'), ('xã Hoà Thuỷ', '2026-01-01', 'H48.3'), ('UBND xã Hòa Thủy', '2026-01-01', 'H48.3'), ('Xã Hòa Thủy (cũ)', '2026-01-01', 'H48.1'), ('Nowhere', '2026-01-01', NULL)) AS v (name, period_from, expected);

-- A line: which of the figures that it can mean, or what is wrong with it.
SELECT is((SELECT string_agg(coalesce(f.fault, concat_ws(' ', f.office, f.figure, f.is_rate, f.number, f.digits)), '; ' ORDER BY f.candidate)
           FROM motcua.published_figures(jsonb_build_array(v.line || '{"line": 2}'), '2026-01-01', '2026-01-31') AS f), v.expected, v.line::text)
FROM (VALUES ('{"office": "H48", "figure": "late", "value": "3,1"}'::jsonb, 'H48 late t 3.1 1'), ('{"office": "H48", "figure": "Trễ hạn", "value": "39"}', 'H48 resolved_late f 39 0; H48 late t 39 0'),
    ('{"office": "H48", "figure": "Trễ hạn", "value": "3 %"}', 'H48 late t 3 0'), ('{"office": "H48", "figure": "Trễ hạn", "value": "39", "unit": "Hồ sơ"}', 'H48 resolved_late f 39 0'),
    ('{"office": "H48", "figure": "Số hồ sơ trễ hạn", "value": "39"}', 'H48 resolved_late f 39 0'), ('{"office": "Tân Thành", "figure": "late", "value": "3"}', 'H48.2 late t 3 0'),
    ('{"office": "", "figure": "late", "value": "3"}', 'no office'), ('{"office": "H9", "figure": "late", "value": "3"}', 'unknown office'),
    ('{"office": "H48", "figure": "latte", "value": "3"}', 'unknown figure'), ('{"office": "H48", "figure": "late", "value": "x"}', 'no number'),
    ('{"office": "H48", "figure": "late", "value": "123456789"}', 'no number'), ('{"office": "H48", "figure": "received", "value": "999999999,123456789"}', 'H48 received f 999999999.123457 6'),
    ('{"office": "H48", "figure": "late", "value": "-"}', 'H48 late t')) AS v (line, expected);

-- The rows of a file.
CREATE FUNCTION pg_temp.read(rows text) RETURNS text
    LANGUAGE sql
AS $$
    SELECT string_agg(concat_ws('|', l.line, l.office, l.figure, l.value, l.unit, l.fault), ' ' ORDER BY l.line)
    FROM motcua.published_lines((SELECT jsonb_agg(jsonb_build_object('line', r.place, 'cells', string_to_array(r.text, ';')) ORDER BY r.place)
                                 FROM regexp_split_to_table(rows, E'\n') WITH ORDINALITY AS r (text, place))) AS l
$$;
SELECT is(pg_temp.read(v.rows), v.expected, 'rows: ' || v.rows)
FROM (VALUES (E'office;figure;value\nA;B;1', '2|A|B|1'), (E'BÁO CÁO\n;;\nSTT;CHI TIEU;Cơ quan;Đơn vị tính;Số liệu (%)\n1;B;A;%;3\n;;;;', '4|A|B|3|%'),
    (E'office;figure;value\nA;B;3;1', '2|A|B|3,1'), (E'office;figure;value\nA;B;3;;', '2|A|B|3'), (E'office;figure;value\nA;B', '2|A|B|2 cells, the heading has 3'),
    (E'office;figure;value\nA;B;x;y', '2|A|B|x|4 cells, the heading has 3')) AS v (rows, expected);
SELECT throws_ok($$ SELECT pg_temp.read(E'office;figure\nA;B') $$, '22023', NULL, 'without a heading there is nothing to read');

SELECT * FROM finish();
ROLLBACK;

-- Reporting periods by their names.
BEGIN;
SELECT plan(38);

CREATE FUNCTION pg_temp.period_text(name text) RETURNS text
    LANGUAGE sql
    RETURN (SELECT period_from || ' ' || period_to FROM stats.period(name));

-- The commune report of Tịnh Châu for the first half of 2024 covers 7 December 2023 to 6 June 2024.
SELECT is(pg_temp.period_text(p.name), p.days, p.name)
FROM (VALUES
    ('bao-cao-6-thang/2024', '2023-12-07 2024-06-06'),
    ('bao-cao-6-thang/2025', '2024-12-07 2025-06-06'),
    ('thang-15-14/2024-05', '2024-04-15 2024-05-14'),
    ('thang-15-14/2024-01', '2023-12-15 2024-01-14'),
    ('thang-15-14/2024-03', '2024-02-15 2024-03-14')
) AS p (name, days);

-- A province adds its own: an INSERT.
INSERT INTO motcua.reporting_period (period, unit, from_month, from_day, to_month, to_day, text_en, text_vi) VALUES
    ('nam-15-14', 'year', -1, 15, 11, 14, 'x', 'x'), ('quy-16', 'quarter', -1, 16, 2, 15, 'x', 'x'), ('cuoi-thang', 'month', 0, 31, 0, 31, 'x', 'x'),
    ('qua-nam', 'year', 11, 1, 13, 31, 'x', 'x');
SELECT is(pg_temp.period_text(p.name), p.days, p.name)
FROM (VALUES
    ('nam-15-14/2024', '2023-12-15 2024-12-14'),
    ('quy-16/2024-Q1', '2023-12-16 2024-03-15'),
    ('quy-16/2024-Q4', '2024-09-16 2024-12-15'),
    ('cuoi-thang/2024-02', '2024-02-29 2024-02-29'),
    ('cuoi-thang/2023-02', '2023-02-28 2023-02-28'),
    ('cuoi-thang/2024-04', '2024-04-30 2024-04-30'),
    ('qua-nam/2024', '2024-12-01 2025-02-28')
) AS p (name, days);

SELECT throws_ok(format('SELECT * FROM stats.period(%L)', p.name), '22023', format('%L is not a period', p.name), format('refused: %L', p.name))
FROM (VALUES ('none/2024'), ('bao-cao-6-thang'), ('bao-cao-6-thang/'), ('bao-cao-6-thang/2024-05'), ('bao-cao-6-thang/2024-Q1'), ('thang-15-14/2024'),
             ('thang-15-14/2024-05-01'), ('/2024'), ('thang-15-14/2024-13'), ('bao-cao-6-thang/2024/2024'), ('bao-cao-6-thang/0000')) AS p (name);
CREATE FUNCTION pg_temp.hint(name text) RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    advice text;
BEGIN
    PERFORM stats.period(name);
EXCEPTION WHEN invalid_parameter_value THEN
    GET STACKED DIAGNOSTICS advice = PG_EXCEPTION_HINT;
    RETURN advice;
END;
$$;
SELECT matches(pg_temp.hint('none/2024'), '^write 2024, .*, bao-cao-6-thang/2024, .*quy-16/2024-Q2, thang-15-14/2024-05$', 'the advice lists what is known');
SELECT throws_ok($$ INSERT INTO motcua.reporting_period (period, unit, from_month, from_day, to_month, to_day, text_en, text_vi) VALUES ('x', 'year', 1, 5, 1, 4, 'x', 'x') $$, '23514', NULL,
    'a period that ends before it begins is refused');
SELECT throws_ok($$ INSERT INTO motcua.reporting_period (period, unit, from_month, from_day, to_month, to_day, text_en, text_vi) VALUES ('2024/x', 'year', 1, 5, 1, 6, 'x', 'x') $$, '23514', NULL,
    'a name cannot look like a period');

-- Those that stand are stored every night, until a month after their end.
SELECT is_empty($$ SELECT * FROM stats.standing_periods('2024-05-01') WHERE period_from = '2023-12-07' $$, 'none stands unless somebody says so');
UPDATE motcua.reporting_period SET standing = true;
SELECT is(string_agg(d::date || CASE WHEN EXISTS (SELECT FROM stats.standing_periods(d::date) WHERE period_from = '2023-12-07' AND period_to = '2024-06-06') THEN ' +' ELSE ' -' END, ', '),
    '2023-12-06 -, 2023-12-07 +, 2024-06-06 +, 2024-07-06 +, 2024-07-07 -', 'from its first day to a month after its last')
FROM unnest('{2023-12-06,2023-12-07,2024-06-06,2024-07-06,2024-07-07}'::date[]) AS d;
SELECT set_eq($$ SELECT period_from, period_to FROM stats.standing_periods('2024-01-10') WHERE extract(day FROM period_from) <> 1 $$,
    $$ VALUES (date '2023-12-07', date '2024-06-06'), ('2022-12-15', '2023-12-14'), ('2023-12-15', '2024-12-14'), ('2023-09-16', '2023-12-15'), ('2023-12-16', '2024-03-15'),
              ('2023-11-15', '2023-12-14'), ('2023-12-15', '2024-01-14'), ('2023-12-31', '2023-12-31') $$, 'all that stand on 10 January');

SELECT is(motcua.period_kind(p.period_from::date, p.period_to::date), p.kind, format('%s to %s: %s', p.period_from, p.period_to, p.kind))
FROM (VALUES ('2024-02-01', '2024-02-29', 'month'), ('2023-02-01', '2023-02-28', 'month'), ('2024-10-01', '2024-12-31', 'quarter'), ('2024-07-01', '2024-12-31', 'half'),
             ('2024-01-01', '2024-12-31', 'year'), ('2023-12-07', '2024-12-06', 'reporting_year'), ('2024-02-01', '2024-04-30', 'other'), ('2023-12-07', '2024-06-06', 'other'),
             ('2024-04-01', '2024-09-30', 'other')) AS p (period_from, period_to, kind);

SELECT * FROM finish();
ROLLBACK;

-- Answers of citizens: counted by the day of the answer, for the office that was rated and all above it, with a list of each.
BEGIN;
SELECT plan(11);
SET LOCAL motcua.today = '2024-12-31';
SET LOCAL timezone = 'Asia/Ho_Chi_Minh';
INSERT INTO motcua.office (code, name, parent) VALUES ('H01', 'Tỉnh', NULL), ('H01.1', 'Xã', 'H01');

CREATE FUNCTION pg_temp.rate(rate text, profile text DEFAULT 'report', office text DEFAULT 'H01') RETURNS text
    LANGUAGE sql
AS $$
    SELECT format('%s/%s=%s', r.numerator, r.denominator, coalesce(r.percent::text, 'none'))
    FROM stats.rates('2024-03-01', '2024-03-31', profile) AS r WHERE r.rate = rate.rate AND r.office = rate.office
$$;
SELECT is(pg_temp.rate('very_satisfied'), '0/0=none', 'without answers there is no share of them');

-- The first and the last moment of March count, those beside them do not.
INSERT INTO motcua.rating (source, code, office, dossier, answered_at, level) VALUES
    ('s', '1', 'H01.1', 'D', '2024-03-01 00:00:00', 'very_satisfied'), ('s', '2', 'H01.1', NULL, '2024-03-31 23:59:59', 'very_satisfied'),
    ('s', '3', 'H01.1', NULL, '2024-03-05', 'satisfied'), ('s', '4', 'H01', NULL, '2024-03-05', 'neutral'),
    ('s', '5', 'H01.1', NULL, '2024-03-05', 'dissatisfied'), ('s', '6', 'H01.1', NULL, '2024-02-29 23:59:59', 'dissatisfied'),
    ('s', '7', 'H01.1', NULL, '2024-04-01', 'dissatisfied');
INSERT INTO motcua.rating (source, code, office, answered_at, level, skipped) VALUES ('s', '8', 'H01.1', '2024-03-05', 'dissatisfied', true);
SELECT is(pg_temp.rate('very_satisfied'), '2/5=40.00', 'very satisfied');
SELECT is(pg_temp.rate('satisfied'), '3/5=60.00', 'satisfied or very satisfied');
SELECT is(pg_temp.rate('dissatisfied'), '1/5=20.00', 'dissatisfied; a deleted answer does not count');
SELECT is(pg_temp.rate('satisfied', 'report', 'H01.1'), '3/4=75.00', 'of the office alone');
SELECT is(pg_temp.rate('satisfied', 'decree224'), '3/5=60.00', 'the national measure is the same');
SELECT is(pg_temp.rate('rated'), '5/0=none', 'answers without dossiers received are no share');
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at)
SELECT 's', CASE i WHEN 1 THEN 'D' ELSE 'D' || i END, 'H01', 'H01', 4, '2024-03-05' FROM generate_series(1, 8) AS i;
SELECT is(pg_temp.rate('rated'), '5/8=62.50', 'answers against dossiers received');

SELECT bag_eq($$ SELECT code, reason FROM stats.dossiers('very_satisfied', '2024-03-01', '2024-03-31') $$,
    $$ VALUES ('1', 'đánh giá 01/03/2024: rất hài lòng, hồ sơ D'), ('2', 'đánh giá 31/03/2024: rất hài lòng') $$, 'the list has what the numerator counts');
SELECT bag_eq($$ SELECT f, (SELECT count(*) FROM stats.dossiers(f, '2024-03-01', '2024-03-31', 'H01.1')) FROM unnest('{rated,satisfied,dissatisfied,ratings_neutral}'::text[]) AS f $$,
    $$ VALUES ('rated', 4), ('satisfied', 3), ('dissatisfied', 1), ('ratings_neutral', 0) $$, 'of an office as well');
SELECT is(text_vi, 'công dân, tổ chức đánh giá: rất hài lòng', 'the story of a dossier tells of its answer') FROM stats.story('s', 'D') WHERE kind = 'rating';

SELECT * FROM finish();
ROLLBACK;

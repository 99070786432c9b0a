-- Two-level local government: three communes become one on 1 July 2025 and their district ends; a commune is
-- split, another one is renamed. On both trees nothing is lost, and what was open goes to the successor.
BEGIN;
SELECT plan(37);
\ir include/batch.sql
SET LOCAL motcua.today = '2025-12-31';

INSERT INTO motcua.office (code, name, level, parent, valid_from, valid_to) VALUES
    ('P', 'Province', 'province', NULL, NULL, NULL),
    ('P.D', 'District', 'district', 'P', NULL, '2025-06-30'),
    ('P.D.1', 'Commune 1', 'commune', 'P.D', NULL, '2025-06-30'),
    ('P.D.2', 'Commune 2', 'commune', 'P.D', NULL, '2025-06-30'),
    ('P.D.3', 'Commune 3', 'commune', 'P.D', NULL, NULL),
    ('P.D.4', 'Commune that stays', 'commune', 'P.D', NULL, NULL),
    ('P.N', 'New commune', 'commune', 'P', '2025-07-01', NULL);
INSERT INTO motcua.office_succession (old_office, new_office, on_day)
SELECT 'P.D.' || i, 'P.N', '2025-07-01' FROM generate_series(1, 3) AS i;

SELECT set_eq('SELECT office, heir, from_day, until_day FROM motcua.office_heirs()',
    $$ SELECT 'P.D.' || i AS office, 'P.N' AS heir, date '2025-07-01' AS from_day, date 'infinity' AS until_day FROM generate_series(1, 3) AS i $$, 'the new commune answers for the three');
SELECT set_eq($$ SELECT office, parent FROM motcua.office_parents('2025-06-30') $$,
    $$ VALUES ('P.D', 'P'), ('P.D.1', 'P.D'), ('P.D.2', 'P.D'), ('P.D.3', 'P.D'), ('P.D.4', 'P.D'), ('P.N', 'P') $$, 'the tree of the last day of the district');
SELECT set_eq($$ SELECT office, parent FROM motcua.office_parents('2025-07-01') $$,
    $$ VALUES ('P.D', 'P'), ('P.D.1', 'P.D'), ('P.D.2', 'P.D'), ('P.D.3', 'P.D'), ('P.D.4', 'P'), ('P.N', 'P') $$,
    'from the next day on, the commune that stays is right under the province; what has ended stays where it was');

SELECT set_eq($$ SELECT office FROM motcua.office_tree WHERE ancestor = 'P.N' $$, $$ VALUES ('P.N'), ('P.D.1'), ('P.D.2'), ('P.D.3') $$, 'today the dossiers of the three are the new commune''s');
SELECT set_eq($$ SELECT office FROM motcua.office_tree WHERE ancestor = 'P' $$, $$ SELECT code FROM motcua.office WHERE code ~ '^P' $$, 'and each is the province''s');
SELECT is_empty($$ SELECT ancestor, office FROM motcua.office_tree GROUP BY 1, 2 HAVING count(*) > 1 $$, 'once');

-- Thousands of dossiers of every office, on every side of the change, some received elsewhere.
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, channel, status, received_at, due_at, due_at_first, finished_at)
SELECT 's', 'd' || i, o.codes[1 + (i / 6) % 6], o.codes[1 + i % 6], CASE WHEN i % 3 = 0 THEN 'online' ELSE 'direct' END::motcua.channel,
       CASE WHEN i % 11 = 0 THEN 4 ELSE 7 + i % 4 END, r.received_at, r.received_at + (i % 17) * interval '1 day', r.received_at + interval '9 days',
       r.received_at + (i % 40) * interval '1 day'
FROM generate_series(1, 3000) AS i
CROSS JOIN (SELECT '{P,P.D,P.D.1,P.D.2,P.D.3,P.D.4}'::text[] AS codes) AS o
CROSS JOIN LATERAL (SELECT timestamptz '2025-02-01 08:00+07' + i * interval '2 hours' AS received_at) AS r;

INSERT INTO motcua.feedback (source, code, office, received_at, due_at, answered_at) VALUES
    ('s', '1', 'P.D.1', '2025-06-01', '2025-06-20', '2025-06-10'), ('s', '2', 'P.D.1', '2025-06-01', '2025-06-20', '2025-07-10'), ('s', '3', 'P.D.2', '2025-06-01', '2025-06-20', NULL);

CREATE TEMPORARY TABLE view AS
    SELECT p.period_from, p.period_to, b.by_office, t.tree
    FROM (VALUES (date '2025-01-01', date '2025-12-31'), ('2025-01-01', '2025-06-30'), ('2025-07-01', '2025-12-31'),
                 ('2025-06-01', '2025-06-30'), ('2025-07-01', '2025-07-31'), ('2025-05-17', '2025-08-03')) AS p (period_from, period_to),
         unnest('{handling,receiving}'::text[]) AS b (by_office), unnest('{then,now}'::text[]) AS t (tree);
CREATE TEMPORARY TABLE counted AS
    SELECT v.*, c.* FROM view AS v CROSS JOIN LATERAL stats.counts(v.period_from, v.period_to, v.by_office, v.tree) AS c;
CREATE TEMPORARY TABLE bucketed AS
    SELECT v.*, b.* FROM view AS v CROSS JOIN LATERAL stats.buckets(v.period_from, v.period_to, v.by_office, v.tree) AS b;

SELECT is_empty($$ SELECT * FROM counted WHERE carried_in + received <> resolved + withdrawn + returned + pending $$,
    'for every office, on either tree and by either attribution, what came in is what went out and what stays');
SELECT cmp_ok(count(*), '>', 100::bigint, 'there is something in it') FROM counted WHERE received > 0 AND pending > 0;
SELECT is_empty($$ SELECT b.period_from, b.period_to, b.bucket, count(DISTINCT b.total) FROM bucketed AS b WHERE b.office = 'P'
                   GROUP BY 1, 2, 3 HAVING count(DISTINCT b.total) > 1 $$, 'the total of the province is the same on both trees and by both attributions');
SELECT is_empty($$ SELECT period_from, period_to, bucket FROM bucketed WHERE bucket !~ '^procedures' GROUP BY period_from, period_to, by_office, tree, bucket
                   HAVING sum(own) <> max(total) FILTER (WHERE office = 'P') $$, 'each dossier is one office''s own');
SELECT is_empty($$ SELECT b.period_from, b.period_to, b.by_office, b.bucket FROM bucketed AS b JOIN motcua.office AS o ON o.code = b.office
                   WHERE b.tree = 'now' AND o.code IN ('P.D.1', 'P.D.2', 'P.D.3') AND b.total > 0 $$, 'on the tree of now the three communes have nothing');
SELECT is_empty($$ SELECT * FROM bucketed AS b WHERE b.tree = 'then' AND b.office = 'P.N' AND b.period_to < '2025-07-01' $$, 'on the tree of then the new one has nothing before it was');
SELECT is_empty($$ SELECT * FROM bucketed AS b WHERE b.tree = 'then' AND b.office IN ('P.D.1', 'P.D.2', 'P.D.3') AND b.period_from >= '2025-07-01' $$, 'and the three have nothing after they were');
-- The new commune on the tree of now is the three of then, before the change.
SELECT set_eq($$ SELECT period_from, period_to, by_office, bucket, own FROM bucketed WHERE tree = 'now' AND office = 'P.N' AND period_to < '2025-07-01' $$,
    $$ SELECT period_from, period_to, by_office, bucket, sum(own)::bigint FROM bucketed WHERE tree = 'then' AND office IN ('P.D.1', 'P.D.2', 'P.D.3')
       AND period_to < '2025-07-01' GROUP BY 1, 2, 3, 4 $$, 'before the change the new commune is the sum of the three');
-- In a period with the change in it too.
SELECT set_eq($$ SELECT by_office, bucket, own FROM bucketed WHERE tree = 'now' AND office = 'P.N' AND period_from = '2025-05-17' $$,
    $$ SELECT by_office, bucket, sum(own)::bigint FROM bucketed WHERE tree = 'then' AND office IN ('P.D.1', 'P.D.2', 'P.D.3', 'P.N')
       AND period_from = '2025-05-17' GROUP BY 1, 2 $$, 'in a period with the change in it the four of then are the one of now');
-- Column 6 of form II.06a.
SELECT is(n.carried_in, (SELECT sum(pending)::bigint FROM counted WHERE office IN ('P.D.1', 'P.D.2', 'P.D.3') AND period_to = '2025-06-30' AND period_from = '2025-06-01' AND by_office = 'handling' AND tree = 'then'),
    'what the three had open on 30 June is carried in by the new one')
FROM counted AS n WHERE n.office = 'P.N' AND n.period_from = '2025-07-01' AND n.period_to = '2025-07-31' AND n.by_office = 'handling' AND n.tree = 'then';
SELECT cmp_ok(sum(carried_in), '>', 0::numeric, 'and that is something') FROM counted WHERE office = 'P.N' AND period_from = '2025-07-01' AND tree = 'then';
-- A district that ended keeps what was its own; its communes that stay are under the province.
SELECT is(total, own, 'the district of July has only its own dossiers') FROM bucketed WHERE office = 'P.D' AND bucket = 'received' AND period_to = '2025-07-31' AND by_office = 'handling' AND tree = 'then';
SELECT cmp_ok(total, '>', own, 'that of June has those of its communes') FROM bucketed WHERE office = 'P.D' AND bucket = 'received' AND period_from = '2025-06-01' AND by_office = 'handling' AND tree = 'then';
-- The receiving office is another one.
SELECT isnt_empty($$ SELECT office, bucket, own FROM bucketed WHERE by_office = 'handling' EXCEPT SELECT office, bucket, own FROM bucketed WHERE by_office = 'receiving' $$, 'who received is not who is accountable');
SELECT results_eq($$ SELECT total FROM bucketed WHERE office = 'P.D.4' AND bucket = 'received' AND by_office = 'receiving' AND tree = 'then' AND period_from = '2025-06-01' $$,
    $$ SELECT count(*) FROM motcua.dossier WHERE receiving_office = 'P.D.4' AND received_on BETWEEN '2025-06-01' AND '2025-06-30' $$, 'by the receiving office: those that it took in');
-- The list of a figure is as long as the figure.
SELECT set_eq($$ SELECT b.by_office, b.tree, b.office, b.bucket, b.total FROM bucketed AS b WHERE b.period_from = '2025-05-17' AND b.bucket IN ('received', 'resolved_late', 'pending', 'feedback_answered') $$,
    $$ SELECT v.by_office, v.tree, o.code, b.bucket, count(*) FROM view AS v CROSS JOIN motcua.office AS o, unnest('{received,resolved_late,pending,feedback_answered}'::text[]) AS b (bucket)
       CROSS JOIN LATERAL stats.dossiers(b.bucket, v.period_from, v.period_to, o.code, 'report', v.by_office, v.tree) AS d WHERE v.period_from = '2025-05-17' GROUP BY 1, 2, 3, 4 $$,
    'the list of a figure is as long as the figure, on both trees and by both attributions');
SELECT results_eq($$ SELECT office, own FROM bucketed WHERE bucket = 'feedback_answered' AND own > 0 AND by_office = 'handling' AND tree = 'then' AND period_from = '2025-01-01' AND period_to = '2025-12-31' ORDER BY office $$,
    $$ VALUES ('P.D.1', 1::bigint), ('P.N', 1) $$, 'feedback that was open on 1 July is the new commune''s to answer');
SELECT throws_ok($$ SELECT * FROM stats.counts('2025-01-01', '2025-12-31', 'nobody') $$, '22023', 'there is no attribution ''nobody''', 'an unknown attribution is an error');
SELECT throws_ok($$ SELECT * FROM stats.counts('2025-01-01', '2025-12-31', 'handling', 'later') $$, '22023', 'there is no tree ''later''', 'an unknown tree is an error');

-- Splits. A dossier is never divided.
CREATE FUNCTION pg_temp.heirs(VARIADIC steps text[]) RETURNS text
    LANGUAGE plpgsql
AS $$
BEGIN
    TRUNCATE motcua.office_succession;
    INSERT INTO motcua.office (code) SELECT DISTINCT unnest(string_to_array(split_part(s, ' ', 1), '>')) FROM unnest(steps) AS s ON CONFLICT DO NOTHING;
    INSERT INTO motcua.office_succession (old_office, new_office, on_day, share)
    SELECT split_part(split_part(s, ' ', 1), '>', 1), split_part(split_part(s, ' ', 1), '>', 2), split_part(s, ' ', 2)::date, split_part(s, ' ', 3)::numeric FROM unnest(steps) AS s;
    RETURN (SELECT string_agg(format('%s>%s %s..%s', office, heir, from_day, until_day), ', ' ORDER BY office COLLATE "C", from_day) FROM motcua.office_heirs());
END;
$$;
SELECT is(pg_temp.heirs('A>B 2025-07-01 0.4', 'A>C 2025-07-01 0.6'), 'A>C 2025-07-01..infinity', 'a split: the largest part takes all');
SELECT is(pg_temp.heirs('A>C 2025-07-01 0.5', 'A>B 2025-07-01 0.5'), 'A>B 2025-07-01..infinity', 'of equal parts the first code');
SELECT is(pg_temp.heirs('A>B 2025-07-01 0.3'), NULL, 'a part goes, the rest stays: the old office answers');
SELECT is(pg_temp.heirs('A>B 2025-07-01 0.3', 'A>C 2026-01-01 1'), 'A>C 2026-01-01..infinity', 'until it ends itself');
SELECT is(pg_temp.heirs('A>B 2025-07-01 1', 'B>C 2026-01-01 1'), 'A>B 2025-07-01..2026-01-01, A>C 2026-01-01..infinity, B>C 2026-01-01..infinity', 'a chain: renamed, then merged');
SELECT is(pg_temp.heirs('B>C 2025-07-01 1', 'A>B 2025-07-01 1'), 'A>C 2025-07-01..infinity, B>C 2025-07-01..infinity', 'two steps on one day');
SELECT is(pg_temp.heirs('A>B 2025-07-01 1', 'B>A 2026-01-01 1'), 'A>B 2025-07-01..2026-01-01, B>A 2026-01-01..infinity', 'there and back');
SELECT is(pg_temp.heirs('A>B 2025-07-01 1', 'B>A 2025-07-01 1'), NULL, 'a ring on one day changes nothing, and ends');
SELECT is(pg_temp.heirs('B>C 2020-01-01 1', 'A>B 2025-07-01 1'), 'A>B 2025-07-01..infinity, B>C 2020-01-01..infinity', 'what B gave away before it took over stays away');

-- An office above that ended: its successor of the same level stands in its place.
INSERT INTO motcua.office (code, level, parent, valid_to) VALUES ('Q', 'province', NULL, '2025-06-30'), ('Q.1', 'commune', 'Q', NULL), ('R', 'province', NULL, NULL);
INSERT INTO motcua.office_succession (old_office, new_office, on_day) VALUES ('Q', 'R', '2025-07-01');
SELECT set_eq($$ SELECT office, parent FROM motcua.office_parents('2025-07-01') WHERE office ~ '^Q' $$, $$ VALUES ('Q.1', 'R') $$, 'a merged province: its communes are under the other one');
SELECT set_eq($$ SELECT office, parent FROM motcua.office_parents('2025-06-30') WHERE office ~ '^Q' $$, $$ VALUES ('Q.1', 'Q') $$, 'not before');
INSERT INTO motcua.office_succession (old_office, new_office, on_day) VALUES ('P.D', 'P.N', '2025-07-01');
SELECT set_eq($$ SELECT office, parent FROM motcua.office_parents('2025-07-01') WHERE office ~ '^P.D.4' $$, $$ VALUES ('P.D.4', 'P') $$, 'a commune is not under the commune that took over the dossiers of its district');

SELECT * FROM finish();
ROLLBACK;

-- What stands guard beside the on-time rate: returned, withdrawn, re-opened, moved, supplements; as the nights saw it.
BEGIN;
SELECT plan(13);
\ir include/batch.sql
SET LOCAL motcua.today = '2024-12-31';

CREATE FUNCTION pg_temp.guards(known_run bigint DEFAULT NULL) RETURNS text
    LANGUAGE sql
AS $$
    SELECT string_agg(format('%s %s/%s', r.rate, r.numerator, r.denominator), ', ' ORDER BY r.rate)
    FROM stats.rates('2024-03-01', '2024-03-31', 'report', 'handling', 'then', '2024-12-31', known_run) AS r
    WHERE r.office = 'H48.23.25' AND r.rate IN ('returned', 'withdrawn', 'reopened', 'due_moved', 'supplemented') AND r.denominator > 0
$$;
CREATE FUNCTION pg_temp.listed(rate text) RETURNS text
    LANGUAGE sql
AS $$ SELECT string_agg(code, ' ' ORDER BY code) FROM stats.dossiers(rate, '2024-03-01', '2024-03-31') $$;

-- A: plain. B: re-opened and resolved again. C: re-opened, still open. D: a supplement was asked for. E: its due date moved. F, G: withdrawn, returned.
-- H: handed over (9 to 10), which opens nothing. I: its due date was taken away. J: first seen waiting for a supplement and still so.
SELECT pg_temp.load('[
    {"code": "A", "status": 9, "finished_at": "2024-03-10", "due_at": "2024-03-20"}, {"code": "B", "status": 9, "finished_at": "2024-03-10", "due_at": "2024-03-20"},
    {"code": "C", "status": 10, "finished_at": "2024-03-10", "due_at": "2024-03-20"}, {"code": "D", "status": 5, "due_at": "2024-03-20"},
    {"code": "E", "status": 4, "due_at": "2024-03-20"}, {"code": "F", "status": 7, "finished_at": "2024-03-10"}, {"code": "G", "status": 8, "finished_at": "2024-03-10"},
    {"code": "H", "status": 9, "finished_at": "2024-03-10", "due_at": "2024-03-20"}, {"code": "I", "status": 4, "due_at": "2024-03-20"}, {"code": "J", "status": 5}]') AS first_run \gset
SELECT is(pg_temp.guards(), 'due_moved 0/4, reopened 0/4, returned 1/6, supplemented 0/4, withdrawn 1/6', 'the first night has seen nothing move');
SELECT pg_temp.load('[
    {"code": "B", "status": 4, "due_at": "2024-03-20"}, {"code": "C", "status": 2, "due_at": "2024-03-20"}, {"code": "D", "status": 4, "due_at": "2024-03-20"},
    {"code": "E", "status": 4, "due_at": "2024-03-25"}, {"code": "H", "status": 10, "finished_at": "2024-03-10", "due_at": "2024-03-20"}]') AS second_run \gset
SELECT is(pg_temp.guards(), 'due_moved 0/2, reopened 0/2, returned 1/4, supplemented 0/2, withdrawn 1/4', 'what is open is not resolved');
SELECT pg_temp.load('[
    {"code": "B", "status": 9, "finished_at": "2024-03-15", "due_at": "2024-03-20"}, {"code": "D", "status": 9, "finished_at": "2024-03-15", "due_at": "2024-03-20"},
    {"code": "E", "status": 9, "finished_at": "2024-03-15", "due_at": "2024-03-25"}, {"code": "I", "status": 9, "finished_at": "2024-03-15"}]') AS third_run \gset
SELECT is(pg_temp.guards(), 'due_moved 2/6, reopened 1/6, returned 1/8, supplemented 1/6, withdrawn 1/8', 'each is counted where it was resolved');
SELECT is(pg_temp.listed('reopened'), 'B', 'the re-opened one');
SELECT is(pg_temp.listed('supplemented'), 'D', 'the one with a supplement');
SELECT is(pg_temp.listed('due_moved'), 'E I', 'those whose due date moved or went');
SELECT is(pg_temp.listed('returned') || pg_temp.listed('withdrawn'), 'GF', 'the returned and the withdrawn one');
SELECT is(reason, 'kết thúc 15/03/2024, hẹn trả 25/03/2024: trước hạn 10 ngày; hẹn trả ban đầu 20/03/2024, nay 25/03/2024', 'with the reason in words')
FROM stats.dossiers('due_moved', '2024-03-01', '2024-03-31') WHERE code = 'E';

-- The past is as it was known.
SELECT is(pg_temp.guards(:first_run), 'due_moved 0/4, reopened 0/4, returned 1/6, supplemented 0/4, withdrawn 1/6', 'as known after the first night');
SELECT is(pg_temp.guards(:second_run), 'due_moved 0/2, reopened 0/2, returned 1/4, supplemented 0/2, withdrawn 1/4', 'and after the second');

-- The same night again changes nothing, and what was seen once stays.
SELECT pg_temp.load('[{"code": "B", "status": 9, "finished_at": "2024-03-15", "due_at": "2024-03-20"}]') \g /dev/null
SELECT pg_temp.load('[{"code": "B", "status": 10, "finished_at": "2024-03-15", "due_at": "2024-03-20"}]') \g /dev/null
SELECT is(pg_temp.guards(), 'due_moved 2/6, reopened 1/6, returned 1/8, supplemented 1/6, withdrawn 1/8', 'later nights forget nothing');

-- Within one night versions are steps of a list, not what nights have seen.
SELECT pg_temp.load('[{"code": "K", "status": 9, "finished_at": "2024-03-10", "source_updated_at": "2024-03-10"}, {"code": "K", "status": 4, "source_updated_at": "2024-03-11"},
    {"code": "K", "status": 9, "finished_at": "2024-03-12", "source_updated_at": "2024-03-12"}]') \g /dev/null
SELECT is(pg_temp.listed('reopened'), 'B', 'a list of several versions is one step');
SELECT is((SELECT string_agg(code, ' ' ORDER BY code) FROM motcua.dossier WHERE reopened OR supplemented), 'B C D', 'J waits since it was seen first');

SELECT * FROM finish();
ROLLBACK;

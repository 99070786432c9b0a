-- Deploy motcua:successions to pg
-- requires: offices

BEGIN;

CREATE OR REPLACE FUNCTION motcua.office_heirs()
    RETURNS TABLE (office text, heir text, from_day date, until_day date)
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
    SET search_path = pg_catalog
AS $$
    WITH RECURSIVE part AS (
        SELECT s.old_office, s.on_day, s.new_office, s.share FROM motcua.office_succession AS s
        UNION ALL
        SELECT s.old_office, s.on_day, s.old_office, 1 - sum(s.share) FROM motcua.office_succession AS s
        GROUP BY s.old_office, s.on_day
        HAVING sum(s.share) < 1
    ), step AS MATERIALIZED (
        SELECT DISTINCT ON (p.old_office, p.on_day) p.old_office, p.on_day, p.new_office
        FROM part AS p
        ORDER BY p.old_office, p.on_day, p.share DESC, p.new_office <> p.old_office, p.new_office
    ), chain (office, heir, from_day) AS (
        SELECT DISTINCT s.old_office, s.old_office, date '-infinity' FROM step AS s
        UNION
        SELECT c.office, n.new_office, n.on_day
        FROM chain AS c
        CROSS JOIN LATERAL (SELECT s.new_office, s.on_day FROM step AS s
                            WHERE s.old_office = c.heir AND s.new_office <> s.old_office AND s.on_day >= c.from_day
                            ORDER BY s.on_day LIMIT 1) AS n
    ), reign AS (
        SELECT c.office, c.heir, c.from_day,
               lead(c.from_day, 1, date 'infinity') OVER (PARTITION BY c.office ORDER BY c.from_day) AS until_day
        FROM chain AS c
        -- Of several steps on one day the last one counts; a ring of offices on one day has none.
        WHERE NOT EXISTS (SELECT FROM step AS s WHERE s.old_office = c.heir AND s.on_day = c.from_day AND s.new_office <> s.old_office)
    )
    SELECT r.office, r.heir, r.from_day, r.until_day FROM reign AS r WHERE r.heir <> r.office
$$;
COMMENT ON FUNCTION motcua.office_heirs() IS
    'Which office answers for the dossiers of another one, from a day on, until another day (not included). A dossier is never divided: of several '
    'successors the one with the largest share takes them all, of equal shares the first code; what the shares leave to 1 stays with the old '
    'office. VI: Cơ quan kế thừa hồ sơ của cơ quan cũ theo từng thời gian. Hồ sơ không chia nhỏ: khi chia tách, cơ quan nhận phần lớn nhất kế '
    'thừa toàn bộ (bằng nhau thì theo thứ tự mã); phần còn lại đến 1 thuộc cơ quan cũ.';

CREATE OR REPLACE FUNCTION motcua.answering_day(tree text, closed_on date, period_end date) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN tree = 'now' THEN motcua.today() ELSE least(closed_on, period_end) END;
COMMENT ON FUNCTION motcua.answering_day(text, date, date) IS
    'Day that says which office answers for a dossier. then: the day it was closed, or the end of the period while it was open, so that what was '
    'closed stays where it was and what was open goes to the successor; now: today. VI: Ngày xác định cơ quan chịu trách nhiệm: ngày kết thúc hồ '
    'sơ hoặc cuối kỳ (cây lúc đó), hoặc hôm nay (cây hiện nay).';

CREATE OR REPLACE FUNCTION motcua.office_parents(on_day date)
    RETURNS TABLE (office text, parent text)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    WITH RECURSIVE heir AS MATERIALIZED (
        SELECT h.office, h.heir, h.from_day, h.until_day FROM motcua.office_heirs() AS h
    ), life AS MATERIALIZED (
        SELECT o.code, o.level, o.parent, coalesce(o.valid_to, h.from_day - 1) AS last_day
        FROM motcua.office AS o LEFT JOIN heir AS h ON h.office = o.code AND h.until_day = 'infinity'
    ), above (office, parent, day) AS (
        SELECT l.code, l.parent, least(on_day, l.last_day) FROM life AS l WHERE l.parent IS NOT NULL
        UNION
        SELECT a.office, coalesce(s.code, p.parent), a.day
        FROM above AS a JOIN life AS p ON p.code = a.parent AND p.last_day < a.day
        LEFT JOIN heir AS h ON h.office = p.code AND a.day >= h.from_day AND a.day < h.until_day
        LEFT JOIN life AS s ON s.code = h.heir AND s.code <> a.office AND (s.level = p.level OR p.parent IS NULL)
    )
    SELECT a.office, a.parent FROM above AS a JOIN life AS p ON p.code = a.parent
    WHERE p.last_day IS NULL OR p.last_day >= a.day
$$;
COMMENT ON FUNCTION motcua.office_parents(date) IS
    'Office above each office on a day; above one that has ended, on its last day. In the place of an office above that has ended stands its '
    'successor of the same level, else the office above that one. VI: Cơ quan cấp trên của từng cơ quan tại một ngày; cấp trên đã chấm dứt thì '
    'thay bằng cơ quan kế thừa cùng cấp, nếu không có thì cấp trên nữa.';

CREATE OR REPLACE FUNCTION motcua.office_tree_on(on_day date)
    RETURNS TABLE (ancestor text, office text)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    WITH RECURSIVE link AS MATERIALIZED (
        SELECT p.office, p.parent FROM motcua.office_parents(on_day) AS p
    ), tree (ancestor, office) AS (
        SELECT o.code, o.code FROM motcua.office AS o
        UNION
        SELECT tree.ancestor, link.office FROM tree JOIN link ON link.parent = tree.office
    )
    SELECT tree.ancestor, tree.office FROM tree
$$;
COMMENT ON FUNCTION motcua.office_tree_on(date) IS 'Every office with every office of its subtree on a day, itself included. VI: Mỗi cơ quan cùng '
    'mọi cơ quan trực thuộc tại một ngày, kể cả chính nó.';

CREATE OR REPLACE VIEW motcua.office_tree AS
    WITH tree AS MATERIALIZED (
        SELECT t.ancestor, t.office FROM motcua.office_tree_on(motcua.today()) AS t
    ), gone AS MATERIALIZED (
        SELECT h.office, h.heir FROM motcua.office_heirs() AS h WHERE motcua.today() >= h.from_day AND motcua.today() < h.until_day
    )
    SELECT t.ancestor, t.office FROM tree AS t WHERE NOT EXISTS (SELECT FROM gone AS g WHERE g.office = t.office)
    UNION ALL
    SELECT t.ancestor, g.office FROM gone AS g JOIN tree AS t ON t.office = g.heir;
COMMENT ON VIEW motcua.office_tree IS 'Every office with those whose dossiers are its own today: itself, its subtree, and the offices that these '
    'answer for. VI: Mỗi cơ quan cùng các cơ quan có hồ sơ tính cho nó hiện nay: chính nó, cơ quan trực thuộc và cơ quan cũ đã được kế thừa.';
COMMENT ON COLUMN motcua.office_tree.ancestor IS 'Office whose figures are asked for. VI: Cơ quan cần số liệu.';
COMMENT ON COLUMN motcua.office_tree.office IS 'Office whose dossiers count for it. VI: Cơ quan có hồ sơ được tính vào.';

COMMIT;

-- Deploy motcua:health to pg
-- requires: schema_version
-- requires: rating_sources
-- What a monitor asks: is all well, and if not, what is it? A finding is a line: 0 good, 1 to be looked at, 2 bad, as plugins of
-- Nagios count.

BEGIN;

CREATE TYPE motcua.finding AS (item text, subject text, state integer, words text, figures jsonb, measure text);
COMMENT ON TYPE motcua.finding IS 'One thing that motcua-ingest status --check looked at; measure is as plugins of Nagios write what they measure. '
    'VI: Một mục kiểm tra tình trạng: 0 tốt, 1 cần xem, 2 hỏng.';

CREATE OR REPLACE FUNCTION motcua.span_words(span interval) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT CASE WHEN m.minutes < 60 THEN format('%s phút', m.minutes)
                WHEN m.minutes < 2880 THEN format('%s giờ%s', m.minutes / 60, ' ' || nullif(m.minutes % 60, 0) || ' phút')
                ELSE format('%s ngày%s', m.minutes / 1440, ' ' || nullif(m.minutes % 1440 / 60, 0) || ' giờ') END
    FROM (SELECT greatest(extract(epoch FROM span)::bigint / 60, 0) AS minutes) AS m
$$;
COMMENT ON FUNCTION motcua.span_words(interval) IS 'How long, in two units at most. VI: Khoảng thời gian bằng chữ.';

-- A night is a run that moved the watermark: days that an operator asks for are none. A file that is new waits for its first night.
CREATE OR REPLACE FUNCTION motcua.night_findings(of_sources text[], known_since timestamptz[], max_age interval) RETURNS SETOF motcua.finding
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog
AS $$
BEGIN
    RETURN QUERY
    SELECT 'source', a.source, v.state,
           format('nguồn %s: ', a.source) || v.words || CASE WHEN g.run_id IS NULL THEN '' ELSE
               format('; lượt tốt gần nhất cách đây %s (%s), đọc %s = %s mới + %s đổi + %s không đổi + %s cũ hơn + %s bị loại + %s bỏ qua',
                   motcua.span_words(a.age), motcua.local_text(g.finished_at), g.records, g.inserted, g.updated, g.unchanged, g.superseded,
                   g.rejected, g.skipped) END,
           jsonb_build_object('last_good', g.finished_at, 'age_s', round(extract(epoch FROM a.age)), 'run', g.run_id, 'records', g.records,
               'new', g.inserted, 'changed', g.updated, 'unchanged', g.unchanged, 'older', g.superseded, 'rejected', g.rejected, 'skipped', g.skipped,
               'last_run', l.started_at, 'last_run_status', l.status, 'error', l.error),
           CASE WHEN a.age IS NOT NULL THEN format('''age %s''=%ss;%s;%s', replace(translate(a.source, '=|', '__'), '''', ''''''),
               round(extract(epoch FROM a.age)),
               extract(epoch FROM max_age)::bigint, extract(epoch FROM max_age)::bigint) END
    FROM unnest(of_sources, known_since) AS s (source, since)
    LEFT JOIN LATERAL (SELECT r.* FROM motcua.run AS r
                       WHERE r.source = s.source AND r.program = 'ingest' ORDER BY r.run_id DESC LIMIT 1) AS l ON true
    LEFT JOIN LATERAL (SELECT r.* FROM motcua.run AS r
                       WHERE r.source = s.source AND r.program = 'ingest' AND r.status = 'done' AND r.read_until IS NOT NULL
                       ORDER BY r.run_id DESC LIMIT 1) AS g ON true
    CROSS JOIN LATERAL (SELECT s.source, CASE WHEN g.finished_at < clock_timestamp() THEN clock_timestamp() - g.finished_at
        WHEN g.finished_at IS NOT NULL THEN interval '0' END AS age) AS a
    CROSS JOIN LATERAL (SELECT CASE
        WHEN l.status IN ('failed', 'interrupted') THEN 2
        WHEN a.age > max_age THEN 2
        WHEN g.run_id IS NOT NULL THEN 0
        WHEN l.status IS DISTINCT FROM 'running' AND clock_timestamp() - s.since > max_age THEN 2
        ELSE 1 END,
        CASE
        WHEN l.status IN ('failed', 'interrupted') THEN
            format('lượt chạy gần nhất (%s) %s: %s', motcua.local_text(l.started_at), CASE l.status WHEN 'failed' THEN 'lỗi' ELSE 'bị ngắt' END,
                left(l.error, 300))
        WHEN a.age > max_age THEN format('đã %s chưa có lượt chạy tốt', motcua.span_words(a.age))
        WHEN l.status = 'running' THEN format('đang chạy từ %s', motcua.local_text(l.started_at))
        WHEN g.run_id IS NULL THEN 'chưa được đọc lần nào'
        ELSE 'tốt' END) AS v (state, words)
    ORDER BY s.source COLLATE "C";
END;
$$;
COMMENT ON FUNCTION motcua.night_findings(text[], timestamptz[], interval) IS 'Of each source its last run and its last good night, with records '
    'read and what became of them. VI: Lượt chạy gần nhất và lượt tốt gần nhất của từng nguồn.';

-- For whoever may ask: records and addresses stay behind, numbers of them come out.
CREATE OR REPLACE VIEW motcua.rejects_left AS
    SELECT l.source, sum(l.records)::bigint AS records
    FROM (SELECT j.source, count(*) AS records FROM motcua.open_reject AS j GROUP BY j.source
          UNION ALL SELECT u.source, u.records FROM motcua.unkept_rejects AS u) AS l
    GROUP BY l.source;
COMMENT ON VIEW motcua.rejects_left IS 'How many rejected records of a source are still missing. '
    'VI: Số bản ghi bị loại chưa nạp được của từng nguồn.';
COMMENT ON COLUMN motcua.rejects_left.source IS 'Source. VI: Nguồn.';
COMMENT ON COLUMN motcua.rejects_left.records IS 'Records. VI: Số bản ghi.';

CREATE OR REPLACE VIEW motcua.mails_left AS
    SELECT count(*) FILTER (WHERE o.given_up IS NULL) AS waiting, count(*) FILTER (WHERE o.given_up IS NOT NULL) AS given_up,
           (array_agg(t.error ORDER BY o.given_up IS NOT NULL, o.attempted_at DESC))[1] AS error
    FROM motcua.mail_trouble AS t JOIN motcua.outbox AS o USING (outbox_id);
COMMENT ON VIEW motcua.mails_left IS 'How many e-mails of this reporting year have not arrived. VI: Số thư cảnh báo trong năm báo cáo chưa đến nơi.';
COMMENT ON COLUMN motcua.mails_left.waiting IS 'They are sent again. VI: Sẽ gửi lại.';
COMMENT ON COLUMN motcua.mails_left.given_up IS 'They are not. VI: Không gửi nữa.';
COMMENT ON COLUMN motcua.mails_left.error IS 'Why the last of them failed. VI: Lý do lỗi gần nhất.';

CREATE OR REPLACE FUNCTION motcua.intake_findings(of_sources text[], now_there timestamptz) RETURNS SETOF motcua.finding
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog
AS $$
BEGIN
    RETURN QUERY
    SELECT 'watermark', w.source, (NOT motcua.has_come(w.read_until, now_there))::integer,
           CASE WHEN motcua.has_come(w.read_until, now_there)
                THEN format('nguồn %s: đã đọc đến %s', w.source, motcua.local_text(w.read_until))
                ELSE format('nguồn %s: mốc đã đọc nằm trong tương lai (%s), không được tin, lượt sau đọc lại', w.source,
                    motcua.local_text(w.read_until)) END,
           jsonb_build_object('read_until', w.read_until), NULL::text
    FROM motcua.watermark AS w WHERE w.source = ANY (of_sources) ORDER BY w.source COLLATE "C";
    RETURN QUERY
    SELECT 'rejects', s.source, (n.records > 0)::integer,
           format('nguồn %s: %s', s.source, CASE WHEN n.records > 0
               THEN n.records || ' bản ghi bị loại, chưa nạp được; xem: motcua-ingest rejects list' ELSE 'không có bản ghi bị loại' END),
           jsonb_build_object('records', n.records),
           format('''rejects %s''=%s;0', replace(translate(s.source, '=|', '__'), '''', ''''''), n.records)
    FROM unnest(of_sources) AS s (source)
    CROSS JOIN LATERAL (SELECT coalesce((SELECT l.records FROM motcua.rejects_left AS l WHERE l.source = s.source), 0) AS records) AS n
    ORDER BY s.source COLLATE "C";
    -- What last night was the first to see; a week later it is no news.
    RETURN QUERY
    SELECT 'drift', s.source, 1,
           format('nguồn %s: bản ghi có %s thay đổi về cấu trúc (%s); xem: motcua-ingest status', s.source, count(*),
               string_agg(DISTINCT d.field, ', ' ORDER BY d.field)),
           jsonb_build_object('changes', count(*)), NULL::text
    FROM unnest(of_sources) AS s (source)
    CROSS JOIN LATERAL (SELECT r.run_id FROM motcua.run AS r
                        WHERE r.source = s.source AND r.program = 'ingest' ORDER BY r.run_id DESC LIMIT 1) AS l
    JOIN motcua.source_drift AS d ON d.run_id = l.run_id
    GROUP BY s.source ORDER BY s.source COLLATE "C";
END;
$$;
COMMENT ON FUNCTION motcua.intake_findings(text[], timestamptz) IS 'Of each source how far it has been read, what was rejected and is still missing, '
    'and what its last run saw to have changed. VI: Mốc đã đọc, bản ghi bị loại và thay đổi cấu trúc của từng nguồn.';

CREATE OR REPLACE FUNCTION motcua.result_findings(max_age interval) RETURNS SETOF motcua.finding
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog
AS $$
BEGIN
    RETURN QUERY
    SELECT 'statistics', NULL::text,
           CASE WHEN l.status IN ('failed', 'interrupted') THEN 2 WHEN l.status = 'running' THEN 0
                WHEN l.run_id IS NULL THEN CASE WHEN clock_timestamp() - n.first_night > max_age THEN 2 ELSE (n.first_night IS NOT NULL)::integer END
                WHEN clock_timestamp() - l.finished_at > max_age THEN 2 ELSE 0 END,
           CASE WHEN l.status IN ('failed', 'interrupted')
                THEN format('thống kê: lượt chạy gần nhất (%s) %s: %s', motcua.local_text(l.started_at),
                    CASE l.status WHEN 'failed' THEN 'lỗi' ELSE 'bị ngắt' END, left(l.error, 300))
                WHEN l.status = 'running' THEN format('thống kê: đang chạy từ %s', motcua.local_text(l.started_at))
                WHEN l.run_id IS NULL THEN 'thống kê: chưa chạy lần nào'
                ELSE format('thống kê: lượt gần nhất cách đây %s (%s)', motcua.span_words(clock_timestamp() - l.finished_at),
                    motcua.local_text(l.finished_at)) END,
           jsonb_build_object('last_good', CASE WHEN l.status = 'done' THEN l.finished_at END, 'status', l.status, 'error', l.error), NULL::text
    FROM (SELECT min(r.finished_at) AS first_night FROM motcua.run AS r WHERE r.program = 'ingest' AND r.status = 'done') AS n
    LEFT JOIN LATERAL (SELECT r.* FROM motcua.run AS r WHERE r.program = 'stats' ORDER BY r.run_id DESC LIMIT 1) AS l ON true;
    RETURN QUERY
    SELECT 'doubts', NULL::text, (count(*) > 0)::integer,
           CASE WHEN count(*) = 0 THEN 'số liệu bốn tuần qua không có điểm nghi ngờ'
                ELSE format('số liệu bốn tuần qua có %s điểm nghi ngờ: %s', count(*), left(string_agg(d.reason, '; ' ORDER BY d.reason), 300)) END,
           jsonb_build_object('doubts', count(*)), NULL::text
    FROM (SELECT DISTINCT d.reason FROM stats.doubts(motcua.today() - 27, motcua.today()) AS d) AS d;
    -- What the server refused for good is to be looked at; what still waits waits because mail does not work.
    RETURN QUERY
    SELECT 'outbox', NULL::text, CASE WHEN m.waiting > 0 THEN 2 WHEN m.given_up > 0 THEN 1 ELSE 0 END,
           CASE WHEN m.waiting + m.given_up = 0 THEN 'thư cảnh báo: không có thư bị chậm'
                ELSE format('thư cảnh báo: %s thư chưa gửi được, %s thư không gửi nữa%s', m.waiting, m.given_up, ': ' || left(m.error, 200)) END,
           jsonb_build_object('waiting', m.waiting, 'given_up', m.given_up, 'error', m.error), format('mails=%s;0;0', m.waiting)
    FROM motcua.mails_left AS m;
END;
$$;
COMMENT ON FUNCTION motcua.result_findings(interval) IS 'The last statistics, doubts of the figures of four weeks, and e-mails that did not arrive. '
    'VI: Lượt thống kê gần nhất, điểm nghi ngờ của số liệu và thư chưa gửi được.';

CREATE OR REPLACE FUNCTION motcua.server_findings(now_there timestamptz) RETURNS SETOF motcua.finding
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog
AS $$
DECLARE
    -- The way of the question to the server is no difference of clocks.
    apart bigint := round(abs(extract(epoch FROM clock_timestamp() - now_there)));
    lacks text := (SELECT string_agg(l.lack, '; ' ORDER BY l.lack) FROM motcua.database_lack AS l WHERE l.lack NOT LIKE 'timezone %');
    zone text := (SELECT l.lack FROM motcua.database_lack AS l WHERE l.lack LIKE 'timezone %');
    mend text := format('; chạy: sudo motcua-setup --database %L', current_database());
    reads boolean := pg_has_role(session_user, 'motcua_ingest', 'MEMBER');
    counts boolean := pg_has_role(session_user, 'motcua_stats', 'MEMBER');
    -- Days off are announced a year at a time; without them working days are counted too many, and nothing else would tell.
    holidays_until integer := (SELECT extract(year FROM max(c.day)) FROM motcua.calendar_day AS c);
BEGIN
    RETURN QUERY VALUES
        ('database', NULL::text, 0, format('cơ sở dữ liệu %s: PostgreSQL %s, %s', current_database(), current_setting('server_version'),
            pg_size_pretty(pg_database_size(current_database()))),
            jsonb_build_object('name', current_database(), 'version', current_setting('server_version'), 'bytes',
                pg_database_size(current_database())), NULL::text),
        ('schema', NULL, 0, (SELECT format('lược đồ: %s thay đổi, mới nhất là %s', v.changes, v.newest) FROM motcua.schema_version() AS v),
            (SELECT jsonb_build_object('changes', v.changes, 'newest', v.newest) FROM motcua.schema_version() AS v), NULL),
        ('clock', NULL, CASE WHEN apart > 3600 THEN 2 WHEN apart > 60 THEN 1 ELSE 0 END,
            CASE WHEN apart > 60 THEN format('đồng hồ máy này và máy chủ cơ sở dữ liệu lệch nhau %s; xem: timedatectl', motcua.span_words(
                make_interval(secs => apart))) ELSE format('đồng hồ: lệch %s giây', apart) END, jsonb_build_object('apart_s', apart), NULL),
        ('timezone', NULL, (zone IS NOT NULL)::integer, 'múi giờ của cơ sở dữ liệu: ' || coalesce(zone || mend, 'Asia/Ho_Chi_Minh'),
            '{}'::jsonb, NULL),
        ('encoding', NULL, 0, 'bảng mã của cơ sở dữ liệu: ' || current_setting('server_encoding'), '{}', NULL),
        ('settings', NULL, (lacks IS NOT NULL)::integer,
            'tham số của cơ sở dữ liệu: ' || coalesce('không còn như lúc cài đặt: ' || lacks || mend, 'như lúc cài đặt'), '{}', NULL),
        ('roles', NULL, (reads <> counts)::integer, format('vai trò %s: %s', session_user, CASE WHEN reads AND counts THEN 'đọc và ghi'
            WHEN reads OR counts THEN format('thiếu %s', CASE WHEN reads THEN 'motcua_stats' ELSE 'motcua_ingest' END) || mend ELSE 'chỉ đọc' END),
            jsonb_build_object('role', session_user, 'ingest', reads, 'stats', counts), NULL),
        ('calendar', NULL, (holidays_until IS NULL OR motcua.today() + 30 > make_date(holidays_until, 12, 31))::integer,
            CASE WHEN holidays_until IS NULL THEN 'lịch nghỉ: chưa có ngày nào' ELSE format('lịch nghỉ: có đến hết năm %s', holidays_until) END
                || CASE WHEN motcua.today() + 30 > make_date(holidays_until, 12, 31) THEN '; thêm ngày nghỉ của năm sau vào motcua.calendar_day' ELSE '' END,
            jsonb_build_object('year', holidays_until), NULL);
END;
$$;
COMMENT ON FUNCTION motcua.server_findings(timestamptz) IS 'The database, its schema, its clock against the one of who asks, what it has lost, '
    'the role that asks, and how far days off are known. VI: Cơ sở dữ liệu, lược đồ, đồng hồ, tham số bị mất, vai trò kết nối và lịch nghỉ.';

CREATE OR REPLACE FUNCTION motcua.findings(max_age interval, now_there timestamptz, of_sources text[] DEFAULT NULL,
    known_since timestamptz[] DEFAULT NULL) RETURNS SETOF motcua.finding
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog
AS $$
DECLARE
    sources text[] := coalesce(of_sources,
        (SELECT array_agg(DISTINCT r.source) FROM motcua.run AS r WHERE r.program = 'ingest'), '{}');
BEGIN
    RETURN QUERY SELECT * FROM motcua.night_findings(sources, known_since, max_age);
    RETURN QUERY SELECT * FROM motcua.intake_findings(sources, now_there);
    RETURN QUERY SELECT * FROM motcua.result_findings(max_age);
    RETURN QUERY SELECT * FROM motcua.server_findings(now_there);
END;
$$;
COMMENT ON FUNCTION motcua.findings(interval, timestamptz, text[], timestamptz[]) IS 'All that the database knows of its health, as motcua-ingest '
    'status --check asks it: nights not older than max_age, by the clock of who asks, of these sources (all that were ever read), each known since '
    'its file is there. VI: Toàn bộ mục kiểm tra tình trạng mà cơ sở dữ liệu biết.';

REVOKE ALL ON FUNCTION motcua.span_words(interval), motcua.night_findings(text[], timestamptz[], interval),
    motcua.intake_findings(text[], timestamptz), motcua.result_findings(interval), motcua.server_findings(timestamptz),
    motcua.findings(interval, timestamptz, text[], timestamptz[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.span_words(interval), motcua.night_findings(text[], timestamptz[], interval),
    motcua.intake_findings(text[], timestamptz), motcua.result_findings(interval), motcua.server_findings(timestamptz),
    motcua.findings(interval, timestamptz, text[], timestamptz[]) TO motcua_ingest, motcua_stats, motcua_analyst;

-- Who reads figures may also see how the nights went: of rejects the reason, not the record.
GRANT SELECT ON motcua.rejects_left, motcua.mails_left TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT SELECT ON motcua.source_drift TO motcua_stats;
GRANT SELECT ON motcua.last_runs, motcua.open_rejects, motcua.unverified TO motcua_analyst;

COMMIT;

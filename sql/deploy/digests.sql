-- Deploy motcua:digests to pg
-- requires: alert_states
-- requires: page
-- requires: health
-- One e-mail a recipient and day, of all that is news to this recipient. What is news follows from what the e-mails before it
-- have told: nothing is lost when the mail server was down or nobody was named yet, and nothing is told twice.

BEGIN;

DROP VIEW motcua.mails_left;
DROP VIEW motcua.mail_trouble;
DROP FUNCTION motcua.address_letters(text[], text, integer);
DROP FUNCTION motcua.close_mails(integer, integer);
DROP FUNCTION motcua.reopen_mails();
DROP FUNCTION stats.raise_alerts(bigint, numeric, text);
ALTER TABLE motcua.outbox RENAME TO outbox_before;

CREATE TABLE motcua.outbox (
    outbox_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recipient text NOT NULL,
    day date NOT NULL DEFAULT motcua.today(),
    since date NOT NULL DEFAULT motcua.today(),
    message_id text NOT NULL UNIQUE,
    subject text NOT NULL,
    body_text text NOT NULL,
    body_html text NOT NULL,
    attachment_name text,
    attachment bytea,
    attempts integer NOT NULL DEFAULT 0,
    unclear integer NOT NULL DEFAULT 0,
    attempted_at timestamptz,
    sent_at timestamptz,
    error text,
    failure text CHECK (failure IN ('temporary', 'settings', 'refused', 'unclear')),
    given_up text CHECK (given_up IN ('refused', 'unclear', 'expired', 'left', 'replaced')),
    CHECK ((attachment IS NULL) = (attachment_name IS NULL))
);
-- However an address is spelt, it is one mailbox.
CREATE UNIQUE INDEX outbox_recipient_day ON motcua.outbox (lower(recipient), day) WHERE given_up IS NULL OR given_up NOT IN ('left', 'replaced');
COMMENT ON TABLE motcua.outbox IS 'E-mails, one a recipient and day, as they were written and what has become of them. VI: Thư gửi đi, mỗi người nhận '
    'mỗi ngày một thư.';
COMMENT ON COLUMN motcua.outbox.outbox_id IS 'Number of the e-mail. VI: Số thứ tự.';
COMMENT ON COLUMN motcua.outbox.recipient IS 'Address. VI: Địa chỉ nhận.';
COMMENT ON COLUMN motcua.outbox.day IS 'Day of which it tells. VI: Ngày của thư.';
COMMENT ON COLUMN motcua.outbox.since IS 'Day of the first e-mail to this address that could not be sent and that it stands for. VI: Ngày đầu tiên không '
    'gửi được, nếu thư này thay cho thư chưa gửi.';
COMMENT ON COLUMN motcua.outbox.message_id IS 'Message-ID, the same in every attempt, so that a mail server can drop a repetition. VI: Mã thư, giữ '
    'nguyên qua các lần gửi.';
COMMENT ON COLUMN motcua.outbox.subject IS 'Subject. VI: Tiêu đề.';
COMMENT ON COLUMN motcua.outbox.body_text IS 'Text part. VI: Phần văn bản.';
COMMENT ON COLUMN motcua.outbox.body_html IS 'HTML part. VI: Phần HTML.';
COMMENT ON COLUMN motcua.outbox.attachment_name IS 'Name of the file attached; null: none. VI: Tên tệp đính kèm.';
COMMENT ON COLUMN motcua.outbox.attachment IS 'That file, a workbook. VI: Tệp đính kèm.';
COMMENT ON COLUMN motcua.outbox.attempts IS 'Attempts made. VI: Số lần gửi.';
COMMENT ON COLUMN motcua.outbox.unclear IS 'Those of which nobody knows whether the e-mail has arrived. VI: Số lần gửi không rõ đã đến chưa.';
COMMENT ON COLUMN motcua.outbox.attempted_at IS 'Start of the last attempt, set before it is made. VI: Lần gửi gần nhất.';
COMMENT ON COLUMN motcua.outbox.sent_at IS 'When the mail server took it. VI: Thời điểm gửi xong.';
COMMENT ON COLUMN motcua.outbox.error IS 'Why the last attempt failed, in the words of the mail server. VI: Lý do lỗi lần gần nhất.';
COMMENT ON COLUMN motcua.outbox.failure IS 'What that means: temporary, settings (here or at the server, not of this recipient), refused for good, '
    'unclear (it may have arrived: the answer to the whole e-mail was lost, or the program died in the attempt). VI: Loại lỗi: tạm thời, cấu '
    'hình, bị từ chối hẳn, không rõ đã đến chưa.';
COMMENT ON COLUMN motcua.outbox.given_up IS 'Why it is not tried any more: refused, unclear (twice), expired (tried for as long as the settings say), '
    'left (the recipient is not in the settings), replaced (by that of a later day, which tells the same as it is then). VI: Lý do không gửi nữa.';

CREATE TABLE motcua.outbox_item (
    outbox_id bigint REFERENCES motcua.outbox (outbox_id),
    kind text COLLATE "C" CHECK (kind IN ('crossing', 'step', 'above', 'below', 'escalation', 'near_due', 'letters', 'silent', 'pipeline')),
    about text COLLATE "C",
    since date,
    level numeric NOT NULL,
    PRIMARY KEY (outbox_id, kind, about, since)
);
COMMENT ON TABLE motcua.outbox_item IS 'What each e-mail tells: what is in none of those that were sent is news to a recipient. VI: Nội dung từng thư đã '
    'báo; điều chưa có trong thư nào là tin mới.';
COMMENT ON COLUMN motcua.outbox_item.outbox_id IS 'E-mail. VI: Thư.';
COMMENT ON COLUMN motcua.outbox_item.kind IS 'Kind of news, as in recipients.conf; escalation goes with crossing, step and above. VI: Loại tin.';
COMMENT ON COLUMN motcua.outbox_item.about IS 'Office; of the pipeline the source or the e-mail; empty: all offices of the recipient. VI: Cơ quan, nguồn '
    'dữ liệu hoặc thư.';
COMMENT ON COLUMN motcua.outbox_item.since IS 'Day from which on it is so: the same thing at another time is other news. VI: Từ ngày.';
COMMENT ON COLUMN motcua.outbox_item.level IS 'How far: percent of the step, number of records. VI: Mức.';

-- What the e-mails of the release before have told.
INSERT INTO motcua.outbox (recipient, day, since, message_id, subject, body_text, body_html, attempts, attempted_at, sent_at)
SELECT DISTINCT ON (lower(m.recipient), motcua.local_day(m.sent_at)) m.recipient, motcua.local_day(m.sent_at), m.since, m.message_id, l.subject,
       l.body_text, l.body_html, m.attempts, m.attempted_at, m.sent_at
FROM motcua.outbox_before AS m JOIN motcua.letter AS l USING (alert_id) WHERE m.sent_at IS NOT NULL
ORDER BY lower(m.recipient), motcua.local_day(m.sent_at), m.outbox_id;
INSERT INTO motcua.outbox_item (outbox_id, kind, about, since, level)
SELECT n.outbox_id, 'crossing', a.office, a.counted_to, a.threshold_percent
FROM motcua.outbox_before AS m JOIN stats.alert AS a USING (alert_id)
JOIN motcua.outbox AS n ON lower(n.recipient) = lower(m.recipient) AND n.day = motcua.local_day(m.sent_at)
ON CONFLICT DO NOTHING;
DROP TABLE motcua.outbox_before;
DROP TABLE motcua.letter;

-- The file of recipients is read anew for each e-mail and stored nowhere: the program hands it in.
CREATE OR REPLACE FUNCTION motcua.is_mail_day(on_day date, days integer[]) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT CASE WHEN c.working IS NULL THEN extract(isodow FROM on_day) = ANY (days)
                        ELSE c.working AND (extract(isodow FROM on_day) = ANY (days) OR days @> '{1,2,3,4,5}') END
            FROM (SELECT (SELECT k.working FROM motcua.calendar_day AS k WHERE k.day = on_day) AS working) AS c);
COMMENT ON FUNCTION motcua.is_mail_day(date, integer[]) IS 'Whether an e-mail goes out on a day to who wants some on these weekdays (1 is Monday): never on '
    'a public holiday, and on a make-up day to who works from Monday to Friday. VI: Ngày đó có gửi thư không; ngày nghỉ lễ thì không.';

CREATE OR REPLACE FUNCTION motcua.mail_readers(recipients jsonb)
    RETURNS TABLE (place bigint, address text, offices text[], levels text[], kinds text[], language text, is_due boolean, next_day date)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    SELECT r.place, r.reader ->> 'address', ARRAY(SELECT jsonb_array_elements_text(r.reader -> 'offices')),
           ARRAY(SELECT jsonb_array_elements_text(r.reader -> 'levels')), ARRAY(SELECT jsonb_array_elements_text(r.reader -> 'kinds')),
           r.reader ->> 'language',
           motcua.is_mail_day(motcua.today(), d.days)
               AND extract(hour FROM now() AT TIME ZONE 'Asia/Ho_Chi_Minh') >= (r.reader ->> 'hour')::integer,
           (SELECT min(g)::date FROM generate_series(motcua.today() + 1, motcua.today() + 60, interval '1 day') AS g
            WHERE motcua.is_mail_day(g::date, d.days))
    FROM jsonb_array_elements(recipients) WITH ORDINALITY AS r (reader, place)
    CROSS JOIN LATERAL (SELECT ARRAY(SELECT e::integer FROM jsonb_array_elements_text(r.reader -> 'days') AS e) AS days) AS d
$$;
COMMENT ON FUNCTION motcua.mail_readers(jsonb) IS 'Recipients as recipients.conf names them, whether an e-mail may go to them now, and the next day on '
    'which one may. VI: Người nhận theo tệp cấu hình; lúc này có gửi được không và ngày gửi kế tiếp.';

CREATE OR REPLACE FUNCTION motcua.mail_scopes(recipients jsonb) RETURNS TABLE (address text, office text)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    WITH tree AS MATERIALIZED (
        SELECT t.ancestor, t.office FROM motcua.office_tree AS t
    )
    SELECT r.address, o.code
    FROM motcua.mail_readers(recipients) AS r
    CROSS JOIN LATERAL (
        SELECT o.code FROM motcua.office AS o WHERE 'all' = ANY (r.offices) OR o.level = ANY (r.levels)
        UNION
        SELECT t.office FROM tree AS t WHERE t.ancestor = ANY (r.offices)
    ) AS o
$$;
COMMENT ON FUNCTION motcua.mail_scopes(jsonb) IS 'The offices that each recipient is told of. VI: Các cơ quan mà từng người nhận theo dõi.';

CREATE OR REPLACE FUNCTION motcua.told_items(recipients jsonb)
    RETURNS TABLE (address text, kind text, about text, since date, level numeric, told_on date)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    SELECT r.address, i.kind, i.about, i.since, max(i.level), max(m.day)
    FROM motcua.mail_readers(recipients) AS r
    JOIN motcua.outbox AS m ON lower(m.recipient) = lower(r.address) AND coalesce(m.given_up NOT IN ('left', 'replaced'), true)
    JOIN motcua.outbox_item AS i USING (outbox_id)
    GROUP BY r.address, i.kind, i.about, i.since
$$;
COMMENT ON FUNCTION motcua.told_items(jsonb) IS 'What each recipient has been told, how far and when last. VI: Những điều đã báo cho từng người nhận.';

-- Offices that take in dossiers every week and have had none for a week of working days: their system, or their way to us, is broken.
CREATE OR REPLACE FUNCTION stats.silent_offices(today date DEFAULT motcua.today())
    RETURNS TABLE (office text, last_on date, usual bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT d.handling_office, max(d.received_on), count(*) / 12
    FROM motcua.dossier AS d JOIN motcua.office AS o ON o.code = d.handling_office
    WHERE d.received_on BETWEEN today - 84 AND today AND coalesce(o.valid_to > today, true)
    GROUP BY d.handling_office
    HAVING count(*) >= 60 AND max(d.received_on) < motcua.add_working_days(today, -5)
    ORDER BY d.handling_office;
END;
$$;
COMMENT ON FUNCTION stats.silent_offices(date) IS 'Offices of five dossiers a week and more, in the last twelve weeks, that have received none for five '
    'working days, with the day of the last one. VI: Cơ quan thường xuyên có hồ sơ nhưng 05 ngày làm việc gần đây không có dữ liệu.';

-- What has not arrived, without the address, which is for those who write to it.
CREATE OR REPLACE VIEW motcua.mail_trouble AS
    SELECT m.outbox_id, m.day, m.since, m.attempts,
           CASE m.given_up WHEN 'refused' THEN 'bị từ chối hẳn, không gửi lại' WHEN 'unclear' THEN 'không rõ đã đến chưa, không gửi lại'
                           WHEN 'expired' THEN 'đã thử đủ số ngày, không gửi nữa' ELSE 'sẽ gửi lại' END AS state, m.error
    FROM motcua.outbox AS m
    WHERE m.sent_at IS NULL AND coalesce(m.given_up NOT IN ('left', 'replaced'), m.error IS NOT NULL) AND m.day > motcua.today() - 366
    ORDER BY m.outbox_id;
COMMENT ON VIEW motcua.mail_trouble IS 'E-mails of the last year that have not arrived, and why. VI: Thư trong một năm qua chưa đến nơi và lý do.';
COMMENT ON COLUMN motcua.mail_trouble.outbox_id IS 'Number of the e-mail. VI: Số thứ tự.';
COMMENT ON COLUMN motcua.mail_trouble.day IS 'Day of which it tells. VI: Ngày của thư.';
COMMENT ON COLUMN motcua.mail_trouble.since IS 'First day on which it could be sent. VI: Ngày đầu tiên có thể gửi.';
COMMENT ON COLUMN motcua.mail_trouble.attempts IS 'Attempts made. VI: Số lần gửi.';
COMMENT ON COLUMN motcua.mail_trouble.state IS 'Whether it is tried again. VI: Có gửi lại không.';
COMMENT ON COLUMN motcua.mail_trouble.error IS 'Why the last attempt failed. VI: Lý do lỗi lần gần nhất.';

-- As it was, over the e-mails as they are now.
CREATE OR REPLACE VIEW motcua.mails_left AS
    SELECT count(*) FILTER (WHERE o.given_up IS NULL) AS waiting, count(*) FILTER (WHERE o.given_up IS NOT NULL) AS given_up,
           (array_agg(t.error ORDER BY o.given_up IS NOT NULL, o.attempted_at DESC))[1] AS error
    FROM motcua.mail_trouble AS t JOIN motcua.outbox AS o USING (outbox_id);
COMMENT ON VIEW motcua.mails_left IS 'How many e-mails of the last year have not arrived. VI: Số thư cảnh báo trong một năm qua chưa đến nơi.';
COMMENT ON COLUMN motcua.mails_left.waiting IS 'They are sent again. VI: Sẽ gửi lại.';
COMMENT ON COLUMN motcua.mails_left.given_up IS 'They are not. VI: Không gửi nữa.';
COMMENT ON COLUMN motcua.mails_left.error IS 'Why the last of them failed. VI: Lý do lỗi gần nhất.';

CREATE OR REPLACE FUNCTION motcua.pipeline_news() RETURNS TABLE (about text, since date, level numeric, subject text, reason text)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    -- The same source, failing on and on, is one piece of news; failing again after a good run is another.
    SELECT 'source:' || s.source, coalesce(motcua.local_day(s.last_good), date '1970-01-01'), CASE s.state WHEN 'failed' THEN 2 ELSE 1 END,
           s.source, CASE s.state WHEN 'failed' THEN 'lượt chạy gần nhất bị lỗi' ELSE 'quá 26 giờ chưa có lượt chạy tốt' END
               || coalesce(format('; lần tốt gần nhất %s', motcua.local_text(s.last_good)), '; chưa có lượt chạy tốt nào')
    FROM stats.source_states() AS s WHERE s.state <> 'good'
    UNION ALL
    SELECT 'rejects:' || j.source, min(motcua.local_day(f.started_at)), count(*), j.source, format('%s bản ghi bị loại chưa nạp được', count(*))
    FROM motcua.open_reject AS j JOIN motcua.run AS f ON f.run_id = j.run_id GROUP BY j.source
    UNION ALL
    SELECT 'drift:' || d.source, max(to_date(d.seen_on, 'DD/MM/YYYY')), count(*), d.source,
           format('%s thay đổi trong bản ghi của nguồn: %s', count(*), string_agg(DISTINCT coalesce(d.field, d.kind), ', '))
    FROM motcua.recent_drift AS d GROUP BY d.source
    UNION ALL
    SELECT 'mails', min(t.since), count(*), NULL,
           concat_ws('; ', format('%s thư chưa đến nơi', count(*)), (array_agg(t.error ORDER BY t.outbox_id DESC))[1])
    FROM motcua.mail_trouble AS t HAVING count(*) > 0
    ORDER BY 1
$$;
COMMENT ON FUNCTION motcua.pipeline_news() IS 'What the operator should know: sources that failed or are silent, rejected records, changes in the records '
    'of sources, e-mails that have not arrived. VI: Tình hình vận hành: nguồn lỗi hoặc chậm, bản ghi bị loại, thay đổi cấu trúc, thư chưa đến.';

CREATE OR REPLACE FUNCTION motcua.letters_until(next_day date)
    RETURNS TABLE (office text, procedure text, procedure_name text, source text, code text, due_at timestamptz, letter_by date)
    LANGUAGE sql STABLE
AS $$
    SELECT l.office, l.procedure, l.procedure_name, l.source, l.code, l.due_at, l.letter_by
    FROM stats.letters_due((SELECT greatest(motcua.working_days_between(motcua.today(), next_day), 0))) AS l
    WHERE l.letter_by < next_day
$$;
COMMENT ON FUNCTION motcua.letters_until(date) IS 'Open dossiers without a letter whose last working day for one is today or later, but before a day. VI: Hồ '
    'sơ phải có văn bản xin lỗi trước một ngày.';

-- verdict: tell (an e-mail is due for it), with (listed when one goes out anyway), or why not.
CREATE OR REPLACE FUNCTION motcua.mail_plan(recipients jsonb, of_profile text, late_percent numeric, min_resolved bigint, repeat_days integer,
    year_start text DEFAULT '01-01')
    RETURNS TABLE (address text, kind text, about text, since date, level numeric, verdict text, told_on date)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    WITH reader AS MATERIALIZED (
        SELECT r.* FROM motcua.mail_readers(recipients) AS r
    ), scope AS MATERIALIZED (
        SELECT s.* FROM motcua.mail_scopes(recipients) AS s
    ), told AS MATERIALIZED (
        SELECT t.* FROM motcua.told_items(recipients) AS t
    ), year AS MATERIALIZED (
        SELECT y.* FROM motcua.year_of(motcua.today(), year_start) AS y
    ), state AS MATERIALIZED (
        SELECT a.*, a.numerator * 100 > late_percent * a.denominator AS is_above, motcua.is_acknowledged(a, motcua.today()) AS acknowledged
        FROM stats.alert_state AS a JOIN year AS y ON y.period_from = a.period_from
    ), known AS MATERIALIZED (
        -- What a recipient knows of this time that the office is above.
        SELECT r.address, a.office, max(t.level) FILTER (WHERE t.kind IN ('crossing', 'step', 'above')) AS level,
               max(t.told_on) FILTER (WHERE t.kind IN ('crossing', 'step', 'above', 'escalation')) AS told_on,
               max(t.told_on) FILTER (WHERE t.kind = 'below') AS below_on, max(t.told_on) FILTER (WHERE t.kind = 'escalation') AS escalation_on
        FROM reader AS r CROSS JOIN state AS a
        JOIN told AS t ON t.address = r.address AND t.about = a.office AND t.since = a.since
        GROUP BY r.address, a.office
    ), reminded AS MATERIALIZED (
        SELECT k.address, max(k.told_on) AS told_on FROM known AS k GROUP BY k.address
    ), office AS (
        SELECT r.address, r.kinds, a.*, k.level AS told_level, k.told_on, k.below_on, m.told_on AS reminded_on,
               CASE WHEN a.ended_on IS NOT NULL THEN 'below'
                    WHEN k.level IS NULL AND 'crossing' = ANY (r.kinds) THEN 'crossing'
                    WHEN coalesce(k.level, late_percent) < a.step AND 'step' = ANY (r.kinds) THEN 'step'
                    ELSE 'above' END AS kind,
               -- An office with the figures of one under it says nothing to who is told of that one.
               EXISTS (SELECT FROM state AS b JOIN motcua.office AS o ON o.code = b.office
                       WHERE o.parent = a.office AND b.ended_on IS NOT DISTINCT FROM a.ended_on
                         AND (b.numerator, b.denominator) = (a.numerator, a.denominator)
                         AND (r.address, b.office) IN (SELECT s.address, s.office FROM scope AS s)) AS repeats
        FROM state AS a
        JOIN scope AS s ON s.office = a.office
        JOIN reader AS r ON r.address = s.address
        LEFT JOIN known AS k ON k.address = r.address AND k.office = a.office
        LEFT JOIN reminded AS m ON m.address = r.address
    ), judged AS (
        SELECT o.address, o.kind, o.office AS about, o.since, o.step AS level,
               CASE WHEN o.repeats THEN 'repeats'
                    WHEN NOT o.kind = ANY (o.kinds) THEN 'kind'
                    WHEN o.kind = 'below' THEN CASE WHEN o.told_level IS NULL THEN 'unknown' WHEN o.below_on IS NULL THEN 'tell' ELSE 'told' END
                    WHEN o.kind IN ('crossing', 'step') THEN 'tell'
                    WHEN o.acknowledged THEN 'acknowledged'
                    WHEN NOT o.is_above THEN 'between'
                    WHEN o.told_on > motcua.today() - repeat_days THEN 'with'
                    -- One reminder of all, not one an office: it may wait for the next, but not for another week.
                    WHEN greatest(o.told_on, o.acknowledged_until) > motcua.today() - 2 * repeat_days AND o.reminded_on > motcua.today() - repeat_days THEN 'with'
                    ELSE 'tell' END AS verdict,
               CASE o.kind WHEN 'below' THEN coalesce(o.below_on, o.told_on) ELSE o.told_on END AS told_on
        FROM office AS o
        UNION ALL
        SELECT r.address, 'escalation', a.office, a.since, a.step,
               CASE WHEN NOT r.kinds && '{crossing,step,above}' THEN 'kind' WHEN k.escalation_on IS NOT NULL THEN 'told'
                    WHEN a.acknowledged THEN 'acknowledged' WHEN NOT a.is_above THEN 'between'
                    WHEN EXISTS (SELECT FROM state AS b JOIN motcua.office AS c ON c.code = b.office
                                 WHERE c.parent = a.office AND b.ended_on IS NULL
                                   AND (b.numerator, b.denominator) = (a.numerator, a.denominator)) THEN 'repeats'
                    ELSE 'tell' END,
               k.escalation_on
        FROM state AS a
        JOIN motcua.office AS o ON o.code = a.office
        JOIN scope AS s ON s.office = o.parent
        JOIN reader AS r ON r.address = s.address
        LEFT JOIN known AS k ON k.address = r.address AND k.office = a.office
        WHERE a.escalated_on IS NOT NULL AND a.ended_on IS NULL
        UNION ALL
        SELECT s.address, 'above', p.office, y.period_from, late_percent, 'small', NULL
        FROM year AS y
        CROSS JOIN LATERAL (SELECT max(c.run_id) AS run_id FROM stats.publication AS c
                            WHERE c.period_from = y.period_from AND c.period_to = y.period_to) AS c
        CROSS JOIN LATERAL motcua.published_rates(y.period_from, y.period_to, of_profile, c.run_id) AS p
        JOIN scope AS s ON s.office = p.office
        JOIN reader AS r ON r.address = s.address AND r.kinds && '{crossing,step,above}'
        WHERE p.rate = 'late' AND p.denominator < min_resolved AND p.numerator * 100 > late_percent * p.denominator
          AND NOT EXISTS (SELECT FROM state AS a WHERE a.office = p.office AND a.ended_on IS NULL)
        UNION ALL
        SELECT r.address, 'silent', q.office, q.last_on, 0,
               CASE WHEN t.told_on > motcua.today() - repeat_days THEN 'with' ELSE 'tell' END, t.told_on
        FROM reader AS r
        JOIN scope AS s ON s.address = r.address
        JOIN stats.silent_offices() AS q ON q.office = s.office
        LEFT JOIN told AS t ON t.address = r.address AND t.kind = 'silent' AND t.about = q.office AND t.since = q.last_on
        WHERE 'silent' = ANY (r.kinds)
        UNION ALL
        -- Once a week, on the first day of it on which there is an e-mail.
        SELECT r.address, 'near_due', '', w.monday, 0, CASE WHEN t.told_on IS NULL THEN 'tell' ELSE 'told' END, t.told_on
        FROM reader AS r
        CROSS JOIN (SELECT date_trunc('week', motcua.today()::timestamp)::date AS monday) AS w
        LEFT JOIN told AS t ON t.address = r.address AND t.kind = 'near_due' AND t.since = w.monday
        WHERE 'near_due' = ANY (r.kinds)
          AND EXISTS (SELECT FROM motcua.dossier AS d JOIN scope AS s ON s.office = d.handling_office AND s.address = r.address
                      WHERE d.outcome IS NULL AND d.received_on <= motcua.today() AND d.due_on <= w.monday + 6)
        UNION ALL
        -- Each dossier has one last day for its letter, and each day one e-mail that tells of it.
        SELECT r.address, 'letters', '', motcua.today(), 0, CASE WHEN t.told_on IS NULL THEN 'tell' ELSE 'told' END, t.told_on
        FROM reader AS r
        LEFT JOIN told AS t ON t.address = r.address AND t.kind = 'letters' AND t.since = motcua.today()
        WHERE 'letters' = ANY (r.kinds)
          AND EXISTS (SELECT FROM motcua.letters_until(r.next_day) AS l JOIN scope AS s ON s.office = l.office AND s.address = r.address)
        UNION ALL
        SELECT r.address, 'pipeline', n.about, n.since, n.level,
               CASE WHEN coalesce(t.level < n.level, true) THEN 'tell' WHEN n.about ~ '^(drift:|mails$)' THEN 'told'
                    WHEN t.told_on > motcua.today() - repeat_days THEN 'with' ELSE 'tell' END, t.told_on
        FROM reader AS r
        CROSS JOIN motcua.pipeline_news() AS n
        LEFT JOIN told AS t ON t.address = r.address AND t.kind = 'pipeline' AND t.about = n.about AND t.since = n.since
        WHERE 'pipeline' = ANY (r.kinds)
    )
    SELECT j.address, j.kind, j.about, j.since, j.level,
           CASE WHEN j.verdict NOT IN ('tell', 'with') THEN j.verdict WHEN NOT r.is_due THEN 'not_now'
                WHEN EXISTS (SELECT FROM motcua.outbox AS m WHERE lower(m.recipient) = lower(j.address) AND m.day = motcua.today()
                                AND coalesce(m.given_up NOT IN ('left', 'replaced'), true)) THEN 'today'
                ELSE j.verdict END, j.told_on
    FROM judged AS j JOIN reader AS r ON r.address = j.address LEFT JOIN state AS a ON a.office = j.about
    ORDER BY r.place, array_position('{escalation,crossing,step,above,letters,near_due,below,silent,pipeline}', j.kind),
             a.numerator::numeric / nullif(a.denominator, 0) DESC NULLS LAST, j.about
$$;
COMMENT ON FUNCTION motcua.mail_plan(jsonb, text, numeric, bigint, integer, text) IS
    'All that could be told to each recipient now, and whether it is: tell; with, when there is an e-mail anyway; told before; acknowledged; between the '
    'lower line and the ceiling; repeats the figures of an office below; small; kind (not asked for); unknown (it was never told that the office was '
    'above); not_now (another day or hour); today (there was an e-mail today). VI: Những điều có thể báo cho từng người nhận lúc này và lý do nếu '
    'không báo.';

CREATE OR REPLACE FUNCTION motcua.settle_mails(recipients jsonb, settings_days integer, retry_days integer)
    RETURNS TABLE (outbox_id bigint, given_up text, error text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
#variable_conflict use_column
BEGIN
    -- An attempt without an end: the program died in it, and the mail server may have the e-mail.
    RETURN QUERY
    WITH died AS (
        UPDATE motcua.outbox AS m
        SET failure = 'unclear', error = 'a run died while sending it, and it may have arrived', unclear = m.unclear + 1,
            given_up = CASE WHEN m.unclear > 0 THEN 'unclear' END
        WHERE m.sent_at IS NULL AND m.given_up IS NULL AND m.error IS NULL AND m.attempted_at IS NOT NULL
        RETURNING m.outbox_id, m.given_up, m.error
    )
    SELECT d.* FROM died AS d WHERE d.given_up IS NOT NULL;

    UPDATE motcua.outbox AS m SET given_up = 'left'
    WHERE m.sent_at IS NULL AND m.given_up IS NULL
      AND NOT EXISTS (SELECT FROM motcua.mail_readers(recipients) AS r WHERE lower(r.address) = lower(m.recipient));

    RETURN QUERY
    UPDATE motcua.outbox AS m SET given_up = 'expired'
    WHERE m.sent_at IS NULL AND m.given_up IS NULL AND m.error IS NOT NULL
      AND motcua.today() - m.since > CASE m.failure WHEN 'temporary' THEN retry_days ELSE settings_days END
    RETURNING m.outbox_id, m.given_up, m.error;

    -- It has not left, so that of today tells all of it; one that may have arrived stays what it is.
    UPDATE motcua.outbox AS m SET given_up = 'replaced'
    FROM motcua.mail_readers(recipients) AS r
    WHERE lower(r.address) = lower(m.recipient) AND r.is_due AND m.day < motcua.today() AND m.sent_at IS NULL AND m.given_up IS NULL
      AND m.unclear = 0;
END;
$$;
COMMENT ON FUNCTION motcua.settle_mails(jsonb, integer, integer) IS 'Gives up e-mails that were tried for long enough and returns them, those to who is no '
    'recipient any more, and those of another day that one of today replaces. VI: Thôi gửi các thư đã thử đủ lâu, thư cho người đã rời danh '
    'sách và thư được thay bằng thư hôm nay.';

CREATE OR REPLACE FUNCTION motcua.put_mail(to_address text, domain text, subject text, body_text text, body_html text, attachment_name text,
    attachment_hex text, items jsonb)
    RETURNS bigint
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    -- The Message-ID is random, not counted: two databases may write to the same people.
    WITH mail AS (
        INSERT INTO motcua.outbox (recipient, since, message_id, subject, body_text, body_html, attachment_name, attachment)
        SELECT to_address, coalesce((SELECT min(m.since) FROM motcua.outbox AS m
                                     WHERE lower(m.recipient) = lower(to_address) AND m.given_up = 'replaced'
                                       AND m.outbox_id > coalesce((SELECT max(n.outbox_id) FROM motcua.outbox AS n
                                                                   WHERE lower(n.recipient) = lower(to_address)
                                                                     AND n.given_up IS DISTINCT FROM 'replaced'), 0)), motcua.today()),
               '<motcua-' || gen_random_uuid() || '@' || domain || '>', put_mail.subject, put_mail.body_text, put_mail.body_html,
               put_mail.attachment_name, decode(attachment_hex, 'hex')
        RETURNING outbox_id
    ), told AS (
        INSERT INTO motcua.outbox_item (outbox_id, kind, about, since, level)
        SELECT m.outbox_id, i.kind, i.about, i.since, i.level
        FROM mail AS m CROSS JOIN jsonb_to_recordset(items) AS i (kind text, about text, since date, level numeric)
    )
    SELECT m.outbox_id FROM mail AS m
$$;
COMMENT ON FUNCTION motcua.put_mail(text, text, text, text, text, text, text, jsonb) IS 'Writes the e-mail of today to a recipient, with what it tells. '
    'VI: Ghi thư hôm nay cho một người nhận cùng các điều thư báo.';

CREATE OR REPLACE FUNCTION motcua.waiting_mails(recipients jsonb, whatever_hour boolean) RETURNS TABLE (outbox_id bigint)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    SELECT m.outbox_id FROM motcua.outbox AS m JOIN motcua.mail_readers(recipients) AS r ON lower(r.address) = lower(m.recipient)
    WHERE m.sent_at IS NULL AND m.given_up IS NULL AND (r.is_due OR whatever_hour)
    ORDER BY m.outbox_id
$$;
COMMENT ON FUNCTION motcua.waiting_mails(jsonb, boolean) IS 'E-mails to send, to those for whom it is the day and the hour, or to all. VI: Các thư cần '
    'gửi lúc này.';

CREATE OR REPLACE FUNCTION motcua.fail_mail(of_mail bigint, of_failure text, of_error text) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
BEGIN ATOMIC
    -- One copy more than needed is the price of losing none; two are not.
    UPDATE motcua.outbox AS m
    SET error = of_error, failure = of_failure, unclear = m.unclear + (of_failure = 'unclear')::integer,
        given_up = CASE WHEN of_failure = 'refused' THEN 'refused' WHEN of_failure = 'unclear' AND m.unclear > 0 THEN 'unclear' END
    WHERE m.outbox_id = of_mail;
END;
COMMENT ON FUNCTION motcua.fail_mail(bigint, text, text) IS 'What has become of an attempt that failed: refused for good is given up, and so is one that '
    'may have arrived twice. VI: Ghi kết quả một lần gửi không thành công.';

CREATE OR REPLACE FUNCTION motcua.reopen_mails() RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
BEGIN ATOMIC
    UPDATE motcua.outbox SET given_up = NULL, since = motcua.today(), attempts = 0, unclear = 0, attempted_at = NULL, failure = NULL, error = NULL
    WHERE sent_at IS NULL AND given_up IN ('refused', 'unclear', 'expired');
END;
COMMENT ON FUNCTION motcua.reopen_mails() IS 'Has e-mails that were given up tried again. VI: Cho gửi lại các thư đã thôi gửi.';

GRANT SELECT, INSERT ON motcua.outbox_item TO motcua_stats;
GRANT SELECT, INSERT, UPDATE (since, attempts, unclear, attempted_at, sent_at, error, failure, given_up) ON motcua.outbox TO motcua_stats;
GRANT SELECT ON motcua.mail_trouble, motcua.mails_left TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT SELECT ON motcua.open_reject, motcua.unkept_rejects, motcua.recent_drift, motcua.source_drift TO motcua_stats;
REVOKE ALL ON FUNCTION motcua.is_mail_day(date, integer[]), motcua.mail_readers(jsonb), motcua.mail_scopes(jsonb), motcua.told_items(jsonb),
    stats.silent_offices(date), motcua.pipeline_news(), motcua.mail_plan(jsonb, text, numeric, bigint, integer, text),
    motcua.settle_mails(jsonb, integer, integer), motcua.put_mail(text, text, text, text, text, text, text, jsonb),
    motcua.waiting_mails(jsonb, boolean), motcua.fail_mail(bigint, text, text), motcua.reopen_mails(), motcua.letters_until(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.is_mail_day(date, integer[]), stats.silent_offices(date), motcua.letters_until(date)
TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT EXECUTE ON FUNCTION motcua.mail_readers(jsonb), motcua.mail_scopes(jsonb), motcua.told_items(jsonb), motcua.pipeline_news(),
    motcua.mail_plan(jsonb, text, numeric, bigint, integer, text), motcua.settle_mails(jsonb, integer, integer),
    motcua.put_mail(text, text, text, text, text, text, text, jsonb), motcua.waiting_mails(jsonb, boolean), motcua.fail_mail(bigint, text, text),
    motcua.reopen_mails() TO motcua_stats;

COMMIT;

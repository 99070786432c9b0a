-- Revert motcua:digests from pg
-- The release before wrote an e-mail an alert; what was told stays told, so that nobody is told again.

BEGIN;

DROP FUNCTION motcua.letters_until(date);
DROP FUNCTION motcua.reopen_mails();
DROP FUNCTION motcua.fail_mail(bigint, text, text);
DROP FUNCTION motcua.waiting_mails(jsonb, boolean);
DROP FUNCTION motcua.put_mail(text, text, text, text, text, text, text, jsonb);
DROP FUNCTION motcua.settle_mails(jsonb, integer, integer);
DROP FUNCTION motcua.mail_plan(jsonb, text, numeric, bigint, integer, text);
DROP FUNCTION motcua.pipeline_news();
DROP VIEW motcua.mails_left;
DROP VIEW motcua.mail_trouble;
DROP FUNCTION stats.silent_offices(date);
DROP FUNCTION motcua.told_items(jsonb);
DROP FUNCTION motcua.mail_scopes(jsonb);
DROP FUNCTION motcua.mail_readers(jsonb);
DROP FUNCTION motcua.is_mail_day(date, integer[]);
ALTER TABLE motcua.outbox RENAME TO outbox_after;

CREATE TABLE motcua.letter (
    alert_id bigint PRIMARY KEY REFERENCES stats.alert (alert_id),
    subject text NOT NULL,
    body_text text NOT NULL,
    body_html text NOT NULL
);
COMMENT ON TABLE motcua.letter IS 'What an alert says in an e-mail, written when it is raised, whether or not there is anybody to tell yet. VI: Nội '
    'dung thư của từng cảnh báo, soạn ngay khi có cảnh báo.';
COMMENT ON COLUMN motcua.letter.alert_id IS 'Alert it tells of. VI: Cảnh báo.';
COMMENT ON COLUMN motcua.letter.subject IS 'Subject. VI: Tiêu đề.';
COMMENT ON COLUMN motcua.letter.body_text IS 'Text part. VI: Phần văn bản.';
COMMENT ON COLUMN motcua.letter.body_html IS 'HTML part. VI: Phần HTML.';

CREATE TABLE motcua.outbox (
    outbox_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_id bigint NOT NULL REFERENCES motcua.letter (alert_id),
    recipient text NOT NULL,
    message_id text NOT NULL UNIQUE,
    since date NOT NULL DEFAULT motcua.today(),
    attempts integer NOT NULL DEFAULT 0,
    attempted_at timestamptz,
    sent_at timestamptz,
    error text,
    failure text CHECK (failure IN ('temporary', 'settings', 'refused', 'unclear')),
    given_up text CHECK (given_up IN ('refused', 'unclear', 'expired', 'left'))
);
-- However an address is spelt, it is one mailbox.
CREATE UNIQUE INDEX ON motcua.outbox (alert_id, lower(recipient));
COMMENT ON TABLE motcua.outbox IS 'E-mails to send, one row a recipient, so that one refused address stops no other. VI: Thư cần gửi, mỗi người nhận '
    'một dòng.';
COMMENT ON COLUMN motcua.outbox.outbox_id IS 'Number of the e-mail. VI: Số thứ tự.';
COMMENT ON COLUMN motcua.outbox.alert_id IS 'Letter that is sent. VI: Cảnh báo có thư được gửi.';
COMMENT ON COLUMN motcua.outbox.recipient IS 'Address. VI: Địa chỉ nhận.';
COMMENT ON COLUMN motcua.outbox.message_id IS 'Message-ID, the same in every attempt, so that a mail server can drop a repetition. VI: Mã thư, giữ '
    'nguyên qua các lần gửi.';
COMMENT ON COLUMN motcua.outbox.since IS 'First day on which it could be sent. VI: Ngày đầu tiên có thể gửi.';
COMMENT ON COLUMN motcua.outbox.attempts IS 'Attempts made. VI: Số lần gửi.';
COMMENT ON COLUMN motcua.outbox.attempted_at IS 'Start of the last attempt, set before it is made. VI: Lần gửi gần nhất.';
COMMENT ON COLUMN motcua.outbox.sent_at IS 'When the mail server took it. VI: Thời điểm gửi xong.';
COMMENT ON COLUMN motcua.outbox.error IS 'Why the last attempt failed, in the words of the mail server. VI: Lý do lỗi lần gần nhất.';
COMMENT ON COLUMN motcua.outbox.failure IS 'What that means: temporary, settings (here or at the server, not of this recipient), refused for good, '
    'unclear (the answer to the whole e-mail was lost). VI: Loại lỗi: tạm thời, cấu hình, bị từ chối hẳn, không rõ đã đến chưa.';
COMMENT ON COLUMN motcua.outbox.given_up IS 'Why it is not tried any more: refused, unclear, expired (tried for as long as the settings say), left '
    '(the recipient is not in the settings). VI: Lý do không gửi nữa.';

INSERT INTO motcua.letter (alert_id, subject, body_text, body_html)
SELECT DISTINCT ON (a.office, a.period_from) a.alert_id, m.subject, m.body_text, m.body_html
FROM motcua.outbox_after AS m JOIN motcua.outbox_item AS i USING (outbox_id) JOIN stats.alert AS a ON a.office = i.about AND a.kind = 'late'
WHERE i.kind = 'crossing' AND m.sent_at IS NOT NULL
ORDER BY a.office, a.period_from, a.alert_id, m.outbox_id;
INSERT INTO motcua.outbox (alert_id, recipient, message_id, since, attempts, attempted_at, sent_at)
SELECT DISTINCT ON (l.alert_id, lower(m.recipient)) l.alert_id, m.recipient, '<motcua-' || gen_random_uuid() || '@motcua.localdomain>', m.since,
       m.attempts, m.attempted_at, m.sent_at
FROM motcua.outbox_after AS m JOIN motcua.outbox_item AS i USING (outbox_id) JOIN stats.alert AS a ON a.office = i.about
JOIN motcua.letter AS l ON l.alert_id = a.alert_id
WHERE i.kind = 'crossing' AND m.sent_at IS NOT NULL
ORDER BY l.alert_id, lower(m.recipient), m.outbox_id;
DROP TABLE motcua.outbox_item;
DROP TABLE motcua.outbox_after;

CREATE OR REPLACE FUNCTION motcua.address_letters(recipients text[], domain text, alert_days integer) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
BEGIN ATOMIC
    UPDATE motcua.outbox SET given_up = 'left'
    WHERE sent_at IS NULL AND given_up IS NULL AND NOT EXISTS (SELECT FROM unnest(recipients) AS r WHERE lower(r) = lower(outbox.recipient));
    -- The Message-ID is random, not counted: two databases may write to the same people.
    INSERT INTO motcua.outbox (alert_id, recipient, message_id)
    SELECT w.alert_id, w.recipient, '<motcua-' || gen_random_uuid() || '@' || domain || '>'
    FROM (SELECT DISTINCT ON (l.alert_id, lower(r.recipient)) l.alert_id, r.recipient, r.place
          FROM motcua.letter AS l JOIN stats.alert AS a USING (alert_id) CROSS JOIN unnest(recipients) WITH ORDINALITY AS r (recipient, place)
          WHERE motcua.today() - a.counted_to <= alert_days
          ORDER BY l.alert_id, lower(r.recipient), r.place) AS w
    ORDER BY w.alert_id, w.place
    ON CONFLICT (alert_id, lower(recipient)) DO UPDATE SET given_up = NULL, since = motcua.today()
        WHERE outbox.given_up = 'left';
END;
COMMENT ON FUNCTION motcua.address_letters(text[], text, integer)
    IS 'Addresses the letters of alerts not older than these days to each recipient once, also to one who is new; who is no recipient any more gets '
    'nothing. VI: Ghi địa chỉ nhận cho thư của các cảnh báo còn mới, mỗi người một lần; người đã rời danh sách thì không gửi.';

CREATE OR REPLACE FUNCTION motcua.close_mails(alert_days integer, retry_days integer) RETURNS TABLE (outbox_id bigint, given_up text, error text)
    LANGUAGE sql
    SET search_path = pg_catalog
BEGIN ATOMIC
    -- An attempt without an end: the program died in it, and the mail server may have the e-mail.
    UPDATE motcua.outbox AS m
    SET given_up = CASE WHEN m.error IS NULL AND m.attempted_at IS NOT NULL THEN 'unclear' ELSE 'expired' END
    WHERE m.sent_at IS NULL AND m.given_up IS NULL
      AND (m.error IS NULL AND m.attempted_at IS NOT NULL
           OR motcua.today() - m.since > CASE m.failure WHEN 'temporary' THEN retry_days ELSE alert_days END)
    RETURNING m.outbox_id, m.given_up, m.error;
END;
COMMENT ON FUNCTION motcua.close_mails(integer, integer) IS 'Gives up e-mails that were tried for long enough, and those of which nobody knows '
    'whether they have arrived. VI: Thôi gửi các thư đã thử đủ lâu hoặc không rõ đã đến chưa.';

CREATE OR REPLACE FUNCTION motcua.reopen_mails() RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
BEGIN ATOMIC
    UPDATE motcua.outbox SET given_up = NULL, since = motcua.today(), attempted_at = NULL, failure = NULL
    WHERE sent_at IS NULL AND given_up IN ('refused', 'unclear', 'expired');
END;
COMMENT ON FUNCTION motcua.reopen_mails() IS 'Has e-mails that were given up tried again. VI: Cho gửi lại các thư đã thôi gửi.';

-- Without the address, which is for those who write to it.
CREATE OR REPLACE VIEW motcua.mail_trouble AS
    SELECT m.outbox_id, a.office, o.name AS office_name, m.since, m.attempts,
           CASE m.given_up WHEN 'refused' THEN 'bị từ chối hẳn, không gửi lại' WHEN 'unclear' THEN 'không rõ đã đến chưa, không gửi lại'
                           WHEN 'expired' THEN 'đã thử đủ số ngày, không gửi nữa' ELSE 'sẽ gửi lại' END AS state, m.error
    FROM motcua.outbox AS m JOIN stats.alert AS a USING (alert_id) JOIN motcua.office AS o ON o.code = a.office
    WHERE m.sent_at IS NULL AND m.given_up IS DISTINCT FROM 'left' AND (m.given_up IS NOT NULL OR m.error IS NOT NULL)
        AND a.period_to >= motcua.today()
    ORDER BY m.outbox_id;
COMMENT ON VIEW motcua.mail_trouble IS 'E-mails of this reporting year that have not arrived, and why. VI: Thư cảnh báo trong năm báo cáo chưa đến '
    'nơi và lý do.';
COMMENT ON COLUMN motcua.mail_trouble.outbox_id IS 'Number of the e-mail. VI: Số thứ tự.';
COMMENT ON COLUMN motcua.mail_trouble.office IS 'Office that it is about. VI: Cơ quan được cảnh báo.';
COMMENT ON COLUMN motcua.mail_trouble.office_name IS 'Its name. VI: Tên cơ quan.';
COMMENT ON COLUMN motcua.mail_trouble.since IS 'First day on which it could be sent. VI: Ngày đầu tiên có thể gửi.';
COMMENT ON COLUMN motcua.mail_trouble.attempts IS 'Attempts made. VI: Số lần gửi.';
COMMENT ON COLUMN motcua.mail_trouble.state IS 'Whether it is tried again. VI: Có gửi lại không.';
COMMENT ON COLUMN motcua.mail_trouble.error IS 'Why the last attempt failed. VI: Lý do lỗi lần gần nhất.';

CREATE OR REPLACE FUNCTION stats.raise_alerts(this_run bigint, threshold_percent numeric, year_start text DEFAULT '01-01')
    RETURNS TABLE (alert_id bigint, office text, period_from date, counted_to date, numerator bigint, denominator bigint, percent numeric,
        also_below boolean)
    LANGUAGE sql
AS $$
    WITH late AS MATERIALIZED (
        SELECT * FROM stats.late_offices(threshold_percent, year_start, this_run)
    ), raised AS (
        INSERT INTO stats.alert (run_id, kind, office, period_from, period_to, counted_to, threshold_percent, numerator, denominator)
        SELECT this_run, 'late', l.office, l.period_from, l.period_to, l.counted_to, threshold_percent, l.numerator, l.denominator
        FROM late AS l
        ON CONFLICT (kind, office, period_from, period_to) DO NOTHING
        RETURNING alert.*
    )
    SELECT r.alert_id, r.office, r.period_from, r.counted_to, r.numerator, r.denominator, r.percent, l.also_below
    FROM raised AS r JOIN late AS l ON l.office = r.office
    ORDER BY r.office
$$;
COMMENT ON FUNCTION stats.raise_alerts(bigint, numeric, text)
    IS 'Raises the alerts that were not raised in this reporting year and returns them, by the figures that the run has stored with '
    'stats.take_snapshot: an alert says what is published. VI: Tạo các cảnh báo mới trong năm báo cáo theo số liệu đã chốt của lượt chạy.';

CREATE OR REPLACE VIEW motcua.mails_left AS
    SELECT count(*) FILTER (WHERE o.given_up IS NULL) AS waiting, count(*) FILTER (WHERE o.given_up IS NOT NULL) AS given_up,
           (array_agg(t.error ORDER BY o.given_up IS NOT NULL, o.attempted_at DESC))[1] AS error
    FROM motcua.mail_trouble AS t JOIN motcua.outbox AS o USING (outbox_id);
COMMENT ON VIEW motcua.mails_left IS 'How many e-mails of this reporting year have not arrived. VI: Số thư cảnh báo trong năm báo cáo chưa đến nơi.';
COMMENT ON COLUMN motcua.mails_left.waiting IS 'They are sent again. VI: Sẽ gửi lại.';
COMMENT ON COLUMN motcua.mails_left.given_up IS 'They are not. VI: Không gửi nữa.';
COMMENT ON COLUMN motcua.mails_left.error IS 'Why the last of them failed. VI: Lý do lỗi gần nhất.';

REVOKE SELECT ON motcua.open_reject, motcua.unkept_rejects, motcua.recent_drift, motcua.source_drift FROM motcua_stats;
GRANT INSERT ON motcua.letter TO motcua_stats;
GRANT INSERT (alert_id, recipient, message_id), UPDATE (since, attempts, attempted_at, sent_at, error, failure,
    given_up) ON motcua.outbox TO motcua_stats;
GRANT SELECT ON motcua.outbox, motcua.letter TO motcua_stats;
GRANT SELECT ON motcua.mail_trouble, motcua.mails_left TO motcua_ingest, motcua_stats, motcua_analyst;
REVOKE ALL ON FUNCTION motcua.address_letters(text[], text, integer), motcua.close_mails(integer, integer), motcua.reopen_mails(),
    stats.raise_alerts(bigint, numeric, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.address_letters(text[], text, integer), motcua.close_mails(integer, integer), motcua.reopen_mails(),
    stats.raise_alerts(bigint, numeric, text) TO motcua_stats;

COMMIT;

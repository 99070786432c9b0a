-- Sixty nights of alerts and e-mails, as the programs live them: what happens to an office, who is told, and what a mail server
-- does to it. The figures are written where stats.take_snapshot would store them.
BEGIN;
SELECT plan(39);

INSERT INTO motcua.office (code, name, parent, level)
SELECT 'H48', 'UBND tỉnh', NULL, 'province' UNION ALL SELECT 'H48.23', 'Huyện', 'H48', 'district' UNION ALL
SELECT 'H48.23.' || n, 'UBND xã ' || n, 'H48.23', 'commune' FROM generate_series(1, 42) AS n;

CREATE TABLE pg_temp.figure (office text PRIMARY KEY, late bigint, resolved bigint);
INSERT INTO pg_temp.figure SELECT code, 10, 100000 FROM motcua.office;
-- The mail server: what it took, and how it behaves to whom.
CREATE TABLE pg_temp.arrived (address text, message_id text, day date);
CREATE TABLE pg_temp.reader (address text PRIMARY KEY, offices text[] DEFAULT '{}', levels text[] DEFAULT '{}', days integer[] DEFAULT '{1,2,3,4,5}',
    kinds text[] DEFAULT '{crossing,step,above,below}');

CREATE FUNCTION pg_temp.recipients() RETURNS jsonb
    LANGUAGE sql
    RETURN coalesce((SELECT jsonb_agg(jsonb_build_object('address', r.address, 'offices', r.offices, 'levels', r.levels, 'kinds', r.kinds, 'days', r.days, 'hour', 0,
        'language', 'vi') ORDER BY r.address) FROM pg_temp.reader AS r), '[]');

CREATE FUNCTION pg_temp.plan_now() RETURNS TABLE (address text, kind text, about text, since date, level numeric, verdict text, told_on date)
    LANGUAGE sql
AS $$ SELECT * FROM motcua.mail_plan(pg_temp.recipients(), 'report', 3, 20, 7) $$;

CREATE FUNCTION pg_temp.count_night(on_day date) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    run bigint;
BEGIN
    PERFORM set_config('motcua.today', on_day::text, true);
    run := motcua.begin_run('stats', NULL, false);
    INSERT INTO stats.publication (run_id, period_from, period_to, counted_to)
    SELECT run, y.period_from, y.period_to, on_day FROM motcua.year_of(on_day) AS y;
    INSERT INTO stats.rule_version (profile, rate, rule_version, definition, run_id) VALUES ('report', 'late', 'v', '{}', run) ON CONFLICT DO NOTHING;
    INSERT INTO stats.snapshot (run_id, profile, period_from, period_to, office, rate, numerator, denominator, rule_version)
    SELECT run, 'report', y.period_from, y.period_to, f.office, 'late', f.late, f.resolved, 'v' FROM pg_temp.figure AS f CROSS JOIN motcua.year_of(on_day) AS y;
    PERFORM motcua.update_alerts(run, 'report', 3, 2.5, '{3,5,10}', 20, 10);
    PERFORM motcua.close_run(run);
END;
$$;

-- server: ok, down (nothing gets through), cut (it has the e-mail, the answer is lost), died (so has the program), later (451).
CREATE FUNCTION pg_temp.send_night(server text DEFAULT 'ok', refused text DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    mail record;
BEGIN
    PERFORM motcua.settle_mails(pg_temp.recipients(), 30, 5);
    FOR mail IN
        SELECT p.address, jsonb_agg(jsonb_build_object('kind', p.kind, 'about', p.about, 'since', p.since, 'level', p.level)) AS items
        FROM pg_temp.plan_now() AS p WHERE p.verdict IN ('tell', 'with') GROUP BY p.address HAVING bool_or(p.verdict = 'tell')
    LOOP
        PERFORM motcua.put_mail(mail.address, 'tinh.example', 's', 't', 'h', NULL, NULL, mail.items);
    END LOOP;
    FOR mail IN SELECT o.* FROM motcua.waiting_mails(pg_temp.recipients(), false) AS w JOIN motcua.outbox AS o USING (outbox_id) LOOP
        UPDATE motcua.outbox SET attempts = attempts + 1, attempted_at = clock_timestamp(), error = NULL, failure = NULL WHERE outbox_id = mail.outbox_id;
        IF mail.recipient = refused THEN
            PERFORM motcua.fail_mail(mail.outbox_id, 'refused', '550 no such mailbox');
            CONTINUE;
        END IF;
        IF server IN ('ok', 'cut', 'died') THEN
            INSERT INTO pg_temp.arrived VALUES (mail.recipient, mail.message_id, motcua.today());
        END IF;
        CASE server
            WHEN 'ok' THEN UPDATE motcua.outbox SET sent_at = clock_timestamp() WHERE outbox_id = mail.outbox_id;
            WHEN 'cut' THEN PERFORM motcua.fail_mail(mail.outbox_id, 'unclear', 'connection closed');
            WHEN 'died' THEN NULL;
            ELSE PERFORM motcua.fail_mail(mail.outbox_id, 'temporary', '451 later');
        END CASE;
    END LOOP;
END;
$$;

CREATE FUNCTION pg_temp.told(to_address text, of_kind text, of_office text) RETURNS bigint
    LANGUAGE sql
    RETURN (SELECT count(*) FROM motcua.outbox AS m JOIN motcua.outbox_item AS i USING (outbox_id)
            WHERE m.recipient = to_address AND m.sent_at IS NOT NULL AND i.kind = of_kind AND i.about = of_office);
CREATE FUNCTION pg_temp.mails(to_address text) RETURNS text
    LANGUAGE sql
    RETURN (SELECT string_agg(to_char(a.day, 'MM-DD'), ' ' ORDER BY a.day) FROM pg_temp.arrived AS a WHERE a.address = to_address);

-- From Monday 18 March to Thursday 16 May 2024: with a holiday on 18 April, four days off from 27 April to 1 May, a make-up
-- Saturday on 4 May.
CREATE FUNCTION pg_temp.live_through() RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    today date;
BEGIN
    FOR night IN 1 .. 60 LOOP
        today := date '2024-03-17' + night;
        -- xã 41 swings around the ceiling, xã 42 has one late of two.
        UPDATE pg_temp.figure SET late = CASE WHEN night % 2 = 0 THEN 31 ELSE 29 END, resolved = 1000 WHERE office = 'H48.23.41' AND night > 2;
        UPDATE pg_temp.figure SET late = 1, resolved = 2 WHERE office = 'H48.23.42';
        -- On the 15th night, a Monday, forty offices pass the ceiling at once; half of them are back on the 40th.
        UPDATE pg_temp.figure SET late = 50, resolved = 1000
            WHERE night = 15 AND office LIKE 'H48.23.%' AND office NOT IN ('H48.23.41', 'H48.23.42');
        UPDATE pg_temp.figure SET late = 20 WHERE night = 40 AND office LIKE 'H48.23.%' AND substr(office, 8)::integer BETWEEN 21 AND 40;
        -- xã 1 gets worse and worse; somebody deals with xã 2; all others fall a little every day, so that nobody above is told.
        UPDATE pg_temp.figure SET late = CASE night WHEN 18 THEN 60 ELSE 110 END WHERE office = 'H48.23.1' AND night IN (18, 23);
        UPDATE pg_temp.figure SET resolved = resolved + 1
            WHERE night > 15 AND resolved >= 1000 AND resolved < 100000 AND office NOT IN ('H48.23.1', 'H48.23.2', 'H48.23.41');
        PERFORM pg_temp.count_night(today);
        IF night = 10 THEN
            INSERT INTO pg_temp.reader (address, offices) VALUES ('all@x.example', '{all}'), ('wrong@x.example', '{H48.23.41}'), ('gone@x.example', '{H48.23}');
            INSERT INTO pg_temp.reader (address, levels) VALUES ('district@x.example', '{district}');
        END IF;
        IF night = 16 THEN
            PERFORM motcua.acknowledge('H48.23.2', '2024-05-10', 'rà soát quy trình');
        END IF;
        IF night = 30 THEN
            DELETE FROM pg_temp.reader WHERE address = 'gone@x.example';
        END IF;
        PERFORM pg_temp.send_night(refused => 'wrong@x.example');
    END LOOP;
END;
$$;
SELECT pg_temp.live_through() \g /dev/null

-- What has happened, once each.
SELECT set_eq($$ SELECT kind, count(*) FROM stats.alert GROUP BY kind $$, $$ VALUES ('late', 41::bigint), ('step', 2), ('below', 20), ('escalated', 2) $$, 'what has happened is on record once');
SELECT set_eq($$ SELECT office::text, counted_to, threshold_percent FROM stats.alert WHERE kind = 'step' $$, $$ VALUES ('H48.23.1', date '2024-04-04', 5::numeric), ('H48.23.1', '2024-04-09', 10) $$, 'steps');
SELECT set_eq($$ SELECT office::text FROM stats.alert WHERE kind = 'escalated' $$, $$ VALUES ('H48.23.1'), ('H48.23.41') $$, 'what does not fall, and nobody deals with, goes to the office above');
SELECT is_empty($$ SELECT * FROM stats.alert WHERE office = 'H48.23.42' $$, 'two dossiers are too few for an alarm');

-- Nobody gets two a day, or one on a day off.
SELECT is_empty($$ SELECT address, day FROM pg_temp.arrived GROUP BY address, day HAVING count(*) > 1 $$, 'one e-mail a recipient and day');
SELECT is_empty($$ SELECT * FROM pg_temp.arrived WHERE NOT motcua.is_working_day(day) $$, 'none on a day off');
SELECT is(pg_temp.mails('all@x.example'), '03-27 04-01 04-04 04-08 04-09 04-15 04-22 04-26 05-03 05-10', 'to who is told of everything: ten e-mails in sixty nights');
SELECT is(pg_temp.told('all@x.example', 'crossing', 'H48.23.41'), 1::bigint, 'a rate that swings is told once, from the night on which there is mail');
SELECT is(pg_temp.told('all@x.example', 'below', 'H48.23.41'), 0::bigint, 'and is not back until it is below the lower line');
SELECT is(count(*), 40::bigint, 'forty offices in one e-mail') FROM motcua.outbox AS m JOIN motcua.outbox_item AS i USING (outbox_id)
    WHERE m.recipient = 'all@x.example' AND m.day = '2024-04-01' AND i.kind = 'crossing';
SELECT is(pg_temp.told('all@x.example', 'step', 'H48.23.1'), 2::bigint, 'each step is told');
SELECT is(count(*), 20::bigint, 'and who is back') FROM motcua.outbox AS m JOIN motcua.outbox_item AS i USING (outbox_id) WHERE m.recipient = 'all@x.example' AND m.sent_at IS NOT NULL AND i.kind = 'below';
SELECT is_empty($$ SELECT FROM motcua.outbox_item WHERE about = 'H48.23.42' $$, 'nobody is alarmed about one of two');
SELECT is((SELECT verdict FROM pg_temp.plan_now() WHERE address = 'all@x.example' AND about = 'H48.23.42'), 'small', 'it is listed as small');
SELECT set_eq($$ SELECT m.day FROM motcua.outbox AS m JOIN motcua.outbox_item AS i USING (outbox_id) WHERE m.recipient = 'all@x.example' AND i.about = 'H48.23.2' AND i.kind IN ('crossing', 'above') $$,
    $$ VALUES (date '2024-04-01') $$, 'what is acknowledged rests until that day is over, and then for the next reminder');
SELECT is_empty($$ SELECT i.about, m.recipient FROM motcua.outbox AS m JOIN motcua.outbox_item AS i USING (outbox_id) WHERE m.sent_at IS NOT NULL AND i.kind IN ('crossing', 'below', 'escalation')
    GROUP BY i.about, m.recipient, i.kind, i.since HAVING count(*) > 1 $$, 'nothing is news twice');

-- The office above hears what its own do not mend, and nothing else.
SELECT set_eq($$ SELECT i.kind, i.about::text FROM motcua.outbox AS m JOIN motcua.outbox_item AS i USING (outbox_id) WHERE m.recipient = 'district@x.example' $$,
    $$ VALUES ('escalation', 'H48.23.1'), ('escalation', 'H48.23.41') $$, 'the office above is told what does not fall');

-- An address that does not exist, and one that has left.
SELECT is(pg_temp.mails('wrong@x.example'), NULL, 'a refused address gets nothing');
SELECT ok(count(*) BETWEEN 1 AND 8 AND bool_and(given_up = 'refused' AND attempts = 1), 'it is not tried every night: once a piece of news, each once') FROM motcua.outbox WHERE recipient = 'wrong@x.example';
SELECT is(pg_temp.mails('gone@x.example'), '03-27 04-01 04-04 04-08 04-09 04-15', 'who has left gets none from then on');
SELECT is(count(*), 1::bigint, 'the operator hears of all that was refused as one thing') FROM motcua.pipeline_news() WHERE about = 'mails';

-- A mail server that dies: nothing is lost, at most one copy more of the same, and one e-mail when it is back.
CREATE FUNCTION pg_temp.start_over() RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    TRUNCATE stats.alert, stats.alert_state, motcua.outbox_item, motcua.outbox;
    TRUNCATE stats.snapshot, stats.publication;
    DELETE FROM pg_temp.arrived;
    DELETE FROM pg_temp.reader;
    INSERT INTO pg_temp.reader (address, offices) VALUES ('a@x.example', '{all}');
    UPDATE pg_temp.figure SET late = 10, resolved = 100000;
    UPDATE pg_temp.figure SET late = 40, resolved = 1000 WHERE office = 'H48.23.1';
END;
$$;
CREATE FUNCTION pg_temp.nights(servers text[], first_day date DEFAULT '2024-06-10') RETURNS text
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_temp.start_over();
    FOR n IN 1 .. cardinality(servers) LOOP
        IF n = 2 THEN
            UPDATE pg_temp.figure SET late = 40, resolved = 1000 WHERE office = 'H48.23.2';
        END IF;
        PERFORM pg_temp.count_night(first_day + n - 1);
        PERFORM pg_temp.send_night(servers[n]);
    END LOOP;
    RETURN format('%s of %s; told %s and %s', (SELECT count(*) FROM pg_temp.arrived), (SELECT count(DISTINCT message_id) FROM pg_temp.arrived),
        (SELECT count(DISTINCT a.message_id) FROM pg_temp.arrived AS a JOIN motcua.outbox AS m USING (message_id) JOIN motcua.outbox_item AS i USING (outbox_id) WHERE i.about = 'H48.23.1' AND i.kind = 'crossing'),
        (SELECT count(DISTINCT a.message_id) FROM pg_temp.arrived AS a JOIN motcua.outbox AS m USING (message_id) JOIN motcua.outbox_item AS i USING (outbox_id) WHERE i.about = 'H48.23.2' AND i.kind = 'crossing'));
END;
$$;
SELECT is(pg_temp.nights('{ok,ok,ok}'), '2 of 2; told 1 and 1', 'on good nights one e-mail each');
SELECT is(pg_temp.nights('{down,down,ok}'), '1 of 1; told 1 and 1', 'after nights without a server one e-mail of all');
SELECT is(since::text || ' ' || attempts, '2024-06-10 1', 'which knows since when nobody was told') FROM motcua.outbox WHERE sent_at IS NOT NULL;
SELECT is(pg_temp.nights('{died,ok,ok}'), '3 of 2; told 1 and 1', 'killed between the answer and the mark: one copy more, of the same Message-ID');
SELECT is(pg_temp.nights('{cut,ok,ok}'), '3 of 2; told 1 and 1', 'the same when the answer is lost');
SELECT is(pg_temp.nights('{died,died,ok}'), '4 of 2; told 1 and 1', 'killed twice: no third copy of either');
SELECT is(pg_temp.nights('{cut,cut,ok,ok}'), '4 of 2; told 1 and 1', 'nor when the answer is lost twice');
SELECT is(pg_temp.nights('{later,died,down,ok}'), '2 of 1; told 1 and 1', 'put off, then killed, then no server');
SELECT is(pg_temp.nights('{down,down,down,down,down,down,down,down,ok}', '2024-06-10'), '0 of 0; told 0 and 0', 'after days of trying it is given up');
SELECT is((SELECT count(*) FROM motcua.outbox WHERE given_up = 'expired'), 1::bigint, 'on record');
SELECT motcua.reopen_mails() \g /dev/null
SELECT pg_temp.send_night() \g /dev/null
SELECT is((SELECT count(*) FROM motcua.outbox WHERE sent_at IS NOT NULL), 1::bigint, 'and sent when somebody asks for it');

-- Nothing to say, nothing sent; a Friday's e-mail that failed waits for Monday.
SELECT is(pg_temp.nights('{ok,ok}', '2024-06-15'), '0 of 0; told 0 and 0', 'on a weekend nobody is written to');
SELECT is(pg_temp.nights('{down,ok,ok,ok}', '2024-06-14'), '1 of 1; told 1 and 1', 'what failed on Friday arrives on Monday, with the news of the weekend');
SELECT is(pg_temp.mails('a@x.example'), '06-17', 'in one e-mail');

-- Acknowledging.
SELECT throws_ok($$ SELECT motcua.acknowledge('H48.23.9', NULL, NULL) $$, '22023', 'office ''H48.23.9'' is not above the ceiling', 'only what is above can be acknowledged');
SELECT throws_ok($$ SELECT motcua.acknowledge('H99', NULL, NULL) $$, '22023', NULL, 'and only an office that there is');
SELECT throws_ok($$ SELECT motcua.acknowledge('H48.23.1', NULL, E'a\nb') $$, '23514', NULL, 'a note is one line');
SELECT is((motcua.acknowledge('H48.23.1', NULL, 'rà soát')).note, 'rà soát', 'with a note');

SELECT * FROM finish();
ROLLBACK;

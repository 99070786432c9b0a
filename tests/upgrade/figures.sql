-- All figures, a line each: those of the first two nights start with "known", what holds now with "now".
SET motcua.today = '2024-07-15';
SET timezone = 'Asia/Ho_Chi_Minh';
CREATE TEMPORARY TABLE view AS
    SELECT k.run_id, p.period_from, p.period_to
    FROM (SELECT run_id FROM motcua.run WHERE program = 'ingest' ORDER BY run_id LIMIT 2) AS k
    CROSS JOIN (VALUES (date '2024-01-01', date '2024-12-31'), ('2024-05-01', '2024-05-31'), ('2024-04-01', '2024-06-30')) AS p (period_from, period_to);

-- What came later, and what a later rule counts anew (Decision 766, eligible procedures), is left out.
CREATE TEMPORARY TABLE later (figure text);
INSERT INTO later VALUES ('ratings'), ('ratings_very_satisfied'), ('ratings_satisfied'), ('ratings_neutral'), ('ratings_dissatisfied'),
    ('resolved_reopened'), ('resolved_supplemented'), ('resolved_due_moved'), ('feedback_in_time'), ('received_from_store_or_result'),
    ('procedures_full_eligible'), ('procedures_full'), ('received_fee_known'), ('received_fee_payable'), ('received_fee_payable_paid'),
    ('rated'), ('very_satisfied'), ('satisfied'), ('dissatisfied'), ('returned'), ('withdrawn'), ('reopened'), ('due_moved'), ('supplemented'),
    ('from_store'), ('feedback_on_time'), ('full_process_procedures'), ('term_used'), ('payment_enabled'), ('payment_used');

SELECT 'known', v.*, b.office, b.bucket, b.own, b.total
FROM view AS v, stats.buckets(v.period_from, v.period_to, 'handling', 'then', motcua.today(), v.run_id) AS b
WHERE b.bucket NOT IN (SELECT figure FROM later) OR b.bucket IN ('returned', 'withdrawn') ORDER BY 2, 3, 4, 5, 6;
SELECT 'known', v.*, p.profile, r.office, r.rate, r.numerator, r.denominator, r.percent
FROM view AS v, motcua.profile AS p, stats.rates(v.period_from, v.period_to, p.profile, 'receiving', 'then', motcua.today(), v.run_id) AS r
WHERE p.profile IN ('report', 'qd766', 'decree61') AND r.rate NOT IN (SELECT figure FROM later)
ORDER BY 2, 3, 4, 5, 6, 7;
SELECT 'known', v.*, p.office, p.criterion, p.points
FROM view AS v, stats.points(v.period_from, v.period_to, 'qd766', 'handling', 'then', motcua.today(), v.run_id) AS p
WHERE coalesce(p.rate, '') NOT IN (SELECT figure FROM later) ORDER BY 2, 3, 4, 5, 6;
SELECT 'known', v.*, b.bucket, d.source, d.code
FROM view AS v, motcua.bucket AS b, stats.dossiers(b.bucket, v.period_from, v.period_to, NULL, 'report', 'handling', 'then', motcua.today(), v.run_id) AS d
WHERE b.event <> 'procedure' AND (b.bucket NOT IN (SELECT figure FROM later) OR b.bucket IN ('returned', 'withdrawn'))
    AND v.period_from = '2024-05-01' ORDER BY 2, 3, 4, 5, 6, 7;
SELECT 'known', s.run_id, s.profile, s.period_from, s.period_to, s.office, s.rate, s.numerator, s.denominator, s.percent, s.rule_version
FROM stats.snapshot AS s WHERE s.run_id IN (SELECT min(run_id) FROM motcua.run WHERE program = 'stats') ORDER BY s.snapshot_id;
SELECT 'known', c.source, c.code, c.run_id, c.field, c.old_value, c.new_value
FROM motcua.dossier_change AS c WHERE c.run_id IN (SELECT run_id FROM view) ORDER BY c.change_id;

-- Questions that a later rule asks anew (seen_dates) are left out.
SELECT 'now', i.source, i.code, i.office, i.flag FROM stats.integrity_flags AS i
WHERE i.flag NOT IN ('due_moved_after_passed', 'due_moved_without_letter', 'closed_before_seen_open', 'due_set_after_closing')
ORDER BY i.source, i.code, i.flag;
SELECT 'now', n.source, n.code, n.due_on, n.working_days_left FROM stats.near_due(10) AS n ORDER BY 2, 3;
SELECT 'now', a.kind, a.office, a.period_from, a.period_to, a.numerator, a.denominator FROM stats.alert AS a ORDER BY a.alert_id;
SELECT 'now', s.at, s.kind FROM stats.story('upgrade', 'D30') AS s WHERE s.kind = 'date';
SELECT 'now', h.source, h.code, h.status, h.received_at, h.due_at, h.finished_at, h.last_run_id, h.until_run_id, h.is_current, h.marks
FROM motcua.dossier_history AS h ORDER BY h.source, h.code, h.until_run_id;

-- Verify motcua:feedback on pg

BEGIN;

SELECT source, code, office, received_at, transferred_at, due_at, due_term, answered_at, published_at, status, class, source_updated_at, skipped,
    counted_in,
       first_run_id, last_run_id, answered_on, timeliness
FROM motcua.feedback WHERE false;
SELECT term, working_days, counts_from, outcome, in_use, valid_from, valid_to, text_vi, legal_source FROM motcua.feedback_term WHERE false;
SELECT due_at, due_term FROM motcua.feedback_due(now(), NULL, NULL);
SELECT has_function_privilege('motcua.feedback_due(timestamptz, timestamptz, text)', 'execute');

ROLLBACK;

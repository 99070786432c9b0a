-- What both peers do with the rows that they have copied into incoming: one upsert, the newest version
-- of a dossier, offices and procedures made as they come. The common way to do it by hand.
INSERT INTO motcua.office (code, verified) SELECT DISTINCT office, false FROM incoming ON CONFLICT DO NOTHING;
INSERT INTO motcua.procedure (code, verified) SELECT DISTINCT procedure, false FROM incoming WHERE procedure IS NOT NULL ON CONFLICT DO NOTHING;
INSERT INTO motcua.dossier AS d (source, code, receiving_office, handling_office, procedure, channel, online_level, status,
    submitted_at, received_at, due_at, due_at_first, finished_at, returned_at, apology_at, source_updated_at, fee,
    components_total, components_digitised, components_reused, components_from_store, result_digitised, result_stored, paid_online)
SELECT DISTINCT ON (code) 'bench', code, office, office, procedure, channel, online_level, status,
    submitted_at, received_at, due_at, due_at, finished_at, returned_at, apology_at, source_updated_at, fee,
    components_total, components_digitised, components_reused, components_from_store, result_digitised, result_stored, paid_online
FROM incoming
ORDER BY code, source_updated_at DESC
ON CONFLICT (source, code) DO UPDATE SET procedure = excluded.procedure, channel = excluded.channel,
    online_level = excluded.online_level, status = excluded.status, submitted_at = excluded.submitted_at,
    received_at = excluded.received_at, due_at = excluded.due_at, due_at_first = coalesce(d.due_at_first, excluded.due_at), finished_at = excluded.finished_at,
    returned_at = excluded.returned_at, apology_at = excluded.apology_at, source_updated_at = excluded.source_updated_at,
    fee = excluded.fee, components_total = excluded.components_total, components_digitised = excluded.components_digitised,
    components_reused = excluded.components_reused, components_from_store = excluded.components_from_store,
    result_digitised = excluded.result_digitised, result_stored = excluded.result_stored, paid_online = excluded.paid_online;

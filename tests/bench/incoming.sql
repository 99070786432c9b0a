-- The peers' staging table, in the order of their CSV columns.
CREATE TEMPORARY TABLE incoming (
    code text COLLATE "C", office text COLLATE "C", procedure text COLLATE "C", channel motcua.channel,
    online_level motcua.online_level, status smallint, submitted_at timestamptz, received_at timestamptz, due_at timestamptz,
    finished_at timestamptz, returned_at timestamptz, apology_at timestamptz, source_updated_at timestamptz, fee bigint,
    components_total integer, components_digitised integer, components_reused integer, components_from_store integer,
    result_digitised boolean, result_stored boolean, paid_online boolean
);

-- Deploy motcua:short_names to pg
-- requires: page
-- What rules and rates are called where a column has little room.

BEGIN;

CREATE OR REPLACE FUNCTION motcua.profile_name(profile text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE profile WHEN 'report' THEN 'báo cáo' WHEN 'qd766' THEN 'QĐ 766' WHEN 'decree61' THEN 'NĐ 61' WHEN 'decree224' THEN 'NĐ 224'
                        ELSE profile END;
COMMENT ON FUNCTION motcua.profile_name(text) IS 'What a rule profile is called in a table; one that a province has added goes by its own name. VI: Tên '
    'ngắn của bộ quy tắc.';

CREATE OR REPLACE FUNCTION motcua.rate_name(of_rate text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce((SELECT l.short_vi FROM motcua.figure_label AS l WHERE l.kind = 'rate' AND l.figure = of_rate), of_rate);
COMMENT ON FUNCTION motcua.rate_name(text) IS 'What a rate is called in a table. VI: Tên ngắn của tỷ lệ.';

REVOKE ALL ON FUNCTION motcua.profile_name(text), motcua.rate_name(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.profile_name(text), motcua.rate_name(text) TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;

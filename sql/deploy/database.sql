-- Deploy motcua:database to pg
-- requires: schema
-- What belongs to the database itself and not to a table of it: pg_restore without --create leaves all of it behind.

BEGIN;

-- Sessions of analysts count days in Viet Nam. Compiling the figures' long statements takes many times longer than
-- running them; and they group what happened in a year by office and kind, which fits into memory, but not into 4 MB of it.
CREATE OR REPLACE VIEW motcua.database_setting AS
    SELECT name, value, is_exact
    FROM (VALUES ('timezone', 'Asia/Ho_Chi_Minh', true), ('jit', 'off', true), ('search_path', 'public, stats', false),
        ('work_mem', '64MB', false)) AS s (name, value, is_exact);
COMMENT ON VIEW motcua.database_setting IS 'Settings that this database gives to every session. VI: Các tham số mà cơ sở dữ liệu này đặt cho mọi '
    'phiên làm việc.';
COMMENT ON COLUMN motcua.database_setting.name IS 'Setting of PostgreSQL. VI: Tham số của PostgreSQL.';
COMMENT ON COLUMN motcua.database_setting.value IS 'Its value as deployed. VI: Giá trị khi cài đặt.';
COMMENT ON COLUMN motcua.database_setting.is_exact IS 'Another value is wrong; otherwise an operator may choose one. VI: Phải đúng giá trị này; nếu '
    'không thì người vận hành được chọn giá trị khác.';

CREATE OR REPLACE FUNCTION motcua.large_object_functions() RETURNS SETOF regprocedure
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    SELECT p.oid::regprocedure FROM pg_proc AS p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace AND (p.proname LIKE 'lo\_%' OR p.proname IN ('loread', 'lowrite'))
$$;
COMMENT ON FUNCTION motcua.large_object_functions() IS 'Functions by which anybody could fill the disk with large objects. VI: Các hàm đối tượng '
    'lớn, có thể bị dùng để làm đầy đĩa.';

-- Only a superuser can take large objects from PUBLIC; for anybody else PostgreSQL says so in a warning.
CREATE OR REPLACE FUNCTION motcua.set_up_database() RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    role_name text;
    setting record;
    routine regprocedure;
BEGIN
    FOR setting IN SELECT s.name, (SELECT string_agg(quote_literal(v), ', ') FROM regexp_split_to_table(s.value, ', ') AS v) AS literals
        FROM motcua.database_setting AS s LOOP
        EXECUTE format('ALTER DATABASE %I SET %I = %s', current_database(), setting.name, setting.literals);
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    FOREACH role_name IN ARRAY ARRAY['motcua_ingest', 'motcua_stats', 'motcua_analyst'] LOOP
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role_name);
        EXECUTE format('ALTER ROLE %I SET timezone = %L', role_name, 'Asia/Ho_Chi_Minh');
        EXECUTE format('ALTER ROLE %I SET search_path = public, stats', role_name);
    END LOOP;
    IF to_regnamespace('public') IS NOT NULL THEN
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    END IF;
    FOR routine IN SELECT f FROM motcua.large_object_functions() AS f LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine);
    END LOOP;
END;
$$;
COMMENT ON FUNCTION motcua.set_up_database() IS 'Gives the database its settings and lets only the roles of motcua in; also after a restore that has '
    'lost them, as its owner or a superuser. VI: Đặt các tham số của cơ sở dữ liệu và chỉ cho các vai trò của motcua kết nối; chạy lại sau khi khôi '
    'phục bản sao lưu.';

CREATE OR REPLACE VIEW motcua.database_lack AS
    SELECT format('%s is %s, not %s', w.name, coalesce(h.value, 'not set'), w.value) AS lack
    FROM motcua.database_setting AS w
    LEFT JOIN (SELECT lower(split_part(c.setting, '=', 1)) AS name, substr(c.setting, strpos(c.setting, '=') + 1) AS value
               FROM pg_catalog.pg_db_role_setting AS s CROSS JOIN LATERAL unnest(s.setconfig) AS c (setting)
               WHERE s.setrole = 0 AND s.setdatabase = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())) AS h
        ON h.name = w.name
    WHERE h.value IS NULL OR w.is_exact AND h.value <> w.value
    UNION ALL
    SELECT format('anybody has %s on the database', p) FROM unnest(ARRAY['CONNECT', 'CREATE', 'TEMPORARY']) AS p
    WHERE has_database_privilege('public', current_database(), p)
    UNION ALL
    SELECT format('%s may not connect', r) FROM unnest(ARRAY['motcua_ingest', 'motcua_stats', 'motcua_analyst']) AS r
    WHERE NOT has_database_privilege(r, current_database(), 'CONNECT')
    UNION ALL
    SELECT 'anybody may create in schema public' FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname = 'public' AND has_schema_privilege('public', n.oid, 'CREATE')
    UNION ALL
    SELECT 'anybody may make large objects'
    WHERE EXISTS (SELECT FROM motcua.large_object_functions() AS f WHERE has_function_privilege('public', f::oid, 'EXECUTE'));
COMMENT ON VIEW motcua.database_lack IS 'What motcua.set_up_database gave to this database and it has no longer; empty when all is there. VI: Những '
    'gì cơ sở dữ liệu không còn so với lúc cài đặt; trống nếu đủ.';
COMMENT ON COLUMN motcua.database_lack.lack IS 'What is not as deployed. VI: Nội dung khác với lúc cài đặt.';

SELECT motcua.set_up_database();

COMMIT;

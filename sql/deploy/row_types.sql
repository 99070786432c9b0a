-- Deploy motcua:row_types to pg
-- requires: grants
-- Columns for tables whose rows are arguments of functions.

BEGIN;

-- PostgreSQL (15.20 refuses it, 15.18 did not) adds no column with a value in it while a function in SQL, whose body it keeps
-- parsed, uses the type of the rows. So these bodies are set aside for the time of the statement.
CREATE OR REPLACE FUNCTION motcua.alter_rows(statement text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    definitions text[];
    definition text;
BEGIN
    SELECT array_agg(pg_get_functiondef(p.oid)) INTO definitions
    FROM pg_proc AS p
    WHERE p.prosqlbody IS NOT NULL AND p.pronamespace IN ('motcua'::regnamespace, 'stats'::regnamespace)
      AND EXISTS (SELECT FROM pg_depend AS d JOIN pg_type AS t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
                  WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND t.typtype = 'c');
    FOREACH definition IN ARRAY coalesce(definitions, '{}') LOOP
        EXECUTE regexp_replace(regexp_replace(definition, '\n LANGUAGE sql\n', E'\n LANGUAGE plpgsql\n'),
            '\n(RETURN|BEGIN ATOMIC)\M.*$', E'\nAS ''BEGIN RAISE EXCEPTION $set$set aside$set$; END''');
    END LOOP;
    EXECUTE statement;
    FOREACH definition IN ARRAY coalesce(definitions, '{}') LOOP
        EXECUTE definition;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION motcua.alter_rows(text) IS 'Carries out an ALTER TABLE that adds a column with a default, or a computed one, to a table whose '
    'rows are arguments of functions. VI: Thực hiện ALTER TABLE thêm cột có giá trị mặc định hoặc cột tính toán vào bảng mà các hàm dùng kiểu dòng '
    'của nó.';
REVOKE ALL ON FUNCTION motcua.alter_rows(text) FROM PUBLIC;

COMMIT;

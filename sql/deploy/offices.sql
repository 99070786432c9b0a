-- Deploy motcua:offices to pg
-- requires: schema

BEGIN;

CREATE TABLE motcua.office (
    code text COLLATE "C" PRIMARY KEY CHECK (code <> ''),
    name text,
    level text CHECK (level IN ('province', 'department', 'district', 'commune', 'branch', 'reception_point', 'vertical')),
    parent text COLLATE "C" REFERENCES motcua.office (code) CHECK (parent <> code),
    valid_from date,
    valid_to date,
    verified boolean NOT NULL DEFAULT true,
    CHECK (valid_from <= valid_to)
);
COMMENT ON TABLE motcua.office IS 'Offices that receive or handle dossiers, in a tree with validity. VI: Cơ quan, đơn vị tiếp nhận hoặc giải quyết '
    'hồ sơ, theo cây và thời hạn hiệu lực.';
COMMENT ON COLUMN motcua.office.code IS 'Identification code (Decision 20/2020/QD-TTg where the source uses it). VI: Mã định danh cơ quan (theo '
    'Quyết định 20/2020/QĐ-TTg nếu nguồn dùng).';
COMMENT ON COLUMN motcua.office.name IS 'Name; of an unverified office the first in alphabetical order that a source gave. VI: Tên cơ quan.';
COMMENT ON COLUMN motcua.office.level IS 'Level in the administration; null when nobody has said. VI: Cấp (tỉnh, sở, huyện cũ, xã, chi nhánh, điểm '
    'tiếp nhận, ngành dọc).';
COMMENT ON COLUMN motcua.office.parent IS 'Office above; its figures include this one. VI: Cơ quan cấp trên; số liệu cấp trên gồm cả cơ quan này.';
COMMENT ON COLUMN motcua.office.valid_from IS 'First day on which the office exists. VI: Ngày bắt đầu hoạt động.';
COMMENT ON COLUMN motcua.office.valid_to IS 'Last day on which the office exists. VI: Ngày cuối cùng hoạt động.';
COMMENT ON COLUMN motcua.office.verified IS 'False when a dossier named the office before any catalogue did. VI: Sai nếu mới chỉ thấy trong hồ sơ, '
    'chưa có trong danh mục.';
CREATE INDEX ON motcua.office (parent);
CREATE INDEX office_folded ON motcua.office (motcua.fold_name(code));

CREATE TABLE motcua.office_alias (
    source text COLLATE "C",
    raw text COLLATE "C",
    office text COLLATE "C" NOT NULL REFERENCES motcua.office (code),
    PRIMARY KEY (source, raw)
);
COMMENT ON TABLE motcua.office_alias IS 'What a source calls an office when it does not use its code. VI: Cách một nguồn gọi cơ quan khi không dùng '
    'mã định danh.';
COMMENT ON COLUMN motcua.office_alias.source IS 'Name of the source. VI: Tên nguồn dữ liệu.';
COMMENT ON COLUMN motcua.office_alias.raw IS 'Code or name as the source writes it; compared by motcua.fold_name. VI: Mã hoặc tên như nguồn ghi; '
    'không phân biệt cách viết hoa, dấu cách, cách đặt dấu.';
COMMENT ON COLUMN motcua.office_alias.office IS 'The office meant. VI: Cơ quan tương ứng.';
CREATE UNIQUE INDEX office_alias_folded ON motcua.office_alias (source, motcua.fold_name(raw));

CREATE TABLE motcua.office_succession (
    old_office text COLLATE "C" REFERENCES motcua.office (code),
    new_office text COLLATE "C" REFERENCES motcua.office (code) CHECK (new_office <> old_office),
    on_day date NOT NULL,
    share numeric NOT NULL DEFAULT 1 CHECK (share > 0 AND share <= 1),
    PRIMARY KEY (old_office, new_office)
);
COMMENT ON TABLE motcua.office_succession IS 'Which office took over from which: mergers, splits, renamings (two-level government since 1 July '
    '2025). VI: Cơ quan nào kế thừa cơ quan nào: sáp nhập, chia tách, đổi tên (chính quyền hai cấp từ 01/7/2025).';
COMMENT ON COLUMN motcua.office_succession.old_office IS 'Office that ended. VI: Cơ quan cũ.';
COMMENT ON COLUMN motcua.office_succession.new_office IS 'Office that took over. VI: Cơ quan kế thừa.';
COMMENT ON COLUMN motcua.office_succession.on_day IS 'First day of the new office. VI: Ngày cơ quan mới bắt đầu.';
CREATE OR REPLACE TRIGGER plain BEFORE INSERT OR UPDATE OF code, parent ON motcua.office
    FOR EACH ROW EXECUTE FUNCTION motcua.plain_columns('code', 'parent');
CREATE OR REPLACE TRIGGER plain BEFORE INSERT OR UPDATE ON motcua.office_alias
    FOR EACH ROW EXECUTE FUNCTION motcua.plain_columns('source', 'raw', 'office');
CREATE OR REPLACE TRIGGER plain BEFORE INSERT OR UPDATE OF old_office, new_office ON motcua.office_succession
    FOR EACH ROW EXECUTE FUNCTION motcua.plain_columns('old_office', 'new_office');
COMMENT ON COLUMN motcua.office_succession.share IS 'Part of the old office that went there, all parts of a day at most 1. The largest takes the '
    'dossiers, see motcua.office_heirs. VI: Phần của cơ quan cũ chuyển sang, cộng lại tối đa bằng 1; phần lớn nhất nhận hồ sơ.';

CREATE OR REPLACE FUNCTION motcua.parent_code(code text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN code ~ '^[A-Z][0-9]{2}(\.[0-9A-Z]+)+$' THEN regexp_replace(code, '\.[^.]*$', '') END;
COMMENT ON FUNCTION motcua.parent_code(text) IS 'Code of the office above, for codes in the style of Decision 20/2020 (H48.23.25 is under H48.23); '
    'null for any other style. VI: Mã cơ quan cấp trên, chỉ với mã theo Quyết định 20/2020.';

CREATE OR REPLACE FUNCTION motcua.level_of_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN motcua.fold_name(name) ~ '^(ubnd|uỷ ban nhân dân) (xã|phường|thị trấn|đặc khu) ' THEN 'commune'
        WHEN motcua.fold_name(name) ~ '^(ubnd|uỷ ban nhân dân) (quận|huyện|thị xã) ' THEN 'district'
        WHEN motcua.fold_name(name) ~ '^(ubnd|uỷ ban nhân dân) tỉnh ' THEN 'province'
        WHEN motcua.fold_name(name) ~ '^sở ' THEN 'department'
    END;
COMMENT ON FUNCTION motcua.level_of_name(text) IS 'Level that an official name states by its first words; null when it leaves a doubt. VI: Cấp hành '
    'chính suy ra từ tên gọi; để trống nếu không chắc.';

CREATE OR REPLACE FUNCTION motcua.offices_like(code text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    WITH asked AS (
        SELECT regexp_replace(upper(offices_like.code), '[^[:alnum:]]', '', 'g') AS letters
    ), near AS (
        SELECT o.code, row_number() OVER (ORDER BY n.letters <> a.letters, abs(length(n.letters) - length(a.letters)), o.code) AS place
        FROM asked AS a CROSS JOIN motcua.office AS o
        CROSS JOIN LATERAL (SELECT regexp_replace(upper(o.code), '[^[:alnum:]]', '', 'g') AS letters) AS n
        WHERE length(a.letters) > 1 AND n.letters <> '' AND (starts_with(n.letters, a.letters) OR starts_with(a.letters, n.letters))
           OR motcua.fold_name(o.name) = motcua.fold_name(offices_like.code)
    )
    SELECT coalesce('is it ' || string_agg(n.code, ', ' ORDER BY n.place) || '? ', '') || 'SELECT code, name FROM motcua.office lists them'
    FROM near AS n WHERE n.place <= 3
$$;
COMMENT ON FUNCTION motcua.offices_like(text) IS 'Advice for a code that no office has: those that begin alike, whatever their dots and case, or '
    'that are called so. VI: Gợi ý mã cơ quan gần giống.';

CREATE OR REPLACE FUNCTION motcua.is_office(code text) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
BEGIN
    IF is_office.code IS NULL OR EXISTS (SELECT FROM motcua.office AS o WHERE o.code = is_office.code) THEN
        RETURN true;
    END IF;
    RAISE invalid_parameter_value USING
        MESSAGE = format('there is no office %L', is_office.code),
        HINT = motcua.offices_like(is_office.code);
END;
$$;
COMMENT ON FUNCTION motcua.is_office(text) IS 'True, or an error when there is no such office; null stands for all. VI: Đúng; báo lỗi nếu không có '
    'cơ quan này; để trống là tất cả.';

CREATE OR REPLACE FUNCTION motcua.create_offices(codes text[]) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    WITH RECURSIVE missing AS (
        SELECT n.code FROM unnest(codes) AS n (code)
        WHERE n.code IS NOT NULL AND NOT EXISTS (SELECT FROM motcua.office AS o WHERE o.code = n.code)
        UNION
        SELECT motcua.parent_code(m.code) FROM missing AS m WHERE motcua.parent_code(m.code) IS NOT NULL
    )
    INSERT INTO motcua.office (code, parent, verified)
    SELECT m.code, motcua.parent_code(m.code), false FROM missing AS m
    ON CONFLICT (code) DO NOTHING;
$$;
COMMENT ON FUNCTION motcua.create_offices(text[]) IS 'Creates those of the offices that nobody has named so far, and the offices above them, as '
    'unverified. VI: Tạo các cơ quan chưa có (kể cả cấp trên), đánh dấu chưa xác minh.';

COMMIT;

-- Deploy motcua:procedures to pg
-- requires: schema
-- requires: marks

BEGIN;

CREATE TYPE motcua.online_level AS ENUM ('none', 'partial', 'full');
COMMENT ON TYPE motcua.online_level IS 'How far a procedure is online: information only, partial, full process. VI: Mức độ dịch vụ công trực tuyến: '
    'chỉ cung cấp thông tin, một phần, toàn trình.';

CREATE OR REPLACE FUNCTION motcua.level_mark(online_level motcua.online_level) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE online_level WHEN 'full' THEN motcua.mark('full') WHEN 'partial' THEN motcua.mark('partial') WHEN 'none' THEN motcua.mark('none')
        ELSE 0 END;
COMMENT ON FUNCTION motcua.level_mark(motcua.online_level) IS 'Mark of an online level, 0 for none known. VI: Dấu hiệu của mức độ trực tuyến.';

CREATE TABLE motcua.procedure (
    code text COLLATE "C" PRIMARY KEY CHECK (code <> ''),
    name text,
    field text,
    online_level motcua.online_level,
    full_eligible boolean,
    has_fee boolean,
    online_payment boolean,
    paper_result boolean,
    valid_from date,
    valid_to date,
    verified boolean NOT NULL DEFAULT true,
    marks bigint NOT NULL GENERATED ALWAYS AS (
        motcua.mark('procedure') | motcua.level_mark(online_level) | motcua.mark('full_eligible', full_eligible) | motcua.mark('has_fee', has_fee)
        | motcua.mark('online_payment', online_payment)
        | CASE WHEN paper_result IS FALSE THEN motcua.mark('electronic_result') ELSE motcua.mark('paper_result') END) STORED,
    CHECK (valid_from <= valid_to)
);
COMMENT ON TABLE motcua.procedure IS 'Catalogue of administrative procedures. VI: Danh mục thủ tục hành chính.';
COMMENT ON COLUMN motcua.procedure.code IS 'National code, or the local one when the source has no mapping. VI: Mã thủ tục hành chính (MaTTHC).';
COMMENT ON COLUMN motcua.procedure.name IS 'Name. VI: Tên thủ tục.';
COMMENT ON COLUMN motcua.procedure.field IS 'Field of administration. VI: Lĩnh vực.';
COMMENT ON COLUMN motcua.procedure.online_level IS 'Online level; null when no catalogue has said. VI: Mức độ trực tuyến.';
COMMENT ON COLUMN motcua.procedure.full_eligible IS 'May be carried out as a full process (Decree 224/2026 art. 14: the default). VI: Đủ điều kiện '
    'cung cấp toàn trình (Nghị định 224/2026, Điều 14).';
COMMENT ON COLUMN motcua.procedure.has_fee IS 'Has a fee or charge. VI: Có phí, lệ phí.';
COMMENT ON COLUMN motcua.procedure.online_payment IS 'The fee can be paid online. VI: Cho phép thanh toán trực tuyến.';
COMMENT ON COLUMN motcua.procedure.paper_result IS 'Gives a paper result, so that a digitised one is owed; unknown counts as yes. VI: Có kết quả '
    'giấy, do đó phải số hóa; chưa rõ thì coi là có.';
COMMENT ON COLUMN motcua.procedure.valid_from IS 'First day in force. VI: Ngày bắt đầu hiệu lực.';
COMMENT ON COLUMN motcua.procedure.valid_to IS 'Last day in force. VI: Ngày hết hiệu lực.';
COMMENT ON COLUMN motcua.procedure.verified IS 'False when a dossier named the procedure before any catalogue did. VI: Sai nếu mới chỉ thấy trong hồ '
    'sơ, chưa có trong danh mục.';
COMMENT ON COLUMN motcua.procedure.marks IS 'What the catalogue says of it, and gives its dossiers, as bits of motcua.mark. VI: Các dấu hiệu của thủ '
    'tục dưới dạng bit của motcua.mark.';

CREATE TABLE motcua.procedure_alias (
    source text COLLATE "C",
    raw text COLLATE "C",
    procedure text COLLATE "C" NOT NULL REFERENCES motcua.procedure (code),
    PRIMARY KEY (source, raw)
);
COMMENT ON TABLE motcua.procedure_alias IS 'What a source calls a procedure when it does not use the national code. VI: Cách một nguồn gọi thủ tục '
    'khi không dùng mã thủ tục quốc gia.';
COMMENT ON COLUMN motcua.procedure_alias.source IS 'Name of the source. VI: Tên nguồn dữ liệu.';
COMMENT ON COLUMN motcua.procedure_alias.raw IS 'Code or name as the source writes it; compared by motcua.fold_name. VI: Mã hoặc tên như nguồn ghi; '
    'không phân biệt cách viết hoa, dấu cách, cách đặt dấu.';
COMMENT ON COLUMN motcua.procedure_alias.procedure IS 'The procedure meant. VI: Thủ tục tương ứng.';
CREATE UNIQUE INDEX procedure_alias_folded ON motcua.procedure_alias (source, motcua.fold_name(raw));
CREATE INDEX procedure_folded ON motcua.procedure (motcua.fold_name(code));
CREATE OR REPLACE TRIGGER plain BEFORE INSERT OR UPDATE OF code ON motcua.procedure FOR EACH ROW EXECUTE FUNCTION motcua.plain_columns('code');
CREATE OR REPLACE TRIGGER plain BEFORE INSERT OR UPDATE ON motcua.procedure_alias
    FOR EACH ROW EXECUTE FUNCTION motcua.plain_columns('source', 'raw', 'procedure');

CREATE OR REPLACE FUNCTION motcua.create_procedures(codes text[]) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    INSERT INTO motcua.procedure (code, verified)
    SELECT DISTINCT n.code, false FROM unnest(codes) AS n (code) WHERE n.code IS NOT NULL
    ON CONFLICT (code) DO NOTHING;
$$;
COMMENT ON FUNCTION motcua.create_procedures(text[]) IS 'Creates those of the procedures that nobody has named so far, as unverified. VI: Tạo các '
    'thủ tục chưa có, đánh dấu chưa xác minh.';

COMMIT;

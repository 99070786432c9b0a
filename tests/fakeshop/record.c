/* The scalar fields are one table in the order of the format: a key with its punctuation ready to
 * be copied, and where the value comes from. Reading a struct member through its offset keeps the
 * table short; a page of 500 records takes about a millisecond this way. Literals are escaped for
 * JSON in the source, so nothing is escaped while writing. */
#include "record.h"

#include <stddef.h>

#include "papers.h"

enum { DEEP_LEVELS = 1500, HUGE_BYTES = 5 * 1000 * 1000 };

typedef enum { KIND_DATE, KIND_CODE, KIND_CALL } FieldKind;

typedef void WriteFn(Out *out, const Dossier *dossier);

typedef struct {
    const char *prefix; /* ,"Key": */
    size_t prefix_len;
    FieldKind kind;
    size_t offset; /* of a Wall for KIND_DATE, of an int8_t for KIND_CODE */
    WriteFn *call;
} Field;

/* ---- values that are not a plain date or code ---- */

static void put_person(Out *out, const Dossier *dossier)
{
    out_padded(out, dossier->person, DOSSIER_PERSON_DIGITS);
}

static void put_code(Out *out, const Dossier *dossier)
{
    out_text(out, dossier->code);
}

/* Empty for the few procedures that the local system has not mapped. */
static void put_procedure_code(Out *out, const Dossier *dossier)
{
    if (!dossier->procedure_code_missing) {
        out_text(out, dossier->procedure->code);
    }
}

static void put_procedure_name(Out *out, const Dossier *dossier)
{
    out_text(out, dossier->procedure->name);
}

static void put_field_code(Out *out, const Dossier *dossier)
{
    out_text(out, dossier->procedure->field_code);
}

static void put_field_name(Out *out, const Dossier *dossier)
{
    out_text(out, dossier->procedure->field_name);
}

/* Twelve digits, as the number of an identity card. */
static void put_identity(Out *out, const Dossier *dossier)
{
    OUT_LIT(out, "PII-0480");
    out_padded(out, dossier->person, 8);
}

static void put_applicant(Out *out, const Dossier *dossier)
{
    OUT_LIT(out, "PII-Người nộp ");
    put_person(out, dossier);
}

/* Account of the applicant on the portal. */
static void put_account(Out *out, const Dossier *dossier)
{
    OUT_LIT(out, "PII-TK-");
    put_person(out, dossier);
}

static void put_other_info(Out *out, const Dossier *dossier)
{
    out_text(out, dossier->other_info);
}

static void put_note(Out *out, const Dossier *dossier)
{
    out_text(out, dossier->note);
}

/* What the dossier is about; names the applicant, as such texts do. */
static void put_subject(Out *out, const Dossier *dossier)
{
    put_applicant(out, dossier);
    OUT_LIT(out, ": ");
    out_text(out, dossier->procedure->name);
}

/* The domain is reserved for examples, so no mail can ever reach anybody. */
static void put_email(Out *out, const Dossier *dossier)
{
    OUT_LIT(out, "PII-");
    put_person(out, dossier);
    OUT_LIT(out, "@thu.example");
}

/* Ten digits or more; no such number range is in use. */
static void put_phone(Out *out, const Dossier *dossier)
{
    OUT_LIT(out, "PII-0900");
    put_person(out, dossier);
}

static void put_return_info(Out *out, const Dossier *dossier)
{
    out_text(out, dossier->return_info);
}

/* The name and not the code: the code is the front part of MaHoSo. */
static void put_office_name(Out *out, const Dossier *dossier)
{
    out_text(out, dossier->office->name);
}

/* Only organisations have one; what arrives is the telephone number, as one vendor fills it. */
static void put_fax(Out *out, const Dossier *dossier)
{
    if (dossier->applicant_type == 2) {
        put_phone(out, dossier);
    }
}

/* Constant of the synchronisation: submitted at the local system. */
static void put_submission_place(Out *out, const Dossier *dossier)
{
    (void)dossier;
    out_char(out, '2');
}

/* A summary of the components, as the vendors send it. */
static void put_has_digitised(Out *out, const Dossier *dossier)
{
    char flag = '0';

    for (unsigned i = 0; i < dossier->component_count; i++) {
        if (dossier->components[i].digitised != 0) {
            flag = '1';
        }
    }
    out_char(out, flag);
}

/* ---- the scalar fields, in the order of the format ---- */

#define PREFIX(key) .prefix = ",\"" key "\":", .prefix_len = sizeof(",\"" key "\":") - 1
#define DATE(key, member)                                                                          \
    {                                                                                              \
        PREFIX(key), .kind = KIND_DATE, .offset = offsetof(Dossier, member)                        \
    }
#define CODE(key, member)                                                                          \
    {                                                                                              \
        PREFIX(key), .kind = KIND_CODE, .offset = offsetof(Dossier, member)                        \
    }
#define CALL(key, function)                                                                        \
    {                                                                                              \
        PREFIX(key), .kind = KIND_CALL, .call = function                                           \
    }

static const Field FIELDS[] = {
    CALL("MaHoSo", put_code),
    CALL("MaTTHC", put_procedure_code),
    CALL("TenTTHC", put_procedure_name),
    CALL("MaLinhVuc", put_field_code),
    CALL("TenLinhVuc", put_field_name),
    CODE("KenhThucHien", channel),
    CALL("SoGiayToChuHoSo", put_identity),
    CALL("ChuHoSo", put_applicant),
    CODE("LoaiDoiTuong", applicant_type),
    CALL("MaDoiTuong", put_account),
    CALL("ThongTinKhac", put_other_info),
    CALL("GhiChu", put_note),
    CALL("TrichYeuHoSo", put_subject),
    CALL("Email", put_email),
    CALL("SoDienThoai", put_phone),
    CALL("Fax", put_fax),
    DATE("NgayNopHoSo", submitted),
    DATE("NgayTiepNhan", received),
    DATE("NgayHenTra", due),
    DATE("NgayKetThucXuLy", finished),
    DATE("NgayTra", returned),
    DATE("NgayTuChoi", refused),
    CODE("TrangThaiHoSo", status),
    CALL("ThongTinTra", put_return_info),
    CODE("HinhThuc", return_way),
    CALL("DonViXuLy", put_office_name),
    CALL("NoiNopHoSo", put_submission_place),
    CALL("HoSoCoThanhPhanSoHoa", put_has_digitised),
    CODE("TaiKhoanDuocXacThucVoiVNeID", verified_account),
    CODE("DuocThanhToanTrucTuyen", paid_online),
    CODE("MucDo", level),
    DATE("NgayXinLoi", apology),
    CODE("KetQuaLuuKho", stored),
    DATE("NgayCapNhat", updated),
};

enum { FIELD_COUNT = sizeof FIELDS / sizeof FIELDS[0] };

/* ---- wrong values ---- */

/* In place of a text: arrays within arrays. */
static void put_deep(Out *out, const Dossier *dossier)
{
    (void)dossier;
    out_repeat(out, '[', DEEP_LEVELS);
    out_repeat(out, ']', DEEP_LEVELS);
}

/* The marker comes first, so that a stored copy of the text would be found. */
static void put_huge(Out *out, const Dossier *dossier)
{
    (void)dossier;
    OUT_LIT(out, "\"PII-");
    out_repeat(out, 'x', HUGE_BYTES);
    out_char(out, '"');
}

typedef struct {
    Quirk quirk;
    const char *key;  /* as in FIELDS, with comma, quotes and colon */
    const char *json; /* written in place of the quoted value */
    WriteFn *call;    /* used instead of json when not NULL */
} Override;

static const Override OVERRIDES[] = {
    {QUIRK_BAD_RECEIVED, ",\"NgayTiepNhan\":", "\"31/02/2024\"", NULL},
    {QUIRK_BAD_DUE, ",\"NgayHenTra\":", "\"20240231080000\"", NULL},
    {QUIRK_BAD_STATUS, ",\"TrangThaiHoSo\":", "\"99\"", NULL},
    {QUIRK_EMPTY_CODE, ",\"MaHoSo\":", "\"\"", NULL},
    {QUIRK_NUL_IN_CODE, ",\"MaHoSo\":", "\"H48.01-240105-00\\u000012345\"", NULL},
    {QUIRK_DUPLICATE_KEY, ",\"TrangThaiHoSo\":", "\"4\",\"TrangThaiHoSo\":\"10\"", NULL},
    {QUIRK_LONG_NUMBER, ",\"KenhThucHien\":", "12345678901234567890", NULL},
    {QUIRK_INVALID_UTF8, ",\"GhiChu\":", "\"PII-\xff\xfe\"", NULL},
    {QUIRK_INVALID_UTF8, ",\"TenTTHC\":",
     "\"Th\xff\xfe t\xe1\xbb\xa5"
     "c\"",
     NULL},
    {QUIRK_WRONG_CASE, ",\"ThongTinKhac\":",
     "\"\",\"mahoso\":\"PII-x\",\"TRANGTHAIHOSO\":\"99\",\"ngaytiepnhan\":\"x\"", NULL},
    {QUIRK_NO_SUCH_DAY, ",\"NgayTiepNhan\":", "\"20260229080000\"", NULL},
    {QUIRK_NO_SUCH_TIME, ",\"NgayTiepNhan\":", "\"20250430240000\"", NULL},
    {QUIRK_FIRST_DAY, ",\"NgayTiepNhan\":", "\"00010101000000\"", NULL},
    {QUIRK_LAST_DAY, ",\"NgayTiepNhan\":", "\"99991231000000\"", NULL},
    {QUIRK_DEEP, ",\"ThongTinKhac\":", NULL, put_deep},
    {QUIRK_HUGE_STRING, ",\"GhiChu\":", NULL, put_huge},
};

/* The replacement for a field of a record with a quirk, or NULL. A quirk may touch several
 * fields. */
static const Override *find_override(Quirk quirk, const Field *field)
{
    for (size_t i = 0; i < sizeof OVERRIDES / sizeof OVERRIDES[0]; i++) {
        if (OVERRIDES[i].quirk == quirk && strcmp(OVERRIDES[i].key, field->prefix) == 0) {
            return &OVERRIDES[i];
        }
    }
    return NULL;
}

/* ---- one scalar field ---- */

/* The text between the quotes; nothing at all for an empty value. */
static void put_value(Out *out, const Dossier *dossier, const Field *field)
{
    const char *member = (const char *)dossier + field->offset;
    Wall when;

    switch (field->kind) {
    case KIND_DATE:
        memcpy(&when, member, sizeof when);
        wall_write14(out, when);
        break;
    case KIND_CODE:
        if ((int8_t)*member >= 0) {
            out_padded(out, (uint64_t)(int8_t)*member, 1);
        }
        break;
    case KIND_CALL:
        field->call(out, dossier);
        break;
    }
}

/* Key and value of one field, unless the field is left out of this record. */
static void put_field(Out *out, const Dossier *dossier, const Field *field)
{
    const Override *override = NULL;

    if (dossier->quirk != QUIRK_NONE) {
        override = find_override(dossier->quirk, field);
    }
    if (override == NULL && field->kind == KIND_CODE &&
        (int8_t)((const char *)dossier)[field->offset] == CODE_ABSENT) {
        return;
    }
    /* The first field has no comma in front; MaHoSo is never absent. */
    size_t skip = field == FIELDS ? 1 : 0;
    out_mem(out, field->prefix + skip, field->prefix_len - skip);
    if (override != NULL && override->call != NULL) {
        override->call(out, dossier);
    } else if (override != NULL) {
        out_text(out, override->json);
    } else {
        out_char(out, '"');
        put_value(out, dossier, field);
        out_char(out, '"');
    }
}

void record_write(Out *out, const Dossier *dossier)
{
    out_char(out, '{');
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        put_field(out, dossier, &FIELDS[i]);
    }
    OUT_LIT(out, ",\"DinhDanhCHS\":[{\"LoaiDinhDanh\":\"1\",\"SoDinhDanh\":\"");
    put_identity(out, dossier);
    OUT_LIT(out, "\"}],\"DSKetNoiCSDL\":[{\"MaCSDL\":\"7\"}]");
    papers_write(out, dossier);
    out_char(out, '}');
}

/* Every personal value carries the marker, as in record.c. Texts of the catalogue need no escaping. */
#include "exports.h"

#include <string.h>

/* ---- pieces of JSON ---- */

static void put_key(Out *out, const char *key)
{
    if (out->len > 0 && out->data[out->len - 1] != '{') {
        out_char(out, ',');
    }
    out_char(out, '"');
    out_text(out, key);
    OUT_LIT(out, "\":");
}

static void put_text(Out *out, const char *key, const char *text)
{
    put_key(out, key);
    out_char(out, '"');
    out_text(out, text);
    out_char(out, '"');
}

static void put_number(Out *out, const char *key, uint64_t number)
{
    put_key(out, key);
    out_padded(out, number, 1);
}

static void put_date(Out *out, const char *key, Wall when, void (*write)(Out *out, Wall when))
{
    put_key(out, key);
    if (when == WALL_NONE) {
        OUT_LIT(out, "null");
        return;
    }
    out_char(out, '"');
    write(out, when);
    out_char(out, '"');
}

static void put_person(Out *out, const char *key, const char *what, const Dossier *dossier)
{
    put_key(out, key);
    OUT_LIT(out, "\"PII-");
    out_text(out, what);
    out_padded(out, dossier->person, DOSSIER_PERSON_DIGITS);
    out_char(out, '"');
}

static const char *procedure_code(const Dossier *dossier)
{
    return dossier->procedure_code_missing ? "" : dossier->procedure->code;
}

/* ---- OpenCPS ---- */

static const char *const OPENCPS_STATES[] = {
    [STATUS_SUBMITTED] = "new",       [STATUS_RECEIVED] = "receiving",
    [STATUS_NOT_ACCEPTED] = "denied", [STATUS_PROCESSING] = "processing",
    [STATUS_SUPPLEMENT] = "waiting",  [STATUS_FINANCIAL] = "pausing",
    [STATUS_WITHDRAWN] = "cancelled", [STATUS_STOPPED] = "unresolved",
    [STATUS_DONE] = "releasing",      [STATUS_HANDED_OVER] = "done"};

static void write_opencps(Out *out, const Dossier *dossier, void (*write)(Out *out, Wall when))
{
    out_char(out, '{');
    put_number(out, "dossierId", dossier->person);
    put_number(out, "groupId", 35166);
    put_text(out, "dossierNo", dossier->code);
    put_text(out, "serviceCode", procedure_code(dossier));
    put_text(out, "serviceName", dossier->procedure->name);
    put_text(out, "govAgencyCode", dossier->office->code);
    put_text(out, "govAgencyName", dossier->office->name);
    put_text(out, "domainCode", dossier->procedure->field_code);
    put_text(out, "domainName", dossier->procedure->field_name);
    put_person(out, "applicantName", "Người nộp ", dossier);
    put_person(out, "applicantIdNo", "0480", dossier);
    put_person(out, "contactTelNo", "0900", dossier);
    put_date(out, "submitDate", dossier->submitted, write);
    put_date(out, "receiveDate", dossier->received, write);
    put_date(out, "dueDate", dossier->due, write);
    put_date(out, "releaseDate", dossier->finished, write);
    put_date(out, "finishDate", dossier->returned, write);
    put_text(out, "dossierStatus", OPENCPS_STATES[dossier->status]);
    put_key(out, "online");
    out_text(out, dossier->channel == 2 ? "true" : "false");
    put_number(out, "fromViaPostal", dossier->channel == 3 ? 1 : 0);
    if (dossier->level > 0) {
        put_number(out, "serviceLevel", (uint64_t)dossier->level);
    }
    out_char(out, '}');
}

void export_opencps(Out *out, const Dossier *dossier)
{
    write_opencps(out, dossier, wall_write_dmy);
}

void export_opencps_us(Out *out, const Dossier *dossier)
{
    write_opencps(out, dossier, wall_write_mdy);
}

/* ---- TD ---- */

static void put_td_components(Out *out, const Dossier *dossier)
{
    static const char *const STATES[] = {"2", "3"};

    put_key(out, "ThanhPhanHoSos");
    out_char(out, '[');
    for (unsigned i = 0; i < dossier->component_count; i++) {
        const Component *component = &dossier->components[i];
        const char *state = component->digitised != 0 ? "1" : "0";
        if (component->reused > 0) {
            state = STATES[component->reused - 1];
        }
        out_text(out, i > 0 ? ",{" : "{");
        put_text(out, "TrangThaiSoHoa", state);
        put_number(out, "DuocLayTuKhoDMQuocGia", (uint64_t)component->from_store);
        put_person(out, "DinhKem", "Tờ khai ", dossier);
        out_char(out, '}');
    }
    out_char(out, ']');
}

static void put_td_payment(Out *out, const char *state, const char *way, uint32_t amount)
{
    out_text(out, out->data[out->len - 1] == '[' ? "{" : ",{");
    put_text(out, "TrangThai", state);
    put_text(out, "HinhThucThanhToan", way);
    put_number(out, "SoTien", amount);
    out_char(out, '}');
}

/* A request that was withdrawn stays in the list, so that amounts may not simply be added up. */
static void put_td_payments(Out *out, const Dossier *dossier)
{
    const char *way = dossier->paid_online > 0 ? "truc-tuyen" : "tien-mat";

    put_key(out, "YeuCauThanhToans");
    out_char(out, '[');
    if (dossier->fee_kind == FEE_AMOUNT) {
        put_td_payment(out, "Hủy thanh toán", "tien-mat", dossier->fee);
        put_td_payment(out, "Đã thanh toán", way, dossier->fee);
        if (dossier->fee_extra > 0) {
            put_td_payment(out, "Chờ thanh toán", way, dossier->fee_extra);
        }
    } else if (dossier->paid_online > 0) {
        put_td_payment(out, "Đã thanh toán", way, 0);
    }
    out_char(out, ']');
}

static void write_td(Out *out, const Dossier *dossier, void (*write)(Out *out, Wall when))
{
    char digit[2] = "";

    out_char(out, '{');
    put_text(out, "MaHoSo", dossier->code);
    put_text(out, "DonViId", dossier->office->code);
    put_text(out, "TenDonVi", dossier->office->name);
    if (dossier->channel > 0) {
        digit[0] = (char)('0' + dossier->channel);
        put_text(out, "KenhThucHien", digit);
    }
    put_text(out, "LoaiDoiTuong", "Công dân");
    put_person(out, "ChuHoSo", "Người nộp ", dossier);
    put_text(out, "MaTTHC", procedure_code(dossier));
    put_text(out, "TenTTHC", dossier->procedure->name);
    put_text(out, "TenLinhVuc", dossier->procedure->field_name);
    put_number(out, "TrangThaiHoSoId", (uint64_t)dossier->status);
    if (dossier->level > 0) {
        put_number(out, "MucDo", (uint64_t)dossier->level);
    }
    put_date(out, "NgayNopHoSo", dossier->submitted, write);
    put_date(out, "NgayTiepNhan", dossier->received, write);
    put_date(out, "NgayHenTra", dossier->due, write);
    put_date(out, "NgayKetThucXuLy", dossier->finished, write);
    put_date(out, "NgayTra", dossier->returned, write);
    put_date(out, "LastModifiedOn", dossier->updated, write);
    put_text(out, "DinhKemKetQua", dossier->result == RESULT_LINK ? "##PII-ket-qua.pdf##" : "");
    put_td_components(out, dossier);
    put_td_payments(out, dossier);
    out_char(out, '}');
}

void export_td(Out *out, const Dossier *dossier)
{
    write_td(out, dossier, wall_write_iso);
}

void export_td_utc(Out *out, const Dossier *dossier)
{
    write_td(out, dossier, wall_write_utc);
}

void export_td_zone(Out *out, const Dossier *dossier)
{
    write_td(out, dossier, wall_write_zone);
}

void export_td_epoch(Out *out, const Dossier *dossier)
{
    write_td(out, dossier, wall_write_epoch);
}

/* ---- CSV ---- */

static const char *const CSV_COLUMNS[] = {
    "Mã hồ sơ",           "Mã thủ tục",   "Tên thủ tục",           "Lĩnh vực",
    "Cơ quan giải quyết", "Chủ hồ sơ",    "Kênh tiếp nhận",        "Ngày nộp",
    "Ngày tiếp nhận",     "Ngày hẹn trả", "Ngày xử lý xong",       "Ngày trả kết quả",
    "Trạng thái",         "Số tiền",      "Thanh toán trực tuyến", "Ghi chú"};

static const char *const CSV_STATES[] = {[STATUS_SUBMITTED] = "Mới đăng ký",
                                         [STATUS_RECEIVED] = "Được tiếp nhận",
                                         [STATUS_NOT_ACCEPTED] = "Không được tiếp nhận",
                                         [STATUS_PROCESSING] = "Đang xử lý",
                                         [STATUS_SUPPLEMENT] = "Yêu cầu bổ sung giấy tờ",
                                         [STATUS_FINANCIAL] =
                                             "Yêu cầu thực hiện nghĩa vụ tài chính",
                                         [STATUS_WITHDRAWN] = "Công dân yêu cầu rút hồ sơ",
                                         [STATUS_STOPPED] = "Dừng xử lý",
                                         [STATUS_DONE] = "Đã xử lý xong",
                                         [STATUS_HANDED_OVER] = "Đã trả kết quả"};

static const char *csv_channel(const Dossier *dossier)
{
    switch (dossier->channel) {
    case 1:
        return "Trực tiếp";
    case 2:
        return "Trực tuyến";
    case 3:
        return "Bưu chính công ích";
    default:
        return "";
    }
}

/* Quotes where RFC 4180 wants them. */
static void put_cell(Out *out, const char *text, char separator)
{
    const char special[] = {'"', '\r', '\n', separator, '\0'};

    if (strpbrk(text, special) == NULL) {
        out_text(out, text);
        return;
    }
    out_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            out_char(out, '"');
        }
        out_char(out, *text);
    }
    out_char(out, '"');
}

void export_csv_header(Out *out, char separator)
{
    for (size_t i = 0; i < sizeof CSV_COLUMNS / sizeof CSV_COLUMNS[0]; i++) {
        if (i > 0) {
            out_char(out, separator);
        }
        put_cell(out, CSV_COLUMNS[i], separator);
    }
    OUT_LIT(out, "\r\n");
}

void export_csv_row(Out *out, const Dossier *dossier, char separator)
{
    const char *const texts[] = {dossier->code,
                                 procedure_code(dossier),
                                 dossier->procedure->name,
                                 dossier->procedure->field_name,
                                 dossier->office->name,
                                 "PII-Người nộp",
                                 csv_channel(dossier)};
    const Wall dates[] = {dossier->submitted, dossier->received, dossier->due, dossier->finished,
                          dossier->returned};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        put_cell(out, texts[i], separator);
        out_char(out, separator);
    }
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        wall_write_dmy(out, dates[i]);
        out_char(out, separator);
    }
    put_cell(out, CSV_STATES[dossier->status], separator);
    out_char(out, separator);
    if (dossier->fee_kind == FEE_AMOUNT) {
        out_padded(out, dossier->fee + dossier->fee_extra, 1);
    }
    out_char(out, separator);
    out_text(out, dossier->paid_online > 0 ? "Có" : "Không");
    out_char(out, separator);
    /* Over two lines and with quotes, as people write. */
    put_cell(out, dossier->supplement ? "PII-\"Bổ sung\",\r\nxem lại; rồi trả" : "", separator);
    OUT_LIT(out, "\r\n");
}

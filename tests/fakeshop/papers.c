/* Every file name and address is built from the number of the person and carries the marker of
 * personal values, as real file names often hold the name of an applicant. Keys that are always
 * empty in practice are left out, which keeps a record at the size real exports have. */
#include "papers.h"

static void put_person(Out *out, const Dossier *dossier)
{
    out_padded(out, dossier->person, DOSSIER_PERSON_DIGITS);
}

/* One submitted paper. File name and address are personal: both carry the marker. */
static void put_component(Out *out, const Dossier *dossier, unsigned number)
{
    const Component *component = &dossier->components[number];

    OUT_LIT(out, "{\"TenTepDinhKem\":\"PII-Tờ khai ");
    put_person(out, dossier);
    OUT_LIT(out, "-");
    out_padded(out, number + 1, 1);
    OUT_LIT(out, ".pdf\",\"MaThanhPhanHoSo\":\"TP");
    out_padded(out, number + 1, 2);
    OUT_LIT(out, "\",\"DuongDanTaiTepTin\":\"https://tep.example/PII-");
    put_person(out, dossier);
    OUT_LIT(out, "-");
    out_padded(out, number + 1, 1);
    OUT_LIT(out, ".pdf\",\"DuocSoHoa\":\"");
    out_padded(out, (uint64_t)component->digitised, 1);
    OUT_LIT(out, "\",\"DuocTaiSuDung\":\"");
    out_padded(out, (uint64_t)component->reused, 1);
    OUT_LIT(out, "\",\"DuocLayTuKhoDMQG\":\"");
    out_padded(out, (uint64_t)component->from_store, 1);
    OUT_LIT(out, "\"}");
}

/* The papers submitted; never empty. */
static void put_components(Out *out, const Dossier *dossier)
{
    OUT_LIT(out, ",\"TaiLieuNop\":[");
    for (unsigned i = 0; i < dossier->component_count; i++) {
        if (i > 0) {
            out_char(out, ',');
        }
        put_component(out, dossier, i);
    }
    out_char(out, ']');
}

/* One fee; head is everything up to the opening quote of the amount. */
static void put_fee(Out *out, const char *head, uint32_t amount)
{
    out_text(out, head);
    out_padded(out, amount, 1);
    OUT_LIT(out, "\",\"LoaiPhiLePhi\":\"1\"}");
}

/* Up to two fees, so that a reader has to add them up. */
static void put_fees(Out *out, const Dossier *dossier)
{
    OUT_LIT(out, ",\"DanhSachLePhi\":[");
    if (dossier->fee_kind != FEE_NONE) {
        put_fee(out,
                "{\"TenPhiLePhi\":\"Lệ phí\",\"MaPhiLePhi\":\"LP01\",\"HinhThucThu\":\"1\","
                "\"Gia\":\"",
                dossier->fee_kind == FEE_AMOUNT ? dossier->fee : 0);
    }
    if (dossier->fee_kind == FEE_AMOUNT && dossier->fee_extra > 0) {
        put_fee(out,
                ",{\"TenPhiLePhi\":\"Phí thẩm định\",\"MaPhiLePhi\":\"P02\",\"HinhThucThu\":\"4\","
                "\"Gia\":\"",
                dossier->fee_extra);
    }
    out_char(out, ']');
}

/* The result papers; an entry without an address is a result that was not digitised. */
static void put_results(Out *out, const Dossier *dossier)
{
    OUT_LIT(out, ",\"DanhSachGiayToKetQua\":[");
    if (dossier->result != RESULT_NONE) {
        OUT_LIT(out, "{\"TenGiayTo\":\"PII-Kết quả ");
        put_person(out, dossier);
        OUT_LIT(out, ".pdf\",\"MaThanhPhanHoSo\":\"\",\"GiayToId\":\"\","
                     "\"DuongDanTepTinKetQua\":\"");
        if (dossier->result == RESULT_LINK) {
            OUT_LIT(out, "https://tep.example/PII-KQ-");
            put_person(out, dossier);
            OUT_LIT(out, ".pdf");
        }
        OUT_LIT(out, "\",\"MaGiayToKetQua\":\"KQ.");
        out_text(out, dossier->procedure->field_code);
        OUT_LIT(out, "\"}");
    }
    out_char(out, ']');
}

/* At most one request for more papers, with the officials who handled it. */
static void put_supplements(Out *out, const Dossier *dossier)
{
    OUT_LIT(out, ",\"DanhSachHoSoBoSung\":[");
    if (dossier->supplement) {
        OUT_LIT(out, "{\"HoSoBoSungId\":\"");
        put_person(out, dossier);
        OUT_LIT(out, "\",\"NguoiYeuCauBoSung\":\"PII-Cán bộ ");
        out_padded(out, dossier->person % 97, 3);
        OUT_LIT(out, "\",\"NoiDungBoSung\":\"PII-Bổ sung bản sao giấy tờ\",\"NgayBoSung\":\"");
        wall_write14(out, dossier->received);
        OUT_LIT(out, "\",\"NguoiTiepNhanBoSung\":\"PII-Cán bộ ");
        out_padded(out, dossier->person % 89, 3);
        OUT_LIT(out, "\",\"NgayTiepNhanBoSung\":\"\",\"TrangThaiBoSung\":\"0\","
                     "\"DanhSachGiayToBoSung\":[],\"DanhSachLePhiBoSung\":[],"
                     "\"NgayHenTraTruoc\":\"");
        wall_write14(out, dossier->due);
        OUT_LIT(out, "\",\"NgayHenTraMoi\":\"\"}");
    }
    out_char(out, ']');
}

void papers_write(Out *out, const Dossier *dossier)
{
    put_components(out, dossier);
    put_fees(out, dossier);
    put_results(out, dossier);
    put_supplements(out, dossier);
}

#include "rating.h"

static const char *const LEVELS[] = {
    [RATING_NONE] = "",
    [RATING_VERY_SATISFIED] = "Rất hài lòng",
    [RATING_SATISFIED] = "Hài lòng",
    [RATING_DISSATISFIED] = "Chưa hài lòng",
};

bool rating_is_asked(const Dossier *dossier)
{
    return (dossier->status == STATUS_DONE || dossier->status == STATUS_HANDED_OVER) &&
           dossier->finished != WALL_NONE;
}

void rating_write(Out *out, const Dossier *dossier, uint64_t index, Rating rating)
{
    Wall answered = dossier->finished + (Wall)(5 + index % 50) * WALL_MINUTE;

    OUT_LIT(out, "{\"MaPhieu\":\"PDG-");
    out_padded(out, index + 1, 7);
    OUT_LIT(out, "\",\"MaDonVi\":\"");
    out_text(out, dossier->office->code);
    OUT_LIT(out, "\",\"MaHoSo\":\"");
    out_text(out, dossier->code);
    OUT_LIT(out, "\",\"HoTen\":\"PII-Nguyễn Văn A\",\"SoDienThoai\":\"PII-0900000001\","
                 "\"GopY\":\"PII-Cảm ơn cô Lan, số nhà 12\",\"NgayDanhGia\":\"");
    wall_write14(out, answered);
    OUT_LIT(out, "\",\"MucDo\":\"");
    out_text(out, LEVELS[rating]);
    OUT_LIT(out, "\"}");
}

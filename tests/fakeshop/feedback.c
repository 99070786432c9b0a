/* In the half-year of the golden commune 9 answers are given, 6 of them in time, and one more is
 * overdue at its end. The deadlines that no row states are counted by hand, 15 working days after
 * the reception or the transfer:
 *
 *   2023-12-20 -> 2024-01-11, over New Year      2024-04-10 -> 2024-05-06, over the Hung Kings' day,
 *   2024-02-05 -> 2024-03-04, over Tet               30 April and the make-up Saturday of 4 May
 *   2024-04-24 -> 2024-05-17, likewise           2024-05-20 -> 2024-06-10, after the half-year */
#include "feedback.h"

#include <stdio.h>

typedef struct {
    const char *received; /* yyyyMMddHHmmss; "" = none, here and below */
    const char *transferred;
    const char *due;
    const char *answered;
    const char *published;
    const char *status; /* 1 received, 2 in process, 3 answered, 4 published, 5 refused */
    const char *kind;   /* 1 on a regulation, 2 on the behaviour of officials */
} Row;

static const Row ROWS[] = {
    {"20231220091500", "", "", "20240111163000", "20240112080000", "4", "1"},
    {"20231220101000", "", "", "20240112080500", "", "3", "2"}, /* late */
    {"20240205090000", "", "", "20240304165900", "20240305090000", "4", "1"},
    {"20240205140000", "", "", "20240305080000", "", "3", "1"}, /* late */
    {"20240410083000", "", "", "20240506170000", "20240507080000", "4", "2"},
    {"20240410093000", "20240424100000", "", "20240517103000", "", "3", "1"},
    {"20240424090000", "", "", "", "", "2", "1"}, /* overdue */
    {"20240520090000", "", "", "", "", "1", "1"}, /* not yet due */
    {"20240311090000", "", "20240315170000", "20240315173000", "", "3", "1"},
    {"20240311090000", "", "20240315170000", "20240318080000", "", "3", "2"}, /* late */
    {"20240320090000", "", "", "20240321090000", "", "5", "1"},
    {"20231120090000", "", "", "20231201090000", "", "3", "1"}, /* before the half-year */
    {"20240304090000", "", "", "20240305090000", "", "3", "1"}, /* of an office unknown to all */
};

enum { COUNT = sizeof ROWS / sizeof ROWS[0] };

size_t feedback_count(void)
{
    return COUNT;
}

static void write_text(Out *out, const char *key, const char *value)
{
    OUT_LIT(out, ",\"");
    out_text(out, key);
    OUT_LIT(out, "\":\"");
    out_text(out, value);
    out_char(out, '"');
}

void feedback_write(Out *out, const Catalog *catalog, size_t index)
{
    const Row *row = &ROWS[index];
    /* The golden commune is alone in having dossiers of its own, and is the first of its offices. */
    size_t place = catalog->office_count > 3 ? index % catalog->office_count : 0;

    OUT_LIT(out, "{\"MaPAKN\":\"PA-");
    out_padded(out, index + 1, 4);
    out_char(out, '"');
    write_text(out, "MaDonVi", index == COUNT - 1 ? "H48.23.99" : catalog->offices[place].code);
    write_text(out, "HoTen", "PII-Nguyễn Văn A");
    write_text(out, "NoiDung", "PII-Thủ tục kéo dài");
    write_text(out, "NgayTiepNhan", row->received);
    write_text(out, "NgayChuyen", row->transferred);
    write_text(out, "HanTraLoi", row->due);
    write_text(out, "NgayTraLoi", row->answered);
    write_text(out, "NgayCongKhai", row->published);
    write_text(out, "TrangThai", row->status);
    write_text(out, "Loai", row->kind);
    out_char(out, '}');
}

#include "stats/mail/bookpart.h"

#include "common/program/outfile.h"
#include "common/text.h"
#include "stats/figure/reading.h"
#include "stats/print/notation.h"
#include "stats/print/xlsxout.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/banned.h"

static const char query[] =
    "SELECT d.code, d.handling_office, o.name AS office_name, coalesce(d.procedure_name, "
    "d.procedure) AS procedure,"
    "       to_char(d.received_at, " READING_ISO ") AS received_at,"
    "       to_char(d.due_at, " READING_ISO ") AS due_at,"
    "       to_char(d.finished_at, " READING_ISO ") AS finished_at, d.days_late,"
    "       to_char(d.apology_at, " READING_ISO ") AS apology_at, d.reason"
    " FROM motcua.year_of(motcua.today(), $3) AS y"
    " CROSS JOIN LATERAL stats.dossiers('late', y.period_from, y.period_to, NULL, $2) AS d"
    " LEFT JOIN motcua.office AS o ON o.code = d.handling_office"
    " WHERE d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t"
    "                             WHERE t.ancestor IN (SELECT jsonb_array_elements_text($1)))"
    " ORDER BY d.handling_office COLLATE \"C\", d.days_late DESC, d.code COLLATE \"C\"";

static void put_rows(struct RowOut *out, const DbRows *rows)
{
    static const char *const titles[] = {
        "Mã hồ sơ", "Mã cơ quan",     "Cơ quan",         "Thủ tục", "Tiếp nhận", "Hẹn trả",
        "Kết thúc", "Quá hạn (ngày)", "Văn bản xin lỗi", "Lý do",   NULL};

    rowout_begin(out, titles);
    for (int row = 0; row < db_row_count(rows); row++) {
        rowout_text(out, db_field(rows, row, "code"));
        rowout_text(out, db_field(rows, row, "handling_office"));
        rowout_text(out, db_field(rows, row, "office_name"));
        rowout_text(out, db_field(rows, row, "procedure"));
        rowout_time(out, db_field(rows, row, "received_at"));
        rowout_time(out, db_field(rows, row, "due_at"));
        rowout_time(out, db_field(rows, row, "finished_at"));
        rowout_number(out, db_field(rows, row, "days_late"));
        rowout_time(out, db_field(rows, row, "apology_at"));
        rowout_text(out, db_field(rows, row, "reason"));
        rowout_end_row(out);
    }
}

static bool write_book(Arena *arena, const DbRows *rows, const char *path, struct Error *err)
{
    struct BookFile book;
    struct XlsxOut *xlsx = arena_alloc(arena, sizeof *xlsx);

    if (!bookfile_begin(&book, arena, path, err)) {
        return false;
    }
    xlsxout_open(xlsx, &book);
    put_rows(&xlsx->rows, rows);
    xlsxout_close(xlsx);
    return bookfile_finish(&book, err);
}

/* The bytes of the file as PostgreSQL reads them; NULL when they are too many. */
static bool read_hex(Arena *arena, const char *path, const char **hex, struct Error *err)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char *bytes = arena_alloc(arena, BOOKPART_BYTES_MAX + 1);
    FILE *file = fopen(path, "rbe");

    *hex = NULL;
    if (file == NULL) {
        return error_set(err, EXIT_INTERNAL, "cannot read the workbook: %s", strerror(errno));
    }
    size_t length = fread(bytes, 1, BOOKPART_BYTES_MAX + 1, file);
    fclose(file);
    if (length <= BOOKPART_BYTES_MAX) {
        char *text = arena_alloc(arena, 2 * length + 1);
        for (size_t i = 0; i < length; i++) {
            text[2 * i] = digits[bytes[i] >> 4];
            text[2 * i + 1] = digits[bytes[i] & 15];
        }
        *hex = text;
    }
    return true;
}

/* libxlsxwriter writes to a file, and so there is one for a moment, that nobody else can read. */
static bool make_bytes(Arena *arena, const DbRows *rows, const char **hex, struct Error *err)
{
    char *directory = arena_printf(arena, "%s/motcua-XXXXXX", outfile_temporary_directory());

    if (mkdtemp(directory) == NULL) {
        return error_set(err, EXIT_INTERNAL, "cannot make a directory for the workbook: %s",
                         strerror(errno));
    }
    const char *path = arena_printf(arena, "%s/qua-han.xlsx", directory);
    bool ok = write_book(arena, rows, path, err) && read_hex(arena, path, hex, err);
    unlink(path);
    rmdir(directory);
    return ok;
}

bool bookpart_make(struct Draft *draft, const char *offices, const char **name, const char **hex,
                   struct Error *err)
{
    Arena *arena = draft->arena;
    const char *values[] = {offices, draft->plan->profile, draft->settings->year_start};

    *name = *hex = NULL;
    if (text_equal(offices, "[]")) {
        return true;
    }
    DbRows *rows = db_query(draft->db, query, 3, values, err);
    if (rows == NULL) {
        return false;
    }
    int count = db_row_count(rows);
    bool ok = count <= draft->cards || make_bytes(arena, rows, hex, err);
    db_rows_free(rows);
    if (ok && *hex != NULL) {
        *name = "ho-so-qua-han.xlsx";
        draft_add(draft, BLOCK_TEXT, "attached",
                  TEXT_VALUES({"file", *name},
                              {"count", notation_count(arena, arena_printf(arena, "%d", count))}));
    }
    return ok;
}

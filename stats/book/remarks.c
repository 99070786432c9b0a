#include "stats/book/remarks.h"

#include "common/text.h"
#include "stats/figure/doubt.h"
#include "stats/print/notation.h"

#include "common/banned.h"

enum { COLUMN_TEXT = 1, LABEL_WIDTH = 34, TEXT_WIDTH = 110, PAPER_A4 = 9 };

/* What is left when both sides of a check are compared row by row: the parts as columns of II.06a. */
struct Check {
    const char *label;
    char whole;
    const char *parts;
};

static const struct Check checks[] = {
    {"Kiểm tra 3 = 4 + 5 + 6", 'C', "DEF"},
    {"Kiểm tra 7 = 8 + 9 + 10", 'G', "HIJ"},
    {"Kiểm tra 11 = 12 + 13", 'K', "LM"},
};

struct Remarks {
    const struct Book *book;
    lxw_worksheet *sheet;
    lxw_format *label;
    lxw_format *text;
    lxw_row_t row;
};

/* The moment is that of the last night that brought news: on the same data two books are the same. */
static const char moment_query[] =
    "SELECT to_char(m.finished_at, " READING_ISO ") AS finished_at, p.text_vi AS profile_text,"
    "       p.legal_source AS profile_source, s.text_vi AS scoring_text,"
    "       s.legal_source AS scoring_source, p.profile, s.scoring"
    " FROM (SELECT 1) AS one LEFT JOIN stats.data_moment(NULL) AS m ON true"
    " LEFT JOIN motcua.profile AS p ON p.profile = $1"
    " LEFT JOIN motcua.scoring AS s ON s.scoring = $2";

static const char beside_query[] =
    "SELECT f.title, f.no_due, f.withdrawn, f.returned FROM stats.form_06a($1, $2, "
    "$3, " READING_VIEW
    ") AS f WHERE $4::text IS NULL AND f.is_office AND f.no_due + f.withdrawn + f.returned > 0";

static void put(struct Remarks *remarks, const char *label, const char *text)
{
    Arena *arena = remarks->book->arena;

    worksheet_write_string(remarks->sheet, remarks->row, 0, bookfile_text(arena, label),
                           remarks->label);
    worksheet_write_string(remarks->sheet, remarks->row, COLUMN_TEXT,
                           bookfile_text(arena, text != NULL ? text : NOTATION_NONE),
                           remarks->text);
    worksheet_set_row(remarks->sheet, remarks->row, sheet_height(text, TEXT_WIDTH), NULL);
    remarks->row++;
}

static const char *range(Arena *arena, char column, const struct SheetSpan *span)
{
    return arena_printf(arena, "'II.06a'!%c%u:%c%u", column, (unsigned)span->first + 1, column,
                        (unsigned)span->last + 1);
}

static void put_checks(struct Remarks *remarks, const struct SheetSpan *span)
{
    Arena *arena = remarks->book->arena;

    for (size_t i = 0; i < sizeof checks / sizeof checks[0] && span->last >= span->first; i++) {
        const char *parts = "";
        for (const char *part = checks[i].parts; *part != '\0'; part++) {
            parts = arena_printf(arena, "%s%s%s", parts, part == checks[i].parts ? "" : "+",
                                 range(arena, *part, span));
        }
        worksheet_write_string(remarks->sheet, remarks->row, 0, checks[i].label, remarks->label);
        worksheet_write_formula_str(remarks->sheet, remarks->row, COLUMN_TEXT,
                                    arena_printf(arena,
                                                 "=IF(SUMPRODUCT(--(%s<>%s))=0,\"Đúng\",\"Sai\")",
                                                 range(arena, checks[i].whole, span), parts),
                                    remarks->text, "Đúng");
        remarks->row++;
    }
}

static void put_rules(struct Remarks *remarks, const DbRows *moment)
{
    const struct Book *book = remarks->book;
    Arena *arena = book->arena;

    put(remarks, "Cơ quan", book->reporter);
    put(remarks, "Kỳ báo cáo",
        arena_printf(arena, "từ ngày %s đến ngày %s", notation_day(arena, book->reading.from),
                     notation_day(arena, book->reading.to)));
    put(remarks, "Thời điểm dữ liệu", notation_time(arena, db_field(moment, 0, "finished_at")));
    put(remarks, "Ngày tổng hợp", notation_day(arena, book->reading.today));
    put(remarks, "Bộ quy tắc", db_field(moment, 0, "profile_text"));
    put(remarks, "Căn cứ", db_field(moment, 0, "profile_source"));
    put(remarks, "Bộ tiêu chí", db_field(moment, 0, "scoring_text"));
    put(remarks, "Căn cứ của bộ tiêu chí", db_field(moment, 0, "scoring_source"));
    put(remarks, "Cách tính hạn",
        "Đúng hạn theo ngày: kết thúc trong ngày hẹn trả là đúng hạn. Hồ sơ không có ngày hẹn trả "
        "không tính vào tỷ lệ, "
        "trong biểu II.06a được xếp vào cột 9 và cột 12.");
}

/* What explains that 3 is not 7 + 11: the form has no column for what was withdrawn or returned. */
static void put_beside(struct Remarks *remarks, const DbRows *rows)
{
    Arena *arena = remarks->book->arena;

    for (int row = 0; row < db_row_count(rows); row++) {
        put(remarks, "Ngoài các cột của biểu II.06a",
            arena_printf(arena,
                         "%s: rút %s hồ sơ, trả lại %s hồ sơ; không có ngày hẹn trả %s hồ sơ",
                         db_field(rows, row, "title"),
                         notation_count(arena, db_field(rows, row, "withdrawn")),
                         notation_count(arena, db_field(rows, row, "returned")),
                         notation_count(arena, db_field(rows, row, "no_due"))));
    }
}

static void put_doubts(struct Remarks *remarks, const DbRows *doubts)
{
    Arena *arena = remarks->book->arena;

    for (int row = 0; row < db_row_count(doubts); row++) {
        put(remarks, DOUBT_TITLE,
            arena_printf(arena, "%s: %s", db_field(doubts, row, "office"),
                         db_field(doubts, row, "reason")));
    }
}

static struct Remarks begin(const struct Book *book)
{
    struct Remarks remarks = {.book = book,
                              .sheet = workbook_add_worksheet(book->file.book, "Ghi chú"),
                              .label = book->cells[1][SHEET_TEXT],
                              .text = book->cells[0][SHEET_TEXT],
                              .row = 2};

    worksheet_set_column(remarks.sheet, 0, 0, LABEL_WIDTH, NULL);
    worksheet_set_column(remarks.sheet, COLUMN_TEXT, COLUMN_TEXT, TEXT_WIDTH, NULL);
    worksheet_merge_range(remarks.sheet, 0, 0, 0, COLUMN_TEXT, "GHI CHÚ VỀ SỐ LIỆU", book->title);
    worksheet_set_landscape(remarks.sheet);
    worksheet_set_paper(remarks.sheet, PAPER_A4);
    worksheet_fit_to_pages(remarks.sheet, 1, 0);
    return remarks;
}

bool remarks_add(struct Book *book, const char *profile, const char *version,
                 const struct SheetSpan *form_06a, struct Error *err)
{
    const char *names[] = {profile, version};
    DbRows *moment = db_query(book->db, moment_query, 2, names, err), *beside = NULL,
           *doubts = NULL;

    if (moment != NULL) {
        beside =
            reading_query(book->db, &book->reading, beside_query, book->office, NULL, NULL, err);
    }
    if (beside != NULL) {
        doubts = doubt_read(book->db, &book->reading, book->office, err);
    }
    if (doubts != NULL) {
        struct Remarks remarks = begin(book);
        put_rules(&remarks, moment);
        put_checks(&remarks, form_06a);
        put_beside(&remarks, beside);
        put_doubts(&remarks, doubts);
    }
    db_rows_free(moment);
    db_rows_free(beside);
    db_rows_free(doubts);
    return doubts != NULL;
}

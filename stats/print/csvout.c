#include "stats/print/csvout.h"

#include "common/utf8.h"

#include <string.h>

#include "common/banned.h"

/* As parts of "2024-06-07T01:40:12+07:00". */
enum { DAY_LENGTH = 10, TIME_AT = 11, TIME_LENGTH = 8, TIME_END = 19 };

/* What OWASP lists for CSV injection. */
static bool looks_like_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

/* Separators stand between cells, so the first of a row has none. */
static void start_cell(struct CsvOut *csv)
{
    if (csv->in_row) {
        putc(csv->separator, csv->out);
    }
    csv->in_row = true;
}

/* Tabs and line ends may stand in a quoted cell. */
static void write_shown(struct CsvOut *csv, const char *text)
{
    uint32_t code_point;
    bool shown;

    for (size_t step; *text != '\0'; text += step) {
        step = utf8_character(text, &code_point, &shown);
        if (*text == '"') {
            putc('"', csv->out);
        }
        if (shown || strchr("\t\r\n", *text) != NULL) {
            fwrite(text, 1, step, csv->out);
        } else {
            putc('?', csv->out);
        }
    }
}

static void write_text(struct CsvOut *csv, const char *text)
{
    bool quoted = text[strcspn(text, ";,\"\r\n\t")] != '\0' || text[0] == ' ';

    if (quoted) {
        putc('"', csv->out);
    }
    if (looks_like_formula(text)) {
        putc('\'', csv->out);
    }
    write_shown(csv, text);
    if (quoted) {
        putc('"', csv->out);
    }
}

static void write_number(struct CsvOut *csv, const char *digits)
{
    for (; *digits != '\0'; digits++) {
        putc(*digits == '.' && csv->separator != ',' ? ',' : *digits, csv->out);
    }
}

/* In the notation that Excel in Vietnamese reads as a date; odd texts as they are. */
static void write_day(struct CsvOut *csv, const char *iso)
{
    if (strlen(iso) < DAY_LENGTH) {
        fputs(iso, csv->out);
        return;
    }
    fprintf(csv->out, "%.2s/%.2s/%.4s", iso + 8, iso + 5, iso);
}

static void write_cell(struct RowOut *out, enum CellKind kind, const char *value)
{
    struct CsvOut *csv = (struct CsvOut *)out;

    start_cell(csv);
    if (value == NULL) {
        return;
    }
    if (kind == CELL_TEXT) {
        write_text(csv, value);
    } else if (kind == CELL_NUMBER) {
        write_number(csv, value);
    } else {
        write_day(csv, value);
    }
    if (kind == CELL_TIME && strlen(value) >= TIME_END) {
        fprintf(csv->out, " %.*s", TIME_LENGTH, value + TIME_AT);
    }
}

static void end_row(struct RowOut *out)
{
    struct CsvOut *csv = (struct CsvOut *)out;

    fputs("\r\n", csv->out);
    csv->in_row = false;
}

static void begin(struct RowOut *out, const char *const *headings)
{
    const struct CsvOut *csv = (const struct CsvOut *)out;

    fputs("\xEF\xBB\xBF", csv->out);
    for (; *headings != NULL; headings++) {
        write_cell(out, CELL_TEXT, *headings);
    }
    end_row(out);
}

void csvout_open(struct CsvOut *csv, FILE *out, char separator)
{
    static const struct RowFormat format = {begin, write_cell, end_row};

    *csv = (struct CsvOut){.rows = {.format = &format}, .out = out, .separator = separator};
}

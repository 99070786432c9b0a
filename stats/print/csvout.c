#include "stats/print/csvout.h"

#include "common/utf8.h"

#include <string.h>

#include "common/banned.h"

enum { SAFE_DIGITS = 11 }; /* beyond these Excel writes 1,2E+17 */

/* What OWASP lists for CSV injection. */
static bool looks_like_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

/* Whole numbers that show as they are written stay; anything else of digits would be changed. */
static bool looks_like_number(const char *text)
{
    size_t length = strlen(text), digits = strspn(text, "0123456789");

    if (digits == length) {
        return length > SAFE_DIGITS || (length > 1 && text[0] == '0');
    }
    return text[strcspn(text, "0123456789")] != '\0' &&
           strspn(text, "0123456789.,:/-+%eE ") == length;
}

/* Separators stand between cells, so the first of a row has none. */
static void start_cell(struct CsvOut *csv)
{
    if (csv->in_row) {
        putc(';', csv->out);
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

void csvout_text(struct CsvOut *csv, const char *text)
{
    start_cell(csv);
    if (text == NULL) {
        return;
    }
    bool guarded = looks_like_formula(text) || looks_like_number(text);
    bool quoted = text[strcspn(text, ";,\"\r\n\t")] != '\0' || text[0] == ' ';
    if (quoted) {
        putc('"', csv->out);
    }
    if (guarded) {
        putc('\'', csv->out);
    }
    write_shown(csv, text);
    if (quoted) {
        putc('"', csv->out);
    }
}

void csvout_value(struct CsvOut *csv, const char *value)
{
    start_cell(csv);
    fputs(value != NULL ? value : "", csv->out);
}

void csvout_end_row(struct CsvOut *csv)
{
    for (const char *const *cell = csv->tail; cell != NULL && *cell != NULL; cell++) {
        csvout_value(csv, *cell);
    }
    fputs("\r\n", csv->out);
    csv->in_row = false;
}

void csvout_begin(struct CsvOut *csv, FILE *out, const char *const *columns)
{
    *csv = (struct CsvOut){.out = out};
    fputs("\xEF\xBB\xBF", out);
    for (; *columns != NULL; columns++) {
        csvout_value(csv, *columns);
    }
    csvout_end_row(csv);
}

#include "stats/print/report.h"

#include "common/memory.h"
#include "common/program/outfile.h"
#include "common/program/terminal.h"
#include "common/text.h"
#include "stats/print/csvout.h"
#include "stats/print/xlsxout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

static const char *const names[] = {
    [REPORT_TABLE] = "table", [REPORT_JSON] = "json", [REPORT_CSV] = "csv", [REPORT_XLSX] = "xlsx"};

_Static_assert(sizeof names / sizeof names[0] == REPORT_FORMATS, "every format has a name");

bool report_find_format(const char *name, enum ReportFormat *format, struct Error *err)
{
    *format = REPORT_TABLE;
    for (int i = 0; name != NULL && i < REPORT_FORMATS; i++) {
        if (text_equal(name, names[i])) {
            *format = (enum ReportFormat)i;
            return true;
        }
    }
    return name == NULL ||
           error_set(err, EXIT_USAGE, "unknown format '%s': expected table, json, csv or xlsx",
                     name);
}

bool report_find_separator(const char *name, char *separator, struct Error *err)
{
    *separator = CSVOUT_SEPARATOR;
    if (name == NULL || text_equal(name, ";")) {
        return true;
    }
    *separator = name[0] == ',' ? ',' : '\t';
    return text_equal(name, ",") || text_equal(name, "tab") || text_equal(name, "\t") ||
           error_set(err, EXIT_USAGE, "unknown separator '%s': expected ';', ',' or tab", name);
}

static void put_rows(const struct Report *report, const void *figures,
                     const struct ReportTarget *target, struct RowOut *out)
{
    out->labels = target->labels;
    report->rows(figures, out);
}

static bool print_csv(const struct Report *report, const void *figures,
                      const struct ReportTarget *target, FILE *out)
{
    struct CsvOut csv;

    csvout_open(&csv, out, target->separator);
    put_rows(report, figures, target, &csv.rows);
    return ferror(out) == 0;
}

static bool write_csv(const struct Report *report, const void *figures,
                      const struct ReportTarget *target, Arena *arena, struct Error *err)
{
    struct OutFile file;

    if (!outfile_begin(&file, arena, target->output, err)) {
        return false;
    }
    FILE *out = fopen(file.growing, "w");
    bool ok = out != NULL && print_csv(report, figures, target, out);
    if (out != NULL && fclose(out) != 0) {
        ok = false;
    }
    if (!ok) {
        error_set(err, EXIT_INTERNAL, "cannot write '%s': %s", target->output, strerror(errno));
        outfile_discard(&file);
        return false;
    }
    return outfile_finish(&file, err);
}

static bool write_workbook(const struct Report *report, const void *figures,
                           const struct ReportTarget *target, Arena *arena, struct Error *err)
{
    struct BookFile workbook;
    struct XlsxOut xlsx;

    if (!bookfile_begin(&workbook, arena, target->output, err)) {
        return false;
    }
    xlsxout_open(&xlsx, &workbook);
    put_rows(report, figures, target, &xlsx.rows);
    xlsxout_close(&xlsx);
    return bookfile_finish(&workbook, err);
}

/* What is printed on a terminal is gathered first: how long it is decides how it is shown. */
static void print_table(const struct Report *report, const void *figures)
{
    FILE *terminal = stdout;
    char *text = NULL;
    size_t size;

    stdout = open_memstream(&text, &size);
    if (stdout == NULL) {
        memory_out();
    }
    report->table(figures);
    fclose(stdout);
    stdout = terminal;
    terminal_show(memory_need(text));
    free(text);
}

bool report_write(const struct Report *report, const void *figures,
                  const struct ReportTarget *target, Arena *arena, struct Error *err)
{
    switch (target->format) {
    case REPORT_XLSX:
        return write_workbook(report, figures, target, arena, err);
    case REPORT_CSV:
        if (target->output != NULL) {
            return write_csv(report, figures, target, arena, err);
        }
        print_csv(report, figures, target, stdout);
        return true;
    case REPORT_JSON:
        report->json(figures);
        return true;
    default:
        if (terminal_is_there()) {
            print_table(report, figures);
        } else {
            report->table(figures);
        }
        return true;
    }
}

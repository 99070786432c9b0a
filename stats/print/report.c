#include "stats/print/report.h"

#include "common/text.h"

#include "common/banned.h"

static const char *const names[] = {
    [REPORT_TABLE] = "table", [REPORT_JSON] = "json", [REPORT_CSV] = "csv"};

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
           error_set(err, EXIT_USAGE, "unknown format '%s': expected table, json or csv", name);
}

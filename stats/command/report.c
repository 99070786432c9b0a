#include "stats/command/report.h"

#include "common/text.h"
#include "stats/book/book.h"
#include "stats/page/folder.h"
#include "stats/page/onefile.h"

#include <string.h>

#include "common/banned.h"

static bool is_html_file(const char *output)
{
    size_t length = strlen(output);

    return length > 5 && text_equal(output + length - 5, ".html");
}

bool stats_report(const struct Context *context, struct Error *err)
{
    const char *output = context->options->output;

    if (context->options->format == REPORT_XLSX) {
        return book_write(context, output, err);
    }
    return is_html_file(output) ? onefile_write(context, output, err)
                                : folder_write(context, output, err);
}

/* Each shape writes what its system could know; the codes are those of that system. */
#include "shape.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "exports.h"
#include "record.h"

/* A key with a text or number that is already JSON; nothing for an empty total. */
static void put_total(Out *out, const char *key, const char *total, const char *quote)
{
    if (total[0] != '\0') {
        out_text(out, key);
        out_text(out, quote);
        out_text(out, total);
        out_text(out, quote);
        out_char(out, ',');
    }
}

static void national_head(Out *out, const char *error_code, const char *message, const char *total)
{
    OUT_LIT(out, "{\"error_code\":\"");
    out_text(out, error_code);
    OUT_LIT(out, "\",\"message\":\"");
    out_text(out, message);
    OUT_LIT(out, "\",");
    put_total(out, "\"totalCount\":", total, "\"");
    OUT_LIT(out, "\"data\":[");
}

static void json_tail(Out *out, const char *next, const char *total)
{
    (void)total;
    OUT_LIT(out, "]");
    out_text(out, next);
    OUT_LIT(out, "}");
}

/* {total, data}: nothing says whether it went well. */
static void opencps_head(Out *out, const char *error_code, const char *message, const char *total)
{
    (void)error_code;
    (void)message;
    OUT_LIT(out, "{");
    put_total(out, "\"total\":", total, "");
    OUT_LIT(out, "\"data\":[");
}

static void td_head(Out *out, const char *error_code, const char *message, const char *total)
{
    (void)total;
    OUT_LIT(out, "{\"succeeded\":");
    out_text(out, strcmp(error_code, "0") == 0 ? "true" : "false");
    OUT_LIT(out, ",\"messages\":[\"");
    out_text(out, message);
    OUT_LIT(out, "\"],\"data\":[");
}

/* The total stands behind the list here. */
static void td_tail(Out *out, const char *next, const char *total)
{
    OUT_LIT(out, "]");
    out_text(out, next);
    if (total[0] != '\0') {
        OUT_LIT(out, ",\"totalCount\":");
        out_text(out, total);
    }
    OUT_LIT(out, "}");
}

static void no_head(Out *out, const char *error_code, const char *message, const char *total)
{
    (void)out;
    (void)error_code;
    (void)message;
    (void)total;
}

static void line_tail(Out *out, const char *next, const char *total)
{
    (void)next;
    (void)total;
    OUT_LIT(out, "\n");
}

static void no_tail(Out *out, const char *next, const char *total)
{
    (void)out;
    (void)next;
    (void)total;
}

static void csv_head(Out *out, const char *error_code, const char *message, const char *total)
{
    (void)error_code;
    (void)message;
    (void)total;
    OUT_LIT(out, "\xef\xbb\xbf");
    export_csv_header(out, ',');
}

static void semicolon_head(Out *out, const char *error_code, const char *message, const char *total)
{
    (void)error_code;
    (void)message;
    (void)total;
    export_csv_header(out, ';');
}

static void tab_head(Out *out, const char *error_code, const char *message, const char *total)
{
    (void)error_code;
    (void)message;
    (void)total;
    export_csv_header(out, '\t');
}

static void write_csv(Out *out, const Dossier *dossier)
{
    export_csv_row(out, dossier, ',');
}

static void write_semicolon(Out *out, const Dossier *dossier)
{
    export_csv_row(out, dossier, ';');
}

static void write_tab(Out *out, const Dossier *dossier)
{
    export_csv_row(out, dossier, '\t');
}

/* As a spreadsheet of a Vietnamese Windows saves it: accents follow their letters. */
static void to_1258(Out *out)
{
    iconv_t converter = iconv_open("WINDOWS-1258//TRANSLIT", "UTF-8");
    size_t in_left = out->len;
    size_t out_left = 2 * out->len + 1;
    char *converted = malloc(out_left);
    char *in_at = out->data;
    char *out_at = converted;

    /* NOLINTNEXTLINE(performance-no-int-to-ptr): POSIX has no other name for it. */
    if (converter == (iconv_t)-1 || converted == NULL ||
        iconv(converter, &in_at, &in_left, &out_at, &out_left) == (size_t)-1 ||
        iconv(converter, NULL, NULL, &out_at, &out_left) == (size_t)-1) {
        abort();
    }
    iconv_close(converter);
    out->len = 0;
    out_mem(out, converted, (size_t)(out_at - converted));
    free(converted);
}

static const Shape SHAPES[] = {
    {"national", "application/json; charset=utf-8", ",", record_write, national_head, json_tail,
     NULL},
    {"opencps", "application/json", ",", export_opencps, opencps_head, json_tail, NULL},
    {"td", "application/json; charset=utf-8", ",", export_td, td_head, td_tail, NULL},
    {"opencps-us", "application/json", ",", export_opencps_us, opencps_head, json_tail, NULL},
    {"td-utc", "application/json", ",", export_td_utc, td_head, td_tail, NULL},
    {"td-zone", "application/json", ",", export_td_zone, td_head, td_tail, NULL},
    {"td-epoch", "application/json", ",", export_td_epoch, td_head, td_tail, NULL},
    {"lines", "application/x-ndjson", "\n", record_write, no_head, line_tail, NULL},
    {"csv", "text/csv; charset=utf-8", "", write_csv, csv_head, no_tail, NULL},
    {"csv-1258", "text/csv", "", write_semicolon, semicolon_head, no_tail, to_1258},
    {"csv-tab", "text/tab-separated-values", "", write_tab, tab_head, no_tail, NULL},
};

const Shape *shape_find(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof SHAPES / sizeof SHAPES[0]; i++) {
        if (strlen(SHAPES[i].name) == len && memcmp(SHAPES[i].name, name, len) == 0) {
            return &SHAPES[i];
        }
    }
    return NULL;
}

const Shape *shape_national(void)
{
    return &SHAPES[0];
}

#include "stats/page/tables.h"

#include "common/memory.h"
#include "common/text.h"
#include "stats/page/template.h"
#include "stats/print/notation.h"

#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

/* What a page for everybody does not tell, as its scripts write it. */
static const char untold[] = "ẩn";

/* A figure of an office, as texts. */
struct Cell {
    const char *figure;
    const char *anchor; /* of its address: some counts are called like a rate */
    const char *label;
    const char *numerator; /* NULL: not to be told */
    const char *denominator;
    const char *percent;
    const char *text;
    const char *title;
    int place; /* column in the table of offices; 0: none */
};

struct Tables {
    Arena *arena;
    FILE *out;
    const struct Assets *assets;
    const cJSON *start;
    const char *period;
    struct Error *err;
};

static const char *text_of(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

/* The digits of a number; NULL for null. */
static const char *digits_of(const cJSON *item)
{
    return cJSON_IsRaw(item) ? item->valuestring : NULL;
}

static int place_of(const cJSON *words)
{
    const char *digits = digits_of(cJSON_GetObjectItemCaseSensitive(words, "column"));

    return digits != NULL ? (int)strtol(digits, NULL, 10) : 0;
}

static bool fill(const struct Tables *tables, enum AssetTemplate which,
                 const struct TemplateValue *values)
{
    return template_write(tables->out, assets_template_name(which),
                          tables->assets->templates[which], values, tables->err);
}

/* As JavaScript's encodeURIComponent does, so that both make the same address. */
static const char *encoded(Arena *arena, const char *text)
{
    return text_percent(arena, text, TEXT_ALPHANUMERIC "-_.!~*'()");
}

static bool is_rate(const struct Tables *tables, const char *name)
{
    const cJSON *words;

    cJSON_ArrayForEach(words, cJSON_GetObjectItemCaseSensitive(tables->start, "figures"))
    {
        if (text_equal(text_of(words, "figure"), name)) {
            return true;
        }
    }
    return false;
}

static struct Cell count_cell(const struct Tables *tables, const cJSON *words, const cJSON *count)
{
    const char *digits = digits_of(count);

    return (struct Cell){
        .figure = text_of(words, "count"),
        .anchor = is_rate(tables, text_of(words, "count"))
                      ? arena_printf(tables->arena, "%s-count", text_of(words, "count"))
                      : text_of(words, "count"),
        .label = text_of(words, "text_vi"),
        .numerator = digits,
        .text = digits != NULL ? notation_count(tables->arena, digits) : untold,
        .place = place_of(words),
    };
}

static struct Cell rate_cell(const struct Tables *tables, const cJSON *words, const cJSON *fraction)
{
    const char *n = digits_of(cJSON_GetArrayItem(fraction, 0));
    const char *d = digits_of(cJSON_GetArrayItem(fraction, 1));
    const char *p = digits_of(cJSON_GetArrayItem(fraction, 2));

    return (struct Cell){
        .figure = text_of(words, "figure"),
        .anchor = text_of(words, "figure"),
        .label = text_of(words, "text_vi"),
        .numerator = n,
        .denominator = d,
        .percent = p,
        .text = p != NULL ? arena_printf(tables->arena, "%s%%", notation_decimal(tables->arena, p))
                          : (n != NULL ? NOTATION_NONE : untold),
        .title = n != NULL
                     ? arena_printf(tables->arena, "%s / %s", notation_count(tables->arena, n),
                                    notation_count(tables->arena, d))
                     : NULL,
        .place = place_of(words),
    };
}

static struct Cell points_cell(const struct Tables *tables, const cJSON *points)
{
    const char *earned = digits_of(cJSON_GetObjectItemCaseSensitive(points, "points"));
    const char *most = digits_of(cJSON_GetObjectItemCaseSensitive(points, "max_points"));

    return (struct Cell){
        .figure = "points",
        .anchor = "points",
        .label = "điểm của các tiêu chí được chấm",
        .numerator = earned,
        .denominator = most,
        .text = earned != NULL
                    ? arena_printf(tables->arena, "%s/%s", notation_decimal(tables->arena, earned),
                                   notation_decimal(tables->arena, most))
                    : NOTATION_NONE,
    };
}

static bool write_cell(const struct Tables *tables, enum AssetTemplate which, const cJSON *office,
                       const struct Cell *cell)
{
    Arena *arena = tables->arena;
    const char *code = text_of(office, "code");
    const struct TemplateValue values[] = {
        {"office", code, false},
        {"figure", cell->figure, false},
        {"period", tables->period, false},
        {"numerator", cell->numerator, false},
        {"denominator", cell->denominator, false},
        {"percent", cell->percent, false},
        {"text", cell->text, false},
        {"title", cell->title, false},
        {"label", cell->label, false},
        {"id",
         which == ASSET_FIGURE ? arena_printf(arena, "/office/%s/%s", encoded(arena, code),
                                              encoded(arena, cell->anchor))
                               : "",
         false},
        {0},
    };

    return fill(tables, which, values);
}

/* All figures of an office in the order of the data, or those with a column in the order of these. */
static int list_cells(const struct Tables *tables, const cJSON *office, struct Cell *cells,
                      bool only_columns)
{
    const cJSON *words;
    int count = 0;
    const struct {
        const char *words, *values;
        struct Cell (*make)(const struct Tables *, const cJSON *, const cJSON *);
    } kinds[] = {{"counts", "counts", count_cell}, {"figures", "rates", rate_cell}};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        int place = 0;
        const cJSON *values = cJSON_GetObjectItemCaseSensitive(office, kinds[i].values);
        cJSON_ArrayForEach(words, cJSON_GetObjectItemCaseSensitive(tables->start, kinds[i].words))
        {
            struct Cell cell = kinds[i].make(tables, words, cJSON_GetArrayItem(values, place++));
            if (!only_columns || cell.place > 0) {
                cells[count++] = cell;
            }
        }
    }
    return count;
}

static int by_place(const void *a, const void *b)
{
    const struct Cell *first = a, *second = b;

    return (first->place > second->place) - (first->place < second->place);
}

static int list_columns(const struct Tables *tables, const cJSON *office, struct Cell *cells)
{
    int count = list_cells(tables, office, cells, true);

    qsort(cells, (size_t)count, sizeof *cells, by_place);
    cells[count++] = points_cell(tables, cJSON_GetObjectItemCaseSensitive(office, "points"));
    return count;
}

static struct Cell *room_for_cells(const struct Tables *tables)
{
    int counts = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(tables->start, "counts"));
    int rates = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(tables->start, "figures"));

    return arena_alloc(tables->arena, (size_t)(counts + rates + 1) * sizeof(struct Cell));
}

/* Streams into memory: a part of the page is a value of the whole. */
struct Part {
    FILE *outer;
    char *text;
    size_t length;
};

static void begin_part(struct Tables *tables, struct Part *part)
{
    *part = (struct Part){.outer = tables->out};
    tables->out = memory_need(open_memstream(&part->text, &part->length));
}

/* What the part has become; to be freed. */
static char *end_part(struct Tables *tables, struct Part *part)
{
    if (fclose(tables->out) != 0) {
        memory_out();
    }
    tables->out = part->outer;
    return part->text;
}

static const char *name_of(const cJSON *office)
{
    const char *name = text_of(office, "name");

    return name != NULL ? name : text_of(office, "code");
}

static const char *level_of(const struct Tables *tables, const cJSON *office)
{
    const char *name = text_of(office, "level");
    const cJSON *level;

    cJSON_ArrayForEach(level, cJSON_GetObjectItemCaseSensitive(tables->start, "levels"))
    {
        if (name != NULL && strcmp(text_of(level, "level"), name) == 0) {
            return text_of(level, "text_vi");
        }
    }
    return NULL;
}

/* An office with its figures: a row of the first table, or a table of its own. */
static bool write_office(struct Tables *tables, const cJSON *office, bool is_row)
{
    struct Cell *cells = room_for_cells(tables);
    int count =
        is_row ? list_columns(tables, office, cells) : list_cells(tables, office, cells, false);
    const char *address =
        arena_printf(tables->arena, "/office/%s", encoded(tables->arena, text_of(office, "code")));
    struct Part part;
    bool ok = true;

    if (!is_row) {
        cells[count++] = points_cell(tables, cJSON_GetObjectItemCaseSensitive(office, "points"));
    }
    begin_part(tables, &part);
    for (int i = 0; ok && i < count; i++) {
        ok = write_cell(tables, is_row ? ASSET_CELL : ASSET_FIGURE, office, &cells[i]);
    }
    char *figures = end_part(tables, &part);
    const struct TemplateValue values[] = {
        {"code", text_of(office, "code"), false},
        {"name", name_of(office), false},
        {"level", level_of(tables, office), false},
        {"parent", text_of(office, "parent"), false},
        {"address", arena_printf(tables->arena, "#%s", address), false},
        {"id", address, false},
        {"cells", figures, true},
        {"figures", figures, true},
        {0},
    };
    ok = ok && fill(tables, is_row ? ASSET_ROW : ASSET_OFFICE, values);
    free(figures);
    return ok;
}

static bool write_offices(struct Tables *tables, bool are_rows)
{
    const cJSON *office;

    cJSON_ArrayForEach(office, cJSON_GetObjectItemCaseSensitive(tables->start, "offices"))
    {
        if (!write_office(tables, office, are_rows)) {
            return false;
        }
    }
    return true;
}

static bool write_heading(const struct Tables *tables, const char *figure, const char *text,
                          const char *title)
{
    const struct TemplateValue values[] = {
        {"figure", figure, false}, {"text", text, false}, {"title", title, false}, {0}};

    return fill(tables, ASSET_HEADING, values);
}

/* The headings of the columns that list_columns finds, whatever the office. */
static bool write_headings(struct Tables *tables)
{
    const cJSON *words;
    const char *const lists[] = {"counts", "figures"};

    for (int place = 1; place <= 100; place++) {
        for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
            cJSON_ArrayForEach(words, cJSON_GetObjectItemCaseSensitive(tables->start, lists[i]))
            {
                const char *name = text_of(words, i == 0 ? "count" : "figure");
                if (place_of(words) == place &&
                    !write_heading(tables, name, text_of(words, "short_vi"),
                                   text_of(words, "text_vi"))) {
                    return false;
                }
            }
        }
    }
    return write_heading(tables, "points", "Điểm", "điểm của các tiêu chí được chấm");
}

static char *make_part(struct Tables *tables, bool (*write)(struct Tables *), bool *ok)
{
    struct Part part;

    begin_part(tables, &part);
    *ok = *ok && write(tables);
    return end_part(tables, &part);
}

static bool write_rows(struct Tables *tables)
{
    return write_offices(tables, true);
}

static bool write_sections(struct Tables *tables)
{
    return write_offices(tables, false);
}

/* "2024-06-07T01:40:12+07:00" as "01:40 ngày 07/06/2024". */
static const char *moment_of(Arena *arena, const char *iso)
{
    return arena_printf(arena, "%.5s ngày %s", iso + 11, notation_day(arena, iso));
}

static bool write_index(struct Tables *tables, const struct TablesFrame *frame,
                        const char *headings, const char *rows, const char *sections)
{
    Arena *arena = tables->arena;
    const cJSON *start = tables->start;
    const cJSON *period = cJSON_GetObjectItemCaseSensitive(start, "period");
    const struct TemplateValue values[] = {
        {"lang", "vi", false},
        {"title", text_of(start, "title"), false},
        {"version", text_of(start, "version"), false},
        {"csp", frame->csp, false},
        {"styles", frame->styles, true},
        {"scripts", frame->scripts, true},
        {"period", tables->period, false},
        {"from", notation_day(arena, text_of(period, "from")), false},
        {"to", notation_day(arena, text_of(period, "to")), false},
        {"counted_to", notation_day(arena, text_of(start, "counted_to")), false},
        {"as_of", moment_of(arena, text_of(start, "as_of")), false},
        {"rule",
         arena_printf(arena, "%s (%s)", text_of(start, "profile_vi"),
                      text_of(start, "profile_source")),
         false},
        {"headings", headings, true},
        {"rows", rows, true},
        {"offices", sections, true},
        {0},
    };

    return fill(tables, ASSET_INDEX, values);
}

bool tables_write(Arena *arena, FILE *out, const struct Assets *assets,
                  const struct TablesFrame *frame, const cJSON *start, struct Error *err)
{
    const cJSON *period = cJSON_GetObjectItemCaseSensitive(start, "period");
    struct Tables tables = {
        .arena = arena,
        .out = out,
        .assets = assets,
        .start = start,
        .period = arena_printf(arena, "%s..%s", text_of(period, "from"), text_of(period, "to")),
        .err = err,
    };
    bool ok = true;

    char *headings = make_part(&tables, write_headings, &ok);
    char *rows = make_part(&tables, write_rows, &ok);
    char *sections = make_part(&tables, write_sections, &ok);
    ok = ok && write_index(&tables, frame, headings, rows, sections);
    free(headings);
    free(rows);
    free(sections);
    return ok;
}

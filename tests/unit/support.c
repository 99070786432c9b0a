#include "tests/unit/support.h"

#include "ingest/format/format.h"
#include "ingest/map/json.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/banned.h"

enum { PATH_SIZE = 128, CAPTURE_SIZE = 16384, BODY_MAX = 1 << 20 };

/* What a test made goes when its process ends. */
static char made[128][PATH_SIZE];
static size_t made_count;

static void remove_made(void)
{
    while (made_count > 0) {
        remove(made[--made_count]);
    }
}

static const char *remember(const char *path)
{
    cr_assert_lt(made_count, sizeof made / sizeof made[0]);
    if (made_count == 0) {
        atexit(remove_made);
    }
    snprintf(made[made_count], PATH_SIZE, "%s", path);
    return made[made_count++];
}

static void fill(int descriptor, const char *text, mode_t mode)
{
    cr_assert_geq(descriptor, 0);
    cr_assert_eq(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
    cr_assert_eq(fchmod(descriptor, mode), 0);
    close(descriptor);
}

const char *support_file(const char *text, mode_t mode)
{
    char path[] = "/tmp/motcua-unit-XXXXXX";

    fill(mkostemp(path, O_CLOEXEC), text, mode);
    return remember(path);
}

const char *support_directory(const char *name, const char *text, mode_t mode)
{
    char directory[] = "/tmp/motcua-unit-XXXXXX";
    char path[PATH_SIZE];

    cr_assert_not_null(mkdtemp(directory));
    const char *kept = remember(directory);
    snprintf(path, sizeof path, "%s/%s", directory, name);
    fill(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), text, mode);
    remember(path);
    return kept;
}

static int captures[3] = {-1, -1, -1};

void support_capture(int descriptor)
{
    char path[] = "/tmp/motcua-unit-XXXXXX";

    captures[descriptor] = mkostemp(path, O_CLOEXEC);
    cr_assert_geq(captures[descriptor], 0);
    remove(path);
    cr_assert_eq(dup2(captures[descriptor], descriptor), descriptor);
}

const char *support_captured(int descriptor)
{
    static char text[CAPTURE_SIZE];

    fflush(NULL);
    ssize_t got = pread(captures[descriptor], text, sizeof text - 1, 0);
    cr_assert_geq(got, 0);
    text[got] = '\0';
    return text;
}

void support_answer_init(struct SupportAnswer *answer, const char *format, const char *encoding,
                         const char *separator)
{
    *answer = (struct SupportAnswer){.arena = arena_new()};
    answer->source = (struct Source){.name = "x",
                                     .format = kind_find(format_kinds, format),
                                     .encoding = kind_find(encoding_kinds, encoding),
                                     .separator = kind_find(separator_kinds, separator),
                                     .header_rows = 1,
                                     .limits = {.max_body_mb = 1},
                                     .map = fieldmap_new(answer->arena, entity_find("dossier"))};
    buf_init(&answer->body, BODY_MAX);
}

void support_answer_release(struct SupportAnswer *answer)
{
    buf_release(&answer->body);
    arena_free(answer->arena);
}

bool support_cut_body(struct SupportAnswer *answer, bool whole)
{
    return format_mend(&answer->source, &answer->body, &answer->err) &&
           format_cut(answer->arena, &answer->source, &answer->body, whole, 0, &answer->page,
                      &answer->err);
}

bool support_cut(struct SupportAnswer *answer, const char *text, size_t length, bool whole)
{
    buf_clear(&answer->body);
    buf_append(&answer->body, text, length);
    return support_cut_body(answer, whole);
}

const char *support_records(const struct SupportAnswer *answer)
{
    const char *all = "";

    for (int i = 0; i < answer->page.count; i++) {
        const struct Slice *record = &answer->page.records[i];
        all = arena_printf(answer->arena, "%s%.*s\n", all, (int)record->length, record->text);
    }
    return all;
}

const cJSON *support_record(Arena *arena, const char *json)
{
    static const struct Source source = {.records = "", .total = "", .success = "", .message = ""};
    struct Error err = {.code = EXIT_DONE};
    struct Page page;
    struct Buf body;

    buf_init(&body, BODY_MAX);
    buf_printf(&body, "[%s]", json);
    cr_assert(page_parse(arena, &source, &body, &page, &err), "%s: %s", json, err.message);
    const cJSON *record = json_record(arena, &page.records[0]);
    buf_release(&body);
    cr_assert(record != NULL, "%s", json);
    return record;
}

FieldMap *support_map(Arena *arena, const char *column, const char *rule)
{
    static const char *const required[] = {"code", "receiving_office", "handling_office", "status"};
    FieldMap *map = fieldmap_new(arena, entity_find("dossier"));
    struct Error err = {.code = EXIT_DONE};

    cr_assert(fieldmap_add(map, column, rule, &err), "%s: %s", rule, err.message);
    for (size_t i = 0; i < sizeof required / sizeof required[0]; i++) {
        cr_assert(strcmp(column, required[i]) == 0 || fieldmap_add(map, required[i], "\"1\"", &err),
                  "%s", err.message);
    }
    return map;
}

#include "stats/evidence/archive.h"

#include "common/digest.h"
#include "common/memory.h"
#include "stats/print/jsonout.h"

#include <stdlib.h>
#include <zip.h>

#include "common/banned.h"

/* 1 January 1980, the first day that a ZIP file can tell. */
enum { NO_TIME = 0, FIRST_DAY = 1 << 5 | 1 };

struct Archive {
    Arena *arena;
    const char *path;
    zip_t *zip; /* NULL once it is written */
    FILE *sums;
    char *sums_text;
    size_t sums_size;
    FILE *member; /* NULL between two members */
    char *text;
    size_t size;
};

static FILE *open_text(char **text, size_t *size)
{
    FILE *stream = open_memstream(text, size);

    if (stream == NULL) {
        memory_out();
    }
    return stream;
}

static void close_text(FILE *stream)
{
    if (fclose(stream) != 0) {
        memory_out();
    }
}

static bool refuse(const struct Archive *archive, const char *reason, struct Error *err)
{
    return error_set(err, EXIT_USAGE, "cannot write '%s': %s", archive->path, reason);
}

Archive *archive_new(Arena *arena, const char *path, struct Error *err)
{
    Archive *archive = arena_alloc(arena, sizeof *archive);
    int code = 0;

    *archive = (struct Archive){.arena = arena, .path = path};
    archive->zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (archive->zip == NULL) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        refuse(archive, arena_strdup(arena, zip_error_strerror(&error)), err);
        zip_error_fini(&error);
        return NULL;
    }
    archive->sums = open_text(&archive->sums_text, &archive->sums_size);
    return archive;
}

FILE *archive_member(Archive *archive)
{
    archive->member = open_text(&archive->text, &archive->size);
    return archive->member;
}

/* Takes text over, which the library frees. */
static bool put(struct Archive *archive, const char *name, char *text, size_t size,
                struct Error *err)
{
    zip_source_t *source = zip_source_buffer(archive->zip, text, size, 1);

    if (source == NULL) {
        free(text);
        return refuse(archive, zip_strerror(archive->zip), err);
    }
    zip_int64_t at = zip_file_add(archive->zip, name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return refuse(archive, zip_strerror(archive->zip), err);
    }
    if (zip_file_set_dostime(archive->zip, (zip_uint64_t)at, NO_TIME, FIRST_DAY, 0) != 0 ||
        zip_set_file_compression(archive->zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, 9) != 0 ||
        zip_file_set_external_attributes(archive->zip, (zip_uint64_t)at, 0, ZIP_OPSYS_DOS, 0) !=
            0) {
        return refuse(archive, zip_strerror(archive->zip), err);
    }
    return true;
}

bool archive_add(Archive *archive, const char *name, cJSON *files, struct Error *err)
{
    close_text(archive->member);
    archive->member = NULL;
    const char *sum = digest_hex(archive->arena, archive->text, archive->size);
    fprintf(archive->sums, "%s  %s\n", sum, name);
    if (files != NULL) {
        cJSON *file = jsonout_add_object(files, NULL);
        jsonout_add_text(file, "name", name);
        jsonout_add_number(file, "bytes", arena_printf(archive->arena, "%zu", archive->size));
        jsonout_add_text(file, "sha256", sum);
    }
    return put(archive, name, archive->text, archive->size, err);
}

bool archive_finish(Archive *archive, struct Error *err)
{
    close_text(archive->sums);
    archive->sums = NULL;
    if (!put(archive, "SHA256SUMS", archive->sums_text, archive->sums_size, err)) {
        return false;
    }
    if (zip_close(archive->zip) != 0) {
        return refuse(archive, zip_strerror(archive->zip), err);
    }
    archive->zip = NULL;
    return true;
}

void archive_free(Archive *archive)
{
    if (archive == NULL) {
        return;
    }
    if (archive->member != NULL) {
        close_text(archive->member);
        free(archive->text);
    }
    if (archive->sums != NULL) {
        close_text(archive->sums);
        free(archive->sums_text);
    }
    if (archive->zip != NULL) {
        zip_discard(archive->zip);
    }
}

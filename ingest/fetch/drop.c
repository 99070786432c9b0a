#include "ingest/fetch/drop.h"

#include "common/log.h"
#include "common/memory.h"
#include "common/text.h"
#include "common/time/clock.h"
#include "ingest/fetch/droplist.h"
#include "ingest/fetch/parts.h"
#include "ingest/fetch/sftp.h"
#include "ingest/format/format.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/banned.h"

/* A file that was touched so lately is looked at again after a while. */
enum { SETTLE_S = 60, LOOK_AGAIN_MS = 1000 };

/* Where the files are: one row for each kind of URL. */
struct DropWays {
    bool (*list)(const struct Source *source, struct DropList *list, struct Error *err);
    FILE *(*open)(const struct Source *source, struct DropFile *file, struct Error *err);
    bool (*look)(const struct Source *source, const struct DropFile *file, struct DropFile *now,
                 struct Error *err);
};

struct Drop {
    const struct Source *source;
    const struct DropWays *ways;
    Db *db; /* NULL = no file counts as read */
    bool read_all;
    struct DropList list;
    size_t next;        /* in the list */
    long long waiting;  /* files that may still be on their way */
    struct Parts parts; /* of the file that is being read */
};

static const char *path_of(const struct Source *source)
{
    return source->url + strlen("file://");
}

static bool list_files(const struct Source *source, struct DropList *list, struct Error *err)
{
    char *directory = strdup(path_of(source));
    glob_t found = {0};
    struct stat status;

    if (directory == NULL) {
        memory_out();
    }
    *(strrchr(directory, '/') + 1) = '\0';
    bool there = access(directory, R_OK | X_OK) == 0;
    if (!there) {
        error_set(err, EXIT_SOURCE, "cannot read the folder '%s': %s", directory, strerror(errno));
    }
    free(directory);
    if (there && glob(path_of(source), GLOB_NOSORT, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            if (stat(found.gl_pathv[i], &status) == 0 && S_ISREG(status.st_mode)) {
                droplist_add(list, found.gl_pathv[i], status.st_mtime, status.st_size);
            }
        }
        globfree(&found);
    }
    return there;
}

static FILE *open_file(const struct Source *source, struct DropFile *entry, struct Error *err)
{
    FILE *file = fopen(entry->path, "re");

    (void)source;
    if (file == NULL) {
        error_set(err, EXIT_SOURCE, "cannot open it: %s", strerror(errno));
    }
    return file;
}

static bool look_at_file(const struct Source *source, const struct DropFile *file,
                         struct DropFile *now, struct Error *err)
{
    struct stat status;

    (void)source;
    if (stat(file->path, &status) != 0) {
        return error_set(err, EXIT_SOURCE, "cannot look at it again: %s", strerror(errno));
    }
    now->modified_s = status.st_mtime;
    now->bytes = status.st_size;
    return true;
}

static const struct DropWays ways_of[] = {
    [URL_FILE] = {list_files, open_file, look_at_file},
    [URL_SFTP] = {sftp_list, sftp_open, sftp_look},
};

bool drop_compile(const struct Source *source, struct Error *err)
{
    bool is_sftp = source_url_kind(source)->number == URL_SFTP;

    if (!source_is_folder(source)) {
        return true;
    }
    if (source->paging->number != PAGING_NONE) {
        return error_set(err, EXIT_SETTINGS,
                         "[paging] kind: expected none, because url is a folder");
    }
    if (source->end[0] != '\0') {
        return error_set(err, EXIT_SETTINGS,
                         "[paging] end: expected nothing, because url is a folder");
    }
    if (source->method->number != METHOD_GET || source->header_count > 0) {
        return error_set(err, EXIT_SETTINGS,
                         "[request] method, [headers]: expected neither, because url is a folder");
    }
    if (source->total[0] != '\0' && !format_has_end(source)) {
        return error_set(err, EXIT_SETTINGS,
                         "[source] total: expected nothing, because a %s in a folder is read in "
                         "parts",
                         source->format->name);
    }
    if (source->auth->number == AUTH_NONE ||
        (is_sftp && (source->auth->number == AUTH_BASIC || source->auth->number == AUTH_KEY))) {
        return true;
    }
    return error_set(err, EXIT_SETTINGS, "[source] auth: expected %s for this url",
                     is_sftp ? "basic or key" : "none");
}

Drop *drop_new(const struct Source *source)
{
    Drop *drop = memory_need(calloc(1, sizeof *drop));

    drop->source = source;
    drop->ways = &ways_of[source_url_kind(source)->number];
    parts_init(&drop->parts, source);
    return drop;
}

void drop_free(Drop *drop)
{
    if (drop == NULL) {
        return;
    }
    droplist_release(&drop->list);
    parts_release(&drop->parts);
    free(drop);
}

void drop_remember(Drop *drop, Db *db, bool read_all)
{
    drop->db = db;
    drop->read_all = read_all;
}

const char *drop_name(const Drop *drop)
{
    return drop->next > 0 ? drop->list.files[drop->next - 1].name : "";
}

long long drop_line(const Drop *drop)
{
    return drop->parts.line;
}

long long drop_waiting(const Drop *drop)
{
    return drop->waiting;
}

/* Oldest first, so that what was put there later is told later. */
static int compare_files(const void *a, const void *b)
{
    const struct DropFile *x = a;
    const struct DropFile *y = b;

    if (x->modified_s != y->modified_s) {
        return x->modified_s < y->modified_s ? -1 : 1;
    }
    return strcmp(x->path, y->path);
}

static bool is_read(const Drop *drop, bool *read, struct Error *err)
{
    char hash[PARTS_HASH_SIZE];
    char answer[8];
    const char *values[] = {drop->source->name, hash};

    *read = false;
    if (drop->db == NULL || drop->read_all) {
        return true;
    }
    parts_hash(&drop->parts, hash);
    if (!db_query_value(drop->db, "SELECT motcua.knows_file($1, $2)", 2, values, answer,
                        sizeof answer, err)) {
        return false;
    }
    *read = text_equal(answer, "t");
    return true;
}

/* Clocks differ: what is said to be of tomorrow is young too. */
static bool is_young(const struct DropFile *file)
{
    return file->modified_s > (long long)time(NULL) - SETTLE_S;
}

static void wait_until(int64_t elapsed_ms)
{
    int64_t left = elapsed_ms - clock_elapsed_ms();
    struct timespec pause = {.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000};

    while (left > 0 && nanosleep(&pause, &pause) != 0 && errno == EINTR) {
    }
}

/* Whether somebody may still be writing the open file, seen by a second look at it. */
static bool is_arriving(const Drop *drop, bool *arriving, struct Error *err)
{
    const struct DropFile *file = &drop->list.files[drop->next - 1];
    struct DropFile now = *file;

    *arriving = false;
    if (drop->db == NULL) {
        return true;
    }
    if (is_young(file)) {
        wait_until(file->seen_ms + LOOK_AGAIN_MS);
    }
    bool looked = drop->ways->look(drop->source, file, &now, err);
    *arriving = now.modified_s != file->modified_s || now.bytes != file->bytes ||
                (is_young(file) && !drop->parts.ends_line);
    return looked;
}

static bool open_file_in_turn(Drop *drop, struct DropFile *entry, struct Error *err)
{
    bool read = false;
    bool arriving = false;
    FILE *file = drop->ways->open(drop->source, entry, err);

    if (file == NULL || !parts_open(&drop->parts, file, err) || !is_read(drop, &read, err) ||
        (!read && !is_arriving(drop, &arriving, err))) {
        return false;
    }
    drop->waiting += arriving;
    if (arriving) {
        log_warning("source '%s': file '%s' may still be on its way; the next run reads it",
                    drop->source->name, drop_name(drop));
    }
    if (read || arriving) {
        parts_close(&drop->parts);
    }
    return true;
}

/* Opens the next file that is to be read; none is open when there is none. */
static bool open_next(Drop *drop, struct Error *err)
{
    while (!parts_is_open(&drop->parts) && drop->next < drop->list.count) {
        struct DropFile *entry = &drop->list.files[drop->next++];
        if (!open_file_in_turn(drop, entry, err)) {
            return error_prefix(err, "file '%s'", drop_name(drop));
        }
    }
    return true;
}

bool drop_next(Drop *drop, struct Buf *body, bool *more, struct Error *err)
{
    *more = false;
    buf_clear(body);
    if (drop->list.files == NULL) {
        if (!drop->ways->list(drop->source, &drop->list, err)) {
            return false;
        }
        if (drop->list.count == 0) {
            log_warning("source '%s': no file matches its url", drop->source->name);
            return true;
        }
        qsort(drop->list.files, drop->list.count, sizeof *drop->list.files, compare_files);
    }
    if (drop->parts.at_end) {
        parts_close(&drop->parts);
    }
    if (!parts_is_open(&drop->parts) && !open_next(drop, err)) {
        return false;
    }
    *more = parts_is_open(&drop->parts);
    return !*more || parts_next(&drop->parts, body, err) ||
           error_prefix(err, "file '%s'", drop_name(drop));
}

bool drop_taken(Drop *drop, const char *run_id, struct Error *err)
{
    char hash[PARTS_HASH_SIZE];
    char bytes[24];
    const char *values[] = {run_id, hash, bytes};

    if (!drop->parts.at_end) {
        return true;
    }
    parts_hash(&drop->parts, hash);
    snprintf(bytes, sizeof bytes, "%lld", drop->parts.bytes);
    log_info("source=%s file=%s bytes=%s", drop->source->name, drop_name(drop), bytes);
    return db_exec(drop->db, "SELECT motcua.mark_file($1, $2, $3)", 3, values, err);
}

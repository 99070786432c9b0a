#include "ingest/drop.h"

#include "common/log.h"
#include "common/text.h"
#include "ingest/sftp.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#include "common/banned.h"

enum { BLOCK_BYTES = 65536, SETTLE_S = 60, HASH_TEXT = 33 };

/* Where the files are: one row for each kind of URL. */
struct DropKind {
    const char *scheme;
    bool (*list)(const struct Source *source, struct DropList *list, struct Error *err);
    FILE *(*open)(const struct Source *source, const char *path, struct Error *err);
};

struct Drop {
    const struct Source *source;
    const struct DropKind *kind;
    Db *db; /* NULL = no file counts as read */
    bool read_all;
    struct DropList list;
    size_t next; /* in the list */
    FILE *file;  /* that is being read; NULL = none */
    bool at_end; /* of the file */
    long long bytes;
    XXH128_hash_t hash;  /* of the whole file */
    XXH3_state_t *state; /* of what has been read of it */
    struct Buf header;
    struct Buf rest; /* read already, but for the next part */
};

void drop_list_add(struct DropList *list, const char *path, long long modified_s)
{
    struct DropFile *files = reallocarray(list->files, list->count + 1, sizeof *files);
    char *copy = strdup(path);

    if (files == NULL || copy == NULL) {
        log_out_of_memory();
    }
    files[list->count++] = (struct DropFile){copy, modified_s};
    list->files = files;
}

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
        log_out_of_memory();
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
                drop_list_add(list, found.gl_pathv[i], status.st_mtime);
            }
        }
        globfree(&found);
    }
    return there;
}

static FILE *open_file(const struct Source *source, const char *path, struct Error *err)
{
    FILE *file = fopen(path, "re");

    (void)source;
    if (file == NULL) {
        error_set(err, EXIT_SOURCE, "cannot open it: %s", strerror(errno));
    }
    return file;
}

static const struct DropKind kinds[] = {
    {"file://", list_files, open_file},
    {"sftp://", sftp_list, sftp_open},
};

static const struct DropKind *find_kind(const struct Source *source)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strncmp(source->url, kinds[i].scheme, strlen(kinds[i].scheme)) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

bool drop_is_source(const struct Source *source)
{
    return find_kind(source) != NULL;
}

bool drop_compile(const struct Source *source, struct Error *err)
{
    bool is_sftp = strncmp(source->url, "sftp://", 7) == 0;

    if (!drop_is_source(source)) {
        return true;
    }
    if (!text_equal(source->paging_name, "none")) {
        return error_set(err, EXIT_SETTINGS,
                         "[paging] kind: expected none, because url is a folder");
    }
    if (!text_equal(source->method, "GET") || source->since_param[0] != '\0') {
        return error_set(
            err, EXIT_SETTINGS,
            "[request] method, [incremental] since_param: expected neither, because url "
            "is a folder");
    }
    if (is_sftp && source->known_hosts_file[0] == '\0') {
        return error_set(err, EXIT_SETTINGS,
                         "[source] known_hosts_file: expected, because url is sftp://");
    }
    if (text_equal(source->auth, "none") ||
        (is_sftp && (text_equal(source->auth, "basic") || text_equal(source->auth, "key")))) {
        return true;
    }
    return error_set(err, EXIT_SETTINGS, "[source] auth: expected %s for this url",
                     is_sftp ? "basic or key" : "none");
}

Drop *drop_new(const struct Source *source, struct Error *err)
{
    Drop *drop = calloc(1, sizeof *drop);

    if (drop == NULL) {
        log_out_of_memory();
    }
    drop->source = source;
    drop->kind = find_kind(source);
    drop->state = XXH3_createState();
    buf_init(&drop->header, BLOCK_BYTES);
    buf_init(&drop->rest, (size_t)source->limits.max_body_mb * 1024 * 1024 + BLOCK_BYTES);
    if (drop->state == NULL) {
        error_set(err, EXIT_INTERNAL, "out of memory");
        drop_free(drop);
        return NULL;
    }
    return drop;
}

void drop_free(Drop *drop)
{
    if (drop == NULL) {
        return;
    }
    if (drop->file != NULL) {
        fclose(drop->file);
    }
    for (size_t i = 0; i < drop->list.count; i++) {
        free(drop->list.files[i].path);
    }
    free(drop->list.files);
    XXH3_freeState(drop->state);
    buf_release(&drop->header);
    buf_release(&drop->rest);
    free(drop);
}

void drop_remember(Drop *drop, Db *db, bool read_all)
{
    drop->db = db;
    drop->read_all = read_all;
}

const char *drop_name(const Drop *drop)
{
    const char *path = drop->next > 0 ? drop->list.files[drop->next - 1].path : "";
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
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

static void hash_text(XXH128_hash_t hash, char *text)
{
    snprintf(text, HASH_TEXT, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
}

/* Hashes the file from begin to end; *last is its last byte. */
static bool hash_file(Drop *drop, char *last, struct Error *err)
{
    char block[BLOCK_BYTES];
    size_t got;

    XXH3_128bits_reset(drop->state);
    drop->bytes = 0;
    while ((got = fread(block, 1, sizeof block, drop->file)) > 0) {
        XXH3_128bits_update(drop->state, block, got);
        drop->bytes += (long long)got;
        *last = block[got - 1];
    }
    drop->hash = XXH3_128bits_digest(drop->state);
    XXH3_128bits_reset(drop->state);
    return (!ferror(drop->file) && fseek(drop->file, 0, SEEK_SET) == 0) ||
           error_set(err, EXIT_SOURCE, "cannot read it: %s", strerror(errno));
}

static bool is_read(const Drop *drop, bool *read, struct Error *err)
{
    char hash[HASH_TEXT];
    char answer[8];
    const char *values[] = {drop->source->name, hash};

    *read = false;
    if (drop->db == NULL || drop->read_all) {
        return true;
    }
    hash_text(drop->hash, hash);
    if (!db_query_value(drop->db, "SELECT motcua.knows_file($1, $2)", 2, values, answer,
                        sizeof answer, err)) {
        return false;
    }
    *read = text_equal(answer, "t");
    return true;
}

/* A file without a last line end that has just been touched may still be on its way. */
static bool is_arriving(const Drop *drop, char last)
{
    long long age = (long long)time(NULL) - drop->list.files[drop->next - 1].modified_s;

    return drop->db != NULL && last != '\n' && last != '}' && last != ']' && age >= 0 &&
           age < SETTLE_S;
}

static void close_file(Drop *drop)
{
    fclose(drop->file);
    drop->file = NULL;
}

/* Opens the next file that is to be read; drop->file stays NULL when there is none. */
static bool open_next(Drop *drop, struct Error *err)
{
    while (drop->file == NULL && drop->next < drop->list.count) {
        const char *path = drop->list.files[drop->next++].path;
        bool read = false;
        char last = '\n';

        drop->file = drop->kind->open(drop->source, path, err);
        if (drop->file == NULL || !hash_file(drop, &last, err) || !is_read(drop, &read, err)) {
            return error_prefix(err, "file '%s'", drop_name(drop));
        }
        if (!read && is_arriving(drop, last)) {
            log_warning("source '%s': file '%s' may still be on its way; the next run reads it",
                        drop->source->name, drop_name(drop));
            read = true;
        }
        if (read) {
            close_file(drop);
        }
    }
    drop->at_end = false;
    buf_clear(&drop->header);
    buf_clear(&drop->rest);
    return true;
}

/* Bytes up to the end of the last whole row; with first, of the first one. 0 = there is none. */
static size_t row_end(const char *text, size_t length, bool quotes, bool first)
{
    bool within = false;
    size_t end = 0;

    for (size_t i = 0; i < length; i++) {
        within = within != (quotes && text[i] == '"');
        if (text[i] == '\n' && !within) {
            end = i + 1;
            if (first) {
                break;
            }
        }
    }
    return end;
}

/* Appends to body until it holds limit bytes or the file ends. */
static bool fill(Drop *drop, struct Buf *body, size_t limit, struct Error *err)
{
    char block[BLOCK_BYTES];

    while (!drop->at_end && body->length < limit) {
        size_t wanted = limit - body->length < sizeof block ? limit - body->length : sizeof block;
        size_t got = fread(block, 1, wanted, drop->file);
        XXH3_128bits_update(drop->state, block, got);
        if (!buf_append(body, block, got)) {
            return error_set(err, EXIT_INTERNAL, "the part of a file does not fit");
        }
        int next = got == wanted ? fgetc(drop->file) : EOF;
        drop->at_end = next == EOF;
        if (next != EOF) {
            ungetc(next, drop->file);
        }
    }
    return !ferror(drop->file) ||
           error_set(err, EXIT_SOURCE, "cannot read it: %s", strerror(errno));
}

/* Leaves whole rows in body and puts what is behind them aside. */
static bool cut_part(Drop *drop, struct Buf *body, struct Error *err)
{
    bool is_csv = text_equal(drop->source->format_name, "csv");
    size_t end = text_equal(drop->source->format_name, "json")
                     ? 0
                     : row_end(body->data, body->length, is_csv, false);

    if (drop->header.length == 0 && is_csv) {
        size_t header = row_end(body->data, body->length, true, true);
        if (!buf_append(&drop->header, body->data, header)) {
            return error_set(err, EXIT_SOURCE, "its header is too long");
        }
    }
    if (end <= drop->header.length) {
        error_set(err, EXIT_SOURCE, "it does not fit into %lld MiB",
                  drop->source->limits.max_body_mb);
        return error_hint(err, "raise [limits] max_page_mb");
    }
    buf_clear(&drop->rest);
    buf_append(&drop->rest, body->data + end, body->length - end);
    body->length = end;
    body->data[end] = '\0';
    return true;
}

static bool read_part(Drop *drop, struct Buf *body, struct Error *err)
{
    buf_append(body, drop->header.data, drop->header.length);
    buf_append(body, drop->rest.data, drop->rest.length);
    buf_clear(&drop->rest);
    if (!fill(drop, body, (size_t)drop->source->limits.max_body_mb * 1024 * 1024, err)) {
        return false;
    }
    if (!drop->at_end) {
        return cut_part(drop, body, err);
    }
    return XXH128_isEqual(XXH3_128bits_digest(drop->state), drop->hash) ||
           error_set(err, EXIT_SOURCE, "it changed while it was read");
}

bool drop_next(Drop *drop, struct Buf *body, bool *more, struct Error *err)
{
    *more = false;
    buf_clear(body);
    if (drop->list.files == NULL) {
        if (!drop->kind->list(drop->source, &drop->list, err)) {
            return false;
        }
        if (drop->list.count == 0) {
            log_warning("source '%s': no file matches its url", drop->source->name);
            return true;
        }
        qsort(drop->list.files, drop->list.count, sizeof *drop->list.files, compare_files);
    }
    if (drop->file != NULL && drop->at_end) {
        close_file(drop);
    }
    if (drop->file == NULL && !open_next(drop, err)) {
        return false;
    }
    *more = drop->file != NULL;
    return !*more || read_part(drop, body, err) || error_prefix(err, "file '%s'", drop_name(drop));
}

bool drop_taken(Drop *drop, const char *run_id, struct Error *err)
{
    char hash[HASH_TEXT];
    char bytes[24];
    const char *values[] = {run_id, hash, bytes};

    if (!drop->at_end) {
        return true;
    }
    hash_text(drop->hash, hash);
    snprintf(bytes, sizeof bytes, "%lld", drop->bytes);
    log_info("source=%s file=%s bytes=%s", drop->source->name, drop_name(drop), bytes);
    return db_exec(drop->db, "SELECT motcua.mark_file($1, $2, $3)", 3, values, err);
}

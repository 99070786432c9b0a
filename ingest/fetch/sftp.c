#include "ingest/fetch/sftp.h"

#include "common/time/clock.h"
#include "ingest/fetch/retry.h"
#include "ingest/fetch/transfer.h"
#include "ingest/source/url.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/banned.h"

enum { LISTING_BYTES_MAX = 16 * 1024 * 1024, URL_BYTES_MAX = 8192, RANGE_BYTES = 48 };

/* Where a transfer goes, and how to empty it before another attempt. */
struct Target {
    const char *what; /* for the log */
    bool names_only;
    const char *range;    /* of bytes; NULL = all */
    long long modified_s; /* what the server says of a file */
    size_t (*take)(char *data, size_t size, size_t count, void *user);
    bool (*empty)(void *user);
    void *user;
};

static size_t take_listing(char *data, size_t size, size_t count, void *user)
{
    return buf_append(user, data, size * count) ? size * count : 0;
}

static bool empty_listing(void *user)
{
    buf_clear(user);
    return true;
}

static size_t take_file(char *data, size_t size, size_t count, void *user)
{
    return fwrite(data, size, count, user) * size;
}

static bool empty_file(void *user)
{
    return fseek(user, 0, SEEK_SET) == 0 && ftruncate(fileno(user), 0) == 0;
}

/* Without a known key libcurl refuses the server. */
static bool prepare(CURL *curl, const struct Source *source, const char *url, char *detail)
{
    const struct AuthPlan *plan = &source->auth_plan;
    bool by_key = plan->ssh_key_file[0] != '\0';
    bool done =
        transfer_limit(curl, &source->limits, detail) &&
        curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "sftp") == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_SSH_KNOWNHOSTS, source->known_hosts_file) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_SSH_AUTH_TYPES,
                         (long)(by_key ? CURLSSH_AUTH_PUBLICKEY : CURLSSH_AUTH_PASSWORD)) ==
            CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_USERNAME, plan->user) == CURLE_OK;

    if (done && by_key) {
        done = curl_easy_setopt(curl, CURLOPT_SSH_PRIVATE_KEYFILE, plan->ssh_key_file) == CURLE_OK;
    } else if (done) {
        done = curl_easy_setopt(curl, CURLOPT_PASSWORD, plan->password) == CURLE_OK;
    }
    return done;
}

static bool transfer_once(const struct Source *source, const char *url, struct Target *target,
                          struct Error *err)
{
    char detail[CURL_ERROR_SIZE] = "";
    CURL *curl = curl_easy_init();

    if (curl == NULL || !prepare(curl, source, url, detail) ||
        curl_easy_setopt(curl, CURLOPT_DIRLISTONLY, target->names_only ? 1L : 0L) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_FILETIME, 1L) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_RANGE, target->range) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, target->take) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, target->user) != CURLE_OK) {
        curl_easy_cleanup(curl);
        return error_set(err, EXIT_INTERNAL, "libcurl cannot be set up");
    }
    CURLcode result = curl_easy_perform(curl);
    curl_off_t modified_s = 0;
    curl_easy_getinfo(curl, CURLINFO_FILETIME_T, &modified_s);
    target->modified_s = modified_s;
    curl_easy_cleanup(curl);
    if (result == CURLE_BAD_DOWNLOAD_RESUME) {
        result = CURLE_OK; /* the file ends before the range, of which nothing has come */
    }
    return result == CURLE_OK || transfer_failed(result, detail, err);
}

static bool transfer(const struct Source *source, const char *url, struct Target *target,
                     struct Error *err)
{
    for (long long attempt = 1;; attempt++) {
        if (!target->empty(target->user)) {
            return error_set(err, EXIT_SOURCE, "cannot empty a temporary file: %s",
                             strerror(errno));
        }
        if (transfer_once(source, url, target, err)) {
            return true;
        }
        if (!retry_after(source, attempt, -1, target->what, err)) {
            return false;
        }
    }
}

static size_t directory_length(const char *url)
{
    return (size_t)(strrchr(url, '/') + 1 - url);
}

bool sftp_list(const struct Source *source, struct DropList *list, struct Error *err)
{
    struct Buf url;
    struct Buf names;
    struct Target target = {.what = "folder",
                            .names_only = true,
                            .take = take_listing,
                            .empty = empty_listing,
                            .user = &names};
    char *save = NULL;

    buf_init(&url, URL_BYTES_MAX);
    buf_init(&names, LISTING_BYTES_MAX);
    buf_append(&url, source->url, directory_length(source->url));
    bool done = transfer(source, url.data, &target, err);
    for (char *name = done ? strtok_r(names.data, "\r\n", &save) : NULL; name != NULL;
         name = strtok_r(NULL, "\r\n", &save)) {
        if (fnmatch(source->url + directory_length(source->url), name, FNM_PERIOD) == 0) {
            droplist_add(list, name, 0, -1);
        }
    }
    buf_release(&url);
    buf_release(&names);
    return done;
}

static bool transfer_file(const struct Source *source, const char *path, struct Target *target,
                          struct Error *err)
{
    struct Buf url;

    buf_init(&url, URL_BYTES_MAX);
    bool done =
        (buf_append(&url, source->url, directory_length(source->url)) && url_escape(&url, path)) ||
        error_set(err, EXIT_SOURCE, "the url is too long");
    done = done && transfer(source, url.data, target, err);
    buf_release(&url);
    return done;
}

FILE *sftp_open(const struct Source *source, struct DropFile *file, struct Error *err)
{
    FILE *copy = tmpfile();

    if (copy == NULL) {
        error_set(err, EXIT_SOURCE, "cannot make a temporary file: %s", strerror(errno));
        return NULL;
    }
    struct Target target = {
        .what = file->name, .take = take_file, .empty = empty_file, .user = copy};
    file->seen_ms = clock_elapsed_ms();
    if (transfer_file(source, file->path, &target, err) && fseek(copy, 0, SEEK_END) == 0) {
        file->modified_s = target.modified_s;
        file->bytes = ftell(copy);
        rewind(copy);
        return copy;
    }
    fclose(copy);
    return NULL;
}

static size_t take_count(char *data, size_t size, size_t count, void *user)
{
    (void)data;
    *(long long *)user += (long long)(size * count);
    return size * count;
}

static bool empty_count(void *user)
{
    *(long long *)user = 0;
    return true;
}

bool sftp_look(const struct Source *source, const struct DropFile *file, struct DropFile *now,
               struct Error *err)
{
    char range[RANGE_BYTES];
    long long last = file->bytes > 0 ? file->bytes - 1 : 0;
    long long got = 0;
    struct Target target = {
        .what = file->name, .range = range, .take = take_count, .empty = empty_count, .user = &got};

    /* Its last byte and the one behind: of as many as there are a file has grown or become shorter. */
    snprintf(range, sizeof range, "%lld-%lld", last, last + 1);
    bool done = transfer_file(source, file->path, &target, err);
    now->modified_s = target.modified_s;
    now->bytes = last + got;
    return done;
}

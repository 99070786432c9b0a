#include "ingest/sftp.h"

#include "common/text.h"
#include "ingest/url.h"

#include <curl/curl.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { LISTING_BYTES_MAX = 16 * 1024 * 1024, URL_BYTES_MAX = 8192 };

static size_t take_listing(char *data, size_t size, size_t count, void *user)
{
    return buf_append(user, data, size * count) ? size * count : 0;
}

static size_t take_file(char *data, size_t size, size_t count, void *user)
{
    return fwrite(data, size, count, user) * size;
}

/* Without a known key libcurl refuses the server. */
static bool prepare(CURL *curl, const struct Source *source, const char *url, char *detail)
{
    const struct HttpLimits *limits = &source->limits;
    const struct AuthPlan *plan = &source->auth_plan;
    bool by_key = plan->ssh_key_file[0] != '\0';
    bool done =
        curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "sftp") == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_SSH_KNOWNHOSTS, source->known_hosts_file) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_SSH_AUTH_TYPES,
                         (long)(by_key ? CURLSSH_AUTH_PUBLICKEY : CURLSSH_AUTH_PASSWORD)) ==
            CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_USERNAME, plan->user) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)limits->connect_timeout_s) ==
            CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)limits->timeout_s) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 100L) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)limits->stall_s) == CURLE_OK;

    if (done && by_key) {
        done = curl_easy_setopt(curl, CURLOPT_SSH_PRIVATE_KEYFILE, plan->ssh_key_file) == CURLE_OK;
    } else if (done) {
        done = curl_easy_setopt(curl, CURLOPT_PASSWORD, plan->password) == CURLE_OK;
    }
    return done;
}

/* One transfer to a writer. */
static bool transfer(const struct Source *source, const char *url, bool names_only,
                     size_t (*write)(char *, size_t, size_t, void *), void *target,
                     struct Error *err)
{
    char detail[CURL_ERROR_SIZE] = "";
    CURL *curl = curl_easy_init();

    if (curl == NULL || !prepare(curl, source, url, detail) ||
        curl_easy_setopt(curl, CURLOPT_DIRLISTONLY, names_only ? 1L : 0L) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, write) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, target) != CURLE_OK) {
        curl_easy_cleanup(curl);
        return error_set(err, EXIT_INTERNAL, "libcurl cannot be set up");
    }
    CURLcode result = curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    return result == CURLE_OK || error_set(err, EXIT_SOURCE, "%s",
                                           detail[0] != '\0' ? detail : curl_easy_strerror(result));
}

static size_t directory_length(const char *url)
{
    return (size_t)(strrchr(url, '/') + 1 - url);
}

bool sftp_list(const struct Source *source, struct DropList *list, struct Error *err)
{
    struct Buf url;
    struct Buf names;
    char *save = NULL;

    buf_init(&url, URL_BYTES_MAX);
    buf_init(&names, LISTING_BYTES_MAX);
    buf_append(&url, source->url, directory_length(source->url));
    bool done = transfer(source, url.data, true, take_listing, &names, err);
    for (char *name = done ? strtok_r(names.data, "\r\n", &save) : NULL; name != NULL;
         name = strtok_r(NULL, "\r\n", &save)) {
        if (fnmatch(source->url + directory_length(source->url), name, FNM_PERIOD) == 0) {
            drop_list_add(list, name, 0);
        }
    }
    buf_release(&url);
    buf_release(&names);
    return done;
}

FILE *sftp_open(const struct Source *source, const char *path, struct Error *err)
{
    struct Buf url;
    FILE *file = tmpfile();

    if (file == NULL) {
        error_set(err, EXIT_SOURCE, "cannot make a temporary file: %s", strerror(errno));
        return NULL;
    }
    buf_init(&url, URL_BYTES_MAX);
    bool done =
        (buf_append(&url, source->url, directory_length(source->url)) && url_escape(&url, path)) ||
        error_set(err, EXIT_SOURCE, "the url is too long");
    done = done && transfer(source, url.data, false, take_file, file, err);
    buf_release(&url);
    if (done && fseek(file, 0, SEEK_SET) == 0) {
        return file;
    }
    fclose(file);
    return NULL;
}

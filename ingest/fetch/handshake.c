#include "ingest/fetch/handshake.h"

#include "ingest/fetch/transfer.h"

#include <string.h>

#include "common/banned.h"

static const struct HttpLimits patience = {
    .connect_timeout_s = 10, .timeout_s = 10, .stall_s = 10, .ca_file = "", .cert_file = ""};

static bool set_up(CURL *curl, const struct Handshake *with, char *detail)
{
    bool has_cert = with->cert_file[0] != '\0';

    return transfer_limit(curl, &patience, detail) &&
           curl_easy_setopt(curl, CURLOPT_URL, with->url) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https,smtp,smtps") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CERTINFO, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_USE_SSL,
                            (long)(with->starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE)) ==
               CURLE_OK &&
           (with->ca_file[0] == '\0' ||
            curl_easy_setopt(curl, CURLOPT_CAINFO, with->ca_file) == CURLE_OK) &&
           (!has_cert || (curl_easy_setopt(curl, CURLOPT_SSLCERT, with->cert_file) == CURLE_OK &&
                          curl_easy_setopt(curl, CURLOPT_SSLKEY, with->key_file) == CURLE_OK));
}

/* Of the server's own certificate, which comes first. */
static time_t expiry(CURL *curl)
{
    static const char name[] = "Expire date:";
    struct curl_certinfo *chain = NULL;

    if (curl_easy_getinfo(curl, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == NULL ||
        chain->num_of_certs < 1) {
        return 0;
    }
    for (const struct curl_slist *line = chain->certinfo[0]; line != NULL; line = line->next) {
        if (strncmp(line->data, name, strlen(name)) == 0) {
            time_t date = curl_getdate(line->data + strlen(name), NULL);
            return date == -1 ? 0 : date;
        }
    }
    return 0;
}

bool handshake(const struct Handshake *with, time_t *expires, struct Error *err)
{
    char detail[CURL_ERROR_SIZE] = "";
    CURL *curl = curl_easy_init();
    bool done = false;

    *expires = 0;
    if (curl == NULL || !set_up(curl, with, detail)) {
        error_set(err, EXIT_INTERNAL, "libcurl cannot be set up");
    } else {
        CURLcode result = curl_easy_perform(curl);
        done = result == CURLE_OK || transfer_failed(result, detail, err);
        *expires = done ? expiry(curl) : 0;
    }
    curl_easy_cleanup(curl);
    return done;
}

#include "ingest/health/settingslook.h"

#include "common/program/mailsettings.h"
#include "common/time/clock.h"
#include "ingest/fetch/handshake.h"

#include <string.h>
#include <unistd.h>

#include "common/banned.h"

/* Who answers for a certificate needs some days to have another. */
enum { WARNING_DAYS = 21, CRITICAL_DAYS = 5, DAY_S = 86400 };

void settingslook_files(struct Health *health, const struct Job *job, struct SourceList *sources)
{
    struct Error err;

    if (!sourcefile_read_all(health->arena, job->settings->sources_dir, NULL, 0, SOURCE_TO_LOOK,
                             sources, &err)) {
        *sources = (struct SourceList){.count = 0};
        health_tell(health, HEALTH_WARNING, "files", NULL,
                    "chưa có tệp nguồn nào trong %s; xem: man motcua-sources",
                    job->settings->sources_dir);
    }
    for (size_t i = 0; i < sources->broken_count; i++) {
        health_tell(health, HEALTH_CRITICAL, "files", sources->broken[i].name,
                    "nguồn %s: tệp cấu hình sai: %s", sources->broken[i].name,
                    sources->broken[i].items[0].message);
    }
    if (!mailsettings_check(job->settings, &err)) {
        health_tell(health, HEALTH_CRITICAL, "files", "mail", "cấu hình thư sai: %s", err.message);
    }
}

static void judge_certificate(struct Health *health, const char *subject, const char *who,
                              time_t expires)
{
    char day[CLOCK_TEXT_SIZE];
    long long days = ((long long)expires - (long long)time(NULL)) / DAY_S;
    enum HealthState state = days < CRITICAL_DAYS  ? HEALTH_CRITICAL
                             : days < WARNING_DAYS ? HEALTH_WARNING
                                                   : HEALTH_GOOD;

    clock_to_text(clock_from_unix(expires), DATE_YMD, day);
    const char *words = arena_printf(
        health->arena, "%s: chứng thư TLS có hiệu lực đến %s (còn %lld ngày)", who, day, days);
    const char *figures =
        arena_printf(health->arena, "{\"expires\": \"%s\", \"days\": %lld}", day, days);
    health_add(health, &(struct Finding){state, "tls", subject, words, figures, NULL});
}

/* A server that is away for a moment is away for the next night only if it stays so. */
static void shake_hands(struct Health *health, const char *subject, const char *who,
                        const struct Handshake *with)
{
    struct Error err;
    time_t expires;

    if (!handshake(with, &expires, &err)) {
        health_tell(health, err.transient ? HEALTH_WARNING : HEALTH_CRITICAL, "tls", subject,
                    "%s: %s: %s", who,
                    err.transient ? "không kết nối được" : "không tin được máy chủ", err.message);
    } else if (expires != 0) {
        judge_certificate(health, subject, who, expires);
    } else {
        health_tell(health, HEALTH_GOOD, "tls", subject, "%s: kết nối được, không có TLS", who);
    }
}

static void look_at_source(struct Health *health, const struct Source *source)
{
    const struct HttpLimits *limits = &source->limits;
    struct Handshake with = {source->url, limits->ca_file, limits->cert_file, limits->key_file,
                             false};
    const char *who = arena_printf(health->arena, "máy chủ của nguồn %s", source->name);

    if (strncmp(source->url, "https:", 6) != 0) {
        return;
    }
    /* A key that only the service may read: without it the server would end the handshake. */
    if (limits->cert_file[0] != '\0' &&
        (access(limits->cert_file, R_OK) != 0 || access(limits->key_file, R_OK) != 0)) {
        health_tell(health, HEALTH_GOOD, "tls", source->name,
                    "%s: không xem được, vì cần khóa của dịch vụ", who);
        return;
    }
    shake_hands(health, source->name, who, &with);
}

void settingslook_servers(struct Health *health, const struct Job *job,
                          const struct SourceList *sources)
{
    const struct Settings *settings = job->settings;
    struct Handshake mail = {settings->mail_url, settings->mail_ca_file, "", "",
                             settings->mail_security->number == MAIL_STARTTLS};
    struct Error err;

    for (size_t i = 0; i < sources->count; i++) {
        look_at_source(health, sources->items[i]);
    }
    if (settings->mail_url[0] == '\0') {
        health_tell(health, HEALTH_GOOD, "mail", NULL, "máy chủ thư: chưa cấu hình, không gửi thư");
    } else if (mailsettings_check(settings, &err)) {
        shake_hands(health, "mail", "máy chủ thư", &mail);
    }
}

#include "ingest/health/healthout.h"

#include "common/buf.h"
#include "common/memory.h"
#include "common/time/clock.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#include "common/banned.h"

enum { SUMMARY_MAX = 4096 };

static const struct {
    const char *for_monitors;
    const char *for_programs;
} names[HEALTH_STATES] = {
    [HEALTH_GOOD] = {"OK", "ok"},
    [HEALTH_WARNING] = {"WARNING", "warning"},
    [HEALTH_CRITICAL] = {"CRITICAL", "critical"},
    [HEALTH_UNKNOWN] = {"UNKNOWN", "unknown"},
};

/* The worst thing in its own words, and how many are not well besides. */
static const char *summary_of(const struct Health *health)
{
    enum HealthState worst = health_worst(health);
    const char *first = NULL;
    size_t ill = 0;

    for (size_t i = 0; i < health->count; i++) {
        ill += health->items[i].state != HEALTH_GOOD;
        if (first == NULL && health->items[i].state == worst) {
            first = health->items[i].words;
        }
    }
    if (worst == HEALTH_GOOD) {
        return arena_printf(health->arena, "%zu mục kiểm tra đều tốt", health->count);
    }
    return ill == 1 ? first
                    : arena_printf(health->arena, "%s (và %zu mục khác cần xem)", first, ill - 1);
}

static void put_measures(struct Buf *line, const struct Health *health)
{
    const char *before = " |";

    for (size_t i = 0; i < health->count; i++) {
        if (health->items[i].measure != NULL) {
            buf_printf(line, "%s %s", before, health->items[i].measure);
            before = "";
        }
    }
}

void healthout_text(const struct Health *health)
{
    struct Buf line;

    buf_init(&line, SUMMARY_MAX);
    put_measures(&line, health);
    printf("MOTCUA %s: %s%s\n", names[health_worst(health)].for_monitors, summary_of(health),
           line.data);
    buf_release(&line);
    for (int state = HEALTH_UNKNOWN; state >= HEALTH_GOOD; state--) {
        for (size_t i = 0; i < health->count; i++) {
            if ((int)health->items[i].state == state) {
                printf("[%s] %s\n", names[state].for_monitors, health->items[i].words);
            }
        }
    }
}

static void put_text(cJSON *object, const char *key, const char *text)
{
    memory_need(text != NULL ? cJSON_AddStringToObject(object, key, text)
                             : cJSON_AddNullToObject(object, key));
}

static void put_finding(cJSON *checks, const struct Finding *finding)
{
    cJSON *check = memory_need(cJSON_CreateObject());

    put_text(check, "check", finding->item);
    put_text(check, "subject", finding->subject);
    put_text(check, "state", names[finding->state].for_programs);
    put_text(check, "text", finding->words);
    memory_need(
        cJSON_AddRawToObject(check, "figures", finding->figures != NULL ? finding->figures : "{}"));
    cJSON_AddItemToArray(checks, check);
}

void healthout_json(const struct Health *health)
{
    char now[CLOCK_TEXT_SIZE];
    enum HealthState worst = health_worst(health);
    cJSON *root = memory_need(cJSON_CreateObject());

    clock_to_iso(clock_now(), now);
    put_text(root, "state", names[worst].for_programs);
    memory_need(cJSON_AddNumberToObject(root, "code", worst));
    put_text(root, "summary", summary_of(health));
    put_text(root, "at", now);
    cJSON *checks = memory_need(cJSON_AddArrayToObject(root, "checks"));
    for (size_t i = 0; i < health->count; i++) {
        put_finding(checks, &health->items[i]);
    }
    char *text = memory_need(cJSON_Print(root));
    printf("%s\n", text);
    cJSON_free(text);
    cJSON_Delete(root);
}

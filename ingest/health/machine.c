#include "ingest/health/machine.h"

#include "common/text.h"
#include "common/time/clock.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/banned.h"

extern char **environ;

static const unsigned long long gib = 1024ULL * 1024 * 1024;
enum HealthState machine_judge_room(unsigned long long free_bytes, unsigned long long all_bytes)
{
    if (free_bytes < 2 * gib && free_bytes < all_bytes / 100 * 3) {
        return HEALTH_CRITICAL;
    }
    return free_bytes < 10 * gib && free_bytes < all_bytes / 10 ? HEALTH_WARNING : HEALTH_GOOD;
}

static void look_at_disk(struct Health *health, const char *path, const struct statvfs *disk)
{
    unsigned long long all = (unsigned long long)disk->f_blocks * disk->f_frsize;
    unsigned long long left = (unsigned long long)disk->f_bavail * disk->f_frsize;
    unsigned long long percent = all > 0 ? left / (all / 100 + 1) : 0;
    const char *figures =
        arena_printf(health->arena, "{\"free_bytes\": %llu, \"bytes\": %llu}", left, all);
    const char *words = arena_printf(health->arena, "đĩa chứa %s: còn trống %llu MiB (%llu%%)",
                                     path, left / (1024 * 1024), percent);
    const char *measure = arena_printf(health->arena, "'free %s'=%lluB;;;0;%llu", path, left, all);

    health_add(health, &(struct Finding){machine_judge_room(left, all), "disk", path, words,
                                         figures, measure});
}

void machine_look_at_disks(struct Health *health)
{
    static const char *const paths[] = {"/var/lib/motcua", "/var/lib/postgresql", "/"};
    enum { PATHS = sizeof paths / sizeof paths[0] };
    dev_t seen[PATHS];
    size_t count = 0;

    for (size_t i = 0; i < PATHS; i++) {
        struct stat status;
        struct statvfs disk;
        bool is_new = stat(paths[i], &status) == 0 && statvfs(paths[i], &disk) == 0;
        for (size_t k = 0; is_new && k < count; k++) {
            is_new = seen[k] != status.st_dev;
        }
        if (is_new) {
            seen[count++] = status.st_dev;
            look_at_disk(health, paths[i], &disk);
        }
    }
}

/* What systemctl prints of the unit, into text; false when there is nobody to be asked. */
static bool ask_systemd(const char *unit, char *text, size_t size)
{
    const char *words[] = {"systemctl",
                           "show",
                           "--timestamp=unix",
                           "--property=LoadState,ActiveState,NextElapseUSecRealtime",
                           unit,
                           NULL};
    posix_spawn_file_actions_t actions;
    int ends[2], status = -1;
    size_t used = 0;
    pid_t child;

    text[0] = '\0';
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return false;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    /* Words of a program are not changed by it. */
    bool started =
        posix_spawnp(&child, words[0], &actions, NULL, (char *const *)words, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    for (ssize_t got = 1; started && got > 0 && used + 1 < size;
         used += (size_t)(got > 0 ? got : 0)) {
        got = read(ends[0], text + used, size - 1 - used);
    }
    text[used] = '\0';
    close(ends[0]);
    return started && waitpid(child, &status, 0) == child && status == 0;
}

/* The value of a line NAME=VALUE, in arena; "" without one. */
static const char *value_of(Arena *arena, const char *text, const char *name)
{
    const char *at = strstr(text, name);

    return at == NULL ? ""
                      : arena_strndup(arena, at + strlen(name), strcspn(at + strlen(name), "\n"));
}

/* Settings in /etc/motcua/NAME/ are those of the instance NAME. */
static const char *timer_of(Arena *arena, const char *config)
{
    static const char base[] = "/etc/motcua/", end[] = "/motcua.conf";
    size_t length = config == NULL ? 0 : strlen(config);

    if (length <= strlen(base) + strlen(end) || strncmp(config, base, strlen(base)) != 0 ||
        !text_equal(config + length - strlen(end), end)) {
        return "motcua-ingest.timer";
    }
    return arena_printf(arena, "motcua-ingest@%.*s.timer",
                        (int)(length - strlen(base) - strlen(end)), config + strlen(base));
}

void machine_look_at_timer(struct Health *health, const struct Job *job)
{
    char answer[512], next[CLOCK_TEXT_SIZE];
    const char *timer = timer_of(health->arena, job->options->common.config);
    long long seconds = 0;

    if (!ask_systemd(timer, answer, sizeof answer) ||
        !text_equal(value_of(health->arena, answer, "LoadState="), "loaded")) {
        health_tell(health, HEALTH_GOOD, "timer", timer, "hẹn giờ %s: không có trên máy này",
                    timer);
    } else if (!text_equal(value_of(health->arena, answer, "ActiveState="), "active")) {
        health_tell(health, HEALTH_WARNING, "timer", timer,
                    "hẹn giờ %s chưa bật; chạy: sudo systemctl enable --now %s", timer, timer);
    } else if (text_to_int(value_of(health->arena, answer, "NextElapseUSecRealtime=@"), 1,
                           INT32_MAX, &seconds)) {
        clock_to_iso(clock_from_unix(seconds), next);
        health_tell(health, HEALTH_GOOD, "timer", timer, "hẹn giờ %s: lượt tới lúc %s", timer,
                    next);
    } else {
        health_tell(health, HEALTH_GOOD, "timer", timer, "hẹn giờ %s: đang chạy", timer);
    }
}

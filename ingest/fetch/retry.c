#include "ingest/fetch/retry.h"

#include "common/log.h"
#include "common/stop.h"
#include "common/time/clock.h"

#include <sys/random.h>

#include "common/banned.h"

enum { WAIT_MAX_MS = 60000, STEP_MS = 500 };

/* Doubles from try to try; the jitter keeps many offices from coming back in step. */
static long long wait_before(const struct Source *source, long long attempt)
{
    unsigned int random = 0;
    long long wait = source->retry_wait_ms;

    for (long long i = 1; i < attempt && wait < WAIT_MAX_MS; i++) {
        wait *= 2;
    }
    wait = wait < WAIT_MAX_MS ? wait : WAIT_MAX_MS;
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) != (ssize_t)sizeof random) {
        random = 0;
    }
    return wait / 2 + (long long)(random % (unsigned int)(wait / 2 + 1));
}

/* In short steps: a signal that comes just before one is not waited out. */
static bool pause_for(long long wait, struct Error *err)
{
    for (; wait > 0 && stop_check(err); wait -= STEP_MS) {
        clock_sleep_ms(wait < STEP_MS ? wait : STEP_MS);
    }
    return stop_check(err);
}

bool retry_after(const struct Source *source, long long attempt, long long asked_ms,
                 const char *what, struct Error *err)
{
    if (!stop_check(err) || !err->transient || attempt >= source->tries) {
        return false;
    }
    long long wait = asked_ms >= 0 ? asked_ms : wait_before(source, attempt);
    log_warning("source '%s': %s: %s; trying again in %lld ms", source->name, what, err->message,
                wait);
    *err = (struct Error){.code = EXIT_DONE};
    return pause_for(wait, err);
}

#include "common/stop.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

#include "common/banned.h"

static const int signals[] = {SIGTERM, SIGINT, SIGHUP};

static volatile sig_atomic_t received;
static void (*volatile interrupt_wait)(void);

static void note(int number)
{
    int saved = errno;

    received = number;
    if (interrupt_wait != NULL) {
        interrupt_wait();
    }
    errno = saved;
}

void stop_install(void)
{
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct sigaction before;
        struct sigaction action = {.sa_handler = note, .sa_flags = (int)SA_RESETHAND};
        sigemptyset(&action.sa_mask);
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            sigaction(signals[i], &action, NULL);
        }
    }
}

void stop_interrupts(void (*interrupt)(void))
{
    interrupt_wait = interrupt;
}

bool stop_wanted(void)
{
    return received != 0;
}

bool stop_check(struct Error *err)
{
    if (received == 0) {
        return true;
    }
    error_set(err, EXIT_STOPPED, "stopped by SIG%s", sigabbrev_np(received));
    return error_hint(err, "what was committed stays; the next run goes on from there");
}

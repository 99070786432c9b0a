/*
 * SIGTERM, SIGINT and SIGHUP ask a program to end: what waits is interrupted, what is half done is taken
 * back, and the run is closed with a message. A second signal of the same kind ends it at once.
 */
#ifndef MOTCUA_COMMON_STOP_H
#define MOTCUA_COMMON_STOP_H

#include "common/error.h"

/* From now on. A signal that is ignored (nohup) stays so. */
void stop_install(void);

/* interrupt is called in the signal handler, and may do only what one may. */
void stop_interrupts(void (*interrupt)(void));

bool stop_wanted(void);

/* When a stop is wanted, fills err with EXIT_STOPPED and returns false. */
bool stop_check(struct Error *err) MUST_CHECK;

#endif

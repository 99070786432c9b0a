/* E-mail addresses of the settings and of the outbox. */
#ifndef MOTCUA_COMMON_ADDRESS_H
#define MOTCUA_COMMON_ADDRESS_H

#include "common/arena.h"
#include "common/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { ADDRESSES_MAX = 100 };

struct AddressList {
    const char *items[ADDRESSES_MAX];
    size_t count;
};

/*
 * True for a plain LOCAL@DOMAIN in ASCII: no name beside it, no blanks, no control characters,
 * nothing that could end a command of SMTP or a header and begin another.
 */
bool address_is_valid(const char *text);

/* Reads addresses separated by commas; none is fine. EXIT_SETTINGS. */
bool address_read_list(Arena *arena, const char *text, struct AddressList *list,
                       struct Error *err) MUST_CHECK;

/* What stands after the '@', or "motcua.localdomain" when the text is no address. */
const char *address_domain(const char *address);

#endif

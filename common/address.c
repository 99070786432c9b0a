#include "common/address.h"

#include "common/text.h"

#include <string.h>

#include "common/banned.h"

/* RFC 5321: a path has at most 256 bytes, its angle brackets among them. */
enum { ADDRESS_MAX = 254 };

/* A list of what is allowed, because what is dangerous differs from server to server. */
bool address_is_valid(const char *text)
{
    size_t local = strspn(text, TEXT_ALPHANUMERIC ".!#$%&'*+/=?^_`{|}~-");
    const char *domain = text + local + 1;

    return local > 0 && text[local] == '@' && domain[0] != '\0' &&
           domain[strspn(domain, TEXT_ALPHANUMERIC ".-")] == '\0' && strlen(text) <= ADDRESS_MAX;
}

bool address_read_list(Arena *arena, const char *text, struct AddressList *list, struct Error *err)
{
    list->count = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, ",");
        const char *address = text_trim(arena, arena_strndup(arena, text, length));
        text += length + (text[length] == ',');
        if (address[0] == '\0') {
            continue;
        }
        if (!address_is_valid(address)) {
            return error_set(err, EXIT_SETTINGS, "[mail] to: '%s' is not a plain e-mail address",
                             address);
        }
        if (list->count == ADDRESSES_MAX) {
            return error_set(err, EXIT_SETTINGS, "[mail] to: more than %d addresses",
                             ADDRESSES_MAX);
        }
        list->items[list->count++] = address;
    }
    return true;
}

const char *address_domain(const char *address)
{
    return address_is_valid(address) ? strchr(address, '@') + 1 : "motcua.localdomain";
}

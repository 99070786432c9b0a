#include "common/program/kind.h"

#include "common/text.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

const struct Kind *kind_find(const struct Kind *kinds, const char *name)
{
    for (; kinds->name != NULL; kinds++) {
        if (text_equal(kinds->name, name)) {
            return kinds;
        }
    }
    return NULL;
}

bool kind_lists(const char *list, const char *name)
{
    size_t length = strlen(name);

    while (*list != '\0') {
        size_t word = strcspn(list, " ");
        if (word == length && strncmp(list, name, length) == 0) {
            return true;
        }
        list += word + strspn(list + word, " ");
    }
    return false;
}

bool kind_owns(const struct Kind *kinds, const char *setting)
{
    for (; kinds->name != NULL; kinds++) {
        if (kind_lists(kinds->uses, setting)) {
            return true;
        }
    }
    return false;
}

bool kind_expect(const struct Kind *kinds, struct Error *err)
{
    char names[128] = "";
    size_t used = 0;

    for (const struct Kind *kind = kinds; kind->name != NULL && used < sizeof names; kind++) {
        const char *join = kind == kinds ? "" : kind[1].name == NULL ? " or " : ", ";
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", join, kind->name);
    }
    return error_set(err, EXIT_SETTINGS, "expected %s", names);
}

bool kind_refuse(const struct Kind *kinds, const char *selector, const char *setting,
                 struct Error *err)
{
    char names[128] = "";
    size_t used = 0;

    for (; kinds->name != NULL; kinds++) {
        if (kind_lists(kinds->uses, setting) && used < sizeof names) {
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s",
                                     used > 0 ? ", " : "", kinds->name);
        }
    }
    return error_set(err, EXIT_SETTINGS, "expected only with %s = %s", selector, names);
}

#include "stats/page/family.h"

#include "common/digest.h"
#include "common/text.h"
#include "stats/figure/office.h"

#include <string.h>

#include "common/banned.h"

enum { FIRST_COUNT = 3, PLAIN_MAX = 100 };

/* Codes are sorted by their bytes. */
int family_place(const struct Family *family, const char *code)
{
    int low = 0, high = family->count - 1;

    while (code != NULL && low <= high) {
        int middle = low + (high - low) / 2;
        int order = strcmp(code, family->members[middle].code);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            high = middle - 1;
        } else {
            low = middle + 1;
        }
    }
    return -1;
}

/* A share of Windows holds A.js and a.js for one file, and names that begin with a dot for hidden. */
static const char *file_name(Arena *arena, const char *code)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    size_t length = strspn(code, plain);

    if (code[length] == '\0' && length <= PLAIN_MAX && code[0] != '.') {
        return arena_printf(arena, "%s.js", code);
    }
    return arena_printf(arena, "_%s.js", digest_hex(arena, code, strlen(code)));
}

static bool has_count(const DbRows *counts, int row)
{
    for (int i = FIRST_COUNT; i < db_column_count(counts); i++) {
        if (!text_equal(db_value(counts, row, i), "0")) {
            return true;
        }
    }
    return false;
}

static bool is_seen(const struct Sets *sets, int row)
{
    return text_equal(db_field(sets->rows[SET_OFFICES], row, "was_there"), "t") ||
           has_count(sets->rows[SET_COUNTS], sets->first[SET_COUNTS]) ||
           !office_is_silent(sets->rows[SET_RATES], sets->first[SET_RATES], sets->end[SET_RATES]);
}

static void place_parents(struct Family *family, const DbRows *offices)
{
    for (int i = 0; i < family->count; i++) {
        family->members[i].parent = family_place(family, db_field(offices, i, "parent"));
    }
}

/* The only one that has nobody above it. */
static int find_whole(const struct Family *family)
{
    int whole = -1, roots = 0;

    for (int i = 0; i < family->count; i++) {
        if (family->members[i].is_shown && family->members[i].parent < 0) {
            whole = i;
            roots++;
        }
    }
    return roots == 1 ? whole : -1;
}

static void keep_under(struct Family *family, int top)
{
    for (int i = 0; i < family->count; i++) {
        family->members[i].is_shown =
            family->members[i].is_shown && family_is_above(family, top, i);
    }
    family->members[top].is_shown = true;
}

void family_find(Arena *arena, struct Sets *sets, const char *office, struct Family *family)
{
    const DbRows *offices = sets->rows[SET_OFFICES];

    family->count = db_row_count(offices);
    family->members = arena_alloc(arena, (size_t)family->count * sizeof *family->members);
    for (int i = 0; i < family->count; i++) {
        struct Member *member = &family->members[i];
        sets_go_to(sets, i);
        member->code = db_field(offices, i, "office");
        member->file = file_name(arena, member->code);
        member->is_shown = is_seen(sets, i);
    }
    sets_rewind(sets);
    place_parents(family, offices);
    if (office != NULL) {
        keep_under(family, family_place(family, office));
    }
    for (int i = 0; i < family->count; i++) {
        int parent = family->members[i].parent;
        if (parent >= 0 && !family->members[parent].is_shown) {
            family->members[i].parent = -1;
        }
    }
    family->whole = find_whole(family);
}

/* A tree has no circles, and a walk up ends even in one. */
bool family_is_above(const struct Family *family, int above, int office)
{
    for (int i = 0; office >= 0 && i <= family->count; i++) {
        if (office == above) {
            return true;
        }
        office = family->members[office].parent;
    }
    return false;
}

bool family_concerns(const struct Family *family, int office, int other)
{
    int parent = family->members[office].parent, others = family->members[other].parent;

    return family_is_above(family, other, office) || others == office ||
           (parent >= 0 && others == parent);
}

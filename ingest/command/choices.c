#include "ingest/command/choices.h"

#include "common/personal.h"
#include "common/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#include "common/banned.h"

enum {
    CHOICES_MOST = 12,
    CHOICE_BYTES_MOST = 40,
    TIMES_LEAST = 3, /* that each is there on average, or they are no codes */
};

/* Parts of names of fields, in small letters without accents, signs and blanks. */
static const char *const personal_names[] = {
    "nguoi",     "hoten",    "hovaten", "hodem",    "chuho",     "chuso",     "congdan",
    "dienthoai", "didong",   "sdt",     "phone",    "mobile",    "email",     "thudientu",
    "diachi",    "address",  "cccd",    "cmnd",     "cancuoc",   "chungminh", "dinhdanh",
    "identity",  "passport", "hochieu", "ngaysinh", "namsinh",   "birth",     "gioitinh",
    "gender",    "dantoc",   "tongiao", "fullname", "firstname", "lastname",  "username",
    "applicant", "owner",    "citizen", "person",   "customer",  "canbo",     "chuyenvien",
    "officer",   "staff",    "account", "taikhoan", "masothue",  "taxcode",   "ghichu",
    "note",      "noidung",  "content", "comment",  "ykien",
};

/* "Họ và tên" becomes hovaten. */
static char *plain_name(Arena *arena, const char *name)
{
    size_t length = strlen(name);
    char *plain = arena_alloc(arena, length + 1);
    size_t apart_length = 0;
    size_t used = 0;

    uint8_t *apart = u8_normalize(UNINORM_NFD, (const uint8_t *)name, length, NULL, &apart_length);
    for (size_t i = 0; apart != NULL && i < apart_length && used < length; i++) {
        bool is_dd = i + 1 < apart_length && (apart[i] == 0xC4) && (apart[i + 1] & 0xFE) == 0x90;
        if (isalnum(apart[i]) || is_dd) {
            plain[used++] = (char)(is_dd ? 'd' : tolower(apart[i]));
        }
    }
    free(apart);
    return plain;
}

bool choices_is_personal(const char *path)
{
    Arena *arena = arena_new();
    const char *plain = plain_name(arena, path);
    bool personal = false;

    for (size_t i = 0; i < sizeof personal_names / sizeof personal_names[0]; i++) {
        personal = personal || strstr(plain, personal_names[i]) != NULL;
    }
    arena_free(arena);
    return personal || personal_has(path);
}

bool choices_reads_personal(const struct Rule *rule)
{
    for (int i = 0; i < rule->pointer_count; i++) {
        for (int k = 0; k < rule->pointers[i].count; k++) {
            if (choices_is_personal(rule->pointers[i].tokens[k])) {
                return true;
            }
        }
    }
    return false;
}

struct Choices {
    const char *values[CHOICES_MOST];
    int count;
    int met;
    bool refused;
};

static void add_choice(struct Choices *choices, const char *value)
{
    choices->met++;
    for (int i = 0; i < choices->count; i++) {
        if (text_equal(choices->values[i], value)) {
            return;
        }
    }
    choices->refused = choices->refused || choices->count == CHOICES_MOST ||
                       strlen(value) > CHOICE_BYTES_MOST || personal_has(value);
    if (!choices->refused) {
        choices->values[choices->count++] = value;
    }
}

/* A list has no one value, and its entries none of a record's; objects on the way do. */
static const char *value_at(Arena *arena, const struct Pointer *pointer, const cJSON *record)
{
    struct ItemContext context = {.arena = arena};
    struct Item item;
    bool twice = false;
    const cJSON *node = pointer_follow(pointer, 0, record, &twice);

    return !twice && item_read(&context, node, &item) == NULL && item.kind == ITEM_TEXT ? item.text
                                                                                        : NULL;
}

const char *choices_text(Arena *arena, const char *path, const cJSON *const *records, int count)
{
    struct Choices choices = {.count = 0};
    struct Pointer pointer;
    struct Error unused;
    const char *text = NULL;

    if (choices_is_personal(path) || !pointer_compile(arena, path, &pointer, &unused)) {
        return NULL;
    }
    for (int i = 0; i < count && !choices.refused; i++) {
        const char *value = value_at(arena, &pointer, records[i]);
        if (value != NULL) {
            add_choice(&choices, value);
        }
    }
    if (choices.refused || choices.met < TIMES_LEAST * choices.count) {
        return NULL;
    }
    for (int i = 0; i < choices.count; i++) {
        const char *value = text_sanitize(arena, choices.values[i]);
        text = text == NULL ? value : arena_printf(arena, "%s, %s", text, value);
    }
    return text;
}

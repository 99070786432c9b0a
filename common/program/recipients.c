#include "common/program/recipients.h"

#include "common/address.h"
#include "common/buf.h"
#include "common/log.h"
#include "common/memory.h"
#include "common/program/inifile.h"
#include "common/text.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "common/banned.h"

enum { SECTION_MAX = 49, JSON_MAX = 4 * 1024 * 1024, WEEKDAYS = 7 };

static const char all_kinds[] = "crossing step above below near_due letters silent pipeline";
/* The usual: what an official has to know, without what is for the operator. */
static const char usual_kinds[] = "crossing step above below near_due letters silent";
static const char alert_kinds[] = "crossing step above below";
static const char all_levels[] =
    "province department district commune branch reception_point vertical";
static const char weekdays[] = "mon tue wed thu fri sat sun";
static const unsigned working_days = 0x1F, every_day = 0x7F;

struct Loading {
    Arena *arena;
    struct Recipients *recipients;
    unsigned given; /* settings of the section that is being read, by place in entries */
};

/* The next word of a list separated by blanks or commas; NULL at its end. */
static const char *next_word(Arena *arena, const char **list)
{
    static const char separators[] = " \t,";
    const char *at = *list + strspn(*list, separators);
    size_t length = strcspn(at, separators);

    *list = at + length;
    return length > 0 ? arena_strndup(arena, at, length) : NULL;
}

/* Its place in a list of words, from 0; -1 when it is none of them. */
static int place_of(Arena *arena, const char *words, const char *word)
{
    const char *one;

    for (int place = 0; (one = next_word(arena, &words)) != NULL; place++) {
        if (text_equal(one, word)) {
            return place;
        }
    }
    return -1;
}

static const char *join(Arena *arena, const char *words, const char *word)
{
    return words[0] == '\0' ? word : arena_printf(arena, "%s %s", words, word);
}

static bool take_offices(Arena *arena, struct Recipient *recipient, const char *value,
                         struct Error *err)
{
    const char *word;

    recipient->offices = recipient->levels = "";
    while ((word = next_word(arena, &value)) != NULL) {
        if (place_of(arena, all_levels, word) >= 0) {
            recipient->levels = join(arena, recipient->levels, word);
        } else {
            recipient->offices = join(arena, recipient->offices, word);
        }
    }
    return recipient->offices[0] != '\0' || recipient->levels[0] != '\0' ||
           error_set(err, EXIT_SETTINGS, "expected codes of offices, all, or levels: %s",
                     all_levels);
}

static bool take_kinds(Arena *arena, struct Recipient *recipient, const char *value,
                       struct Error *err)
{
    const char *word;

    recipient->kinds = "";
    while ((word = next_word(arena, &value)) != NULL) {
        if (place_of(arena, all_kinds, word) < 0) {
            return error_set(err, EXIT_SETTINGS, "expected some of %s", all_kinds);
        }
        recipient->kinds = join(arena, recipient->kinds, word);
    }
    return recipient->kinds[0] != '\0' ||
           error_set(err, EXIT_SETTINGS, "expected some of %s", all_kinds);
}

/* One word: a day, or the first and the last of several, in the order of the week. */
static bool add_days(Arena *arena, const char *word, unsigned *days)
{
    size_t first_length = strcspn(word, "-");
    int first = place_of(arena, weekdays, arena_strndup(arena, word, first_length));
    int last =
        word[first_length] == '-' ? place_of(arena, weekdays, word + first_length + 1) : first;

    if (first < 0 || last < first) {
        return false;
    }
    for (int day = first; day <= last; day++) {
        *days |= 1U << day;
    }
    return true;
}

static bool take_days(Arena *arena, struct Recipient *recipient, const char *value,
                      struct Error *err)
{
    const char *word;

    recipient->days = text_equal(value, "daily") ? every_day : 0;
    while (recipient->days != every_day && (word = next_word(arena, &value)) != NULL) {
        if (!add_days(arena, word, &recipient->days)) {
            recipient->days = 0;
            break;
        }
    }
    return recipient->days != 0 ||
           error_set(err, EXIT_SETTINGS, "expected days such as mon-fri or mon,thu, or daily");
}

static bool take_hour(Arena *arena, struct Recipient *recipient, const char *value,
                      struct Error *err)
{
    long long hour;

    (void)arena;
    if (!text_to_int(value, 0, RECIPIENT_HOURS - 1, &hour)) {
        return error_set(err, EXIT_SETTINGS, "expected an hour from 0 to %d", RECIPIENT_HOURS - 1);
    }
    recipient->hour = (int)hour;
    return true;
}

static bool take_language(Arena *arena, struct Recipient *recipient, const char *value,
                          struct Error *err)
{
    if (place_of(arena, "vi en", value) < 0) {
        return error_set(err, EXIT_SETTINGS, "expected vi or en");
    }
    recipient->language = arena_strdup(arena, value);
    return true;
}

static const struct {
    const char *name;
    bool (*take)(Arena *arena, struct Recipient *recipient, const char *value, struct Error *err);
} entries[] = {{"offices", take_offices},
               {"kinds", take_kinds},
               {"days", take_days},
               {"hour", take_hour},
               {"language", take_language}};

enum { ENTRY_COUNT = sizeof entries / sizeof entries[0] };

static struct Recipient *add(struct Loading *loading, const char *address, const char *kinds,
                             int line)
{
    struct Recipients *recipients = loading->recipients;
    struct Recipient *recipient = &recipients->items[recipients->count++];

    *recipient = (struct Recipient){.address = arena_strdup(loading->arena, address),
                                    .offices = "all",
                                    .levels = "",
                                    .kinds = kinds,
                                    .language = "vi",
                                    .days = working_days,
                                    .line = line};
    loading->given = 0;
    return recipient;
}

/* The section of an entry: the one that is being read, or a new one. inih cuts names that are longer. */
static struct Recipient *section_of(struct Loading *loading, const struct InifileEntry *entry,
                                    struct Error *err)
{
    struct Recipients *recipients = loading->recipients;
    struct Recipient *last =
        recipients->count > 0 ? &recipients->items[recipients->count - 1] : NULL;

    if (last != NULL && strcasecmp(last->address, entry->section) == 0) {
        return last;
    }
    if (strlen(entry->section) >= SECTION_MAX || !address_is_valid(entry->section)) {
        error_set(err, EXIT_SETTINGS,
                  "[%s]: expected a plain e-mail address of fewer than %d letters", entry->section,
                  SECTION_MAX);
        return NULL;
    }
    if (recipients_find(recipients, entry->section) != NULL) {
        error_set(err, EXIT_SETTINGS, "[%s]: expected only one section an address", entry->section);
        return NULL;
    }
    if (recipients->count >= RECIPIENTS_MAX) {
        error_set(err, EXIT_SETTINGS, "expected at most %d recipients", RECIPIENTS_MAX);
        return NULL;
    }
    return add(loading, entry->section, usual_kinds, entry->line);
}

static bool take_entry(void *user, const struct InifileEntry *entry, struct Error *err)
{
    struct Loading *loading = user;
    struct Recipient *recipient = section_of(loading, entry, err);

    if (recipient == NULL) {
        return false;
    }
    for (unsigned i = 0; i < ENTRY_COUNT; i++) {
        if (!text_equal(entries[i].name, entry->name)) {
            continue;
        }
        if ((loading->given & 1U << i) != 0) {
            error_set(err, EXIT_SETTINGS, "expected only once in a section");
        } else if (entries[i].take(loading->arena, recipient, entry->value, err)) {
            loading->given |= 1U << i;
            return true;
        }
        return error_prefix(err, "[%s] %s", entry->section, entry->name);
    }
    return error_set(err, EXIT_SETTINGS,
                     "[%s] %s: expected one of the settings offices, kinds, days, hour, language",
                     entry->section, entry->name);
}

/* The file that is named, or that of the same directory where it exists; NULL for none. */
static const char *path_of(Arena *arena, const struct Settings *settings)
{
    if (settings->mail_recipients[0] != '\0') {
        return settings->mail_recipients;
    }
    const char *end = settings->path != NULL ? strrchr(settings->path, '/') : NULL;
    const char *path = settings->path == NULL ? NULL
                       : end == NULL          ? "recipients.conf"
                                              : arena_printf(arena, "%.*s/recipients.conf",
                                                             (int)(end - settings->path), settings->path);

    return path != NULL && access(path, F_OK) == 0 ? path : NULL;
}

bool recipients_read(Arena *arena, const struct Settings *settings, struct Recipients *recipients,
                     struct Error *err)
{
    struct Loading loading = {.arena = arena, .recipients = recipients};
    struct AddressList list;

    *recipients = (struct Recipients){.path = path_of(arena, settings)};
    if (recipients->path != NULL && !inifile_read(recipients->path, take_entry, &loading, err)) {
        return false;
    }
    if (!address_read_list(arena, settings->mail_to, &list, err)) {
        return false;
    }
    for (size_t i = 0; i < list.count; i++) {
        if (recipients->count < RECIPIENTS_MAX &&
            recipients_find(recipients, list.items[i]) == NULL) {
            add(&loading, list.items[i], alert_kinds, 0);
        }
    }
    return true;
}

const struct Recipient *recipients_find(const struct Recipients *recipients, const char *address)
{
    for (size_t i = 0; i < recipients->count; i++) {
        if (strcasecmp(recipients->items[i].address, address) == 0) {
            return &recipients->items[i];
        }
    }
    return NULL;
}

bool recipients_check(Db *db, const struct Recipients *recipients, struct Error *err)
{
    static const char query[] =
        "SELECT w.code FROM regexp_split_to_table($1, ' ') AS w (code) WHERE w.code NOT IN ('', "
        "'all')"
        " AND NOT EXISTS (SELECT FROM motcua.office AS o WHERE o.code = w.code)";

    for (size_t i = 0; i < recipients->count; i++) {
        const struct Recipient *one = &recipients->items[i];
        DbRows *rows = db_query(db, query, 1, &one->offices, err);
        if (rows == NULL) {
            return false;
        }
        for (int row = 0; row < db_row_count(rows); row++) {
            log_warning("%s:%d: there is no office '%s'", recipients->path, one->line,
                        db_value(rows, row, 0));
        }
        db_rows_free(rows);
    }
    return true;
}

static void put_words(Arena *arena, struct Buf *buf, const char *name, const char *words)
{
    const char *word;

    buf_printf(buf, ",\"%s\":[", name);
    for (const char *comma = ""; (word = next_word(arena, &words)) != NULL; comma = ",") {
        buf_puts(buf, comma);
        buf_put_json(buf, word, strlen(word));
    }
    buf_putc(buf, ']');
}

const char *recipients_json(Arena *arena, const struct Recipients *recipients)
{
    struct Buf buf;

    buf_init(&buf, JSON_MAX);
    buf_putc(&buf, '[');
    for (size_t i = 0; i < recipients->count; i++) {
        const struct Recipient *one = &recipients->items[i];
        buf_printf(&buf, "%s{\"address\":", i > 0 ? "," : "");
        buf_put_json(&buf, one->address, strlen(one->address));
        put_words(arena, &buf, "offices", one->offices);
        put_words(arena, &buf, "levels", one->levels);
        put_words(arena, &buf, "kinds", one->kinds);
        const char *comma = "";
        buf_puts(&buf, ",\"days\":[");
        for (int day = 0; day < WEEKDAYS; day++) {
            if ((one->days & 1U << day) != 0) {
                buf_printf(&buf, "%s%d", comma, day + 1);
                comma = ",";
            }
        }
        buf_printf(&buf, "],\"hour\":%d,\"language\":\"%s\"}", one->hour, one->language);
    }
    buf_putc(&buf, ']');
    const char *json = arena_strdup(arena, buf.data);
    bool full = buf.full;
    buf_release(&buf);
    if (full) {
        memory_out();
    }
    return json;
}

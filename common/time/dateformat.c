#include "common/time/dateformat.h"

#include "common/text.h"

#include <ctype.h>
#include <string.h>

#include "common/banned.h"

/* What a pattern says once at the most. */
enum Role { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, FRACTION, HALF, ZONE, ROLE_COUNT };

/* The letters of a pattern, and how often each may stand in a row. */
static const struct UnitKind {
    char letter;
    int shortest;
    int longest;
    enum DateUnit unit;
    enum Role role;
} unit_kinds[] = {
    {'y', 4, 4, DATE_YEAR, YEAR},         {'y', 2, 2, DATE_YEAR, YEAR},
    {'M', 1, 2, DATE_MONTH, MONTH},       {'M', 3, 4, DATE_MONTH_NAME, MONTH},
    {'d', 1, 2, DATE_DAY, DAY},           {'H', 1, 2, DATE_HOUR, HOUR},
    {'h', 1, 2, DATE_HOUR_OF_HALF, HOUR}, {'m', 2, 2, DATE_MINUTE, MINUTE},
    {'s', 2, 2, DATE_SECOND, SECOND},     {'S', 1, 9, DATE_FRACTION, FRACTION},
    {'a', 1, 1, DATE_HALF, HALF},         {'X', 1, 3, DATE_ZONE, ZONE},
};

enum { UNIT_KINDS = sizeof unit_kinds / sizeof unit_kinds[0] };

static const struct {
    const char *name;
    enum DateKind kind;
} named[] = {
    {"iso8601", DATE_IS_ISO},
    {"epoch_s", DATE_IS_EPOCH_S},
    {"epoch_ms", DATE_IS_EPOCH_MS},
    {"excel", DATE_IS_EXCEL},
};

const struct DateFormat dateformat_iso = {.kind = DATE_IS_ISO};
const struct DateFormat dateformat_ymd = {
    .kind = DATE_IS_PATTERN,
    .by_day = true,
    .count = 5,
    .parts = {{DATE_YEAR, 4, 0, false},
              {DATE_LITERAL, 1, '-', false},
              {DATE_MONTH, 2, 0, false},
              {DATE_LITERAL, 1, '-', false},
              {DATE_DAY, 2, 0, false}},
};

struct Compiling {
    const char *text; /* the whole pattern */
    struct DateFormat *format;
    bool given[ROLE_COUNT];
    struct Error *err;
};

static bool refuse(struct Compiling *compiling, const char *reason)
{
    error_set(compiling->err, EXIT_SETTINGS,
              "expected iso8601, epoch_s, epoch_ms, excel or a date pattern: '%s': %s",
              compiling->text, reason);
    return error_hint(compiling->err,
                      "units are yyyy yy MM M MMM dd d HH H hh h mm ss S a X; other letters stand "
                      "'in quotes', as in \"HH'h'mm 'ngày' dd/MM/yyyy\"");
}

static bool add(struct Compiling *compiling, struct DatePart part)
{
    struct DateFormat *format = compiling->format;

    if (format->count == DATE_PARTS_MAX) {
        return refuse(compiling, "it is too long");
    }
    format->parts[format->count++] = part;
    return true;
}

static bool add_literal(struct Compiling *compiling, char literal)
{
    return add(compiling, (struct DatePart){DATE_LITERAL, 1, literal, false});
}

/* A Z that is only copied would let a time of another zone pass for a local one. */
static bool check_quoted(struct Compiling *compiling, const char *text, size_t length)
{
    const struct DateFormat *format = compiling->format;
    int before = format->count > 0 ? format->parts[format->count - 1].unit : DATE_LITERAL;

    return length != 1 || (text[0] != 'Z' && text[0] != 'z') || before == DATE_LITERAL ||
           refuse(compiling, "a zone is written X, not 'Z'");
}

/* 'text' or '', which stands for a quote; *at is moved behind it. */
static bool take_quoted(struct Compiling *compiling, const char **at)
{
    const char *from = *at + 1;
    const char *end = strchr(from, '\'');

    if (end == NULL) {
        return refuse(compiling, "a quote is not closed");
    }
    *at = end + 1;
    if (end == from) {
        return add_literal(compiling, '\'');
    }
    if (!check_quoted(compiling, from, (size_t)(end - from))) {
        return false;
    }
    for (; from < end; from++) {
        if (!add_literal(compiling, *from)) {
            return false;
        }
    }
    return true;
}

static const struct UnitKind *find_unit(char letter, int length)
{
    for (int i = 0; i < UNIT_KINDS; i++) {
        if (unit_kinds[i].letter == letter && length >= unit_kinds[i].shortest &&
            length <= unit_kinds[i].longest) {
            return &unit_kinds[i];
        }
    }
    return NULL;
}

static bool take_letters(struct Compiling *compiling, const char **at)
{
    int length = 1;

    while ((*at)[length] == **at) {
        length++;
    }
    const struct UnitKind *kind = find_unit(**at, length);
    if (kind == NULL && **at == 'T' && length == 1) {
        return add_literal(compiling, *(*at)++);
    }
    if (kind == NULL) {
        return refuse(compiling, "it has letters or digits that are no unit");
    }
    if (compiling->given[kind->role]) {
        return refuse(compiling, "it has a unit twice");
    }
    compiling->given[kind->role] = true;
    *at += length;
    return add(compiling,
               (struct DatePart){(unsigned char)kind->unit, (unsigned char)length, 0, false});
}

static bool begins_with_digit(const struct DatePart *part)
{
    switch ((enum DateUnit)part->unit) {
    case DATE_LITERAL:
        return isdigit((unsigned char)part->literal);
    case DATE_MONTH_NAME:
    case DATE_HALF:
    case DATE_ZONE:
        return false;
    default:
        return true;
    }
}

/* What ends where no digit follows. */
static bool has_open_end(const struct DatePart *part)
{
    bool is_number = begins_with_digit(part) && part->unit != DATE_LITERAL;

    return (is_number && part->width == 1) || part->unit == DATE_FRACTION ||
           part->unit == DATE_ZONE;
}

static bool check_neighbours(struct Compiling *compiling)
{
    struct DateFormat *format = compiling->format;

    for (int i = 0; i < format->count; i++) {
        struct DatePart *part = &format->parts[i];
        const struct DatePart *next = i + 1 < format->count ? part + 1 : NULL;
        bool digit_follows = next != NULL && begins_with_digit(next);
        if (digit_follows && has_open_end(part)) {
            return refuse(compiling, "where a number ends cannot be told");
        }
        if (part->unit == DATE_MONTH_NAME) {
            part->exact = digit_follows;
        }
        if (part->unit == DATE_SECOND) {
            part->exact = compiling->given[FRACTION] ||
                          (next != NULL && next->unit == DATE_LITERAL && next->literal == '.');
        }
    }
    return true;
}

/* The reason why the units do not make a date, or NULL. */
static const char *what_is_missing(const struct Compiling *compiling)
{
    const bool *given = compiling->given;
    bool of_half = false;

    for (int i = 0; i < compiling->format->count; i++) {
        of_half = of_half || compiling->format->parts[i].unit == DATE_HOUR_OF_HALF;
    }
    if (!given[YEAR] || !given[MONTH] || !given[DAY]) {
        return "it wants a year (yyyy or yy), a month (MM; mm are minutes) and a day (dd)";
    }
    if (given[HOUR] != given[MINUTE] || (given[SECOND] && !given[HOUR]) ||
        (given[FRACTION] && !given[SECOND]) || (given[ZONE] && !given[HOUR])) {
        return "a second, a fraction or a zone wants hour and minute, and these each other";
    }
    if (of_half != given[HALF]) {
        return "hh is an hour of a half day and goes with a (AM, PM, SA, CH); HH counts to 23";
    }
    return NULL;
}

static bool take_pattern(struct Compiling *compiling)
{
    for (const char *at = compiling->text; *at != '\0';) {
        bool taken = *at == '\''                   ? take_quoted(compiling, &at)
                     : isalnum((unsigned char)*at) ? take_letters(compiling, &at)
                                                   : add_literal(compiling, *at++);
        if (!taken) {
            return false;
        }
    }
    const char *missing = what_is_missing(compiling);
    return missing == NULL ? check_neighbours(compiling) : refuse(compiling, missing);
}

bool dateformat_compile(const char *text, struct DateFormat *format, struct Error *err)
{
    struct Compiling compiling = {.text = text, .format = format, .err = err};

    *format = (struct DateFormat){.kind = DATE_IS_PATTERN, .century = DATE_CENTURY};
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        if (text_equal(named[i].name, text)) {
            format->kind = named[i].kind;
            return true;
        }
    }
    if (!take_pattern(&compiling)) {
        return false;
    }
    format->by_day = !compiling.given[HOUR];
    for (int i = 0; i < format->count; i++) {
        format->has_yy =
            format->has_yy || (format->parts[i].unit == DATE_YEAR && format->parts[i].width == 2);
    }
    return true;
}

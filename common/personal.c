#include "common/personal.h"

#include "common/utf8.h"

#include <ctype.h>
#include <string.h>
#include <unictype.h>

#include "common/banned.h"

enum {
    GROUPS_MOST = 16,
    RUN_LEAST = 9,     /* digits in a row, as many as the shortest ID number */
    GROUPED_MOST = 13, /* 84 and a phone number */
    DAY_DIGITS = 8,
    STAMP_DIGITS = 14, /* yyyyMMddHHmmss */
    FINE_STAMP_DIGITS = 17,
};

/* Digits in a row. */
struct Group {
    const char *start;
    const char *end;
    int count;
    char first[8]; /* the first digits, as ASCII */
    bool after_blank;
};

/* Groups with a separator between. */
struct Number {
    struct Group groups[GROUPS_MOST];
    int count;
    bool has_blank;
};

struct Span {
    const char *start;
    const char *end;
    bool is_number;
};

/* The bytes of the decimal digit at `at`, of any script, or 0. */
static size_t digit_at(const char *at, char *digit)
{
    uint32_t code_point;
    bool shown;

    if ((unsigned char)*at < 0x80) {
        *digit = *at;
        return isdigit((unsigned char)*at) ? 1 : 0;
    }
    size_t step = utf8_character(at, &code_point, &shown);
    int value = shown ? uc_decimal_value(code_point) : -1;
    *digit = (char)('0' + value);
    return value >= 0 ? step : 0;
}

/* Up to two of them stand between the groups of a number; '?' for what is not shown. */
static size_t separator_at(const char *at, bool *is_blank)
{
    size_t length = 0;

    *is_blank = false;
    for (int i = 0; i < 2; i++) {
        bool no_break = strncmp(at + length, "\xC2\xA0", 2) == 0;
        if (!no_break && (at[length] == '\0' || strchr(" .-()?", at[length]) == NULL)) {
            break;
        }
        *is_blank = *is_blank || no_break || strchr(".-", at[length]) == NULL;
        length += no_break ? 2 : 1;
    }
    return length;
}

static struct Group read_group(const char *at)
{
    struct Group group = {.start = at, .end = at};
    char digit;

    for (size_t step; (step = digit_at(group.end, &digit)) > 0; group.end += step) {
        if (group.count < (int)sizeof group.first) {
            group.first[group.count] = digit;
        }
        group.count++;
    }
    return group;
}

static void read_number(const char *at, struct Number *number)
{
    bool is_blank = false;

    *number = (struct Number){.count = 0};
    while (number->count < GROUPS_MOST) {
        struct Group group = read_group(at);
        if (group.count == 0) {
            return;
        }
        group.after_blank = is_blank;
        number->has_blank = number->has_blank || is_blank;
        number->groups[number->count++] = group;
        at = group.end + separator_at(group.end, &is_blank);
        if (at == group.end) {
            return;
        }
    }
}

static int value_of(const char *digits, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        value = value * 10 + digits[i] - '0';
    }
    return value;
}

static bool is_year(int year)
{
    return year >= 1900 && year < 2100;
}

/* yyyyMMdd at the beginning. */
static bool begins_with_day(const struct Group *group)
{
    int month = value_of(group->first + 4, 2);
    int day = value_of(group->first + 6, 2);

    return group->count >= DAY_DIGITS && is_year(value_of(group->first, 4)) && month >= 1 &&
           month <= 12 && day >= 1 && day <= 31;
}

static bool is_stamp(const struct Group *group)
{
    return (group->count == STAMP_DIGITS || group->count == FINE_STAMP_DIGITS) &&
           begins_with_day(group);
}

/* dd-MM-yyyy or yyyy-MM-dd at the group, whatever separates them. */
static bool is_cut_date(const struct Number *number, int at)
{
    const struct Group *group = &number->groups[at];
    const struct Group *year = &group[group[0].count == 4 ? 0 : 2];
    const struct Group *day = &group[group[0].count == 4 ? 2 : 0];

    return number->count - at >= 3 && !group[1].after_blank && !group[2].after_blank &&
           year->count == 4 && group[1].count <= 2 && day->count <= 2 &&
           is_year(value_of(year->first, 4)) && value_of(group[1].first, group[1].count) <= 12 &&
           value_of(day->first, day->count) <= 31;
}

/* How many groups are a date there, or 0. */
static int date_at(const struct Number *number, int at)
{
    const struct Group *group = &number->groups[at];

    if (group->count == DAY_DIGITS && begins_with_day(group)) {
        return 1;
    }
    return is_cut_date(number, at) ? 3 : 0;
}

static bool is_ip_address(const struct Number *number)
{
    for (int i = 0; i < number->count; i++) {
        const struct Group *group = &number->groups[i];
        if (group->count > 3 || group->after_blank || value_of(group->first, group->count) > 255 ||
            (group->count > 1 && group->first[0] == '0') || (i > 0 && group->start[-1] != '.')) {
            return false;
        }
    }
    return number->count == 4;
}

static bool is_letter(char c)
{
    return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Behind the letter of an office, such as H48; a phone number may be glued to a word as well. */
static bool begins_as_code(const char *text, const struct Number *number)
{
    const struct Group *first = &number->groups[0];
    bool is_phone = first->count >= 3 && first->first[0] == '0';

    return first->start > text && is_letter(first->start[-1]) && !is_phone;
}

/* What stands behind the last digit. */
static const char *end_of(const struct Number *number)
{
    return number->count > 0 ? number->groups[number->count - 1].end : "";
}

/* In front of the letter of an office: 000.00.04.G18. */
static bool ends_as_code(const struct Number *number)
{
    const char *end = end_of(number);

    return (*end == '.' || *end == '-') && isalpha((unsigned char)end[1]) &&
           isdigit((unsigned char)end[2]);
}

/* The number without what belongs to a time of day at its ends, such as the 05 of 14:30:05. */
static void trim_times(const char *text, struct Number *number)
{
    const char *end = end_of(number);
    const char *start = number->groups[0].start;

    if (*end == ':' && isdigit((unsigned char)end[1])) {
        number->count--;
    }
    if (number->count > 0 && number->groups[0].count <= 2 && start - text >= 2 &&
        start[-1] == ':' && isdigit((unsigned char)start[-2])) {
        memmove(number->groups, number->groups + 1,
                (size_t)--number->count * sizeof *number->groups);
    }
}

/* Leaves the groups that the dots and hyphens of a code hold together. */
static void cut_at_blank(struct Number *number)
{
    int count = 1;

    while (count < number->count && !number->groups[count].after_blank) {
        count++;
    }
    number->count = count;
}

/* Judges the number at `at`; span is empty when it is none of a person, and *behind where to go on. */
static struct Span judge(const char *text, const char *at, const char **behind)
{
    struct Number number;

    read_number(at, &number);
    *behind = number.groups[0].end;
    if (number.groups[0].count >= RUN_LEAST) {
        bool personal = !is_stamp(&number.groups[0]);
        return (struct Span){at, personal ? *behind : at, true};
    }
    for (int i = 1; i < number.count; i++) {
        if (number.groups[i].count >= RUN_LEAST) { /* judged when its turn comes */
            number.count = i;
        }
    }
    if (begins_as_code(text, &number) || ends_as_code(&number)) {
        cut_at_blank(&number);
        *behind = number.groups[number.count - 1].end;
        return (struct Span){at, at, true};
    }
    if (date_at(&number, 0) > 0) {
        *behind = number.groups[date_at(&number, 0) - 1].end;
        return (struct Span){at, at, true};
    }
    const char *end = number.groups[number.count - 1].end;
    trim_times(text, &number);
    if (number.count == 0 || is_ip_address(&number)) {
        *behind = end;
        return (struct Span){at, at, true};
    }
    int digits = 0;
    for (int i = 0; i < number.count; i++) {
        if (i > 0 && date_at(&number, i) > 0) {
            number.count = i;
            break;
        }
        digits += number.groups[i].count;
    }
    bool personal =
        number.count > 1 && digits >= RUN_LEAST && (digits <= GROUPED_MOST || number.has_blank);
    *behind = number.groups[number.count - 1].end;
    return (struct Span){number.groups[0].start, personal ? *behind : number.groups[0].start, true};
}

static bool is_of_address(char c)
{
    return c != '\0' && (unsigned char)c > ' ' && strchr("<>()[],;\"'/\\@", c) == NULL;
}

/* The bytes of an '@' at `at`, perhaps one of a URL, or 0. */
static size_t sign_at(const char *at)
{
    return *at == '@' ? 1 : strncmp(at, "%40", 3) == 0 ? 3 : 0;
}

static struct Span find_address(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        size_t sign = sign_at(at);
        const char *start = at;
        const char *end = at + sign;
        while (sign > 0 && start > text && is_of_address(start[-1])) {
            start--;
        }
        while (sign > 0 && is_of_address(*end)) {
            end++;
        }
        while (end > at + sign && strchr(".:?!", end[-1]) != NULL) {
            end--; /* of the sentence */
        }
        if (sign > 0 && start < at && end > at + sign) {
            return (struct Span){start, end, false};
        }
    }
    return (struct Span){NULL, NULL, false};
}

static struct Span find_number(const char *text)
{
    char digit;

    for (const char *at = text; *at != '\0';) {
        if (digit_at(at, &digit) == 0) {
            at++;
            continue;
        }
        const char *behind;
        struct Span span = judge(text, at, &behind);
        if (span.end > span.start) {
            return span;
        }
        at = behind;
    }
    return (struct Span){NULL, NULL, true};
}

bool personal_has(const char *text)
{
    return find_address(text).start != NULL || find_number(text).start != NULL;
}

/* Writes 9 for each digit and all else as it is. */
static char *write_nines(char *out, struct Span span)
{
    char digit;

    for (const char *at = span.start; at < span.end;) {
        size_t step = digit_at(at, &digit);
        *out++ = (char)(step > 0 ? '9' : *at);
        at += step > 0 ? step : 1;
    }
    return out;
}

static char *replace_all(Arena *arena, const char *text, struct Span (*find)(const char *text))
{
    char *copy = arena_alloc(arena, strlen(text) + 1);
    char *out = copy;

    for (struct Span span; (span = find(text)).start != NULL; text = span.end) {
        memcpy(out, text, (size_t)(span.start - text));
        out += span.start - text;
        if (span.is_number) {
            out = write_nines(out, span);
        } else {
            memset(out, '*', 3);
            out += 3;
        }
    }
    memcpy(out, text, strlen(text) + 1);
    return copy;
}

char *personal_mask(Arena *arena, const char *text)
{
    return replace_all(arena, replace_all(arena, text, find_address), find_number);
}

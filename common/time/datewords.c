#include "common/time/datewords.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>

#include "common/banned.h"

enum { WORD_BYTES = 24 }; /* the longest one has 19 */

struct Word {
    const char *text;
    int value;
};

static const char *const short_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static const struct Word months[] = {
    {"january", 1},
    {"february", 2},
    {"march", 3},
    {"april", 4},
    {"may", 5},
    {"june", 6},
    {"july", 7},
    {"august", 8},
    {"september", 9},
    {"october", 10},
    {"november", 11},
    {"december", 12},
    {"jan", 1},
    {"feb", 2},
    {"mar", 3},
    {"apr", 4},
    {"jun", 6},
    {"jul", 7},
    {"aug", 8},
    {"sept", 9},
    {"sep", 9},
    {"oct", 10},
    {"nov", 11},
    {"dec", 12},
    {"tháng một", 1},
    {"tháng giêng", 1},
    {"tháng hai", 2},
    {"tháng ba", 3},
    {"tháng tư", 4},
    {"tháng năm", 5},
    {"tháng sáu", 6},
    {"tháng bảy", 7},
    {"tháng tám", 8},
    {"tháng chín", 9},
    {"tháng mười một", 11},
    {"tháng mười hai", 12},
    {"tháng mười", 10},
    {"tháng chạp", 12},
};

/* What stands before the number of a month. */
static const struct Word month_prefixes[] = {{"tháng", 0}, {"thg", 0}, {"th", 0}};

static const struct Word halves[] = {
    {"a.m.", 0}, {"p.m.", 12},  {"am", 0},  {"pm", 12},  {"sáng", 0},
    {"sa", 0},   {"chiều", 12}, {"ch", 12}, {"tối", 12},
};

#define COUNT(words) (sizeof(words) / sizeof(words)[0])

/* The start of text in small letters. What these words are made of keeps its length. */
static void lower_start(const char *text, char *lower)
{
    uint8_t folded[WORD_BYTES + 1];
    size_t length = strnlen(text, WORD_BYTES);
    size_t size = WORD_BYTES;

    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
        length--;
    }
    uint8_t *result = u8_tolower((const uint8_t *)text, length, NULL, NULL, folded, &size);
    if (result != folded) {
        free(result);
        size = 0;
    }
    memcpy(lower, folded, size);
    lower[size] = '\0';
}

/* The first of the words that lower begins with, or NULL; so longer words stand before their beginnings. */
static const struct Word *find(const struct Word *words, size_t count, const char *lower)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(lower, words[i].text, strlen(words[i].text)) == 0) {
            return &words[i];
        }
    }
    return NULL;
}

/* "tháng 6", "thg 06", "Th6" */
static int numbered_month(const char *lower, size_t *length)
{
    const struct Word *prefix = find(month_prefixes, COUNT(month_prefixes), lower);

    if (prefix == NULL) {
        return 0;
    }
    const char *at = lower + strlen(prefix->text);
    at += *at == ' ';
    size_t digits = strspn(at, "0123456789");
    if (digits < 1 || digits > 2) {
        return 0;
    }
    int month = digits == 1 ? at[0] - '0' : (at[0] - '0') * 10 + (at[1] - '0');
    *length = (size_t)(at - lower) + digits;
    return month <= 12 ? month : 0;
}

int datewords_month(const char *text, bool numbered, size_t *length)
{
    char lower[WORD_BYTES + 1];

    lower_start(text, lower);
    const struct Word *month = find(months, COUNT(months), lower);
    if (month == NULL) {
        return numbered ? numbered_month(lower, length) : 0;
    }
    *length = strlen(month->text);
    return month->value;
}

const char *datewords_month_name(int month)
{
    return short_names[month - 1];
}

int datewords_half(const char *text, size_t *length)
{
    char lower[WORD_BYTES + 1];

    lower_start(text, lower);
    const struct Word *half = find(halves, COUNT(halves), lower);
    if (half == NULL) {
        return -1;
    }
    *length = strlen(half->text);
    return half->value;
}

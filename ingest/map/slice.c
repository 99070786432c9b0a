#include "ingest/map/slice.h"

#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "common/banned.h"

enum { BLOCK_BYTES = 64, FIRST_ROOM = 1024 };

/* One bit for each byte of a block, the first byte in the lowest bit. */
struct Block {
    uint64_t quotes;
    uint64_t backslashes;
    uint64_t opening; /* { and [ */
    uint64_t closing; /* } and ] */
};

/* { and [, } and ] differ in this bit only. */
enum { BRACKET_BIT = 0x20 };

#ifdef __SSE2__
static uint64_t bits_of(__m128i equal, int place)
{
    return (uint64_t)(unsigned int)_mm_movemask_epi8(equal) << place;
}

static struct Block read_block(const char *bytes)
{
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i opening = _mm_set1_epi8('{');
    const __m128i closing = _mm_set1_epi8('}');
    const __m128i bracket = _mm_set1_epi8(BRACKET_BIT);
    struct Block block = {0, 0, 0, 0};

    for (int place = 0; place < BLOCK_BYTES; place += 16) {
        __m128i part = _mm_loadu_si128((const __m128i *)(const void *)(bytes + place));
        __m128i folded = _mm_or_si128(part, bracket);
        block.quotes |= bits_of(_mm_cmpeq_epi8(part, quote), place);
        block.backslashes |= bits_of(_mm_cmpeq_epi8(part, backslash), place);
        block.opening |= bits_of(_mm_cmpeq_epi8(folded, opening), place);
        block.closing |= bits_of(_mm_cmpeq_epi8(folded, closing), place);
    }
    return block;
}
#else
static struct Block read_block(const char *bytes)
{
    struct Block block = {0, 0, 0, 0};

    for (int place = 0; place < BLOCK_BYTES; place++) {
        uint64_t bit = UINT64_C(1) << place;
        block.quotes |= bytes[place] == '"' ? bit : 0;
        block.backslashes |= bytes[place] == '\\' ? bit : 0;
        block.opening |= (bytes[place] | BRACKET_BIT) == '{' ? bit : 0;
        block.closing |= (bytes[place] | BRACKET_BIT) == '}' ? bit : 0;
    }
    return block;
}
#endif

/* The bytes that a backslash stands before; *carry tells whether the next block begins with one. */
static uint64_t find_escaped(uint64_t backslashes, bool *carry)
{
    uint64_t escaped = *carry ? 1 : 0;

    *carry = false;
    for (backslashes &= ~escaped; backslashes != 0;) {
        uint64_t first = backslashes & (~backslashes + 1);
        uint64_t next = first << 1;
        escaped |= next;
        *carry = next == 0;
        backslashes &= ~(first | next);
    }
    return escaped;
}

/* Each bit becomes the exclusive or of itself and all lower ones: from quote to quote all are set. */
static uint64_t fill_between(uint64_t quotes)
{
    for (int shift = 1; shift < BLOCK_BYTES; shift *= 2) {
        quotes ^= quotes << shift;
    }
    return quotes;
}

static const char *skip_nested(const char *at, const char *end)
{
    bool escape = false;
    uint64_t in_text = 0; /* all bits set while a text goes on into the next block */
    size_t depth = 0;

    for (; at < end; at += BLOCK_BYTES) {
        char last[BLOCK_BYTES] = {0};
        bool whole = end - at >= BLOCK_BYTES;
        if (!whole) {
            memcpy(last, at, (size_t)(end - at));
        }
        struct Block block = read_block(whole ? at : last);
        if (block.backslashes != 0 || escape) {
            block.quotes &= ~find_escaped(block.backslashes, &escape);
        }
        uint64_t text = fill_between(block.quotes) ^ in_text;
        in_text = (text >> (BLOCK_BYTES - 1)) != 0 ? ~UINT64_C(0) : 0;
        for (uint64_t brackets = (block.opening | block.closing) & ~text; brackets != 0;
             brackets &= brackets - 1) {
            uint64_t bracket = brackets & (~brackets + 1);
            if ((block.opening & bracket) != 0) {
                depth++;
            } else if (--depth == 0) {
                return at + __builtin_ctzll(bracket) + 1;
            }
        }
    }
    return NULL;
}

static const char *skip_text(const char *at, const char *end)
{
    for (at++; at < end; at++) {
        if (*at == '"') {
            return at + 1;
        }
        at += *at == '\\' ? 1 : 0;
    }
    return NULL;
}

/* A number or a word; at the end of the bytes more of it might come. */
static const char *skip_word(const char *at, const char *end)
{
    while (at < end && strchr(",]} \t\r\n", *at) == NULL) {
        at++;
    }
    return at < end ? at : NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

const char *slice_skip_blanks(const char *at, const char *end)
{
    while (at < end && is_blank(*at)) {
        at++;
    }
    return at;
}

const char *slice_skip_value(const char *at, const char *end)
{
    if (at == end) {
        return NULL;
    }
    switch (*at) {
    case '{':
    case '[':
        return skip_nested(at, end);
    case '"':
        return skip_text(at, end);
    default:
        return skip_word(at, end);
    }
}

bool slices_add(struct Slices *slices, char *text, size_t length)
{
    if (slices->count == slices->most) {
        return false;
    }
    if (slices->count == slices->room) {
        struct Slice *old = slices->items;
        slices->room = slices->room == 0 ? FIRST_ROOM : 2 * slices->room;
        slices->items = arena_alloc_raw(slices->arena, slices->room * sizeof *slices->items);
        if (old != NULL) {
            memcpy(slices->items, old, slices->count * sizeof *old);
        }
    }
    slices->items[slices->count++] = (struct Slice){text, length};
    return true;
}

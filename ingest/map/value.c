#include "ingest/map/value.h"

#include "common/plain.h"
#include "common/time/clock.h"
#include "common/utf8.h"
#include "ingest/map/number.h"

#include <string.h>

#include "common/banned.h"

/* Between clocks that are not quite right, as in motcua.believed. */
static const Instant day_us = INT64_C(86400000000);

/* Line breaks and tabs in a name are slips of a keyboard, no reason to lose the dossier. */
static const char *without_controls(Arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);

    for (char *c = copy; *c != '\0'; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7f) {
            *c = ' ';
        }
    }
    return copy;
}

static const char *take_label(const struct Column *column, const char *text)
{
    for (const char *const *label = column->labels; *label != NULL; label++) {
        if (strcmp(*label, text) == 0) {
            return NULL;
        }
    }
    return "không phải giá trị mà cột nhận; hãy dùng map";
}

static const char *take_text(const struct Column *column, Arena *arena, const struct Item *item,
                             struct Value *value)
{
    if (item->kind != ITEM_TEXT) {
        return "phải là chữ";
    }
    value->text = item->text;
    value->length = strlen(item->text);
    bool plain = utf8_is_printable_ascii(value->text, value->length);
    if (!plain && (!utf8_is_valid(value->text, value->length) ||
                   strstr(value->text, "\xef\xbf\xbd") != NULL)) {
        return "chữ không đúng UTF-8 hoặc có ký tự NUL";
    }
    if (!plain && utf8_has_control(value->text, value->length)) {
        if (column->type != COLUMN_NAME) {
            return "chữ có ký tự điều khiển";
        }
        value->text = without_controls(arena, value->text);
    }
    if (column->type == COLUMN_LABEL) {
        return take_label(column, value->text);
    }
    if (column->type == COLUMN_TEXT) {
        value->text = plain_code(arena, value->text);
        value->length = strlen(value->text);
        if (!plain && plain_has_foreign_letter(value->text)) {
            return "mã có chữ của bảng chữ khác, trông giống chữ La-tinh";
        }
    }
    return value->length <= (size_t)column->highest ? NULL : "chữ quá dài";
}

static const char *take_bool(const struct Item *item, struct Value *value)
{
    static const char *const yes[] = {"true", "True", "TRUE", "1"};
    static const char *const no[] = {"false", "False", "FALSE", "0"};

    if (item->kind == ITEM_BOOL) {
        value->number = item->number;
        return NULL;
    }
    for (size_t i = 0; item->kind == ITEM_TEXT && i < sizeof yes / sizeof yes[0]; i++) {
        if (strcmp(item->text, yes[i]) == 0 || strcmp(item->text, no[i]) == 0) {
            value->number = strcmp(item->text, yes[i]) == 0;
            return NULL;
        }
    }
    return "không phải đúng/sai; hãy dùng map";
}

static const char *take_number(const struct Column *column, const struct ItemContext *context,
                               const struct Item *item, struct Value *value)
{
    if (item->kind == ITEM_NUMBER && item->number >= column->lowest &&
        item->number <= column->highest) {
        value->number = item->number;
        return NULL;
    }
    if (item->kind == ITEM_TEXT &&
        number_read(context, item->text, column->lowest, column->highest, &value->number)) {
        return NULL;
    }
    return "không phải số nguyên trong giới hạn của cột";
}

const char *value_take(const struct Column *column, const struct ItemContext *context,
                       const struct Item *item, struct Value *value)
{
    value->is_null = item->kind == ITEM_NULL;
    if (value->is_null) {
        return column->required ? "trống, mà cột này bắt buộc" : NULL;
    }
    switch (column->type) {
    case COLUMN_TEXT:
    case COLUMN_NAME:
    case COLUMN_LABEL:
        return take_text(column, context->arena, item, value);
    case COLUMN_BOOL:
        return take_bool(item, value);
    case COLUMN_INSTANT:
        value->number = item->number;
        return item->kind == ITEM_INSTANT ? NULL : "không phải ngày giờ";
    case COLUMN_SMALLINT:
    case COLUMN_INT:
    case COLUMN_BIGINT:
        break;
    }
    return take_number(column, context, item, value);
}

const char *value_contradiction(const struct Column *column, const struct Value *value)
{
    bool compared = column->ends_previous || column->unlike_previous;

    if (column->has_happened && !value->is_null && value->number > clock_now() + day_us) {
        return "ngày trong tương lai";
    }
    if (!compared || value->is_null || value[-1].is_null) {
        return NULL;
    }
    if (column->ends_previous) {
        return value->number < value[-1].number ? "kết thúc trước khi bắt đầu" : NULL;
    }
    return strcmp(value->text, value[-1].text) == 0 ? "trùng với cột trước" : NULL;
}

#include "ingest/map/item.h"

#include "common/plain.h"
#include "common/text.h"
#include "common/utf8.h"

#include <string.h>

#include "common/banned.h"

const char item_masked[] = "giá trị đã bị che khi bản ghi bị loại";

/* Beyond 2^53 a JSON number has lost digits before we see it. */
static const double exact_limit = 9007199254740992.0;

const char *item_read(const struct ItemContext *context, const cJSON *node, struct Item *item)
{
    *item = (struct Item){.kind = ITEM_NULL};
    if (node == NULL || cJSON_IsNull(node)) {
        return NULL;
    }
    if (cJSON_IsBool(node)) {
        *item = (struct Item){.kind = ITEM_TEXT, .text = cJSON_IsTrue(node) ? "true" : "false"};
        return NULL;
    }
    if (cJSON_IsNumber(node)) {
        double value = node->valuedouble;
        if (!(value > -exact_limit && value < exact_limit)) {
            return "số quá lớn nên không còn chính xác; nguồn phải gửi dưới dạng chữ";
        }
        bool whole = value == (double)(long long)value;
        *item =
            (struct Item){.kind = ITEM_TEXT,
                          .text = arena_printf(context->arena, whole ? "%.0f" : "%.15g", value)};
        return NULL;
    }
    if (!cJSON_IsString(node)) {
        return cJSON_IsRaw(node) ? item_masked
                                 : "phải là một giá trị, không phải danh sách hoặc nhóm";
    }
    const char *text = node->valuestring;
    size_t length = strlen(text);
    if (!utf8_is_printable_ascii(text, length)) {
        text = plain_text(context->arena, text);
        length = strlen(text);
    }
    if (length > 0 && (text[0] <= ' ' || text[length - 1] <= ' ')) {
        text = text_trim(context->arena, text);
    }
    if (text[0] != '\0') {
        *item = (struct Item){.kind = ITEM_TEXT, .text = text};
    }
    return NULL;
}

#include "stats/print/jsonout.h"

#include "common/memory.h"
#include "common/utf8.h"

#include <stdbool.h>
#include <string.h>

#include "common/banned.h"

/* Hands item over to parent; an item or a place that could not be had ends the program. */
static cJSON *add(cJSON *parent, const char *key, cJSON *item)
{
    bool added = item != NULL && (key == NULL ? cJSON_AddItemToArray(parent, item)
                                              : cJSON_AddItemToObject(parent, key, item));

    if (!added) {
        memory_out();
    }
    return item;
}

cJSON *jsonout_new_object(void)
{
    cJSON *object = memory_need(cJSON_CreateObject());

    return object;
}

cJSON *jsonout_add_object(cJSON *parent, const char *key)
{
    return add(parent, key, cJSON_CreateObject());
}

cJSON *jsonout_add_array(cJSON *parent, const char *key)
{
    return add(parent, key, cJSON_CreateArray());
}

void jsonout_add_text(cJSON *parent, const char *key, const char *text)
{
    add(parent, key, text != NULL ? cJSON_CreateString(text) : cJSON_CreateNull());
}

/* Not as a double: 96.90 would lose its zero, and a large count its last digits. */
void jsonout_add_number(cJSON *parent, const char *key, const char *digits)
{
    jsonout_add_raw(parent, key, digits);
}

void jsonout_add_raw(cJSON *parent, const char *key, const char *text)
{
    add(parent, key, text != NULL ? cJSON_CreateRaw(text) : cJSON_CreateNull());
}

void jsonout_add_flag(cJSON *parent, const char *key, const char *value)
{
    add(parent, key, value != NULL ? cJSON_CreateBool(value[0] == 't') : cJSON_CreateNull());
}

void jsonout_add_text_field(cJSON *parent, const DbRows *rows, int row, const char *column)
{
    jsonout_add_text(parent, column, db_field(rows, row, column));
}

void jsonout_add_number_field(cJSON *parent, const DbRows *rows, int row, const char *column)
{
    jsonout_add_number(parent, column, db_field(rows, row, column));
}

cJSON *jsonout_add_office(cJSON *offices, const DbRows *rows, int row)
{
    cJSON *office = jsonout_add_object(offices, NULL);

    jsonout_add_text(office, "code", db_field(rows, row, "office"));
    jsonout_add_text_field(office, rows, row, "name");
    jsonout_add_text_field(office, rows, row, "level");
    return office;
}

/* As JSON writes it: one \uXXXX, or the two of a surrogate pair. */
static void print_escape(uint32_t code_point, FILE *out)
{
    if (code_point >= 0x10000) {
        code_point -= 0x10000;
        fprintf(out, "\\u%04x", 0xD800U | code_point >> 10);
        code_point = 0xDC00U | (code_point & 0x3FFU);
    }
    fprintf(out, "\\u%04x", code_point);
}

/* What is not shown can only stand inside of texts, but for the line ends between them; so can what is escaped. */
static void print_shown(const char *text, char escaped, FILE *out)
{
    uint32_t code_point = 0;
    bool shown;

    while (*text != '\0') {
        size_t run = 0;
        size_t step = 0;
        do {
            run += step;
            step = utf8_character(text + run, &code_point, &shown);
        } while ((shown && text[run] != escaped) || text[run] == '\n' || text[run] == '\t');
        fwrite(text, 1, run, out);
        text += run;
        if (*text != '\0') {
            print_escape(code_point, out);
            text += step;
        }
    }
}

void jsonout_print_script(const cJSON *root, FILE *out)
{
    char *text = memory_need(cJSON_PrintUnformatted(root));

    print_shown(text, '<', out);
    cJSON_free(text);
}

void jsonout_print(cJSON *root, FILE *out)
{
    char *text = cJSON_Print(root);

    cJSON_Delete(root);
    if (text == NULL) {
        memory_out();
    }
    print_shown(text, '\0', out);
    putc('\n', out);
    cJSON_free(text);
}

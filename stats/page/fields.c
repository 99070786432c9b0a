#include "stats/page/fields.h"

#include "stats/print/jsonout.h"

#include <ctype.h>
#include <stddef.h>

#include "common/banned.h"

const char *const fields_fraction[3] = {"numerator", "denominator", "percent"};

static void add_field(cJSON *object, const char *key, const char *value, char kind)
{
    switch (kind) {
    case 't':
        jsonout_add_text(object, key, value);
        break;
    case 'n':
        jsonout_add_number(object, key, value);
        break;
    case 'f':
        jsonout_add_flag(object, key, value);
        break;
    case 'j':
        jsonout_add_raw(object, key, value);
        break;
    default:
        break;
    }
}

void fields_add(cJSON *object, const DbRows *rows, int row, const char *kinds)
{
    for (int i = 0; kinds[i] != '\0'; i++) {
        const char *value = db_value(rows, row, i);
        if (value != NULL || !isupper((unsigned char)kinds[i])) {
            add_field(object, db_column_name(rows, i), value,
                      (char)tolower((unsigned char)kinds[i]));
        }
    }
}

cJSON *fields_add_list(cJSON *parent, const char *key, const DbRows *rows, int first, int end,
                       const char *kinds)
{
    cJSON *list = jsonout_add_array(parent, key);

    for (int row = first; row < end; row++) {
        fields_add(jsonout_add_object(list, NULL), rows, row, kinds);
    }
    return list;
}

void fields_add_fraction(cJSON *parent, const char *key, const DbRows *rows, int row,
                         const char *const columns[3])
{
    static const char *const keys[3] = {"n", "d", "p"};
    cJSON *fraction = key != NULL ? jsonout_add_object(parent, key) : parent;

    for (int i = 0; i < 3; i++) {
        jsonout_add_number(fraction, keys[i],
                           columns != NULL ? db_field(rows, row, columns[i]) : NULL);
    }
}

void fields_append_fraction(cJSON *array, const DbRows *rows, int row)
{
    cJSON *fraction = jsonout_add_array(array, NULL);

    for (int i = 0; i < 3; i++) {
        jsonout_add_number(fraction, NULL, db_field(rows, row, fields_fraction[i]));
    }
}

#include "num.h"

bool num_parse(const char *text, uint64_t max, uint64_t *value)
{
    uint64_t sum = 0;

    if (*text == '\0') {
        return false;
    }
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') {
            return false;
        }
        uint64_t digit = (uint64_t)(*text - '0');
        /* Checked before the step, so that no length of input can wrap around. */
        if (digit > max || sum > (max - digit) / 10) {
            return false;
        }
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

#include "common/buf.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

Test(buf, is_text_from_the_start)
{
    struct Buf buf;

    buf_init(&buf, 0);
    cr_assert_str_eq(buf.data, "");
    cr_assert(buf_append(&buf, "", 0));
    cr_assert_not(buf.full);
    cr_assert_not(buf_putc(&buf, 'a'));
    cr_assert(buf.full);
    buf_release(&buf);
}

Test(buf, holds_exactly_its_limit)
{
    struct Buf buf;

    buf_init(&buf, 10);
    cr_assert(buf_puts(&buf, "12345"));
    cr_assert(buf_printf(&buf, "%d", 67890));
    cr_assert_not(buf.full);
    cr_assert_eq(buf.length, 10);
    cr_assert_str_eq(buf.data, "1234567890");
    buf_release(&buf);
}

Test(buf, leaves_everything_as_it_was_when_full)
{
    struct Buf buf;

    buf_init(&buf, 10);
    cr_assert(buf_puts(&buf, "12345"));
    cr_assert_not(buf_puts(&buf, "678901"));
    cr_assert(buf.full);
    cr_assert_str_eq(buf.data, "12345");
    cr_assert_not(buf_printf(&buf, "%s", "678901"));
    cr_assert_not(buf_append(&buf, "x", (size_t)-1));
    cr_assert_str_eq(buf.data, "12345");
    buf_clear(&buf);
    cr_assert_not(buf.full);
    cr_assert_eq(buf.length, 0);
    cr_assert_str_eq(buf.data, "");
    buf_release(&buf);
}

Test(buf, grows_without_losing_a_byte)
{
    enum { COUNT = 100000 };
    struct Buf buf;

    buf_init(&buf, COUNT);
    for (int i = 0; i < COUNT; i++) {
        cr_assert(buf_putc(&buf, (char)('a' + i % 26)));
    }
    cr_assert_not(buf_putc(&buf, 'x'));
    cr_assert_eq(buf.length, COUNT);
    cr_assert_eq(strlen(buf.data), COUNT);
    for (int i = 0; i < COUNT; i++) {
        cr_assert_eq(buf.data[i], (char)('a' + i % 26));
    }
    cr_assert_leq(buf.capacity, COUNT);
    buf_release(&buf);
}

Test(buf, holds_binary_data)
{
    struct Buf buf;

    buf_init(&buf, 100);
    cr_assert(buf_append(&buf, "a\0b", 3));
    cr_assert_eq(buf.length, 3);
    cr_assert_eq(memcmp(buf.data, "a\0b", 4), 0);
    buf_release(&buf);
}

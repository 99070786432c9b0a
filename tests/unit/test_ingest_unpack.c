#include "ingest/format/unpack.h"

#include <criterion/criterion.h>
#include <string.h>
#include <zlib.h>

#include "common/banned.h"

enum { ROOM = 1 << 16 };

static char one[] = "one\n";
static char two[] = "two\n";

/* Appends text as a gzip file of its own. */
static void pack(struct Buf *body, char *text, size_t length)
{
    char packed[1024];
    z_stream stream = {.next_in = (Bytef *)text,
                       .avail_in = (uInt)length,
                       .next_out = (Bytef *)packed,
                       .avail_out = sizeof packed};

    cr_assert_eq(
        deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY),
        Z_OK);
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    buf_append(body, packed, sizeof packed - stream.avail_out);
    deflateEnd(&stream);
}

Test(unpack, leaves_what_is_not_packed)
{
    struct Error err = {.code = EXIT_DONE};
    struct Buf body;

    buf_init(&body, ROOM);
    cr_assert(unpack(&body, &err));
    buf_puts(&body, "{\"a\":1}\n");
    cr_assert(unpack(&body, &err));
    cr_assert_str_eq(body.data, "{\"a\":1}\n");
    buf_release(&body);
}

Test(unpack, reads_files_one_behind_the_other)
{
    struct Error err = {.code = EXIT_DONE};
    struct Buf body;

    buf_init(&body, ROOM);
    pack(&body, one, sizeof one - 1);
    pack(&body, two, sizeof two - 1);
    cr_assert(unpack(&body, &err), "%s", err.message);
    cr_assert_str_eq(body.data, "one\ntwo\n");
    buf_release(&body);
}

Test(unpack, tells_of_a_file_cut_short_and_tries_again)
{
    struct Error err = {.code = EXIT_DONE};
    struct Buf body;

    buf_init(&body, ROOM);
    pack(&body, one, sizeof one - 1);
    body.length -= 3;
    cr_assert_not(unpack(&body, &err));
    cr_assert(err.code == EXIT_SOURCE && err.transient, "%s", err.message);
    buf_release(&body);
}

Test(unpack, stops_at_the_limit)
{
    static char noughts[ROOM + 1] = {0};
    struct Error err = {.code = EXIT_DONE};
    struct Buf body;

    buf_init(&body, ROOM);
    pack(&body, noughts, sizeof noughts);
    cr_assert_not(unpack(&body, &err));
    cr_assert(strstr(err.message, "larger") != NULL && !err.transient, "%s", err.message);
    buf_release(&body);
}

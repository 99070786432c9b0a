#include "stats/reconcile/sheet.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/support.h"

#include "common/banned.h"

static struct Error err;

/* The file's rows as JSON, or NULL with err filled. */
static const char *read_bytes(Arena *arena, const char *bytes, size_t length)
{
    char path[] = "/tmp/motcua-sheet-XXXXXX";
    int descriptor = mkstemp(path);

    cr_assert(descriptor >= 0);
    cr_assert(write(descriptor, bytes, length) == (ssize_t)length);
    close(descriptor);
    const char *rows = sheet_read(arena, path, &err);
    unlink(path);
    return rows;
}

static void check(const char *text, const char *expected)
{
    Arena *arena = arena_new();
    const char *rows = read_bytes(arena, text, strlen(text));

    cr_assert(rows != NULL, "%s", err.message);
    cr_expect_str_eq(rows, expected);
    arena_free(arena);
}

static void check_refused(const char *bytes, size_t length, const char *words)
{
    Arena *arena = arena_new();

    cr_expect(read_bytes(arena, bytes, length) == NULL);
    cr_expect(err.code == EXIT_USAGE);
    cr_expect(strstr(err.message, words) != NULL, "%s", err.message);
    arena_free(arena);
}

#define ROWS                                                                                       \
    "[{\"line\":1,\"cells\":[\"a\",\"b\",\"c\"]},{\"line\":2,\"cells\":[\"x\",\"y\",\"3,1\"]}]"

Test(sheet, the_separator_is_found)
{
    check("a;b;c\nx;y;3,1\n", ROWS);
    check("a\tb\tc\nx\ty\t3,1", ROWS);
    check("a,b,c\nx,y,\"3,1\"\n", ROWS);
    check("sep=,\r\na,b,c\r\n", "[{\"line\":2,\"cells\":[\"a\",\"b\",\"c\"]}]");
}

/* A title above the table, and names with commas: most rows of three cells decide. */
Test(sheet, commas_in_names_do_not_separate)
{
    check("b\xc3\xa1o c\xc3\xa1o, n\xc4\x83m\na;b, c;d\n1;2, 3, 4;5",
          "[{\"line\":1,\"cells\":[\"b\xc3\xa1o c\xc3\xa1o, n\xc4\x83m\"]},"
          "{\"line\":2,\"cells\":[\"a\",\"b, c\",\"d\"]},{\"line\":3,\"cells\":[\"1\",\"2, 3, "
          "4\",\"5\"]}]");
}

Test(sheet, what_spreadsheets_put_into_files)
{
    check("\xef\xbb\xbf"
          "a;b;c\r\nx;y;\"3,1\"\r\n",
          ROWS);
    check("a;b;\"say \"\"no\"\"\"\n", "[{\"line\":1,\"cells\":[\"a\",\"b\",\"say \\\"no\\\"\"]}]");
    check("a;\"two\nlines\";c\nx;y;z\n",
          "[{\"line\":1,\"cells\":[\"a\",\"two\\u000alines\",\"c\"]},{"
          "\"line\":3,\"cells\":[\"x\",\"y\",\"z\"]}]");
    check("", "[]");
    check(";;\n", "[{\"line\":1,\"cells\":[\"\",\"\",\"\"]}]");
}

Test(sheet, what_cannot_be_read_is_told)
{
    static const char utf16[] = {'a', 0, ';', 0};

    check_refused(utf16, sizeof utf16, "not UTF-8");
    check_refused("a;\xe1;c", 5, "not UTF-8");
    check_refused("a;b;\"c", 6, "line 1: quotes");
    check_refused("a;b;c\nx;\"y\"z;1\n", 15, "line 2: quotes");

    Arena *arena = arena_new();
    cr_expect(sheet_read(arena, "/nonexistent/motcua.csv", &err) == NULL);
    cr_expect(err.code == EXIT_USAGE && strstr(err.message, "No such file") != NULL);
    cr_expect(sheet_read(arena, "/tmp", &err) == NULL);
    cr_expect(err.code == EXIT_USAGE && strstr(err.message, "directory") != NULL, "%s",
              err.message);
    arena_free(arena);
}

Test(sheet, a_table_is_bounded)
{
    size_t length = 2 * (SHEET_ROWS_MAX + 1);
    char *text = malloc(length);

    for (size_t i = 0; i < length; i += 2) {
        text[i] = 'a';
        text[i + 1] = '\n';
    }
    check_refused(text, length, "more than 20000 rows");
    free(text);
}

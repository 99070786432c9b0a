#include "common/program/terminal.h"

#include "common/text.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/banned.h"

enum { COLUMNS_USUAL = 80, COLUMNS_LEAST = 20, COLUMNS_MOST = 1000, ROWS_USUAL = 24 };

/* What a shell says of a command that it cannot find or start. */
enum { NOT_STARTED = 126, NOT_FOUND = 127 };

bool terminal_is_there(void)
{
    return isatty(STDOUT_FILENO) == 1;
}

static struct winsize size_of_terminal(void)
{
    struct winsize size = {0};

    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size : (struct winsize){0};
}

size_t terminal_columns(void)
{
    const char *named = getenv("COLUMNS");
    long long columns = 0;

    if (named == NULL || !text_to_int(named, COLUMNS_LEAST, COLUMNS_MOST, &columns)) {
        columns = size_of_terminal().ws_col;
    }
    return columns >= COLUMNS_LEAST ? (size_t)columns : COLUMNS_USUAL;
}

static bool is_long(const char *text)
{
    unsigned rows = size_of_terminal().ws_row, lines = 1;

    while ((text = strchr(text, '\n')) != NULL) {
        lines++;
        text++;
    }
    return lines > (rows > 0 ? rows : ROWS_USUAL);
}

/* -F ends at once what fits, -R lets colours through, -X leaves the text on the terminal; as git has it. */
static bool page(const char *pager, const char *text)
{
    setenv("LESS", "FRX", 0);
    setenv("LESSCHARSET", "utf-8", 0);
    FILE *out = popen(pager, "w");

    if (out == NULL) {
        return false;
    }
    /* Whoever has read enough ends the pager before it has taken everything. */
    void (*usual)(int) = signal(SIGPIPE, SIG_IGN);
    fputs(text, out);
    int status = pclose(out);
    signal(SIGPIPE, usual);
    return !WIFEXITED(status) ||
           (WEXITSTATUS(status) != NOT_FOUND && WEXITSTATUS(status) != NOT_STARTED);
}

void terminal_show(const char *text)
{
    const char *named = getenv("PAGER"), *pager = named != NULL ? named : "less";
    bool is_wanted = pager[0] != '\0' && !text_equal(pager, "cat") && is_long(text);

    fflush(stdout);
    if (!is_wanted || !page(pager, text)) {
        fputs(text, stdout);
    }
}

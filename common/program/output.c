#include "common/program/output.h"

#include "common/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "common/banned.h"

static int failed_with;

/* By the time the stream is closed, errno is that of something else. */
static ssize_t write_all(void *unused, const char *data, size_t size)
{
    size_t done = 0;

    (void)unused;
    while (done < size) {
        ssize_t written = write(STDOUT_FILENO, data + done, size - done);
        if (written < 0 && errno != EINTR) {
            failed_with = failed_with != 0 ? failed_with : errno;
            return 0;
        }
        done += written > 0 ? (size_t)written : 0;
    }
    return (ssize_t)size;
}

void output_open(void)
{
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
        /* The wrong way round; the lowest number that is free is this one. */
        if (fcntl(descriptor, F_GETFD) < 0 &&
            open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) {
            _exit(EXIT_INTERNAL);
        }
    }
    FILE *out = fopencookie(NULL, "w", (cookie_io_functions_t){.write = write_all});
    if (out != NULL) {
        setvbuf(out, NULL, isatty(STDOUT_FILENO) == 1 ? _IOLBF : _IOFBF, BUFSIZ);
        stdout = out;
    }
}

int output_close(void)
{
    return fclose(stdout) == 0 || failed_with != 0 ? failed_with : errno;
}

#include "common/program/inifile.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/banned.h"

enum { LINE_MAX_BYTES = 4096 };

struct Reading {
    FILE *file;
    struct InifileEntry entry;
    InifileHandler handler;
    void *user;
    struct Error *err;
    bool failed;
};

static void fail_line(struct Reading *reading, const char *reason)
{
    error_set(reading->err, EXIT_SETTINGS, "%s:%d: %s", reading->entry.path, reading->entry.line,
              reason);
    reading->failed = true;
}

/* Counts lines for the messages; inih would read the rest of a long line as a line of its own. */
static char *read_line(char *line, int size, void *stream)
{
    struct Reading *reading = stream;

    if (reading->failed || fgets(line, size, reading->file) == NULL) {
        return NULL;
    }
    reading->entry.line++;
    size_t length = strlen(line);
    if (length + 1 >= (size_t)size && line[length - 1] != '\n') {
        fail_line(reading, "line is too long");
        return NULL;
    }
    return line;
}

static int take_entry(void *user, const char *section, const char *name, const char *value)
{
    struct Reading *reading = user;

    reading->entry.section = section;
    reading->entry.name = name;
    reading->entry.value = value;
    if (!reading->handler(reading->user, &reading->entry, reading->err)) {
        error_prefix(reading->err, "%s:%d", reading->entry.path, reading->entry.line);
        reading->failed = true;
    }
    return !reading->failed;
}

static void set_parser_up(void)
{
    ini_allow_multiline = false;
    ini_allow_inline_comments = false;
    ini_stop_on_first_error = true;
    ini_use_stack = false;
    ini_initial_alloc = LINE_MAX_BYTES;
    ini_max_line = LINE_MAX_BYTES;
}

bool inifile_read(const char *path, InifileHandler handler, void *user, struct Error *err)
{
    struct Reading reading = {.entry.path = path, .handler = handler, .user = user, .err = err};
    struct stat status;

    reading.file = fopen(path, "re");
    if (reading.file == NULL || fstat(fileno(reading.file), &status) != 0) {
        error_set(err, EXIT_SETTINGS, "cannot open settings file '%s': %s", path, strerror(errno));
        if (reading.file != NULL) {
            fclose(reading.file);
        }
        return false;
    }
    reading.entry.guarded = (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
    set_parser_up();
    int result = ini_parse_stream(read_line, &reading, take_entry, &reading);
    if (!reading.failed && ferror(reading.file)) {
        error_set(err, EXIT_SETTINGS, "cannot read settings file '%s'", path);
        reading.failed = true;
    } else if (!reading.failed && result != 0) {
        fail_line(&reading, "expected '[section]' or 'name = value'");
    }
    fclose(reading.file);
    return !reading.failed;
}

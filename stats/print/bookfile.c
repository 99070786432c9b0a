#include "stats/print/bookfile.h"

#include "common/text.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

/* Of a cell; the moment at which every workbook is made, the first of 2000. */
enum { TEXT_BYTES_MAX = 32767, MADE_AT = 946684800 };

bool bookfile_begin(struct BookFile *file, Arena *arena, const char *path, struct Error *err)
{
    lxw_doc_properties properties = {.created = MADE_AT};

    *file = (struct BookFile){.arena = arena};
    if (!outfile_begin(&file->place, arena, path, err)) {
        return false;
    }
    file->book = workbook_new(file->place.growing);
    if (file->book == NULL) {
        outfile_discard(&file->place);
        return error_set(err, EXIT_INTERNAL, "cannot make a workbook");
    }
    workbook_set_properties(file->book, &properties);
    return true;
}

bool bookfile_finish(struct BookFile *file, struct Error *err)
{
    lxw_error fault = workbook_close(file->book);

    file->book = NULL;
    if (fault == LXW_NO_ERROR && !file->is_full) {
        return outfile_finish(&file->place, err);
    }
    outfile_discard(&file->place);
    if (fault != LXW_NO_ERROR) {
        return error_set(err, EXIT_INTERNAL, "cannot write the workbook: %s", lxw_strerror(fault));
    }
    error_set(err, EXIT_USAGE, "a sheet has no more than %d rows", BOOKFILE_ROWS);
    return error_hint(err, "ask for a shorter period, for one office, or for --format csv");
}

void bookfile_discard(struct BookFile *file)
{
    if (file->book != NULL) {
        lxw_workbook_free(file->book);
        file->book = NULL;
    }
    outfile_discard(&file->place);
}

const char *bookfile_text(Arena *arena, const char *text)
{
    size_t length = strlen(text);

    while (length > TEXT_BYTES_MAX || (length < strlen(text) && (text[length] & 0xC0) == 0x80)) {
        length = length > TEXT_BYTES_MAX ? TEXT_BYTES_MAX : length - 1;
    }
    return text_sanitize(arena, arena_strndup(arena, text, length));
}

lxw_datetime bookfile_time(const char *iso)
{
    lxw_datetime time = {0};
    int second = 0;

    sscanf(iso, "%d-%d-%dT%d:%d:%d", &time.year, &time.month, &time.day, &time.hour, &time.min,
           &second);
    time.sec = second;
    return time;
}

int bookfile_places(const char *digits)
{
    const char *point = strchr(digits, '.');

    return point != NULL ? (int)strlen(point + 1) : 0;
}

/* What several unit tests need. Criterion runs each test in a process of its own, so tests may change
 * the environment and the standard streams. */
#ifndef MOTCUA_UNIT_SUPPORT_H
#define MOTCUA_UNIT_SUPPORT_H

#include "ingest/format/page.h"
#include "ingest/map/fieldmap.h"

#include <stddef.h>
#include <sys/types.h>

/* A new file with this text and mode; its path lives as long as the process. */
const char *support_file(const char *text, mode_t mode);

/* The same with a name of our choice in a new directory; returns the directory. */
const char *support_directory(const char *name, const char *text, mode_t mode);

/* Sends stderr (or stdout) to a file from now on; support_captured returns what came so far. */
void support_capture(int descriptor);
const char *support_captured(int descriptor);

/* An answer of a source that is cut into records; what is wrong with it is in err. */
struct SupportAnswer {
    Arena *arena;
    struct Source source; /* of dossiers, without any rule */
    struct Buf body;
    struct Page page;
    struct Error err;
};

void support_answer_init(struct SupportAnswer *answer, const char *format, const char *encoding,
                         const char *separator);
void support_answer_release(struct SupportAnswer *answer);

/* Mends and cuts what is in the body; whole as in format_cut. */
bool support_cut_body(struct SupportAnswer *answer, bool whole);

/* The same of a text. */
bool support_cut(struct SupportAnswer *answer, const char *text, size_t length, bool whole);

/* The records, one a line. */
const char *support_records(const struct SupportAnswer *answer);

/* A record of a source whose answer is the list itself; it lives in the arena. */
const cJSON *support_record(Arena *arena, const char *json);

/* The rule of a column of dossiers, and constants for the required columns that it does not fill. */
FieldMap *support_map(Arena *arena, const char *column, const char *rule);

#endif

/*
 * One file of sources.d: where a one-stop system is, how it is asked, and what its records mean.
 * config/sources.d/national.conf.example shows every setting with its explanation.
 */
#ifndef MOTCUA_SOURCE_H
#define MOTCUA_SOURCE_H

#include "ingest/fieldmap.h"

struct Source {
    const char *name; /* of the file, without .conf */
    const char *path;
    const char *entity_name;
    FieldMap *map;
    /* [source] */
    const char *url;
    const char *records; /* JSON Pointer to the list; "" = the whole answer */
    const char *total;   /* JSON Pointer to the stated number of records; "" = not stated */
    const char *success; /* "POINTER = VALUE ..." that a good answer meets; "" = any */
    const char *message; /* JSON Pointer to the words of a bad answer; "" = none */
    const char *auth;    /* none, bearer */
    const char *token_file;
    const char *ca_file;    /* "" = the system's authorities */
    const char *utc_offset; /* of times without a zone, +07:00 */
    struct Pointer records_pointer;
    struct Pointer total_pointer;
    struct Pointer message_pointer;
    struct Condition success_condition;
    int utc_offset_s;
    const char *token; /* "" = none */
    /* [paging] */
    const char *paging; /* none, page */
    const char *page_param;
    const char *size_param;
    long long size;
    long long first;
    /* [incremental] */
    const char *since_param; /* "" = the whole list every night */
    const char *until_param;
    const char *date_format_name;
    enum DateFormat date_format;
    long long overlap_minutes;
    /* [limits] */
    long long connect_timeout_s;
    long long timeout_s;
    long long stall_s; /* less than 100 bytes a second for so long fails */
    long long tries;
    long long retry_wait_ms;
    long long max_page_mb;
};

/* Reads one file. Everything lives in arena. EXIT_SETTINGS with file, line, setting, expectation. */
struct Source *source_load(Arena *arena, const char *path, struct Error *err) MUST_CHECK;

struct SourceList {
    struct Source **items;
    size_t count;
};

/*
 * Reads the sources that are asked for (all *.conf of directory, in the order of their names, when
 * count is 0). EXIT_SETTINGS for a name without a file and for a directory without sources.
 */
bool source_load_all(Arena *arena, const char *directory, const char *const *names, size_t count,
                     struct SourceList *list, struct Error *err) MUST_CHECK;

#endif

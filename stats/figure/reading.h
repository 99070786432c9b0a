/* The transaction in which a command reads its figures, so that all of them are of one moment. */
#ifndef MOTCUA_STATS_FIGURE_READING_H
#define MOTCUA_STATS_FIGURE_READING_H

#include "common/arena.h"
#include "common/database/db.h"
#include "common/error.h"
#include "common/program/cli.h"
#include "stats/print/rowout.h"

#include <cjson/cJSON.h>

/* For to_char: 2024-06-07T01:40:12+07:00; the time zone of the session is that of Viet Nam. */
#define READING_ISO "'YYYY-MM-DD\"T\"HH24:MI:SS\"+07:00\"'"

/*
 * SQL: the rates, by profile, that count what is an office's own. The catalogue of procedures is
 * one for all offices, so the rates made of it do not tell that an office has done anything.
 */
#define READING_OWN_RATES                                                                          \
    "SELECT t.profile, t.rate FROM motcua.term AS t"                                               \
    " JOIN motcua.bucket AS b ON b.bucket = t.bucket WHERE b.event <> 'procedure'"

/* SQL: events of which no past is kept. */
#define READING_TIMELESS                                                                           \
    "('procedure', 'feedback_answered', 'feedback_overdue', 'feedback_in_time', 'rating')"

/* The last arguments of the functions that compute figures, as reading_query binds them. */
#define READING_VIEW "$5, $6, $7, $8"

enum {
    READING_DAY_SIZE = 16,
    READING_RUN_SIZE = 24,
    READING_TIME_SIZE = 40,
    READING_NAMES_SIZE = 512,
    READING_NAME_SIZE = 256
};

/* What of figures the command line asks for. */
struct Asked {
    const char *period;     /* NULL = the command takes none */
    const char *by;         /* handling, receiving */
    const char *tree;       /* then, now */
    const char *as_of;      /* a period: its last evening; NULL = now */
    struct CliList against; /* other periods, to be shown beside it */
};

struct Reading {
    const char *by; /* whose figures: handling, receiving */
    const char *tree;
    char from[READING_DAY_SIZE]; /* first and last day, as 2024-06-07 */
    char to[READING_DAY_SIZE];
    char today[READING_DAY_SIZE];       /* day on which the figures are looked at */
    char run[READING_RUN_SIZE];         /* last run that is known of; empty: all */
    char as_of[READING_TIME_SIZE];      /* as 2024-06-07T01:40:12+07:00 */
    char not_known[READING_NAMES_SIZE]; /* rates of which the past is not kept, as a JSON array */
};

enum ReadingName {
    READING_OFFICE,
    READING_PROFILE,
    READING_PROFILES, /* separated by commas */
    READING_SCORING,
    READING_TARGET_SET,
    READING_RATE, /* of a profile */
    READING_BUCKET,
    READING_LEVEL, /* of offices */
    READING_BAND,
    READING_FLAG
};

/* Begins a transaction that writes nothing; it ends when db is closed, or by COMMIT. */
bool reading_begin(Db *db, struct Error *err) MUST_CHECK;

/* The same, and finds the days that are asked for. EXIT_USAGE when a period is none. */
bool reading_begin_period(Db *db, const struct Asked *asked, struct Reading *reading,
                          struct Error *err) MUST_CHECK;

/* The days of another period, looked at on the same day, for the same offices. EXIT_USAGE when it is none. */
bool reading_other(Db *db, const struct Reading *reading, const char *period, struct Reading *other,
                   struct Error *err) MUST_CHECK;

/*
 * Notes the rates of rules (profiles, NULL for all, or a scoring set) that are computed from what is known today
 * even when figures of the past are asked for: of feedback and catalogues no past is kept.
 */
bool reading_note_not_known(Db *db, struct Reading *reading, const char *rules,
                            struct Error *err) MUST_CHECK;

/* The version of a scoring set that holds on the last day of the period, or on the day of looking if that is earlier. */
bool reading_find_version(Db *db, const struct Reading *reading, const char *scoring,
                          char version[static READING_NAME_SIZE], struct Error *err) MUST_CHECK;

/*
 * Asks for figures: $1 and $2 are the days of the period, $3 the office (NULL: all), $4 the rules
 * (profile, profiles or scoring set), READING_VIEW follows, and $9 is the rate or bucket unless that is
 * NULL. NULL on error.
 */
DbRows *reading_query(Db *db, const struct Reading *reading, const char *sql, const char *office,
                      const char *rules, const char *rate, struct Error *err) MUST_CHECK;

/*
 * EXIT_USAGE with a hint when there is no such thing. A name that is NULL was not asked for and is
 * fine; profile matters only for READING_RATE.
 */
bool reading_check(Db *db, enum ReadingName kind, const char *name, const char *profile,
                   struct Error *err) MUST_CHECK;

/* Columns that end every row of CSV: by which rule and of which moment a figure is. */
#define READING_COLUMNS "rule", "period_from", "period_to", "as_of"

/* Makes rows end with their cells from now on; rule is the name of the profile or scoring set. */
void reading_end_rows(struct RowOut *out, Arena *arena, const struct Reading *reading,
                      const char *rule);

/* Adds "period", "as_of", "by" and "tree", and of the past "not_known". */
void reading_add_json(const struct Reading *reading, cJSON *root);

#endif

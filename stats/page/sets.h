/*
 * What a page is made of: sets of rows, each read with one query for all offices at once and sorted by office, so
 * that one walk over the offices meets the rows of each.
 */
#ifndef MOTCUA_STATS_PAGE_SETS_H
#define MOTCUA_STATS_PAGE_SETS_H

#include "common/database/db.h"
#include "stats/figure/reading.h"

/* How far the lists of a page go. */
#define SETS_ROWS_MAX "50"
#define SETS_STORIES_EACH "7" /* of each list */
#define SETS_NEAR_DUE_DAYS "3"
#define SETS_MIN_RESOLVED "20"

enum SetName {
    /* one row, or one a name, of the whole page */
    SET_FACTS,
    SET_FIGURES,
    SET_COUNT_WORDS,
    SET_LEVELS,
    SET_SOURCES,
    /* of each office */
    SET_OFFICES,
    SET_COUNTS,
    SET_RATES,
    SET_PREVIOUS,
    SET_POINTS,
    SET_MONTHS,
    SET_DOUBTS,
    SET_DUE_DAYS,
    SET_CEILINGS,
    SET_LACKING, /* letters that are missing */
    SET_PROCEDURES,
    SET_BANDS,
    SET_PROFILES,
    SET_RESTATED,
    SET_EXCEPTIONS,
    SET_NEAR_DUE,
    SET_FLAGGED,
    SET_MOVED,
    SETS,
    SET_FIRST_LIST = SET_EXCEPTIONS
};

/* What is asked for. */
struct SetsRequest {
    struct Asked asked;
    const char *office; /* NULL: all */
    const char *profile;
    const char *scoring;
    const char *target_set; /* "" = all */
    const char *ceiling;    /* percent */
    bool is_public;         /* sets that name dossiers or single acts are not read */
};

struct Sets {
    struct SetsRequest request;
    struct Reading reading;
    char version[READING_NAME_SIZE]; /* of the scoring set, in force at the end of the period */
    DbRows *frame;                   /* one row: days that follow from the period and today */
    DbRows *rows[SETS];              /* NULL: not read */
    int first[SETS];                 /* the rows of the office at hand, first up to, without, end */
    int end[SETS];
};

/* Begins the transaction of the page and reads everything. EXIT_USAGE for a period or name that is none. */
bool sets_read(Db *db, const struct SetsRequest *request, struct Sets *sets,
               struct Error *err) MUST_CHECK;

/* Goes to the office in that row of SET_OFFICES; rows come in turn, from 0 on. */
void sets_go_to(struct Sets *sets, int office);

/* Back to before the first office. */
void sets_rewind(struct Sets *sets);

void sets_release(struct Sets *sets);

#endif

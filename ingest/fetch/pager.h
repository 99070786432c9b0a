/*
 * Walks the pages of a list. The list ends with an empty page, when the stated number of records has
 * arrived, when an answer says that it is the last, or when the server names no next page; never
 * because a page is short. Of a folder each file
 * is a page, or several when it is large.
 */
#ifndef MOTCUA_INGEST_FETCH_PAGER_H
#define MOTCUA_INGEST_FETCH_PAGER_H

#include "common/database/db.h"
#include "ingest/fetch/request.h"
#include "ingest/format/page.h"

typedef struct Pager Pager;

Pager *pager_new(const struct Source *source, const struct Window *window,
                 struct Error *err) MUST_CHECK;
void pager_free(Pager *pager); /* accepts NULL */

/* Files of a folder that an earlier run has read are left out from now on, unless read_all. */
void pager_remember(Pager *pager, Db *db, bool read_all);

/* To be told when the page has been loaded, in the open transaction. */
bool pager_taken(Pager *pager, const char *run_id, struct Error *err) MUST_CHECK;

/*
 * Fetches the next page, with retries, into arena. At the end of the list *more is false and the page
 * is empty. EXIT_SOURCE with the page's number in front; also when fewer records came than the source
 * stated each time.
 */
bool pager_next(Pager *pager, Arena *arena, struct Page *page, bool *more,
                struct Error *err) MUST_CHECK;

/*
 * To be told each digest of what is on the page just read; EXIT_SOURCE when another page had the same
 * one, because then the list goes round in a circle.
 */
bool pager_check_loop(Pager *pager, uint64_t digest, struct Error *err) MUST_CHECK;

/* Why the list may be longer than what came, although nothing has failed; NULL = no reason. */
const char *pager_doubt(const Pager *pager);

/* How many files of a folder may still be on their way, and were left for the next run. */
long long pager_waiting(const Pager *pager);

/* Of the list so far. */
long long pager_page_number(const Pager *pager); /* of the page read last, from 1 */
long long pager_bytes(const Pager *pager);

#endif

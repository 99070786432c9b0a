/*
 * Takes the records of a page in: recognises what is stored already, maps the rest, and hands it to
 * the loader.
 */
#ifndef MOTCUA_INGEST_STORE_INTAKE_H
#define MOTCUA_INGEST_STORE_INTAKE_H

#include "ingest/format/page.h"
#include "ingest/store/drift.h"
#include "ingest/store/identity.h"
#include "ingest/store/load.h"

typedef struct Intake Intake;

/* What tells pages apart. */
struct Taken {
    uint64_t bytes_digest; /* of the bytes of their records */
    uint64_t codes_digest; /* and of their codes; 0 when not every record was read */
};

/*
 * In an open batch. With whole_list the run reads everything that the source has; with read_all no
 * record is taken for known, and all go through staging. drift is shown what is read; identity (NULL =
 * nothing is to be found out) is asked before anything of a page is handed on.
 */
Intake *intake_new(Db *db, Loader *loader, const struct Source *source, Drift *drift,
                   Identity *identity, bool whole_list, bool read_all,
                   struct Error *err) MUST_CHECK;
void intake_free(Intake *intake); /* accepts NULL */

/*
 * Takes a page in: each of its records goes to the loader once, as many at a time as fit into a memory in
 * proportion to [limits] max_page_mb. page_number is for rejects.
 */
bool intake_page(Intake *intake, const struct Page *page, long long page_number,
                 struct Taken *taken, struct Error *err) MUST_CHECK;

/*
 * To be called before the run is closed: notes in it, and tells, when records are dated more than a day
 * ahead, because the clock of the source is wrong.
 */
bool intake_tell_dates(const Intake *intake, Db *db, struct Error *err) MUST_CHECK;

#endif

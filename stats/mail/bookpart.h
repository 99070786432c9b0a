/* The workbook that is attached: all late dossiers of the offices that an e-mail tells of as above the ceiling. */
#ifndef MOTCUA_STATS_MAIL_BOOKPART_H
#define MOTCUA_STATS_MAIL_BOOKPART_H

#include "stats/mail/draft.h"

enum { BOOKPART_BYTES_MAX = 1024 * 1024 };

/*
 * Makes it when there are more dossiers than the cards show, and says so in the document. hex: its bytes, in the arena; NULL
 * when there is none, or when it would be larger than BOOKPART_BYTES_MAX: then the address of the page has to do.
 */
bool bookpart_make(struct Draft *draft, const char *offices, const char **name, const char **hex,
                   struct Error *err) MUST_CHECK;

#endif

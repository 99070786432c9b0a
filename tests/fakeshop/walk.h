/* How a reply names the page behind it: a cursor or a URL in the body, or a Link header. */
#ifndef FAKESHOP_WALK_H
#define FAKESHOP_WALK_H

#include <stddef.h>

#include "page.h"

/* Appends ,"nextCursor":... or ,"next":... to an envelope, if the query wants that. Nothing is
 * named behind the last row. */
void walk_write(Out *out, const PageQuery *query, const PagePlan *plan, uint64_t total);

/* Writes the value of the Link header into text, "" for none. */
void walk_write_link(char *text, size_t size, const PageQuery *query, const PagePlan *plan,
                     uint64_t total);

#endif

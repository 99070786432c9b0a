/* Notices a list that leads round in a circle. */
#ifndef MOTCUA_INGEST_FETCH_CIRCLE_H
#define MOTCUA_INGEST_FETCH_CIRCLE_H

#include <stdint.h>

/* What was met in a list and may not come again on a later page of it. */
typedef struct Circle Circle;

Circle *circle_new(void);
void circle_free(Circle *circle); /* accepts NULL */

/* The earlier page that had this digest too; 0 = none, and it is remembered for this page. */
long long circle_met_on(Circle *circle, uint64_t digest, long long page);

#endif

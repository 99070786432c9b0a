/* The faults that /fault/NAME/... injects. The tables of faultplan.c and faultreply.c say where and how often
 * each strikes. */
#ifndef FAKESHOP_FAULT_H
#define FAKESHOP_FAULT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "page.h"
#include "reply.h"

enum { FAULT_MAX = 64 };

/* What a fault may need to know besides the reply it spoils. */
typedef struct {
    uint16_t port;
    const char *target; /* path and query of the same request without the fault */
} FaultContext;

typedef void FaultPlanFn(const PageQuery *query, PagePlan *plan);
typedef void FaultReplyFn(const FaultContext *context, Reply *reply);

typedef struct {
    const char *name;
    uint64_t page;       /* the only page it strikes, 0 = all pages */
    bool once;           /* only the first request for that page */
    FaultPlanFn *plan;   /* changes what is written; NULL = nothing */
    FaultReplyFn *reply; /* changes the finished reply; NULL = nothing */
} Fault;

/* How often each once-only fault was met; shared by all threads of the server. */
typedef struct {
    atomic_uint hits[FAULT_MAX];
} FaultBook;

/* The fault of that name (name_len bytes), or NULL. */
const Fault *fault_find(const char *name, size_t name_len);

/* Whether the fault strikes this request; counts it. */
bool fault_strikes(FaultBook *book, const Fault *fault, const PageQuery *query);

#endif

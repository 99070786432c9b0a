/* Strict on purpose: a client that sends a malformed argument is wrong and shall get a 400 that its
 * test can see, rather than some default page. */
#include "request.h"

#include <string.h>

#include "gate.h"
#include "num.h"

/* Keeps (page - 1) * size far away from the end of 64 bits. */
enum { MAX_PAGE = 1000000000 };

typedef struct {
    const char *path;
    int night;
    Resource resource;
} Route;

static const Route ROUTES[] = {
    {"/n1/dossiers", 1, RESOURCE_DOSSIERS},     {"/n2/dossiers", 2, RESOURCE_DOSSIERS},
    {"/n1/offices", 1, RESOURCE_OFFICES},       {"/n2/offices", 2, RESOURCE_OFFICES},
    {"/n1/procedures", 1, RESOURCE_PROCEDURES}, {"/n2/procedures", 2, RESOURCE_PROCEDURES},
    {"/n1/feedback", 1, RESOURCE_FEEDBACK},     {"/n2/feedback", 2, RESOURCE_FEEDBACK},
    {"/n1/ratings", 1, RESOURCE_RATINGS},       {"/n2/ratings", 2, RESOURCE_RATINGS},
};

/* The rest of path behind prefix, or NULL when it does not begin with it. */
static const char *behind(const char *path, const char *prefix)
{
    size_t len = strlen(prefix);

    return strncmp(path, prefix, len) == 0 ? path + len : NULL;
}

bool request_parse_path(Request *request, const char *path)
{
    const char *rest;

    *request =
        (Request){.query = {.page = 1, .size = PAGE_DEFAULT_SIZE, .shape = shape_national()}};
    if ((rest = behind(path, "/auth/")) != NULL) {
        size_t name_len = strcspn(rest, "/");
        request->auth = gate_find(rest, name_len);
        if (request->auth == AUTH_UNKNOWN) {
            return false;
        }
        path = rest + name_len;
    }
    if ((rest = behind(path, "/fault/")) != NULL) {
        size_t name_len = strcspn(rest, "/");
        request->fault = fault_find(rest, name_len);
        if (request->fault == NULL) {
            return false;
        }
        path = rest + name_len;
    } else if ((rest = behind(path, "/redirected")) != NULL) {
        request->redirected = true;
        path = rest;
    }
    if ((rest = behind(path, "/as/")) != NULL) {
        size_t name_len = strcspn(rest, "/");
        request->query.shape = shape_find(rest, name_len);
        if (request->query.shape == NULL) {
            return false;
        }
        path = rest + name_len;
    }
    request->target = path;
    for (size_t i = 0; i < sizeof ROUTES / sizeof ROUTES[0]; i++) {
        if (strcmp(ROUTES[i].path, path) == 0) {
            request->query.night = ROUTES[i].night;
            request->query.resource = ROUTES[i].resource;
            return true;
        }
    }
    return false;
}

/* "plain" is allowed too, so that a redirect can always name the order. */
static bool parse_order(PageQuery *query, const char *order)
{
    if (strcmp(order, "reverse") == 0) {
        query->order = ORDER_REVERSE;
    } else if (strcmp(order, "shuffle") == 0) {
        query->order = ORDER_SHUFFLE;
    } else {
        return strcmp(order, "plain") == 0;
    }
    return true;
}

static bool parse_walk(PageQuery *query, const char *walk)
{
    static const char *const NAMES[] = {
        [WALK_CURSOR] = "cursor", [WALK_NEXT] = "next", [WALK_LINK] = "link"};

    for (Walk i = WALK_CURSOR; i <= WALK_LINK; i++) {
        if (strcmp(walk, NAMES[i]) == 0) {
            query->walk = i;
            return true;
        }
    }
    return false;
}

/* The number in a cursor c/NUMBER+, which is written so that a client has to escape it. */
static bool parse_cursor(const char *cursor, uint64_t *start)
{
    char digits[24];
    size_t len = strlen(cursor);

    if (len < 4 || len >= sizeof digits || strncmp(cursor, "c/", 2) != 0 ||
        cursor[len - 1] != '+') {
        return false;
    }
    memcpy(digits, cursor + 2, len - 3);
    digits[len - 3] = '\0';
    return num_parse(digits, UINT32_MAX, start);
}

/* Rows counted from 0: offset and limit, start and end (the row behind the last), or a cursor. */
static bool parse_start(PageQuery *query, RequestArgFn *arg, void *closure)
{
    const char *offset = arg(closure, "offset");
    const char *limit = arg(closure, "limit");
    const char *start = arg(closure, "start");
    const char *end = arg(closure, "end");
    const char *cursor = arg(closure, "cursor");
    uint64_t last = 0;

    if (limit != NULL && !num_parse(limit, UINT32_MAX, &query->size)) {
        return false;
    }
    if (offset == NULL && start == NULL && cursor == NULL) {
        return true;
    }
    query->by_start = true;
    if (cursor != NULL) {
        return parse_cursor(cursor, &query->start);
    }
    if (!num_parse(offset != NULL ? offset : start, UINT32_MAX, &query->start)) {
        return false;
    }
    if (end == NULL) {
        return true;
    }
    if (!num_parse(end, UINT32_MAX, &last) || last <= query->start) {
        return false;
    }
    query->size = last - query->start;
    return true;
}

/* An argument by one of two names. */
static const char *either(RequestArgFn *arg, void *closure, const char *name, const char *other)
{
    const char *value = arg(closure, name);

    return value != NULL ? value : arg(closure, other);
}

bool request_parse_args(Request *request, RequestArgFn *arg, void *closure)
{
    PageQuery *query = &request->query;
    const char *page = either(arg, closure, "page", "pageNumber");
    const char *size = either(arg, closure, "size", "pageSize");
    const char *walk = arg(closure, "walk");
    const char *order = arg(closure, "order");
    const char *since = arg(closure, "changed_since");
    const char *until = arg(closure, "changed_until");

    if ((page != NULL && (!num_parse(page, MAX_PAGE, &query->page) || query->page == 0)) ||
        (size != NULL && !num_parse(size, UINT32_MAX, &query->size)) ||
        !parse_start(query, arg, closure) || query->size == 0) {
        return false;
    }
    if (query->size > PAGE_MAX_SIZE) {
        query->size = PAGE_MAX_SIZE;
    }
    if (query->by_start) {
        query->page = query->start / query->size + 1;
    }
    if ((walk != NULL && !parse_walk(query, walk)) ||
        (order != NULL && !parse_order(query, order)) ||
        (until != NULL && !wall_parse14(until, &query->changed_until))) {
        return false;
    }
    query->filtered = since != NULL || until != NULL;
    return since == NULL || wall_parse14(since, &query->changed_since);
}

/* Strict on purpose: a client that sends a malformed argument is wrong and shall get a 400 that its
 * test can see, rather than some default page. */
#include "request.h"

#include <string.h>

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

    *request = (Request){.query = {.page = 1, .size = PAGE_DEFAULT_SIZE}};
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

bool request_parse_args(Request *request, RequestArgFn *arg, void *closure)
{
    PageQuery *query = &request->query;
    const char *page = arg(closure, "page");
    const char *size = arg(closure, "size");
    const char *order = arg(closure, "order");
    const char *since = arg(closure, "changed_since");

    if (page != NULL && (!num_parse(page, MAX_PAGE, &query->page) || query->page == 0)) {
        return false;
    }
    if (size != NULL && (!num_parse(size, UINT32_MAX, &query->size) || query->size == 0)) {
        return false;
    }
    if (query->size > PAGE_MAX_SIZE) {
        query->size = PAGE_MAX_SIZE;
    }
    if (order != NULL && !parse_order(query, order)) {
        return false;
    }
    query->filtered = since != NULL;
    return since == NULL || wall_parse14(since, &query->changed_since);
}

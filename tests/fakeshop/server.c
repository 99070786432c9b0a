/* Threads share the scenario, which nobody changes after the start, and a few atomic counters. That
 * is why there is no lock here. */
#include "server.h"

#include <arpa/inet.h>
#include <cjson/cJSON.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fault.h"
#include "gate.h"
#include "request.h"
#include "transport.h"
#include "walk.h"

struct Server {
    struct MHD_Daemon *daemon;
    const Scenario *scenario;
    const char *token;
    uint16_t port;
    FaultBook faults;
    Gate gate;
    atomic_ullong requests;
    atomic_ullong with_token_on_redirect;
    atomic_bool stopping;
};

enum { NUMBER_COUNT = 16 };

/* A request while its body arrives. */
typedef struct {
    struct MHD_Connection *connection;
    Out body;
    cJSON *json;                    /* of a POST, once it is there; NULL when it is none */
    char numbers[NUMBER_COUNT][24]; /* of that body, as texts */
    unsigned number_count;
} Incoming;

/* ---- headers and arguments ---- */

/* From the query, or from the JSON body of a POST. An argument without a value counts as not
 * given. */
static const char *query_argument(void *closure, const char *name)
{
    Incoming *incoming = closure;
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(incoming->json, name);

    if (cJSON_IsNumber(item) && incoming->number_count < NUMBER_COUNT) {
        char *number = incoming->numbers[incoming->number_count++];
        snprintf(number, sizeof incoming->numbers[0], "%.0f", item->valuedouble);
        return number;
    }
    if (cJSON_IsString(item)) {
        return item->valuestring[0] != '\0' ? item->valuestring : NULL;
    }
    return MHD_lookup_connection_value(incoming->connection, MHD_GET_ARGUMENT_KIND, name);
}

/* Whether the request carries the token; without a token to expect, whether it carries any. */
static bool has_token(const Server *server, struct MHD_Connection *connection)
{
    static const char SCHEME[] = "Bearer ";
    const char *value =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION);

    if (value == NULL || server->token == NULL) {
        return value != NULL;
    }
    return strncmp(value, SCHEME, sizeof SCHEME - 1) == 0 &&
           strcmp(value + sizeof SCHEME - 1, server->token) == 0;
}

/* Checks the token before anything else is looked at, as a real server would. */
static bool is_allowed(Server *server, struct MHD_Connection *connection, const Request *request)
{
    bool token = has_token(server, connection);

    if (request->redirected) {
        /* The other host of a redirect: a client that sends its token here gives it away. */
        if (token) {
            atomic_fetch_add(&server->with_token_on_redirect, 1);
        }
        return token;
    }
    return token || server->token == NULL;
}

/* ---- replies ---- */

/* Plain numbers for once: this page is for tests and not part of the format. */
static void write_stats(Server *server, Out *out)
{
    OUT_LIT(out, "{\"requests\": ");
    out_padded(out, atomic_load(&server->requests), 1);
    OUT_LIT(out, ", \"logins\": ");
    out_padded(out, atomic_load(&server->gate.logins), 1);
    OUT_LIT(out, ", \"with_token_on_redirect\": ");
    out_padded(out, atomic_load(&server->with_token_on_redirect), 1);
    OUT_LIT(out, "}");
}

/* Path and query of the same page without the fault, for redirects. */
static void format_target(char *text, size_t size, const Request *request)
{
    static const char *const ORDERS[] = {
        [ORDER_PLAIN] = "plain", [ORDER_REVERSE] = "reverse", [ORDER_SHUFFLE] = "shuffle"};
    const PageQuery *query = &request->query;
    Out since;

    out_init(&since);
    if (query->filtered) {
        OUT_LIT(&since, "&changed_since=");
        wall_write14(&since, query->changed_since);
    }
    out_char(&since, '\0');
    snprintf(text, size, "%s?page=%llu&size=%llu&order=%s%s", request->target,
             (unsigned long long)query->page, (unsigned long long)query->size, ORDERS[query->order],
             since.data);
    out_release(&since);
}

/* The honest page, spoilt by the fault where one strikes: first what is written, then how it is
 * sent. */
static void answer_page(Server *server, const Request *request, const char *path, Reply *reply)
{
    const Fault *fault = request->fault;
    PagePlan plan = page_plan(&request->query);
    char target[256];

    reply->content_type = request->query.shape->content_type;
    plan.next_path = path;
    plan.port = server->port;

    if (fault != NULL && !fault_strikes(&server->faults, fault, &request->query)) {
        fault = NULL;
    }
    if (fault != NULL && fault->plan != NULL) {
        fault->plan(&request->query, &plan);
    }
    uint64_t total = page_write(&reply->body, server->scenario, &request->query, &plan);
    walk_write_link(reply->link, sizeof reply->link, &request->query, &plan, total);
    if (fault != NULL && fault->reply != NULL) {
        FaultContext context = {.port = server->port, .target = target};
        format_target(target, sizeof target, request);
        fault->reply(&context, reply);
    }
}

/* The session has ended; HTTP has nothing to say about it. */
static void write_expired(Reply *reply)
{
    OUT_LIT(&reply->body, "{\"error_code\":\"-1\",\"message\":\"phiên làm việc hết hạn\"}");
}

static void answer_list(Server *server, Incoming *incoming, const char *path, Reply *reply)
{
    Request request;

    if (!request_parse_path(&request, path)) {
        reply_error(reply, MHD_HTTP_NOT_FOUND, "no such path");
        return;
    }
    Verdict verdict = GATE_PASS;
    if (request.auth != AUTH_TOKEN) {
        verdict = gate_check(&server->gate, request.auth, server->token, incoming->connection,
                             query_argument, incoming);
    } else if (!is_allowed(server, incoming->connection, &request)) {
        verdict = GATE_REFUSE;
    }
    if (verdict == GATE_REFUSE) {
        reply_error(reply, MHD_HTTP_UNAUTHORIZED, "no valid token");
    } else if (verdict == GATE_EXPIRED) {
        write_expired(reply);
    } else if (!request_parse_args(&request, query_argument, incoming)) {
        reply_error(reply, MHD_HTTP_BAD_REQUEST, "bad argument");
    } else {
        answer_page(server, &request, path, reply);
    }
}

/* Every path but /stats counts as a request, also those that are refused. */
static void answer(Server *server, Incoming *incoming, const char *path, Reply *reply)
{
    if (strcmp(path, "/stats") == 0) {
        write_stats(server, &reply->body);
        return;
    }
    atomic_fetch_add(&server->requests, 1);
    if (strcmp(path, "/login") == 0 && server->token != NULL) {
        gate_login(&server->gate, server->token, incoming->connection, query_argument, incoming,
                   reply);
    } else if (strcmp(path, "/token") == 0 && server->token != NULL) {
        gate_token(&server->gate, server->token, incoming->connection, incoming->body.data, reply);
    } else {
        answer_list(server, incoming, path, reply);
    }
}

/* Called by libmicrohttpd for each request: first without *state, then with the body's pieces, at
 * last with nothing more to come. */
static enum MHD_Result handle(void *closure, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
    Server *server = closure;
    Incoming *incoming = *state;
    enum MHD_Result result;
    Reply reply;

    (void)version;
    if (incoming == NULL) {
        /* The headers are in; answering now would end the connection before the body is read. */
        incoming = calloc(1, sizeof *incoming);
        if (incoming != NULL) {
            incoming->connection = connection;
        }
        *state = incoming;
        return incoming != NULL ? MHD_YES : MHD_NO;
    }
    if (*upload_size > 0) {
        out_mem(&incoming->body, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    out_char(&incoming->body, '\0');
    reply_init(&reply);
    if (strcmp(method, MHD_HTTP_METHOD_GET) == 0 || strcmp(method, MHD_HTTP_METHOD_POST) == 0) {
        incoming->json = cJSON_Parse(incoming->body.data);
        answer(server, incoming, url, &reply);
    } else {
        reply_error(&reply, MHD_HTTP_METHOD_NOT_ALLOWED, "only GET and POST");
    }
    result = transport_send(connection, &reply, &server->stopping);
    reply_release(&reply);
    return result;
}

/* Called when a request is over, also when it was cut short. */
static void forget(void *closure, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode reason)
{
    Incoming *incoming = *state;

    (void)closure;
    (void)connection;
    (void)reason;
    if (incoming != NULL) {
        cJSON_Delete(incoming->json);
        out_release(&incoming->body);
        free(incoming);
    }
}

/* ---- start and stop ---- */

/* A listening socket on 127.0.0.1, or -1. Made here and not by libmicrohttpd, so that the port is
 * known before the first request can come in and need it for a redirect. */
static int open_socket(uint16_t *port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(*port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t size = sizeof address;
    int reuse = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0) {
        return -1;
    }
    /* A test that starts the server again on the same port must not wait for old connections. */
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse) != 0 ||
        bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, SOMAXCONN) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        close(fd);
        return -1;
    }
    *port = ntohs(address.sin_port);
    return fd;
}

Server *server_start(const Scenario *scenario, const char *token, uint16_t port)
{
    Server *server = calloc(1, sizeof *server);

    if (server == NULL) {
        return NULL;
    }
    server->scenario = scenario;
    server->token = token;
    server->port = port;
    int fd = open_socket(&server->port);
    if (fd >= 0) {
        server->daemon = MHD_start_daemon(
            MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL, 0, NULL,
            NULL, handle, server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_COMPLETED, forget,
            NULL, MHD_OPTION_END);
    }
    if (server->daemon == NULL) {
        if (fd >= 0) {
            close(fd);
        }
        free(server);
        return NULL;
    }
    return server;
}

uint16_t server_port(const Server *server)
{
    return server->port;
}

void server_stop(Server *server)
{
    if (server == NULL) {
        return;
    }
    atomic_store(&server->stopping, true);
    MHD_stop_daemon(server->daemon);
    free(server);
}

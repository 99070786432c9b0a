/* The HTTP side: listens on 127.0.0.1, checks the token, answers pages and faults. */
#ifndef FAKESHOP_SERVER_H
#define FAKESHOP_SERVER_H

#include <stdint.h>

#include "scenario.h"

typedef struct Server Server;

/* Starts to listen; port 0 takes any free one. token NULL lets everybody in. Scenario and token
 * must outlive the server. NULL when the port cannot be had. Each connection gets a thread of its
 * own, so that a reply that drips for minutes holds up nobody else. */
Server *server_start(const Scenario *scenario, const char *token, uint16_t port);

/* The port it listens on. */
uint16_t server_port(const Server *server);

/* Ends all connections and frees the server; NULL is allowed. */
void server_stop(Server *server);

#endif

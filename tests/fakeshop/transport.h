/* Sends a reply through libmicrohttpd, also in the ways no proper server would. */
#ifndef FAKESHOP_TRANSPORT_H
#define FAKESHOP_TRANSPORT_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "reply.h"

/* Queues the reply and takes its body over, whatever the result. *stopping, which must outlive
 * the connection, makes slow replies end early. */
enum MHD_Result transport_send(struct MHD_Connection *connection, Reply *reply,
                               const atomic_bool *stopping);

#endif

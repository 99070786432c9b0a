/* Faults that work on the finished reply: its body, how it is sent, its status. */
#ifndef FAKESHOP_FAULTREPLY_H
#define FAKESHOP_FAULTREPLY_H

#include "fault.h"

/* Ends with an entry whose name is NULL. */
extern const Fault REPLY_FAULTS[];

#endif

#include "reply.h"

void reply_init(Reply *reply)
{
    *reply = (Reply){.status = 200, .content_type = "application/json; charset=utf-8"};
}

void reply_release(Reply *reply)
{
    out_release(&reply->body);
}

void reply_error(Reply *reply, unsigned status, const char *message)
{
    reply->status = status;
    reply->body.len = 0;
    OUT_LIT(&reply->body, "{\"error_code\":\"");
    out_padded(&reply->body, status, 1);
    OUT_LIT(&reply->body, "\",\"message\":\"");
    out_text(&reply->body, message);
    OUT_LIT(&reply->body, "\"}");
}

/* HTML from texts of outside. */
#ifndef MOTCUA_STATS_MAIL_HTML_H
#define MOTCUA_STATS_MAIL_HTML_H

#include "common/buf.h"

/* Appends text with & < > " ' as entities, fit for content and for quoted attributes; control
 * characters and malformed bytes become '?'. */
void html_append(struct Buf *buf, const char *text);

#endif

/* The HTML part of an e-mail. */
#ifndef MOTCUA_STATS_MAIL_HTMLPART_H
#define MOTCUA_STATS_MAIL_HTMLPART_H

#include "stats/mail/document.h"

/* A page that shows on a phone of 390 px what matters, in light and dark, without anything from elsewhere. It lives in the
 * document's arena. */
const char *htmlpart_of(const struct Document *document);

#endif

/*
 * An e-mail must neither be lost nor be sent twice. So it is written in the transaction that raises its alert, given to
 * each recipient as a row of its own, and every attempt is committed by itself: what the server has taken is never
 * offered again, whatever happens to the next one. What came of an attempt (see dialogue.h) says whether there is
 * another: a final refusal is told once and given up, all else waits for the next night, for some days.
 */
#include "stats/mail/outbox.h"

#include "common/buf.h"
#include "common/log.h"
#include "common/stop.h"

#include <stdlib.h>

#include "common/banned.h"

enum { LIST_MAX = ADDRESSES_MAX * 256 };

bool outbox_put(Db *db, const char *alert_id, const struct Mail *mail, struct Error *err)
{
    const char *values[] = {alert_id, mail->subject, mail->text, mail->html};

    return db_exec(db,
                   "INSERT INTO motcua.letter (alert_id, subject, body_text, body_html)"
                   " VALUES ($1, $2, $3, $4)",
                   4, values, err);
}

bool outbox_open(Arena *arena, Db *db, const struct Settings *settings, struct Outbox *box,
                 struct Error *err)
{
    *box = (struct Outbox){.db = db, .settings = settings};
    if (!address_read_list(arena, settings->mail_to, &box->recipients, err)) {
        return false;
    }
    if (settings->mail_url[0] == '\0') {
        log_warning("no mail is configured ([mail] url is empty): alerts are stored, not sent");
        return true;
    }
    if (box->recipients.count == 0) {
        log_warning("[mail] to is empty: new alerts are stored, but nobody gets a mail");
    }
    box->smtp = smtp_new(arena, settings, err);
    return box->smtp != NULL;
}

void outbox_close(struct Outbox *box)
{
    smtp_free(box->smtp);
}

/* What has come of one attempt; the rest of a mail that another night may bring is kept open. */
static bool store_failure(Db *db, const char *id, const struct Verdict *verdict,
                          const struct Error *mail_err, struct Error *err)
{
    const char *values[] = {id, mail_err->message, dialogue_failure_name(verdict->failure)};

    /* What keeps the server from this one keeps it from all that wait. */
    return db_exec(db,
                   "UPDATE motcua.outbox SET error = $2, failure = $3,"
                   " given_up = CASE WHEN $3 IN ('refused', 'unclear') THEN $3 END"
                   " WHERE outbox_id = $1",
                   3, values, err) &&
           (!verdict->for_all || db_exec(db,
                                         "UPDATE motcua.outbox SET error = $1, failure = $2"
                                         " WHERE sent_at IS NULL AND given_up IS NULL",
                                         2, values + 1, err));
}

static void tell_failure(const char *id, const struct Verdict *verdict,
                         const struct Error *mail_err)
{
    static const char *const outcomes[] = {
        [MAIL_TEMPORARY] = "it is tried again",
        [MAIL_SETTINGS] = "it is tried again",
        [MAIL_REFUSED] = "refused for good, it is not tried again",
        [MAIL_UNCLEAR] = "it may have arrived, and is not tried again",
    };

    log_error("mail %s could not be sent: %s; %s", id, mail_err->message,
              outcomes[verdict->failure]);
    if (mail_err->hint[0] != '\0') {
        log_error("HINT: %s", mail_err->hint);
    }
}

/*
 * Sends one row. False only when the database failed; a mail that failed is counted. When the last
 * UPDATE fails the run ends: to go on would risk the same for every other row.
 */
static bool send_row(Db *db, Smtp *smtp, const DbRows *rows, struct OutboxCounts *counts,
                     bool *go_on, struct Error *err)
{
    struct Error mail_err = {0};
    struct Verdict verdict;
    struct SmtpMessage message = {
        .recipient = db_field(rows, 0, "recipient"),
        .message_id = db_field(rows, 0, "message_id"),
        .subject = db_field(rows, 0, "subject"),
        .text = db_field(rows, 0, "body_text"),
        .html = db_field(rows, 0, "body_html"),
    };
    const char *id = db_field(rows, 0, "outbox_id");

    if (!db_exec(db,
                 "UPDATE motcua.outbox SET attempts = attempts + 1,"
                 " attempted_at = clock_timestamp(), error = NULL, failure = NULL"
                 " WHERE outbox_id = $1",
                 1, &id, err)) {
        return false;
    }
    if (smtp_send(smtp, &message, &verdict, &mail_err)) {
        counts->sent++;
        log_debug("mail %s sent", id);
        return db_exec(db,
                       "UPDATE motcua.outbox SET sent_at = clock_timestamp() WHERE outbox_id = $1",
                       1, &id, err);
    }
    counts->failed++;
    *go_on = !verdict.for_all;
    tell_failure(id, &verdict, &mail_err);
    return store_failure(db, id, &verdict, &mail_err, err);
}

/* Letters get their addresses when there is a server to send them, and not before. */
static bool address(const struct Outbox *box, Arena *arena, struct OutboxCounts *counts,
                    struct Error *err)
{
    struct Buf list;

    buf_init(&list, LIST_MAX);
    for (size_t i = 0; i < box->recipients.count; i++) {
        buf_printf(&list, "%s%s", i > 0 ? "," : "", box->recipients.items[i]);
    }
    const char *alert_days = arena_printf(arena, "%lld", box->settings->mail_alert_days);
    const char *names[] = {list.data, address_domain(box->settings->mail_from), alert_days};
    const char *days[] = {alert_days, arena_printf(arena, "%lld", box->settings->mail_retry_days)};
    DbRows *closed =
        db_exec(box->db, "SELECT motcua.address_letters(string_to_array($1, ','), $2, $3)", 3,
                names, err)
            ? db_query(box->db, "SELECT * FROM motcua.close_mails($1, $2)", 2, days, err)
            : NULL;
    buf_release(&list);
    for (int i = 0; closed != NULL && i < db_row_count(closed); i++) {
        const char *why = db_field(closed, i, "error");
        log_error("mail %s is given up: %s", db_field(closed, i, "outbox_id"),
                  why != NULL ? why : "a run died while sending it, and it may have arrived");
        counts->failed++;
    }
    db_rows_free(closed);
    return closed != NULL;
}

static bool send_waiting(const struct Outbox *box, Arena *arena, struct OutboxCounts *counts,
                         struct Error *err)
{
    DbRows *waiting = db_query(box->db,
                               "SELECT outbox_id FROM motcua.outbox"
                               " WHERE sent_at IS NULL AND given_up IS NULL ORDER BY outbox_id",
                               0, NULL, err);
    bool ok = waiting != NULL, go_on = true;
    int i = 0;

    /* One at a time: a year's bodies together might be large. */
    for (; ok && go_on && i < db_row_count(waiting); i++) {
        const char *id = arena_strdup(arena, db_value(waiting, i, 0));
        DbRows *rows = db_query(box->db,
                                "SELECT * FROM motcua.outbox JOIN motcua.letter USING (alert_id)"
                                " WHERE outbox_id = $1",
                                1, &id, err);
        ok = rows != NULL && stop_check(err) &&
             send_row(box->db, box->smtp, rows, counts, &go_on, err);
        db_rows_free(rows);
    }
    counts->waiting = waiting != NULL ? db_row_count(waiting) - i : 0;
    db_rows_free(waiting);
    return ok;
}

static bool count_unsent(const struct Outbox *box, struct OutboxCounts *counts, struct Error *err)
{
    char count[24];

    if (!db_query_value(box->db,
                        "SELECT count(*) FROM motcua.letter AS l WHERE NOT EXISTS"
                        " (SELECT FROM motcua.outbox AS m WHERE m.alert_id = l.alert_id)",
                        0, NULL, count, sizeof count, err)) {
        return false;
    }
    counts->waiting = (int)strtol(count, NULL, 10);
    return true;
}

bool outbox_send(const struct Outbox *box, Arena *arena, struct OutboxCounts *counts,
                 struct Error *err)
{
    *counts = (struct OutboxCounts){0};
    if (box->smtp == NULL) {
        return count_unsent(box, counts, err);
    }
    if (!address(box, arena, counts, err) || !send_waiting(box, arena, counts, err)) {
        return false;
    }
    if (counts->failed == 0) {
        return true;
    }
    error_set(err, EXIT_MAIL, "%d mails could not be sent", counts->failed);
    return error_hint(err, "'motcua-stats alert' lists them, and tries again what may be; with "
                           "--resend also what was given up");
}

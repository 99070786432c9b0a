#include "stats/outbox.h"

#include "common/log.h"

#include "common/banned.h"

/* The Message-ID is random, not counted: two databases may write to the same people. */
bool outbox_put(Db *db, const char *alert_id, const struct Mail *mail,
                const struct AddressList *recipients, const char *sender, struct Error *err)
{
    static const char insert[] =
        "INSERT INTO motcua.outbox"
        " (alert_id, recipient, message_id, subject, body_text, body_html)"
        " VALUES ($1, $2, '<motcua-' || gen_random_uuid() || '@' || $3 || '>', $4, $5, $6)"
        " ON CONFLICT (alert_id, recipient) DO NOTHING";

    for (size_t i = 0; i < recipients->count; i++) {
        const char *values[] = {alert_id,      recipients->items[i], address_domain(sender),
                                mail->subject, mail->text,           mail->html};
        if (!db_exec(db, insert, 6, values, err)) {
            return false;
        }
    }
    return true;
}

bool outbox_open(Arena *arena, const struct Settings *settings, Smtp **smtp,
                 struct AddressList *recipients, struct Error *err)
{
    *smtp = NULL;
    if (!address_read_list(arena, settings->mail_to, recipients, err)) {
        return false;
    }
    if (settings->mail_url[0] == '\0') {
        log_warning("no mail is configured ([mail] url is empty): alerts are stored, not sent");
        return true;
    }
    if (recipients->count == 0) {
        log_warning("[mail] to is empty: new alerts are stored, but nobody gets a mail");
    }
    *smtp = smtp_new(arena, settings, err);
    return *smtp != NULL;
}

/*
 * Sends one row. False only when the database failed; a mail that failed is counted. When the last
 * UPDATE fails the run ends: to go on would risk the same for every other row.
 */
static bool send_row(Db *db, Smtp *smtp, const DbRows *rows, int row, struct OutboxCounts *counts,
                     struct Error *err)
{
    struct Error mail_err = {0};
    struct SmtpMessage message = {
        .recipient = db_field(rows, row, "recipient"),
        .message_id = db_field(rows, row, "message_id"),
        .subject = db_field(rows, row, "subject"),
        .text = db_field(rows, row, "body_text"),
        .html = db_field(rows, row, "body_html"),
    };
    const char *values[] = {db_field(rows, row, "outbox_id"), mail_err.message};

    if (!db_exec(db,
                 "UPDATE motcua.outbox SET attempts = attempts + 1,"
                 " attempted_at = clock_timestamp(), error = NULL WHERE outbox_id = $1",
                 1, values, err)) {
        return false;
    }
    if (smtp_send(smtp, &message, &mail_err)) {
        counts->sent++;
        log_debug("mail %s sent", values[0]);
        return db_exec(db,
                       "UPDATE motcua.outbox SET sent_at = clock_timestamp() WHERE outbox_id = $1",
                       1, values, err);
    }
    counts->failed++;
    log_error("mail %s could not be sent: %s", values[0], mail_err.message);
    return db_exec(db, "UPDATE motcua.outbox SET error = $2 WHERE outbox_id = $1", 2, values, err);
}

bool outbox_send(Arena *arena, Db *db, Smtp *smtp, struct OutboxCounts *counts, struct Error *err)
{
    DbRows *waiting = db_query(db,
                               "SELECT outbox_id FROM motcua.outbox WHERE sent_at IS NULL"
                               " ORDER BY outbox_id",
                               0, NULL, err);
    bool ok = waiting != NULL;

    *counts = (struct OutboxCounts){0};
    if (ok && smtp == NULL) {
        counts->waiting = db_row_count(waiting);
    }
    /* One at a time: a year's bodies together might be large. */
    for (int i = 0; ok && smtp != NULL && i < db_row_count(waiting); i++) {
        const char *id = arena_strdup(arena, db_value(waiting, i, 0));
        DbRows *rows = db_query(db,
                                "SELECT outbox_id, recipient, message_id, subject, body_text,"
                                " body_html FROM motcua.outbox WHERE outbox_id = $1",
                                1, &id, err);
        ok = rows != NULL && send_row(db, smtp, rows, 0, counts, err);
        db_rows_free(rows);
    }
    db_rows_free(waiting);
    if (ok && counts->failed > 0) {
        error_set(err, EXIT_MAIL, "%d mails could not be sent", counts->failed);
        return error_hint(err, "they wait in motcua.outbox; the next run tries again");
    }
    return ok;
}

/*
 * An e-mail must neither be lost nor be sent twice. What a recipient has been told follows from the rows that were sent, so an
 * e-mail that did not leave is written anew the next day, with what is news then. Every attempt is committed by itself before
 * the server hears of it: what the server has taken is never offered again. Only when nobody knows whether it has (the answer
 * was lost, the program was killed) it goes out once more, under the same Message-ID. What came of an attempt (see dialogue.h)
 * says whether there is another: a final refusal is told once and given up, all else waits, for some days.
 */
#include "stats/mail/outbox.h"

#include "common/address.h"
#include "common/log.h"
#include "common/stop.h"

#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

bool outbox_open(Arena *arena, Db *db, const struct Settings *settings, struct Outbox *box,
                 struct Error *err)
{
    *box = (struct Outbox){
        .db = db, .settings = settings, .recipients = arena_alloc(arena, sizeof *box->recipients)};
    if (!recipients_read(arena, settings, box->recipients, err)) {
        return false;
    }
    if (settings->mail_url[0] == '\0') {
        log_warning("no mail is configured ([mail] url is empty): alerts are stored, not sent");
        return true;
    }
    if (box->recipients->count == 0) {
        log_warning("[mail] to is empty and recipients.conf names nobody: alerts are stored, but "
                    "nobody gets a mail");
    }
    box->smtp = smtp_new(arena, settings, err);
    return box->smtp != NULL;
}

void outbox_close(struct Outbox *box)
{
    smtp_free(box->smtp);
}

static bool give_up(const struct Outbox *box, Arena *arena, struct OutboxCounts *counts,
                    struct Error *err)
{
    const struct Settings *settings = box->settings;
    const char *values[] = {recipients_json(arena, box->recipients),
                            arena_printf(arena, "%lld", settings->mail_alert_days),
                            arena_printf(arena, "%lld", settings->mail_retry_days)};
    DbRows *closed =
        db_query(box->db, "SELECT * FROM motcua.settle_mails($1, $2, $3)", 3, values, err);

    for (int i = 0; closed != NULL && i < db_row_count(closed); i++) {
        log_error("mail %s is given up: %s", db_field(closed, i, "outbox_id"),
                  db_field(closed, i, "error"));
        counts->failed++;
    }
    db_rows_free(closed);
    return closed != NULL;
}

bool outbox_compose(const struct Outbox *box, Arena *arena, const struct Plan *plan, OutboxUse use,
                    void *user, struct Error *err)
{
    struct Facts facts;
    struct Mail mail;
    int count = db_row_count(plan->rows), end;
    bool ok = facts_read(arena, box->db, box->settings, plan, &facts, err);

    for (int first = 0; ok && first < count; first = end) {
        const struct Recipient *recipient =
            recipients_find(box->recipients, db_field(plan->rows, first, "address"));
        end = plan_end(plan, first);
        if (recipient != NULL && plan_tells(plan, first, end)) {
            ok = digest_compose(arena, box->db, box->settings, plan, &facts, recipient, first, end,
                                &mail, err) &&
                 use(user, plan, first, end, recipient, &mail, err);
        }
    }
    facts_free(&facts);
    return ok;
}

/* The box and the arena of one writing. */
struct Writing {
    const struct Outbox *box;
    Arena *arena;
};

static bool put(void *user, const struct Plan *plan, int first, int end,
                const struct Recipient *recipient, const struct Mail *mail, struct Error *err)
{
    const struct Writing *writing = user;
    const char *values[] = {recipient->address,   address_domain(writing->box->settings->mail_from),
                            mail->subject,        mail->text,
                            mail->html,           mail->attachment_name,
                            mail->attachment_hex, plan_items(writing->arena, plan, first, end)};

    return db_exec(writing->box->db, "SELECT motcua.put_mail($1, $2, $3, $4, $5, $6, $7, $8)", 8,
                   values, err);
}

/* Facts and e-mails are of one moment, and there are all or none. */
static bool write_mails(const struct Outbox *box, Arena *arena, struct OutboxCounts *counts,
                        struct Error *err)
{
    struct Writing writing = {box, arena};
    struct Plan plan = {0};
    struct Error second = {0};
    bool ok = db_run(box->db, "BEGIN ISOLATION LEVEL REPEATABLE READ", err) &&
              give_up(box, arena, counts, err) &&
              plan_read(arena, box->db, box->settings, box->recipients, &plan, err) &&
              outbox_compose(box, arena, &plan, put, &writing, err) && db_is_locked(box->db, err) &&
              db_run(box->db, "COMMIT", err);

    plan_free(&plan);
    if (!ok && !db_run(box->db, "ROLLBACK", &second)) {
        log_warning("the e-mails of today are not taken back: %s", second.message);
    }
    return ok;
}

/* What has come of one attempt; what keeps the server from this one keeps it from all that wait. */
static bool store_failure(Db *db, const char *id, const struct Verdict *verdict,
                          const struct Error *mail_err, struct Error *err)
{
    const char *values[] = {id, dialogue_failure_name(verdict->failure), mail_err->message};

    return db_exec(db, "SELECT motcua.fail_mail($1, $2, $3)", 3, values, err) &&
           (!verdict->for_all || db_exec(db,
                                         "UPDATE motcua.outbox SET failure = $1, error = $2"
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
        [MAIL_UNCLEAR] = "it may have arrived, and goes out once more at most",
    };

    log_error("mail %s could not be sent: %s; %s", id, mail_err->message,
              outcomes[verdict->failure]);
    if (mail_err->hint[0] != '\0') {
        log_error("HINT: %s", mail_err->hint);
    }
}

/* The file that goes with it, if there is one, from the digits that PostgreSQL writes. */
static void attach(Arena *arena, const char *name, const char *hex, struct SmtpMessage *message)
{
    if (name == NULL || hex == NULL) {
        return;
    }
    size_t size = strlen(hex) / 2;
    unsigned char *bytes = arena_alloc(arena, size + 1);
    for (size_t i = 0; i < size; i++) {
        char pair[] = {hex[2 * i], hex[2 * i + 1], '\0'};
        bytes[i] = (unsigned char)strtoul(pair, NULL, 16);
    }
    message->attachment_name = name;
    message->attachment = bytes;
    message->attachment_size = size;
}

/*
 * Sends one row. False only when the database failed; a mail that failed is counted. When the last
 * UPDATE fails the run ends: to go on would risk the same for every other row.
 */
static bool send_row(Db *db, Arena *arena, Smtp *smtp, const DbRows *rows,
                     struct OutboxCounts *counts, bool *go_on, struct Error *err)
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

    attach(arena, db_field(rows, 0, "attachment_name"), db_field(rows, 0, "hex"), &message);
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

static bool send_waiting(const struct Outbox *box, Arena *arena, bool whatever_hour,
                         struct OutboxCounts *counts, struct Error *err)
{
    const char *values[] = {recipients_json(arena, box->recipients), whatever_hour ? "t" : "f"};
    DbRows *waiting =
        db_query(box->db, "SELECT * FROM motcua.waiting_mails($1, $2)", 2, values, err);
    bool ok = waiting != NULL, go_on = true;
    int i = 0;

    /* One at a time: all bodies together might be large. */
    for (; ok && go_on && i < db_row_count(waiting); i++) {
        const char *id = arena_strdup(arena, db_value(waiting, i, 0));
        DbRows *rows = db_query(box->db,
                                "SELECT o.*, encode(o.attachment, 'hex') AS hex FROM motcua.outbox "
                                "AS o WHERE outbox_id = $1",
                                1, &id, err);
        ok = rows != NULL && stop_check(err) &&
             send_row(box->db, arena, box->smtp, rows, counts, &go_on, err);
        db_rows_free(rows);
    }
    counts->waiting = waiting != NULL ? db_row_count(waiting) - i : 0;
    db_rows_free(waiting);
    return ok;
}

bool outbox_send(const struct Outbox *box, Arena *arena, bool reopen, struct OutboxCounts *counts,
                 struct Error *err)
{
    *counts = (struct OutboxCounts){0};
    if (box->smtp == NULL) {
        return true;
    }
    if (!write_mails(box, arena, counts, err) ||
        (reopen && !db_exec(box->db, "SELECT motcua.reopen_mails()", 0, NULL, err)) ||
        !send_waiting(box, arena, reopen, counts, err)) {
        return false;
    }
    if (counts->failed == 0) {
        return true;
    }
    error_set(err, EXIT_MAIL, "%d mails could not be sent", counts->failed);
    return error_hint(err, "'motcua-stats alert' lists them, and tries again what may be; with "
                           "--resend also what was given up");
}

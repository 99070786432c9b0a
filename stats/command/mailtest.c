#include "stats/command/mailtest.h"

#include "common/address.h"
#include "stats/mail/outbox.h"

#include <stdio.h>

#include "common/banned.h"

/* The address as recipients.conf has it, with its language and what it is told; one that is new is told of everything. */
static struct Recipient reader_of(const struct Outbox *box, const char *address)
{
    const struct Recipient *known = recipients_find(box->recipients, address);

    return known != NULL ? *known
                         : (struct Recipient){.address = address,
                                              .offices = "all",
                                              .levels = "",
                                              .kinds = "",
                                              .language = "vi"};
}

static bool send(const struct Context *context, const struct Outbox *box, struct Error *err)
{
    struct Recipient reader = reader_of(box, context->options->address);
    struct Verdict verdict;
    struct Mail mail;
    char id[64];

    if (!digest_test(context->arena, context->db, context->settings, &reader, &mail, err) ||
        !db_query_value(context->db, "SELECT gen_random_uuid()", 0, NULL, id, sizeof id, err)) {
        return false;
    }
    struct SmtpMessage message = {
        .recipient = reader.address,
        .message_id = arena_printf(context->arena, "<motcua-%s@%s>", id,
                                   address_domain(context->settings->mail_from)),
        .subject = mail.subject,
        .text = mail.text,
        .html = mail.html,
    };
    return smtp_send(box->smtp, &message, &verdict, err);
}

bool stats_mail_test(const struct Context *context, struct Error *err)
{
    struct Outbox box;
    bool ok = outbox_open(context->arena, context->db, context->settings, &box, err);

    if (ok && box.smtp == NULL) {
        ok = error_set(err, EXIT_SETTINGS, "[mail] url: expected a mail server");
    }
    ok = ok && send(context, &box, err);
    outbox_close(&box);
    if (ok) {
        printf("Máy chủ thư đã nhận thư kiểm tra gửi đến %s.\n", context->options->address);
    }
    return ok;
}

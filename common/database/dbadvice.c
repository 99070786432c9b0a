#include "common/database/dbadvice.h"

#include "common/buf.h"

#include <string.h>

#include "common/banned.h"

/* The commands name the user and the database that were asked for: $u and $d. */
static const struct {
    const char *words;
    const char *hint;
    bool passes;
} cases[] = {
    {"role \"",
     "sudo motcua-setup --reader '$u' lets '$u' read figures; sudo motcua-as-service runs "
     "a command as the nightly service does",
     false},
    {"database \"", "sudo motcua-setup --database '$d' makes it", false},
    {"Peer authentication failed",
     "the server knows a user of this machine by the name of a role only: "
     "leave user= out of conninfo, or begin with sudo motcua-as-service",
     false},
    {"Ident authentication failed", "see pg_hba.conf of the server", false},
    {"no password supplied",
     "passfile=FILE in conninfo names a file of mode 0600 with "
     "HOST:PORT:DATABASE:USER:PASSWORD",
     false},
    {"password authentication failed",
     "is the password in the file that passfile= of conninfo names, or "
     "in ~/.pgpass, that of '$u'?",
     false},
    {"no pg_hba.conf entry",
     "pg_hba.conf of the server says who may enter; after a change: sudo systemctl "
     "reload postgresql",
     false},
    {"permission denied for database",
     "sudo motcua-setup --database '$d' --reader '$u' lets '$u' read figures", false},
    {"not permitted to log in", "sudo -u postgres psql -c 'ALTER ROLE \"$u\" LOGIN'", false},
    {"could not translate host name", "is host in conninfo right?", false},
    {"starting up", "pg_lsclusters shows its state", true},
    {"shutting down", "pg_lsclusters shows its state", true},
    {"recovery mode", "pg_lsclusters shows its state", true},
    {"server closed the connection", "pg_lsclusters shows its state", true},
    {"No such file or directory", "sudo systemctl start postgresql; pg_lsclusters shows its state",
     true},
    {"Connection refused",
     "sudo systemctl start postgresql where it runs; pg_lsclusters shows its port", true},
};

enum { CASES = sizeof cases / sizeof cases[0], CASE_NONE = CASES };

static size_t find_case(const PGconn *connection)
{
    const char *message = PQerrorMessage(connection);

    for (size_t i = 0; i < CASES; i++) {
        const char *at = strstr(message, cases[i].words);
        bool is_name = at != NULL && cases[i].words[strlen(cases[i].words) - 1] == '"';
        if (at != NULL && (!is_name || strstr(at, "\" does not exist") != NULL)) {
            return i;
        }
    }
    return CASE_NONE;
}

void dbadvice_add(const PGconn *connection, struct Error *err)
{
    size_t found = find_case(connection);
    struct Buf hint;

    if (found == CASE_NONE) {
        return;
    }
    buf_init(&hint, sizeof err->hint - 1);
    for (const char *at = cases[found].hint; *at != '\0'; at++) {
        if (strncmp(at, "$u", 2) == 0 || strncmp(at, "$d", 2) == 0) {
            at++;
            buf_puts(&hint, *at == 'u' ? PQuser(connection) : PQdb(connection));
        } else {
            buf_putc(&hint, *at);
        }
    }
    error_hint(err, "%s", hint.data);
    buf_release(&hint);
}

bool dbadvice_may_pass(const PGconn *connection)
{
    size_t found = find_case(connection);

    return found != CASE_NONE && cases[found].passes;
}

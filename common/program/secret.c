#include "common/program/secret.h"

#include "common/hidden.h"
#include "common/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/banned.h"

enum { SECRET_MAX = 4096 };

/* What editors put before a text, and what comes along when one is copied from a page. */
#define MARK "\xef\xbb\xbf"
#define NO_BREAK_SPACE "\xc2\xa0"
#define ZERO_WIDTH_SPACE "\xe2\x80\x8b"

/* A name with a slash could lead out of the directory, so only plain names are looked up there. */
static const char *in_credentials(Arena *arena, const char *file)
{
    const char *directory = getenv("CREDENTIALS_DIRECTORY");

    if (directory == NULL || directory[0] == '\0' || strchr(file, '/') != NULL) {
        return NULL;
    }
    return arena_printf(arena, "%s/%s", directory, file);
}

static bool check_guarded(int descriptor, const char *path, bool is_credential, struct Error *err)
{
    struct stat status;

    if (fstat(descriptor, &status) != 0) {
        return error_set(err, EXIT_SETTINGS, "cannot read secret file '%s': %s", path,
                         strerror(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return error_set(err, EXIT_SETTINGS, "secret file '%s' is not a regular file", path);
    }
    if (!is_credential && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        error_set(err, EXIT_SETTINGS, "secret file '%s' has mode %04o: others may read it", path,
                  (unsigned)status.st_mode & 07777U);
        return error_hint(err, "chmod 0600 '%s'", path);
    }
    return true;
}

/* Reads up to size - 1 bytes; -1 on error. */
static ssize_t read_start(int descriptor, char *target, size_t size)
{
    size_t used = 0;

    while (used < size - 1) {
        ssize_t got = read(descriptor, target + used, size - 1 - used);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        used += (size_t)got;
    }
    target[used] = '\0';
    return (ssize_t)used;
}

static const char *refuse(const char *path, const char *what, struct Error *err)
{
    error_set(err, EXIT_SETTINGS, "secret file '%s' %s", path, what);
    return NULL;
}

/* Bytes of the blank, seen or not, that text of this length ends with; 0 = none. */
static size_t last_blank(const char *text, size_t length)
{
    static const char *const blanks[] = {" ", "\t", NO_BREAK_SPACE, ZERO_WIDTH_SPACE, MARK};

    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++) {
        size_t size = strlen(blanks[i]);
        if (length >= size && memcmp(text + length - size, blanks[i], size) == 0) {
            return size;
        }
    }
    return 0;
}

static bool is_utf16(const char *text, ssize_t length)
{
    return length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0 ||
                           (text[0] == '\0') != (text[1] == '\0'));
}

static const char *first_line(Arena *arena, int descriptor, const char *path, struct Error *err)
{
    char *secret = arena_alloc(arena, SECRET_MAX);
    ssize_t got = read_start(descriptor, secret, SECRET_MAX);

    if (got < 0) {
        error_set(err, EXIT_SETTINGS, "cannot read secret file '%s': %s", path, strerror(errno));
        return NULL;
    }
    if (is_utf16(secret, got)) {
        refuse(path, "is UTF-16, as Notepad calls \"Unicode\"", err);
        error_hint(err, "save it again with the encoding UTF-8 or ANSI");
        return NULL;
    }
    size_t length = strcspn(secret, "\r\n");
    if (length == SECRET_MAX - 1) {
        error_set(err, EXIT_SETTINGS, "first line of secret file '%s' is too long", path);
        return NULL;
    }
    if (length < (size_t)got && secret[length] == '\0') {
        return refuse(path, "holds a NUL byte", err);
    }
    if (strncmp(secret, MARK, strlen(MARK)) == 0) {
        secret += strlen(MARK);
        length -= strlen(MARK);
    }
    for (size_t size; (size = last_blank(secret, length)) > 0;) {
        length -= size;
    }
    secret[length] = '\0';
    if (length == 0) {
        return refuse(path, "has an empty first line", err);
    }
    return utf8_has_control(secret, length) ? refuse(path, "holds a control character", err)
                                            : secret;
}

/* Where the file lies of which systemd makes the credential: source_tinh is source/tinh. */
static const char *origin_of(Arena *arena, const char *credential)
{
    static const char *const kinds[] = {"source", "mail"};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t length = strlen(kinds[i]);
        if (strncmp(credential, kinds[i], length) == 0 && credential[length] == '_') {
            return arena_printf(arena, "/etc/motcua/credentials/%s/%s", kinds[i],
                                credential + length + 1);
        }
    }
    return "its file";
}

static const char *user_name(Arena *arena, uid_t id)
{
    const struct passwd *user = getpwuid(id);

    return user != NULL ? arena_strdup(arena, user->pw_name) : arena_printf(arena, "%u", id);
}

/* Says why, and what to type: the same command works as the service, and not as the operator. */
static void tell_closed(Arena *arena, const char *file, const char *path, bool is_credential,
                        struct Error *err)
{
    int reason = errno;
    struct stat status;
    bool is_name = strchr(file, '/') == NULL;

    error_set(err, EXIT_SETTINGS, "cannot open secret file '%s': %s", path, strerror(reason));
    if (reason == ENOENT && is_credential) {
        error_set(err, EXIT_SETTINGS, "cannot open secret file '%s': the unit was not handed it",
                  file);
        error_hint(err, "sudo install -m 0600 /dev/stdin %s, and type the secret and Ctrl-D",
                   origin_of(arena, file));
    } else if (reason == ENOENT && is_name) {
        error_set(
            err, EXIT_SETTINGS,
            "cannot open secret file '%s': it is a credential, which only the service is handed",
            file);
        error_hint(err,
                   "begin the command with sudo motcua-as-service, which hands it a copy of %s",
                   origin_of(arena, file));
    } else if (reason == EACCES && stat(path, &status) == 0) {
        error_set(err, EXIT_SETTINGS,
                  "cannot open secret file '%s': it belongs to %s, and this is %s", path,
                  user_name(arena, status.st_uid), user_name(arena, geteuid()));
        error_hint(err, "begin the command with sudo motcua-as-service, or: sudo chown motcua '%s'",
                   path);
    } else if (reason == EACCES) {
        error_hint(err,
                   "its directory is closed to %s; begin the command with sudo motcua-as-service",
                   user_name(arena, geteuid()));
    }
}

/* Opens the file and returns its path, which lives in arena; NULL on error. */
static const char *open_guarded(Arena *arena, const char *file, int *descriptor, struct Error *err)
{
    const char *credential = in_credentials(arena, file);
    const char *path = credential != NULL ? credential : arena_strdup(arena, file);

    *descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (*descriptor < 0) {
        tell_closed(arena, file, path, credential != NULL, err);
        return NULL;
    }
    if (!check_guarded(*descriptor, path, credential != NULL, err)) {
        close(*descriptor);
        return NULL;
    }
    return path;
}

const char *secret_read(Arena *arena, const char *file, struct Error *err)
{
    int descriptor;
    const char *path = open_guarded(arena, file, &descriptor, err);

    if (path == NULL) {
        return NULL;
    }
    const char *secret = first_line(arena, descriptor, path, err);
    close(descriptor);
    if (secret != NULL) {
        hidden_learn(secret);
    }
    return secret;
}

const char *secret_path(Arena *arena, const char *file, struct Error *err)
{
    int descriptor;
    const char *path = open_guarded(arena, file, &descriptor, err);

    if (path != NULL) {
        close(descriptor);
    }
    return path;
}

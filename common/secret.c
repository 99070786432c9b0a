#include "secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "banned.h"

enum { SECRET_MAX = 4096 };

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

static const char *first_line(Arena *arena, int descriptor, const char *path, struct Error *err)
{
    char *secret = arena_alloc(arena, SECRET_MAX);
    ssize_t got = read_start(descriptor, secret, SECRET_MAX);

    if (got < 0) {
        error_set(err, EXIT_SETTINGS, "cannot read secret file '%s': %s", path, strerror(errno));
        return NULL;
    }
    size_t length = strcspn(secret, "\n");
    if (length == SECRET_MAX - 1) {
        error_set(err, EXIT_SETTINGS, "first line of secret file '%s' is too long", path);
        return NULL;
    }
    if (length < (size_t)got && secret[length] == '\0') {
        error_set(err, EXIT_SETTINGS, "secret file '%s' holds a NUL byte", path);
        return NULL;
    }
    if (length > 0 && secret[length - 1] == '\r') {
        length--;
    }
    secret[length] = '\0';
    if (length == 0) {
        error_set(err, EXIT_SETTINGS, "secret file '%s' has an empty first line", path);
        return NULL;
    }
    return secret;
}

/* Opens the file and returns its path, which lives in arena; NULL on error. */
static const char *open_guarded(Arena *arena, const char *file, int *descriptor, struct Error *err)
{
    const char *credential = in_credentials(arena, file);
    const char *path = credential != NULL ? credential : arena_strdup(arena, file);

    *descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (*descriptor < 0) {
        error_set(err, EXIT_SETTINGS, "cannot open secret file '%s': %s", path, strerror(errno));
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

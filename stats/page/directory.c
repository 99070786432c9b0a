#include "stats/page/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/banned.h"

enum { DESCRIPTORS = 16, DIRECTORY_MODE = 0755, FILE_MODE = 0644 };

static bool fail(struct Error *err, const char *what, const char *path)
{
    return error_set(err, EXIT_INTERNAL, "cannot %s '%s': %s", what, path, strerror(errno));
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

/* What cannot be removed is left for the next one. */
static void remove_tree(const char *path)
{
    nftw(path, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}

/* The target may not be there yet; the directory that it is in has to be. */
static bool resolve(struct Directory *directory, const char *path, struct Error *err)
{
    char parent[PATH_MAX], name[PATH_MAX], real[PATH_MAX];
    int written = snprintf(parent, sizeof parent, "%s", path);

    if (path[0] == '\0' || written >= (int)sizeof parent) {
        return error_set(err, EXIT_USAGE, "'%s' is no path of a directory", path);
    }
    if (realpath(path, directory->target) != NULL) {
        return true;
    }
    snprintf(name, sizeof name, "%s", path);
    if (errno != ENOENT || realpath(dirname(parent), real) == NULL) {
        return error_set(err, EXIT_USAGE, "cannot write to '%s': %s", path, strerror(errno));
    }
    written = snprintf(directory->target, sizeof directory->target, "%s/%s", real, basename(name));
    return written < (int)sizeof directory->target ||
           error_set(err, EXIT_USAGE, "'%s' is too long", path);
}

static bool is_empty(const char *path)
{
    DIR *stream = opendir(path);
    int entries = 0;

    while (stream != NULL && entries < 3 && readdir(stream) != NULL) {
        entries++;
    }
    bool only_dots = stream != NULL && entries == 2;
    if (stream != NULL) {
        closedir(stream);
    }
    return only_dots;
}

static bool may_replace(const char *target, const char *mark, struct Error *err)
{
    char marked[PATH_MAX + 64];
    struct stat status;

    if (lstat(target, &status) != 0) {
        return errno == ENOENT || fail(err, "look at", target);
    }
    snprintf(marked, sizeof marked, "%s/%s", target, mark);
    if (S_ISDIR(status.st_mode) && (access(marked, F_OK) == 0 || is_empty(target))) {
        return true;
    }
    error_set(err, EXIT_USAGE, "'%s' is not a report, and is not replaced by one", target);
    return error_hint(err, "name a directory that is empty or not there yet");
}

/* The directory of target, and the beginning that names of what grows beside it have. */
static void place_of(const char *target, char parent[static PATH_MAX], char prefix[static PATH_MAX])
{
    char copy[PATH_MAX];

    snprintf(copy, sizeof copy, "%s", target);
    snprintf(parent, PATH_MAX, "%s", dirname(copy));
    snprintf(copy, sizeof copy, "%s", target);
    snprintf(prefix, PATH_MAX, ".%s.motcua-", basename(copy));
}

/* Whoever writes holds a lock on what it writes: what can be locked has been left by one that died. */
static void clear_left(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (descriptor >= 0) {
        if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
            remove_tree(path);
        }
        close(descriptor);
    }
}

static void clear_others(const char *parent, const char *prefix)
{
    DIR *stream = opendir(parent);
    const struct dirent *entry;
    char path[2 * PATH_MAX];

    while (stream != NULL && (entry = readdir(stream)) != NULL) {
        if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0) {
            snprintf(path, sizeof path, "%s/%s", parent, entry->d_name);
            clear_left(path);
        }
    }
    if (stream != NULL) {
        closedir(stream);
    }
}

/* Between making and locking somebody may have cleared it. */
static bool is_held(const struct Directory *directory)
{
    struct stat named, held;

    return directory->descriptor >= 0 && flock(directory->descriptor, LOCK_EX) == 0 &&
           fstat(directory->descriptor, &held) == 0 && stat(directory->growing, &named) == 0 &&
           held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

static bool make_growing(struct Directory *directory, const char *parent, const char *prefix,
                         struct Error *err)
{
    for (int attempt = 0; attempt < 10; attempt++) {
        int length =
            snprintf(directory->growing, sizeof directory->growing, "%s/%sXXXXXX", parent, prefix);
        if (length >= (int)sizeof directory->growing) {
            directory->growing[0] = '\0';
            return error_set(err, EXIT_USAGE, "'%s' is too long", directory->target);
        }
        if (mkdtemp(directory->growing) == NULL) {
            directory->growing[0] = '\0';
            return fail(err, "make a directory in", parent);
        }
        directory->descriptor = open(directory->growing, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (is_held(directory)) {
            return fchmod(directory->descriptor, DIRECTORY_MODE) == 0 ||
                   fail(err, "set the mode of", directory->growing);
        }
        if (directory->descriptor >= 0) {
            close(directory->descriptor);
            directory->descriptor = -1;
        }
    }
    return fail(err, "hold", directory->growing);
}

bool directory_begin(struct Directory *directory, const char *path, const char *mark,
                     struct Error *err)
{
    char parent[PATH_MAX], prefix[PATH_MAX];

    *directory = (struct Directory){.descriptor = -1};
    if (!resolve(directory, path, err) || !may_replace(directory->target, mark, err)) {
        return false;
    }
    place_of(directory->target, parent, prefix);
    clear_others(parent, prefix);
    return make_growing(directory, parent, prefix, err);
}

bool directory_make(struct Directory *directory, const char *name, struct Error *err)
{
    return (mkdirat(directory->descriptor, name, DIRECTORY_MODE) == 0 &&
            fchmodat(directory->descriptor, name, DIRECTORY_MODE, 0) == 0) ||
           fail(err, "make", name);
}

FILE *directory_open(struct Directory *directory, const char *name, struct Error *err)
{
    int descriptor = openat(directory->descriptor, name,
                            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;

    if (file == NULL || fchmod(descriptor, FILE_MODE) != 0) {
        fail(err, "write", name);
        if (file != NULL) {
            fclose(file);
        } else if (descriptor >= 0) {
            close(descriptor);
        }
        return NULL;
    }
    return file;
}

/* The first error of a stream is the one to tell; closing it may find another. */
bool directory_close(FILE *file, const char *name, struct Error *err)
{
    bool failed = fflush(file) != 0 || ferror(file) != 0;
    int number = errno;

    if (fclose(file) != 0 && !failed) {
        return fail(err, "write", name);
    }
    errno = number;
    return !failed || fail(err, "write", name);
}

/*
 * Where the system cannot exchange two directories (some network shares), the old one steps aside first: there is no
 * report for the moment between two calls.
 */
static bool change_places(struct Directory *directory, struct Error *err)
{
    char aside[PATH_MAX + 8];

    if (renameat2(AT_FDCWD, directory->growing, AT_FDCWD, directory->target, RENAME_EXCHANGE) ==
        0) {
        return true;
    }
    if (errno == ENOENT && rename(directory->growing, directory->target) == 0) {
        directory->growing[0] = '\0';
        return true;
    }
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTEMPTY && errno != EEXIST) {
        return fail(err, "replace", directory->target);
    }
    snprintf(aside, sizeof aside, "%s.old", directory->growing);
    if (rename(directory->target, aside) != 0) {
        return fail(err, "replace", directory->target);
    }
    if (rename(directory->growing, directory->target) != 0) {
        fail(err, "replace", directory->target);
        rename(aside, directory->target);
        return false;
    }
    snprintf(directory->growing, sizeof directory->growing, "%.*s", PATH_MAX - 1, aside);
    return true;
}

/* A page that is there after the power has failed is there as a whole. */
bool directory_publish(struct Directory *directory, struct Error *err)
{
    if (syncfs(directory->descriptor) != 0) {
        return fail(err, "write to the disk of", directory->target);
    }
    return change_places(directory, err);
}

void directory_discard(struct Directory *directory)
{
    if (directory->growing[0] != '\0') {
        remove_tree(directory->growing);
        directory->growing[0] = '\0';
    }
    if (directory->descriptor >= 0) {
        close(directory->descriptor);
        directory->descriptor = -1;
    }
}

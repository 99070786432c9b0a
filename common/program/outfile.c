#include "common/program/outfile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/banned.h"

enum { MODE = 0666, COPIED_AT_ONCE = 1 << 16 };

static bool fail(struct Error *err, const char *path)
{
    return error_set(err, EXIT_USAGE, "cannot write '%s': %s", path, strerror(errno));
}

/* A file that is not there yet, or one that is a file and nothing else, and no link to one. */
static bool can_be_replaced(const char *target)
{
    struct stat status;

    return lstat(target, &status) == 0 ? S_ISREG(status.st_mode) : errno == ENOENT;
}

const char *outfile_temporary_directory(void)
{
    const char *named = getenv("TMPDIR");

    return named != NULL && named[0] != '\0' ? named : "/tmp";
}

/* What a file made by open() would have; mkstemp grants nothing to others. */
static bool set_mode(int descriptor)
{
    mode_t mask = umask(0);

    umask(mask);
    return fchmod(descriptor, MODE & ~mask) == 0;
}

bool outfile_begin(struct OutFile *file, Arena *arena, const char *target, struct Error *err)
{
    bool beside = target != NULL && can_be_replaced(target);
    char *path = beside ? arena_printf(arena, "%s.XXXXXX", target)
                        : arena_printf(arena, "%s/motcua.XXXXXX", outfile_temporary_directory());
    int descriptor = mkstemp(path);

    *file = (struct OutFile){.target = target, .takes_its_place = beside};
    if (descriptor < 0) {
        return fail(err, beside ? target : path);
    }
    file->growing = path;
    bool ok = !beside || set_mode(descriptor) || fail(err, target);
    close(descriptor);
    if (!ok) {
        outfile_discard(file);
    }
    return ok;
}

static bool copy(FILE *from, FILE *to)
{
    char bytes[COPIED_AT_ONCE];

    for (size_t size; (size = fread(bytes, 1, sizeof bytes, from)) > 0;) {
        if (fwrite(bytes, 1, size, to) != size) {
            return false;
        }
    }
    return ferror(from) == 0;
}

/* What stdout cannot take is told when the program ends. */
static bool copy_to_target(const struct OutFile *file)
{
    FILE *from = fopen(file->growing, "rb");
    FILE *to = file->target != NULL ? fopen(file->target, "wb") : stdout;
    bool ok = from != NULL && to != NULL && copy(from, to);

    if (from != NULL) {
        fclose(from);
    }
    if (to != NULL && to != stdout && fclose(to) != 0) {
        ok = false;
    }
    return ok || file->target == NULL;
}

bool outfile_finish(struct OutFile *file, struct Error *err)
{
    if (!file->takes_its_place) {
        bool ok = copy_to_target(file) || fail(err, file->target);
        outfile_discard(file);
        return ok;
    }
    if (rename(file->growing, file->target) != 0) {
        fail(err, file->target);
        outfile_discard(file);
        return false;
    }
    file->growing = NULL;
    return true;
}

void outfile_discard(struct OutFile *file)
{
    if (file->growing != NULL) {
        unlink(file->growing);
        file->growing = NULL;
    }
}

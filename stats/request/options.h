/* The command line of motcua-stats: commands, options, and which of them belong together. */
#ifndef MOTCUA_STATS_REQUEST_OPTIONS_H
#define MOTCUA_STATS_REQUEST_OPTIONS_H

#include "common/program/program.h"
#include "stats/figure/reading.h"
#include "stats/print/report.h"

#include <stdbool.h>

enum CommandTag {
    COMMAND_RUN,
    COMMAND_SHOW,
    COMMAND_POINTS,
    COMMAND_DOSSIERS,
    COMMAND_NEAR_DUE,
    COMMAND_INTEGRITY,
    COMMAND_EXPLAIN,
    COMMAND_RECONCILE,
    COMMAND_RANK,
    COMMAND_TERMS,
    COMMAND_PENDENCY,
    COMMAND_RESTATED,
    COMMAND_EVIDENCE,
    COMMAND_ALERT,
    COMMAND_REPORT,
    COMMAND_TARGETS,
    COMMAND_ACKNOWLEDGE,
    COMMAND_MAIL_TEST
};

/* Texts are NULL when the option is not given. */
struct Options {
    struct CommonOptions common;
    struct Asked asked;
    const char *office;
    const char *profile;
    const char *scoring;
    const char *target_set;
    const char *rate;
    const char *bucket;
    const char *level;
    const char *under;
    const char *group;
    const char *minimum;
    const char *band;
    const char *code;
    const char *until;
    const char *note;
    const char *address;
    const char *source;
    const char *flag;
    const char *days;
    const char *published; /* of restated a period: its last evening; of reconcile a file */
    const char *output;    /* a file; of a report also a directory */
    const char *format_name;
    const char *headers;
    const char *separator_name;
    /* What these three say; set by options_check. */
    enum ReportFormat format;
    bool labels; /* columns go by their headings in Vietnamese */
    char separator;
    bool compare;
    bool dossiers;
    bool forecast;
    bool missing; /* what a rate counts and does not find */
    bool dry_run;
    bool resend;
};

extern const struct CliProgram options_program;

/* Checks what one option alone cannot tell, before anything is opened. EXIT_USAGE. */
bool options_check(const struct CliCommand *command, struct Options *options,
                   struct Error *err) MUST_CHECK;

#endif

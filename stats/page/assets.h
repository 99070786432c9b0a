/*
 * What the page is drawn with: templates, styles and scripts of the folder page/ (SHAREDIR/page, or the one that the
 * environment names in MOTCUA_PAGE_DIR), and Chart.js of Debian.
 */
#ifndef MOTCUA_STATS_PAGE_ASSETS_H
#define MOTCUA_STATS_PAGE_ASSETS_H

#include "common/arena.h"
#include "common/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { ASSETS_MAX = 64 };

enum AssetTemplate {
    ASSET_INDEX,
    ASSET_HEADING,
    ASSET_ROW,
    ASSET_CELL,
    ASSET_OFFICE,
    ASSET_FIGURE,
    ASSET_TEMPLATES
};

struct Asset {
    const char *name; /* in assets/ */
    const char *text;
    size_t length;
    bool is_script; /* else a style */
};

struct Assets {
    const char *templates[ASSET_TEMPLATES];
    struct Asset files[ASSETS_MAX]; /* in the order in which they are loaded */
    int count;
};

/* Name of the file of a template. */
const char *assets_template_name(enum AssetTemplate which);

/* Reads everything into arena. EXIT_SETTINGS, with what is missing and where it is looked for. */
bool assets_read(Arena *arena, struct Assets *assets, struct Error *err) MUST_CHECK;

#endif

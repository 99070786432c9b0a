/* A table that somebody typed: CSV as spreadsheets save it, with any of the usual separators. */
#ifndef MOTCUA_STATS_RECONCILE_SHEET_H
#define MOTCUA_STATS_RECONCILE_SHEET_H

#include "common/arena.h"
#include "common/error.h"

enum { SHEET_ROWS_MAX = 20000, SHEET_MIB_MAX = 16 };

/*
 * Reads the file and gives its rows as JSON, [{"line": 1, "cells": ["office", ...]}, ...], in arena; NULL on error. The
 * separator (semicolon, tab or comma) is the one that makes most rows of three cells, unless the first line says
 * "sep=;". EXIT_USAGE when the file cannot be read, is not UTF-8 or has quotes that do not close.
 */
const char *sheet_read(Arena *arena, const char *path, struct Error *err) MUST_CHECK;

#endif

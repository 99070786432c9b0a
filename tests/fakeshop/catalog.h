/* Catalogues of offices and procedures. Every code and every name is invented. */
#ifndef FAKESHOP_CATALOG_H
#define FAKESHOP_CATALOG_H

#include <stdbool.h>
#include <stddef.h>

#include "out.h"

typedef struct {
    char code[24];
    char parent[24];
    char name[96];
    const char *tier; /* province, department, commune */
} Office;

typedef struct {
    char code[16];
    char name[256];
    const char *field_code;
    const char *field_name;
    int level;     /* 4 full process online, 3 partly, 2 information only */
    int term_days; /* time limit */
    bool full_eligible;
    bool has_fee;
    bool online_payment;
    bool paper_result;
} Procedure;

typedef struct {
    Office *offices;
    size_t office_count;
    Procedure *procedures;
    size_t procedure_count;
} Catalog;

/* How many procedures the fixed table behind both catalogues holds. */
enum { CATALOG_BASE_PROCEDURES = 40 };

/* One commune (H48.23.25) with the two units above it, and the 40 procedures of the base table:
 * 0..19 at level 4, 20..39 at level 3; 0..5 and 20..26 have a fee. */
void catalog_init_commune(Catalog *catalog);

/* A tree of office_count offices: the province H48, one unit with an old-style code, then about a
 * quarter of two-level and three quarters of three-level codes. 160 procedures at all levels. */
void catalog_init_province(Catalog *catalog, size_t office_count);

/* Frees what an init made. */
void catalog_release(Catalog *catalog);

/* Append one catalogue entry as a JSON object. */
void catalog_write_office(Out *out, const Office *office);
void catalog_write_procedure(Out *out, const Procedure *procedure);

#endif

/* One dossier as the scenarios make it and record.c writes it. Plain data. */
#ifndef FAKESHOP_DOSSIER_H
#define FAKESHOP_DOSSIER_H

#include <stdbool.h>
#include <stdint.h>

#include "catalog.h"
#include "wall.h"

/* A code field that is sent as "", and one whose key is left out altogether. */
enum { CODE_EMPTY = -1, CODE_ABSENT = -2 };

/* All personal values of a record are made of one number, written with at least so many digits. */
enum { DOSSIER_CODE_SIZE = 64, DOSSIER_MAX_COMPONENTS = 4, DOSSIER_PERSON_DIGITS = 6 };

/* National status codes. */
typedef enum {
    STATUS_SUBMITTED = 1,
    STATUS_RECEIVED = 2,
    STATUS_NOT_ACCEPTED = 3,
    STATUS_PROCESSING = 4,
    STATUS_SUPPLEMENT = 5,
    STATUS_FINANCIAL = 6,
    STATUS_WITHDRAWN = 7,
    STATUS_STOPPED = 8,
    STATUS_DONE = 9,
    STATUS_HANDED_OVER = 10
} Status;

/* What the result array holds: nothing, an entry without a link, an entry with a link. */
typedef enum { RESULT_NONE, RESULT_NO_LINK, RESULT_LINK } ResultKind;

/* What the fee array holds: nothing, one entry of 0 (exempt), entries that sum to an amount. */
typedef enum { FEE_NONE, FEE_ZERO, FEE_AMOUNT } FeeKind;

/* What is wrong with a record on purpose. The first group comes with --bad, the second is put on
 * one record by a fault URL. */
typedef enum {
    QUIRK_NONE,
    QUIRK_BAD_RECEIVED,
    QUIRK_BAD_DUE,
    QUIRK_BAD_STATUS,
    QUIRK_EMPTY_CODE,
    QUIRK_NUL_IN_CODE,
    QUIRK_DUPLICATE_KEY,
    QUIRK_LONG_NUMBER,
    QUIRK_BAD_COUNT, /* number of the kinds above, plus one */
    QUIRK_INVALID_UTF8,
    QUIRK_WRONG_CASE,
    QUIRK_NO_SUCH_DAY,
    QUIRK_NO_SUCH_TIME,
    QUIRK_FIRST_DAY,
    QUIRK_LAST_DAY,
    QUIRK_DEEP,
    QUIRK_HUGE_STRING
} Quirk;

typedef struct {
    int8_t digitised; /* 0, 1 */
    int8_t reused;    /* 0 no, 1 reused, 2 reused with a result that replaces it */
    int8_t from_store;
} Component;

typedef struct {
    char code[DOSSIER_CODE_SIZE];
    const Office *office;
    const Procedure *procedure;
    bool procedure_code_missing;
    uint64_t person; /* number that all personal values of the record are made of */

    Wall submitted;
    Wall received;
    Wall due;
    Wall finished;
    Wall returned;
    Wall refused;
    Wall apology;
    Wall updated;

    int8_t channel; /* 1 direct, 2 online, 3 postal, CODE_EMPTY, CODE_ABSENT */
    int8_t applicant_type;
    int8_t status;
    int8_t return_way;
    int8_t verified_account;
    int8_t paid_online; /* 0 no, 1 national gateway, 2 provincial gateway */
    int8_t level;       /* 4, 3, 2, CODE_ABSENT */
    int8_t stored;

    Component components[DOSSIER_MAX_COMPONENTS];
    unsigned component_count;
    FeeKind fee_kind;
    uint32_t fee;       /* first entry, VND */
    uint32_t fee_extra; /* second entry, 0 = only one */
    ResultKind result;
    bool supplement;

    /* Free text, already escaped for JSON; "" where there is none. */
    const char *other_info;
    const char *note;
    const char *return_info;

    Quirk quirk;
} Dossier;

#endif

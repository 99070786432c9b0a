#include "stats/mail/latepart.h"

#include "common/buf.h"
#include "common/text.h"
#include "stats/figure/office.h"
#include "stats/print/notation.h"

#include <stdlib.h>
#include <string.h>

#include "common/banned.h"

enum { LINES_MAX = 40, NAMES_MAX = 5, OFFICES_MAX = 4 * 1024 * 1024 };

/* The row of an office in the facts; -1 when it has none. */
static int fact_of(const struct Draft *draft, int row)
{
    return facts_find(draft->facts->offices, "office", db_field(draft->plan->rows, row, "about"));
}

static bool is_kind(const struct Draft *draft, int row, const char *kind)
{
    return text_equal(db_field(draft->plan->rows, row, "kind"), kind);
}

/* An office that is told of as above the ceiling; one that is escalated too comes once, as that. */
static bool is_above(const struct Draft *draft, int row)
{
    bool late = is_kind(draft, row, "escalation") || is_kind(draft, row, "crossing") ||
                is_kind(draft, row, "step") || is_kind(draft, row, "above");

    if (!late || !plan_is_told(draft->plan, row) || fact_of(draft, row) < 0) {
        return false;
    }
    for (int other = draft->first; other < row; other++) {
        if (plan_is_told(draft->plan, other) &&
            text_equal(db_field(draft->plan->rows, other, "about"),
                       db_field(draft->plan->rows, row, "about"))) {
            return false;
        }
    }
    return true;
}

static const char *change_text(const struct Draft *draft, int fact)
{
    const char *change = db_field(draft->facts->offices, fact, "change_points");

    if (change == NULL) {
        return "";
    }
    double points = strtod(change, NULL);
    return draft_fill(
        draft,
        points > 0   ? "rose"
        : points < 0 ? "fell"
                     : "same",
        TEXT_VALUES({"change", notation_decimal(draft->arena, change + (change[0] == '-'))}));
}

static void add_room(struct Draft *draft, int fact)
{
    const DbRows *offices = draft->facts->offices;
    const char *room = db_field(offices, fact, "room");
    const char *needed = db_field(offices, fact, "needed");
    Arena *arena = draft->arena;

    if (room == NULL) {
        return;
    }
    if (room[0] != '-') {
        draft_add(draft, BLOCK_TEXT, "room", TEXT_VALUES({"room", notation_count(arena, room)}));
        return;
    }
    draft_add(draft, BLOCK_TEXT, needed != NULL ? "over" : "over_for_good",
              TEXT_VALUES({"over", notation_count(arena, room + 1)},
                          {"needed", notation_count(arena, needed)}));
}

static void add_card(struct Draft *draft, int row)
{
    Arena *arena = draft->arena;
    const DbRows *rows = draft->facts->dossiers;
    const char *letter = db_field(rows, row, "apology_at");
    const char *days =
        draft_fill(draft, "days_late",
                   TEXT_VALUES({"days", notation_count(arena, db_field(rows, row, "days_late"))}));
    const char *dates = draft_fill(
        draft, "dates",
        TEXT_VALUES({"due", notation_day(arena, db_field(rows, row, "due_at"))},
                    {"closed", notation_day(arena, db_field(rows, row, "finished_at"))}));
    const char *sent = draft_fill(draft, letter != NULL ? "letter_sent" : "letter_none",
                                  TEXT_VALUES({"day", notation_day(arena, letter)}));
    const char *procedure = db_field(rows, row, "procedure");

    document_add(draft->document, BLOCK_CARD,
                 arena_printf(arena, "%s · %s", db_field(rows, row, "code"), days),
                 arena_printf(arena, "%s%s%s; %s", procedure != NULL ? procedure : "",
                              procedure != NULL ? ". " : "", dates, sent));
    draft->cards++;
}

/* The dossiers that were latest, so many that all sections together show ten. */
static void add_cards(struct Draft *draft, int fact, int most)
{
    const DbRows *rows = draft->facts->dossiers;
    const char *office = db_field(draft->facts->offices, fact, "office");
    int row = office_start(rows, office), shown = 0;
    long long total = 0;

    for (; row < db_row_count(rows) && text_equal(db_field(rows, row, "office"), office) &&
           shown < most;
         row++, shown++) {
        if (shown == 0) {
            draft_add(draft, BLOCK_TEXT, "latest", NULL);
            total = strtoll(db_field(rows, row, "total"), NULL, 10);
        }
        add_card(draft, row);
    }
    if (total > shown) {
        draft_add(
            draft, BLOCK_TEXT, "more_dossiers",
            TEXT_VALUES({"count", notation_count(draft->arena, arena_printf(draft->arena, "%lld",
                                                                            total - shown))}));
    }
}

/* The page of the office, where there is one; what is no letter or digit of its code is written as %XX. */
static void add_link(struct Draft *draft, const char *office)
{
    const char *url = draft->settings->report_url;
    size_t length = strlen(url);

    if (url[0] == '\0') {
        return;
    }
    const char *index = length > 5 && text_equal(url + length - 5, ".html") ? "" : "/";
    document_add(draft->document, BLOCK_LINK, draft_fill(draft, "open_page", NULL),
                 arena_printf(draft->arena, "%s%s#/office/%s/late", url,
                              url[length - 1] == '/' ? "" : index,
                              text_percent(draft->arena, office, TEXT_ALPHANUMERIC ".-_")));
}

static void add_section(struct Draft *draft, int row, int cards)
{
    Arena *arena = draft->arena;
    int fact = fact_of(draft, row);
    const DbRows *offices = draft->facts->offices;
    const char *threshold = draft_percent(arena, draft->settings->late_percent);
    const char *doubts = db_field(offices, fact, "doubts");
    const char *note = db_field(offices, fact, "note");
    const char *fraction = notation_fraction(arena, db_field(offices, fact, "numerator"),
                                             db_field(offices, fact, "denominator"));

    document_add(
        draft->document, BLOCK_HEAD, db_field(offices, fact, "name"),
        draft_fill(draft, db_field(draft->plan->rows, row, "kind"),
                   TEXT_VALUES({"threshold", threshold},
                               {"step", draft_percent(arena, db_field(offices, fact, "step"))},
                               {"since", notation_day(arena, db_field(offices, fact, "since"))})));
    document_add(
        draft->document, BLOCK_FIGURE, draft_percent(arena, db_field(offices, fact, "percent")),
        draft_fill(draft, "rate", TEXT_VALUES({"fraction", fraction}, {"threshold", threshold})));
    document_add(draft->document, BLOCK_TEXT, change_text(draft, fact), NULL);
    add_room(draft, fact);
    if (db_field(offices, fact, "procedures") != NULL) {
        draft_add(draft, BLOCK_TEXT, "most",
                  TEXT_VALUES({"procedures", db_field(offices, fact, "procedures")}));
    }
    if (note != NULL) {
        draft_add(draft, BLOCK_TEXT, "acknowledged", TEXT_VALUES({"note", note}));
    }
    if (doubts != NULL) {
        draft_add(draft, BLOCK_TEXT, "doubts", TEXT_VALUES({"doubts", doubts}));
    }
    add_link(draft, db_field(offices, fact, "office"));
    add_cards(draft, fact, cards);
}

/* Several offices: a line each before the sections, which are of the first five only. */
static void add_overview(struct Draft *draft, int count)
{
    Arena *arena = draft->arena;
    const DbRows *offices = draft->facts->offices;
    int shown = 0;

    draft_add(draft, BLOCK_HEAD, "all_offices",
              TEXT_VALUES({"count", arena_printf(arena, "%d", count)}));
    for (int row = draft->first; row < draft->end && shown < LINES_MAX; row++) {
        if (is_above(draft, row)) {
            int fact = fact_of(draft, row);
            const char *change = change_text(draft, fact);
            document_add(draft->document, BLOCK_ITEM,
                         arena_printf(arena, "%s: %s%s%s", db_field(offices, fact, "name"),
                                      draft_percent(arena, db_field(offices, fact, "percent")),
                                      change[0] != '\0' ? ", " : "", change),
                         NULL);
            shown++;
        }
    }
    if (count > shown) {
        draft_add(draft, BLOCK_ITEM, "others",
                  TEXT_VALUES({"count", arena_printf(arena, "%d", count - shown)}));
    }
}

/* Counts the offices above; *first is the row of the most important one, *highest that of the highest rate. */
static int count_above(const struct Draft *draft, int *first, int *highest)
{
    int count = 0;

    for (int row = draft->first; row < draft->end; row++) {
        if (is_above(draft, row)) {
            *first = count == 0 ? row : *first;
            /* The facts come with the highest rate first. */
            *highest =
                count == 0 || fact_of(draft, row) < fact_of(draft, *highest) ? row : *highest;
            count++;
        }
    }
    return count;
}

bool latepart_add(struct Draft *draft)
{
    Arena *arena = draft->arena;
    int first = 0, highest = 0, sections = 0;
    int count = count_above(draft, &first, &highest);

    if (count == 0) {
        return false;
    }
    const DbRows *offices = draft->facts->offices;
    int named = fact_of(draft, count == 1 || is_kind(draft, first, "escalation") ? first : highest);
    draft_subject(
        draft,
        is_kind(draft, first, "escalation") ? "subject_escalation"
        : count == 1                        ? "subject_one"
                                            : "subject_many",
        TEXT_VALUES({"office", text_sanitize(arena, db_field(offices, named, "name"))},
                    {"percent", draft_percent(arena, db_field(offices, named, "percent"))},
                    {"threshold", draft_percent(arena, draft->settings->late_percent)},
                    {"count", arena_printf(arena, "%d", count)}));
    if (count > 1) {
        add_overview(draft, count);
    }
    int most = DRAFT_CARDS_MAX / (count < DRAFT_SECTIONS_MAX ? count : DRAFT_SECTIONS_MAX);
    for (int row = draft->first; row < draft->end && sections < DRAFT_SECTIONS_MAX; row++) {
        if (is_above(draft, row)) {
            add_section(draft, row, most);
            sections++;
        }
    }
    return true;
}

const char *latepart_offices(const struct Draft *draft)
{
    struct Buf buf;

    buf_init(&buf, OFFICES_MAX);
    buf_putc(&buf, '[');
    for (int row = draft->first; row < draft->end; row++) {
        if (is_above(draft, row)) {
            const char *about = db_field(draft->plan->rows, row, "about");
            buf_puts(&buf, buf.length > 1 ? "," : "");
            buf_put_json(&buf, about, strlen(about));
        }
    }
    buf_putc(&buf, ']');
    const char *list = arena_strdup(draft->arena, buf.data);
    buf_release(&buf);
    return list;
}

bool latepart_add_back(struct Draft *draft)
{
    Arena *arena = draft->arena;
    const DbRows *offices = draft->facts->offices;
    int count = 0;

    for (int row = draft->first; row < draft->end; row++) {
        int fact = is_kind(draft, row, "below") && plan_is_told(draft->plan, row)
                       ? fact_of(draft, row)
                       : -1;
        if (fact < 0) {
            continue;
        }
        if (count++ == 0) {
            draft_add(draft, BLOCK_HEAD, "back", NULL);
        }
        draft_add(draft, BLOCK_ITEM, "below",
                  TEXT_VALUES({"office", db_field(offices, fact, "name")},
                              {"rate", draft_percent(arena, db_field(offices, fact, "percent"))}));
    }
    if (count > 0) {
        draft_subject(
            draft, "subject_below",
            TEXT_VALUES({"count", arena_printf(arena, "%d", count)},
                        {"threshold", draft_percent(arena, draft->settings->late_percent)}));
    }
    return count > 0;
}

void latepart_add_small(struct Draft *draft)
{
    Arena *arena = draft->arena;
    const char *names = "";
    int count = 0;

    for (int row = draft->first; row < draft->end; row++) {
        const char *about = db_field(draft->plan->rows, row, "about");
        if (text_equal(db_field(draft->plan->rows, row, "verdict"), "small") &&
            count++ < NAMES_MAX) {
            names = arena_printf(arena, "%s%s%s", names, names[0] != '\0' ? ", " : "", about);
        }
    }
    if (count > NAMES_MAX) {
        names = arena_printf(
            arena, "%s, %s", names,
            draft_fill(draft, "others",
                       TEXT_VALUES({"count", arena_printf(arena, "%d", count - NAMES_MAX)})));
    }
    if (count > 0) {
        draft_add(draft, BLOCK_NOTE, "small",
                  TEXT_VALUES({"count", arena_printf(arena, "%lld", draft->settings->min_resolved)},
                              {"offices", names}));
    }
}

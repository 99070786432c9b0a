#include "stats/page/detail.h"

#include "common/text.h"
#include "stats/figure/doubt.h"
#include "stats/page/disclosure.h"
#include "stats/page/fields.h"
#include "stats/page/lists.h"
#include "stats/page/measures.h"
#include "stats/print/jsonout.h"

#include "common/banned.h"

/* Children and sisters, each list without the office itself. */
static void add_relatives(cJSON *detail, const struct Family *family, int office)
{
    cJSON *children = jsonout_add_array(detail, "children");
    cJSON *sisters = jsonout_add_array(detail, "sisters");
    int parent = family->members[office].parent;

    for (int i = 0; i < family->count; i++) {
        const struct Member *member = &family->members[i];
        if (member->is_shown && i != office && member->parent == office) {
            jsonout_add_text(children, NULL, member->code);
        } else if (member->is_shown && i != office && parent >= 0 && member->parent == parent) {
            jsonout_add_text(sisters, NULL, member->code);
        }
    }
}

static void add_set(cJSON *detail, const char *key, const struct Sets *sets, enum SetName name,
                    const char *kinds)
{
    if (sets->rows[name] != NULL) {
        fields_add_list(detail, key, sets->rows[name], sets->first[name], sets->end[name], kinds);
    }
}

/* A page for everybody has of months what stands in the table of offices, or nothing. */
static void add_months(cJSON *detail, const struct Sets *sets, const struct Family *family,
                       int office)
{
    if (disclosure_hides(family->disclosure, office, MEASURES_MONTHS)) {
        jsonout_add_array(detail, "months");
    } else {
        add_set(detail, "months", sets, SET_MONTHS,
                sets->request.is_public ? "-tn---nn" : "-tnnnnnnnn");
    }
}

static void add_points(cJSON *detail, const struct Sets *sets, const struct Family *family,
                       int office)
{
    const DbRows *rows = sets->rows[SET_POINTS];
    cJSON *points = jsonout_add_array(detail, "points");

    for (int row = sets->first[SET_POINTS]; row < sets->end[SET_POINTS]; row++) {
        cJSON *criterion = jsonout_add_object(points, NULL);
        const char *rate = db_field(rows, row, "rate");
        bool hidden = rate != NULL && disclosure_hides(family->disclosure, office, rate);
        fields_add(criterion, rows, row, "-ttt");
        fields_add_fraction(criterion, NULL, rows, row, hidden ? NULL : fields_fraction);
        jsonout_add_number(criterion, "points", hidden ? NULL : db_field(rows, row, "points"));
        jsonout_add_number_field(criterion, rows, row, "max_points");
        jsonout_add_number(criterion, "lost", hidden ? NULL : db_field(rows, row, "points_lost"));
        jsonout_add_number(criterion, "needed",
                           hidden ? NULL : db_field(rows, row, "dossiers_needed"));
        jsonout_add_text_field(criterion, rows, row, "no_rate");
    }
}

static void add_ceiling(cJSON *detail, const struct Sets *sets, const struct Family *family,
                        int office)
{
    cJSON *ceiling = jsonout_add_object(detail, "ceiling");

    jsonout_add_number(ceiling, "percent", sets->request.ceiling);
    if (!disclosure_hides(family->disclosure, office, "late")) {
        fields_add(ceiling, sets->rows[SET_CEILINGS], sets->first[SET_CEILINGS], "-nnnn");
    }
}

static void add_day(cJSON *list, const DbRows *rows, int row, const char *key)
{
    cJSON *day = jsonout_add_object(list, NULL);

    jsonout_add_text_field(day, rows, row, "day");
    jsonout_add_number(day, key, db_field(rows, row, "dossiers"));
}

static void add_days(cJSON *detail, const struct Sets *sets)
{
    const DbRows *rows = sets->rows[SET_DUE_DAYS];
    cJSON *days = jsonout_add_object(detail, "days");
    cJSON *near_due = jsonout_add_array(days, "near_due");
    cJSON *letters = jsonout_add_array(days, "letters");
    cJSON *forecast = jsonout_add_array(days, "forecast");

    add_set(days, "overdue", sets, SET_BANDS, "-tn");
    for (int row = sets->first[SET_DUE_DAYS]; row < sets->end[SET_DUE_DAYS]; row++) {
        const char *kind = db_field(rows, row, "kind");
        if (text_equal(kind, "near_due")) {
            add_day(near_due, rows, row, "dossiers");
        } else if (text_equal(kind, "letters")) {
            add_day(letters, rows, row, "dossiers");
        } else {
            add_day(forecast, rows, row, "overdue");
        }
    }
}

/* The profile of the page itself differs from nothing. */
static void add_profiles(cJSON *detail, const struct Sets *sets)
{
    const DbRows *rows = sets->rows[SET_PROFILES];
    cJSON *profiles = jsonout_add_array(detail, "profiles");

    for (int row = sets->first[SET_PROFILES]; row < sets->end[SET_PROFILES]; row++) {
        cJSON *profile = jsonout_add_object(profiles, NULL);
        fields_add(profile, rows, row, "-tttt");
        jsonout_add_text(profile, "figure", db_field(rows, row, "rate"));
        fields_add_fraction(profile, NULL, rows, row, fields_fraction);
        if (!text_equal(db_field(rows, row, "profile"), sets->request.profile)) {
            jsonout_add_raw(profile, "differs", db_field(rows, row, "differs"));
        }
    }
}

/* Of each flag one row tells how many it has. */
static void add_integrity(cJSON *detail, const struct Sets *sets)
{
    const DbRows *rows = sets->rows[SET_FLAGGED];
    cJSON *integrity = jsonout_add_array(detail, "integrity");

    for (int row = sets->first[SET_FLAGGED]; row < sets->end[SET_FLAGGED]; row++) {
        if (db_field(rows, row, "of_flag") != NULL) {
            cJSON *flag = jsonout_add_object(integrity, NULL);
            jsonout_add_text_field(flag, rows, row, "flag");
            jsonout_add_text(flag, "text_vi", db_field(rows, row, "flag_vi"));
            jsonout_add_text(flag, "text_en", db_field(rows, row, "flag_en"));
            jsonout_add_number(flag, "dossiers", db_field(rows, row, "of_flag"));
        }
    }
}

static void add_restated_figures(cJSON *restated, const struct Sets *sets)
{
    static const char *const published[] = {"published_numerator", "published_denominator",
                                            "published_percent"};
    const DbRows *rows = sets->rows[SET_RESTATED];
    cJSON *figures = jsonout_add_array(restated, "figures");

    for (int row = sets->first[SET_RESTATED]; row < sets->end[SET_RESTATED]; row++) {
        cJSON *figure = jsonout_add_object(figures, NULL);
        fields_add(figure, rows, row, "-tt");
        fields_add_fraction(figure, "published", rows, row, published);
        fields_add_fraction(figure, "now", rows, row, fields_fraction);
        jsonout_add_flag(figure, "rule_changed", db_field(rows, row, "rule_changed"));
    }
}

static void add_restated(cJSON *detail, const struct Sets *sets)
{
    if (sets->rows[SET_RESTATED] == NULL) {
        jsonout_add_raw(detail, "restated", NULL);
        return;
    }
    cJSON *restated = jsonout_add_object(detail, "restated");
    cJSON *period = jsonout_add_object(restated, "period");
    jsonout_add_text(period, "from", db_field(sets->frame, 0, "restated_from"));
    jsonout_add_text(period, "to", db_field(sets->frame, 0, "restated_to"));
    jsonout_add_text_field(restated, sets->frame, 0, "published_at");
    add_restated_figures(restated, sets);
}

static void add_lack(cJSON *missing, const char *kind, const char *name, const char *text)
{
    cJSON *lack = jsonout_add_object(missing, NULL);

    jsonout_add_text(lack, "kind", kind);
    jsonout_add_text(lack, "name", name);
    jsonout_add_text(lack, "text_vi", text);
}

/* What the office has no figure for, and why. */
static void add_missing(Arena *arena, cJSON *detail, const struct Sets *sets)
{
    const DbRows *rates = sets->rows[SET_RATES], *points = sets->rows[SET_POINTS];
    cJSON *missing = jsonout_add_array(detail, "missing");

    for (int row = sets->first[SET_RATES]; row < sets->end[SET_RATES]; row++) {
        const char *rate = db_field(rates, row, "rate"), *text = db_field(rates, row, "text_vi");
        const char *rule = doubt_of_rule(rates, row);
        if (db_field(rates, row, "percent") == NULL) {
            add_lack(missing, DOUBT_EMPTY, rate,
                     arena_printf(arena, "%s: " DOUBT_EMPTY_REASON, text));
        } else if (rule != NULL) {
            add_lack(missing, DOUBT_RULE, rate, arena_printf(arena, "%s: %s", text, rule));
        }
    }
    for (int row = sets->first[SET_POINTS]; row < sets->end[SET_POINTS]; row++) {
        const char *reason = db_field(points, row, "no_rate");
        if (reason != NULL) {
            add_lack(missing, "no_rate", db_field(points, row, "criterion"),
                     arena_printf(arena, "%s: %s", db_field(points, row, "text_vi"), reason));
        }
    }
}

cJSON *detail_new(Arena *arena, const struct Sets *sets, const struct Family *family,
                  const struct Stories *stories, int office)
{
    cJSON *detail = jsonout_new_object();

    jsonout_add_text(detail, "code", family->members[office].code);
    jsonout_add_text(detail, "as_of", sets->reading.as_of);
    add_relatives(detail, family, office);
    add_months(detail, sets, family, office);
    add_points(detail, sets, family, office);
    add_ceiling(detail, sets, family, office);
    add_missing(arena, detail, sets);
    add_set(detail, "doubts", sets, SET_DOUBTS, "-ttt");
    if (!sets->request.is_public) {
        add_set(detail, "procedures", sets, SET_PROCEDURES, "-ttnnnn");
        add_days(detail, sets);
        add_profiles(detail, sets);
        add_integrity(detail, sets);
        add_restated(detail, sets);
        lists_add(arena, detail, sets, family->members[office].code);
        stories_add(detail, sets, stories);
    }
    return detail;
}

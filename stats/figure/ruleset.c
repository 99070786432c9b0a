#include "stats/figure/ruleset.h"

#include "common/text.h"
#include "stats/print/jsonout.h"
#include "stats/print/notation.h"

#include <stdio.h>
#include <string.h>

#include "common/banned.h"

/* version is the one that stats.snapshot names: it changes when the rule does. */
#define RULESET_COLUMNS                                                                            \
    " r.text_vi, r.legal_source, r.valid_from, r.valid_to,"                                        \
    " coalesce(r.valid_from <= $2, true) AND coalesce(r.valid_to >= $3, true) AS in_force,"        \
    " (SELECT coalesce(json_object_agg(k.rate, json_build_object("                                 \
    "      'text', k.text_vi, 'formula', k.formula_vi, 'legal_source', k.legal_source,"            \
    "      'valid_from', k.valid_from, 'valid_to', k.valid_to, 'version', c.rule_version)"         \
    "      ORDER BY k.position), '{}')"                                                            \
    "  FROM stats.rules AS k"                                                                      \
    "  JOIN motcua.current_rule AS c ON c.profile = k.profile AND c.rate = k.rate"                 \
    "  WHERE k.profile = r.profile) AS rates,"                                                     \
    " (SELECT coalesce(json_agg(json_build_object('text', m.text_vi, 'reason', m.reason_vi,"       \
    "      'legal_source', m.legal_source) ORDER BY m.position), '[]')"                            \
    "  FROM motcua.missing_rate AS m WHERE m.profile = r.profile) AS missing,"                     \
    " (SELECT string_agg(m.text_vi || ' (' || m.reason_vi || ')', '; ' ORDER BY m.position)"       \
    "  FROM motcua.missing_rate AS m WHERE m.profile = r.profile) AS missing_text"

static const char *const queries[] = {
    [RULESET_PROFILE] = "SELECT 'Bộ quy tắc' AS kind, r.profile AS name, NULL AS profile, NULL AS "
                        "family," RULESET_COLUMNS " FROM motcua.profile AS r WHERE r.profile = $1",
    [RULESET_SCORING] =
        "SELECT 'Bộ tiêu chí' AS kind, r.scoring AS name, r.profile, r.family," RULESET_COLUMNS
        " FROM motcua.scoring AS r WHERE r.scoring = $1",
};

DbRows *ruleset_read(Db *db, enum RulesetKind kind, const char *name, const struct Reading *reading,
                     struct Error *err)
{
    bool is_of_day = kind == RULESET_SCORING;
    const char *last = strcmp(reading->today, reading->to) < 0 ? reading->today : reading->to;
    const char *values[] = {name, is_of_day ? last : reading->from, is_of_day ? last : reading->to};

    return db_query(db, queries[kind], 3, values, err);
}

void ruleset_add_json(cJSON *root, const DbRows *rule)
{
    cJSON *object = jsonout_add_object(root, "rule");

    jsonout_add_text_field(object, rule, 0, "name");
    jsonout_add_text(object, "text", db_field(rule, 0, "text_vi"));
    jsonout_add_text_field(object, rule, 0, "legal_source");
    jsonout_add_text_field(object, rule, 0, "valid_from");
    jsonout_add_text_field(object, rule, 0, "valid_to");
    jsonout_add_flag(object, "in_force", db_field(rule, 0, "in_force"));
    if (db_field(rule, 0, "profile") != NULL) {
        jsonout_add_text_field(object, rule, 0, "profile");
        jsonout_add_text_field(object, rule, 0, "family");
    }
    jsonout_add_raw(object, "rates", db_field(rule, 0, "rates"));
    jsonout_add_raw(object, "missing", db_field(rule, 0, "missing"));
}

const char *ruleset_fraction(Arena *arena, const DbRows *rates, int row)
{
    const char *fraction = notation_fraction(arena, db_field(rates, row, "numerator"),
                                             db_field(rates, row, "denominator"));

    return text_equal(db_field(rates, row, "measure"), "working_days")
               ? arena_printf(arena, "%s ngày", fraction)
               : fraction;
}

void ruleset_print(Arena *arena, const DbRows *rule)
{
    const char *from = db_field(rule, 0, "valid_from"), *to = db_field(rule, 0, "valid_to");
    const char *profile = db_field(rule, 0, "profile");
    const char *missing = db_field(rule, 0, "missing_text");

    printf("%s: %s (%s).\n", db_field(rule, 0, "kind"),
           text_sanitize(arena, db_field(rule, 0, "text_vi")),
           text_sanitize(arena, db_field(rule, 0, "name")));
    if (db_field(rule, 0, "family") != NULL) {
        printf("Phiên bản của bộ tiêu chí %s áp dụng cho ngày chấm điểm.\n",
               text_sanitize(arena, db_field(rule, 0, "family")));
    }
    if (profile != NULL) {
        printf("Bộ quy tắc của các tỷ lệ: %s.\n", text_sanitize(arena, profile));
    }
    printf("Căn cứ: %s%s%s%s%s.\n", text_sanitize(arena, db_field(rule, 0, "legal_source")),
           from != NULL ? ", hiệu lực từ " : "", from != NULL ? notation_day(arena, from) : "",
           to != NULL ? ", đến hết " : "", to != NULL ? notation_day(arena, to) : "");
    /* Of a version of a scoring set the doubts tell. */
    if (profile == NULL && text_equal(db_field(rule, 0, "in_force"), "f")) {
        puts("Lưu ý: kỳ có ngày nằm ngoài thời gian hiệu lực của căn cứ.");
    }
    if (missing != NULL) {
        printf("Căn cứ còn nêu nhưng chưa tính được: %s.\n", text_sanitize(arena, missing));
    }
}

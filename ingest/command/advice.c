#include "ingest/command/advice.h"

#include "common/outside.h"
#include "common/text.h"
#include "ingest/command/choices.h"
#include "ingest/command/unread.h"
#include "ingest/map/json.h"
#include "ingest/privacy/mask.h"

#include <stdio.h>

#include "common/banned.h"

enum { NAMES_SHOWN = 20 };

static void print_columns_without_rule(const FieldMap *map)
{
    const struct Column *columns = fieldmap_entity(map)->columns;
    int count = 0;

    printf("Cột chưa có quy tắc (để trống hoặc lấy mặc định):");
    for (int i = 0; columns[i].name != NULL; i++) {
        if (fieldmap_rule(map, i) == NULL) {
            printf("%s %s%s", count++ > 0 ? "," : "", columns[i].name,
                   columns[i].required ? " (bắt buộc)" : "");
        }
    }
    printf("%s\n", count > 0 ? "" : " không có");
}

static void print_code_set(const struct Findings *findings, const FieldMap *map,
                           const struct Column *column, const struct Rule *rule,
                           const struct Step *step, const struct CodeSet *set)
{
    bool as_it_is = findings->on_terminal && !choices_reads_personal(rule);

    printf("Mã mà map của cột %s chưa liệt kê (%s%s):", column->name,
           step->otherwise != NULL ? "được hiểu là " : "bị loại",
           step->otherwise != NULL ? step->otherwise : "");
    if (set->many) {
        printf(" quá nhiều giá trị khác nhau; trường này có đúng là mã không?");
    }
    for (int i = 0; !set->many && i < set->count; i++) {
        printf("%s %s", i > 0 ? "," : "",
               as_it_is ? text_sanitize(findings->arena, set->codes[i])
                        : mask_code(findings->arena, map, set->codes[i]));
    }
    printf("\n");
}

/* Returns how many maps met a code that they do not list. */
static int print_codes(const struct Findings *findings, const FieldMap *map)
{
    const struct Column *columns = fieldmap_entity(map)->columns;
    int count = 0;

    for (int i = 0; columns[i].name != NULL; i++) {
        const struct Rule *rule = fieldmap_rule(map, i);
        for (int k = 0; rule != NULL && k < rule->step_count; k++) {
            const struct CodeSet *set = codes_of(&findings->codes, &rule->steps[k]);
            if (set != NULL) {
                print_code_set(findings, map, &columns[i], rule, &rule->steps[k], set);
                count += rule->steps[k].otherwise == NULL;
            }
        }
    }
    return count;
}

static const char *list_of_keys(Arena *arena, const cJSON *names)
{
    cJSON *list = cJSON_CreateArray();
    const cJSON *name;

    cJSON_ArrayForEach(name, names)
    {
        cJSON_AddItemToArray(list, cJSON_CreateString(name->string));
    }
    const char *text = json_to_text(arena, list);
    cJSON_Delete(list);
    return text;
}

static void print_names(Arena *arena, const DbRows *rows, const char *kind, const char *label)
{
    int count = 0;

    for (int i = 0; i < db_row_count(rows); i++) {
        if (text_equal(db_value(rows, i, 0), kind)) {
            if (count < NAMES_SHOWN) {
                printf("%s %s", count == 0 ? label : ",",
                       outside_text(arena, db_value(rows, i, 1)));
            }
            count++;
        }
    }
    if (count > NAMES_SHOWN) {
        printf(" và %d mã khác", count - NAMES_SHOWN);
    }
    if (count > 0) {
        printf("\n");
    }
}

static bool print_unknown(const struct Findings *findings, Db *db, const struct Source *source,
                          int *unknown, struct Error *err)
{
    const char *values[] = {source->name, list_of_keys(findings->arena, findings->offices),
                            list_of_keys(findings->arena, findings->procedures)};
    DbRows *rows =
        db_query(db, "SELECT kind, code FROM motcua.unknown_names($1, $2, $3)", 3, values, err);

    if (rows == NULL) {
        return false;
    }
    print_names(findings->arena, rows, "office", "Cơ quan chưa có trong danh mục:");
    print_names(findings->arena, rows, "procedure", "Thủ tục chưa có trong danh mục:");
    *unknown = db_row_count(rows);
    db_rows_free(rows);
    return true;
}

static bool print_missing_rules(const FieldMap *map, const char *file)
{
    struct Error missing = {.code = EXIT_DONE};

    if (fieldmap_check(map, &missing)) {
        return false;
    }
    printf("  - Viết trong [fields] của %s mỗi dòng một quy tắc, ví dụ: code = /TênTrường. Cột bắt "
           "buộc còn thiếu được ghi \"(bắt buộc)\" ở trên; tên trường lấy ở bảng \"Trường "
           "không đọc\".\n",
           file);
    return true;
}

static void print_failures(const struct Findings *findings, bool has_controls, const FieldMap *map,
                           const char *file)
{
    const struct Column *columns = fieldmap_entity(map)->columns;

    if (findings->unreadable > 0) {
        printf("  - Xem lại format và records trong [source] của %s: %d bản ghi không phải là đối "
               "tượng JSON.\n",
               file, findings->unreadable);
    }
    for (int i = 0; columns[i].name != NULL; i++) {
        int failures = findings->failures[i] - (has_controls ? findings->control_failures[i] : 0);
        if (failures > 0 && columns[i].handler_of != NULL) {
            printf("  - %d bản ghi chưa biết thuộc cơ quan nào (%s): nạp nguồn hồ sơ trước, hoặc "
                   "viết quy tắc cho cột %s trong %s.\n",
                   failures, findings->failed[i], columns[i].name, file);
        } else if (failures > 0 && fieldmap_rule(map, i) != NULL) {
            printf("  - Sửa quy tắc của cột %s trong %s: %d bản ghi lỗi (%s).\n", columns[i].name,
                   file, failures, findings->failed[i]);
        }
    }
}

/* What looks like no record is no fault of the rules. */
static bool print_controls(struct Findings *findings, const struct Source *source)
{
    const char *field;

    for (int i = 0; i < findings->sample_count; i++) {
        if (!findings->sample_skipped[i] &&
            controls_take(&findings->controls, findings->samples[i])) {
            findings_count_failures(findings->control_failures, findings->sample_failures[i]);
        }
    }
    int found = controls_found(&findings->controls, source->map, &field);
    if (found > 0) {
        printf(
            "  - %d bản ghi không có trường nào chung với các bản ghi khác (dòng điều khiển, dòng "
            "tổng): bỏ qua bằng skip trong [source] của %s%s%s.\n",
            found, source->path, field != NULL ? ", ví dụ: skip = " : "",
            field != NULL ? field : "");
    }
    return found > 0;
}

bool advice_print(struct Findings *findings, Db *db, const struct Source *source, struct Error *err)
{
    int unknown = 0;

    unread_print(findings, source);
    print_columns_without_rule(source->map);
    int unanswered = print_codes(findings, source->map);
    if (!print_unknown(findings, db, source, &unknown, err)) {
        return false;
    }
    printf("\nViệc tiếp theo:\n");
    bool incomplete = print_missing_rules(source->map, source->path);
    print_failures(findings, print_controls(findings, source), source->map, source->path);
    if (unanswered > 0) {
        printf("  - Thêm các mã còn thiếu vào map, dạng MÃ:GIÁ_TRỊ; hoặc thêm *:GIÁ_TRỊ cho mọi mã "
               "khác.\n");
    }
    if (unknown > 0) {
        printf(
            "  - Cơ quan, thủ tục chưa có trong danh mục vẫn được lưu, đánh dấu chưa xác minh. Nạp "
            "danh mục (offices.conf.example, procedures.conf.example), hoặc khai báo tên gọi khác "
            "trong motcua.office_alias, motcua.procedure_alias.\n");
    }
    if (incomplete || findings->rejected > 0) {
        printf("  - Sau khi sửa, chạy lại: motcua-ingest check --source %s\n", source->name);
    } else {
        printf("  - Đối chiếu vài hồ sơ ở trên với màn hình của hệ thống nguồn.\n"
               "  - Chạy thử, không ghi gì: motcua-ingest run --source %s --dry-run\n"
               "  - Nạp thật: motcua-ingest run --source %s\n",
               source->name, source->name);
    }
    return true;
}

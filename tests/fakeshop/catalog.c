/* The codes follow the newer style of unit codes (province, two digits, two digits), where the code
 * before the last dot is the parent, except for one office whose old-style code has no such
 * relation: a program that derives the parent from the code must leave that one alone. */
#include "catalog.h"

#include <stdio.h>
#include <stdlib.h>

#include "procedures.h"

#define OLD_STYLE_CODE "000.00.04.G18"
#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

enum { VARIANT_COUNT = 4, MAX_DEPARTMENTS = 19, FIRST_DISTRICT = 20 };

/* Place names are put together from two syllables: any likeness to a real place is chance. */
static const char *const FIRST_SYLLABLES[] = {"Tịnh", "Nghĩa", "Bình", "Đức", "Phổ",  "Trà",
                                              "Sơn",  "Long",  "Hành", "Ba",  "Minh", "Thạnh"};
static const char *const SECOND_SYLLABLES[] = {"Hòa", "Đông", "Khê",   "Lộc",  "Ấn",  "Thủy", "Kỳ",
                                               "Mỹ",  "Phú",  "Giang", "Xuân", "Ước", "Lễ"};
static const char *const DEPARTMENTS[] = {
    "Sở Tư pháp",
    "Sở Tài chính",
    "Sở Xây dựng",
    "Sở Y tế",
    "Sở Nội vụ",
    "Sở Công Thương",
    "Sở Giáo dục và Đào tạo",
    "Sở Khoa học và Công nghệ",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Nông nghiệp và Môi trường",
    "Ban Quản lý khu kinh tế",
    "Sở Dân tộc và Tôn giáo",
};

/* Allocation failure ends the program: this runs once, before anything is served. */
static void *must_alloc(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    if (memory == NULL) {
        fputs("fakeshop: out of memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    return memory;
}

/* A place name for the number-th office of a kind, unique by a number at its end if need be. */
static void place_name(Office *office, const char *kind, size_t number)
{
    size_t first = number % COUNT_OF(FIRST_SYLLABLES);
    /* Each round over the first list shifts the second by one, so no pair comes twice. */
    size_t second = (number * 2 + number / COUNT_OF(FIRST_SYLLABLES)) % COUNT_OF(SECOND_SYLLABLES);
    size_t round = number / (COUNT_OF(FIRST_SYLLABLES) * COUNT_OF(SECOND_SYLLABLES));

    snprintf(office->name, sizeof office->name, "%s %s %s", kind, FIRST_SYLLABLES[first],
             SECOND_SYLLABLES[second]);
    if (round > 0) {
        size_t used = strlen(office->name);
        snprintf(office->name + used, sizeof office->name - used, " %zu", round + 1);
    }
}

static void fill_office(Office *office, const char *code, const char *parent, const char *tier,
                        const char *name)
{
    *office = (Office){.tier = tier};
    snprintf(office->code, sizeof office->code, "%s", code);
    snprintf(office->parent, sizeof office->parent, "%s", parent);
    snprintf(office->name, sizeof office->name, "%s", name);
}

/* Two-level codes below 20 are departments of the province. */
static void fill_department(Office *office, size_t number)
{
    char code[24];

    snprintf(code, sizeof code, "H48.%02zu", number + 1);
    fill_office(office, code, "H48", "department", DEPARTMENTS[number % COUNT_OF(DEPARTMENTS)]);
    if (number >= COUNT_OF(DEPARTMENTS)) {
        snprintf(office->name, sizeof office->name, "Chi cục số %zu", number + 1);
    }
}

/* Two-level codes from 20 on are districts, the parents of the communes. */
static void fill_district(Office *office, size_t number)
{
    char code[24];

    snprintf(code, sizeof code, "H48.%02zu", number + FIRST_DISTRICT);
    fill_office(office, code, "H48", "department", "");
    place_name(office, "UBND huyện", number);
}

/* Communes are dealt out to the districts in turn, so that all districts get some. */
static void fill_commune(Office *office, size_t number, size_t districts)
{
    char code[24];
    char parent[24];

    snprintf(parent, sizeof parent, "H48.%02zu", number % districts + FIRST_DISTRICT);
    snprintf(code, sizeof code, "H48.%02zu.%02zu", number % districts + FIRST_DISTRICT,
             number / districts + 1);
    fill_office(office, code, parent, "commune", "");
    place_name(office, "UBND xã", number);
}

/* How many of the two-level codes are districts. At least one, since communes need a parent. */
static size_t district_count(size_t two_level)
{
    size_t departments = two_level / 2;

    return two_level - (departments < MAX_DEPARTMENTS ? departments : MAX_DEPARTMENTS);
}

void catalog_init_province(Catalog *catalog, size_t office_count)
{
    size_t rest = office_count > 2 ? office_count - 2 : 0;
    size_t two_level = (rest + 3) / 4;
    size_t districts = district_count(two_level);
    size_t departments = two_level - districts;

    catalog->office_count = office_count;
    catalog->offices = must_alloc(office_count, sizeof *catalog->offices);
    fill_office(&catalog->offices[0], "H48", "", "province", "UBND tỉnh H48");
    if (office_count > 1) {
        fill_office(&catalog->offices[1], OLD_STYLE_CODE, "H48", "department",
                    "Trung tâm Phục vụ hành chính công");
    }
    for (size_t i = 0; i < rest; i++) {
        Office *office = &catalog->offices[i + 2];
        if (i < departments) {
            fill_department(office, i);
        } else if (i < two_level) {
            fill_district(office, i - departments);
        } else {
            fill_commune(office, i - two_level, districts);
        }
    }
    catalog->procedure_count = (size_t)CATALOG_BASE_PROCEDURES * VARIANT_COUNT;
    catalog->procedures = must_alloc(catalog->procedure_count, sizeof *catalog->procedures);
    for (unsigned i = 0; i < catalog->procedure_count; i++) {
        /* Half level 4, a quarter each of 3 and 2, independent of the fees of the base table. */
        static const int LEVELS[] = {4, 3, 4, 2};
        unsigned base = i % CATALOG_BASE_PROCEDURES;
        unsigned variant = i / CATALOG_BASE_PROCEDURES;
        procedures_fill(&catalog->procedures[i], base, variant, LEVELS[(base + variant) % 4]);
    }
}

void catalog_init_commune(Catalog *catalog)
{
    catalog->office_count = 3;
    catalog->offices = must_alloc(catalog->office_count, sizeof *catalog->offices);
    /* The commune first: the golden scenario takes office 0 for all its dossiers. */
    fill_office(&catalog->offices[0], "H48.23.25", "H48.23", "commune", "UBND xã Tịnh Châu");
    fill_office(&catalog->offices[1], "H48.23", "H48", "department", "UBND thành phố");
    fill_office(&catalog->offices[2], "H48", "", "province", "UBND tỉnh");
    catalog->procedure_count = CATALOG_BASE_PROCEDURES;
    catalog->procedures = must_alloc(catalog->procedure_count, sizeof *catalog->procedures);
    for (unsigned i = 0; i < CATALOG_BASE_PROCEDURES; i++) {
        procedures_fill(&catalog->procedures[i], i, 0, 0);
    }
}

void catalog_release(Catalog *catalog)
{
    free(catalog->offices);
    free(catalog->procedures);
    *catalog = (Catalog){0};
}

void catalog_write_office(Out *out, const Office *office)
{
    OUT_LIT(out, "{\"MaDonVi\":\"");
    out_text(out, office->code);
    OUT_LIT(out, "\",\"TenDonVi\":\"");
    out_text(out, office->name);
    OUT_LIT(out, "\",\"Cap\":\"");
    out_text(out, office->tier);
    OUT_LIT(out, "\",\"MaDonViCha\":\"");
    out_text(out, office->parent);
    OUT_LIT(out, "\",\"TuNgay\":\"20200101\",\"DenNgay\":\"\"}");
}

/* Catalogues send booleans as 0 and 1 like the records do. */
static void write_flag(Out *out, bool flag)
{
    out_char(out, flag ? '1' : '0');
}

void catalog_write_procedure(Out *out, const Procedure *procedure)
{
    OUT_LIT(out, "{\"MaTTHC\":\"");
    out_text(out, procedure->code);
    OUT_LIT(out, "\",\"TenTTHC\":\"");
    out_text(out, procedure->name);
    OUT_LIT(out, "\",\"TenLinhVuc\":\"");
    out_text(out, procedure->field_name);
    OUT_LIT(out, "\",\"MucDo\":\"");
    out_padded(out, (uint64_t)procedure->level, 1);
    OUT_LIT(out, "\",\"DuDieuKienToanTrinh\":\"");
    write_flag(out, procedure->full_eligible);
    OUT_LIT(out, "\",\"CoPhi\":\"");
    write_flag(out, procedure->has_fee);
    OUT_LIT(out, "\",\"ThanhToanTrucTuyen\":\"");
    write_flag(out, procedure->online_payment);
    OUT_LIT(out, "\",\"CoKetQuaGiay\":\"");
    write_flag(out, procedure->paper_result);
    OUT_LIT(out, "\",\"TuNgay\":\"20200101\",\"DenNgay\":\"\"}");
}

#include "common/personal.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

Test(personal, numbers_of_persons_are_masked)
{
    static const char *const texts[][2] = {
        {"079099001234", "999999999999"},
        {"CCCD 079099001234.", "CCCD 999999999999."},
        {"so079099001234x", "so999999999999x"},
        {"123456789", "999999999"},
        {"079 099 001 234", "999 999 999 999"},
        {"079.099.001.234", "999.999.999.999"},
        {"0912345678", "9999999999"},
        {"0912 345 678: hỏi", "9999 999 999: hỏi"},
        {"sđt:0912.345.678", "sđt:9999.999.999"},
        {"SDT0912-345-678", "SDT9999-999-999"},
        {"+84 912 345 678", "+99 999 999 999"},
        {"(+84)912345678", "(+84)999999999"},
        {"(024) 3825 1234", "(999) 9999 9999"},
        {"09 12 34 56 78", "99 99 99 99 99"},
        {"0912\xC2\xA0"
         "345\xC2\xA0"
         "678",
         "9999\xC2\xA0"
         "999\xC2\xA0"
         "999"},
        {"0912 345 678 0987 654 321", "9999 999 999 9999 999 999"},
        {"05-06-1985 0912345678", "05-06-1985 9999999999"},
        {"20240605 0912 345 678", "20240605 9999 999 999"},
        {"2024-06-05 0912 345 678", "2024-06-05 9999 999 999"},
        {"\xEF\xBC\x90\xEF\xBC\x97\xEF\xBC\x99\xEF\xBC\x90\xEF\xBC\x99\xEF\xBC\x99\xEF\xBC\x90\xEF"
         "\xBC\x90"
         "\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x93\xEF\xBC\x94",
         "999999999999"},
        {"lan.nguyen+1@tinh.gov.vn, xin", "***, xin"},
        {"Mail: lan@tinh.gov.vn: xin.", "Mail: ***: xin."},
        {"?to=lan%40tinh.gov.vn", "***"},
        {"https://lan:pass@shop.vn/x", "https://***/x"},
        {"<a@b>", "<***>"},
    };
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *masked = personal_mask(arena, texts[i][0]);
        cr_assert_str_eq(masked, texts[i][1], "%s: %s", texts[i][0], masked);
        cr_assert(personal_has(texts[i][0]));
    }
    arena_free(arena);
}

Test(personal, codes_dates_and_addresses_of_machines_stay)
{
    static const char *const texts[] = {
        "H48.23.25-240402-0001",
        "G09.20-20260609-0092637",
        "000.00.04.G18-240402-0001",
        "000.00.04.H48-20240402-00012",
        "26734-240402-0001",
        "1.001193.000.00.00.H48",
        "2.000815",
        "118/2025/NĐ-CP",
        "2024-06-05 14:30:05",
        "2024-06-05T14:30:05.123+07:00",
        "14:30:05 05-06-2024",
        "05.06.2024 14.30",
        "05/06/2024 14:30:05",
        "20240605143005",
        "20240605143005123",
        "export 20240605 143005.csv",
        "export-2024-06-05-0001.csv",
        "20240605-0001-0002",
        "192.168.100.200",
        "127.0.0.1 port 8080",
        "12345678",
        "page 3 of 12",
        "@type",
        "%",
        "",
    };
    Arena *arena = arena_new();

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        cr_assert_str_eq(personal_mask(arena, texts[i]), texts[i]);
        cr_assert_not(personal_has(texts[i]), "%s", texts[i]);
    }
    arena_free(arena);
}

#include "ingest/map/json.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

static cJSON *parse(Arena *arena, const char *json)
{
    const char *stop = NULL;

    return json_parse(arena, json, strlen(json), &stop);
}

static void build_and_print(Arena *arena)
{
    cJSON *list = cJSON_CreateArray();

    cJSON_AddItemToArray(list, cJSON_CreateString("a"));
    cJSON_AddNumberToObject(list, "n", 12.5);
    cr_assert_str_eq(json_to_text(arena, list), "[\"a\",12.5]");
    cJSON_Delete(list);
}

/* The sanitizer sees memory that is used after its arena has gone, or is left behind. */
Test(json, leaves_nothing_of_its_arena_behind)
{
    static const char *const texts[] = {"{\"a\":[1,\"x\"]}", "{\"a\":", "", "[\"\\u12\"]"};
    Arena *lasting = arena_new();

    build_and_print(lasting);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        Arena *page = arena_new();
        cr_assert_eq(parse(page, texts[i]) != NULL, i == 0);
        arena_free(page);
        build_and_print(lasting);
    }
    arena_free(lasting);
}

Test(json, of_two_arenas_each_keeps_its_own)
{
    Arena *page = arena_new();
    Arena *login = arena_new();
    cJSON *first = parse(page, "{\"list\":[{\"code\":\"A\"}]}");

    cr_assert_not_null(parse(login, "{\"session\":\"s\"}"));
    arena_free(login);
    cr_assert_str_eq(json_to_text(page, first), "{\"list\":[{\"code\":\"A\"}]}");
    arena_free(page);
}

#include "ingest/source/reach.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/banned.h"

Test(reach, knows_how_near_an_address_is)
{
    static const struct {
        const char *address;
        enum Reach reach;
    } cases[] = {
        {"8.8.8.8", REACH_PUBLIC},
        {"172.15.0.1", REACH_PUBLIC},
        {"172.32.0.1", REACH_PUBLIC},
        {"11.0.0.1", REACH_PUBLIC},
        {"100.128.0.1", REACH_PUBLIC},
        {"2001:db8::1", REACH_PUBLIC},
        {"::ffff:8.8.8.8", REACH_PUBLIC},
        {"10.255.0.1", REACH_PRIVATE},
        {"172.16.0.1", REACH_PRIVATE},
        {"172.31.255.255", REACH_PRIVATE},
        {"192.168.1.1", REACH_PRIVATE},
        {"100.64.0.1", REACH_PRIVATE},
        {"fd00:ec2::254", REACH_PRIVATE},
        {"::ffff:192.168.0.1", REACH_PRIVATE},
        {"169.254.169.254", REACH_LINK},
        {"fe80::1", REACH_LINK},
        {"::ffff:169.254.169.254", REACH_LINK},
        {"64:ff9b::a9fe:a9fe", REACH_LINK},
        {"127.0.0.1", REACH_LOOPBACK},
        {"127.8.9.10", REACH_LOOPBACK},
        {"0.0.0.0", REACH_LOOPBACK},
        {"::1", REACH_LOOPBACK},
        {"::", REACH_LOOPBACK},
        {"::ffff:127.0.0.1", REACH_LOOPBACK},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_eq(reach_of_text(cases[i].address), cases[i].reach, "%s", cases[i].address);
    }
}

Test(reach, leads_outwards_or_stays)
{
    static const enum Reach all[] = {REACH_PUBLIC, REACH_PRIVATE, REACH_LINK, REACH_LOOPBACK};

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
            bool stays = all[k] == all[i] || all[k] == REACH_PUBLIC;
            cr_assert_eq(reach_allows(all[i], all[k], false), stays);
            cr_assert_eq(reach_allows(all[i], all[k], true), stays || all[k] == REACH_PRIVATE);
        }
    }
    cr_assert(reach_is_by_address("http://10.1.2.3/x"));
    cr_assert(reach_is_by_address("http://10.1.2.3:80/x"));
    cr_assert(reach_is_by_address("http://[fd00::1]/x"));
    cr_assert_not(reach_is_by_address("http://10.1.2.3.example/x"));
}

Test(reach, stays_with_the_hosts_that_are_named)
{
    static const char hosts[] = "https://b.example http://c.example:8080";
    static const struct {
        const char *home;
        const char *from;
        const char *target;
        const char *refusal; /* NULL = it may go there */
    } cases[] = {
        {"https://a.example/x", "https://a.example/x", "https://a.example/y", NULL},
        {"https://a.example/x", "https://a.example/x", "https://A.example:443/y", NULL},
        {"https://a.example/x", "https://a.example/x", "https://b.example/y", NULL},
        {"http://a.example/x", "http://a.example/x", "http://c.example:8080/y", NULL},
        {"http://a.example/x", "http://a.example/x", "https://b.example/y", NULL},
        {"http://a.example/x", "https://b.example/x", "http://a.example/y", "https to http"},
        {"https://a.example/x", "https://a.example/x", "http://a.example/y", "https to http"},
        {"https://a.example/x", "https://a.example/x", "http://c.example:8080/y", "https to http"},
        {"https://a.example/x", "https://a.example/x", "https://a.example:8443/y",
         "to 'https://a.example:8443'"},
        {"https://a.example/x", "https://b.example/x", "https://d.example/?q=1",
         "to 'https://d.example'"},
        {"https://a.example/x", "https://a.example/x", "https://u:p@d.example/",
         "to 'https://d.example'"},
        {"http://a.example/x", "http://a.example/x", "http://c.example/", "elsewhere"},
        {"http://a.example/x", "http://a.example/x", "http://2130706433/", "'http://127.0.0.1'"},
    };
    struct Error err;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool allowed = reach_check_url(cases[i].home, hosts, cases[i].from, cases[i].target, &err);
        cr_assert_eq(allowed, cases[i].refusal == NULL, "%s", cases[i].target);
        if (!allowed) {
            cr_assert(strstr(err.message, cases[i].refusal) != NULL, "%s", err.message);
            cr_assert_eq(err.code, EXIT_SOURCE);
        }
    }
}

Test(reach, knows_a_list_of_hosts)
{
    cr_assert(reach_is_list(""));
    cr_assert(reach_is_list(" https://b.example  http://c.example:8080 "));
    cr_assert(reach_is_list("http://[::1]:80"));
    cr_assert_not(reach_is_list("b.example"));
    cr_assert_not(reach_is_list("https://b.example/path"));
    cr_assert_not(reach_is_list("https://u@b.example"));
    cr_assert_not(reach_is_list("ftp://b.example"));
    cr_assert_not(reach_is_list("https://"));
}

/* What may not hold of an office's figures, and the offices around it. */
"use strict";

(function (motcua) {
    const { dom, data, text, marks, route } = motcua;
    const parts = (motcua.officeParts = motcua.officeParts || {});

    parts.integrity = function (office, detail) {
        if (!detail.integrity) {
            return null;
        }
        const rows = detail.integrity.filter((flag) => flag.dossiers === null || flag.dossiers > 0);
        return dom.section(
            text.say("integrity"),
            { class: "integrity" },
            rows.length === 0
                ? dom.empty(text.say("no_flags"))
                : [
                      dom.table(
                          text.say("integrity"),
                          [
                              { title: text.say("flag") },
                              { title: text.capital(text.say("unit_dossiers")), class: "count" }
                          ],
                          rows.map((flag) => [text.capital(text.of(flag)), marks.number(flag.dossiers)]),
                          { class: "plain-table" }
                      ),
                      dom.el(
                          "p",
                          { class: "note" },
                          text.say("integrity_note"),
                          " ",
                          dom.el("a", { href: route.figure(office.code, "flagged") }, text.say("open_list"))
                      )
                  ]
        );
    };

    /* A rate as percent and fraction, a count as it is. */
    function restatedValue(value) {
        return value.d === null
            ? marks.number(value.n)
            : [
                  marks.percent(data.fraction(value)),
                  dom.el("small", null, ` ${marks.fraction(data.fraction(value))}`)
              ];
    }

    parts.restated = function (office, detail) {
        const { restated } = detail;
        if (restated === undefined) {
            return null;
        }
        const columns = [
            { title: text.say("figure") },
            { title: text.say("published"), class: "count" },
            { title: text.say("now"), class: "count" }
        ];
        const section = (...children) => dom.section(text.say("restated"), { class: "restated" }, children);
        if (restated === null || restated.figures.length === 0) {
            return section(dom.empty(text.say(restated === null ? "never_published" : "no_restated")));
        }
        return section(
            dom.table(
                text.say("restated"),
                columns,
                restated.figures.map((row) => [
                    text.capital(text.of(row)),
                    restatedValue(row.published),
                    [
                        restatedValue(row.now),
                        row.rule_changed ? dom.el("small", null, ` ${text.say("rule_changed")}`) : null
                    ]
                ]),
                { class: "plain-table stacks" }
            ),
            dom.el(
                "p",
                { class: "note" },
                text.capital(
                    text.say(
                        "published_of",
                        text.day(restated.period.from),
                        text.day(restated.period.to),
                        text.time(restated.published_at)
                    )
                ),
                " ",
                dom.el("a", { href: route.figure(office.code, "moved") }, text.say("list_moved"))
            )
        );
    };

    /* Doubts of its figures and what no source carries. */
    parts.missing = function (office, detail) {
        const rows = [...data.doubts(office), ...detail.missing];
        return dom.section(
            text.say("missing"),
            { class: "missing" },
            rows.length === 0
                ? dom.empty(text.say("nothing_missing"))
                : dom.el(
                      "ul",
                      null,
                      rows.map((row) => dom.el("li", null, text.capital(text.of(row))))
                  )
        );
    };

    /* Other offices, one click away, the highest late rate first. */
    parts.family = function (key, offices) {
        const figure = data.figure("late");
        const late = (office) => (data.rate(office, "late") || [0, 0, null])[2];
        const ordered = offices
            .slice()
            .sort(
                (one, other) =>
                    (late(other) ?? -1) - (late(one) ?? -1) || one.name.localeCompare(other.name, "vi")
            );
        return offices.length === 0
            ? null
            : dom.section(
                  text.say(key, text.number(offices.length)),
                  { class: "family" },
                  dom.el(
                      "ul",
                      null,
                      ordered.map((office) =>
                          dom.el(
                              "li",
                              null,
                              dom.el("a", { href: route.office(office.code) }, office.name),
                              figure ? marks.boxed(figure, office) : null
                          )
                      )
                  )
              );
    };
})((window.motcua = window.motcua || {}));

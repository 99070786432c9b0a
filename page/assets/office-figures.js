/* An office's figures: all rates, the row of form II.06a, satisfaction. */
"use strict";

(function (motcua) {
    const { dom, data, text, marks, route } = motcua;
    const parts = (motcua.officeParts = motcua.officeParts || {});

    /* The counts that have a column in the form, as they are. */
    const IN_FORM = [
        "received_online",
        "carried_in",
        "resolved",
        "resolved_early",
        "resolved_on_time",
        "resolved_late",
        "pending",
        "pending_overdue"
    ];

    /* All rates of the profile, each with what it was in the period before. */
    parts.figures = function (office) {
        const columns = [
            { title: text.say("figure") },
            { title: text.say("percent"), class: "count" },
            { title: text.say("numerator_denominator"), class: "count" },
            { title: text.say("target"), class: "count" },
            { title: text.say("previous"), class: "count" },
            { title: text.say("change"), class: "count" }
        ];
        const rows = data.start.figures.map((figure) => {
            const value = data.rate(office, figure.figure);
            const before = data.previous(office, figure.figure);
            return [
                dom.el(
                    "a",
                    { href: route.figure(office.code, figure.figure), title: text.of(figure) },
                    text.of(figure, "short")
                ),
                marks.boxed(figure, office),
                value ? marks.fraction(value) : text.say("hidden"),
                marks.target(figure),
                before ? marks.percent(before) : text.say("none"),
                marks.change(office, figure.figure) || text.say("none")
            ];
        });
        const { previous } = data.start;
        return dom.section(
            text.say("all_figures"),
            { class: "figures" },
            dom.table(text.say("all_figures"), columns, rows, { class: "plain-table stacks" }),
            previous
                ? dom.el(
                      "p",
                      { class: "note" },
                      text.capital(text.say("versus", text.day(previous.from), text.day(previous.to)))
                  )
                : null
        );
    };

    /* The row of form II.06a; its sums are those of the form, which has no column for what was withdrawn or returned. */
    parts.form = function (office) {
        const count = (name) => data.counted(office, name);
        const sum = (...names) =>
            names.some((name) => count(name) === null)
                ? null
                : names.reduce((all, name) => all + (count(name) || 0), 0);
        const cell = (value, name) =>
            dom.el(
                "td",
                { class: "count" },
                name ? marks.count(office.code, name, count(name)) : marks.number(value)
            );
        const group = (key, span) => dom.el("th", { scope: "colgroup", colspan: span }, text.say(key));
        const heads = [
            "total",
            "online",
            "counter",
            "carried",
            "total",
            "early",
            "on_day",
            "late",
            "total",
            "in_time",
            "late"
        ];
        return dom.section(
            text.say("form"),
            { class: "form" },
            dom.el(
                "div",
                { class: "wide-table", tabindex: "0", role: "region", "aria-label": text.say("form") },
                dom.el(
                    "table",
                    { class: "plain-table" },
                    dom.el("caption", { class: "spoken" }, text.say("form")),
                    dom.el(
                        "thead",
                        null,
                        dom.el(
                            "tr",
                            null,
                            group("form_received", 4),
                            group("form_resolved", 4),
                            group("form_open", 3)
                        ),
                        dom.el(
                            "tr",
                            null,
                            heads.map((key) =>
                                dom.el("th", { scope: "col", class: "count" }, text.say(`form_${key}`))
                            )
                        )
                    ),
                    dom.el(
                        "tbody",
                        null,
                        dom.el(
                            "tr",
                            null,
                            cell(sum("received", "carried_in")),
                            cell(null, "received_online"),
                            cell(sum("received_direct", "received_postal")),
                            cell(null, "carried_in"),
                            cell(null, "resolved"),
                            cell(null, "resolved_early"),
                            cell(null, "resolved_on_time"),
                            cell(null, "resolved_late"),
                            cell(null, "pending"),
                            cell(sum("pending_in_time", "pending_no_due")),
                            cell(null, "pending_overdue")
                        )
                    )
                )
            ),
            dom.el(
                "dl",
                { class: "outside" },
                data.start.counts
                    .filter((other) => !IN_FORM.includes(other.count))
                    .map((other) =>
                        dom.el(
                            "div",
                            null,
                            dom.el("dt", null, text.capital(text.of(other))),
                            dom.el("dd", null, marks.count(office.code, other.count, count(other.count)))
                        )
                    )
            )
        );
    };

    /* Answers by level as one bar: very satisfied, satisfied, neither, not. */
    parts.satisfaction = function (office) {
        const [very, satisfied, not] = ["very_satisfied", "satisfied", "dissatisfied"].map((name) =>
            data.rate(office, name)
        );
        if (!data.figure("very_satisfied")) {
            return null;
        }
        if (!very || !satisfied || !not || very[1] === 0) {
            return dom.section(
                text.say("satisfaction"),
                { class: "satisfaction" },
                dom.empty(text.say("no_answers"))
            );
        }
        const answers = very[1];
        const levels = [
            ["very_satisfied", very[0]],
            ["just_satisfied", satisfied[0] - very[0]],
            ["neutral", answers - satisfied[0] - not[0]],
            ["dissatisfied", not[0]]
        ];
        let left = 0;
        const blocks = levels.map(([key, count]) => {
            const block = dom.svg("rect", {
                class: `level-${key}`,
                x: left,
                y: 0,
                width: (count / answers) * 100,
                height: 10
            });
            left += (count / answers) * 100;
            return block;
        });
        return dom.section(
            text.say("satisfaction"),
            { class: "satisfaction" },
            dom.svg(
                "svg",
                { class: "share", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
                blocks
            ),
            dom.table(
                text.say("satisfaction"),
                [
                    { title: text.say("satisfaction") },
                    { title: text.say("answers", "").trim(), class: "count" },
                    { title: text.say("percent"), class: "count" }
                ],
                levels.map(([key, count]) => [
                    [dom.el("span", { class: `key level-${key}`, "aria-hidden": "true" }), text.say(key)],
                    text.number(count),
                    text.percent(data.percentOf(count, answers))
                ]),
                { class: "plain-table" }
            ),
            dom.el(
                "p",
                { class: "note" },
                text.say("answers", text.number(answers)),
                data.rate(office, "rated")
                    ? ` (${marks.percent(data.rate(office, "rated"))} / ${text.say("received").toLowerCase()})`
                    : ""
            )
        );
    };
})((window.motcua = window.motcua || {}));

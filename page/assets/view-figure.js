/* A figure of an office: what it is made of, by which rule, what other rules make of it, and its dossiers. */
"use strict";

(function (motcua) {
    const { dom, data, text, marks, route, charts, officeCharts, dossiers } = motcua;
    const YEAR = 12;
    const MOST_CHILDREN = 20;

    function fact(key, value) {
        return value ? [dom.el("dt", null, text.say(key)), dom.el("dd", null, value)] : null;
    }

    function validity(figure) {
        if (!figure.valid_from) {
            return text.say("valid_unknown");
        }
        return figure.valid_to
            ? text.say("valid_between", text.day(figure.valid_from), text.day(figure.valid_to))
            : text.say("valid_from", text.day(figure.valid_from));
    }

    /* The formula as it is written on paper: words and numbers over words and numbers. */
    function formula(figure, value) {
        const part = (key, name, place) =>
            dom.el(
                "div",
                { class: key },
                dom.spoken(`${text.say(key)}: `),
                dom.el("span", null, text.capital(text.of(figure, name))),
                " ",
                dom.el("b", null, value ? text.number(value[place]) : text.say("hidden"))
            );
        return dom.el(
            "div",
            { class: "formula" },
            part("numerator", "numerator", 0),
            part("denominator", "denominator", 1)
        );
    }

    function rule(figure, office) {
        const doubts = data.doubts(office);
        const value = data.rate(office, figure.figure);
        const reasons = [
            ...doubts.map((doubt) => text.capital(text.of(doubt))),
            ...(value && value[2] === null ? [text.capital(text.say("none_reason"))] : [])
        ];
        return dom.section(
            text.say("how"),
            { class: "how" },
            formula(figure, value),
            dom.el(
                "dl",
                null,
                fact("meaning", text.capital(text.of(figure))),
                fact("legal_source", figure.legal_source),
                fact("validity", validity(figure)),
                fact("rule_version", figure.rule_version && dom.el("code", null, figure.rule_version)),
                fact("moment", text.time(data.start.as_of)),
                fact(
                    "target",
                    figure.target &&
                        `${marks.targetInWords(figure)} (${figure.target.legal_source || text.say("ceiling_source")})`
                ),
                fact(
                    "doubts",
                    reasons.length === 0
                        ? text.say("no_doubts")
                        : dom.el(
                              "ul",
                              null,
                              reasons.map((reason) => dom.el("li", null, reason))
                          )
                )
            )
        );
    }

    function difference(bucket) {
        const sign = bucket.sign < 0 ? "−" : "+";
        const where = text.say(`in_${bucket.in}`);
        return dom.el(
            "li",
            null,
            text.say("differs", sign, text.number(bucket.dossiers), text.of(bucket), where)
        );
    }

    /* What other rules make of the same dossiers; the rule of the page comes first and has no differences. */
    function profiles(figure, detail) {
        const rows = (detail.profiles || []).filter((profile) => profile.figure === figure.figure);
        const columns = [
            { title: text.say("profile") },
            { title: text.say("percent"), class: "count" },
            { title: text.say("numerator_denominator"), class: "count" },
            { title: text.say("difference") }
        ];
        const differences = (profile) =>
            profile.profile === data.start.profile
                ? text.say("none")
                : profile.differs.length === 0
                  ? text.say("no_difference")
                  : dom.el("ul", null, profile.differs.map(difference));
        return rows.length < 2
            ? null
            : dom.section(
                  text.say("profiles_title"),
                  { class: "profiles" },
                  dom.table(
                      text.say("profiles_title"),
                      columns,
                      rows.map((profile) => [
                          [text.capital(text.of(profile)), dom.el("small", null, ` ${profile.legal_source}`)],
                          marks.percent(data.fraction(profile)),
                          marks.fraction(data.fraction(profile)),
                          differences(profile)
                      ]),
                      { class: "plain-table stacks" }
                  )
              );
    }

    /* The offices right under office, those farthest from the target first; without a target the lowest. */
    function children(figure, office) {
        const percent = (other) => (data.rate(other, figure.figure) || [0, 0, null])[2];
        const direction = figure.lower_is_better ? -1 : 1;
        const known = office.children
            .filter((other) => percent(other) !== null)
            .sort(
                (one, other) =>
                    direction * (percent(one) - percent(other)) || one.name.localeCompare(other.name, "vi")
            );
        const rows = known.slice(0, MOST_CHILDREN).map((other) => {
            const value = data.rate(other, figure.figure);
            return [
                dom.el("a", { href: route.figure(other.code, figure.figure) }, other.name),
                marks.boxed(figure, other),
                marks.fraction(value)
            ];
        });
        return rows.length === 0
            ? null
            : dom.section(
                  text.say("under_it"),
                  { class: "children" },
                  known.length > rows.length
                      ? dom.el(
                            "p",
                            { class: "note" },
                            text.say("under_first", text.number(rows.length), text.number(known.length))
                        )
                      : null,
                  dom.table(
                      text.say("under_it"),
                      [
                          { title: text.say("office") },
                          { title: text.say("percent"), class: "count" },
                          { title: text.say("numerator_denominator"), class: "count" }
                      ],
                      rows,
                      { class: "plain-table" }
                  )
              );
    }

    /* The other rates of this office, to go from one to the next. */
    function others(figure, office) {
        return dom.el(
            "nav",
            { class: "others", "aria-label": text.say("other_figures") },
            dom.el("h2", null, text.say("other_figures")),
            dom.el(
                "ul",
                null,
                data.start.figures.map((other) =>
                    dom.el(
                        "li",
                        null,
                        dom.el(
                            "a",
                            {
                                href: route.figure(office.code, other.figure),
                                "aria-current": other === figure ? "page" : null
                            },
                            text.of(other, "short"),
                            " ",
                            dom.el(
                                "span",
                                { class: "number" },
                                marks.percent(data.rate(office, other.figure))
                            )
                        )
                    )
                )
            )
        );
    }

    function rateParts(figure, office, detail, address) {
        const value = data.rate(office, figure.figure);
        const list = dossiers.listOf(figure.figure);
        return {
            title: text.of(figure, "short"),
            head: dom.el(
                "p",
                { class: "big" },
                marks.rate(office.code, figure.figure, value),
                marks.sign(figure, office),
                " ",
                dom.el("span", { class: "unit" }, marks.fraction(value)),
                " ",
                marks.change(office, figure.figure),
                " ",
                marks.doubt(office)
            ),
            parts: [
                dom.el(
                    "div",
                    { class: "pair" },
                    rule(figure, office),
                    figure.figure === "late" && detail.months.length > 0
                        ? officeCharts.late(office.code, detail.months, YEAR)
                        : children(figure, office)
                ),
                profiles(figure, detail),
                figure.figure === "late" ? children(figure, office) : null,
                list ? dossiers.section(list, detail, address) : null,
                others(figure, office)
            ]
        };
    }

    /* Counts that are not in the list of counts, by the name of their list. */
    function listCount(name, office, detail) {
        const letters = office.letters ? office.letters.missing : null;
        const known = { near_due: office.near_due, overdue: office.overdue, letters };
        const list = detail.lists && detail.lists[name];
        return name in known ? known[name] : list ? list.total : null;
    }

    function countParts(name, office, detail, address) {
        const count = data.count(name);
        const list = dossiers.listOf(name);
        const value = count ? data.counted(office, name) : listCount(name, office, detail);
        return {
            title: count ? text.capital(text.of(count)) : text.say(`list_${name}`),
            head: dom.el(
                "p",
                { class: "big" },
                marks.count(office.code, name, value),
                dom.el("span", { class: "unit" }, ` ${text.say("unit_dossiers")}`),
                " ",
                marks.doubt(office)
            ),
            parts: [list ? dossiers.section(list, detail, address) : null, others(null, office)]
        };
    }

    function pointParts(office, detail) {
        return {
            title: text.say("points"),
            head: dom.el(
                "p",
                { class: "big" },
                marks.points(office.code, office.points),
                dom.el(
                    "span",
                    { class: "unit" },
                    office.points ? ` / ${text.points(office.points.max_points)}` : ""
                )
            ),
            parts: [motcua.officeParts.points(office, detail), others(null, office)]
        };
    }

    /* What address names of office; null when there is nothing of that name. */
    function partsOf(address, office, detail) {
        const name = address.figure;
        if (data.figure(name)) {
            return rateParts(data.figure(name), office, detail, address);
        }
        if (name === "points" && data.start.scoring) {
            return pointParts(office, detail);
        }
        return data.count(name) || dossiers.isList(name) ? countParts(name, office, detail, address) : null;
    }

    /* Draws the figure that address names into main; false when there is none of that name. */
    motcua.viewFigure = function (main, address, office, detail) {
        charts.clear();
        const made = partsOf(address, office, detail);
        if (made === null) {
            return false;
        }
        motcua.showPath(office, true);
        main.replaceChildren(
            dom.el(
                "div",
                { class: "title" },
                dom.el("h1", { tabindex: "-1" }, `${made.title} — ${office.name}`)
            ),
            motcua.moment(),
            made.head,
            ...made.parts.filter(Boolean)
        );
        charts.draw();
        return true;
    };
})((window.motcua = window.motcua || {}));

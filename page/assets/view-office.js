/* An office: its late rate and what is to be done first, then by month, by procedure, by criterion, and what may not hold. */
"use strict";

(function (motcua) {
    const { dom, data, text, marks, route, charts, officeCharts, officeParts } = motcua;
    const YEAR = 12;

    /* Puts the way down to office into the frame, each step a link; with office itself when the view is of a part of it. */
    motcua.showPath = function (office, isPart) {
        const steps = [...data.ancestors(office), ...(isPart ? [office] : [])];
        document.querySelector("#site .path").replaceChildren(
            dom.el(
                "ol",
                null,
                dom.el("li", null, dom.el("a", { href: route.start() }, text.say("home"))),
                steps.map((above) =>
                    dom.el("li", null, dom.el("a", { href: route.office(above.code) }, above.name))
                )
            )
        );
    };

    /* The offices before and after it by name, of those beside it. */
    function neighbours(office) {
        const all = [office, ...data.sisters(office)].sort((one, other) =>
            one.name.localeCompare(other.name, "vi")
        );
        const place = all.indexOf(office);
        const [before, after] = [all[place - 1], all[place + 1]];
        return before || after
            ? dom.el(
                  "nav",
                  { class: "neighbours", "aria-label": text.say("neighbours") },
                  before
                      ? dom.el(
                            "a",
                            { href: route.office(before.code), rel: "prev" },
                            dom.el("span", { "aria-hidden": "true" }, "‹ "),
                            before.name
                        )
                      : null,
                  after
                      ? dom.el(
                            "a",
                            { href: route.office(after.code), rel: "next" },
                            after.name,
                            dom.el("span", { "aria-hidden": "true" }, " ›")
                        )
                      : null
              )
            : null;
    }

    function ceilingWords(office, detail) {
        const ceiling = text.limit(data.start.ceiling);
        const late = data.rate(office, "late");
        const { room, needed } = detail.ceiling || {};
        if (!late || late[2] === null || room === undefined || room === null) {
            return text.say("ceiling_none", ceiling);
        }
        if (room < 0) {
            return text.say("ceiling_over", ceiling, text.number(-room), text.number(needed));
        }
        return room === 0
            ? text.say("ceiling_edge", ceiling)
            : text.say("ceiling_under", ceiling, text.number(room));
    }

    /* Its place among those of its level that can be judged; equal rates share the better place. */
    function place(office) {
        const late = data.rate(office, "late");
        const judged = data.start.offices.filter(
            (other) =>
                other.level === office.level &&
                data.rate(other, "late") &&
                data.rate(other, "late")[1] >= data.start.min_resolved
        );
        const better = judged.filter((other) => data.rate(other, "late")[2] < late[2]).length;
        return judged.length < 3 || !judged.includes(office)
            ? null
            : text.say("place", text.number(better + 1), text.number(judged.length), data.start.min_resolved);
    }

    /* The figure that everybody asks for first. */
    function headline(office, detail) {
        const late = data.rate(office, "late");
        return !data.figure("late")
            ? null
            : dom.el(
                  "section",
                  { class: "headline", "aria-label": text.say("late_rate") },
                  dom.el(
                      "p",
                      { class: "big" },
                      dom.el(
                          "a",
                          { href: route.figure(office.code, "late") },
                          marks.rate(office.code, "late", late)
                      ),
                      marks.sign(data.figure("late"), office),
                      dom.el("span", { class: "unit" }, ` ${text.say("headline")}`),
                      " ",
                      marks.change(office, "late"),
                      " ",
                      marks.doubt(office)
                  ),
                  dom.el(
                      "p",
                      null,
                      dom.el("b", null, marks.fraction(late)),
                      ` · ${ceilingWords(office, detail)}`
                  ),
                  place(office) ? dom.el("p", { class: "note" }, place(office)) : null
              );
    }

    function todo(office) {
        if (office.near_due === null) {
            return null;
        }
        const item = (name, value, words, more) =>
            dom.el(
                "li",
                null,
                dom.el(
                    "a",
                    { href: route.figure(office.code, name) },
                    dom.el("b", null, marks.count(office.code, name, value)),
                    ` ${words}`
                ),
                more ? dom.el("small", null, ` ${more}`) : null
            );
        const { missing, today } = office.letters || { missing: null, today: null };
        return dom.el(
            "section",
            { class: "todo" },
            dom.el("h2", null, text.say("todo")),
            dom.el(
                "ul",
                null,
                item("near_due", office.near_due, text.say("todo_due", data.start.near_due_days)),
                item("overdue", office.overdue, text.say("todo_overdue")),
                item(
                    "letters",
                    missing,
                    text.say("todo_letters"),
                    today ? text.say("todo_letters_today", text.number(today)) : null
                )
            )
        );
    }

    /* Twelve months, or as far back as the data goes. */
    function range(office, all, count, redraw) {
        const choices = [
            [YEAR, text.say("months_12")],
            [all.length, text.say("months_all", all.length)]
        ];
        return all.length <= YEAR
            ? null
            : dom.el(
                  "div",
                  { class: "range", role: "group", "aria-label": text.say("range") },
                  choices.map(([months, words]) =>
                      dom.el(
                          "button",
                          {
                              type: "button",
                              "aria-pressed": String(months === count),
                              on: { click: () => redraw(months) }
                          },
                          words
                      )
                  )
              );
    }

    function byMonth(office, detail, address) {
        const part = dom.el("div", { class: "by-month" });
        const show = (count) => {
            charts.clear();
            part.replaceChildren(
                ...[
                    range(office, detail.months, count, (months) => {
                        route.replace(
                            `${route.office(office.code).split("?")[0]}?${new URLSearchParams({ ...(months > YEAR ? { months } : {}), ...(text.language === "en" ? { lang: "en" } : {}) })}`
                        );
                        show(months);
                        part.querySelector("[aria-pressed=true]").focus();
                    }),
                    dom.el("div", { class: "charts" }, officeCharts.make(office.code, detail.months, count))
                ].filter(Boolean)
            );
            charts.draw();
        };
        return {
            part,
            show: () => show(Number(address.filters.get("months")) > YEAR ? detail.months.length : YEAR)
        };
    }

    /* Draws office with its detail into main. */
    motcua.viewOffice = function (main, address, office, detail) {
        const level = data.level(office.level);
        const months = byMonth(office, detail, address);
        motcua.showPath(office, false);
        main.replaceChildren(
            ...[
                dom.el(
                    "div",
                    { class: "title" },
                    dom.el("h1", { tabindex: "-1" }, office.name),
                    dom.el(
                        "p",
                        { class: "kind" },
                        level ? text.capital(text.of(level)) : null,
                        ` · ${office.code}`
                    ),
                    neighbours(office)
                ),
                motcua.moment(),
                detail.as_of !== data.start.as_of
                    ? dom.el(
                          "p",
                          { class: "warning", role: "alert" },
                          text.say("load_other", text.time(detail.as_of))
                      )
                    : null,
                dom.el("div", { class: "pair first" }, headline(office, detail), todo(office)),
                months.part,
                officeParts.days(office.code, detail.days),
                dom.el(
                    "div",
                    { class: "pair work" },
                    officeParts.procedures(detail),
                    officeParts.points(office, detail)
                ),
                officeParts.form(office),
                dom.el(
                    "div",
                    { class: "beside" },
                    officeParts.figures(office),
                    dom.el(
                        "div",
                        null,
                        officeParts.satisfaction(office),
                        officeParts.integrity(office, detail),
                        officeParts.restated(office, detail),
                        officeParts.missing(office, detail)
                    )
                ),
                officeParts.family("children", office.children),
                officeParts.family("sisters", data.sisters(office))
            ].filter(Boolean)
        );
        months.show();
    };
})((window.motcua = window.motcua || {}));

/* The columns that the table of offices can have: every count and rate, points, what is due, twelve months. Each
 * has {id, title, rule, kind, value(office): number to sort by or null, cell(office): content}. */
"use strict";

(function (motcua) {
    const { dom, data, text, marks } = motcua;
    const columns = (motcua.columns = {});

    /* With the office itself: more cannot be taken in, and not be printed. */
    columns.most = 10;

    /* A rate may have the name of a count, as withdrawn has; then the count's column has a longer one. */
    const countId = (name) => (data.figure(name) ? `${name}-count` : name);

    function countColumn(count) {
        return {
            id: countId(count.count),
            kind: "count",
            title: text.of(count, "short") || text.capital(text.of(count)),
            rule: text.say("count_rule", text.of(count)),
            value: (office) => data.counted(office, count.count),
            cell: (office) => marks.count(office.code, count.count, data.counted(office, count.count))
        };
    }

    /* An office with too few dossiers shows its fraction: a percent of seven says little. */
    function rateContent(figure, office, withChange) {
        const value = data.rate(office, figure.figure);
        const isFew = data.isSmall(office) && value && value[2] !== null;
        return [
            isFew ? dom.el("small", null, `(${marks.fraction(value)}) `) : null,
            marks.rate(office.code, figure.figure, value),
            marks.sign(figure, office),
            withChange ? marks.change(office, figure.figure) : null
        ];
    }

    function rateColumn(figure) {
        return {
            id: figure.figure,
            kind: figure.figure === "late" ? "rate late" : "rate",
            figure,
            title: text.of(figure, "short"),
            target: marks.target(figure),
            rule: marks.ruleInWords(figure),
            value: (office) => {
                const value = data.rate(office, figure.figure);
                return value ? value[2] : null;
            },
            shade: (office) => (figure.figure === "late" ? "" : marks.shadeClass(figure, office)),
            cell: (office, withChange) =>
                figure.figure === "late"
                    ? [
                          dom.el(
                              "span",
                              { class: `boxed ${marks.shadeClass(figure, office)}` },
                              rateContent(figure, office, false)
                          ),
                          marks.bar(data.rate(office, "late"))
                      ]
                    : rateContent(figure, office, withChange)
        };
    }

    function trendColumn() {
        return {
            id: "trend",
            kind: "trend",
            title: text.say("twelve_months"),
            rule: text.say("twelve_months_rule"),
            value: (office) => data.change(office, "late"),
            cell: (office) => [marks.spark(office.monthly), marks.change(office, "late")]
        };
    }

    function pointsColumn() {
        const most = Math.max(
            ...data.start.offices.map((office) => (office.points ? office.points.max_points : 0))
        );
        return {
            id: "points",
            kind: "points",
            title: text.say("points"),
            target: `/ ${text.points(most)}`,
            rule: text.say("points_rule", motcua.data.scoringName()),
            value: (office) => (office.points ? office.points.points : null),
            cell: (office) => [
                marks.points(office.code, office.points),
                office.points && office.points.max_points !== most
                    ? dom.el("small", null, ` / ${text.points(office.points.max_points)}`)
                    : null
            ]
        };
    }

    function listColumn(id, key, value) {
        return {
            id,
            kind: "count",
            title: text.capital(text.say(key, data.start.near_due_days)),
            rule: text.say("count_rule", text.say(key, data.start.near_due_days)),
            value,
            cell: (office) => marks.count(office.code, id, value(office))
        };
    }

    /* All columns in the order of a choice. */
    columns.all = function () {
        return [
            ...data.start.counts.map(countColumn),
            ...data.start.figures.map(rateColumn),
            data.figure("late") ? trendColumn() : null,
            data.start.scoring ? pointsColumn() : null,
            listColumn("near_due", "todo_due", (office) => office.near_due),
            listColumn("overdue", "todo_overdue", (office) => office.overdue),
            listColumn("letters", "todo_letters", (office) =>
                office.letters ? office.letters.missing : null
            )
        ].filter(Boolean);
    };

    /* Those that the data wants to be seen at first, with twelve months behind the late rate and points as the last. */
    function usual(all) {
        const wanted = [
            ...data.start.counts.map((count) => [count.column, countId(count.count)]),
            ...data.start.figures.map((figure) => [figure.column, figure.figure])
        ]
            .filter(([place]) => place !== null)
            .sort((one, other) => one[0] - other[0])
            .map(([, id]) => id);
        wanted.splice(wanted.indexOf("late") + 1, 0, "trend");
        const last = all.some((column) => column.id === "points") ? ["points"] : [];
        return [...wanted.slice(0, columns.most - 1 - last.length), ...last];
    }

    /* Those of ids in that order; without ids the usual ones. */
    columns.choose = function (ids) {
        const all = columns.all();
        const known = new Map(all.map((column) => [column.id, column]));
        return (ids.length > 0 ? ids : usual(all))
            .filter((id) => known.has(id))
            .slice(0, columns.most - 1)
            .map((id) => known.get(id));
    };
})((window.motcua = window.motcua || {}));

/* The table of offices: which rows a choice leaves, their order, and the table itself. */
"use strict";

(function (motcua) {
    const { dom, data, text, marks, tip, route } = motcua;
    const table = (motcua.officeTable = {});

    /* What no address states: all offices, those that need attention first. */
    table.choice = function (filters) {
        const minimum = Number.parseInt(filters.get("min") || "0", 10);
        return {
            words: filters.get("q") || "",
            level: filters.get("level") || "",
            minimum: minimum > 0 ? minimum : 0,
            above: filters.get("above") === "1",
            isFolded: true,
            sort: filters.get("sort") || "",
            changes: filters.get("changes") === "1",
            columns: (filters.get("cols") || "").split(",").filter(Boolean)
        };
    };

    /* As the address writes it: what is as usual is left out. */
    table.filters = function (choice) {
        return {
            q: choice.words.trim(),
            level: choice.level,
            min: choice.minimum || null,
            above: choice.above ? "1" : null,
            sort: choice.sort,
            changes: choice.changes ? "1" : null,
            cols: choice.columns.join(",")
        };
    };

    /* The part of a choice that leaves all offices. */
    table.unfiltered = () => ({ words: "", level: "", minimum: 0, above: false });

    table.isFiltered = (choice) =>
        choice.words.trim() !== "" || choice.level !== "" || choice.minimum > 0 || choice.above;

    table.isAbove = function (late) {
        return (
            Boolean(late) &&
            late[2] !== null &&
            late[1] >= data.start.min_resolved &&
            late[2] > data.start.ceiling
        );
    };

    function fits(office, choice) {
        const words = text.fold(choice.words).split(/\s+/).filter(Boolean);
        const name = text.fold(`${office.name} ${office.code}`);
        return (
            words.every((word) => name.includes(word)) &&
            (choice.level === "" || office.level === choice.level) &&
            data.resolved(office) >= choice.minimum &&
            (!choice.above || table.isAbove(data.rate(office, "late")))
        );
    }

    const byName = (one, other) =>
        one.name.localeCompare(other.name, "vi") || (one.code < other.code ? -1 : 1);

    /* Larger first, then by name; null last whatever the direction. */
    function byValue(value, direction) {
        return (one, other) => {
            const [left, right] = [value(one), value(other)].map((number) =>
                number === undefined ? null : number
            );
            if (left === null || right === null) {
                return (left === null) - (right === null) || byName(one, other);
            }
            return direction * (left - right) || byName(one, other);
        };
    }

    /* Offices that can be judged before those with too few dossiers, the highest late rate first. */
    function byAttention(one, other) {
        const late = (office) => (data.rate(office, "late") || [0, 0, null])[2];
        return data.isSmall(one) - data.isSmall(other) || byValue(late, -1)(one, other);
    }

    /* Each office under the one above it. */
    function byTree(offices) {
        const left = new Set(offices);
        const ordered = [];
        const visit = (office) => {
            if (left.delete(office)) {
                ordered.push(office);
            }
            office.children.slice().sort(byName).forEach(visit);
        };
        offices
            .filter((office) => !data.office(office.parent))
            .concat(data.whole() ? [data.whole()] : [])
            .forEach(visit);
        return ordered.concat([...left]);
    }

    /* The offices that fit, in order, without the whole, which stands above them all. */
    table.rows = function (choice, columns) {
        const offices = data.start.offices.filter(
            (office) => office.code !== data.start.whole && fits(office, choice)
        );
        if (choice.sort === "tree") {
            return byTree(offices);
        }
        const id = choice.sort.replace(/^-/, "");
        const column = columns.find((other) => other.id === id);
        if (id === "name") {
            return offices.sort(choice.sort === "-name" ? (one, other) => byName(other, one) : byName);
        }
        return offices.sort(
            column ? byValue(column.value, choice.sort.startsWith("-") ? -1 : 1) : byAttention
        );
    };

    /* Offices of rows that are not under another one of them: with these nothing counts twice. */
    table.topmost = function (rows) {
        const shown = new Set(rows);
        return rows.filter((office) => !data.ancestors(office).some((above) => shown.has(above)));
    };

    function totalCell(column, offices) {
        if (column.figure) {
            const values = offices.map((office) => data.rate(office, column.id));
            if (values.includes(null)) {
                return text.say("hidden");
            }
            const sum = [0, 1].map((place) => values.reduce((all, value) => all + value[place], 0));
            const value = [...sum, data.percentOf(sum[0], sum[1])];
            return [
                dom.el(
                    "span",
                    {
                        class: "boxed",
                        title: marks.fraction(value),
                        "data-total": column.id,
                        "data-numerator": sum[0],
                        "data-denominator": sum[1]
                    },
                    marks.percent(value),
                    dom.el("span", { class: "sign" })
                ),
                column.id === "late" ? marks.bar(value) : null
            ];
        }
        if (column.kind === "count") {
            const values = offices.map(column.value);
            const sum = values.reduce((all, value) => all + value, 0);
            return values.includes(null)
                ? text.say("hidden")
                : dom.el("span", { "data-total": column.id, "data-numerator": sum }, text.number(sum));
        }
        return "";
    }

    /* The row under all others: their sum. */
    table.total = function (rows, columns) {
        const offices = table.topmost(rows);
        const heading = tip.on(
            dom.el("span", { tabindex: "0" }, text.say("total", text.number(rows.length))),
            text.say("total_rule")
        );
        return dom.el(
            "tr",
            { role: "row" },
            dom.el(
                "th",
                { scope: "row", role: "rowheader" },
                heading,
                dom.spoken(`. ${text.say("total_rule")}`)
            ),
            columns.map((column) =>
                dom.el(
                    "td",
                    { class: column.kind, role: "cell", "data-title": column.title },
                    totalCell(column, offices)
                )
            )
        );
    };

    /* Doubts of every office stand above the table, not in each row. */
    function ownDoubt(office) {
        const shared = data.start.doubts.map((_, place) =>
            data.start.offices.every((other) => other.doubts.includes(place))
        );
        const own = office.doubts.filter((place) => !shared[place]);
        return office.code === data.start.whole || own.length > 0 ? marks.doubt(office) : null;
    }

    table.row = function (office, columns, choice) {
        const depth = choice.sort === "tree" ? data.ancestors(office).length : 0;
        return dom.el(
            "tr",
            { role: "row", "data-code": office.code, class: data.isSmall(office) ? "small" : null },
            dom.el(
                "th",
                { scope: "row", role: "rowheader", class: depth > 0 ? `depth-${Math.min(depth, 4)}` : null },
                dom.el("a", { href: route.office(office.code) }, office.name),
                " ",
                ownDoubt(office)
            ),
            columns.map((column) =>
                dom.el(
                    "td",
                    {
                        class: `${column.kind} ${column.shade ? column.shade(office) : ""}`.trim(),
                        role: "cell",
                        "data-title": column.title
                    },
                    column.cell(office, choice.changes)
                )
            )
        );
    };

    /* A heading: a button that sorts, the highest first at the first press, and tells its rule. */
    table.heading = function (column, choice, sortBy) {
        const direction =
            choice.sort === `-${column.id}` ? "descending" : choice.sort === column.id ? "ascending" : null;
        const first = column.id === "name" ? "name" : `-${column.id}`;
        const other = column.id === "name" ? "-name" : column.id;
        const rule = `rule-${column.id}`;
        const button = dom.el(
            "button",
            {
                id: `sort-${column.id}`,
                type: "button",
                "aria-describedby": column.rule ? rule : null,
                on: { click: () => sortBy(choice.sort === first ? other : first) }
            },
            column.title,
            dom.el(
                "span",
                { class: "arrow", "aria-hidden": "true" },
                direction === "descending" ? " ↓" : direction === "ascending" ? " ↑" : ""
            )
        );
        return dom.el(
            "th",
            { scope: "col", role: "columnheader", class: column.kind, "aria-sort": direction },
            column.rule ? tip.on(button, column.rule) : button,
            column.target ? dom.el("small", { class: "target" }, column.target) : null,
            column.rule ? dom.el("span", { id: rule, hidden: true }, column.rule) : null
        );
    };
})((window.motcua = window.motcua || {}));

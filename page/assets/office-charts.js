/* The three charts of an office by month: how late, how much, by which channel. */
"use strict";

(function (motcua) {
    const { dom, data, text, marks, charts } = motcua;
    const officeCharts = (motcua.officeCharts = {});
    const YEAR = 12;

    function chartSection(title, spec) {
        return dom.el(
            "section",
            { class: "chart" },
            dom.el("h2", null, title),
            charts.make({ ...spec, title })
        );
    }

    function monthTable(caption, columns, months, cells) {
        return dom.table(
            caption,
            [{ title: text.say("month") }, ...columns.map((title) => ({ title, class: "count" }))],
            months.map((month) => [text.month(month.month), ...cells(month)]),
            { class: "plain-table" }
        );
    }

    const shortMonth = (month) =>
        text.language === "en" ? text.month(month.month) : text.month(month.month).replace(/^0/, "");

    function summary(title, months, words) {
        const last = months[months.length - 1];
        return last ? text.say("chart_says", title, text.month(last.month), words(last)) : title;
    }

    /* The month a year before, where the data goes back so far. */
    function yearBefore(all, month) {
        const [year, rest] = month.month.split("-");
        return all.find((other) => other.month === `${Number(year) - 1}-${rest}`) || null;
    }

    function fractionOf(month) {
        return month && month.late !== null && month.resolved !== null
            ? [month.late, month.resolved, data.percentOf(month.late, month.resolved)]
            : null;
    }

    const percentOf = (month) => (month && fractionOf(month) ? fractionOf(month)[2] : null);

    function late(code, all, months) {
        const title = text.say("late_by_month");
        const ceiling = data.start.ceiling;
        const before = months.map((month) => yearBefore(all, month));
        const sets = [
            { type: "line", kind: "late", label: text.say("late_rate"), values: months.map(percentOf) },
            {
                type: "line",
                kind: "limit",
                label: text.say("ceiling", text.limit(ceiling)),
                values: months.map(() => ceiling)
            }
        ];
        if (months.length <= YEAR && before.some((month) => percentOf(month) !== null)) {
            sets.push({
                type: "line",
                kind: "before",
                label: text.say("last_year"),
                values: before.map(percentOf)
            });
        }
        return chartSection(title, {
            labels: months.map(shortMonth),
            sets,
            write: (value, isExact) => (isExact ? text.percent(value) : text.limit(value)),
            summary: summary(title, months, (month) => marks.percent(fractionOf(month))),
            table: monthTable(
                title,
                [
                    text.say("late_resolved"),
                    text.say("resolved"),
                    text.say("late_rate"),
                    text.say("last_year")
                ],
                months,
                (month) => [
                    marks.number(month.late),
                    marks.number(month.resolved),
                    marks.percent(fractionOf(month)),
                    yearBefore(all, month)
                        ? marks.percent(fractionOf(yearBefore(all, month)))
                        : text.say("none")
                ]
            )
        });
    }

    /* What was on the table each month: done, still open, open and overdue; a line for what came in. */
    function flow(months) {
        const title = text.say("flow_by_month");
        const inTime = (month) =>
            month.pending === null || month.overdue === null ? null : month.pending - month.overdue;
        return chartSection(title, {
            labels: months.map(shortMonth),
            write: (value) => text.number(value),
            sets: [
                {
                    type: "line",
                    kind: "received",
                    label: text.say("received"),
                    values: months.map((month) => month.received)
                },
                {
                    type: "bar",
                    kind: "resolved",
                    label: text.say("resolved"),
                    values: months.map((month) => month.resolved)
                },
                { type: "bar", kind: "open", label: text.say("open_in_time"), values: months.map(inTime) },
                {
                    type: "bar",
                    kind: "overdue",
                    label: text.say("open_overdue"),
                    values: months.map((month) => month.overdue)
                }
            ],
            summary: summary(title, months, (month) =>
                [
                    marks.number(month.received),
                    marks.number(month.resolved),
                    marks.number(month.pending)
                ].join(", ")
            ),
            table: monthTable(
                title,
                [text.say("received"), text.say("resolved"), text.say("pending"), text.say("open_overdue")],
                months,
                (month) => [month.received, month.resolved, month.pending, month.overdue].map(marks.number)
            )
        });
    }

    function channels(months) {
        const title = text.say("channels_by_month");
        const kinds = ["online", "direct", "postal"];
        return chartSection(title, {
            labels: months.map(shortMonth),
            write: (value) => text.number(value),
            sets: kinds.map((kind) => ({
                type: "bar",
                kind,
                label: text.say(kind),
                values: months.map((month) => month[kind])
            })),
            summary: summary(title, months, (month) =>
                kinds.map((kind) => marks.number(month[kind])).join(", ")
            ),
            table: monthTable(
                title,
                kinds.map((kind) => text.say(kind)),
                months,
                (month) => kinds.map((kind) => marks.number(month[kind]))
            )
        });
    }

    /* The charts of the last months, at most count. */
    officeCharts.make = function (code, all, count) {
        const months = all.slice(-count);
        if (months.length === 0) {
            return [];
        }
        if (data.start.public) {
            return [late(code, all, months)];
        }
        return [late(code, all, months), flow(months), channels(months)];
    };

    officeCharts.late = (code, all, count) => late(code, all, all.slice(-count));
})((window.motcua = window.motcua || {}));

/* How a figure is drawn: its number with what proves it, a sign and a shade for how far it is from its target,
 * its change, its bar and its line of twelve months. */
"use strict";

(function (motcua) {
    const { dom, data, text, tip } = motcua;
    const marks = (motcua.marks = {});

    /* Up to which share of its target a figure is off, for each shade but the last and darkest. */
    const SHADES = [0.1, 0.3, 0.6];

    const BAR = { width: 84, height: 12 };
    const SPARK = { width: 92, height: 22, edge: 3, ceilings: 3 };

    /* The element that carries a figure: what it is of stands in its data-attributes, empty where there is nothing. */
    function carrier(office, name, numerator, denominator, percent, shown, title) {
        return dom.el(
            "span",
            {
                class: "figure",
                title,
                "data-office": office,
                "data-figure": name,
                "data-period": data.periodName(),
                "data-numerator": numerator === null ? "" : numerator,
                "data-denominator": denominator === null ? "" : denominator,
                "data-percent": percent === null ? "" : percent
            },
            shown
        );
    }

    marks.fraction = function (value) {
        return !value
            ? text.say("hidden")
            : text.say("fraction", text.number(value[0]), text.number(value[1]));
    };

    marks.percent = function (value) {
        return !value ? text.say("hidden") : value[2] === null ? text.say("none") : text.percent(value[2]);
    };

    /* A count as text. */
    marks.number = (value) =>
        value === null || value === undefined ? text.say("hidden") : text.number(value);

    /* The percent of a rate, with its fraction as title. */
    marks.rate = function (code, name, value) {
        if (!value) {
            return carrier(code, name, null, null, null, text.say("hidden"), text.say("hidden_reason"));
        }
        return carrier(
            code,
            name,
            value[0],
            value[1],
            value[2],
            marks.percent(value),
            value[2] === null ? text.say("none_reason") : marks.fraction(value)
        );
    };

    marks.count = function (code, name, value) {
        return value === null || value === undefined
            ? carrier(code, name, null, null, null, text.say("hidden"), text.say("hidden_reason"))
            : carrier(code, name, value, null, null, text.number(value), null);
    };

    marks.points = function (code, points) {
        return !points
            ? carrier(code, "points", null, null, null, text.say("none"), text.say("none_reason"))
            : carrier(
                  code,
                  "points",
                  points.points,
                  points.max_points,
                  null,
                  text.points(points.points),
                  text.say("points_of", text.points(points.points), text.points(points.max_points))
              );
    };

    /* "≤ 3%" of a figure with a target, else "". */
    marks.target = function (figure) {
        return figure.target === null
            ? ""
            : `${figure.target.direction === "at_most" ? "≤" : "≥"} ${text.limit(figure.target.value)}`;
    };

    marks.targetInWords = function (figure) {
        return text.say(
            figure.target.direction === "at_most" ? "target_at_most" : "target_at_least",
            text.limit(figure.target.value)
        );
    };

    /* How far a rate of office is from its target: 0 reached, 1 to 4 the farther the more; null when that cannot be said:
     * without a target, a denominator, or with too few dossiers to judge an office by. */
    marks.shade = function (figure, office) {
        const value = data.rate(office, figure.figure);
        if (!figure.target || !value || value[2] === null || data.isSmall(office)) {
            return null;
        }
        const { value: limit, direction } = figure.target;
        const off = direction === "at_most" ? value[2] - limit : limit - value[2];
        if (off <= 0) {
            return 0;
        }
        const place = SHADES.findIndex((share) => off <= share * limit);
        return place < 0 ? SHADES.length + 1 : place + 1;
    };

    /* The class of a cell with that shade. */
    marks.shadeClass = function (figure, office) {
        const shade = marks.shade(figure, office);
        return data.isSmall(office) ? "few" : shade ? `shade-${shade}` : "";
    };

    /* The sign beside a figure that misses its target; as wide when it does not, so that numbers stay in line. */
    marks.sign = function (figure, office) {
        if (!marks.shade(figure, office)) {
            return dom.el("span", { class: "sign", "aria-hidden": "true" });
        }
        const above = figure.target.direction === "at_most";
        return dom.el(
            "span",
            { class: "sign" },
            dom.el("span", { "aria-hidden": "true" }, above ? "▲" : "▼"),
            dom.spoken(text.say(above ? "above_target" : "below_target", text.limit(figure.target.value)))
        );
    };

    /* Change since the period before: an arrow and points of percent; null without one. */
    marks.change = function (office, name) {
        const change = data.change(office, name);
        if (change === null) {
            return null;
        }
        const size = text.number(Math.abs(change), 2);
        const words = text.say(change > 0 ? "up" : change < 0 ? "down" : "same", size);
        return dom.el(
            "span",
            { class: "change", title: words },
            dom.el(
                "span",
                { "aria-hidden": "true" },
                change > 0 ? `↑${size}` : change < 0 ? `↓${size}` : "="
            ),
            dom.spoken(words)
        );
    };

    /* A rate of office as a cell shows it: shaded, with its sign; of a small office with the fraction. */
    marks.boxed = function (figure, office) {
        return dom.el(
            "span",
            { class: `boxed ${marks.shadeClass(figure, office)}` },
            marks.rate(office.code, figure.figure, data.rate(office, figure.figure)),
            marks.sign(figure, office)
        );
    };

    marks.doubt = function (office) {
        const doubts = data.doubts(office);
        return doubts.length === 0
            ? null
            : tip.mark(
                  "(*)",
                  `${text.say("doubt")}: ${doubts.map((doubt) => text.of(doubt)).join("; ")}`,
                  "doubt"
              );
    };

    /* A bar on a scale of twice the ceiling, which is the line in its middle; a longer one ends in an arrow. */
    marks.bar = function (value) {
        const ceiling = data.start.ceiling;
        const { width, height } = BAR;
        const share = value && value[2] !== null ? value[2] / (2 * ceiling) : 0;
        const length = Math.min(share, 1) * width;
        const over = value && value[2] > ceiling;
        const shape =
            share > 1
                ? `M0 2H${width - 6}L${width} ${height / 2}L${width - 6} ${height - 2}H0Z`
                : `M0 2H${length}V${height - 2}H0Z`;
        return dom.svg(
            "svg",
            { class: "bar", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
            dom.svg("rect", { class: "bar-ground", x: 0, y: 2, width, height: height - 4 }),
            dom.svg("path", { class: over ? "bar-over" : "bar-fill", d: shape }),
            dom.svg("line", { class: "bar-limit", x1: width / 2, x2: width / 2, y1: 0, y2: height })
        );
    };

    function sparkWords(months) {
        const known = data.start.months
            .map((month, place) => [month, months[place]])
            .filter(([, value]) => value && value[2] !== null);
        if (known.length === 0) {
            return text.say("spark_empty");
        }
        const highest = known.reduce((best, next) => (next[1][2] > best[1][2] ? next : best));
        return text.say(
            "spark",
            text.month(known[known.length - 1][0]),
            text.percent(known[0][1][2]),
            text.percent(known[known.length - 1][1][2]),
            text.percent(highest[1][2]),
            text.month(highest[0])
        );
    }

    /* The runs of months that have a rate, as points of one line each: where there is none the line is broken. */
    function sparkRuns(months, x, y) {
        const runs = [[]];
        months.forEach((value, place) => {
            if (value && value[2] !== null) {
                runs[runs.length - 1].push([x(place), y(value[2])]);
            } else if (runs[runs.length - 1].length > 0) {
                runs.push([]);
            }
        });
        return runs.filter((run) => run.length > 0);
    }

    /* Twelve months of a late rate, all on one scale of some ceilings, so that rows can be compared. */
    marks.spark = function (months) {
        const { width, height, edge, ceilings } = SPARK;
        const most = ceilings * data.start.ceiling;
        const x = (place) => edge + (place * (width - 2 * edge)) / Math.max(1, months.length - 1);
        const y = (percent) => height - edge - (Math.min(percent, most) / most) * (height - 2 * edge);
        const runs = sparkRuns(months, x, y);
        const last = runs.length > 0 ? runs[runs.length - 1].slice(-1)[0] : null;
        const words = sparkWords(months);
        return dom.svg(
            "svg",
            {
                class: "spark",
                width,
                height,
                viewBox: `0 0 ${width} ${height}`,
                role: "img",
                "aria-label": words
            },
            dom.svg("title", null, words),
            dom.svg("line", {
                class: "spark-limit",
                x1: 0,
                x2: width,
                y1: y(data.start.ceiling),
                y2: y(data.start.ceiling)
            }),
            runs.map((run) =>
                dom.svg("polyline", {
                    class: "spark-line",
                    points: run.map((point) => point.join(",")).join(" ")
                })
            ),
            last && dom.svg("circle", { class: "spark-end", cx: last[0], cy: last[1], r: 2.2 })
        );
    };

    /* A number among others and behind it a bar, whose length is its share of the most. */
    marks.measure = function (words, value, most, kind) {
        const length = most > 0 ? Math.max(value > 0 ? 2 : 0, (value / most) * 100) : 0;
        return [
            dom.el("span", { class: "number" }, words),
            dom.svg(
                "svg",
                {
                    class: "length",
                    viewBox: "0 0 100 10",
                    preserveAspectRatio: "none",
                    "aria-hidden": "true"
                },
                dom.svg("rect", { class: kind || "bar-fill", x: 0, y: 1, width: length, height: 8 })
            )
        ];
    };

    /* The rule of a figure in one breath, for a heading. */
    marks.ruleInWords = function (figure) {
        return [
            `${text.capital(text.of(figure))}.`,
            `${text.say("legal_source")}: ${figure.legal_source}.`,
            figure.target && `${text.say("target")}: ${marks.targetInWords(figure)}.`
        ]
            .filter(Boolean)
            .join(" ");
    };
})((window.motcua = window.motcua || {}));

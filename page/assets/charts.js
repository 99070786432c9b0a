/* Lines and columns by Chart.js, each with its numbers as a table beneath, which screen readers and printers always
 * get. Colours are those of style.css, so that charts follow dark mode and paper. */
"use strict";

(function (motcua) {
    const { dom, text } = motcua;
    const charts = (motcua.charts = {});

    /* What paper gives a chart, in CSS pixels: half of A4 landscape. */
    const PAPER = { width: 470, height: 170 };

    /* Of the view that is shown: {canvas, configure, chart}. */
    let shown = [];

    function token(name) {
        return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    }

    function axis(isStacked, ticks, grid) {
        return {
            stacked: isStacked,
            beginAtZero: true,
            border: { display: false },
            ticks: {
                color: token("muted"),
                font: { size: 11 },
                maxRotation: 0,
                autoSkipPadding: 12,
                ...ticks
            },
            grid: { color: token("line"), drawBorder: false, ...grid }
        };
    }

    /* A set of a chart: {label, values, type, kind}; kind names its colours in style.css and how it is drawn. */
    function dataset(set) {
        const colour = token(`chart-${set.kind}`);
        const isLine = set.type === "line";
        return {
            type: set.type,
            label: set.label,
            data: set.values,
            order: isLine ? 0 : 1,
            borderColor: colour,
            backgroundColor: colour,
            borderWidth: isLine ? (set.kind === "limit" || set.kind === "before" ? 1.5 : 2.5) : 0,
            borderDash: set.kind === "limit" ? [5, 4] : [],
            pointRadius: isLine && set.values.length <= 13 && set.kind !== "limit" ? 2.5 : 0,
            pointHitRadius: 12,
            tension: 0,
            spanGaps: false,
            maxBarThickness: 34,
            categoryPercentage: 0.8,
            barPercentage: 0.92,
            stack: isLine ? set.label : "columns"
        };
    }

    function configuration({ labels, sets, write }) {
        const isStacked = sets.some((set) => set.type === "bar");
        return {
            type: isStacked ? "bar" : "line",
            data: { labels, datasets: sets.map(dataset) },
            options: {
                animation: false,
                responsive: true,
                maintainAspectRatio: false,
                locale: text.language,
                interaction: { mode: "index", intersect: false },
                scales: {
                    x: axis(isStacked, {}, { display: false }),
                    y: axis(isStacked, { callback: (value) => write(value), maxTicksLimit: 6 }, {})
                },
                plugins: {
                    legend: {
                        position: "bottom",
                        align: "start",
                        labels: {
                            color: token("text"),
                            boxWidth: 14,
                            boxHeight: 3,
                            padding: 12,
                            font: { size: 12 }
                        }
                    },
                    tooltip: {
                        callbacks: {
                            label: (item) =>
                                `${item.dataset.label}: ${item.raw === null ? text.say("none") : write(item.raw, true)}`
                        }
                    }
                }
            }
        };
    }

    /* A chart with its table. spec: {title, labels, sets, write (a number as text; exactly when its second argument is
     * true), summary: what a screen reader hears instead of the picture, table: the element}. */
    charts.make = function (spec) {
        const canvas = dom.el("canvas", { role: "img", "aria-label": spec.summary });
        const numbers = dom.el("div", { class: "numbers folded" }, spec.table);
        const button = dom.el(
            "button",
            {
                type: "button",
                class: "plain",
                "aria-expanded": "false",
                on: {
                    click: () => {
                        const isFolded = numbers.classList.toggle("folded");
                        button.textContent = text.say(isFolded ? "show_table" : "hide_table");
                        button.setAttribute("aria-expanded", String(!isFolded));
                    }
                }
            },
            text.say("show_table")
        );
        shown.push({ canvas, configure: () => configuration(spec), chart: null });
        return [dom.el("div", { class: "canvas" }, canvas), button, numbers];
    };

    /* Draws what has been made since clear(): a canvas must stand in the page to have a size. */
    charts.draw = function () {
        if (window.Chart) {
            window.Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
            shown
                .filter((item) => item.chart === null)
                .forEach((item) => {
                    item.chart = new window.Chart(item.canvas, item.configure());
                });
        }
    };

    /* Lets go of the charts of a view that is left. */
    charts.clear = function () {
        shown.forEach((item) => item.chart && item.chart.destroy());
        shown = [];
    };

    function recolour() {
        shown.forEach((item) => {
            const fresh = item.configure();
            item.chart.data = fresh.data;
            item.chart.options = fresh.options;
            item.chart.update("none");
        });
    }

    /* Style sheets see paper only after this event, so the class that makes the same colours stands in for it. */
    function toPaper() {
        document.documentElement.classList.add("on-paper");
        recolour();
        shown.forEach((item) => item.chart.resize(PAPER.width, PAPER.height));
    }

    function toScreen() {
        document.documentElement.classList.remove("on-paper");
        recolour();
        shown.forEach((item) => item.chart.resize());
    }

    charts.follow = function () {
        window.addEventListener("beforeprint", toPaper);
        window.addEventListener("afterprint", toScreen);
        window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
    };
})((window.motcua = window.motcua || {}));

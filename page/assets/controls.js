/* What narrows the table of offices down and puts it in order. Each control has an id, by which the one that was in
 * use is found again when all are drawn anew. */
"use strict";

(function (motcua) {
    const { dom, data, text, columns, officeTable } = motcua;
    const controls = (motcua.controls = {});

    function field(label, kind, control) {
        return dom.el("label", { class: kind }, dom.el("span", null, label), control);
    }

    function search(choice, change) {
        return dom.el("input", {
            id: "control-search",
            type: "search",
            value: choice.words,
            placeholder: text.say("search_hint"),
            autocomplete: "off",
            on: { input: (event) => change({ words: event.target.value }, true) }
        });
    }

    function level(choice, change) {
        return dom.el(
            "select",
            { id: "control-level", on: { change: (event) => change({ level: event.target.value }) } },
            dom.el("option", { value: "" }, text.say("level_all")),
            data.start.levels.map((other) =>
                dom.el(
                    "option",
                    { value: other.level, selected: other.level === choice.level },
                    text.capital(text.of(other))
                )
            )
        );
    }

    function minimum(choice, change) {
        return dom.el("input", {
            id: "control-minimum",
            type: "number",
            min: "0",
            step: "1",
            inputmode: "numeric",
            value: choice.minimum || "",
            placeholder: "0",
            on: {
                input: (event) =>
                    change({ minimum: Math.max(0, Number.parseInt(event.target.value, 10) || 0) }, true)
            }
        });
    }

    /* Also for those who cannot press a heading: narrow screens have none. */
    function sort(choice, shown, change) {
        const orders = [
            ["", text.say("sort_attention")],
            ["tree", text.say("sort_tree")],
            ["name", text.say("sort_name")],
            ...shown.flatMap((column) => [
                [`-${column.id}`, text.say("sort_high", column.title)],
                [column.id, text.say("sort_low", column.title)]
            ])
        ];
        return dom.el(
            "select",
            { id: "control-sort", on: { change: (event) => change({ sort: event.target.value }) } },
            orders.map(([value, words]) =>
                dom.el("option", { value, selected: value === choice.sort }, words)
            )
        );
    }

    function check(id, words, attributes, toggle) {
        return dom.el(
            "label",
            { class: "check" },
            dom.el("input", {
                id,
                type: "checkbox",
                ...attributes,
                on: { change: (event) => toggle(event.target.checked) }
            }),
            dom.el("span", null, words)
        );
    }

    /* Which columns: a check each; when there are as many as the table takes, the others wait. */
    function columnChoice(choice, shown, change) {
        const ids = shown.map((column) => column.id);
        const isFull = ids.length >= columns.most - 1;
        const toggle = (id, isOn) =>
            change({ columns: isOn ? [...ids, id] : ids.filter((other) => other !== id) });
        return dom.el(
            "details",
            {
                class: "columns",
                open: choice.isChoosing,
                on: {
                    toggle: (event) => {
                        choice.isChoosing = event.target.open;
                    }
                }
            },
            dom.el("summary", { id: "control-columns" }, text.say("columns")),
            dom.el(
                "fieldset",
                null,
                dom.el("legend", null, text.say("columns_title", columns.most - 1)),
                columns.all().map((column) =>
                    check(
                        `column-${column.id}`,
                        column.title,
                        {
                            checked: ids.includes(column.id),
                            disabled: isFull && !ids.includes(column.id)
                        },
                        (isOn) => toggle(column.id, isOn)
                    )
                ),
                check("control-changes", text.say("changes"), { checked: choice.changes }, (isOn) =>
                    change({ changes: isOn })
                ),
                dom.el(
                    "button",
                    {
                        id: "control-reset",
                        type: "button",
                        on: { click: () => change({ columns: [], changes: false }) }
                    },
                    text.say("columns_reset")
                )
            )
        );
    }

    function clearButton(change) {
        return dom.el(
            "button",
            {
                id: "control-clear",
                type: "button",
                class: "plain",
                on: { click: () => change(officeTable.unfiltered()) }
            },
            text.say("clear_filters")
        );
    }

    /* Narrow screens show the search, and the others when asked. */
    function foldButton(choice) {
        const button = dom.el(
            "button",
            { id: "control-fold", type: "button", class: "fold", "aria-expanded": String(!choice.isFolded) },
            text.say("filters_short")
        );
        button.addEventListener("click", () => {
            choice.isFolded = button.form.classList.toggle("folded");
            button.setAttribute("aria-expanded", String(!choice.isFolded));
        });
        return button;
    }

    /* The form. change takes a part of the choice, and whether somebody is typing it. */
    controls.make = function (choice, shown, change) {
        return dom.el(
            "form",
            {
                class: choice.isFolded ? "controls folded" : "controls",
                role: "search",
                "aria-label": text.say("filters"),
                on: { submit: (event) => event.preventDefault() }
            },
            field(text.say("search"), "search", search(choice, change)),
            foldButton(choice),
            field(text.say("level"), "level", level(choice, change)),
            field(text.say("minimum"), "minimum", minimum(choice, change)),
            field(text.say("sort_by"), "sort", sort(choice, shown, change)),
            check(
                "control-above",
                text.say("only_above", text.limit(data.start.ceiling)),
                { checked: choice.above },
                (isOn) => change({ above: isOn })
            ),
            columnChoice(choice, shown, change),
            dom.el("p", { class: "shown" }, dom.el("span", { role: "status" }), clearButton(change))
        );
    };

    /* How many offices the choice leaves, and the way back to all. */
    controls.showCount = function (form, choice, count) {
        const isFiltered = officeTable.isFiltered(choice);
        const all = data.start.offices.length - (data.whole() ? 1 : 0);
        form.querySelector("[role=status]").textContent =
            count === 0
                ? text.say("shown_none")
                : isFiltered
                  ? text.say("shown_some", text.number(count), text.number(all))
                  : text.say("shown_offices", text.number(count));
        form.querySelector("#control-clear").hidden = !isFiltered;
    };
})((window.motcua = window.motcua || {}));

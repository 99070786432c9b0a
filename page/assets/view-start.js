/* The start: four cards, then the offices, a row each. */
"use strict";

(function (motcua) {
    const { dom, data, text, route, columns, officeTable, controls } = motcua;

    /* The table of rows; the whole first, whatever the choice. */
    function table(rows, choice, shown, change) {
        const whole = data.whole();
        const name = { id: "name", title: text.say("office"), kind: "name", rule: null };
        const row = (office) => officeTable.row(office, shown, choice);
        return dom.el(
            "div",
            { class: "wide-table" },
            dom.el(
                "table",
                { class: "offices", role: "table", "aria-label": text.say("table_name") },
                dom.el(
                    "thead",
                    { role: "rowgroup" },
                    dom.el(
                        "tr",
                        { role: "row" },
                        [name, ...shown].map((column) =>
                            officeTable.heading(column, choice, (sort) => change({ sort }))
                        )
                    )
                ),
                whole ? dom.el("tbody", { class: "whole", role: "rowgroup" }, row(whole)) : null,
                dom.el("tbody", { class: "rows", role: "rowgroup" }, rows.map(row)),
                rows.length > 1 ? dom.el("tfoot", { role: "rowgroup" }, officeTable.total(rows, shown)) : null
            )
        );
    }

    /* Draws the start into main. A change of the choice draws the table and the controls anew, but not a field in which
     * somebody types. */
    motcua.viewStart = function (main, address) {
        const choice = officeTable.choice(address.filters);
        const place = dom.el("div", { class: "office-list" });
        let form = dom.el("form");

        function draw(isTyping) {
            const inUse = document.activeElement.id;
            const shown = columns.choose(choice.columns);
            const rows = officeTable.rows(choice, shown);
            place.replaceChildren(
                table(rows, choice, shown, change),
                dom.el("p", { class: "legend" }, text.say("legend", data.start.min_resolved))
            );
            if (!isTyping) {
                const fresh = controls.make(choice, shown, change);
                form.replaceWith(fresh);
                form = fresh;
            }
            controls.showCount(form, choice, rows.length);
            const again = inUse === "" ? null : document.getElementById(inUse);
            if (again !== null && again !== document.activeElement) {
                again.focus();
            }
        }

        function change(part, isTyping = false) {
            Object.assign(choice, part);
            route.replace(route.start(officeTable.filters(choice)));
            draw(isTyping);
        }

        const title = [text.say("page_title"), data.about()].filter(Boolean).join(" — ");
        main.replaceChildren(
            dom.el("div", { class: "title" }, dom.el("h1", { tabindex: "-1" }, title), motcua.moment()),
            motcua.cards(),
            form,
            place
        );
        draw(false);
    };
})((window.motcua = window.motcua || {}));

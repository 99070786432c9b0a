/* Elements. Whatever comes from the data is set as text or as the value of an attribute: there is no way
 * here for it to become markup. */
"use strict";

(function (motcua) {
    const dom = (motcua.dom = {});
    const SVG = "http://www.w3.org/2000/svg";

    function put(node, attributes, children) {
        for (const [name, value] of Object.entries(attributes || {})) {
            if (name === "on") {
                for (const [event, listener] of Object.entries(value)) {
                    node.addEventListener(event, listener);
                }
            } else if (value !== null && value !== undefined && value !== false) {
                node.setAttribute(name, value === true ? "" : value);
            }
        }
        node.append(
            ...children
                .flat(Infinity)
                .filter((child) => child !== null && child !== undefined && child !== false)
        );
        return node;
    }

    /* An element with attributes (null or false: left out; "on": listeners by event) and children: nodes,
     * texts, arrays of them; null and false are left out. */
    dom.el = function (name, attributes, ...children) {
        return put(document.createElement(name), attributes, children);
    };

    dom.svg = function (name, attributes, ...children) {
        return put(document.createElementNS(SVG, name), attributes, children);
    };

    /* Text for those who do not see the sign beside it. */
    dom.spoken = function (words) {
        return dom.el("span", { class: "spoken" }, words);
    };

    /* A table for narrow screens too: there its cells are drawn as blocks, and only roles keep it a table.
     * columns: [{title, class}]; rows: arrays of cells, each a node, a text or {class, content}; the first
     * cell of a row is its heading. */
    dom.table = function (caption, columns, rows, attributes) {
        return dom.el(
            "table",
            { role: "table", ...attributes },
            dom.el("caption", { class: "spoken" }, caption),
            dom.el(
                "thead",
                { role: "rowgroup" },
                dom.el(
                    "tr",
                    { role: "row" },
                    columns.map((column) =>
                        dom.el(
                            "th",
                            { scope: "col", role: "columnheader", class: column.class },
                            dom.el("span", null, column.title)
                        )
                    )
                )
            ),
            dom.el(
                "tbody",
                { role: "rowgroup" },
                rows.map((row) => dom.row(columns, row))
            )
        );
    };

    dom.row = function (columns, cells) {
        return dom.el(
            "tr",
            { role: "row" },
            cells.map((cell, place) => {
                const { class: kind, title } = columns[place];
                return place === 0
                    ? dom.el("th", { scope: "row", role: "rowheader", class: kind }, cell)
                    : dom.el("td", { role: "cell", class: kind, "data-title": title }, cell);
            })
        );
    };

    /* What stands where there is nothing to show. */
    dom.empty = (words) => dom.el("p", { class: "empty" }, words);

    /* A titled part of a view. */
    dom.section = function (title, attributes, ...children) {
        return dom.el("section", attributes, dom.el("h2", null, title), children);
    };
})((window.motcua = window.motcua || {}));

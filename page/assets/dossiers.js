/* Lists of dossiers behind exceptions, and the story of one as a line of time. */
"use strict";

(function (motcua) {
    const { dom, data, text, route } = motcua;
    const dossiers = (motcua.dossiers = {});

    /* Which list stands behind a figure; of others there is only the command. */
    const LIST_OF = {
        late: "late",
        on_time: "late",
        late_first: "late",
        resolved_late: "late",
        overdue: "overdue",
        pending_overdue: "overdue",
        near_due: "near_due",
        letters: "letters",
        apology: "letters",
        apology_in_time: "letters",
        flagged: "flagged",
        due_moved: "flagged",
        reopened: "flagged",
        moved: "moved"
    };

    /* The name of the list of a figure, or null. */
    dossiers.listOf = (figure) => LIST_OF[figure] || null;

    /* True when an address names a list that is no rate or count. */
    dossiers.isList = (name) => LIST_OF[name] === name;

    const time = (iso) => (iso ? dom.el("time", { datetime: iso }, text.shortTime(iso)) : text.say("none"));
    const day = (iso) => (iso ? dom.el("time", { datetime: iso }, text.day(iso)) : text.say("none"));

    const COLUMNS = {
        code: { title: "code", class: "code" },
        office: {
            title: "office",
            cell: (row) => (data.office(row.office) ? data.office(row.office).name : row.office)
        },
        procedure: {
            title: "procedure",
            cell: (row, names) => [
                names[row.procedure] || text.say("no_procedure_name"),
                dom.el("small", null, ` ${row.procedure || ""}`)
            ]
        },
        received: { title: "received_at", class: "date", cell: (row) => day(row.received_at) },
        due: { title: "due_at", class: "date", cell: (row) => time(row.due_at) },
        finished: {
            title: "finished_at",
            class: "date",
            cell: (row) => time(row.finished_at || row.closed_on)
        },
        late: {
            title: "days_late",
            class: "count",
            cell: (row) => (row.days_late > 0 ? text.number(row.days_late) : text.say("none"))
        },
        letter: {
            title: "letter",
            class: "date",
            cell: (row) => (row.apology_at ? day(row.apology_at) : text.say("no_letter"))
        },
        reason: { title: "reason", class: "reason", cell: (row) => text.capital(text.of(row, "reason")) }
    };

    const SHOWN = {
        late: ["code", "office", "procedure", "received", "due", "finished", "late", "letter", "reason"],
        overdue: ["code", "office", "procedure", "received", "due", "late", "letter", "reason"],
        near_due: ["code", "office", "procedure", "received", "due"],
        letters: ["code", "office", "procedure", "due", "finished", "late", "letter", "reason"],
        flagged: ["code", "office", "procedure", "received", "due", "finished", "reason"],
        moved: ["code", "office", "procedure", "received", "due", "finished", "reason"]
    };

    /* Copies a code; where the browser does not let pages copy, it is marked, ready for Ctrl+C. */
    function copyButton(code, place) {
        const button = dom.el(
            "button",
            {
                type: "button",
                class: "plain copy",
                title: text.say("copy"),
                "aria-label": `${text.say("copy")} ${code}`
            },
            text.say("copy_short")
        );
        button.addEventListener("click", async () => {
            try {
                await window.navigator.clipboard.writeText(code);
                button.textContent = text.say("copied");
            } catch (refused) {
                window.getSelection().selectAllChildren(place);
            }
        });
        return button;
    }

    function storyLine(code, steps) {
        return dom.el(
            "div",
            { class: "story" },
            dom.el("h3", null, text.say("story_of", code)),
            dom.el(
                "ol",
                null,
                steps.map((step) =>
                    dom.el(
                        "li",
                        null,
                        dom.el("time", { datetime: step.at }, text.shortTime(step.at)),
                        " ",
                        dom.el("span", null, text.capital(text.of(step)))
                    )
                )
            ),
            dom.el(
                "p",
                { class: "note" },
                text.say("story_command", ""),
                dom.el("code", null, `motcua-stats explain ${code}`)
            )
        );
    }

    /* A row, and under it its story once it is asked for. */
    function dossierRows(row, shown, detail, address) {
        const story = (detail.stories || {})[row.code];
        const isOpen = address.filters.get("dossier") === row.code;
        const line = story
            ? dom.el(
                  "tr",
                  { class: "story-row", role: "row", hidden: !isOpen },
                  dom.el("td", { role: "cell", colspan: shown.length }, storyLine(row.code, story))
              )
            : null;
        const code = story
            ? dom.el(
                  "button",
                  {
                      type: "button",
                      class: "plain",
                      title: text.say("story"),
                      "aria-expanded": String(isOpen),
                      on: {
                          click: () => {
                              line.hidden = !line.hidden;
                              code.setAttribute("aria-expanded", String(!line.hidden));
                              route.replace(
                                  route.figure(address.office, address.figure, {
                                      dossier: line.hidden ? null : row.code
                                  })
                              );
                          }
                      }
                  },
                  row.code
              )
            : dom.el("span", null, row.code);
        const cells = shown.map((name) =>
            name === "code"
                ? dom.el(
                      "th",
                      { scope: "row", role: "rowheader", class: "code" },
                      code,
                      " ",
                      copyButton(row.code, code)
                  )
                : dom.el(
                      "td",
                      {
                          role: "cell",
                          class: COLUMNS[name].class,
                          "data-title": text.say(COLUMNS[name].title)
                      },
                      COLUMNS[name].cell(row, detail.procedure_names || {})
                  )
        );
        return [dom.el("tr", { class: "dossier-row", role: "row" }, cells), line];
    }

    function listTable(name, detail, address, words) {
        const list = detail.lists[name];
        const names = detail.procedure_names || {};
        const isOne = list.rows.every((row) => row.office === list.rows[0].office);
        const shown = SHOWN[name].filter((column) => !(column === "office" && isOne));
        const wanted = text.fold(words);
        const rows = list.rows.filter((row) =>
            text.fold(`${row.code} ${names[row.procedure] || ""} ${row.procedure || ""}`).includes(wanted)
        );
        return [
            dom.el(
                "p",
                { class: "shown", role: "status" },
                text.say("list_shown", text.number(rows.length), text.number(list.total))
            ),
            dom.el(
                "div",
                {
                    class: "wide-table",
                    tabindex: "0",
                    role: "region",
                    "aria-label": text.say(`list_${name}`)
                },
                dom.el(
                    "table",
                    { class: "plain-table stacks dossiers", role: "table" },
                    dom.el("caption", { class: "spoken" }, text.say(`list_${name}`)),
                    dom.el(
                        "thead",
                        { role: "rowgroup" },
                        dom.el(
                            "tr",
                            { role: "row" },
                            shown.map((column) =>
                                dom.el(
                                    "th",
                                    { scope: "col", role: "columnheader", class: COLUMNS[column].class },
                                    text.say(COLUMNS[column].title)
                                )
                            )
                        )
                    ),
                    dom.el(
                        "tbody",
                        { role: "rowgroup" },
                        rows.map((row) => dossierRows(row, shown, detail, address))
                    )
                )
            )
        ];
    }

    /* The list named name of an office's detail: its rows, or why there are none here. */
    dossiers.section = function (name, detail, address) {
        const list = detail.lists ? detail.lists[name] : undefined;
        const section = (...children) => dom.section(text.say(`list_${name}`), { class: "list" }, children);
        if (!list) {
            return section(dom.empty(text.say(detail.lists ? "list_empty" : "list_public")));
        }
        if (list.rows.length === 0) {
            return list.total === 0
                ? section(dom.empty(text.say("list_empty")))
                : section(
                      dom.el(
                          "p",
                          null,
                          text.say("list_too_many", text.number(list.total), text.number(data.start.rows_max))
                      ),
                      dom.el("p", null, dom.el("code", null, list.command))
                  );
        }
        const place = dom.el("div");
        const draw = (words) => place.replaceChildren(...listTable(name, detail, address, words));
        draw("");
        return section(
            dom.el(
                "label",
                { class: "list-filter" },
                dom.el("span", null, text.say("list_filter")),
                dom.el("input", { type: "search", on: { input: (event) => draw(event.target.value) } })
            ),
            place,
            dom.el("p", { class: "note" }, dom.el("code", null, list.command))
        );
    };
})((window.motcua = window.motcua || {}));

/* An office's work: what falls due, which procedures are late, which points are won and lost. */
"use strict";

(function (motcua) {
    const { dom, data, text, marks, route } = motcua;
    const parts = (motcua.officeParts = motcua.officeParts || {});
    const MOST_PROCEDURES = 10;

    /* A short list of numbers, each with a bar. rows: [label, number]. */
    function bars(title, first, rows, address) {
        const most = Math.max(0, ...rows.map((row) => row[1]));
        return dom.el(
            "div",
            { class: "bars" },
            dom.el("h3", null, title),
            rows.some((row) => row[1] > 0)
                ? dom.table(
                      title,
                      [
                          { title: first },
                          { title: text.capital(text.say("unit_dossiers")), class: "measure" }
                      ],
                      rows.map((row) => [row[0], marks.measure(text.number(row[1]), row[1], most)]),
                      { class: "plain-table" }
                  )
                : dom.empty(text.say("nothing_due")),
            address ? dom.el("a", { href: address, class: "more" }, text.say("open_list")) : null
        );
    }

    function bandName(band) {
        return band.startsWith(">")
            ? text.say("band_over", band.slice(1).trim())
            : text.say("band", band.replace("-", "–"));
    }

    /* What falls due, which letters, what is overdue. */
    parts.days = function (code, days) {
        if (!days) {
            return null;
        }
        const list = (name) => route.figure(code, name);
        return dom.section(
            text.say("by_day_title"),
            { class: "days" },
            bars(
                text.say("by_day"),
                text.say("day"),
                days.near_due.map((row) => [text.day(row.day), row.dossiers]),
                list("near_due")
            ),
            bars(
                text.say("letters_by_day"),
                text.say("day"),
                days.letters.map((row) => [text.day(row.day), row.dossiers]),
                list("letters")
            ),
            bars(
                text.say("overdue_by_band"),
                text.say("days_late"),
                (days.overdue || []).map((row) => [bandName(row.band), row.dossiers]),
                list("overdue")
            )
        );
    };

    parts.procedures = function (detail) {
        if (!detail.procedures) {
            return null;
        }
        const all = detail.procedures.filter((procedure) => procedure.late === null || procedure.late > 0);
        const late = all.slice(0, MOST_PROCEDURES);
        const most = Math.max(0, ...late.map((procedure) => procedure.late));
        const columns = [
            { title: text.say("procedure") },
            { title: text.say("late_dossiers"), class: "measure" },
            { title: text.say("resolved"), class: "count" },
            { title: text.say("received"), class: "count" }
        ];
        return dom.section(
            text.say("procedures"),
            { class: "procedures" },
            late.length === 0
                ? dom.empty(text.say("no_procedures"))
                : dom.table(
                      text.say("procedures"),
                      columns,
                      late.map((procedure) => [
                          [
                              dom.el(
                                  "span",
                                  { class: "procedure-name" },
                                  procedure.name || text.say("no_procedure_name")
                              ),
                              dom.el("small", null, ` ${procedure.code}`)
                          ],
                          marks.measure(marks.number(procedure.late), procedure.late, most, "bar-over"),
                          marks.number(procedure.resolved),
                          marks.number(procedure.received)
                      ]),
                      { class: "plain-table stacks" }
                  ),
            all.length > late.length
                ? dom.el("p", { class: "note" }, text.say("more_procedures", all.length - late.length))
                : null
        );
    };

    function winBack(row) {
        if (row.points === null) {
            return row.no_rate || text.say("not_scored");
        }
        if (!row.lost) {
            return text.say("full_points");
        }
        return row.needed === null
            ? text.say("none")
            : text.say("needed", text.number(row.needed), text.points(row.lost));
    }

    /* What a criterion is computed from: a rate, which may be of another profile than the page's. */
    function result(office, row) {
        const value = data.fraction(row);
        const shown = value ? marks.percent(value) : text.say("none");
        return data.figure(row.rate)
            ? dom.el(
                  "a",
                  { href: route.figure(office.code, row.rate), title: value ? marks.fraction(value) : null },
                  shown
              )
            : shown;
    }

    parts.points = function (office, detail) {
        const columns = [
            { title: text.say("criterion") },
            { title: text.say("result"), class: "count" },
            { title: text.say("points"), class: "measure" },
            { title: text.say("lost"), class: "count" },
            { title: text.say("win_back") }
        ];
        const scored = detail.points.filter((row) => row.points !== null);
        const sum = (name) => scored.reduce((all, row) => all + row[name], 0);
        const rows = detail.points.map((row) => [
            [dom.el("b", null, row.criterion), ` ${text.of(row)}`],
            result(office, row),
            row.points === null
                ? dom.el(
                      "span",
                      { class: "number few" },
                      `${text.say("none")} / ${text.points(row.max_points)}`
                  )
                : marks.measure(
                      `${text.points(row.points)} / ${text.points(row.max_points)}`,
                      row.points,
                      row.max_points
                  ),
            row.lost ? text.points(row.lost) : text.say("none"),
            winBack(row)
        ]);
        const total = [
            text.say("sum"),
            "",
            dom.el(
                "span",
                { class: "number" },
                marks.points(office.code, office.points),
                office.points ? ` / ${text.points(office.points.max_points)}` : ""
            ),
            text.points(sum("lost")),
            ""
        ];
        const table = dom.table(text.say("points_title"), columns, rows, {
            class: "plain-table stacks points-table"
        });
        table.append(dom.el("tfoot", { role: "rowgroup" }, dom.row(columns, total)));
        return data.start.scoring === null || rows.length === 0
            ? null
            : dom.section(
                  text.say("points_title"),
                  { class: "part-points" },
                  table,
                  dom.el("p", { class: "note" }, text.capital(data.scoringName()))
              );
    };
})((window.motcua = window.motcua || {}));

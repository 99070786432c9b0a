/* The parts of an office's view that are tables: what is due, procedures, points, figures, other rules and what may not hold. */
"use strict";

(function (motcua) {
  const { dom, data, text, marks, route } = motcua;
  const parts = motcua.officeParts = {};

  /* The counts that have a column in the form, as they are. */
  const IN_FORM = ["received_online", "carried_in", "resolved", "resolved_early", "resolved_on_time", "resolved_late", "pending", "pending_overdue"];

  const MOST_PROCEDURES = 10;

  const empty = (key) => dom.el("p", { class: "empty" }, text.say(key));

  const named = (item) => item.name || text.say("no_procedure_name");

  const shownCount = (value) => (value === null || value === undefined ? text.say("hidden") : text.number(value));

  /* A short list of numbers, each with a bar. rows: [label, number]. */
  function bars(title, first, rows, address) {
    const most = Math.max(0, ...rows.map((row) => row[1]));
    return dom.el("div", { class: "bars" }, dom.el("h3", null, title),
      rows.some((row) => row[1] > 0) ? dom.table(title, [{ title: first }, { title: text.capital(text.say("unit_dossiers")), class: "measure" }],
        rows.map((row) => [row[0], marks.measure(text.number(row[1]), row[1], most)]), { class: "plain-table" }) : empty("nothing_due"),
      address ? dom.el("a", { href: address, class: "more" }, text.say("open_list")) : null);
  }

  function bandName(band) {
    return band.startsWith(">") ? text.say("band_over", band.slice(1).trim()) : text.say("band", band.replace("-", "–"));
  }

  /* What falls due, which letters, what is overdue. */
  parts.days = function (code, days) {
    if (!days) {
      return null;
    }
    const list = (name) => route.figure(code, name);
    const day = text.language === "en" ? "Day" : "Ngày";
    return dom.section(text.say("by_day_title"), { class: "days" },
      bars(text.say("by_day"), day, days.near_due.map((row) => [text.day(row.day), row.dossiers]), list("near_due")),
      bars(text.say("letters_by_day"), day, days.letters.map((row) => [text.day(row.day), row.dossiers]), list("letters")),
      bars(text.say("overdue_by_band"), text.say("days_late"), (days.overdue || []).map((row) => [bandName(row.band), row.dossiers]), list("overdue")));
  };

  parts.procedures = function (detail) {
    if (!detail.procedures) {
      return null;
    }
    const all = detail.procedures.filter((procedure) => procedure.late === null || procedure.late > 0);
    const late = all.slice(0, MOST_PROCEDURES);
    const most = Math.max(0, ...late.map((procedure) => procedure.late));
    const columns = [{ title: text.say("procedure") }, { title: text.say("late_dossiers"), class: "measure" },
      { title: text.say("resolved"), class: "count" }, { title: text.say("received"), class: "count" }];
    return dom.section(text.say("procedures"), { class: "procedures" }, late.length === 0 ? empty("no_procedures")
      : dom.table(text.say("procedures"), columns, late.map((procedure) => [
        [dom.el("span", { class: "procedure-name" }, named(procedure)), dom.el("small", null, ` ${procedure.code}`)],
        marks.measure(shownCount(procedure.late), procedure.late, most, "bar-over"), shownCount(procedure.resolved),
        shownCount(procedure.received)]), { class: "plain-table stacks" }),
    all.length > late.length ? dom.el("p", { class: "note" }, text.say("more_procedures", all.length - late.length)) : null);
  };

  function winBack(row) {
    if (row.points === null) {
      return row.no_rate || text.say("not_scored");
    }
    if (!row.lost) {
      return text.say("full_points");
    }
    return row.needed === null ? text.say("none") : text.say("needed", text.number(row.needed), text.points(row.lost));
  }

  /* What a criterion is computed from: a rate, which may be of another profile than the page's. */
  function result(office, row) {
    const value = data.fraction(row);
    const shown = value ? marks.percent(value) : text.say("none");
    return data.figure(row.rate) ? dom.el("a", { href: route.figure(office.code, row.rate), title: value ? marks.fraction(value) : null }, shown) : shown;
  }

  parts.points = function (office, detail) {
    const columns = [{ title: text.say("criterion") }, { title: text.say("result"), class: "count" }, { title: text.say("points"), class: "measure" },
      { title: text.say("lost"), class: "count" }, { title: text.say("win_back") }];
    const scored = detail.points.filter((row) => row.points !== null);
    const sum = (name) => scored.reduce((all, row) => all + row[name], 0);
    const rows = detail.points.map((row) => [[dom.el("b", null, row.criterion), ` ${text.of(row)}`],
      result(office, row),
      row.points === null ? dom.el("span", { class: "number few" }, `${text.say("none")} / ${text.points(row.max_points)}`)
        : marks.measure(`${text.points(row.points)} / ${text.points(row.max_points)}`, row.points, row.max_points),
      row.lost ? text.points(row.lost) : text.say("none"), winBack(row)]);
    const total = [text.say("sum"), "", dom.el("span", { class: "number" }, marks.points(office.code, office.points),
      office.points ? ` / ${text.points(office.points.max_points)}` : ""), text.points(sum("lost")), ""];
    const table = dom.table(text.say("points_title"), columns, rows, { class: "plain-table stacks points-table" });
    table.append(dom.el("tfoot", { role: "rowgroup" }, dom.row(columns, total)));
    return data.start.scoring === null || rows.length === 0 ? null
      : dom.section(text.say("points_title"), { class: "part-points" }, table, dom.el("p", { class: "note" }, text.capital(data.scoringName())));
  };

  /* All rates of the profile, each with what it was in the period before. */
  parts.figures = function (office) {
    const columns = [{ title: text.say("figure") }, { title: text.say("percent"), class: "count" }, { title: text.say("numerator_denominator"), class: "count" },
      { title: text.say("target"), class: "count" }, { title: text.say("previous"), class: "count" }, { title: text.say("change"), class: "count" }];
    const rows = data.start.figures.map((figure) => {
      const value = data.rate(office, figure.figure);
      const before = data.previous(office, figure.figure);
      return [dom.el("a", { href: route.figure(office.code, figure.figure), title: text.of(figure) }, text.of(figure, "short")),
        marks.boxed(figure, office),
        value ? marks.fraction(value) : text.say("hidden"), marks.target(figure), before ? marks.percent(before) : text.say("none"),
        marks.change(office, figure.figure) || text.say("none")];
    });
    const { previous } = data.start;
    return dom.section(text.say("all_figures"), { class: "figures" }, dom.table(text.say("all_figures"), columns, rows, { class: "plain-table stacks" }),
      previous ? dom.el("p", { class: "note" }, text.capital(text.say("versus", text.day(previous.from), text.day(previous.to)))) : null);
  };

  /* The row of form II.06a; its sums are those of the form, which has no column for what was withdrawn or returned. */
  parts.form = function (office) {
    const count = (name) => data.counted(office, name);
    const sum = (...names) => (names.some((name) => count(name) === null) ? null : names.reduce((all, name) => all + (count(name) || 0), 0));
    const cell = (value, name) => dom.el("td", { class: "count" }, name ? marks.count(office.code, name, count(name)) : shownCount(value));
    const group = (key, span) => dom.el("th", { scope: "colgroup", colspan: span }, text.say(key));
    const heads = ["total", "online", "counter", "carried", "total", "early", "on_day", "late", "total", "in_time", "late"];
    return dom.section(text.say("form"), { class: "form" }, dom.el("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": text.say("form") },
      dom.el("table", { class: "plain-table" }, dom.el("caption", { class: "spoken" }, text.say("form")),
        dom.el("thead", null, dom.el("tr", null, group("form_received", 4), group("form_resolved", 4), group("form_open", 3)),
          dom.el("tr", null, heads.map((key) => dom.el("th", { scope: "col", class: "count" }, text.say(`form_${key}`))))),
        dom.el("tbody", null, dom.el("tr", null,
          cell(sum("received", "carried_in")), cell(null, "received_online"), cell(sum("received_direct", "received_postal")), cell(null, "carried_in"),
          cell(null, "resolved"), cell(null, "resolved_early"), cell(null, "resolved_on_time"), cell(null, "resolved_late"),
          cell(null, "pending"), cell(sum("pending_in_time", "pending_no_due")), cell(null, "pending_overdue"))))),
    dom.el("dl", { class: "outside" }, data.start.counts.filter((other) => !IN_FORM.includes(other.count)).map((other) => dom.el("div", null,
      dom.el("dt", null, text.capital(text.of(other))), dom.el("dd", null, marks.count(office.code, other.count, count(other.count)))))));
  };

  /* Answers by level as one bar: very satisfied, satisfied, neither, not. */
  parts.satisfaction = function (office) {
    const [very, satisfied, not] = ["very_satisfied", "satisfied", "dissatisfied"].map((name) => data.rate(office, name));
    if (!data.figure("very_satisfied")) {
      return null;
    }
    if (!very || !satisfied || !not || very[1] === 0) {
      return dom.section(text.say("satisfaction"), { class: "satisfaction" }, empty("no_answers"));
    }
    const answers = very[1];
    const levels = [["very_satisfied", very[0]], ["just_satisfied", satisfied[0] - very[0]],
      ["neutral", answers - satisfied[0] - not[0]], ["dissatisfied", not[0]]];
    let left = 0;
    const blocks = levels.map(([key, count]) => {
      const block = dom.svg("rect", { class: `level-${key}`, x: left, y: 0, width: count / answers * 100, height: 10 });
      left += count / answers * 100;
      return block;
    });
    return dom.section(text.say("satisfaction"), { class: "satisfaction" },
      dom.svg("svg", { class: "share", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, blocks),
      dom.table(text.say("satisfaction"), [{ title: text.say("satisfaction") }, { title: text.say("answers", "").trim(), class: "count" }, { title: text.say("percent"), class: "count" }],
        levels.map(([key, count]) => [[dom.el("span", { class: `key level-${key}`, "aria-hidden": "true" }), text.say(key)], text.number(count),
          text.percent(data.percentOf(count, answers))]), { class: "plain-table" }),
      dom.el("p", { class: "note" }, text.say("answers", text.number(answers)), data.rate(office, "rated") ? ` (${marks.percent(data.rate(office, "rated"))} / ${text.say("received").toLowerCase()})` : ""));
  };

  parts.integrity = function (office, detail) {
    if (!detail.integrity) {
      return null;
    }
    const rows = detail.integrity.filter((flag) => flag.dossiers === null || flag.dossiers > 0);
    return dom.section(text.say("integrity"), { class: "integrity" }, rows.length === 0 ? empty("no_flags")
      : [dom.table(text.say("integrity"), [{ title: text.say("flag") }, { title: text.capital(text.say("unit_dossiers")), class: "count" }],
        rows.map((flag) => [text.capital(text.of(flag)), shownCount(flag.dossiers)]), { class: "plain-table" }),
      dom.el("p", { class: "note" }, text.say("integrity_note"), " ", dom.el("a", { href: route.figure(office.code, "flagged") }, text.say("open_list")))]);
  };

  /* A rate as percent and fraction, a count as it is. */
  function restatedValue(value) {
    return value.d === null ? shownCount(value.n) : [marks.percent(data.fraction(value)), dom.el("small", null, ` ${marks.fraction(data.fraction(value))}`)];
  }

  parts.restated = function (office, detail) {
    const { restated } = detail;
    if (restated === undefined) {
      return null;
    }
    const columns = [{ title: text.say("figure") }, { title: text.say("published"), class: "count" }, { title: text.say("now"), class: "count" }];
    const section = (...children) => dom.section(text.say("restated"), { class: "restated" }, children);
    if (restated === null || restated.figures.length === 0) {
      return section(empty(restated === null ? "never_published" : "no_restated"));
    }
    return section(dom.table(text.say("restated"), columns, restated.figures.map((row) => [text.capital(text.of(row)), restatedValue(row.published),
      [restatedValue(row.now), row.rule_changed ? dom.el("small", null, ` ${text.say("rule_changed")}`) : null]]), { class: "plain-table stacks" }),
    dom.el("p", { class: "note" }, text.capital(text.say("published_of", text.day(restated.period.from), text.day(restated.period.to), text.time(restated.published_at))),
      " ", dom.el("a", { href: route.figure(office.code, "moved") }, text.say("list_moved"))));
  };

  /* Doubts of its figures and what no source carries. */
  parts.missing = function (office, detail) {
    const rows = [...data.doubts(office), ...detail.missing];
    return dom.section(text.say("missing"), { class: "missing" }, rows.length === 0 ? empty("nothing_missing")
      : dom.el("ul", null, rows.map((row) => dom.el("li", null, text.capital(text.of(row))))));
  };

  /* Other offices, one click away, the highest late rate first. */
  parts.family = function (key, offices) {
    const figure = data.figure("late");
    const late = (office) => (data.rate(office, "late") || [0, 0, null])[2];
    const ordered = offices.slice().sort((one, other) => (late(other) ?? -1) - (late(one) ?? -1) || one.name.localeCompare(other.name, "vi"));
    return offices.length === 0 ? null : dom.section(text.say(key, text.number(offices.length)), { class: "family" },
      dom.el("ul", null, ordered.map((office) => dom.el("li", null, dom.el("a", { href: route.office(office.code) }, office.name),
        figure ? marks.boxed(figure, office) : null))));
  };
}(window.motcua = window.motcua || {}));

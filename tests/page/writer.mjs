/* Writes a page from data and the templates of page/, as "motcua-stats report --format html" does: with it the page
 * can be tested on data that no database has. */

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PAGE = new URL("../../page/", import.meta.url).pathname;
const CHART = "/usr/share/javascript/chart.js/chart.min.js";

const template = (name) => readFileSync(join(PAGE, name), "utf8");

export const escape = (words) => String(words).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const json = (value) =>
    JSON.stringify(value)
        .replace(/</g, "\\u003c")
        .replace(/[\u2028\u2029\u202a-\u202e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`);

/* Markup goes in as it is, all else escaped; a name without a value is an error. */
function fill(words, values, markup = {}) {
    return words.replace(/\{\{(\w+)\}\}/g, (_, name) => {
        if (name in markup) {
            return markup[name];
        }
        if (!(name in values)) {
            throw new Error(`template: no value for ${name}`);
        }
        return escape(values[name]);
    });
}

const group = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");
const percent = (value) => `${value.toFixed(2).replace(".", ",")}%`;
const day = (iso) => iso.split("-").reverse().join("/");

/* The values of cell.html for each figure of office: counts, rates and points. */
function figures(start, office) {
    const base = { office: office.code, period: `${start.period.from}..${start.period.to}` };
    const isRate = (name) => start.figures.some((figure) => figure.figure === name);
    const cell = (figure, label, numerator, denominator, share, text, title) => ({
        ...base,
        figure,
        name: figure,
        label,
        numerator,
        denominator,
        percent: share,
        text,
        title
    });
    const count = (name, label, ...values) => ({
        ...cell(name, label, ...values),
        name: isRate(name) ? `${name}-count` : name
    });
    return [
        ...start.counts.map((other, place) =>
            office.counts[place] === null
                ? count(other.count, other.text_vi, "", "", "", "ẩn", "")
                : count(
                      other.count,
                      other.text_vi,
                      office.counts[place],
                      "",
                      "",
                      group(office.counts[place]),
                      ""
                  )
        ),
        ...start.figures.map((figure, place) => {
            const value = office.rates[place];
            return value === null
                ? cell(figure.figure, figure.text_vi, "", "", "", "ẩn", "")
                : cell(
                      figure.figure,
                      figure.text_vi,
                      value[0],
                      value[1],
                      value[2] ?? "",
                      value[2] === null ? "–" : percent(value[2]),
                      `${group(value[0])} / ${group(value[1])}`
                  );
        }),
        office.points === null
            ? cell("points", "Điểm", "", "", "", "–", "")
            : cell(
                  "points",
                  "Điểm",
                  office.points.points,
                  office.points.max_points,
                  "",
                  String(office.points.points).replace(".", ","),
                  `${String(office.points.points).replace(".", ",")} / ${office.points.max_points}`
              )
    ];
}

function columns(start) {
    return [
        ...start.counts.map((count) => ({ id: count.count, ...count })),
        ...start.figures.map((figure) => ({ id: figure.figure, ...figure }))
    ]
        .filter((column) => column.column !== null)
        .sort((one, other) => one.column - other.column)
        .concat({ id: "points", short_vi: "Điểm", text_vi: "Điểm" });
}

function index(start, markup) {
    const shown = columns(start);
    const files = Object.fromEntries(
        ["index", "heading", "row", "cell", "office", "figure"].map((name) => [
            name,
            template(`${name}.html`)
        ])
    );
    const level = (office) =>
        (start.levels.find((other) => other.level === office.level) || { text_vi: "" }).text_vi;
    const rows = start.offices.map((office) => {
        const known = new Map(figures(start, office).map((values) => [values.name, values]));
        return fill(
            files.row,
            {
                code: office.code,
                name: office.name,
                level: office.level,
                parent: office.parent,
                address: `#/office/${encodeURIComponent(office.code)}`
            },
            { cells: shown.map((column) => fill(files.cell, known.get(column.id))).join("") }
        );
    });
    const offices = start.offices.map((office) => {
        const id = `/office/${encodeURIComponent(office.code)}`;
        return fill(
            files.office,
            { code: office.code, name: office.name, level: level(office), id },
            {
                figures: figures(start, office)
                    .map((values) => fill(files.figure, { ...values, id: `${id}/${values.name}` }))
                    .join("")
            }
        );
    });
    return fill(
        files.index,
        {
            lang: "vi",
            title: start.title,
            period: start.period.name,
            from: day(start.period.from),
            to: day(start.period.to),
            counted_to: day(start.counted_to),
            as_of: `${start.as_of.slice(11, 16)} ngày ${day(start.as_of.slice(0, 10))}`,
            rule: `${start.profile_vi} (${start.profile_source})`,
            version: start.version
        },
        {
            headings: shown
                .map((column) =>
                    fill(files.heading, { figure: column.id, text: column.short_vi, title: column.text_vi })
                )
                .join(""),
            rows: rows.join(""),
            offices: offices.join(""),
            ...markup
        }
    );
}

const assets = () => template("assets.list").trim().split("\n");

/* A directory with a page of all offices. */
export function writeDirectory(directory, { start, details }) {
    const stamp = start.as_of.replace(/\D/g, "");
    mkdirSync(join(directory, "assets"), { recursive: true });
    mkdirSync(join(directory, "data/office"), { recursive: true });
    assets().forEach((name) => copyFileSync(join(PAGE, "assets", name), join(directory, "assets", name)));
    copyFileSync(CHART, join(directory, "assets/chart.js"));
    writeFileSync(join(directory, "data/start.js"), `motcua.start(${json(start)});\n`);
    start.offices.forEach((office) =>
        writeFileSync(
            join(directory, "data/office", office.file),
            `motcua.office(${json(office.code)}, ${json(details.get(office.code))});\n`
        )
    );
    const script = (name) => `<script src="${name}?${stamp}" defer></script>`;
    const isStyle = (name) => name.endsWith(".css");
    writeFileSync(
        join(directory, "index.html"),
        index(start, {
            csp: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'",
            styles: assets()
                .filter(isStyle)
                .map((name) => `<link rel="stylesheet" href="assets/${name}?${stamp}">`)
                .join("\n"),
            scripts: [
                "assets/chart.js",
                ...assets()
                    .filter((name) => !isStyle(name))
                    .map((name) => `assets/${name}`),
                "data/start.js"
            ]
                .map(script)
                .join("\n")
        })
    );
}

/* One file with one office, those above it, beside it and under it. */
export function writeFile(file, { start, details }, code) {
    const office = start.offices.find((other) => other.code === code);
    const above = (other) =>
        [office, ...start.offices].some(
            (one) =>
                one.parent === other.code && (one === office || (above(one) && code.startsWith(one.code)))
        );
    const kept = start.offices.filter(
        (other) =>
            other === office ||
            other.parent === code ||
            (office.parent !== null && other.parent === office.parent) ||
            above(other)
    );
    const single = { ...start, single: code, offices: kept };
    const hash = (words) => `'sha256-${createHash("sha256").update(words).digest("base64")}'`;
    const style = assets()
        .filter((name) => name.endsWith(".css"))
        .map((name) => readFileSync(join(PAGE, "assets", name), "utf8"))
        .join("");
    const scripts = [
        readFileSync(CHART, "utf8").replace(/^\/\/# sourceMappingURL.*$/m, ""),
        ...assets()
            .filter((name) => name.endsWith(".js"))
            .map((name) => readFileSync(join(PAGE, "assets", name), "utf8")),
        `motcua.start(${json(single)});`,
        `motcua.office(${json(code)}, ${json(details.get(code))});`
    ];
    writeFileSync(
        file,
        index(single, {
            csp: `default-src 'none'; script-src ${scripts.map(hash).join(" ")}; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'`,
            styles: `<style>${style}</style>`,
            scripts: scripts.map((words) => `<script>${words}</script>`).join("\n")
        })
    );
}

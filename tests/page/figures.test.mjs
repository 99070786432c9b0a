/* Every figure that the page shows is that of the data, with its numerator and denominator. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMUNE, DISTRICT, drawn, figuresOf, goTo, open, sample, singleFile } from "./browser.mjs";
import { expectedFigures, keyOf } from "./expected.mjs";

const PERIOD = "2023-12-07..2024-06-06";
const OFFICES = sample.start.offices.length;
const expected = expectedFigures(sample.start);

function assertFigures(figures, least) {
    assert.ok(figures.length >= least, `${figures.length} figures, expected ${least} or more`);
    for (const figure of figures) {
        const key = keyOf(figure);
        assert.deepEqual(
            {
                key,
                period: figure.period,
                numerator: figure.numerator,
                denominator: figure.denominator,
                percent: figure.percent,
                shown: figure.shown
            },
            { key, period: PERIOD, ...expected.get(key) }
        );
    }
}

test("the start shows the usual figures of all offices", async () => {
    const page = await open();
    const figures = await figuresOf(page, ".offices");
    assertFigures(figures, OFFICES * 8);
    for (const office of sample.start.offices) {
        assert.ok(
            figures.some((figure) => figure.office === office.code && figure.figure === "late"),
            office.code
        );
    }
    assertFigures(await figuresOf(page, ".cards"), 3);
});

test("every column shows its figures", async () => {
    const page = await open();
    const isRate = (name) => sample.start.figures.some((figure) => figure.figure === name);
    const ids = [
        ...sample.start.counts.map((count) => (isRate(count.count) ? `${count.count}-count` : count.count)),
        ...sample.start.figures.map((figure) => figure.figure),
        "near_due",
        "overdue",
        "letters",
        "points"
    ];
    for (let first = 0; first < ids.length; first += 9) {
        await goTo(page, `#/?cols=${ids.slice(first, first + 9).join(",")}`);
        assertFigures(await figuresOf(page, ".offices"), OFFICES * Math.min(9, ids.length - first));
    }
});

for (const code of ["H48", DISTRICT, COMMUNE]) {
    test(`the view of ${code} shows each of its rates and counts`, async () => {
        const page = await open({ hash: `#/office/${code}` });
        const figures = await figuresOf(page, "main");
        assertFigures(figures, sample.start.figures.length);
        const shown = new Set(figures.map(keyOf));
        [...expected.keys()]
            .filter((key) => key.startsWith(`${code} `))
            .forEach((key) => assert.ok(shown.has(key), key));
    });
}

test("the view of each figure shows it", async () => {
    const page = await open();
    for (const name of [
        ...sample.start.figures.map((figure) => figure.figure),
        ...sample.start.counts.map((count) => count.count),
        "points",
        "near_due",
        "letters"
    ]) {
        await goTo(page, `#/office/${DISTRICT}/${name}`);
        const figures = await figuresOf(page, ".big");
        assert.deepEqual(
            figures.map((figure) => figure.figure),
            [name]
        );
        assertFigures(figures, 1);
        assertFigures(await figuresOf(page, "main"), 1);
    }
});

test("all figures stand in the page before any script runs", async () => {
    const page = await open({ script: false });
    const figures = await page.$$eval("[data-figure]", (elements) =>
        elements.map((element) => ({ ...element.dataset, shown: element.textContent }))
    );
    const each = sample.start.figures.length + sample.start.counts.length + 1;
    assertFigures(figures, OFFICES * each);
    assert.equal(new Set(figures.map(keyOf)).size, OFFICES * each);
});

test("without scripts the address of a figure leads to it", async () => {
    const page = await open({ script: false, hash: `#/office/${COMMUNE}/apology` });
    const row = page.locator(":target");
    assert.equal(await row.locator("[data-figure]").getAttribute("data-figure"), "apology");
    assert.equal(await row.locator("[data-figure]").getAttribute("data-office"), COMMUNE);
});

test("the file of one office shows the same figures, and opens on it", async () => {
    const page = await open({ file: singleFile() });
    assert.equal(
        await page.locator("h1").textContent(),
        sample.start.offices.find((office) => office.code === COMMUNE).name
    );
    assertFigures(await figuresOf(page, "main"), sample.start.figures.length);
    await goTo(page, "#/");
    assertFigures(await figuresOf(page, ".offices"), 8);
    await goTo(page, `#/office/${COMMUNE}/late`);
    assertFigures(await figuresOf(page, "main"), 1);
});

test("months, procedures, points and days are those of the office's file", async () => {
    const page = await open({ hash: `#/office/${DISTRICT}?months=60` });
    const detail = sample.details.get(DISTRICT);
    const number = (words) => Number(words.replace(/\./g, ""));
    const rows = await page.$$eval(".charts .chart:nth-child(2) .numbers tbody tr", (lines) =>
        lines.map((line) => [...line.children].map((cell) => cell.textContent))
    );
    assert.deepEqual(
        rows.map((row) => [row[0], ...row.slice(1).map(number)]),
        detail.months.map((month) => [
            month.month.split("-").reverse().join("/"),
            month.received,
            month.resolved,
            month.pending,
            month.overdue
        ])
    );
    const late = await page.$$eval(".charts .chart:nth-child(1) .numbers tbody tr", (lines) =>
        lines.map((line) => line.children[3].textContent)
    );
    assert.deepEqual(
        late,
        detail.months.map((month) =>
            month.resolved === 0
                ? "–"
                : `${(Math.floor((month.late * 20000 + month.resolved) / (2 * month.resolved)) / 100).toFixed(2).replace(".", ",")}%`
        )
    );
    assert.deepEqual(
        await page
            .$$eval(".procedures tbody tr", (lines) =>
                lines.map((line) => [...line.querySelectorAll("td")].map((cell) => cell.textContent))
            )
            .then((lines) => lines.map((line) => line.map(number))),
        detail.procedures
            .filter((procedure) => procedure.late > 0)
            .map((procedure) => [procedure.late, procedure.resolved, procedure.received])
    );
    assert.deepEqual(
        await page.$$eval(".points-table tbody tr td:nth-child(4)", (cells) =>
            cells.map((cell) => cell.textContent)
        ),
        detail.points.map((row) => (row.lost ? String(row.lost).replace(".", ",") : "–"))
    );
    assert.deepEqual(
        await page.$$eval(".days .bars:first-of-type tbody td", (cells) =>
            cells.map((cell) => Number(cell.textContent))
        ),
        detail.days.near_due.map((day) => day.dossiers)
    );
    await drawn(page);
});

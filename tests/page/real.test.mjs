/* A page that the program itself has written, in the folder MOTCUA_PAGE_WRITTEN (see write.sh): what stands in it is what "show
 * --format json" said at the same moment, in every view, with scripts and without. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { figuresOf, goTo, open } from "./browser.mjs";
import { keyOf, percentText } from "./expected.mjs";

const written = process.env.MOTCUA_PAGE_WRITTEN;
const shown = JSON.parse(readFileSync(join(written, "show.json"), "utf8"));
const group = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");

/* Of each figure that JSON has, by its key: numerator, denominator, percent and how it is written. */
function expectedFigures() {
    const expected = new Map();
    for (const office of shown.offices) {
        for (const [figure, count] of Object.entries(office.counts)) {
            expected.set(keyOf({ office: office.code, figure, denominator: "" }), [
                String(count),
                "",
                "",
                group(count)
            ]);
        }
        for (const [figure, { numerator, denominator, percent }] of Object.entries(office.rates)) {
            expected.set(keyOf({ office: office.code, figure, denominator: String(denominator) }), [
                String(numerator),
                String(denominator),
                percent === null ? "" : percent,
                percentText(percent)
            ]);
        }
    }
    return expected;
}

const expected = expectedFigures();
const period = `${shown.period.from}..${shown.period.to}`;

/* Returns the keys that were seen. What is due, letters and points are no figures of show. */
function assertFigures(figures) {
    const known = figures.filter(
        (figure) => !["near_due", "letters", "overdue", "points"].includes(figure.figure)
    );
    for (const figure of known) {
        const [numerator, denominator, percent, words] = expected.get(keyOf(figure)) || [];
        assert.deepEqual(
            [
                keyOf(figure),
                figure.period,
                figure.numerator,
                figure.denominator,
                figure.percent === "" ? "" : Number(figure.percent),
                figure.shown
            ],
            [keyOf(figure), period, numerator, denominator, percent, words]
        );
    }
    return known.map(keyOf);
}

const index = join(written, "page/index.html");

test("without scripts every figure of JSON stands in the HTML", async () => {
    const page = await open({ file: index, script: false });
    const seen = new Set(assertFigures(await figuresOf(page)));
    assert.deepEqual(
        [...expected.keys()].filter((key) => !seen.has(key)),
        []
    );
});

test("every figure of JSON stands in the view of its office, and the browser is content", async () => {
    const page = await open({ file: index });
    assertFigures(await figuresOf(page));
    const seen = new Set();
    for (const { code } of shown.offices) {
        await goTo(page, `#/office/${encodeURIComponent(code)}`);
        assert.equal(await page.locator("main [role=alert]").count(), 0, code);
        assertFigures(await figuresOf(page, "main")).forEach((key) => seen.add(key));
    }
    assert.deepEqual(
        [...expected.keys()].filter((key) => !seen.has(key)),
        []
    );
    assert.deepEqual(page.said, []);
    assert.deepEqual(
        page.asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")),
        []
    );
});

test("each figure of an office has a view of its own", async () => {
    const page = await open({ file: index });
    const office = shown.offices[shown.offices.length - 1];
    for (const name of Object.keys(office.rates)) {
        await goTo(page, `#/office/${encodeURIComponent(office.code)}/${name}`);
        assert.deepEqual(assertFigures(await figuresOf(page, ".big")), [
            keyOf({ office: office.code, figure: name, denominator: "0" })
        ]);
    }
    assert.deepEqual(page.said, []);
});

test("the file of one office opens on it and says the same", async () => {
    const page = await open({ file: join(written, "one.html") });
    assert.equal(await page.evaluate(() => document.documentElement.dataset.view), "office");
    assertFigures(await figuresOf(page));
    assert.deepEqual(page.said, []);
});

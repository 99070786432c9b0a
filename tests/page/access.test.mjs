/* For everybody: no violation that axe knows of in both themes and widths, nothing beside the screen of a phone, all by keyboard. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { COMMUNE, DISTRICT, goTo, leads, open, singleFile } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const VIEWS = [
    "#/",
    "#/?q=nghia&sort=-late&changes=1",
    `#/office/${DISTRICT}`,
    `#/office/${COMMUNE}`,
    `#/office/${COMMUNE}/late`,
    `#/office/${DISTRICT}/on_time`,
    "#/office/H48/letters",
    "#/office/H48/points",
    "#/office/nobody"
];

/* The page's policy lets no script in: the test sets it aside for axe alone. */
async function violations(page) {
    await page.evaluate(AXE);
    const { violations: found } = await page.evaluate(() =>
        window.axe.run(document, { resultTypes: ["violations"] })
    );
    return found.map(
        (violation) =>
            `${violation.id}: ${violation.nodes
                .slice(0, 3)
                .map((node) => node.html.slice(0, 160))
                .join(" | ")}`
    );
}

/* Every view in both themes and in both widths; what axe may find hangs on one of the two. */
for (const [dark, width] of [
    [false, 1366],
    [true, 390]
]) {
    test(`axe finds nothing, ${dark ? "dark" : "light"}, ${width} px`, async () => {
        const page = await open({ dark, width, bypassCSP: true });
        for (const address of VIEWS) {
            await goTo(page, address === "#/" ? "#/?min=0" : address);
            assert.deepEqual(await violations(page), [], address);
        }
    });
}

test("axe finds nothing without scripts of the page", async () => {
    const page = await open({ bypassCSP: true, file: singleFile() });
    assert.deepEqual(await violations(page), []);
});

test("nothing lies beside the screen of a phone", async () => {
    const page = await open({ width: 390, height: 844 });
    for (const address of VIEWS) {
        await goTo(page, address === "#/" ? "#/?min=0" : address);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, address);
    }
});

test("nothing lies beside the screen of a desk", async () => {
    for (const width of [700, 1366]) {
        const page = await open({ width });
        for (const address of VIEWS) {
            await goTo(page, address === "#/" ? "#/?min=0" : address);
            assert.equal(
                await page.evaluate(() => document.documentElement.scrollWidth),
                width,
                `${width} ${address}`
            );
        }
    }
});

test("from the first key to the story of a dossier without a mouse", async () => {
    const page = await open();
    const focus = () =>
        page.evaluate(
            () =>
                document.activeElement.id ||
                document.activeElement.className ||
                document.activeElement.tagName
        );
    await page.keyboard.press("Tab");
    assert.equal(await focus(), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await focus(), "main");
    const seen = [];
    for (let step = 0; step < 40 && seen[seen.length - 1] !== "control-search"; step += 1) {
        await page.keyboard.press("Tab");
        seen.push(await focus());
    }
    assert.ok(seen.includes("card") && seen.includes("control-search"), seen.join(" "));
    await page.keyboard.type(COMMUNE);
    await page.focus(".rows a");
    await leads(page, () => page.keyboard.press("Enter"));
    assert.equal(await focus(), "H1");
    await page.focus(".big a");
    await leads(page, () => page.keyboard.press("Enter"));
    await page.focus(".dossier-row button");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".story-row:not([hidden])").count(), 1);
});

test("what explains itself does so on focus, and goes with Escape", async () => {
    const page = await open();
    await page.focus(".whole .mark");
    assert.match(
        await page.locator(".tip").textContent(),
        /Số liệu có thể chưa đủ: nguồn quoc-gia mới đọc đến 05\/06\/2024/
    );
    assert.ok(await page.isVisible(".tip"));
    await page.keyboard.press("Escape");
    assert.ok(!(await page.isVisible(".tip")));
    await page.focus("#sort-late");
    assert.match(
        await page.locator(".tip").textContent(),
        /Giải quyết quá hạn \/ đã giải quyết\. Căn cứ: Biểu II\.06a/
    );
});

test("focus can be seen", async () => {
    const page = await open();
    for (const element of ["#control-search", "#sort-late", ".rows a", ".card"]) {
        await page.focus(element);
        await page.keyboard.press("Shift");
        assert.notEqual(
            await page.$eval(element, (node) => getComputedStyle(node).outlineStyle),
            "none",
            element
        );
    }
});

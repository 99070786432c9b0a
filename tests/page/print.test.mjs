/* On paper: A4 landscape, light whatever the screen, every chart with its numbers, nothing that can only be pressed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMUNE, DISTRICT, open } from "./browser.mjs";

test("pages are A4 landscape", async () => {
    const page = await open({ hash: `#/office/${DISTRICT}` });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const boxes = [...pdf.matchAll(/\/MediaBox\s*\[([\d. ]+)\]/g)].map((match) =>
        match[1].trim().split(/\s+/).map(Number).slice(2)
    );
    assert.ok(boxes.length > 0);
    boxes.forEach(([width, height]) =>
        assert.ok(Math.abs(width - 841.9) < 2 && Math.abs(height - 595.3) < 2, `${width} × ${height}`)
    );
});

test("paper has the numbers of charts and no controls, in light colours", async () => {
    const page = await open({ hash: `#/office/${DISTRICT}`, dark: true });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    for (const part of [".numbers >> nth=0", ".numbers >> nth=1", ".numbers >> nth=2", ".figures", ".form"]) {
        assert.ok((await page.locator(part).boundingBox()).height > 40, part);
    }
    for (const part of [".languages", ".print", ".range", ".neighbours"]) {
        assert.ok(!(await page.isVisible(part)), part);
    }
    const colour = await page.evaluate(() => getComputedStyle(document.documentElement).color);
    assert.equal(colour, "rgb(23, 32, 44)");
});

test("charts are drawn in light colours for paper, and in those of the screen again", async () => {
    const page = await open({ hash: `#/office/${COMMUNE}`, dark: true });
    const colours = () =>
        page.evaluate(() =>
            Object.values(window.Chart.instances).map((chart) => chart.options.plugins.legend.labels.color)
        );
    const before = await colours();
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    assert.ok((await colours()).every((colour) => colour === "#17202c"));
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    assert.deepEqual(await colours(), before);
    assert.ok(before.every((colour) => colour === "#e4e9f0"));
    await page.emulateMedia({ colorScheme: "light" });
    await page.waitForFunction(() =>
        Object.values(window.Chart.instances).every(
            (chart) => chart.options.plugins.legend.labels.color === "#17202c"
        )
    );
});

/* Nothing from the data becomes markup, nothing is asked for outside, and the browser has no complaint. */

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { test } from "node:test";
import { COMMUNE, DISTRICT, goTo, open, sample, singleFile } from "./browser.mjs";
import { makeSample } from "./sample.mjs";
import { HOSTILE } from "./sample-words.mjs";

const { start } = sample;
const hostile = start.offices.filter((office) => HOSTILE.includes(office.name));

async function assertSilent(page) {
    assert.deepEqual(page.said, []);
    assert.deepEqual(
        page.asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")),
        []
    );
    assert.equal(await page.evaluate(() => document.title.includes("broken")), false);
}

test("hostile names stay text in every view", async () => {
    assert.equal(hostile.length, HOSTILE.length);
    const page = await open();
    const names = await page.$$eval(".offices th a", (links) => links.map((link) => link.textContent));
    HOSTILE.forEach((name) => assert.ok(names.includes(name), name));
    for (const office of [...hostile, start.offices.find((other) => other.code.includes("<b>"))]) {
        for (const address of [
            `#/office/${encodeURIComponent(office.code)}`,
            `#/office/${encodeURIComponent(office.code)}/late`
        ]) {
            await goTo(page, address);
            assert.ok((await page.locator("h1").textContent()).includes(office.name));
            assert.equal(await page.locator("main img, main script, main b svg").count(), 0);
        }
    }
    assert.equal(await page.locator("script:not([src])").count(), 0);
    await assertSilent(page);
});

test("hostile names stay text without scripts", async () => {
    const page = await open({ script: false });
    const names = await page.locator(".offices th a").allTextContents();
    HOSTILE.forEach((name) => assert.ok(names.includes(name), name));
    assert.equal(await page.locator("main img, main script, main svg").count(), 0);
});

test("no view asks for anything outside or displeases the browser", async () => {
    for (const dark of [false, true]) {
        const page = await open({ dark });
        for (const address of [
            "#/?lang=en",
            "#/?sort=tree&changes=1",
            `#/office/${DISTRICT}`,
            `#/office/${DISTRICT}?months=60`,
            `#/office/${COMMUNE}/late`,
            `#/office/${COMMUNE}/on_time`,
            "#/office/H48/points"
        ]) {
            await goTo(page, address);
        }
        await page.pdf();
        await assertSilent(page);
    }
});

test("the file of one office is smaller than 1 MB, asks for nothing, and runs only its own scripts", async () => {
    assert.ok(statSync(singleFile()).size < 1e6);
    const page = await open({ file: singleFile() });
    await goTo(page, `#/office/${COMMUNE}/late`);
    assert.deepEqual(page.asked.filter((url) => !url.startsWith("data:")).length, 1);
    await assertSilent(page);
    const ran = await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'broken'";
        document.body.append(script);
        return document.title;
    });
    assert.ok(!ran.includes("broken"));
});

test("the data of the start is smaller than 300 KB for 200 offices", () => {
    assert.ok(Buffer.byteLength(JSON.stringify(makeSample({ total: 200 }).start)) < 300000);
});

/* What the tests have in common: a page of the sample on the disk, a Chromium that looks at it, and what it said and asked for. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { makeSample } from "./sample.mjs";
import { writeDirectory, writeFile } from "./writer.mjs";

/* As many offices as show all that there is; how it is with 200 is a test of its own. */
export const sample = makeSample({ total: 64 });

/* Of the sample: an office with a list of late dossiers, and the one above it. */
const commune = sample.start.offices.find(
    (office) => office.level === "commune" && sample.details.get(office.code).lists.late.rows.length > 8
);
export const COMMUNE = commune.code;
export const DISTRICT = commune.parent;

const folder = mkdtempSync(join(tmpdir(), "motcua-page."));
let browser = null;

before(async () => {
    writeDirectory(folder, sample);
    writeFile(join(folder, "one.html"), sample, COMMUNE);
    const root = process.getuid() === 0 ? ["--no-sandbox"] : [];
    browser = await chromium.launch({
        executablePath: process.env.MOTCUA_CHROMIUM || "/usr/bin/chromium",
        args: root
    });
});

after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
});

/* Opens file of the sample's folder, or of one elsewhere, at an address; "said" and "asked" of the page are what its console
 * got and which addresses it asked for. The page is drawn unless JavaScript is off. */
export async function open({
    hash = "",
    file = join(folder, "index.html"),
    width = 1366,
    height = 768,
    dark = false,
    script = true,
    ...more
} = {}) {
    const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: dark ? "dark" : "light",
        javaScriptEnabled: script,
        ...more
    });
    const page = await context.newPage();
    page.said = [];
    page.asked = [];
    page.on("console", (message) => page.said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => page.said.push(`error: ${error.message}`));
    page.on("request", (request) => page.asked.push(request.url()));
    await page.goto(pathToFileURL(file).href + hash);
    if (script) {
        await drawn(page);
    }
    return page;
}

export const singleFile = () => join(folder, "one.html");

/* Waits until the view of the present address is drawn. */
export async function drawn(page, since = "") {
    await page.waitForFunction(
        (before) =>
            document.documentElement.dataset.drawn && document.documentElement.dataset.drawn !== before,
        since
    );
}

/* Goes to an address as somebody does who writes it. */
export async function goTo(page, hash) {
    const since = await page.evaluate(() => document.documentElement.dataset.drawn);
    await page.evaluate((address) => {
        window.location.hash = address;
    }, hash);
    await drawn(page, since);
}

/* Does what leads to another view, and waits for it. */
export async function leads(page, act) {
    const since = await page.evaluate(() => document.documentElement.dataset.drawn);
    await act();
    await drawn(page, since);
}

/* All figures of the page: what their attributes say and what is shown. */
export function figuresOf(page, within = "body") {
    return page.$$eval(`${within} [data-figure]`, (elements) =>
        elements.map((element) => ({ ...element.dataset, shown: element.textContent }))
    );
}

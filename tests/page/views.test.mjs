/* Offices, figures, lists and stories: what they say, where they lead, in both languages and by their addresses. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { COMMUNE, DISTRICT, drawn, goTo, leads, open, sample } from "./browser.mjs";

const { start, details } = sample;
const office = (code) => start.offices.find((other) => other.code === code);
const late = (code) => office(code).rates[start.figures.findIndex((figure) => figure.figure === "late")];
const hrefs = (page, within) =>
    page.$$eval(`${within} >> a`, (links) =>
        links.map((link) => decodeURIComponent(link.getAttribute("href").replace("#/office/", "")))
    );

test("an office leads to those above, beside and under it", async () => {
    const page = await open({ hash: `#/office/${DISTRICT}` });
    assert.deepEqual(await hrefs(page, ".path"), ["#/", "H48"]);
    const [children, sisters] = [
        await hrefs(page, ".family >> nth=0"),
        await hrefs(page, ".family >> nth=1")
    ];
    assert.deepEqual(new Set(children), new Set(details.get(DISTRICT).children));
    assert.deepEqual(new Set(sisters), new Set(details.get(DISTRICT).sisters));
    await leads(page, () => page.click(`.family a[href="#/office/${COMMUNE}"]`));
    assert.equal(await page.locator("h1").textContent(), office(COMMUNE).name);
    assert.equal(await page.title(), `${office(COMMUNE).name} · Kết quả giải quyết thủ tục hành chính`);
});

test("the ceiling is told in dossiers", async () => {
    const page = await open();
    for (const other of start.offices.slice(0, 16)) {
        await goTo(page, `#/office/${encodeURIComponent(other.code)}`);
        const { room, needed } = details.get(other.code).ceiling;
        const words = await page.locator(".headline p >> nth=1").textContent();
        const expected =
            late(other.code)[1] === 0
                ? "chưa có hồ sơ"
                : room < 0
                  ? `đã vượt ${-room} hồ sơ; cần thêm ${needed.toLocaleString("vi-VN")} hồ sơ`
                  : room === 0
                    ? "thêm 1 hồ sơ"
                    : `còn ${room.toLocaleString("vi-VN")} hồ sơ`;
        assert.ok(words.includes(expected), `${other.code}: ${words}, expected ${expected}`);
    }
});

test("a figure tells its fraction, rule, source, validity, version and moment", async () => {
    const page = await open({ hash: `#/office/${COMMUNE}/late` });
    const [n, d] = late(COMMUNE);
    assert.match(
        await page.locator(".formula .numerator").textContent(),
        new RegExp(`Giải quyết quá hạn ${n}$`)
    );
    assert.match(
        await page.locator(".formula .denominator").textContent(),
        new RegExp(`Đã giải quyết ${d}$`)
    );
    const facts = await page.$$eval(".how dd", (elements) => elements.map((element) => element.textContent));
    for (const fact of [
        "Biểu II.06a Thông tư 01/2020/TT-VPCP",
        "từ 21/10/2020",
        "5f0c9b2e",
        "01:40 ngày 07/06/2024",
        "không quá 3% (Kế hoạch của UBND tỉnh)"
    ]) {
        assert.ok(facts.includes(fact), fact);
    }
});

test("other rules stand beside it with what makes the difference", async () => {
    const page = await open({ hash: `#/office/${DISTRICT}/on_time` });
    const rows = await page.$$eval(".profiles tbody tr", (lines) => lines.map((line) => line.textContent));
    assert.equal(rows.length, 3);
    const pending = office(DISTRICT).counts[start.counts.findIndex((count) => count.count === "pending")];
    assert.ok(rows[1].includes(`+ ${pending} hồ sơ đang giải quyết cuối kỳ (mẫu số)`), rows[1]);
    assert.ok(rows[1].includes("− 3 hồ sơ đã giải quyết đúng ngày hẹn nhưng quá giờ (tử số)"), rows[1]);
});

test("exceptions are listed, filtered and told as stories", async () => {
    const page = await open({ hash: `#/office/${COMMUNE}/late` });
    const { rows } = details.get(COMMUNE).lists.late;
    const shown = () =>
        page.$$eval(".dossier-row th button:first-child", (buttons) =>
            buttons.map((button) => button.textContent)
        );
    assert.deepEqual(
        await shown(),
        rows.map((row) => row.code)
    );
    await page.fill(".list-filter input", "dang ky ket hon");
    assert.deepEqual(
        await shown(),
        rows.filter((row) => row.procedure === "1.001000").map((row) => row.code)
    );
    await page.fill(".list-filter input", "");
    const first = page.locator(".dossier-row >> nth=1").locator("button").first();
    assert.equal(await first.getAttribute("aria-expanded"), "false");
    await first.click();
    assert.equal(await first.getAttribute("aria-expanded"), "true");
    const story = await page.$$eval(".story-row:not([hidden]) li", (steps) =>
        steps.map((step) => step.textContent)
    );
    assert.equal(story.length, 4);
    assert.equal(story[2], "26/03/2024 01:40 Ngày hẹn trả đổi từ 22/03/2024 sang 25/03/2024");
    const address = await page.evaluate(() => window.location.href);
    assert.ok(address.endsWith(`/late?dossier=${rows[1].code}`), address);
    await page.reload();
    await drawn(page);
    assert.equal(await page.locator(".story-row:not([hidden])").count(), 1);
});

test("a list that is too long is a count and a command", async () => {
    const page = await open({ hash: "#/office/H48/late" });
    const { total, command } = details.get("H48").lists.late;
    const words = await page.locator(".list").textContent();
    assert.ok(words.includes(`Có ${total.toLocaleString("vi-VN")} hồ sơ`) && words.includes(command), words);
    assert.equal(await page.locator(".dossier-row").count(), 0);
});

test("English is one click away, stays on the way, and leaves no Vietnamese word of the page's own", async () => {
    const page = await open();
    await leads(page, () => page.click(".languages a[lang=en]"));
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    assert.equal(
        await page.locator("h1").textContent(),
        "Results of administrative procedures — UBND tỉnh Quảng Ngãi"
    );
    assert.match(await page.locator(".moment").textContent(), /7 Dec 2023 – 6 Jun 2024/);
    const [n, d, p] = late("H48");
    assert.equal(await page.locator(".card [data-figure=late]").textContent(), `${p.toFixed(2)}%`);
    assert.equal(
        await page.locator(".card [data-figure=late]").getAttribute("title"),
        `${n.toLocaleString("en-US")} / ${d.toLocaleString("en-US")}`
    );
    await leads(page, () => page.click(`.rows a[href^="#/office/${DISTRICT}?"]`));
    assert.match(await page.evaluate(() => window.location.hash), /lang=en/);
    assert.ok((await page.locator("h2").allTextContents()).includes("All figures"));
    await leads(page, () => page.click(".languages a[lang=vi]"));
    assert.ok((await page.locator("h2").allTextContents()).includes("Tất cả chỉ tiêu"));
});

test("every text of the page has both languages and the same places for values", () => {
    const source = readFileSync(new URL("../../page/assets/words.js", import.meta.url), "utf8");
    const window = {};
    new Function("window", source)(window);
    for (const [key, pair] of Object.entries(window.motcua.words)) {
        assert.equal(pair.length, 2, key);
        const places = pair.map((words) => [...new Set(words.match(/\{\d\}/g) || [])].sort().join());
        assert.ok(
            pair.every((words) => words.trim() !== ""),
            key
        );
        assert.equal(places[0], places[1], key);
    }
});

test("what there is not is told", async () => {
    const page = await open({ hash: "#/office/H99" });
    assert.equal(
        await page.locator("[role=alert]").textContent(),
        "Không có cơ quan mang mã “H99” trong báo cáo này."
    );
    await goTo(page, `#/office/${COMMUNE}/<b>x`);
    assert.equal(
        await page.locator("[role=alert]").textContent(),
        "Không có chỉ tiêu “<b>x” trong báo cáo này."
    );
    await goTo(page, "#/office/%E0%A4%A");
    assert.match(await page.locator("[role=alert]").textContent(), /Không có cơ quan/);
});

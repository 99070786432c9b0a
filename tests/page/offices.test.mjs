/* The table of offices: order, filters, totals, columns, and that the address keeps them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DISTRICT, drawn, leads, open, sample } from "./browser.mjs";

const { start } = sample;
const place = (rate) => start.figures.findIndex((figure) => figure.figure === rate);
const rate = (office, name) => office.rates[place(name)];
const count = (office, name) => office.counts[start.counts.findIndex((other) => other.count === name)];
const others = start.offices.filter((office) => office.code !== "H48");

const codes = (page) => page.$$eval(".rows tr", (rows) => rows.map((row) => row.dataset.code));
const address = (page) => page.evaluate(() => window.location.hash);

test("the whole is first, then those above the ceiling, then the others, then the small ones", async () => {
    const page = await open();
    assert.deepEqual(await page.$$eval(".whole tr", (rows) => rows.map((row) => row.dataset.code)), ["H48"]);
    const shown = (await codes(page)).map((code) => others.find((office) => office.code === code));
    assert.equal(shown.length, others.length);
    const isSmall = (office) => rate(office, "late")[1] < start.min_resolved;
    const first = shown.findIndex(isSmall);
    assert.ok(first > 0 && shown.slice(first).every(isSmall));
    const percents = shown.slice(0, first).map((office) => rate(office, "late")[2]);
    assert.deepEqual(
        percents,
        percents.slice().sort((one, other) => other - one)
    );
});

for (const [column, value] of [
    ["late", (office) => rate(office, "late")[2]],
    ["apology", (office) => rate(office, "apology")[2]],
    ["received", (office) => count(office, "received")],
    ["points", (office) => (office.points ? office.points.points : null)]
]) {
    test(`the heading of ${column} sorts down, then up, what is unknown last`, async () => {
        const page = await open();
        for (const [direction, aria] of [
            [-1, "descending"],
            [1, "ascending"]
        ]) {
            await page.click(`#sort-${column}`);
            const values = (await codes(page)).map((code) =>
                value(others.find((office) => office.code === code))
            );
            const known = values.filter((number) => number !== null);
            assert.deepEqual(values, [
                ...known.slice().sort((one, other) => direction * (one - other)),
                ...values.slice(known.length)
            ]);
            assert.ok(values.slice(known.length).every((number) => number === null));
            assert.equal(
                await page.locator(`#sort-${column}`).locator("xpath=..").getAttribute("aria-sort"),
                aria
            );
        }
        assert.equal(await address(page), `#/?sort=${column}`);
        assert.equal(await page.evaluate(() => document.activeElement.id), `sort-${column}`);
    });
}

test("by the tree each office stands under the one above it", async () => {
    const page = await open({ hash: "#/?sort=tree" });
    const shown = await codes(page);
    assert.equal(shown.length, others.length);
    for (const office of others.filter((other) => other.parent !== "H48")) {
        const between = shown.slice(shown.indexOf(office.parent) + 1, shown.indexOf(office.code));
        assert.ok(shown.indexOf(office.parent) < shown.indexOf(office.code), office.code);
        assert.ok(
            between.every((code) => others.find((other) => other.code === code).parent === office.parent),
            office.code
        );
    }
});

test("names are found without accents and case, and codes", async () => {
    const page = await open();
    for (const [words, part] of [
        ["duc pho", "Đức Phổ"],
        ["ĐỨC PHỔ", "Đức Phổ"],
        ["đức phổ", "Đức Phổ"],
        ["  so   y  ", "Sở Y tế"],
        ["h48.33", "Lý Sơn"]
    ]) {
        await page.fill("#control-search", words);
        const names = await page.$$eval(".rows th a", (links) => links.map((link) => link.textContent));
        assert.ok(
            names.some((name) => name.includes(part)),
            `${words}: ${names}`
        );
        assert.ok(names.length < 30, `${words}: ${names.length}`);
    }
    assert.equal(await page.evaluate(() => document.activeElement.id), "control-search");
    await page.fill("#control-search", "không có cơ quan nào tên như thế");
    assert.equal((await codes(page)).length, 0);
    assert.match(await page.locator("[role=status]").textContent(), /Không có cơ quan nào/);
    await page.click("#control-clear");
    assert.equal((await codes(page)).length, others.length);
});

test("levels, a minimum of dossiers and the ceiling narrow the rows down", async () => {
    const page = await open();
    await page.selectOption("#control-level", "commune");
    assert.deepEqual(
        new Set(await codes(page)),
        new Set(others.filter((office) => office.level === "commune").map((office) => office.code))
    );
    await page.fill("#control-minimum", "500");
    assert.deepEqual(
        new Set(await codes(page)),
        new Set(
            others
                .filter((office) => office.level === "commune" && rate(office, "late")[1] >= 500)
                .map((office) => office.code)
        )
    );
    await page.check("#control-above");
    const expected = others
        .filter(
            (office) =>
                office.level === "commune" && rate(office, "late")[1] >= 500 && rate(office, "late")[2] > 3
        )
        .map((office) => office.code);
    assert.ok(expected.length > 0);
    assert.deepEqual(new Set(await codes(page)), new Set(expected));
    assert.equal(await address(page), "#/?level=commune&min=500&above=1");
    assert.equal(
        await page.locator("[role=status]").textContent(),
        `${expected.length} trong ${others.length} cơ quan`
    );
});

test("an address with filters opens as it was left", async () => {
    const page = await open({
        hash: "#/?q=nghia&level=commune&min=50&sort=-received&cols=received,late,online"
    });
    assert.equal(await page.inputValue("#control-search"), "nghia");
    assert.equal(await page.inputValue("#control-level"), "commune");
    assert.equal(await page.inputValue("#control-minimum"), "50");
    assert.equal(await page.inputValue("#control-sort"), "-received");
    assert.equal(await page.locator(".offices thead th").count(), 4);
    const received = (await codes(page)).map((code) =>
        count(
            others.find((office) => office.code === code),
            "received"
        )
    );
    assert.ok(received.length > 1);
    assert.deepEqual(
        received,
        received.slice().sort((one, other) => other - one)
    );
});

test("totals are those of the rows, none twice", async () => {
    const page = await open();
    for (const [level, offices] of [
        ["commune", others.filter((office) => office.level === "commune")],
        ["district", others.filter((office) => office.level === "district")],
        ["", others.filter((office) => office.parent === "H48")]
    ]) {
        await page.selectOption("#control-level", level);
        const total = (name) => page.locator(`tfoot [data-total=${name}]`);
        const sum = (value) => offices.reduce((all, office) => all + value(office), 0);
        assert.equal(
            await total("received").getAttribute("data-numerator"),
            String(sum((office) => count(office, "received"))),
            level
        );
        const [late, resolved] = [
            sum((office) => rate(office, "late")[0]),
            sum((office) => rate(office, "late")[1])
        ];
        assert.equal(await total("late").getAttribute("data-numerator"), String(late));
        assert.equal(await total("late").getAttribute("data-denominator"), String(resolved));
        assert.equal(
            await total("late").textContent(),
            `${(Math.floor((late * 20000 + resolved) / (2 * resolved)) / 100).toFixed(2).replace(".", ",")}%`
        );
    }
});

test("columns are chosen, ten at most, and kept in the address", async () => {
    const page = await open();
    const headings = () =>
        page.$$eval(".offices thead button", (buttons) => buttons.map((button) => button.id));
    const first = await headings();
    assert.equal(first.length, 10);
    await page.click("#control-columns");
    assert.ok(await page.isDisabled("#column-postal"));
    await page.click("#column-online");
    await page.click("#column-postal");
    assert.deepEqual(await headings(), [...first.filter((id) => id !== "sort-online"), "sort-postal"]);
    assert.equal(await page.evaluate(() => document.activeElement.id), "column-postal");
    assert.match(await address(page), /cols=received%2Cresolved%2Clate%2C/);
    await page.click("#control-reset");
    assert.deepEqual(await headings(), first);
    assert.equal(await address(page), "#/");
});

test("shades say how far from the target, with a sign; small offices have neither", async () => {
    const page = await open();
    const cells = await page.$$eval(".rows tr", (rows) =>
        rows.map((row) => [
            row.dataset.code,
            row.querySelector(".late .boxed").className,
            row.querySelector(".late .sign").textContent,
            row.querySelector(".late small")?.textContent
        ])
    );
    for (const [code, shade, sign, fraction] of cells) {
        const [n, d, p] = rate(
            others.find((office) => office.code === code),
            "late"
        );
        const level =
            p <= 3 ? "" : p <= 3.3 ? "shade-1" : p <= 3.9 ? "shade-2" : p <= 4.8 ? "shade-3" : "shade-4";
        assert.equal(
            shade,
            `boxed ${d < 20 ? "few" : level}`.trimEnd() + (d >= 20 && level === "" ? " " : ""),
            code
        );
        assert.equal(sign, d >= 20 && p > 3 ? "▲vượt mức 3%" : "", code);
        assert.equal(fraction, d < 20 && p !== null ? `(${n} / ${d}) ` : undefined, code);
    }
});

test("changes since the period before are those of the percents", async () => {
    const page = await open();
    const changes = await page.$$eval(".rows tr", (rows) =>
        rows.map((row) => [
            row.dataset.code,
            row.querySelector(".trend .change > [aria-hidden]")?.textContent
        ])
    );
    for (const [code, shown] of changes) {
        const office = others.find((other) => other.code === code);
        const [now, before] = [rate(office, "late")[2], office.previous[place("late")][2]];
        const hundredths =
            now === null || before === null ? null : Math.round(now * 100) - Math.round(before * 100);
        assert.equal(
            shown,
            hundredths === null
                ? undefined
                : hundredths === 0
                  ? "="
                  : `${hundredths > 0 ? "↑" : "↓"}${(Math.abs(hundredths) / 100).toFixed(2).replace(".", ",")}`,
            code
        );
    }
});

test("each card leads to its list", async () => {
    const page = await open();
    const links = await page.$$eval(".card", (cards) => cards.map((card) => card.getAttribute("href")));
    assert.deepEqual(links, [
        "#/office/H48/late",
        "#/?above=1",
        "#/office/H48/near_due",
        "#/office/H48/letters"
    ]);
    const above = others.filter((office) => rate(office, "late")[1] >= 20 && rate(office, "late")[2] > 3);
    assert.match(
        await page.locator(".card").nth(1).textContent(),
        new RegExp(`vượt ngưỡng 3%${above.length} / `)
    );
    await leads(page, () => page.click(".card >> nth=1"));
    assert.deepEqual(new Set(await codes(page)), new Set(above.map((office) => office.code)));
    await leads(page, () => page.goBack());
    await leads(page, () => page.click(`.rows a[href="#/office/${DISTRICT}"]`));
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
    await leads(page, () => page.goBack());
    assert.equal((await codes(page)).length, others.length);
    await drawn(page);
});

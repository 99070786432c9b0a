/* A province that never was, as data of the page: offices at three levels whose figures add up, five years of
 * months, and names that would break a page which takes text for markup. The same numbers every time. */

import { COUNTS, CRITERIA, DEPARTMENTS, DISTRICTS, FIRST, HOSTILE, RATES, SECOND } from "./sample-words.mjs";

/* Numbers from 0 up to 1 that look like chance and are the same in every run. */
function makeChance(seed) {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

/* Rounded half up from integers, as the database does. */
export const percent = (n, d) => (d === 0 ? null : Math.floor((n * 20000 + d) / (2 * d)) / 100);

const fraction = ([n, d]) => [n, d, percent(n, d)];
const named = ([n, d]) => ({ n, d, p: percent(n, d) });

function makeOffices(chance, total) {
    const offices = [{ code: "H48", name: "UBND tỉnh Quảng Ngãi", level: "province", parent: null, size: 0 }];
    DEPARTMENTS.forEach((name, place) =>
        offices.push({
            code: `H48.${String(place + 1).padStart(2, "0")}`,
            name,
            level: "department",
            parent: "H48",
            size: 200 + 900 * chance()
        })
    );
    DISTRICTS.forEach((name, place) =>
        offices.push({
            code: `H48.${21 + place}`,
            name: `UBND ${name}`,
            level: "district",
            parent: "H48",
            size: 150 + 400 * chance()
        })
    );
    for (let place = 0; offices.length < total; place += 1) {
        const district = 21 + (place % DISTRICTS.length);
        const name = `UBND ${place % 5 === 4 ? "phường" : "xã"} ${FIRST[place % FIRST.length]} ${SECOND[Math.floor(place / FIRST.length) % SECOND.length]}`;
        offices.push({
            code: `H48.${district}.${String(20 + Math.floor(place / DISTRICTS.length)).padStart(2, "0")}`,
            name,
            level: "commune",
            parent: `H48.${district}`,
            size: place % 23 === 11 ? 8 * chance() : 40 + 1300 * chance() ** 2
        });
    }
    HOSTILE.forEach((name, place) => {
        offices[offices.length - 3 - 9 * place].name = name;
    });
    offices[offices.length - 30].code = "H48.21.<b>&\"'/..";
    offices[offices.length - 31].size = 0;
    return offices;
}

/* What an office did itself: for each period a row of integers. */
function act(chance, size, lateness) {
    const received = Math.round(size);
    const carried = Math.round(size * 0.05 * chance());
    const pending = Math.round((received + carried) * 0.02 * chance());
    const withdrawn = Math.round(received * 0.008 * chance());
    const returned = Math.round(received * 0.02 * chance());
    const resolved = Math.max(0, received + carried - pending - withdrawn - returned);
    const late = Math.min(resolved, Math.round(resolved * lateness));
    const noDue = Math.round((resolved - late) * 0.002);
    const onDay = Math.round((resolved - late - noDue) * 0.1 * chance());
    const online = Math.round(received * (0.75 + 0.25 * chance()));
    const postal = Math.round((received - online) * 0.1);
    const overdue = Math.min(pending, Math.round(pending * 0.3 * chance()));
    const counts = {
        carried_in: carried,
        received,
        received_online: online,
        received_direct: received - online - postal,
        received_postal: postal,
        resolved,
        resolved_early: resolved - late - noDue - onDay,
        resolved_on_time: onDay,
        resolved_late: late,
        resolved_no_due: noDue,
        withdrawn,
        returned,
        pending,
        pending_in_time: pending - overdue,
        pending_overdue: overdue,
        pending_no_due: 0,
        paused: Math.round((pending - overdue) * 0.2)
    };
    const base = {
        resolved,
        received,
        apology: late + overdue,
        feedback: Math.round((size / 60) * chance()),
        procedures: 120,
        answers: Math.round(received * 0.3),
        closed: resolved + withdrawn + returned
    };
    const rates = RATES.map(([rate, , , of, share]) => {
        const denominator = base[of];
        const known = {
            on_time: resolved - late - noDue,
            late,
            online,
            direct: counts.received_direct,
            postal,
            rated: base.answers,
            returned,
            withdrawn
        };
        return [
            known[rate] ??
                Math.min(denominator, Math.round(denominator * Math.min(1, share * (0.8 + 0.35 * chance())))),
            denominator
        ];
    });
    const place = (rate) => RATES.findIndex(([name]) => name === rate);
    rates[place("satisfied")][0] = Math.max(rates[place("satisfied")][0], rates[place("very_satisfied")][0]);
    rates[place("dissatisfied")][0] = Math.min(
        rates[place("dissatisfied")][0],
        base.answers - rates[place("satisfied")][0]
    );
    return { counts: COUNTS.map(([name]) => counts[name]), rates };
}

function months(chance, size, lateness, count) {
    return Array.from({ length: count }, (_, place) => {
        const season = 1 + 0.25 * Math.sin((place / 12) * 2 * Math.PI);
        const received = Math.round((size / 6) * season * (0.8 + 0.4 * chance()));
        const resolved = Math.round(received * (0.92 + 0.1 * chance()));
        const late = Math.min(resolved, Math.round(resolved * lateness * (0.3 + 1.5 * chance())));
        const online = Math.round(received * Math.min(0.98, 0.2 + (place / count) * 0.8));
        const postal = Math.round((received - online) * 0.08);
        const pending = Math.round(received * 0.12 * chance() + 2 * (size > 20));
        return {
            received,
            online,
            direct: received - online - postal,
            postal,
            resolved,
            late,
            pending,
            overdue: Math.round(pending * 0.25 * chance())
        };
    });
}

const addRows = (one, other) => one.map((value, place) => value + other[place]);
const addFractions = (one, other) => one.map(([n, d], place) => [n + other[place][0], d + other[place][1]]);
const addObjects = (one, other) =>
    Object.fromEntries(Object.entries(one).map(([name, value]) => [name, value + other[name]]));

/* The figures of an office are its own and those of all under it. */
function addUp(offices) {
    const byCode = new Map(offices.map((office) => [office.code, office]));
    offices.forEach((office) => {
        office.all = structuredClone(office.own);
    });
    offices.forEach((office) => {
        for (let above = byCode.get(office.parent); above; above = byCode.get(above.parent)) {
            above.all = {
                counts: addRows(above.all.counts, office.own.counts),
                rates: addFractions(above.all.rates, office.own.rates),
                previous: addFractions(above.all.previous, office.own.previous),
                months: above.all.months.map((month, place) => addObjects(month, office.own.months[place])),
                due: above.all.due + office.own.due,
                today: above.all.today + office.own.today
            };
        }
    });
}

const MONTHS = (count) =>
    Array.from({ length: count }, (_, place) => {
        const month = 5 - (count - 1 - place);
        const year = 2024 + Math.floor(month / 12);
        return `${year}-${String((((month % 12) + 12) % 12) + 1).padStart(2, "0")}`;
    });

const place = (rate) => RATES.findIndex(([name]) => name === rate);
const round = (value) => Math.round(value * 1000) / 1000;

function pointsOf(rates) {
    return CRITERIA.map(([criterion, words, rate, most]) => {
        const [n, d] = rates[place(rate)];
        const points = d === 0 ? null : round((most * n) / d);
        return {
            criterion,
            text_vi: words,
            rate,
            ...named([n, d]),
            points,
            max_points: most,
            lost: points === null ? null : round(most - points),
            needed: points === null || n === d ? null : d - n,
            no_rate: null
        };
    });
}

function listRows(chance, office, count) {
    return Array.from({ length: count }, (_, row) => ({
        code: `${office.code}-2403${String(10 + (row % 18))}-${String(row + 1).padStart(4, "0")}`,
        source: "tinh",
        office: office.code,
        procedure: `1.00${1000 + (row % 7)}`,
        received_at: "2024-03-11T08:14:00+07:00",
        due_at: "2024-03-25T17:00:00+07:00",
        finished_at: `2024-0${4 + (row % 2)}-0${1 + (row % 9)}T09:${10 + (row % 50)}:00+07:00`,
        days_late: 1 + Math.floor(chance() * 40),
        ...(row % 3 === 0 ? { apology_at: "2024-04-02T00:00:00+07:00" } : {}),
        reason_vi: "kết thúc sau ngày hẹn trả"
    }));
}

function detailOf(chance, office, offices, shownMonths, asOf) {
    const { counts, rates } = office.all;
    const [late, resolved] = rates[place("late")];
    const room = Math.floor(0.03 * resolved) - late;
    const count = (name) => counts[COUNTS.findIndex(([other]) => other === name)];
    const list = (total, words) => {
        const rows = total <= 200 ? listRows(chance, office, total) : [];
        return {
            total,
            rows,
            command: `motcua-stats ${words} --period 2023-12-07..2024-06-06 --office ${office.code}`
        };
    };
    const lists = {
        late: list(late, "dossiers --rate late"),
        overdue: list(count("pending_overdue"), "dossiers --bucket pending_overdue"),
        near_due: list(office.all.due, "near-due --days 3"),
        letters: list(rates[place("apology")][1] - rates[place("apology")][0], "dossiers --rate apology"),
        flagged: list(Math.round(late / 3), "integrity"),
        moved: list(0, "restated --dossiers")
    };
    const procedures = Array.from({ length: 7 }, (_, row) => ({
        code: `1.00${1000 + row}`,
        name: [
            "Đăng ký kết hôn",
            "Chứng thực bản sao từ bản chính",
            "Đăng ký khai sinh",
            "Xác nhận tình trạng hôn nhân",
            "Đăng ký, cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất lần đầu",
            "<script>alert(1)</script>",
            null
        ][row],
        received: Math.round(resolved / (row + 2)),
        resolved: Math.round(resolved / (row + 2.1)),
        late: Math.floor(late / 2 ** (row + 1)),
        overdue: 0
    }));
    const step = (at, words) => ({ at, kind: "change", text_vi: words });
    return {
        code: office.code,
        as_of: asOf,
        children: offices.filter((other) => other.parent === office.code).map((other) => other.code),
        sisters: offices
            .filter((other) => other !== office && other.parent === office.parent)
            .map((other) => other.code),
        months: office.all.months.map((month, row) => ({ month: shownMonths[row], ...month })),
        procedures,
        points: pointsOf(rates),
        ceiling: {
            percent: 3,
            late,
            resolved,
            room,
            needed: room < 0 ? Math.ceil(late / 0.03) - resolved : 0
        },
        days: {
            near_due: ["2024-06-07", "2024-06-10", "2024-06-11", "2024-06-12", "2024-06-13"].map(
                (day, row) => ({ day, dossiers: Math.round(office.all.due / (2 + row)) })
            ),
            letters: ["2024-06-07", "2024-06-10"].map((day) => ({ day, dossiers: office.all.today })),
            overdue: ["1-5", "6-10", "11-30", "31-90", "> 90"].map((band, row) => ({
                band,
                dossiers: Math.round(count("pending_overdue") / (row + 2))
            })),
            forecast: []
        },
        profiles: [
            [
                "report",
                "theo báo cáo của UBND cấp xã và sở, ngành; tính theo ngày, trên số hồ sơ đã giải quyết",
                rates[place("on_time")],
                []
            ],
            [
                "qd766",
                "bộ chỉ số chất lượng phục vụ, tính đến giờ",
                [rates[place("on_time")][0] - 3, resolved + count("pending")],
                [
                    {
                        bucket: "pending",
                        text_vi: "đang giải quyết cuối kỳ",
                        text_en: "open at the end",
                        in: "denominator",
                        sign: 1,
                        dossiers: count("pending")
                    },
                    {
                        bucket: "resolved_on_day_after_hour",
                        text_vi: "đã giải quyết đúng ngày hẹn nhưng quá giờ",
                        text_en: "resolved on the day, after the hour",
                        in: "numerator",
                        sign: -1,
                        dossiers: 3
                    }
                ]
            ],
            [
                "decree61",
                "đánh giá giải quyết thủ tục một cửa, tính trên hồ sơ tiếp nhận",
                [rates[place("on_time")][0], count("received")],
                [
                    {
                        bucket: "received",
                        text_vi: "tiếp nhận trong kỳ",
                        text_en: "received",
                        in: "denominator",
                        sign: 1,
                        dossiers: count("received")
                    }
                ]
            ]
        ].map(([profile, words, value, differs]) => ({
            profile,
            text_vi: words,
            text_en: profile,
            legal_source: "Quyết định 766/QĐ-TTg",
            figure: "on_time",
            ...named(value),
            differs
        })),
        integrity: [
            {
                flag: "late_in_system",
                text_vi: "trả kết quả đúng hạn nhưng cập nhật kết thúc trên hệ thống chậm",
                text_en: "handed over in time, closed late",
                dossiers: Math.round(late / 3)
            }
        ],
        restated: {
            period: { from: "2023-06-07", to: "2023-12-06" },
            published_at: "2023-12-07T01:40:12+07:00",
            figures: [
                {
                    figure: "late",
                    text_vi: "giải quyết quá hạn / đã giải quyết",
                    published: named([late, resolved]),
                    now: named([late + 1, resolved]),
                    rule_changed: false
                }
            ]
        },
        missing: [
            { kind: "no_rate", name: "5.1", text_vi: "chưa có nguồn phản ánh, kiến nghị theo lĩnh vực" }
        ],
        doubts: [],
        lists,
        procedure_names: Object.fromEntries(
            procedures.filter((row) => row.name).map((row) => [row.code, row.name])
        ),
        stories: Object.fromEntries(
            lists.late.rows
                .slice(0, 40)
                .map((row) => [
                    row.code,
                    [
                        step(row.received_at, "tiếp nhận trực tuyến"),
                        step("2024-03-12T01:40:00+07:00", "lần tổng hợp đầu tiên thấy hồ sơ này"),
                        step("2024-03-26T01:40:00+07:00", "ngày hẹn trả đổi từ 22/03/2024 sang 25/03/2024"),
                        step(row.finished_at, "kết thúc, quá hạn")
                    ]
                ])
        )
    };
}

/* {start, details: Map of code to office data} of total offices over count months. */
export function makeSample({ total = 200, count = 60 } = {}) {
    const chance = makeChance(20240607);
    const offices = makeOffices(chance, total);
    const asOf = "2024-06-07T01:40:12+07:00";
    offices.forEach((office) => {
        const lateness = 0.06 * chance() ** 2.2;
        office.own = {
            ...act(chance, office.size, lateness),
            previous: act(chance, office.size * 0.9, lateness * (0.6 + 0.9 * chance())).rates,
            months: months(chance, office.size, lateness, count),
            due: Math.round((office.size / 120) * chance()),
            today: Math.round(0.6 * chance())
        };
    });
    addUp(offices);
    const shownMonths = MONTHS(count);
    const words = (name) => ({ text_vi: name[1], text_en: name[2] });
    const start = {
        version: "0.1.0",
        title: "Kết quả giải quyết thủ tục hành chính — UBND tỉnh Quảng Ngãi",
        whole: "H48",
        single: null,
        period: { from: "2023-12-07", to: "2024-06-06", name: "bao-cao-6-thang/2024" },
        previous: { from: "2023-06-07", to: "2023-12-06", name: "2023-06-07..2023-12-06" },
        as_of: asOf,
        counted_to: "2024-06-06",
        by: "handling",
        tree: "then",
        profile: "report",
        profile_vi: "theo báo cáo của UBND cấp xã và sở, ngành; tính theo ngày, trên số hồ sơ đã giải quyết",
        profile_en: "commune and department reports, by calendar day, on what was resolved",
        profile_source: "Biểu II.06a Thông tư 01/2020/TT-VPCP",
        scoring: "gia-nghia-2023",
        scoring_vi: "bộ tiêu chí của thành phố Gia Nghĩa năm 2023",
        scoring_en: "criteria of Gia Nghia city, 2023",
        scoring_source: "Kế hoạch 52/KH-UBND",
        ceiling: 3,
        min_resolved: 20,
        near_due_days: 3,
        rows_max: 200,
        stories_max: 40,
        public: false,
        sources: [
            {
                source: "tinh",
                last_good: "2024-06-07T01:31:00+07:00",
                state: "good",
                text_vi: "hệ thống một cửa của tỉnh",
                text_en: "the province's system"
            },
            {
                source: "quoc-gia",
                last_good: "2024-06-05T01:31:00+07:00",
                state: "stale",
                text_vi: "Cổng Dịch vụ công quốc gia",
                text_en: "the national portal"
            }
        ],
        levels: [
            ["province", "tỉnh", "province"],
            ["department", "sở, ngành", "department"],
            ["district", "huyện", "district"],
            ["commune", "xã", "commune"]
        ].map((name) => ({ level: name[0], ...words(name) })),
        figures: RATES.map(([figure, vi, en, of, , meaning, target]) => ({
            figure,
            text_vi: meaning,
            text_en: en,
            short_vi: vi,
            short_en: en,
            column:
                { late: 3, online: 4, results_digitised: 5, apology: 6, feedback_on_time: 7 }[figure] ?? null,
            numerator_vi: meaning.split(" / ")[0],
            denominator_vi: meaning.split(" / ")[1],
            numerator_en: `${en}, numerator`,
            denominator_en: of,
            legal_source: "Biểu II.06a Thông tư 01/2020/TT-VPCP",
            valid_from: "2020-10-21",
            valid_to: null,
            rule_version: "5f0c9b2e",
            lower_is_better: target
                ? target[0] === "at_most"
                : ["late_first", "dissatisfied", "returned", "withdrawn", "reopened", "due_moved"].includes(
                      figure
                  ),
            measure: "dossiers",
            target: target
                ? { value: target[1], direction: target[0], legal_source: "Kế hoạch của UBND tỉnh" }
                : null
        })),
        counts: COUNTS.map((name) => ({
            count: name[0],
            ...words(name),
            short_vi: { received: "Tiếp nhận", resolved: "Giải quyết" }[name[0]] ?? null,
            short_en: { received: "Received", resolved: "Resolved" }[name[0]] ?? null,
            column: { received: 1, resolved: 2 }[name[0]] ?? null
        })),
        months: shownMonths.slice(-12),
        doubts: [
            {
                kind: "source_behind",
                source: "quoc-gia",
                text_vi: "nguồn quoc-gia mới đọc đến 05/06/2024",
                text_en: null
            }
        ],
        offices: offices.map((office, row) => ({
            code: office.code,
            name: office.name,
            level: office.level,
            parent: office.parent,
            file: `${office.code.replace(/[^A-Za-z0-9.-]/g, "_")}.js`,
            counts: office.all.counts,
            rates: office.all.rates.map(fraction),
            previous: office.all.previous.map(fraction),
            months: office.all.months.slice(-12).map((month) => [month.late, month.resolved]),
            points: (() => {
                const scored = pointsOf(office.all.rates).filter((line) => line.points !== null);
                const sum = (name) => round(scored.reduce((all, line) => all + line[name], 0));
                return scored.length === 0
                    ? null
                    : { points: sum("points"), max_points: sum("max_points"), lost: sum("lost") };
            })(),
            near_due: office.all.due,
            overdue: office.all.counts[14],
            doubts: row === 0 || row % 40 === 7 ? [0] : [],
            letters: {
                missing: office.all.rates[place("apology")][1] - office.all.rates[place("apology")][0],
                today: office.all.today
            }
        }))
    };
    return {
        start,
        details: new Map(
            offices.map((office) => [office.code, detailOf(chance, office, offices, shownMonths, asOf)])
        )
    };
}

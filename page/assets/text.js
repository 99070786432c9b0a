/* How numbers, days and words are written: as vi-VN or en writes them, whatever the browser knows of it. */
"use strict";

(function (motcua) {
    const text = (motcua.text = {});

    /* "vi" or "en"; motcua.route sets it before anything is drawn. */
    text.language = "vi";

    /* The text named key of motcua.words, with {0}, {1} ... replaced by values. */
    text.say = function (key, ...values) {
        const pair = motcua.words[key];
        return pair[text.language === "en" ? 1 : 0].replace(/\{(\d)\}/g, (_, place) => values[Number(place)]);
    };

    /* What item of the data is called: its member NAME_vi or NAME_en; Vietnamese where there is no English. */
    text.of = function (item, name = "text") {
        return (text.language === "en" && item[name + "_en"]) || item[name + "_vi"] || "";
    };

    text.capital = function (words) {
        return words.charAt(0).toLocaleUpperCase(text.language) + words.slice(1);
    };

    /* Places behind the point: at least least, at most most. Both 0 for counts. */
    text.number = function (value, least = 0, most = least) {
        const [group, point] = text.language === "en" ? [",", "."] : [".", ","];
        let [whole, places = ""] = Math.abs(value).toFixed(most).split(".");
        while (places.length > least && places.endsWith("0")) {
            places = places.slice(0, -1);
        }
        whole = whole.replace(/\B(?=(\d{3})+$)/g, group);
        return (value < 0 ? "−" : "") + whole + (places === "" ? "" : point + places);
    };

    /* 3.07 as "3,07%": two places always. */
    text.percent = function (value) {
        return text.number(value, 2) + "%";
    };

    /* A ceiling or target, 3 as "3%": no places that say nothing. */
    text.limit = function (value) {
        return text.number(value, 0, 2) + "%";
    };

    /* Points of a score, at most three places. */
    text.points = function (value) {
        return text.number(value, 0, 3);
    };

    const MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /* "2024-06-07..." as 07/06/2024 or 7 Jun 2024. Local time as the data states it: no time zone of the reader comes in. */
    text.day = function (iso) {
        const [year, month, day] = iso.slice(0, 10).split("-");
        return text.language === "en"
            ? `${Number(day)} ${MONTHS_EN[Number(month) - 1]} ${year}`
            : `${day}/${month}/${year}`;
    };

    /* "2024-06-07T01:40:12+07:00" as 01:40 ngày 07/06/2024. */
    text.time = function (iso) {
        const clock = iso.slice(11, 16);
        if (clock === "") {
            return text.day(iso);
        }
        return text.language === "en" ? `${clock} on ${text.day(iso)}` : `${clock} ngày ${text.day(iso)}`;
    };

    /* The same for narrow columns, the day first: 07/06/2024 01:40. */
    text.shortTime = function (iso) {
        return `${text.day(iso)} ${iso.slice(11, 16)}`.trim();
    };

    /* "2024-05" as 05/2024 or May 2024. */
    text.month = function (iso) {
        const [year, month] = iso.split("-");
        return text.language === "en" ? `${MONTHS_EN[Number(month) - 1]} ${year}` : `${month}/${year}`;
    };

    const PERIODS = [
        [/^(\d{4})$/, "period_year"],
        [/^(\d{4})-H1$/, "period_half_1"],
        [/^(\d{4})-H2$/, "period_half_2"],
        [/^(\d{4})-Q([1-4])$/, "period_quarter"],
        [/^(\d{4})-(\d{2})$/, "period_month"]
    ];

    /* What people call a period that was asked for as 2024-H1; "" for one that only has its days. */
    text.periodName = function (name) {
        for (const [pattern, key] of PERIODS) {
            const found = pattern.exec(name);
            if (found) {
                return text.say(key, ...found.slice(1).map(Number));
            }
        }
        return "";
    };

    /* For searching: without accents and case, "Đ" as "d". */
    text.fold = function (words) {
        return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
    };
})((window.motcua = window.motcua || {}));

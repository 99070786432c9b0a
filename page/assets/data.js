/* The data: what data/start.js and data/office/FILE.js hand in, and where things are found in it. A fraction is
 * [numerator, denominator, percent]: percent null when the denominator is 0, and null instead of the
 * whole when it may not be published. */
"use strict";

(function (motcua) {
    const data = (motcua.data = { start: null });
    const offices = new Map();
    const places = { rates: new Map(), counts: new Map() };
    const details = new Map();
    const loading = new Map();

    /* An office that no catalogue has named yet is called by its code. */
    function complete(office) {
        office.name = office.name || office.code;
        office.children = [];
        office.monthly = office.months.map(([late, resolved]) =>
            late === null || resolved === null ? null : [late, resolved, data.percentOf(late, resolved)]
        );
        offices.set(office.code, office);
    }

    /* Late dossiers have a ceiling even where nobody has set a target. */
    function addCeiling(late) {
        if (late && !late.target) {
            late.target = { value: data.start.ceiling, direction: "at_most", legal_source: null };
        }
    }

    /* Called by data/start.js. */
    motcua.start = function (start) {
        data.start = start;
        start.offices.forEach(complete);
        start.offices
            .filter((office) => offices.has(office.parent))
            .forEach((office) => offices.get(office.parent).children.push(office));
        start.levels = start.levels.filter((level) =>
            start.offices.some((office) => office.level === level.level)
        );
        start.figures.forEach((figure, place) => places.rates.set(figure.figure, place));
        start.counts.forEach((count, place) => places.counts.set(count.count, place));
        addCeiling(data.figure("late"));
    };

    /* Called by data/office/FILE.js. */
    motcua.office = function (code, detail) {
        details.set(code, detail);
    };

    data.office = (code) => offices.get(code);
    data.figure = (name) => data.start.figures[places.rates.get(name)];
    data.count = (name) => data.start.counts[places.counts.get(name)];
    data.level = (name) => data.start.levels.find((level) => level.level === name);

    /* An object {n, d, p} of an office's file as such a fraction. */
    data.fraction = (value) =>
        value && value.n !== null && value.n !== undefined ? [value.n, value.d, value.p] : null;

    /* The fraction of a rate of an office; undefined when the profile has no such rate. */
    data.rate = (office, name) => office.rates[places.rates.get(name)];
    data.previous = (office, name) => office.previous[places.rates.get(name)];

    /* A count of an office; null when hidden, undefined when there is none of that name. */
    data.counted = (office, name) => office.counts[places.counts.get(name)];

    /* Resolved dossiers of an office, by which small ones are told: their percents say little. */
    data.resolved = function (office) {
        const late = data.rate(office, "late");
        return late ? late[1] : data.counted(office, "resolved") || 0;
    };

    data.isSmall = (office) => data.resolved(office) < data.start.min_resolved;

    data.periodName = () => `${data.start.period.from}..${data.start.period.to}`;

    data.doubts = (office) => office.doubts.map((place) => data.start.doubts[place]);

    data.whole = () => (data.start.whole === null ? null : offices.get(data.start.whole));

    data.scoringName = () => `${motcua.text.of(data.start, "scoring")} (${data.start.scoring_source})`;

    data.profileName = () => `${motcua.text.of(data.start, "profile")} (${data.start.profile_source})`;

    /* What the page is about: the office above all, if there is one. */
    data.about = () => (data.whole() ? data.whole().name : "");

    /* From the highest down to the one above office. */
    data.ancestors = function (office) {
        const above = [];
        for (
            let next = offices.get(office.parent);
            next && !above.includes(next);
            next = offices.get(next.parent)
        ) {
            above.unshift(next);
        }
        return above;
    };

    data.sisters = function (office) {
        return data.start.offices.filter(
            (other) => other !== office && other.parent === office.parent && office.parent !== null
        );
    };

    /* Points of percent more (or less) than in the period before, from the two printed percents; null when one is missing. */
    data.change = function (office, name) {
        const now = data.rate(office, name);
        const before = data.previous(office, name);
        return now && before && now[2] !== null && before[2] !== null
            ? Math.round((now[2] - before[2]) * 100) / 100
            : null;
    };

    /* Of integers, rounded half up to two places, as the database does; null when the denominator is 0. For months and
     * for totals of rows that a reader has chosen: all other percents come with the data. */
    data.percentOf = function (numerator, denominator) {
        return denominator === 0
            ? null
            : Math.floor((numerator * 20000 + denominator) / (2 * denominator)) / 100;
    };

    /* Promises the details of an office. A script that is put into the page, not a request: from a folder on a disk
     * browsers allow nothing else. */
    data.detail = function (code) {
        if (details.has(code)) {
            return Promise.resolve(details.get(code));
        }
        if (!loading.has(code)) {
            loading.set(
                code,
                new Promise((resolve, reject) => {
                    const file = `data/office/${encodeURIComponent(offices.get(code).file)}`;
                    const script = document.createElement("script");
                    const fail = () => {
                        loading.delete(code);
                        reject(new Error(file));
                    };
                    script.src = `${file}?${data.start.as_of.replace(/\D/g, "")}`;
                    script.addEventListener("load", () =>
                        details.has(code) ? resolve(details.get(code)) : fail()
                    );
                    script.addEventListener("error", fail);
                    document.head.append(script);
                })
            );
        }
        return loading.get(code);
    };
})((window.motcua = window.motcua || {}));

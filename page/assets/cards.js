/* What stands above all: by which rule and when, and the four cards for the first five seconds. */
"use strict";

(function (motcua) {
    const { dom, data, text, marks, tip, route, officeTable } = motcua;

    /* How many offices can be judged, and how many of them are above the ceiling, now and in the period before. */
    function countAbove() {
        const offices = data.start.offices.filter((office) => office.code !== data.start.whole);
        const judged = offices.filter((office) => data.rate(office, "late") && !data.isSmall(office)).length;
        const above = offices.filter((office) => officeTable.isAbove(data.rate(office, "late"))).length;
        const before = offices.filter((office) => officeTable.isAbove(data.previous(office, "late"))).length;
        return { judged, above, change: data.start.previous ? above - before : null };
    }

    function changeInWords(change) {
        const key = change > 0 ? "card_above_up" : change < 0 ? "card_above_down" : "card_above_same";
        return change === null ? "" : `; ${text.say(key, text.number(Math.abs(change)))}`;
    }

    function card(address, title, value, detail) {
        return dom.el(
            "li",
            null,
            dom.el(
                "a",
                { class: "card", href: address },
                dom.el("span", { class: "card-title" }, title),
                dom.el("span", { class: "card-value" }, value),
                dom.el("span", { class: "card-detail" }, detail)
            )
        );
    }

    const unit = (words) => dom.el("small", null, ` ${words}`);

    function lateCard(whole) {
        const late = data.rate(whole, "late");
        return card(
            route.figure(whole.code, "late"),
            text.say("card_late"),
            [
                marks.rate(whole.code, "late", late),
                marks.sign(data.figure("late"), whole),
                marks.change(whole, "late"),
                marks.spark(whole.monthly)
            ],
            text.say("card_late_of", marks.fraction(late), text.limit(data.start.ceiling))
        );
    }

    function aboveCard() {
        const { judged, above, change } = countAbove();
        return card(
            route.start({ above: "1" }),
            text.say("card_above", text.limit(data.start.ceiling)),
            [text.number(above), unit(`/ ${text.say("offices", text.number(judged))}`)],
            text.say("card_above_of", text.number(data.start.min_resolved)) + changeInWords(change)
        );
    }

    function dueCard(whole) {
        return card(
            route.figure(whole.code, "near_due"),
            text.say("card_due", data.start.near_due_days),
            [marks.count(whole.code, "near_due", whole.near_due), unit(text.say("unit_dossiers"))],
            whole.overdue === null ? "" : text.say("card_due_of", text.number(whole.overdue))
        );
    }

    function letterCard(whole) {
        const { missing, today } = whole.letters;
        return card(
            route.figure(whole.code, "letters"),
            text.say("card_letters"),
            [marks.count(whole.code, "letters", missing), unit(text.say("unit_dossiers"))],
            today === null ? "" : text.say("card_letters_of", text.number(today))
        );
    }

    /* Of the whole; where nothing is above all offices there is no figure of all, and only what can be counted is told. */
    motcua.cards = function () {
        const whole = data.whole();
        const hasLate = Boolean(data.figure("late"));
        return dom.el(
            "ul",
            { class: "cards", "aria-label": text.say("cards") },
            whole && hasLate && lateCard(whole),
            hasLate && aboveCard(),
            whole && whole.near_due !== null && dueCard(whole),
            whole && whole.letters && whole.letters.missing !== null && letterCard(whole)
        );
    };

    function sourceState() {
        const { sources } = data.start;
        const good = sources.filter((source) => source.state === "good").length;
        const words = sources.map((source) =>
            text.say(
                source.last_good === null ? "source_never" : "source_last",
                text.of(source) || source.source,
                text.say(`source_${source.state}`),
                source.last_good === null ? "" : text.time(source.last_good)
            )
        );
        return asked(
            text.say(good === sources.length ? "sources_good" : "sources_bad", good, sources.length - good),
            words.join("; ")
        );
    }

    /* Words that explain themselves on demand. */
    function asked(words, explanation) {
        return tip.on(
            dom.el("span", { tabindex: "0", class: "asked" }, words, dom.spoken(`: ${explanation}`)),
            explanation
        );
    }

    /* By which rule, of which period, as known when. */
    motcua.moment = function () {
        const { period, counted_to: countedTo, as_of: asOf } = data.start;
        const name = text.periodName(period.name);
        const days = [text.day(period.from), text.day(period.to)];
        return dom.el(
            "p",
            { class: "moment" },
            [
                name === "" ? text.say("period_plain", ...days) : text.say("period", name, ...days),
                countedTo === period.to ? null : text.say("counted_to", text.day(countedTo)),
                text.say("as_of", text.time(asOf)),
                asked(
                    text.say("rule", data.start.profile_source),
                    text.capital(text.of(data.start, "profile"))
                ),
                sourceState()
            ]
                .filter(Boolean)
                .map((part) => dom.el("span", null, part))
        );
    };
})((window.motcua = window.motcua || {}));

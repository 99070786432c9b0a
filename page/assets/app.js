/* Puts the views into the page: reads the address, sets the language, draws, and draws anew when the address changes. */
"use strict";

(function (motcua) {
    const { dom, data, text, route, charts } = motcua;
    const LANGUAGES = [
        ["vi", "Tiếng Việt"],
        ["en", "English"]
    ];
    const main = document.getElementById("main");
    const skip = document.querySelector(".skip");

    /* Counts what has been asked for: of two views that wait for data only the later one is drawn. */
    let latest = 0;

    function message(words) {
        main.replaceChildren(
            dom.el("h1", { tabindex: "-1" }, text.say("page_title")),
            dom.el("p", { class: "warning", role: "alert" }, words),
            dom.el("p", null, dom.el("a", { href: route.start() }, text.say("back")))
        );
    }

    /* What stands outside of main, in the language of the address. */
    function drawFrame() {
        document.documentElement.lang = text.language;
        skip.textContent = text.say("skip");
        document.getElementById("site").replaceChildren(
            dom.el("nav", { class: "path", "aria-label": text.say("path") }),
            dom.el(
                "nav",
                { class: "languages", "aria-label": text.say("language") },
                LANGUAGES.map(([code, name]) =>
                    dom.el(
                        "a",
                        {
                            href: route.inLanguage(code),
                            lang: code,
                            hreflang: code,
                            title: name,
                            "aria-current": code === text.language ? "true" : null
                        },
                        code.toUpperCase()
                    )
                )
            ),
            dom.el(
                "button",
                { type: "button", class: "print", on: { click: () => window.print() } },
                text.say("print")
            )
        );
    }

    /* A new view begins at its heading, also for those who hear it. */
    function settle(isFirst) {
        const heading = main.querySelector("h1");
        document.title = [heading.textContent, text.say("page_title")]
            .filter((part, place, all) => place === 0 || !all[0].includes(part))
            .join(" · ");
        if (!isFirst) {
            window.scrollTo(0, 0);
            heading.focus({ preventScroll: true });
        }
    }

    /* The details of an office; null after telling why there are none. */
    async function detailOf(address, office) {
        if (!office) {
            message(text.say("no_office", address.office));
            return null;
        }
        main.setAttribute("aria-busy", "true");
        try {
            return await data.detail(office.code);
        } catch (failure) {
            message(text.say("load_failed", failure.message));
            return null;
        } finally {
            main.removeAttribute("aria-busy");
        }
    }

    async function draw(isFirst) {
        const address = route.read();
        if (address === null) {
            return;
        }
        document.documentElement.dataset.view = address.view;
        latest += 1;
        const turn = latest;
        text.language = address.filters.get("lang") === "en" ? "en" : "vi";
        charts.clear();
        drawFrame();
        if (address.view === "start") {
            motcua.viewStart(main, address);
        } else {
            const office = data.office(address.office);
            const detail = await detailOf(address, office);
            if (turn !== latest) {
                return;
            }
            if (detail && address.view === "office") {
                motcua.viewOffice(main, address, office, detail);
            } else if (detail && !motcua.viewFigure(main, address, office, detail)) {
                message(text.say("no_figure", address.figure));
            }
        }
        settle(isFirst);
        document.documentElement.dataset.drawn = String(turn);
    }

    /* Data comes behind this script, so the page begins when all is read. Without data it stays as it came. */
    document.addEventListener("DOMContentLoaded", () => {
        if (data.start === null) {
            return;
        }
        skip.addEventListener("click", (event) => {
            event.preventDefault();
            main.focus();
        });
        window.addEventListener("hashchange", () => draw(false));
        charts.follow();
        draw(true);
    });
})((window.motcua = window.motcua || {}));

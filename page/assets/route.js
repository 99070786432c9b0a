/* Addresses: #/, #/office/CODE and #/office/CODE/FIGURE, with the filters behind a "?". What a reader sees can
 * be sent to another by its address. */
"use strict";

(function (motcua) {
    const route = (motcua.route = {});

    function decode(part) {
        try {
            return decodeURIComponent(part);
        } catch (broken) {
            return part;
        }
    }

    /* What the address asks for: {view, office, figure, filters}; null when it is no address of the page (a link to
     * a part of it). Without any address it is the start, or in a file of one office that office. */
    route.read = function (hash = window.location.hash) {
        if (hash !== "" && !hash.startsWith("#/")) {
            return null;
        }
        const [path, query = ""] = hash.slice(2).split("?", 2);
        const parts = path
            .split("/")
            .filter((part) => part !== "")
            .map(decode);
        const filters = new URLSearchParams(query);
        if (parts[0] === "office" && parts.length > 1) {
            return {
                view: parts.length > 2 ? "figure" : "office",
                office: parts[1],
                figure: parts[2] || null,
                filters
            };
        }
        const single = motcua.data.start && motcua.data.start.single;
        return single && hash === ""
            ? { view: "office", office: single, figure: null, filters }
            : { view: "start", office: null, figure: null, filters };
    };

    /* filters: an object; what is null or empty is left out. */
    function query(filters) {
        const kept = new URLSearchParams();
        for (const [name, value] of Object.entries(filters)) {
            if (value !== null && value !== undefined && value !== "") {
                kept.set(name, value);
            }
        }
        const words = kept.toString();
        return words === "" ? "" : "?" + words;
    }

    function language() {
        return motcua.text.language === "en" ? "en" : null;
    }

    route.start = (filters = {}) => "#/" + query({ ...filters, lang: language() });

    route.office = (code) => `#/office/${encodeURIComponent(code)}` + query({ lang: language() });

    route.figure = (code, figure, filters = {}) =>
        `#/office/${encodeURIComponent(code)}/${encodeURIComponent(figure)}` +
        query({ ...filters, lang: language() });

    /* The present address in another language. */
    route.inLanguage = function (name) {
        const here = route.read() || route.read("");
        const filters = { ...Object.fromEntries(here.filters), lang: name === "vi" ? null : name };
        const path =
            here.view === "start"
                ? "#/"
                : "#/office/" + [here.office, here.figure].filter(Boolean).map(encodeURIComponent).join("/");
        return path + query(filters);
    };

    /* Changes the address without a new entry in the history and without drawing anew: while somebody types. */
    route.replace = function (address) {
        window.history.replaceState(null, "", address);
    };
})((window.motcua = window.motcua || {}));

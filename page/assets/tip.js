/* Explanations on demand: shown while the pointer is on an element or the keyboard's focus in it, gone with
 * Escape. One box serves all; screen readers get the same words from the element itself. */
"use strict";

(function (motcua) {
    const tip = (motcua.tip = {});
    const EDGE = 8;
    const PATIENCE = 150;
    let box = null;
    let owner = null;
    let leaving = 0;

    function hide() {
        window.clearTimeout(leaving);
        owner = null;
        box.hidden = true;
    }

    /* The pointer may go over to the box, to mark text in it. */
    function hideSoon() {
        window.clearTimeout(leaving);
        leaving = window.setTimeout(hide, PATIENCE);
    }

    function makeBox() {
        box = motcua.dom.el("div", {
            class: "tip",
            hidden: true,
            "aria-hidden": "true",
            on: { pointerenter: () => window.clearTimeout(leaving), pointerleave: hideSoon }
        });
        document.body.append(box);
        document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
        document.addEventListener("scroll", hide, true);
        window.addEventListener("hashchange", hide);
    }

    function show(element, words) {
        window.clearTimeout(leaving);
        owner = element;
        box.textContent = words;
        box.hidden = false;
        const target = element.getBoundingClientRect();
        const size = box.getBoundingClientRect();
        const room = document.documentElement.clientWidth - size.width - EDGE;
        const below = target.bottom + EDGE;
        box.style.left = `${Math.max(EDGE, Math.min(target.left, room))}px`;
        box.style.top = `${below + size.height <= window.innerHeight ? below : Math.max(EDGE, target.top - EDGE - size.height)}px`;
    }

    /* Lets element show words; returns it. */
    tip.on = function (element, words) {
        if (box === null) {
            makeBox();
        }
        element.addEventListener(
            "pointerenter",
            (event) => event.pointerType === "mouse" && show(element, words)
        );
        element.addEventListener("pointerleave", hideSoon);
        element.addEventListener("focus", () => show(element, words));
        element.addEventListener("blur", () => owner === element && hide());
        return element;
    };

    /* A mark such as "(*)" that has nothing to do but to explain itself. */
    tip.mark = function (mark, words, kind) {
        return tip.on(
            motcua.dom.el(
                "button",
                { type: "button", class: `mark ${kind || ""}`, "aria-label": words },
                mark
            ),
            words
        );
    };
})((window.motcua = window.motcua || {}));

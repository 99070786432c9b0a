/* What a figure of the data must look like on the page: written anew here, not by the page's own code. */

const group = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");

export const percentText = (value) => (value === null ? "–" : `${value.toFixed(2).replace(".", ",")}%`);

export const pointsText = (value) => String(Math.round(value * 1000) / 1000).replace(".", ",");

/* A count may have the name of a rate; it has no denominator. */
export const keyOf = ({ office, figure, denominator }) =>
    `${office} ${figure}${denominator === "" ? "" : " rate"}`;

/* {numerator, denominator, percent, shown} of each figure of each office in start, by keyOf. */
export function expectedFigures(start) {
    const expected = new Map();
    for (const office of start.offices) {
        const put = (name, numerator, denominator, percent, shown) =>
            expected.set(keyOf({ office: office.code, figure: name, denominator: String(denominator) }), {
                numerator: String(numerator),
                denominator: String(denominator),
                percent: String(percent ?? ""),
                shown
            });
        const putCount = (name, count) => put(name, count, "", "", group(count));
        start.counts.forEach(({ count }, place) => putCount(count, office.counts[place]));
        start.figures.forEach(({ figure }, place) => {
            const [numerator, denominator, percent] = office.rates[place];
            put(figure, numerator, denominator, percent, percentText(percent));
        });
        putCount("near_due", office.near_due);
        putCount("overdue", office.overdue);
        putCount("letters", office.letters.missing);
        if (office.points) {
            put(
                "points",
                office.points.points,
                office.points.max_points,
                "",
                pointsText(office.points.points)
            );
        } else {
            put("points", "", "", "", "–");
        }
    }
    return expected;
}

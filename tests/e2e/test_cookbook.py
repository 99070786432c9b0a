"""The cookbook: every query runs for an analyst, gives the known answers, and reads no more than it must."""

import statistics
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest

import reference
from conftest import NIGHTS, filled
from programs import ROOT

QUERIES = sorted((ROOT / "sql/cookbook").glob("*.sql"))
FIRST, LAST, TODAY = date(2024, 3, 1), date(2024, 8, 31), date(2025, 11, 20)
NONE = "(none)"


@pytest.fixture(scope="module")
def loaded(worker_id, tmp_path_factory):
    """A database with two nights, and the dossiers in it that count: these tests only read."""
    with filled(worker_id, tmp_path_factory.mktemp("cookbook"), NIGHTS, "random", "--count", "5000", "--seed", "71", "--offices", "10") as (name, store):
        yield name, [d for d in store.dossiers.values() if d.received_at and d.status not in reference.NOT_COUNTED]


@pytest.fixture(scope="module")
def template(loaded):
    return loaded[0]


@pytest.fixture
def known(loaded):
    return loaded[1]


@pytest.fixture
def run(cookbook):
    def rows(number, first=FIRST, last=LAST, office=None, today=TODAY):
        return cookbook(number, first, last, today, office)
    return rows


def closed(known, first=FIRST, last=LAST, outcome="resolved"):
    for d in known:
        end = reference.closed_at(d)
        if end and first <= end.date() <= last and (outcome is None or reference.OUTCOMES[d.status] == outcome):
            yield d, end


def received(known, first=FIRST, last=LAST):
    return [d for d in known if first <= d.received_at.date() <= last]


def still_open(known):
    return [d for d in known if reference.closed_at(d) is None and d.received_at.date() <= TODAY]


def procedures(ask):
    return dict(ask("SELECT code, procedure FROM motcua.dossier"))


def test_there_are_fifteen():
    assert [p.name[:2] for p in QUERIES] == [f"{n:02}" for n in range(1, 16)]
    assert all(p.read_text().startswith("-- ") and "?" in p.read_text().splitlines()[0] for p in QUERIES)


def test_worst_procedures(run, known, ask):
    of, days = procedures(ask), defaultdict(list)
    for d, end in closed(known):
        if d.due_at and end.date() > d.due_at.date():
            days[of[d.code]].append((end.date() - d.due_at.date()).days)
    wanted = sorted(((-sum(v), k or "", len(v), max(v)) for k, v in days.items()))[:20]
    assert [(-int(r["late_days"]), r["procedure"], int(r["late_dossiers"]), int(r["longest"])) for r in run("01")] == wanted


def test_weekdays(run, known):
    wanted = Counter(d.received_at.isoweekday() for d in received(known))
    online = Counter(d.received_at.isoweekday() for d in received(known) if d.channel == "online")
    rows = run("02")
    assert {int(r["weekday"]): (int(r["received"]), int(r["online"])) for r in rows} == {k: (n, online[k]) for k, n in wanted.items()}
    assert abs(sum(float(r["share"]) for r in rows) - 100) < 0.1


def test_processing_days(run, known, ask):
    of, days = procedures(ask), defaultdict(list)
    for d, end in closed(known):
        days[of[d.code] or ""].append((end.date() - d.received_at.date()).days)
    # percentile_disc is the first value at or past the half.
    assert {r["procedure"]: (int(r["resolved"]), int(r["median_days"]), r["mean_days"]) for r in run("03")} == {
        k: (len(v), statistics.median_low(v), str((Decimal(sum(v)) / len(v)).quantize(Decimal("0.01"), ROUND_HALF_UP))) for k, v in days.items()}


def test_online_by_month(run, known):
    months, before = defaultdict(lambda: [0, 0]), None
    for d in received(known):
        months[f"{d.received_at:%Y-%m}"][0] += 1
        months[f"{d.received_at:%Y-%m}"][1] += d.channel == "online"
    for row in run("04"):
        total, online = months.pop(row["month"])
        percent = reference.percent(online, total)
        assert (int(row["received"]), int(row["online"]), row["percent"]) == (total, online, str(percent))
        assert row["change"] == ("" if before is None else str(percent - before))
        before = percent
    assert not months


def test_late_rates(run, ask):
    rows = run("05")
    wanted = dict(ask("SELECT office, numerator FROM stats.rates(%s, %s) WHERE rate = 'late'", FIRST, LAST))
    assert {r["office"]: int(r["late"]) for r in rows} == wanted
    assert all(1 <= int(r["place"]) <= int(r["sisters"]) for r in rows)


def test_overdue_by_age(run, known):
    def band(days):
        return next(name for limit, name in ((5, "1-5"), (10, "6-10"), (30, "11-30"), (90, "31-90"), (10 ** 6, ">90")) if days <= limit)
    wanted = Counter(band((TODAY - d.due_at.date()).days) for d in still_open(known) if d.due_at and d.due_at.date() < TODAY)
    assert wanted and {r["days_late"]: int(r["dossiers"]) for r in run("06")} == wanted


def test_oldest_open(run, known):
    wanted = sorted((d.received_at.date(), d.code) for d in still_open(known))[:20]
    assert [(date.fromisoformat(r["received_on"]), r["code"]) for r in run("07")] == wanted


def test_waiting_for_citizens(run, known):
    wanted = Counter((d.office, d.status) for d in still_open(known) if d.status in reference.PAUSED)
    rows = run("08")
    assert sum(wanted.values()) > 0
    assert {(r["office"], s): int(r[k]) for r in rows for s, k in ((5, "supplement"), (6, "payment")) if r[k] != "0"} == wanted


def test_days_to_spare(run, known):
    wanted = Counter(max(min((d.due_at.date() - end.date()).days, 30), -30) for d, end in closed(known) if d.due_at)
    assert {int(r["days_to_spare"]): int(r["resolved"]) for r in run("09")} == wanted


def test_letters(run, ask, known):
    rows = {r["office"]: r for r in run("10")}
    for office, n, d in ask("SELECT office, numerator, denominator FROM stats.rates(%s, %s) WHERE rate = 'apology' AND denominator > 0", FIRST, LAST):
        row = rows[office]
        assert int(row["resolved_with_letter"]) + int(row["open_with_letter"]) == n
        assert sum(int(row[k]) for k in ("resolved_with_letter", "resolved_without", "open_with_letter", "open_without")) == d


def test_closing_hours(run, known):
    wanted = Counter(d.finished_at.hour for d, _ in closed(known, outcome=None) if d.finished_at)
    assert {int(r["hour"]): int(r["closed"]) for r in run("11")} == wanted


def test_digitisation(run, known):
    for row in run("12"):
        n, d, missing = int(row["numerator"]), int(row["denominator"]), int(row["missing"])
        assert 4 * (n + missing) >= 3 * d and (missing == 0 or 4 * (n + missing - 1) < 3 * d)


def test_year_on_year(run, known):
    rows = run("13")
    assert [r["month"] for r in rows] == [f"2024-{m:02}" for m in range(3, 9)]
    for row in rows:
        for suffix, year in (("", 2024), ("_before", 2023)):
            first = date(year, int(row["month"][5:]), 1)
            last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            assert int(row["received" + suffix]) == len(received(known, first, last))
            assert int(row["late" + suffix]) == sum(bool(d.due_at and end.date() > d.due_at.date()) for d, end in closed(known, first, last))


def test_fields_add_up(run, ask, known):
    rows = run("14")
    (wanted,) = ask("SELECT sum(received), sum(carried_in), sum(resolved), sum(resolved_early), sum(resolved_on_time), sum(resolved_late), sum(pending), sum(pending_overdue)"
                    " FROM (SELECT set_config('motcua.today', %s, false)) AS s, stats.counts(%s, %s) AS c JOIN motcua.office AS o ON o.code = c.office AND o.parent IS NULL",
                    TODAY.isoformat(), FIRST, LAST)
    names = ("received", "carried_in", "resolved", "early", "on_time", "late", "pending", "overdue")
    assert len(rows) > 1 and tuple(sum(int(r[k]) for r in rows) for k in names) == wanted


def test_moved_due_dates(run, ask, known):
    rows = run("15", first=date(2020, 1, 1), last=date(2030, 1, 1))
    flagged = dict(ask("SELECT office, count(*) FROM stats.integrity_flags WHERE flag LIKE 'due_moved%' GROUP BY 1"))
    assert flagged and {r["office"]: int(r["without_ground"]) for r in rows if r["without_ground"] != "0"} == flagged


def test_one_office_is_a_part(run, known):
    assert run("01", office="H99") == [] and run("07", office="H48.20") != []
    assert sum(int(r["received"]) for r in run("02", office="H48.20")) < sum(int(r["received"]) for r in run("02"))

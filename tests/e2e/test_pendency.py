"""What is open and overdue by how long, against the same rule written a second time."""

import csv
import io
from collections import Counter
from datetime import date, timedelta

import pytest

import reference
from conftest import NIGHTS, filled

BANDS = [("1-5", 5), ("6-10", 10), ("11-30", 30), ("31-90", 90), (">90", 10 ** 6)]
# Period and today.
CASES = [("2024-H1", date(2024, 6, 30), date(2026, 11, 20)), ("2023-12-07..2024-06-06", date(2024, 6, 6), date(2024, 6, 6)),
         ("2024-02", date(2024, 2, 29), date(2024, 3, 1)), ("2025", date(2025, 12, 31), date(2025, 5, 20)), ("2025", date(2025, 12, 31), date(2026, 11, 20))]


@pytest.fixture(scope="module")
def loaded(worker_id, tmp_path_factory):
    """A database with two nights, and the dossiers in it: these tests only read."""
    with filled(worker_id, tmp_path_factory.mktemp("pendency"), NIGHTS, "random", "--count", "4000", "--seed", "95", "--offices", "12") as (name, store):
        yield name, list(store.dossiers.values())


@pytest.fixture(scope="module")
def template(loaded):
    return loaded[0]


@pytest.fixture
def known(loaded):
    return loaded[1]


def overdue(known, day, today):
    """Those open and overdue at the end of a day that has come, with their days."""
    for d in known:
        if d.received_at and d.status not in reference.NOT_COUNTED and "pending_overdue" in reference.tally(d, day, day, today):
            yield d, (min(day, today) - d.due_at.date()).days


def band_of(days):
    return next(name for name, most in BANDS if days <= most)


def by_office(listed):
    """Counter of bands of each office, its subtree included."""
    answer = {}
    for d, days in listed:
        for above in reference.with_ancestors(d.office):
            answer.setdefault(above, Counter())[band_of(days)] += 1
    return answer


@pytest.mark.parametrize("period, last, today", CASES)
def test_bands_are_those_of_the_reference(period, last, today, known, motcua):
    asked = ("--period", period, "--format", "json")
    shown = motcua.stats("pendency", *asked, today=today).json()
    day = min(last, today)
    before = day.replace(day=1) - timedelta(days=1)
    assert (shown["on_day"], shown["before"]) == (day.isoformat(), before.isoformat())
    now, then = by_office(overdue(known, last, today)), by_office(overdue(known, before, today))
    assert sum(now["H48"].values()) > 10
    for office in shown["offices"]:
        bands = now.get(office["code"], Counter()), then.get(office["code"], Counter())
        assert [(b["band"], b["dossiers"], b["dossiers_before"]) for b in office["bands"]] == [(name, bands[0][name], bands[1][name]) for name, _ in BANDS]
        assert (office["overdue"], office["overdue_before"]) == (sum(bands[0].values()), sum(bands[1].values()))
    # The same as show says of the period, and of the end of the month before.
    for key, counted in (("", asked), ("_before", ("--period", before, "--format", "json"))):
        counts = {o["code"]: o["counts"] for o in motcua.stats("show", *counted, today=today).json()["offices"]}
        assert {o["code"]: (o["pending" + key], o["overdue" + key]) for o in shown["offices"]} == {
            code: (c["pending"], c["pending_overdue"]) for code, c in counts.items()}


@pytest.mark.parametrize("period, last, today", CASES[:2])
def test_each_band_lists_its_dossiers_the_oldest_first(period, last, today, known, motcua):
    wanted = {d.code: days for d, days in overdue(known, last, today) if "H48" in reference.with_ancestors(d.office)}
    listed = {}
    for name, _ in BANDS:
        outcome = motcua.stats("pendency", "--period", period, "--office", "H48", "--band", name, "--format", "json", today=today)
        rows = outcome.json()["dossiers"]
        assert [r["days_overdue"] for r in rows] == sorted((r["days_overdue"] for r in rows), reverse=True)
        assert all(r["band"] == name == band_of(r["days_overdue"]) and f"quá hạn {r['days_overdue']} ngày" in r["reason"] for r in rows)
        listed |= {r["code"]: r["days_overdue"] for r in rows}
    assert listed == wanted
    (office,) = motcua.stats("pendency", "--period", period, "--office", "H48", "--format", "json", today=today).json()["offices"]
    assert office["oldest"]["days"] == max(wanted.values()) == wanted[office["oldest"]["code"]]


def test_tables_and_csv(motcua):
    args = ("pendency", "--period", "2024-H1", "--office", "H48")
    (office,) = motcua.stats(*args, "--format", "json", today="2026-11-20").json()["offices"]
    table = motcua.stats(*args, today="2026-11-20").stdout
    assert "Quá hạn (ngày)" in table and "31/05/2024" in table and "Tổng quá hạn" in table and office["oldest"]["code"] in table
    rows = list(csv.DictReader(io.StringIO(motcua.stats(*args, "--format", "csv", today="2026-11-20").stdout.lstrip("\ufeff")), delimiter=";"))
    assert [(r["band"].lstrip("'"), r["dossiers"]) for r in rows] == [(b["band"], str(b["dossiers"])) for b in office["bands"]]
    assert {(r["on_day"], r["before"]) for r in rows} == {("30/06/2024", "31/05/2024")}
    listed = motcua.stats(*args, "--band", "31-90", today="2026-11-20").stdout
    assert "quá hạn 31-90 ngày" in listed and f"Tổng số: {office['bands'][3]['dossiers']}." in listed
    assert len(motcua.stats(*args, "--band", "31-90", "--format", "csv", today="2026-11-20").stdout.splitlines()) == office["bands"][3]["dossiers"] + 1
    wrong = motcua.stats(*args, "--band", "7")
    assert wrong.code == 2 and "unknown band '7'" in wrong.stderr and "1-5, 6-10, 11-30, 31-90, >90" in wrong.stderr
    assert motcua.stats("pendency").code == 2 and motcua.stats("pendency", "--period", "2024", "--office", "X").code == 2

"""Working days taken of working days given, against days counted one by one."""

import csv
import io
import math
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

import reference
from conftest import NIGHTS, filled

PERIODS = [(date(2024, 1, 1), date(2024, 12, 31)), (date(2024, 2, 1), date(2024, 2, 29)), (date(2024, 5, 17), date(2024, 5, 17)), (date(2023, 12, 7), date(2024, 6, 6))]
TODAY = "2026-11-20"


@pytest.fixture(scope="module")
def loaded(worker_id, tmp_path_factory):
    """A database with two nights, and the dossiers in it: these tests only read."""
    with filled(worker_id, tmp_path_factory.mktemp("terms"), NIGHTS, "random", "--count", "4000", "--seed", "91", "--offices", "12") as (name, store):
        yield name, list(store.dossiers.values())


@pytest.fixture(scope="module")
def template(loaded):
    return loaded[0]


@pytest.fixture
def known(loaded):
    return loaded[1]


@pytest.fixture
def working(ask):
    """working(first, last): the working days after the first up to the last, one by one."""
    exceptions = dict(ask("SELECT day, working FROM motcua.calendar_day"))

    def count(first, last):
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(exceptions.get(day, day.isoweekday() < 6) for day in days)
    return count


def spans(known, working, first, last):
    """Office, code and days (taken, given) of what was resolved in a period and had a due date."""
    for d in known:
        end = reference.closed_at(d) if d.received_at and d.status not in reference.NOT_COUNTED else None
        if end and d.status in reference.RESOLVED and first <= end.date() <= last and d.due_at:
            received = d.received_at.date()
            yield d.office, d.code, (working(received, end.date()), working(received, d.due_at.date()))


def discrete(values, tenths):
    """The least value that so many tenths of all do not exceed."""
    return sorted(values)[math.ceil(len(values) * tenths / 10) - 1]


def row_of(days):
    taken, given = [t for t, _ in days], [g for _, g in days]
    percent = reference.percent(sum(taken), sum(given))
    return (len(days), sum(taken), sum(given), percent, discrete(given, 5), discrete(taken, 5), discrete(taken, 9), discrete([g - t for t, g in days], 5))


FIGURES = ("resolved", "days_taken", "days_given", "percent", "median_given", "median_taken", "p90_taken", "median_spare")


def told(row):
    return tuple(Decimal(str(row[k])) if k == "percent" and row[k] is not None else row[k] for k in FIGURES)


@pytest.mark.parametrize("first, last", PERIODS)
def test_every_figure_is_that_of_the_reference(first, last, known, working, motcua, ask):
    of = dict(ask("SELECT code, procedure FROM motcua.dossier"))
    wanted, by_procedure = defaultdict(list), defaultdict(list)
    for office, code, days in spans(known, working, first, last):
        for above in reference.with_ancestors(office):
            wanted[above].append(days)
            by_procedure[above, of[code]].append(days)
    shown = motcua.stats("terms", "--period", f"{first}..{last}", "--format", "json", today=TODAY).json()
    assert wanted and {o["office"]: told(o) for o in shown["offices"]} == {o: row_of(days) for o, days in wanted.items()}
    assert ask("SELECT office, procedure, " + ", ".join(FIGURES) + " FROM stats.procedure_terms(%s, %s) ORDER BY 1, 2", first, last) == [
        (*key, *row_of(days)) for key, days in sorted(by_procedure.items(), key=lambda kv: (kv[0][0], kv[0][1] or "~"))]
    one = max(wanted, key=len)
    asked = motcua.stats("terms", "--period", f"{first}..{last}", "--office", one, "--format", "json", today=TODAY).json()
    assert [told(o) for o in asked["offices"]] == [row_of(wanted[one])]
    assert {p["procedure"]: told(p) for p in asked["procedures"]} == {k[1]: row_of(days) for k, days in by_procedure.items() if k[0] == one}
    spare = [p["median_spare"] for p in asked["procedures"]]
    assert spare == sorted(spare, reverse=True)
    # The same as a rate, in show and in a ranking.
    figures = motcua.stats("show", "--period", f"{first}..{last}", "--format", "json", today=TODAY).json()["offices"]
    for office in figures:
        rate, days = office["rates"]["term_used"], wanted.get(office["code"], [])
        assert (rate["numerator"], rate["denominator"], rate["dossiers"]) == (sum(t for t, _ in days), sum(g for _, g in days), len(days))
        assert rate["measure"] == "working_days" and rate["percent"] == (None if not days else float(row_of(days)[3]))
    ranked = motcua.stats("rank", "--rate", "term_used", "--period", f"{first}..{last}", "--format", "json", today=TODAY).json()["families"]
    assert {o["code"]: (o["numerator"], o["denominator"]) for f in ranked for o in f["offices"]} == {
        o["code"]: (o["rates"]["term_used"]["numerator"], o["rates"]["term_used"]["denominator"]) for o in figures}
    assert all(o["place"] == 1 for f in ranked for o in f["offices"][:1] if o["percent"] is not None)


def test_parents_are_the_sum_of_their_children(motcua):
    offices = motcua.stats("show", "--period", "2024", "--format", "json", today=TODAY).json()["offices"]
    used = {o["code"]: [o["rates"]["term_used"][k] for k in ("numerator", "denominator", "dossiers")] for o in offices}
    for code, figure in used.items():
        below = [used[c] for c in used if reference.parent(c) == code]
        assert all(n >= sum(b[i] for b in below) for i, n in enumerate(figure))
    assert len(used) > 10 and used["H48"][2] > 500


def test_the_list_says_the_days_of_each(known, working, motcua):
    first, last = PERIODS[0]
    days = {code: d for office, code, d in spans(known, working, first, last) if "H48.20" in reference.with_ancestors(office)}
    listed = motcua.stats("dossiers", "--rate", "term_used", "--period", "2024", "--office", "H48.20", "--format", "json", today=TODAY).json()["dossiers"]
    assert {d["code"]: d["reason"].rsplit("; ", 1)[1] for d in listed} == {
        code: f"dùng {taken} trên {given} ngày làm việc được hẹn" for code, (taken, given) in days.items()}
    assert len(listed) == len(days) > 20


def test_as_it_was_known(motcua, ask):
    ((evening,),) = ask("SELECT (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date FROM motcua.run ORDER BY run_id LIMIT 1")
    ask("UPDATE motcua.run SET started_at = started_at - interval '1 day' WHERE run_id = (SELECT min(run_id) FROM motcua.run)")
    asked = ("terms", "--period", "2024", "--format", "json")
    before = evening - timedelta(days=1)
    now, then = (motcua.stats(*asked, *option).json() for option in ((), ("--as-of", before)))
    assert then["offices"] != now["offices"] and len(then["offices"]) == len(now["offices"])
    shown = motcua.stats("show", "--period", "2024", "--as-of", before, "--format", "json").json()["offices"]
    assert {o["office"]: o["days_taken"] for o in then["offices"]} == {o["code"]: o["rates"]["term_used"]["numerator"] for o in shown if o["rates"]["term_used"]["dossiers"]}


def test_tables_and_csv(motcua):
    table = motcua.stats("terms", "--period", "2024", "--office", "H48.20", today=TODAY).stdout
    assert "ngày làm việc" in table and "thời hạn có thể rút ngắn" in table and "H48.20" in table
    rows = list(csv.DictReader(io.StringIO(motcua.stats("terms", "--period", "2024", "--office", "H48.20", "--format", "csv", today=TODAY).stdout.lstrip("\ufeff")), delimiter=";"))
    shown = motcua.stats("terms", "--period", "2024", "--office", "H48.20", "--format", "json", today=TODAY).json()["procedures"]
    assert [int(r["median_spare"]) for r in rows] == [p["median_spare"] for p in shown] and len(rows) == len(shown) > 3
    offices = motcua.stats("terms", "--period", "2024", "--format", "csv", today=TODAY).stdout
    assert offices.splitlines()[0].endswith("office;name;level;" + ";".join(FIGURES))
    assert " ngày " in next(line for line in motcua.stats("show", "--period", "2024", "--office", "H48.20", today=TODAY).stdout.splitlines() if "số ngày làm việc đã dùng" in line)
    assert "Không có hồ sơ nào" in motcua.stats("terms", "--period", "2019", today=TODAY).stdout
    assert motcua.stats("terms", "--period", "2024", "--office", "H99").code == 2 and motcua.stats("terms").code == 2

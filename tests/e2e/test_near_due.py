"""What is due soon, on screen, against the records of the export."""

import csv
import io
from datetime import date, timedelta

import pytest

import reference

TODAY = date(2025, 12, 29)


@pytest.fixture
def tinh(shop, motcua):
    one = shop("random", "--count", "4000", "--seed", "31", "--offices", "10")
    motcua.source(one)
    assert motcua.ingest().code == 0
    return one


def working_days_left(ask, due):
    exceptions = dict(ask("SELECT day, working FROM motcua.calendar_day"))
    days = [TODAY + timedelta(days=i) for i in range(1, (due - TODAY).days + 1)]
    return sum(exceptions.get(day, day.weekday() < 5) for day in days)


def wanted(ask, tinh, days, office="H48"):
    """Codes of open dossiers that are due within so many working days, with those that are left."""
    store = reference.Store()
    store.load(tinh.records())
    return {d.code: working_days_left(ask, d.due_at.date()) for d in store.dossiers.values()
            if d.received_at and d.received_at.date() <= TODAY and d.status not in reference.NOT_COUNTED
            and reference.closed_at(d) is None and d.due_at and d.due_at.date() >= TODAY
            and working_days_left(ask, d.due_at.date()) <= days and office in reference.with_ancestors(d.office)}


@pytest.mark.parametrize("days", [0, 3, 10, 60])
def test_dossiers_that_are_due_soon(days, tinh, motcua, ask):
    shown = motcua.stats("near-due", "--days", days, "--format", "json", today=TODAY).json()
    assert shown["days"] == days and shown["as_of"].endswith("+07:00")
    assert {d["code"]: d["working_days_left"] for d in shown["dossiers"]} == wanted(ask, tinh, days)
    counted = {(o["code"], p["code"]): p["near_due"] for o in shown["offices"] for p in o["procedures"]}
    assert counted == {key: sum((d["office"], d["procedure"]) == key for d in shown["dossiers"])
                       for key in {(d["office"], d["procedure"]) for d in shown["dossiers"]}}


def test_one_office_in_every_format(tinh, motcua, ask):
    office = ask("SELECT office FROM (SELECT set_config('motcua.today', %s, false)) AS s, stats.near_due(60)"
                 " GROUP BY office ORDER BY count(*) DESC LIMIT 1", TODAY.isoformat())[0][0]
    asked = ("near-due", "--days", "60", "--office", office)
    codes = set(wanted(ask, tinh, 60, office))
    assert codes
    rows = list(csv.DictReader(io.StringIO(motcua.stats(*asked, "--format", "csv", today=TODAY).stdout.lstrip("\ufeff")), delimiter=";"))
    assert {row["code"] for row in rows} == codes and {row["letter"] for row in rows} <= {"sent", "possible", "missed"}
    table = motcua.stats(*asked, today=TODAY).stdout
    assert f"Tổng số đến hạn: {len(codes)}." in table and all(code in table for code in codes)


def test_the_forecast(tinh, motcua, ask):
    store = reference.Store()
    store.load(tinh.records())
    open_now = [d for d in store.dossiers.values() if d.received_at and d.received_at.date() <= TODAY
                and d.status not in reference.NOT_COUNTED and reference.closed_at(d) is None]
    shown = motcua.stats("near-due", "--forecast", "--format", "json", today=TODAY).json()
    for office in shown["overdue"]:
        assert len(office["days"]) == 11
        for day in office["days"]:
            assert day["overdue"] == sum(
                d.due_at is not None and d.due_at.date() < date.fromisoformat(day["day"])
                for d in open_now if office["code"] in reference.with_ancestors(d.office))
    # A letter by today or the next working day, which is Tuesday: the first due day is Tuesday or Wednesday.
    assert {d["code"] for d in shown["letters_due"]} == {
        d.code for d in open_now if d.apology_at is None and d.due_at_first
        and d.due_at_first.date() in (date(2025, 12, 30), date(2025, 12, 31))}
    year = reference.tallies(store.dossiers.values(), date(2025, 1, 1), date(2025, 12, 31), TODAY)
    for office in shown["ceiling"]:
        late, resolved = year[office["office"]]["resolved_late"], year[office["office"]]["resolved"]
        assert (office["late"], office["resolved"]) == (late, resolved)
        assert (office["state"] == "above") == (late * 100 > 3 * resolved)
    for office in (None, "H48"):
        table = motcua.stats("near-due", "--forecast", *(["--office", office] if office else []), today=TODAY)
        assert table.code == 0 and "quá hạn nếu không giải quyết thêm" in table.stdout and "29/12/2025" in table.stdout


def test_nothing_is_due(motcua):
    outcome = motcua.stats("near-due")
    assert outcome.code == 0 and "Tổng số đến hạn: 0." in outcome.stdout and "3 ngày làm việc" in outcome.stdout


@pytest.mark.parametrize("args", [["--days", "-1"], ["--days", "x"], ["--days", "251"], ["--office", "H99"], ["--period", "2024"]])
def test_wrong_usage(args, motcua):
    assert motcua.stats("near-due", *args).code == 2

"""docs/dashboards.md: every query as a client sends it, in a session in UTC, gives the figures of show."""

import csv
import io
import re
import subprocess

import pytest

from programs import ROOT

TODAY = "2024-12-31"
# The year in Viet Nam, as a browser there asks for it, and as one in UTC does.
RANGES = [("2023-12-31T17:00:00Z", "2024-12-31T16:59:59Z"), ("2024-01-01T00:00:00Z", "2024-12-31T10:00:00Z")]


def queries():
    return re.findall(r"```sql\n(.*?)```", (ROOT / "docs/dashboards.md").read_text(), re.DOTALL)


@pytest.fixture
def ask_as(motcua):
    """ask_as(zone, query, range): rows as dictionaries, for an analyst in a session in that zone."""
    def run(zone, query, times):
        for name, value in zip(("$__timeFrom()", "$__timeTo()"), times):
            query = query.replace(name, f"'{value}'")
        done = subprocess.run(["psql", "-Xq", "--csv", "-v", "ON_ERROR_STOP=1", "-c", query], capture_output=True, text=True,
                              env=motcua.environment | {"PGTZ": zone, "PGOPTIONS": f"-c role=motcua_analyst -c motcua.today={TODAY}"})
        assert done.returncode == 0, (query, done.stderr)
        return list(csv.DictReader(io.StringIO(done.stdout)))
    return run


def test_every_query_gives_the_figures_of_show(shop, motcua, ask_as):
    motcua.source(shop("random", "--count", "3000", "--seed", "71", "--offices", "6"))
    assert motcua.ingest().code in (0, 1)
    assert motcua.stats("run", today=TODAY).code == 0
    shown = {o["code"]: o for o in motcua.stats("show", "--period", "2024", "--format", "json", today=TODAY).json()["offices"]}
    top = [o for code, o in shown.items() if not any(code.startswith(other + ".") for other in shown)]
    totals = {name: sum(o["counts"][name] for o in top) for name in ("received", "resolved", "resolved_late")}
    assert min(totals.values()) > 0

    def percents(rate):
        return {code: o["rates"][rate]["percent"] for code, o in shown.items()}
    flow, rates, moved, table = queries()
    for zone in ("UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles"):
        for times in RANGES:
            rows = ask_as(zone, flow, times)
            assert [sum(int(r[name]) for r in rows) for name in ("tiếp nhận", "đã giải quyết", "quá hạn")] == list(totals.values()), (zone, times)
            assert {r["office"]: float(r["percent"]) if r["percent"] else None for r in ask_as(zone, rates, times)} == percents("late"), (zone, times)
        assert {r["office"]: float(r["percent"]) if r["percent"] else None for r in ask_as(zone, moved, RANGES[0])} == percents("late"), zone
        assert {r["office"]: float(r["percent"]) if r["percent"] else None for r in ask_as(zone, table, RANGES[0])} == percents("on_time"), zone
        # Days of the facts are days in Viet Nam.
        (row,) = ask_as(zone, "SELECT count(*) FILTER (WHERE closed_on <> motcua.local_day(closed_at)) AS moved, count(closed_on) AS n FROM stats.dossier_facts", RANGES[0])
        assert row["moved"] == "0" and int(row["n"]) > 1000

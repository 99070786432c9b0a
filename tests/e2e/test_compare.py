"""Profiles side by side: the report of Tịnh Châu under every rule, and a rule that the documentation adds."""

import re

import pytest

from programs import ROOT

PERIOD = ("--period", "2023-12-07..2024-06-06", "--office", "H48.23.25")


@pytest.fixture
def tinh_chau(shop, motcua):
    motcua.source(shop("tinh-chau"))
    assert motcua.ingest().code == 0
    return motcua


def compare(motcua, *args):
    outcome = motcua.stats("show", "--compare", *PERIOD, "--format", "json", *args)
    assert outcome.code == 0, outcome.stderr
    (office,) = outcome.json()["offices"]
    return outcome.json(), office


def fractions(office, rate):
    return {profile: (r["numerator"], r["denominator"], r["percent"]) for profile, r in office["rates"][rate].items()}


def test_one_population_many_answers(tinh_chau):
    shown, office = compare(tinh_chau)
    assert shown["period"] == {"from": "2023-12-07", "to": "2024-06-06"}
    assert [p["profile"] for p in shown["profiles"]] == ["decree224", "decree61", "qd766", "report"]
    assert fractions(office, "on_time") == {
        "report": (1232, 1271, 96.93), "decree61": (1232, 1286, 95.8), "qd766": (1246, 1286, 96.89), "decree224": (1232, 1271, 96.93)}
    assert fractions(office, "late") == {"report": (39, 1271, 3.07)}


def test_the_buckets_that_differ(tinh_chau):
    _, office = compare(tinh_chau, "--profile", "report,qd766")
    assert {d["bucket"]: (d["dossiers"], d["numerator_of"], d["denominator_of"])
            for d in office["differences"] if d["rate"] == "on_time"} == {
        "pending_in_time": (12, ["qd766"], ["qd766"]), "pending_overdue": (1, [], ["qd766"]),
        "withdrawn_early": (2, ["qd766"], ["qd766"])}
    table = tinh_chau.stats("show", "--compare", "--profile", "report,qd766", *PERIOD).stdout
    assert "1.246/1.286" in table and "96,93%" in table and "công dân, tổ chức rút hồ sơ trước hạn" in table and "decree61" not in table
    csv = tinh_chau.stats("show", "--compare", *PERIOD, "--format", "csv").stdout
    assert csv.splitlines()[0] == "\ufeffoffice;name;level;rate;profile;numerator;denominator;percent"
    assert "on_time;decree61;1232;1286;95,80\n" in csv.replace("\r", "")


def test_every_office_and_profile(shop, motcua, ask):
    """The program shows what the function says, also when the planner, knowing the tables, joins in another order."""
    motcua.source(shop("random", "--count", "3000", "--seed", "51", "--offices", "12"))
    assert motcua.ingest().code == 0
    ask("ANALYZE")
    outcome = motcua.stats("show", "--compare", "--period", "2020-01-01..2030-12-31", "--format", "json")
    assert outcome.code == 0, outcome.stderr
    shown = {(office["code"], rate, profile): (r["numerator"], r["denominator"])
             for office in outcome.json()["offices"] for rate, profiles in office["rates"].items() for profile, r in profiles.items()}
    assert shown == {(office, rate, profile): (numerator, denominator) for office, rate, profile, numerator, denominator in ask(
        "SELECT office, rate, profile, numerator, denominator FROM stats.compare('2020-01-01', '2030-12-31')")}


def test_a_profile_is_an_insert(tinh_chau, ask):
    (statements,) = [s for s in re.findall(r"```sql\n(.*?)```", (ROOT / "docs/rules.md").read_text(), re.DOTALL) if "INTO motcua.profile" in s]
    ask(statements)
    _, office = compare(tinh_chau)
    assert fractions(office, "on_time")["tinh"] == (1234, 1273, 96.94)
    assert fractions(office, "late") == {"report": (39, 1271, 3.07), "tinh": (40, 1286, 3.11)}
    listed = tinh_chau.stats("dossiers", "--rate", "on_time", "--profile", "tinh", *PERIOD, "--format", "json").json()
    assert len(listed["dossiers"]) == 1234
    assert tinh_chau.stats("run").code == 0
    assert ask("SELECT count(*) > 0 FROM stats.snapshot WHERE profile = 'tinh'") == [(True,)]


@pytest.mark.parametrize("profile", ["none", "report,none", "report,"])
def test_an_unknown_profile_is_2(profile, tinh_chau):
    outcome = tinh_chau.stats("show", "--compare", "--profile", profile, *PERIOD)
    assert outcome.code == 2 and outcome.stdout == "" and "separated by commas" in outcome.stderr

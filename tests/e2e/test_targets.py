"""Targets, and other periods beside the figures of one: the papers of four authorities, and random ones written a second time."""

import csv
import io
import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

import reference

PERIOD = ("--period", "2023-12-07..2024-06-06")
STATES = {"met", "not_met", "exceeded", "not_enough_data"}


@pytest.fixture
def commune(shop, motcua, ask):
    """The golden commune with its catalogues; the city above it is one of a province."""
    tinh = shop("tinh-chau")
    motcua.source(tinh, fields_online_level=None)
    for name in ("offices", "procedures", "feedback"):
        motcua.source(tinh, f"/n1/{name}", name=name, example=name)
    assert motcua.ingest().code == 0
    ask("UPDATE motcua.office SET level = 'district' WHERE code = 'H48.23'")
    return motcua


def read(outcome):
    assert outcome.code == 0, outcome.stderr
    return outcome.json()


def rows(outcome):
    assert outcome.code == 0, outcome.stderr
    return list(csv.DictReader(io.StringIO(outcome.stdout.removeprefix("\ufeff")), delimiter=";"))


def states(shown):
    return {office["code"]: {t["figure"]: (t["numerator"], t["denominator"], t["percent"], t["state"]) for t in office["targets"]} for office in shown["offices"]}


def test_the_papers_of_four_authorities(commune):
    shown = read(commune.stats("targets", *PERIOD, "--format", "json"))
    assert states(shown) == {
        "H48": {"online": (1270, 1286, 98.76, "exceeded"), "full_process_procedures": (20, 25, 80.0, "not_met"), "services_integrated": (None, None, None, "not_enough_data")},
        "H48.23": {"payment_enabled": (410, 410, 100.0, "exceeded"), "payment_used": (410, 410, 100.0, "exceeded"), "postal": (0, 1286, 0.0, "not_enough_data"),
                   "handled_in_network": (None, None, None, "not_enough_data")},
        "H48.23.25": {
            "apology": (27, 40, 67.5, "not_met"), "feedback_on_time": (6, 10, 60.0, "not_met"), "feedback_published": (None, None, None, "not_enough_data"),
            "par_index": (None, None, None, "not_enough_data"), "late": (39, 1271, 3.07, "not_met"), "results_digitised": (1045, 1271, 82.22, "exceeded"),
            "components_digitised": (1217, 1286, 94.63, "exceeded"), "level_3_4_online": (None, None, None, "not_enough_data")}}
    assert [o["level"] for o in shown["offices"]] == ["province", "district", "commune"]
    late = next(t for t in shown["offices"][2]["targets"] if t["figure"] == "late")
    assert (late["set"], late["direction"], late["value"], late["required"]) == ("tinh-chau-2024", "at_most", 3, 3.0)
    assert late["legal_source"].startswith("Báo cáo 6 tháng đầu năm 2024") and (late["valid_from"], late["valid_to"]) == ("2023-12-07", "2024-12-31")
    assert late["against"] == [] and "doubt" not in late
    postal = next(t for t in shown["offices"][1]["targets"] if t["figure"] == "postal")
    assert (postal["doubt"], postal["base_year"], postal["required"]) == ("no_base", 2020, None) and "2020" in postal["reason"]
    table = commune.stats("targets", *PERIOD, "--office", "H48.23.25", "--set", "tinh-chau-2024").stdout
    for words in ("≤ 3%", "39/1.271", "3,07%", "chưa đạt", "≥ 75%", "82,22%", "vượt", "Căn cứ: Báo cáo 6 tháng đầu năm 2024", "đến hết 31/12/2024", "chưa đủ dữ liệu", "mức độ 3 và 4"):
        assert words in table, words


def test_the_sql_function_says_the_same(commune, ask):
    shown = read(commune.stats("targets", *PERIOD, "--set", "tinh-chau-2024", "--against", "2024-Q1", "--format", "json"))
    said = ask("SELECT office, figure, place, required, numerator, denominator, percent, state, change_points"
               " FROM stats.targets('2023-12-07', '2024-06-06', 'tinh-chau-2024', NULL, '{\"[2024-01-01,2024-03-31]\"}')")
    told = [(o["code"], t["figure"], place, r["required"], r["numerator"], r["denominator"], r["percent"], r["state"], r.get("change_points"))
            for o in shown["offices"] for t in o["targets"] for place, r in enumerate([t, *t["against"]])]
    assert [tuple(float(v) if v is not None and i in (3, 6, 8) else v for i, v in enumerate(row)) for row in said] == told
    listed = rows(commune.stats("targets", *PERIOD, "--set", "tinh-chau-2024", "--against", "2024-Q1", "--format", "csv"))
    assert [(r["office"], r["figure"], r["state"], r["percent"].replace(",", ".")) for r in listed] == [
        (row[0], row[1], row[7], "" if row[6] is None else str(row[6])) for row in said]
    assert {(r["period_from"], r["period_to"]) for r in listed} == {("07/12/2023", "06/06/2024"), ("01/01/2024", "31/03/2024")}


def test_a_target_that_has_ended_is_doubtful(commune):
    shown = read(commune.stats("targets", "--period", "2025", "--set", "tinh-chau-2024", "--office", "H48.23.25", "--format", "json"))
    (late, *_) = shown["offices"][0]["targets"]
    assert late["state"] == "not_enough_data" and late["doubt"] == "empty_denominator"
    shown = read(commune.stats("targets", "--period", "2023-12-01..2023-12-06", "--set", "tinh-chau-2024", "--office", "H48.23.25", "--format", "json"))
    assert shown["set"] == "tinh-chau-2024"
    # Without a name only what is in force.
    sets = {t["set"] for o in read(commune.stats("targets", "--period", "2025", "--format", "json"))["offices"] for t in o["targets"]}
    assert sets == {"ctr-09-tu", "thanh-pho-2023"}
    asked = read(commune.stats("targets", "--period", "2023-12-07..2025-02-01", "--set", "tinh-chau-2024", "--office", "H48.23.25", "--format", "json"))
    (late, *_) = asked["offices"][0]["targets"]
    assert (late["state"], late["doubt"]) == ("not_met", "target_not_in_force") and "31/12/2024" in late["reason"]
    assert "3,07% (*)" in commune.stats("targets", "--period", "2023-12-07..2025-02-01", "--set", "tinh-chau-2024", "--office", "H48.23.25").stdout


def test_the_set_of_the_settings(commune):
    commune.set("stats", target_set="tinh-chau-2024")
    shown = read(commune.stats("targets", *PERIOD, "--format", "json"))
    assert shown["set"] == "tinh-chau-2024" and [o["code"] for o in shown["offices"]] == ["H48.23.25"]
    assert [o["code"] for o in read(commune.stats("targets", *PERIOD, "--set", "ctr-09-tu", "--format", "json"))["offices"]] == ["H48"]
    commune.set("stats", target_set="none")
    outcome = commune.ingest("check")
    assert outcome.code == 3 and "[stats] target_set" in outcome.stderr and "ctr-09-tu" in outcome.stderr


def test_nothing_to_show_is_no_failure(commune, ask):
    assert "Không có chỉ tiêu nào cho cấp của cơ quan này." in commune.stats("targets", *PERIOD, "--office", "H48.23", "--set", "ctr-09-tu").stdout
    ask("DELETE FROM motcua.target")
    assert commune.stats("targets", *PERIOD).stdout == "Không có cơ quan nào có chỉ tiêu trong kỳ.\n"
    assert read(commune.stats("targets", *PERIOD, "--format", "json"))["offices"] == []


@pytest.mark.parametrize("args", [
    ("targets",), ("targets", "--period", "2024", "--set", "none"), ("targets", "--period", "2024", "--office", "H99"), ("targets", "--period", "2024", "--against", "2024-13"),
    ("targets", "--period", "2024", "--against"), ("show", "--period", "2024", "--against", "x"), ("show", "--period", "2024", "--compare", "--against", "2023"),
    ("points", "--period", "2024", "--against", "2023"), ("show", "--period", "2024", *["--against", "2023"] * 33)])
def test_wrong_usage_is_2(args, commune):
    outcome = commune.stats(*args)
    assert outcome.code == 2 and outcome.stdout == "" and outcome.stderr.startswith("motcua-stats"), outcome


def test_words_from_outside_stay_words(commune, ask):
    ask("INSERT INTO motcua.target (set, level, figure, direction, value, text_vi, legal_source) VALUES ('x', 'commune', 'late', 'at_most', 3, %s, %s)", "=HYPERLINK(\"x\")\x1b[31m", "+cmd\u202e\n")
    table = commune.stats("targets", *PERIOD, "--set", "x").stdout
    assert "\x1b" not in table and "\u202e" not in table
    listed = commune.stats("targets", *PERIOD, "--set", "x", "--format", "csv").stdout
    assert "\x1b" not in listed and ";=HYPERLINK" not in listed and ";+cmd" not in listed and ";\"=" not in listed


def test_another_period_beside_the_figures(commune, ask):
    args = ("show", "--period", "2024-Q2", "--against", "2024-Q1", "--against", "2023-12", "--office", "H48.23.25")
    (office,) = read(commune.stats(*args, "--format", "json"))["offices"]
    assert [a["period"] for a in office["against"]] == [{"from": "2024-01-01", "to": "2024-03-31"}, {"from": "2023-12-01", "to": "2023-12-31"}]
    for period, beside in zip(("2024-Q1", "2023-12"), office["against"]):
        (alone,) = read(commune.stats("show", "--period", period, "--office", "H48.23.25", "--format", "json"))["offices"]
        assert {name: c["value"] for name, c in beside["counts"].items()} == alone["counts"]
        for name, rate in beside["rates"].items():
            assert {key: rate[key] for key in ("numerator", "denominator", "percent")} == {key: alone["rates"][name][key] for key in ("numerator", "denominator", "percent")}
            assert rate.get("doubt") == alone["rates"][name].get("doubt")
        assert [d for d in beside["doubts"] if d["kind"] != "other_length"] == alone["doubts"]
    late = office["against"][0]["rates"]["late"]
    assert (late["change_dossiers"], late["change_points"]) == (12 - 25, -1.6)
    assert office["against"][0]["counts"]["received"] == {"value": 638, "change_dossiers": -157}
    assert [d["kind"] for d in office["against"][1]["doubts"] if d["source"] is None and d["kind"] == "other_length"] == ["other_length"]
    table = commune.stats(*args).stdout
    for words in ("So với kỳ từ 01/01/2024 đến 31/03/2024:", "So với kỳ từ 01/12/2023 đến 31/12/2023:", "-157", "-1,60", "+1,60", "25/632", "không so sánh trực tiếp được"):
        assert words in table, words
    listed = rows(commune.stats(*args, "--format", "csv"))
    assert {(r["period_from"], r["numerator"], r["denominator"], r["percent"], r["change_dossiers"], r["change_points"]) for r in listed if r["figure"] == "late"} == {
        ("01/04/2024", "12", "509", "2,36", "", ""), ("01/01/2024", "25", "632", "3,96", "-13", "-1,60"), ("01/12/2023", "2", "130", "1,54", "10", "0,82")}
    # Without another period nothing is as it was not before.
    assert "against" not in read(commune.stats("show", "--period", "2024-Q2", "--format", "json"))["offices"][0]
    assert commune.stats("show", "--period", "2024-Q2", "--format", "csv").stdout.splitlines()[0].endswith("percent;doubt;rule;period_from;period_to;as_of")


def test_an_office_that_only_the_other_period_has_is_shown(commune):
    assert "H48.23.25" not in commune.stats("show", "--period", "2022-01").stdout
    assert "H48.23.25" in commune.stats("show", "--period", "2022-01", "--against", "2024-Q1").stdout


WANTED = [(profile, rate) for profile in ("report", "qd766", "decree61") for rate in (
    ("on_time", "late", "online", "postal", "direct", "components_digitised", "results_digitised", "apology", "feedback_on_time", "full_process_online", "payment_online") if profile == "report"
    else ("on_time", "digitised", "reused") if profile == "qd766" else ("on_time",))]
ASKED = [("2024", ["2023", "2025"]), ("2024-H1", ["2023-H1"]), ("2024-02", ["2023-02", "2024-03"]), ("2025-Q3", ["2024-Q3", "2024-02-29"]), ("2023-12-07..2024-06-06", []), ("2023", ["2022"])]


def days_of(ask, period):
    return ask("SELECT period_from, period_to FROM stats.period(%s)", period)[0]


@pytest.mark.parametrize("seed, today", [(31, "2026-06-30"), (32, "2024-06-06")])
def test_random_targets_are_those_of_the_reference(seed, today, shop, motcua, ask):
    tinh = shop("random", "--count", "3000", "--seed", str(seed), "--offices", "15")
    motcua.source(tinh)
    assert motcua.ingest().code == 0
    store = reference.Store()
    store.load(tinh.records("/n1/dossiers"))
    last_seen, dice = date.fromisoformat(today), random.Random(seed)
    levels = [level for (level,) in ask("SELECT DISTINCT level FROM motcua.office WHERE level IS NOT NULL ORDER BY level")]
    targets = {}
    for level in levels:
        for profile, rate in WANTED:
            growth = dice.random() < 0.4
            direction = "growth" if growth else dice.choice(["at_least", "at_most"])
            value = dice.choice(["0", "2.5", "5", "33.33", "50", "100"])
            targets[level, profile, rate] = (direction, value, dice.choice([2022, 2023, 2024]) if growth else None, dice.choice(["points", "percent"]))
    for (level, profile, rate), (direction, value, base_year, growth_in) in targets.items():
        ask("INSERT INTO motcua.target (set, level, figure, profile, direction, value, base_year, growth_in, legal_source) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'x')",
            profile, level, rate, profile, direction, value, base_year, growth_in)
    found = {}

    def figures(first, last):
        if (first, last) not in found:
            found[first, last] = defaultdict(lambda: reference.rates(reference.Counter()), {
                office: reference.rates(t) for office, t in reference.tallies(store.dossiers.values(), first, last, last_seen).items()})
        return found[first, last]

    def expected(office, level, profile, rate, days):
        direction, value, base_year, growth_in = targets[level, profile, rate]
        first, last = days
        fraction, years = figures(*days)[office][profile, rate], last.year - (base_year or last.year)
        base = figures(*reference.same_days(first, min(last, last_seen), years))[office][profile, rate] if years > 0 and first <= last_seen else None
        wanted = reference.required(direction, value, years, base, growth_in)
        return fraction, reference.percent(*fraction), reference.rounded(wanted), reference.target_state(direction, fraction, wanted)

    seen = set()
    offices = ask("SELECT code, level FROM motcua.office WHERE level IS NOT NULL")
    for period, others in ASKED:
        days = [days_of(ask, p) for p in (period, *others)]
        for profile in ("report", "qd766", "decree61"):
            shown = read(motcua.stats("targets", "--period", period, *(w for other in others for w in ("--against", other)), "--set", profile, "--format", "json", today=today))
            answers = {(o["code"], t["figure"], place): ((r["numerator"], r["denominator"]), r["percent"], r["required"], r["state"], r.get("change_points"))
                       for o in shown["offices"] for t in o["targets"] for place, r in enumerate([t, *t["against"]])}
            wanted = {}
            for office, level in offices:
                for of_profile, rate in WANTED:
                    if of_profile != profile:
                        continue
                    here = figures(*days[0])[office][profile, rate]
                    for place, there in enumerate(days):
                        fraction, percent, required, state = expected(office, level, profile, rate, there)
                        change = reference.change_points(here, fraction) if place else None
                        wanted[office, rate, place] = (fraction, *(None if n is None else float(n) for n in (percent, required)), state, None if change is None else float(change))
            assert answers == wanted
            seen |= {state for *_, state, _ in wanted.values()}
    assert seen == STATES


@pytest.mark.parametrize("view", [(), ("--by", "receiving"), ("--profile", "qd766")])
def test_changes_are_those_of_the_reference(view, shop, motcua, ask):
    tinh = shop("random", "--count", "2000", "--seed", "33", "--offices", "10")
    motcua.source(tinh)
    assert motcua.ingest().code == 0
    profile = view[1] if "--profile" in view else "report"
    for period, other in (("2024", "2023"), ("2024-05", "2024-04"), ("2023-01", "2022"), ("2025-Q4", "2024-Q4")):
        shown = read(motcua.stats("show", "--period", period, "--against", other, *view, "--format", "json", today="2026-06-30"))
        alone = {o["code"]: o for o in read(motcua.stats("show", "--period", other, *view, "--format", "json", today="2026-06-30"))["offices"]}
        changed = 0
        for office in shown["offices"]:
            (beside,) = office["against"]
            for name, count in beside["counts"].items():
                assert count == {"value": alone[office["code"]]["counts"][name], "change_dossiers": office["counts"][name] - count["value"]}
                changed += count["change_dossiers"] != 0
            assert beside["rates"].keys() == office["rates"].keys()
            for name, rate in beside["rates"].items():
                here, there = ((r["numerator"], r["denominator"]) for r in (office["rates"][name], alone[office["code"]]["rates"][name]))
                change = reference.change_points(here, there)
                assert (rate["numerator"], rate["denominator"]) == there
                dossiers = [r.get("dossiers", r["numerator"]) for r in (office["rates"][name], alone[office["code"]]["rates"][name])]
                assert (rate["change_dossiers"], rate["change_points"]) == (dossiers[0] - dossiers[1], None if change is None else float(change)), (profile, name)
        assert changed > 20


def test_the_tree_and_the_evening_hold_for_both_periods(motcua, ask):
    ask("""
        INSERT INTO motcua.office (code, name, level, valid_from, valid_to) VALUES
            ('H48.1', 'UBND xã Một', 'commune', '2020-01-01', '2025-06-30'), ('H48.2', 'UBND xã Hai', 'commune', '2025-07-01', NULL);
        INSERT INTO motcua.office_succession (old_office, new_office, on_day) VALUES ('H48.1', 'H48.2', '2025-07-01');
        INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, channel, status, received_at, due_at, finished_at)
        SELECT 's', 'D' || i, o.code, o.code, 'online', 9, o.day, o.day + 9, o.day + 5
        FROM (VALUES ('H48.1', date '2024-10-01', 30), ('H48.2', date '2025-10-01', 40)) AS o (code, day, many), LATERAL generate_series(o.day - date '2000-01-01', o.day - date '2000-01-01' + o.many - 1) AS i""")
    args = ("show", "--period", "2025-10", "--against", "2024-10", "--format", "json")

    def received(*more):
        return {o["code"]: (o["counts"]["received"], o["against"][0]["counts"]["received"], {d["kind"] for d in o["against"][0]["doubts"]})
                for o in read(motcua.stats(*args, *more, today="2025-12-01"))["offices"]}
    then = received()
    assert then["H48.2"][:2] == (40, {"value": 0, "change_dossiers": 40}) and "not_yet_there" in then["H48.2"][2]
    assert then["H48.1"][:2] == (0, {"value": 30, "change_dossiers": -30}) and "not_yet_there" not in then["H48.1"][2]
    now = received("--tree", "now")
    assert now["H48.2"][:2] == (40, {"value": 30, "change_dossiers": 10}) and "not_yet_there" not in now["H48.2"][2]
    # On an evening of 2025 before there was anything, there is nothing; of 2024 there was.
    past = received("--as-of", "2025-09-30")
    assert past["H48.2"][:2] == (0, {"value": 0, "change_dossiers": 0})

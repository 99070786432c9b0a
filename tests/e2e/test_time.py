"""Figures over time: reporting periods by name, evenings of the past, what was published against what is known today."""

import re

import pytest

from programs import ROOT

PERIOD = ("--period", "2024-01-01..2026-12-31")


@pytest.fixture
def two_nights(shop, motcua, ask):
    """Two random nights, 24 hours apart; show(today, ...) between and after them."""
    tinh = shop("random", "--count", "3000", "--seed", "9", "--offices", "12")

    def load(night, day):
        motcua.source(tinh, f"/n{night}/dossiers")
        assert motcua.ingest().code == 0
        ask("UPDATE motcua.run SET started_at = %s WHERE run_id = (SELECT max(run_id) FROM motcua.run)", day + " 01:30+07")
    return load


def rates(motcua, *options, today):
    """The fractions of each office; a figure may say more than that about itself."""
    offices = motcua.stats("show", *options, "--format", "json", today=today).json()["offices"]
    return {o["code"]: {name: {key: rate[key] for key in ("numerator", "denominator", "percent")} for name, rate in o["rates"].items()} for o in offices}


def shown(motcua, command, *options, today):
    outcome = motcua.stats(command, *PERIOD, *options, "--format", "json", today=today)
    assert outcome.code == 0, outcome.stderr
    return outcome.json()


@pytest.mark.parametrize("by", ["handling", "receiving"])
def test_an_evening_is_known_again(by, two_nights, motcua):
    first, second = "2026-01-01", "2026-01-02"
    asked = [("show", "--profile", profile, "--by", by) for profile in ("report", "qd766", "decree61")]
    asked += [("points", "--by", by), ("targets", "--against", "2024", "--by", by), ("show", "--against", "2024", "--by", by), ("rank", "--rate", "on_time", "--by", by), ("show", "--compare", "--by", by)]
    asked += [("dossiers", option, figure, "--by", by) for option, figure in (("--rate", "late"), ("--rate", "apology"), ("--bucket", "pending_overdue"), ("--bucket", "resolved"))]
    two_nights(1, first)
    then = [shown(motcua, *command, today=first) for command in asked]
    two_nights(2, second)
    after = [shown(motcua, *command, today=second) for command in asked]
    again = [shown(motcua, *command, "--as-of", first, today=second) for command in asked]
    for was, is_now, past in zip(then, after, again):
        (key,) = {"families", "offices", "dossiers"} & set(was)
        assert past[key] == was[key] != is_now[key]
        assert past["as_of"] == "2026-01-01T23:59:59+07:00" and "not_known" not in was
    assert again[0]["not_known"] == [
            "dissatisfied", "feedback_on_time", "full_process_procedures", "payment_procedures", "rated", "satisfied", "very_satisfied"]
    # Today, and a day that has not come, are what is known now.
    for day in (second, "2026-01-03"):
        assert shown(motcua, *asked[0], "--as-of", day, today=second)["offices"] == after[0]["offices"]
    table = motcua.stats("show", *PERIOD, "--as-of", first, today=second).stdout
    assert "Thời điểm tổng hợp số liệu: 01/01/2026 23:59" in table and "Không lưu quá khứ, tính theo dữ liệu hiện nay: dissatisfied, feedback_on_time, full" in table


@pytest.mark.parametrize("view", [("--by", "receiving"), ("--tree", "now"), ("--as-of", "2026-01-01"), ("--by", "receiving", "--tree", "now", "--as-of", "2026-01-01")])
def test_profiles_are_compared_as_they_are_shown(view, two_nights, motcua, ask):
    two_nights(1, "2026-01-01")
    two_nights(2, "2026-01-02")
    ((old, new),) = ask("SELECT min(handling_office), max(handling_office) FROM motcua.dossier")
    ask("UPDATE motcua.office SET valid_to = '2025-06-30' WHERE code = %s", old)
    ask("INSERT INTO motcua.office_succession (old_office, new_office, on_day) VALUES (%s, %s, '2025-07-01')", old, new)
    for table in ("dossier", "dossier_version"):
        ask(f"UPDATE motcua.{table} SET receiving_office = %s WHERE fee > 0", new)
    usual = shown(motcua, "show", "--compare", today="2026-01-02")["offices"]
    compared = shown(motcua, "show", "--compare", *view, today="2026-01-02")
    assert compared["offices"] != usual
    for profile in ("report", "qd766", "decree61"):
        one = shown(motcua, "show", "--profile", profile, *view, today="2026-01-02")
        assert (one["as_of"][:10], one["by"], one["tree"]) == (compared["as_of"][:10], compared["by"], compared["tree"])
        # Rates that sum up days have no buckets that could differ, and are not compared.
        assert {o["code"]: {rate: r for rate, r in o["rates"].items() if "measure" not in r} for o in one["offices"]} == {
            o["code"]: {rate: by_profile[profile] for rate, by_profile in o["rates"].items() if profile in by_profile} for o in compared["offices"]}
    # The buckets make the difference: added up, those of the one profile less those of the other.
    for office in compared["offices"]:
        for rate, by_profile in office["rates"].items():
            for side in ("numerator", "denominator"):
                for profile in by_profile:
                    for other in by_profile:
                        apart = sum(d["dossiers"] * ((profile in d[side + "_of"]) - (other in d[side + "_of"])) for d in office["differences"] if d["rate"] == rate)
                        assert by_profile[profile][side] - by_profile[other][side] == apart, (office["code"], rate, side)


@pytest.mark.parametrize("view, profile", [((), "qd766"), (("--tree", "now"), "decree61"), (("--by", "receiving", "--as-of", "2026-01-01"), "report")])
def test_whatever_is_shown_can_be_listed(view, profile, two_nights, motcua, ask):
    two_nights(1, "2026-01-01")
    two_nights(2, "2026-01-02")
    ((old, new),) = ask("SELECT min(handling_office), max(handling_office) FROM motcua.dossier WHERE handling_office LIKE 'H48._%%'")
    ask("UPDATE motcua.office SET valid_to = '2025-06-30' WHERE code = %s", old)
    ask("INSERT INTO motcua.office_succession (old_office, new_office, on_day) VALUES (%s, %s, '2025-07-01')", old, new)
    for table in ("dossier", "dossier_version"):
        ask(f"UPDATE motcua.{table} SET receiving_office = %s WHERE fee > 0", new)
    ask("UPDATE motcua.procedure SET full_eligible = true, online_level = 'full', has_fee = true, online_payment = true WHERE length(code) % 2 = 0")
    ask("INSERT INTO motcua.feedback (source, code, office, received_at, due_at, answered_at) SELECT 'f', code, handling_office, received_at, due_at, finished_at"
        " FROM motcua.dossier WHERE received_on IS NOT NULL AND fee > 0")
    listed = 0
    for office in (new, "H48"):
        options = ("--period", "2025", "--office", office, "--profile", profile, *view)
        (one,) = motcua.stats("show", *options, "--format", "json", today="2026-01-02").json()["offices"]
        figures = [("--rate", rate, r.get("dossiers", r["numerator"])) for rate, r in one["rates"].items()]
        figures += [("--bucket", bucket, count) for bucket, count in one["counts"].items() if office == new]
        for option, figure, count in figures:
            rows = motcua.stats("dossiers", option, figure, *options, "--format", "json", today="2026-01-02").json()["dossiers"]
            assert len(rows) == count and all(row["reason"] for row in rows), (office, figure)
            assert len({(row["bucket"], row["source"], row["code"]) for row in rows}) == count
            listed += count
    assert listed > 500


def test_restated(two_nights, motcua, ask):
    period = ("--period", "2025")
    two_nights(1, "2026-01-01")
    assert motcua.stats("restated", *period).code == 2
    # The year is over on the next day; on this one it still stands.
    assert motcua.stats("run", today="2025-12-31").code == 0
    published = rates(motcua, *period, today="2025-12-31")
    two_nights(2, "2026-01-02")
    recomputed = rates(motcua, *period, today="2026-01-02")

    restated = motcua.stats("restated", *period, "--format", "json", today="2026-01-02").json()
    assert restated["published"]["counted_to"] == "2025-12-31" and restated["profile"] == "report"
    for office in restated["offices"]:
        for name, rate in office["rates"].items():
            assert rate["recomputed"] == recomputed[office["code"]][name] and rate["rule_changed"] in (False, None)
            if office["code"] in published:
                assert rate["published"] == published[office["code"]][name]
    restated = motcua.stats("restated", *period, "--office", "H48", "--format", "json", today="2026-01-02").json()
    moved = restated["dossiers"]
    (total,) = restated["offices"]
    for bucket, count in total["counts"].items():
        assert count["recomputed"] - count["published"] == sum((bucket in d["entered"]) - (bucket in d["left"]) for d in moved), bucket
    # A dossier that an office handed to another one is listed at both.
    seen = {}
    for dossier in moved:
        seen.setdefault(dossier["code"], []).append(dossier)
    ((last_run,),) = ask("SELECT max(run_id) FROM motcua.run WHERE program = 'ingest'")
    fresh = {code for (code,) in ask("SELECT code FROM motcua.dossier WHERE first_run_id = %s", last_run)}
    changed = {code for (code,) in ask("SELECT code FROM motcua.dossier WHERE last_run_id = %s", last_run)}
    assert {code for code, rows in seen.items() if rows[0]["first_seen"]} <= fresh
    assert {code for code, rows in seen.items() if rows[0]["changed"] or rows[0]["first_seen"]} <= changed
    assert all(row["seen_at"] is None for code, rows in seen.items() if code not in changed for row in rows)
    assert sum(1 for rows in seen.values() if "status" in rows[0]["changed"]) > 3

    table = motcua.stats("restated", *period, "--office", "H48", today="2026-01-02").stdout
    assert "Đã chốt" in table and "Hồ sơ thay đổi cách tính" in table and "thấy lúc 02/01/2026 01:30" in table
    csv = motcua.stats("restated", *period, "--office", "H48", "--format", "csv", today="2026-01-02").stdout
    assert csv.splitlines()[0].endswith("office;name;figure;published_numerator;published_denominator;published_percent;numerator;denominator;percent;rule_changed")
    csv = motcua.stats("restated", *period, "--office", "H48", "--format", "csv", "--dossiers", today="2026-01-02").stdout.splitlines()
    assert csv[0].endswith("office;source;code;first_seen;seen_at;changed;left_buckets;entered_buckets")
    assert [line.split(";")[2] for line in csv[1:]] == [d["code"] for d in moved]
    assert motcua.stats("restated", *period, "--dossiers").code == 2

    # The next night stores the year once more, whole; what stood before can still be asked for.
    assert motcua.stats("run", today="2026-01-02").code == 0
    last = motcua.stats("restated", *period, "--office", "H48", "--format", "json", today="2026-01-02").json()
    assert last["published"]["counted_to"] == "2026-01-02" and last["dossiers"] == []
    before = motcua.stats("restated", *period, "--office", "H48", "--published", "2026-01-01", "--format", "json", today="2026-01-02").json()
    assert before["published"]["counted_to"] == "2025-12-31" and before["dossiers"] == moved and before["offices"] == [total]
    early = motcua.stats("restated", *period, "--published", "2025-12-30", today="2026-01-02")
    assert early.code == 2 and "have been stored by 2025-12-30" in early.stderr


def test_a_changed_rule_is_seen(two_nights, motcua, ask):
    two_nights(1, "2026-01-01")
    assert motcua.stats("run", today="2025-12-31").code == 0
    rows = ask("SELECT count(*) FROM stats.snapshot")
    ask("UPDATE motcua.rate SET text_vi = 'một cách nói khác' WHERE rate = 'late'")
    assert motcua.stats("run", today="2025-12-31").code == 0
    assert ask("SELECT count(*) FROM stats.snapshot") == rows
    ask("INSERT INTO motcua.term VALUES ('report', 'late', 'withdrawn_late', true, true)")

    def changed():
        offices = motcua.stats("restated", "--period", "2025", "--format", "json", today="2025-12-31").json()["offices"]
        return {name for office in offices for name, rate in office["rates"].items() if rate["rule_changed"]}
    assert changed() == {"late"}
    assert "quy tắc đã đổi" in motcua.stats("restated", "--period", "2025", today="2025-12-31").stdout
    assert motcua.stats("run", today="2025-12-31").code == 0
    assert changed() == set()
    assert ask("SELECT count(*), count(DISTINCT rule_version) FROM stats.rule_version WHERE rate = 'late'") == [(2, 2)]
    # The rows of the other rule stay.
    assert ask("SELECT count(DISTINCT rule_version) FROM stats.snapshot WHERE rate = 'late'") == [(2,)]


def test_reporting_periods(two_nights, motcua, ask):
    two_nights(1, "2026-01-01")
    named, days = (motcua.stats("show", "--period", period, "--format", "json").json() for period in ("bao-cao-6-thang/2024", "2023-12-07..2024-06-06"))
    assert named["period"] == {"from": "2023-12-07", "to": "2024-06-06"} and named["offices"] == days["offices"]
    wrong = motcua.stats("show", "--period", "thang-15-14/2024")
    assert wrong.code == 2 and "bao-cao-6-thang/2024, thang-15-14/2024-05" in wrong.stderr
    assert motcua.stats("run", today="2024-06-30").code == 0
    off = motcua.stats("restated", "--period", "bao-cao-6-thang/2024")
    assert off.code == 2 and "the periods of bao-cao-6-thang, thang-15-14 are stored once motcua.reporting_period calls them standing" in off.stderr
    # As the settings say.
    (switch,) = re.findall(r"^# +(UPDATE motcua.reporting_period .*)$", (ROOT / "config/motcua.conf").read_text(), re.M)
    ask(switch)
    for day, period in (("2024-06-30", "bao-cao-6-thang/2024"), ("2024-05-20", "thang-15-14/2024-05"), ("2024-05-20", "thang-15-14/2024-06")):
        assert motcua.stats("run", today=day).code == 0
        restated = motcua.stats("restated", "--period", period, "--format", "json", today=day).json()
        assert restated["period"] == motcua.stats("show", "--period", period, "--format", "json", today=day).json()["period"]
        assert restated["published"]["counted_to"] == day and len(restated["offices"]) > 1 and restated["dossiers"] == []

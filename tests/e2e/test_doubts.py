"""Data that is not enough says so: on screen, in JSON and CSV, and in the alert."""

import pytest


def shown(motcua, period="2025-12", **options):
    return {o["code"]: o for o in motcua.stats("show", "--period", period, "--format", "json", **options).json()["offices"]}


@pytest.fixture
def loaded(shop, motcua):
    def load(*args, path="/n1/dossiers", **changes):
        motcua.source(shop("random", "--count", "3000", "--seed", "61", "--offices", "6", *args), path, **changes)
        return motcua.ingest()
    return load


def test_a_good_night_leaves_no_doubt(loaded, motcua):
    assert loaded().code == 0
    assert all(o["doubts"] == [] for o in shown(motcua, "2024-05").values())
    assert "chưa đủ" not in motcua.stats("show", "--period", "2024-05").stdout


def test_an_empty_denominator_has_a_mark(loaded, motcua):
    assert loaded().code == 0
    rates = shown(motcua, "2024-05")["H48"]["rates"]
    assert rates["feedback_on_time"] == {"numerator": 0, "denominator": 0, "percent": None, "doubt": "empty_denominator", "reason": "mẫu số bằng 0"}
    assert all((r.get("doubt") == "empty_denominator") == (r["denominator"] == 0) for r in rates.values())
    assert "–: mẫu số bằng 0" in motcua.stats("show", "--period", "2024-05", "--office", "H48").stdout
    csv = motcua.stats("show", "--period", "2024-05", "--office", "H48", "--format", "csv").stdout
    assert "feedback_on_time;0;0;;empty_denominator" in csv


@pytest.mark.parametrize(("period", "profile", "rate", "reason"), [
    ("2018-05", "decree61", "on_time", "căn cứ có hiệu lực từ 21/06/2018, sau kỳ báo cáo"),
    ("2018-06", "decree61", "on_time", None),
    ("2025-06", "decree61", "on_time", None),
    ("2025-07", "decree61", "on_time", "căn cứ hết hiệu lực sau 30/06/2025, trước kỳ báo cáo"),
    ("2022-H1", "qd766", "feedback_on_time", None),
    ("2022-05", "qd766", "on_time", "căn cứ có hiệu lực từ 23/06/2022, sau kỳ báo cáo")])
def test_a_rule_that_was_not_in_force_has_a_mark(period, profile, rate, reason, motcua, ask):
    ask("INSERT INTO motcua.office (code) VALUES ('H48')")
    ask("INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, finished_at)"
        " SELECT 's', y || '-' || m, 'H48', 'H48', 9, make_date(y, m, 5), make_date(y, m, 25), make_date(y, m, 9)"
        " FROM generate_series(2018, 2025) AS y, generate_series(5, 7) AS m")
    asked = ("--period", period, "--profile", profile)
    (office,) = motcua.stats("show", *asked, "--format", "json").json()["offices"]
    shown = office["rates"][rate]
    csv = [line for line in motcua.stats("show", *asked, "--format", "csv").stdout.splitlines() if f";{rate};" in line]
    table = motcua.stats("show", *asked, "--office", "H48").stdout
    compared = motcua.stats("show", "--compare", "--period", period, "--format", "json").json()["offices"][0]["rates"][rate][profile]
    (ranked,) = motcua.stats("rank", "--rate", rate, *asked, "--format", "json").json()["families"][0]["offices"]
    if shown["denominator"] == 0:
        assert shown["doubt"] == "empty_denominator"
    else:
        wanted = {"doubt": "rule_not_in_force", "reason": reason} if reason else {}
        assert all({k: v for k, v in r.items() if k in ("doubt", "reason")} == wanted for r in (shown, compared, ranked))
    assert all((reason in text) for text in (csv[0], table)) if reason else ("hiệu lực từ 21" not in csv[0] and "không có hiệu lực trong kỳ" not in table)


def test_rejected_records_are_told(loaded, motcua):
    assert loaded("--bad").code == 1
    office = shown(motcua, "2024-05")["H48"]
    (doubt,) = [d for d in office["doubts"] if d["kind"] == "rejects"]
    assert doubt["source"] == "tinh" and doubt["reason"].endswith("bản ghi của nguồn tinh bị loại trong lượt chạy gần nhất")
    table = motcua.stats("show", "--period", "2024-05", "--office", "H48").stdout
    assert "Số liệu có thể chưa đủ" in table and doubt["reason"] in table
    assert doubt["reason"] in motcua.stats("show", "--period", "2024-05", "--office", "H48", "--format", "csv").stdout


def test_a_source_that_fails_is_told(loaded, motcua, ask):
    assert loaded().code == 0
    ask("UPDATE motcua.watermark SET read_until = '2025-12-20 01:30+07'")
    assert loaded(path="/fault/error-500/n1/dossiers", limits_tries=1, paging_size="100").code == 5
    office = shown(motcua, today="2025-12-31")["H48"]
    assert {d["kind"] for d in office["doubts"]} == {"source_behind", "source_failed"}
    assert "nguồn tinh mới đọc đến 20/12/2025 01:30" in [d["reason"] for d in office["doubts"]]
    assert shown(motcua, "2024-05", today="2025-12-31")["H48"]["doubts"] == []


def test_the_alert_tells_it_too(loaded, motcua):
    assert loaded("--bad").code == 1
    assert motcua.stats("alert", "--dry-run", today="2025-12-31").stdout.count("Số liệu có thể chưa đủ:") > 0


def test_points_tell_it_too(loaded, motcua, ask):
    assert loaded().code == 0
    options = ("points", "--period", "2024-05", "--office", "H48")

    def point():
        return motcua.stats(*options, "--format", "json", today="2024-05-31").json()["offices"][0]
    assert point()["doubts"] == []
    table = motcua.stats(*options, today="2024-05-31").stdout
    assert "(*)" not in table and "chưa đủ" not in table
    ask("UPDATE motcua.watermark SET read_until = '2024-05-20 01:30+07'")
    office = point()
    assert [(d["kind"], d["source"]) for d in office["doubts"]] == [("source_behind", "tinh")]
    for criterion in office["criteria"]:
        empty = criterion["denominator"] == 0
        assert (criterion.get("doubt"), criterion.get("reason")) == (("empty_denominator", "mẫu số bằng 0") if empty else (None, None))
    assert {c["criterion"] for c in office["criteria"] if "doubt" in c} == {"3.5"}
    for command in ("points", "show"):
        table = motcua.stats(command, *options[1:], today="2024-05-31").stdout
        lines = [line for line in table.splitlines() if "% " in line or line.endswith("%")]
        assert lines and all("% (*)" in line for line in lines)
        assert "(*) Số liệu có thể chưa đủ:\n  - nguồn tinh mới đọc đến 20/05/2024 01:30\n" in table
        csv = motcua.stats(command, *options[1:], "--format", "csv", today="2024-05-31").stdout.splitlines()
        assert ";nguồn tinh mới đọc đến 20/05/2024 01:30;" in csv[-1]
        assert len({row.count(";") for row in csv}) == 1


def test_ranks_and_comparisons_tell_it_too(loaded, motcua, ask):
    assert loaded().code == 0
    ask("UPDATE motcua.watermark SET read_until = '2024-05-20 01:30+07'")
    reason = "nguồn tinh mới đọc đến 20/05/2024 01:30"
    rank, compare = ("rank", "--rate", "late", "--period", "2024-05"), ("show", "--compare", "--period", "2024-05", "--office", "H48")
    families = motcua.stats(*rank, "--format", "json", today="2024-05-31").json()["families"]
    assert all([d["reason"] for d in o["doubts"]] == [reason] for f in families for o in f["offices"] if o["denominator"])
    (office,) = motcua.stats(*compare, "--format", "json", today="2024-05-31").json()["offices"]
    assert [d["reason"] for d in office["doubts"]] == [reason] and office["rates"]["feedback_on_time"]["report"]["doubt"] == "empty_denominator"
    for command in (rank, compare):
        table = motcua.stats(*command, today="2024-05-31").stdout
        assert "% (*)" in table and "(*) Số liệu có thể chưa đủ:\n  - " in table and reason in table
    assert motcua.stats(*rank, "--format", "csv", today="2024-05-31").stdout.splitlines()[1].split(";")[8] == reason
    ask("UPDATE motcua.watermark SET read_until = '2024-06-20 01:30+07'")
    assert "(*)" not in motcua.stats(*rank, today="2024-05-31").stdout

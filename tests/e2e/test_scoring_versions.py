"""A scoring set that was changed within the year: which version is used, and what is said about it."""

import csv
import io
import json
import zipfile

import pytest

VERSIONS = """
    INSERT INTO motcua.scoring (scoring, family, profile, text_en, text_vi, legal_source, valid_from, valid_to) VALUES
        ('son-la-2025-08', 'son-la', 'report', 'Son La', 'bộ tiêu chí tỉnh Sơn La', 'Quyết định 2211/QĐ-UBND', '2025-08-31', '2025-10-30'),
        ('son-la-2025-10', 'son-la', 'report', 'Son La, changed', 'bộ tiêu chí tỉnh Sơn La, sửa đổi', 'Quyết định 2712/QĐ-UBND', '2025-10-31', NULL);
    INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, text_vi) VALUES
        ('son-la-2025-08', '1', 'on_time', 4, 'Đúng hạn'), ('son-la-2025-10', '1', 'on_time', 10, 'Đúng hạn (mới)');
    INSERT INTO motcua.office (code, name, level) VALUES ('H14', 'UBND tỉnh Sơn La', 'province');
    INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, finished_at)
    SELECT 's', 'D' || i, 'H14', 'H14', 9, '2025-03-05', '2025-03-20', date '2025-03-10' + 4 * i FROM generate_series(1, 4) AS i;
    INSERT INTO motcua.run (program, source, status, started_at, finished_at, records, inserted) VALUES ('ingest', 's', 'done', '2025-06-01', '2025-06-01', 4, 4);
    UPDATE motcua.dossier SET first_run_id = 1, last_run_id = 1
"""


@pytest.fixture
def son_la(motcua, ask):
    for statement in VERSIONS.split(";\n"):
        ask(statement)
    return motcua


def points(motcua, *args, today="2026-03-01"):
    outcome = motcua.stats("points", *args, "--format", "json", today=today)
    assert outcome.code == 0, outcome.stderr
    shown = outcome.json()
    (office,) = shown["offices"]
    (criterion,) = office["criteria"]
    return shown["version"], criterion["points"], criterion["max_points"], [d["reason"] for d in office["doubts"] if d["kind"] == "rule_not_in_force"], shown


@pytest.mark.parametrize("args, today, version, wanted", [
    (("--period", "2025"), "2026-03-01", "son-la-2025-10", (5, 10)),
    (("--period", "2025"), "2025-12-31", "son-la-2025-10", (5, 10)),
    (("--period", "2025"), "2025-09-30", "son-la-2025-08", (2, 4)),
    (("--period", "2025", "--as-of", "2025-10-30"), "2026-03-01", "son-la-2025-08", (2, 4)),
    (("--period", "2025", "--as-of", "2025-10-31"), "2026-03-01", "son-la-2025-10", (5, 10)),
    (("--period", "2025-01-01..2025-10-30"), "2026-03-01", "son-la-2025-08", (2, 4)),
    (("--period", "2025-01-01..2025-10-30", "--as-of", "2026-01-01"), "2026-03-01", "son-la-2025-08", (2, 4))])
def test_the_version_in_force_at_the_end_is_used(args, today, version, wanted, son_la):
    used, earned, most, doubts, shown = points(son_la, *args, "--scoring", "son-la", today=today)
    assert (used, (earned, most), doubts) == (version, wanted, [])
    assert shown["scoring"] == "son-la" and shown["rule"]["name"] == version and shown["rule"]["family"] == "son-la" and shown["rule"]["in_force"] is True


def test_a_set_that_is_not_in_force_is_told(son_la):
    asked = (("--period", "2025-03", "--scoring", "son-la"), ("--period", "2025", "--scoring", "son-la-2025-08"))
    for args, version, words in zip(asked, ("son-la-2025-08",) * 2, ("có hiệu lực từ 31/08/2025, sau ngày chấm điểm 31/03/2025", "hết hiệu lực sau 30/10/2025, trước ngày chấm điểm 31/12/2025")):
        used, earned, _, (doubt,), shown = points(son_la, *args)
        assert (used, earned) == (version, 2) and words in doubt and shown["rule"]["in_force"] is False
        table = son_la.stats("points", *args, today="2026-03-01").stdout
        assert "50,00% (*)" in table and words in table and "(son-la-2025-08).\n" in table
        listed = list(csv.DictReader(io.StringIO(son_la.stats("points", *args, "--format", "csv", today="2026-03-01").stdout.removeprefix("\ufeff")), delimiter=";"))
        assert {row["rule"] for row in listed} == {version} and any(words in row["doubt"] for row in listed)
    assert "Phiên bản của bộ tiêu chí son-la" in son_la.stats("points", "--period", "2025", "--scoring", "son-la", today="2026-03-01").stdout


def test_a_family_is_a_name_like_others(son_la):
    outcome = son_la.stats("points", "--period", "2025", "--scoring", "son")
    assert outcome.code == 2 and "son-la, son-la-2025-08, son-la-2025-10" in outcome.stderr
    son_la.set("stats", scoring="son-la")
    assert points(son_la, "--period", "2025")[0] == "son-la-2025-10"
    assert son_la.stats("run").code in (0, 6)


def test_evidence_is_of_the_version(son_la, tmp_path):
    target = tmp_path / "evidence.zip"
    outcome = son_la.stats("evidence", "--scoring", "son-la", "--period", "2025", "--office", "H14", "--output", str(target), today="2026-03-01")
    assert outcome.code == 0, outcome.stderr
    with zipfile.ZipFile(target) as archive:
        manifest = json.loads(archive.read(next(name for name in archive.namelist() if name.endswith("manifest.json"))))
    assert (manifest["scoring"], manifest["version"], manifest["rule"]["name"]) == ("son-la", "son-la-2025-10", "son-la-2025-10")

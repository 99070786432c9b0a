"""The archive of a self-scoring office: complete, checkable with sha256sum, the same bytes from the same data."""

import csv
import hashlib
import io
import json
import subprocess
import zipfile

import pytest

PERIOD = ("--period", "2023-12-07..2024-06-06", "--office", "H48.23.25")


@pytest.fixture
def tinh_chau(shop, motcua):
    motcua.source(shop("tinh-chau"))
    assert motcua.ingest().code == 0
    return motcua


def written(motcua, path, *options, code=0):
    outcome = motcua.stats("evidence", "--scoring", "gia-nghia-2023", *(options or PERIOD), "--output", str(path))
    assert outcome.code == code and outcome.stdout == "", outcome.stderr
    return outcome


def table(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")), delimiter=";"))


def test_it_has_every_dossier_of_every_rate(tinh_chau, tmp_path):
    written(tinh_chau, tmp_path / "e.zip")
    archive = zipfile.ZipFile(tmp_path / "e.zip")
    points = {row["criterion"].lstrip("'"): row for row in table(archive, "diem.csv")}
    (office,) = tinh_chau.stats("points", *PERIOD, "--format", "json").json()["offices"]
    assert len(points) == 6
    for criterion in office["criteria"]:
        row = points[criterion["criterion"]]
        assert float(row["points"].replace(",", ".")) == criterion["points"]
        assert row["formula"].startswith("Tử số: ") and row["legal_source"] and row["rule_version"]
        listed = table(archive, row["dossiers_in"])
        assert sum(int(d["in_numerator"]) for d in listed) == int(row["numerator"]) == criterion["numerator"]
        assert sum(int(d["in_denominator"]) for d in listed) == int(row["denominator"]) == criterion["denominator"]
        assert len({(d["source"], d["code"]) for d in listed}) == len(listed) and all(d["reason"] for d in listed)
    late = [d for d in table(archive, "H48.23.25/3.4-on_time.csv") if d["in_numerator"] == "0"]
    assert len(late) == 39 and all("quá hạn" in d["reason"] for d in late)


def test_its_sums_are_right(tinh_chau, tmp_path):
    written(tinh_chau, tmp_path / "e.zip")
    archive = zipfile.ZipFile(tmp_path / "e.zip")
    archive.extractall(tmp_path / "out")
    checked = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    names = set(archive.namelist())
    assert {line.split(": ")[0] for line in checked.stdout.splitlines()} == names - {"SHA256SUMS"}
    manifest = json.loads(archive.read("manifest.json"))
    assert {f["name"] for f in manifest["files"]} == names - {"SHA256SUMS", "manifest.json"}
    for f in manifest["files"]:
        content = archive.read(f["name"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (f["bytes"], f["sha256"])
    assert manifest["scoring"] == "gia-nghia-2023" and manifest["run"] and manifest["counted_to"] == "2024-06-06"
    assert manifest["rule"]["legal_source"] and manifest["period"] == {"from": "2023-12-07", "to": "2024-06-06"}


def test_the_same_data_gives_the_same_bytes(tinh_chau, tmp_path, monkeypatch):
    written(tinh_chau, tmp_path / "one.zip")
    # Another hour, another time zone, and a night without news.
    assert tinh_chau.ingest().code == 0
    monkeypatch.setenv("TZ", "America/New_York")
    written(tinh_chau, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    written(tinh_chau, tmp_path / "one.zip", "--period", "2024-05")
    assert (tmp_path / "one.zip").read_bytes() != (tmp_path / "two.zip").read_bytes()


def test_what_cannot_be_written_leaves_nothing(tinh_chau, tmp_path):
    outcome = written(tinh_chau, tmp_path / "none" / "e.zip", code=2)
    assert "e.zip" in outcome.stderr
    (tmp_path / "kept.zip").write_bytes(b"as it was")
    outcome = tinh_chau.stats("evidence", "--scoring", "none", *PERIOD, "--output", str(tmp_path / "kept.zip"))
    assert outcome.code == 2 and "unknown" in outcome.stderr
    assert (tmp_path / "kept.zip").read_bytes() == b"as it was" and [p.name for p in tmp_path.iterdir() if p.suffix != ".conf"].count("kept.zip") == 1
    assert tinh_chau.stats("evidence", *PERIOD).code == 2


def test_names_of_files_cannot_climb(shop, motcua, ask, tmp_path):
    motcua.source(shop("tinh-chau"))
    assert motcua.ingest().code == 0
    ask("INSERT INTO motcua.scoring (scoring, profile, text_en, text_vi, legal_source) VALUES ('own', 'report', 'x', 'x', 'x')")
    ask("INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, text_vi) VALUES ('own', '../../etc/%2e ngoài', 'late', 1, 'x')")
    outcome = motcua.stats("evidence", "--scoring", "own", *PERIOD, "--output", str(tmp_path / "e.zip"))
    assert outcome.code == 0, outcome.stderr
    (name,) = [n for n in zipfile.ZipFile(tmp_path / "e.zip").namelist() if "late" in n]
    assert name == "H48.23.25/%2E.%2F..%2Fetc%2F%252e%20ngo%C3%A0i-late.csv"

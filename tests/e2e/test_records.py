"""Records that cannot be used, and values that must not be kept."""

import subprocess

import pytest

BAD = ("random", "--count", "4000", "--seed", "3", "--offices", "10", "--bad")


def dump(database):
    return subprocess.run(["pg_dump", database], check=True, capture_output=True, text=True).stdout


def test_rejected_records_are_kept_and_counted(shop, motcua, ask):
    tinh = shop(*BAD)
    motcua.source(tinh)
    outcome = motcua.ingest()
    assert outcome.code == 1 and "rejected" in outcome.stderr
    ((records, rejected, status),) = ask("SELECT records, rejected, status FROM motcua.run")
    assert records == 4000 and 8 <= rejected <= 40 and status == "done"
    rows = ask("SELECT code, field, reason, record FROM motcua.reject")
    assert len(rows) == rejected
    assert all(reason and isinstance(record, dict) for _, _, reason, record in rows)
    fields = {field for _, field, _, _ in rows}
    assert {"received_at", "due_at", "status", "code"} <= fields
    # The run after it meets the same ones.
    assert motcua.ingest().code == 1
    assert ask("SELECT count(*) FROM motcua.reject") == [(rejected,)]
    assert ask("SELECT inserted, updated, rejected FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(0, 0, rejected)]


def test_every_reject_has_its_reason(shop, motcua, ask):
    """The kinds of bad records, told from the raw list, and what became of each."""
    tinh = shop(*BAD)
    motcua.source(tinh)
    motcua.ingest()
    wanted = []
    for record in tinh.records():
        if record["NgayTiepNhan"] == "31/02/2024":
            wanted.append((record["MaHoSo"], "received_at"))
        elif record["NgayHenTra"] == "20240231080000":
            wanted.append((record["MaHoSo"], "due_at"))
        elif record["TrangThaiHoSo"] == "99":
            wanted.append((record["MaHoSo"], "status"))
        elif record["MaHoSo"] == "":
            wanted.append((None, "code"))
        elif not isinstance(record.get("KenhThucHien", ""), str):
            wanted.append((record["MaHoSo"], "channel"))
    seen = ask("SELECT code, field FROM motcua.reject")
    assert len(wanted) >= 5 and set(wanted) <= set(seen)
    # What is left has a NUL in its code or a key twice; the good ones are all there.
    left = [row for row in seen if row not in wanted]
    assert {field for _, field in left} <= {"code", "status"}
    assert ask("SELECT count(*) FROM motcua.dossier")[0][0] == 4000 - 4000 // 331 - len(seen)


def test_a_record_in_another_encoding_is_rejected_alone(shop, motcua, ask):
    motcua.source(shop("random", "--count", "2000", "--seed", "21", "--offices", "10"), "/fault/invalid-utf8/n1/dossiers")
    assert motcua.ingest().code == 1
    assert ask("SELECT field, page, record_number FROM motcua.reject") == [("procedure_name", 2, 1)]


@pytest.mark.parametrize("args", [BAD, ("random", "--count", "1000", "--seed", "9", "--offices", "5"), ("tinh-chau",)])
def test_nothing_personal_is_kept(args, shop, motcua, database):
    motcua.source(shop(*args))
    outcomes = [motcua.ingest("run", "--verbose"), motcua.ingest("status"), motcua.ingest("check")]
    stored = dump(database)
    assert "H48" in stored and "PII-" not in stored
    assert all("PII-" not in o.stdout + o.stderr for o in outcomes)


def test_too_many_rejects_fail_the_source(shop, motcua, ask):
    tinh = shop("random", "--count", "1000", "--seed", "9", "--offices", "5")
    # About 8 % are postal, which this map does not know.
    motcua.source(tinh, fields_channel="/KenhThucHien | map 1:direct 2:online")
    outcome = motcua.ingest()
    assert outcome.code == 5 and "rejected" in outcome.stderr and "source 'tinh'" in outcome.stderr
    assert ask("SELECT status FROM motcua.run") == [("failed",)] and ask("SELECT * FROM motcua.watermark") == []
    ((rejected,),) = ask("SELECT count(*) FROM motcua.reject")
    assert 50 < rejected < 120
    motcua.set("ingest", max_reject_percent="20")
    assert motcua.ingest().code == 1
    assert len(ask("SELECT * FROM motcua.watermark")) == 1

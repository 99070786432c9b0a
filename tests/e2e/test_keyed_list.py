"""A list that is an object: the key of each member is the code of its dossier."""

import pytest

COUNT = 4000


@pytest.fixture
def served(scripted):
    """Serves what a test has put into .records."""
    source = scripted(lambda *_: (200, {"data": source.records}))
    return source


def member(status="9"):
    return {"donVi": "H48.23.25", "trangThai": status, "nhan": "05-Jun-24", "xong": "14h30 ngày 06/06/2024", "nguoiNop": "Nguyễn Văn A"}


def write(motcua, served, rules):
    (motcua.directory / "sources.d" / "xa.conf").write_text(f"""
[source]
url = {served.url("/")}
records = /data
[paging]
kind = none
[fields]
{rules}
""")


RULES = """code = /@key
receiving_office = /donVi
handling_office = /donVi
status = /trangThai
received_at = /nhan | date dd-MMM-yy
finished_at = /xong | date "HH'h'mm 'ngày' dd/MM/yyyy"
"""


def test_it_loads_and_is_known_the_next_night(motcua, served, ask):
    served.records = {f"H48.23.25-240605-{i:04}": member() for i in range(COUNT)}
    write(motcua, served, RULES)
    assert motcua.ingest("run").code == 0
    assert ask("SELECT count(*), min(code), max(code) FROM motcua.dossier") == [(COUNT, "H48.23.25-240605-0000", f"H48.23.25-240605-{COUNT - 1:04}")]
    assert ask("SELECT DISTINCT received_on::text, (finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::text FROM motcua.dossier") == [("2024-06-05", "2024-06-06 14:30:00")]
    served.records["H48.23.25-240605-0007"]["trangThai"] = "8"
    served.records["H48.23.25-240605-9999"] = member()
    assert motcua.ingest("run").code == 0
    assert ask("SELECT inserted, updated, unchanged FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(1, 1, COUNT - 1)]


def test_a_rejected_member_keeps_its_key_and_can_be_replayed(motcua, served, ask):
    served.records = {f"H48.23.25-240605-{i:04}": member() for i in range(100)}
    served.records["H48.23.25-240605-0007"]["trangThai"] = "11"
    write(motcua, served, RULES.replace("/trangThai", "/trangThai | map 9:9"))
    assert motcua.ingest("run").code == 1
    assert ask("SELECT code, record ->> '@key' FROM motcua.reject") == [("H48.23.25-240605-0007",) * 2]
    write(motcua, served, RULES.replace("/trangThai", "/trangThai | map 9:9 11:8"))
    assert motcua.ingest("rejects", "replay").code == 0
    assert ask("SELECT status FROM motcua.dossier WHERE code = 'H48.23.25-240605-0007'") == [(8,)]


def test_a_member_that_is_no_record_is_rejected(motcua, served, ask):
    served.records = {f"H48.23.25-240605-{i:04}": member() for i in range(100)} | {"dem": 100}
    write(motcua, served, RULES)
    assert motcua.ingest("run").code == 1
    assert ask("SELECT reason FROM motcua.reject") == [("bản ghi không phải một nhóm",)]


def test_check_says_what_it_is(motcua, served):
    served.records = {f"H48.23.25-240605-{i:04}": member() for i in range(100)}
    write(motcua, served, "")
    outcome = motcua.ingest("check")
    assert "danh sách là một nhóm, khóa của mỗi bản ghi đọc bằng /@key" in outcome.stdout
    assert any(line.startswith("/@key ") and "100/100" in line for line in outcome.stdout.splitlines())
    write(motcua, served, RULES.replace("/@key", "/ma"))
    outcome = motcua.ingest("check")
    assert outcome.code == 5 and "no list at '/data'" in outcome.stderr and "code = /@key" in outcome.stderr

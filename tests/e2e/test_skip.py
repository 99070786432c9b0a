"""[source] skip: records to leave out, and dossiers that the source deletes after they were counted."""

import json

import pytest

RECORD = {"TenTTHC": "Đăng ký khai sinh", "MaTTHC": "1.900060", "DonViXuLy": "UBND xã Tịnh Châu", "TrangThaiHoSo": "4",
          "NgayTiepNhan": "20240305090000", "NgayHenTra": "20240320170000", "XoaLuc": None}
DELETED = {"XoaLuc": "20240306080000"}


def record(number, **changes):
    return RECORD | {"MaHoSo": f"H48.23.25-{number}"} | changes


@pytest.fixture
def night(shop, lists, motcua):
    """night(records, *options, **changes of the file): one run on that list."""
    tinh = shop("random", "--count", "1", "--seed", "1", "--offices", "1")

    def run(records, *options, **changes):
        lists.lists["/list"] = [json.dumps(r) for r in records]
        motcua.source(tinh, **({"source_url": lists.url("/list"), "source_total": "", "source_skip": "/XoaLuc"} | changes))
        return motcua.ingest("run", *options)
    return run


@pytest.fixture
def counts(ask):
    """records, inserted, updated, unchanged, superseded, rejected, skipped of the last run."""
    return lambda: ask("SELECT records, inserted, updated, unchanged, superseded, rejected, skipped FROM motcua.run ORDER BY run_id DESC LIMIT 1")[0]


def pending(motcua):
    offices = motcua.stats("show", "--period", "2024-03", "--format", "json").json()["offices"]
    return [o["counts"]["pending"] for o in offices if o["code"] == "H48.23.25"]


@pytest.mark.parametrize("options", [(), ("--full",)])
def test_a_deleted_dossier_leaves_the_figures_and_is_told_of(options, night, counts, motcua, ask):
    a, b = record(1), record(2)
    assert night([a, b], *options).code == 0
    assert pending(motcua) == [2]
    outcome = night([a, b | DELETED], *options)
    assert outcome.code == 0 and "rejected=0 skipped=1" in outcome.stderr
    assert counts() == (2, 0, 0, 1, 0, 0, 1)
    assert pending(motcua) == [1]
    (row,) = [line for line in motcua.ingest("status").stdout.splitlines() if line.startswith("tinh")]
    assert row.split()[3:8] == ["2", "0", "0", "0", "1"]
    assert ask("SELECT flag FROM stats.integrity_dossiers('2024-03-01', '2024-03-31') WHERE code = 'H48.23.25-2'") == [("deleted_at_source",)]
    assert "hồ sơ bị xóa hoặc loại ra ở nguồn" in motcua.stats("explain", "H48.23.25-2").stdout
    # Seen as it was known before, it counts.
    assert ask("SELECT count(*) FROM motcua.dossier_version WHERE code = 'H48.23.25-2' AND NOT skipped AND received_on IS NOT NULL") == [(1,)]
    # The same night again changes nothing.
    before = ask("SELECT *, ctid::text FROM motcua.dossier ORDER BY code")
    assert night([a, b | DELETED], *options).code == 0
    assert counts() == (2, 0, 0, 1, 0, 0, 1)
    assert ask("SELECT *, ctid::text FROM motcua.dossier ORDER BY code") == before
    # Brought back, with the very bytes of the first night.
    assert night([a, b], *options).code == 0
    assert counts() == (2, 0, 1, 1, 0, 0, 0) and pending(motcua) == [2]
    assert ask("SELECT field, old_value, new_value FROM motcua.dossier_change ORDER BY change_id") == [
        ("skipped", "false", "true"), ("skipped", "true", "false")]
    assert ask("SELECT * FROM stats.integrity_flags WHERE flag = 'deleted_at_source'") == []


def test_what_was_never_counted_leaves_no_trace(night, counts, ask):
    total = {"MaHoSo": "", "TenTTHC": "Tổng cộng", "TrangThaiHoSo": "2 hồ sơ"}
    other = record(3, **DELETED) | {"MaHoSo": "H99.1-1", "DonViXuLy": "Cơ quan khác", "TrangThaiHoSo": "x"}
    for _ in range(2):
        assert night([record(1), other], source_skip="/XoaLuc").code == 0
    assert counts() == (2, 0, 0, 1, 0, 0, 1)
    assert ask("SELECT code FROM motcua.office WHERE code LIKE 'H99%'") == [] and ask("SELECT * FROM motcua.reject") == []
    assert night([record(1), total], source_skip='/MaHoSo = "" and /TenTTHC = "Tổng cộng"').code == 0
    assert counts()[5:] == (0, 1)
    assert ask("SELECT code FROM motcua.dossier") == [("H48.23.25-1",)]


def test_a_rule_that_comes_later_holds_for_what_is_stored(night, counts, motcua):
    rows = [record(1), record(2, GhiChu="Hồ sơ thử")]
    assert night(rows, source_skip="").code == 0
    assert pending(motcua) == [2]
    assert night(rows, source_skip='/GhiChu = "Hồ sơ thử"').code == 0
    assert counts() == (2, 0, 0, 1, 0, 0, 1) and pending(motcua) == [1]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("size", [2, 500])
@pytest.mark.parametrize("options", [(), ("--full",)])
def test_a_dossier_entered_anew_under_its_code_counts(order, size, options, night, counts, motcua, ask):
    rows = [record(5), *[record(1, **DELETED), record(1, NgayHenTra="20240325170000")][::order], record(6)]
    for _ in range(3):
        assert night(rows, *options, paging_size=size).code == 0
        assert pending(motcua) == [3]
    assert counts() == (4, 0, 0, 3, 0, 0, 1)
    assert ask("SELECT * FROM motcua.dossier_change") == []


def test_a_list_of_which_all_is_left_out_is_a_fault_of_the_file(night, motcua, ask):
    rows = [record(n) for n in range(5)]
    assert night(rows).code == 0
    outcome = night(rows, source_skip="/MaHoSo")
    assert outcome.code == 5 and "[source] skip" in outcome.stderr
    assert pending(motcua) == [5] and ask("SELECT * FROM motcua.dossier_change") == []
    assert ask("SELECT status, records, skipped FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [("failed", 5, 5)]
    assert night(rows).code == 0


def test_check_and_replay_know_it(night, motcua, ask):
    bad = record(2, TrangThaiHoSo="99", LoaiHoSo="T9")
    motcua.set("ingest", max_reject_percent="100")
    assert night([record(1), bad]).code == 1
    assert night([record(1), bad], "--dry-run", source_skip="/LoaiHoSo = T9").code == 0
    shown = motcua.ingest("check").stdout
    assert "2 bản ghi, 0 bị loại, 1 bỏ qua" in shown and "Bản ghi 2 (bỏ qua)" in shown
    assert "/LoaiHoSo" not in shown.split("Trường không đọc")[1].split("Cột chưa có")[0]
    assert motcua.ingest("rejects", "replay").code == 1, "the value was masked when no rule read it"
    assert night([record(1), bad], source_skip="/LoaiHoSo = khac").code == 1
    night([record(1), bad], "--dry-run", source_skip="/LoaiHoSo = T9")
    assert motcua.ingest("rejects", "replay").code == 0
    assert ask("SELECT records, skipped FROM motcua.run WHERE program = 'replay'") == [(1, 1)]
    assert ask("SELECT * FROM motcua.open_reject") == []


def test_feedback_that_is_deleted_leaves_the_figures(shop, lists, motcua, ask):
    tinh = shop("random", "--count", "1", "--seed", "1", "--offices", "1")
    row = {"MaPAKN": "P1", "MaDonVi": "H48.23.25", "NgayTiepNhan": "20240305090000"}
    for deleted, overdue in ((None, 1), ("20240310000000", 0), (None, 1)):
        lists.lists["/feedback"] = [json.dumps(row | {"XoaLuc": deleted}), json.dumps(row | {"MaPAKN": "P2"})]
        motcua.source(tinh, name="pakn", example="feedback", source_url=lists.url("/feedback"), source_total="", source_skip="/XoaLuc")
        assert motcua.ingest().code == 0
        assert ask("SELECT count(*) - 1 FROM stats.dossiers('feedback_overdue', '2024-01-01', '2024-12-31')") == [(overdue,)]
    assert ask("SELECT records, updated, skipped FROM motcua.run ORDER BY run_id") == [(2, 0, 0), (2, 0, 1), (2, 1, 0)]

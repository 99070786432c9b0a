"""A dossier that two systems deliver is one dossier: it counts once, and the program says where."""

import itertools
import json
import random

import pytest

RECORD = {"TenTTHC": "Đăng ký khai sinh", "MaTTHC": "1.900060", "DonViXuLy": "UBND xã Tịnh Châu", "TrangThaiHoSo": "4",
          "NgayTiepNhan": "20240305090000", "NgayHenTra": "20240320170000", "XoaLuc": None}
LATE = {"TrangThaiHoSo": "9", "NgayKetThucXuLy": "20240325100000"}
EARLY = {"TrangThaiHoSo": "9", "NgayKetThucXuLy": "20240315100000"}


def record(number, updated=None, **changes):
    return RECORD | {"MaHoSo": f"H48.23.25-{number}", "CapNhat": updated and f"202404{updated:02}000000"} | changes


@pytest.fixture
def night(shop, lists, motcua):
    """night(source, records, *options, **changes of the file): one run of that source on that list."""
    system = shop("random", "--count", "1", "--seed", "1", "--offices", "1")

    def run(name, records, *options, **changes):
        lists.lists["/" + name] = [json.dumps(r) for r in records]
        motcua.source(system, name=name, **({
            "source_url": lists.url("/" + name), "source_total": "", "source_skip": "/XoaLuc",
            "fields_source_updated_at": "/CapNhat | date yyyyMMddHHmmss"} | changes))
        outcome = motcua.ingest("run", "--source", name, *options)
        assert outcome.code == 0, outcome.stderr
        return outcome
    return run


@pytest.fixture
def figures(motcua):
    def read(*options):
        offices = motcua.stats("show", "--period", "2024", "--format", "json", *options).json()["offices"]
        (counts,) = [o["counts"] for o in offices if o["code"] == "H48.23.25"] or [{}]
        return {key: counts[key] for key in ("received", "resolved_early", "resolved_late", "pending") if counts.get(key)}
    return read


@pytest.mark.parametrize("options", [(), ("--full",)])
@pytest.mark.parametrize("size", [1, 500])
def test_it_counts_once_and_both_stories_are_told(options, size, night, figures, motcua, ask):
    night("bo", [record(1, 1), record(2, 1)], *options, paging_size=size)
    night("tinh", [record(1, 5, **LATE), record(2, 1), record(3, 5, **EARLY)], *options, paging_size=size)
    assert figures() == {"received": 3, "resolved_early": 1, "resolved_late": 1, "pending": 1}
    assert ask("SELECT records, inserted FROM motcua.run ORDER BY run_id") == [(2, 2), (3, 3)]

    status = motcua.ingest("status").stdout.split("Hồ sơ, phản ánh do hai nguồn cùng gửi")[1]
    assert [line.split()[-5:] for line in status.splitlines() if line.startswith("hồ sơ")] == [
        ["bo", "tinh", "1", "0", "–"], ["tinh", "bo", "1", "1", "H48.23.25-1"]]
    told = motcua.stats("explain", "H48.23.25-1", "--format", "json").json()["dossiers"]
    assert [(d["source"], d["counted_in"], bool(d["rates"])) for d in told] == [("bo", "tinh", False), ("tinh", "tinh", True)]
    assert {d["counting_reason"] for d in told} == {"nguồn tinh cập nhật mới hơn (05/04/2024; nguồn bo: 01/04/2024)"}
    assert [f["flag"] for d in told for f in d["flags"]].count("systems_disagree") == 2
    text = motcua.stats("explain", "H48.23.25-1").stdout
    assert "Không tính ở nguồn này mà theo nguồn tinh" in text and "trạng thái đang xử lý (nguồn được tính: đã xử lý xong)" in text
    (alone,) = motcua.stats("explain", "H48.23.25-3", "--format", "json").json()["dossiers"]
    assert (alone["counted_in"], alone["counting_reason"]) == ("tinh", None)
    (flag,) = [f for f in motcua.stats("integrity", "--period", "2024", "--format", "json").json()["checks"] if f["flag"] == "systems_disagree"]
    assert flag["dossiers"] == 1

    # The same nights again write nothing.
    before = ask("SELECT *, ctid::text FROM motcua.dossier ORDER BY source, code"), ask("SELECT count(*) FROM motcua.dossier_version")
    night("tinh", [record(1, 5, **LATE), record(2, 1), record(3, 5, **EARLY)], *options, paging_size=size)
    night("bo", [record(1, 1), record(2, 1)], *options, paging_size=size)
    assert (ask("SELECT *, ctid::text FROM motcua.dossier ORDER BY source, code"), ask("SELECT count(*) FROM motcua.dossier_version")) == before


def test_an_order_of_sources_decides_where_dates_do_not(night, figures, motcua):
    night("bo", [record(1)])
    night("tinh", [record(1, **LATE)])
    assert figures() == {"received": 1, "pending": 1}, "the first name"
    night("tinh", [record(1, **LATE)], source_precedence=1)
    assert figures() == {"received": 1, "resolved_late": 1}, "an order that is stated later holds for what is stored"
    assert night("tinh", [record(1, **LATE)], "--dry-run", source_precedence=900)
    assert figures() == {"received": 1, "resolved_late": 1}, "a dry run settles nothing"
    night("bo", [record(1)], source_precedence=1)
    assert figures() == {"received": 1, "pending": 1}
    night("bo", [record(1, 3)])
    night("tinh", [record(1, 4, **LATE)])
    assert figures() == {"received": 1, "resolved_late": 1}, "dates come first"


def test_systems_that_number_on_their_own(night, figures):
    night("a", [record(1)], fields_code='/MaHoSo | prefix "A-"')
    night("b", [record(1, **LATE)], fields_code='/MaHoSo | prefix "B-"')
    assert figures() == {"received": 2, "resolved_late": 1, "pending": 1}


def test_a_reject_is_not_overtaken_by_another_source(night, motcua, ask):
    night("tinh", [record(n, 1) for n in range(1, 40)])
    lists_of_tinh = [record(1, 5) | {"TrangThaiHoSo": "99"}, *(record(n, 1) for n in range(2, 40))]
    with pytest.raises(AssertionError):
        night("tinh", lists_of_tinh)
    assert ask("SELECT code FROM motcua.open_reject") == [("H48.23.25-1",)]
    night("bo", [record(1, 6)])
    assert ask("SELECT code FROM motcua.open_reject") == [("H48.23.25-1",)]


@pytest.mark.parametrize("seed", range(2))
def test_the_order_in_which_sources_load_does_not_matter(seed, night, figures, dossiers, ask):
    """Three systems, some nights each, any order of them: the same rows, settled alike."""
    dice = random.Random(seed)
    names = ["bo", "tinh", "cu"]

    def version(number):
        return record(number, dice.choice([None, 1, 2, 3]), **dice.choice([{}, EARLY, LATE, {"XoaLuc": "20240401000000"}, {"TrangThaiHoSo": "3"}]))
    # What lies in a list of an earlier night is older than what lies in the last one, as at any source.
    last = {name: [version(n) | ({"CapNhat": None} if dice.random() < 0.3 else {}) for n in dice.sample(range(8), 6)] for name in names}
    settled = []
    for order in dice.sample(list(itertools.permutations(names)), 3):
        ask("TRUNCATE motcua.dossier, motcua.dossier_version, motcua.dossier_change, motcua.watermark, motcua.run, motcua.reject, motcua.read_file, motcua.source_drift CASCADE")
        for name in dice.choices(names, k=dice.randint(0, 3)):
            night(name, [r | {"CapNhat": None, "XoaLuc": None} | dice.choice([{}, EARLY, LATE]) for r in last[name]], "--full")
        for name in order:
            night(name, last[name], "--full")
        settled.append((figures(), ask("SELECT source, code, counted_in, status, received_on, closed_on FROM motcua.dossier WHERE NOT skipped ORDER BY source, code")))
        assert ask("SELECT code FROM motcua.dossier WHERE NOT skipped GROUP BY code HAVING count(*) FILTER (WHERE counted_in IS NULL) <> 1") == []
        before = dossiers()
        for name in reversed(order):
            night(name, last[name], "--full")
        assert dossiers() == before, "once more changes nothing"
    assert settled[1:] == settled[:-1]

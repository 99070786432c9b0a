"""The same real thing under every disguise counts once, or a person is told."""

import json

import pytest


def dossier(code, office="UBND xã A", **changes):
    record = dict(MaHoSo=code, MaTTHC="1.000001", TenTTHC="Thủ tục A", KenhThucHien="2", TrangThaiHoSo="9", DonViXuLy=office,
                  NgayNopHoSo="20260105080000", NgayTiepNhan="20260105080000", NgayHenTra="20260115170000",
                  NgayKetThucXuLy="20260112100000", NgayCapNhat="20260112100000")
    record.update(changes)
    return {key: value for key, value in record.items() if value is not None}


def put(lists, records, path="/a", escaped=True):
    lists.lists[path] = [json.dumps(record, ensure_ascii=escaped) for record in records]


@pytest.fixture
def tinh(lists, motcua):
    """Reads the list /a as the source tinh."""
    lists.token = "x"
    motcua.source(lists, "/a", source_total=None)
    return motcua


CODES = ["H48.23.25-260105-%04d" % i for i in range(4)]
DISGUISES = [
    "{}\u00a0", "{}\u200b", "\ufeff{}", "\u2003{}\u3000", "\t{}\r\n", "\u202a{}\u202c", "{}\u00ad", "{}\ufe0f",
]


@pytest.mark.parametrize("escaped", (True, False))
def test_a_code_counts_once_under_every_disguise(tinh, lists, ask, escaped):
    put(lists, [dossier(code) for code in CODES])
    assert tinh.ingest().code == 0
    inner = [CODES[0].replace(".25", ".25\u00a0"), CODES[1].replace("48", "4\u200d8"), CODES[2].replace("-", "\u2013"),
             CODES[3].translate({ord("0") + i: 0xFF10 + i for i in range(10)})]
    for records in [[disguise.format(code) for code in CODES] for disguise in DISGUISES] + [inner]:
        put(lists, [dossier(code) for code in records], escaped=escaped)
        outcome = tinh.ingest()
        assert outcome.code == 0, outcome.stderr
        assert ask("SELECT array_agg(code ORDER BY code) FROM motcua.dossier") == [(CODES,)], records
    assert ask("SELECT code FROM motcua.office ORDER BY code") == [("H48",), ("H48.23",), ("H48.23.25",)]
    assert ask("SELECT sum(updated), sum(inserted) FROM motcua.run") == [(0, 4)]


def test_a_letter_of_another_alphabet_is_told(tinh, lists, ask):
    tinh.set("ingest", max_reject_percent="100")
    put(lists, [dossier(CODES[0]), dossier("\u041d48.23.25-260105-0000")])
    assert tinh.ingest().code == 1
    assert ask("SELECT field, reason FROM motcua.reject") == [("code", "mã có chữ của bảng chữ khác, trông giống chữ La-tinh")]


def test_what_is_asked_for_is_read_the_same_way(tinh, lists):
    put(lists, [dossier(code) for code in CODES])
    assert tinh.ingest().code == 0
    shown = tinh.stats("show", "--period", "2026", "--office", "\u200bH48.23\u201325\u00a0".replace("\u2013", "."), "--format", "json")
    assert shown.code == 0 and shown.json()["offices"][0]["code"] == "H48.23.25"
    assert tinh.stats("explain", CODES[0].replace("-", "\u2011") + "\u00a0").code == 0

"""The same real thing under every disguise counts once, or a person is told."""

import json
import time

import pytest

from programs import RELEASE


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


def changes_since(lists, records):
    """A list that can be asked for what changed."""
    def read(query):
        return [json.dumps(r) for r in records if r["NgayCapNhat"] >= query.get("since", "0")]
    lists.lists["/a"] = read
    return records


FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


def test_a_night_with_the_clock_ahead_does_not_stop_the_nights_after(lists, motcua, ask):
    lists.token = "x"
    motcua.bin = RELEASE  # Sanitizers want to be loaded first.
    motcua.source(lists, "/a", source_total=None, incremental_since_param="since")
    records = changes_since(lists, [dossier(code) for code in CODES])
    assert motcua.ingest("run", LD_PRELOAD=FAKETIME, FAKETIME="+400d").code == 0
    late = time.strftime("%Y%m%d%H%M%S")
    records.append(dossier("H48.23.25-261127-0001", NgayCapNhat=late))
    assert motcua.ingest().code == 0
    assert ask("SELECT count(*) FROM motcua.dossier") == [(5,)]


@pytest.mark.parametrize("before", (None, "2 days"))
def test_a_mark_in_the_future_is_told_and_not_believed(before, lists, motcua, ask):
    lists.token = "x"
    motcua.source(lists, "/a", source_total=None, incremental_since_param="since")
    records = changes_since(lists, [dossier(code) for code in CODES])
    assert motcua.ingest().code == 0
    # As if the clock of the database had been ahead as well in this night, and right in the one before it.
    ask("UPDATE motcua.watermark SET read_until = now() + interval '400 days'")
    ask("UPDATE motcua.run SET read_until = now() + interval '400 days', started_at = now() + interval '400 days'")
    if before:
        ask("INSERT INTO motcua.run (program, source, status, read_until) VALUES ('ingest', 'tinh', 'done', now() - %s::interval)", before)
    assert "(tương lai, không tin)" in motcua.ingest("status").stdout
    shown = motcua.stats("show", "--period", "2026", "--office", "H48.23.25", "--format", "json").json()
    assert "clock" in [doubt["kind"] for doubt in shown["offices"][0]["doubts"]]
    records.append(dossier("H48.23.25-261127-0001", NgayCapNhat=time.strftime("%Y%m%d%H%M%S")))
    outcome = motcua.ingest()
    assert outcome.code == 0 and "lies in the future" in outcome.stderr
    assert ("reads what changed since" if before else "reads the whole list") in outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(5,)]
    assert "future" not in motcua.ingest().stderr


def test_records_dated_ahead_are_told_and_do_not_win_for_ever(tinh, lists, ask):
    put(lists, [dossier(code, NgayCapNhat="20990101000000", TrangThaiHoSo="4") for code in CODES])
    outcome = tinh.ingest()
    assert outcome.code == 0 and "4 records say that they were changed in the future, up to 2099-01-01" in outcome.stderr
    assert "01/01/2099" in tinh.ingest("status").stdout
    put(lists, [dossier(code) for code in CODES])
    outcome = tinh.ingest()
    assert outcome.code == 0 and "future" not in outcome.stderr
    assert ask("SELECT DISTINCT status FROM motcua.dossier") == [(9,)]


LATE = [dossier("H48.23.25-260105-%04d" % i, NgayKetThucXuLy="20260120100000" if i < 5 else "20260112100000") for i in range(100)]


def late_rate(motcua):
    shown = motcua.stats("show", "--period", "2026", "--office", "H48.23.25", "--format", "json").json()
    rate = shown["offices"][0]["rates"]["late"]
    return rate["numerator"], rate["denominator"]


@pytest.mark.parametrize("batch", ("30", "1000000"))
@pytest.mark.parametrize("changes", [{}, dict(paging_size="20"), dict(fields_online_level=None), dict(incremental_since_param="since")])
def test_a_source_file_with_a_new_name_stops_until_it_is_told(changes, batch, tinh, lists, ask):
    tinh.set("ingest", batch_records=batch)
    put(lists, LATE)
    assert tinh.ingest().code == 0
    assert tinh.ingest("rename", "tinh", "quang-ngai").code == 2, "it has its file"
    (tinh.directory / "sources.d/tinh.conf").unlink()
    tinh.source(lists, "/a", name="quang-ngai", source_total=None, **changes)
    for _ in range(2):
        outcome = tinh.ingest()
        assert outcome.code == 5, outcome.stderr
        assert "codes have come from source 'tinh' before" in outcome.stderr and "motcua-ingest rename tinh quang-ngai" in outcome.stderr
        assert ask("SELECT source, count(*) FROM motcua.dossier GROUP BY 1") == [("tinh", 100)]
    assert tinh.ingest("run", "--dry-run").code == 5
    # The words are checked before anything is done.
    for words in ([], ["tinh"], ["tinh", "none"], ["none", "quang-ngai"], ["a", "b", "c"]):
        assert tinh.ingest("rename", *words).code == 2, words
    renamed = tinh.ingest("rename", "tinh", "quang-ngai")
    assert renamed.code == 0 and "motcua.dossier" in renamed.stdout
    outcome = tinh.ingest()
    assert outcome.code == 0, outcome.stderr
    assert ask("SELECT source, count(*) FROM motcua.dossier GROUP BY 1") == [("quang-ngai", 100)]
    assert ask("SELECT inserted, updated FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(0, 0)]
    assert late_rate(tinh) == (5, 100)
    assert tinh.ingest("rename", "tinh", "quang-ngai").code == 2, "nothing is left of it"


def test_a_source_that_is_new_reads_beside_one_that_has_gone(tinh, lists, ask):
    put(lists, LATE)
    put(lists, [dossier("H48.23.26-260105-0001")], "/b")
    assert tinh.ingest().code == 0
    (tinh.directory / "sources.d/tinh.conf").unlink()
    tinh.source(lists, "/b", name="khac", source_total=None)
    assert tinh.ingest().code == 0
    # From now on it is no new one, whatever it brings.
    put(lists, [dossier("H48.23.26-260105-0001"), LATE[0]], "/b")
    assert tinh.ingest().code == 0


def test_two_sources_that_have_their_files_are_two(tinh, lists, ask):
    put(lists, LATE[:10])
    assert tinh.ingest().code == 0
    tinh.source(lists, "/a", name="bo", source_total=None)
    assert tinh.ingest("run", "--source", "bo").code == 0
    assert ask("SELECT source, count(*) FROM motcua.dossier GROUP BY 1 ORDER BY 1") == [("bo", 10), ("tinh", 10)]


def test_feedback_under_a_new_name_stops_too(shop, motcua, ask):
    tinh = shop("tinh-chau")
    motcua.source(tinh, "/n1/feedback", name="feedback", example="feedback")
    assert motcua.ingest().code == 0
    (motcua.directory / "sources.d/feedback.conf").rename(motcua.directory / "sources.d/pakn.conf")
    outcome = motcua.ingest()
    assert outcome.code == 5 and "motcua-ingest rename feedback pakn" in outcome.stderr
    assert motcua.ingest("rename", "feedback", "pakn").code == 0
    assert motcua.ingest().code == 0
    assert ask("SELECT source, count(*) FROM motcua.feedback GROUP BY 1") == [("pakn", 13)]
    # A catalogue counts nothing twice: it is read as before.
    motcua.source(tinh, "/n1/offices", name="offices", example="offices")
    assert motcua.ingest().code == 0
    (motcua.directory / "sources.d/offices.conf").rename(motcua.directory / "sources.d/co-quan.conf")
    assert motcua.ingest().code == 0


def test_only_the_owner_renames(tinh, lists, ask):
    put(lists, LATE[:1])
    assert tinh.ingest().code == 0
    (tinh.directory / "sources.d/tinh.conf").rename(tinh.directory / "sources.d/moi.conf")
    options = {"PGOPTIONS": "-c role=motcua_ingest"}
    assert tinh.ingest(**options).code == 5
    outcome = tinh.ingest("rename", "tinh", "moi", **options)
    assert outcome.code == 4 and "motcua.rename_source('tinh', 'moi')" in outcome.stderr


def test_names_in_any_spelling_are_one_office(lists, motcua, ask):
    ask("INSERT INTO motcua.office (code, name) VALUES ('H48.23.26', 'UBND phường Đức Phổ')")
    ask("INSERT INTO motcua.office_alias VALUES ('tinh', 'UBND phường Đức Phổ', 'H48.23.26')")
    lists.token = "x"
    motcua.source(lists, "/a", source_total=None, fields_receiving_office="/DonViXuLy", fields_handling_office="/DonViXuLy", fields_procedure="/TenTTHC")
    spellings = ["UBND phường Đức Phổ", "UBND phường \u00d0ức Phổ", "UBND PHƯỜNG ĐỨC PHỔ", "UBND  phường\u00a0Đức Phổ", "UBND phường Đức Phô\u0309"]
    others = ["UBND xã Hòa Thủy", "UBND xã Hoà Thuỷ", "ubnd xã hòa thủy", "UBND xã Hòa Thủy", "UBND xã HOÀ Thuỷ"]
    put(lists, [dossier("A-%d" % i, name) for i, name in enumerate(spellings)] + [dossier("B-%d" % i, name, TenTTHC=name) for i, name in enumerate(others)])
    assert motcua.ingest().code == 0
    assert ask("SELECT handling_office, count(*) FROM motcua.dossier WHERE code LIKE 'A%' GROUP BY 1") == [("H48.23.26", 5)]
    assert ask("SELECT count(DISTINCT handling_office), count(DISTINCT procedure), count(*) FROM motcua.dossier WHERE code LIKE 'B%'") == [(1, 1, 5)]
    # Without any alias too, and in a later night.
    ask("DELETE FROM motcua.office_alias")
    put(lists, [dossier("C-%d" % i, name) for i, name in enumerate(others[::-1] * 2)])
    assert motcua.ingest().code == 0
    assert ask("SELECT count(DISTINCT handling_office) FROM motcua.dossier WHERE code ~ '^[BC]'") == [(1,)]


def office(code, name, level, parent=None, **changes):
    record = dict(MaDonVi=code, TenDonVi=name, Cap=level, MaDonViCha=parent, **changes)
    return {key: value for key, value in record.items() if value}


def test_a_code_that_a_later_list_uses_for_another_unit_is_refused(lists, motcua, ask):
    lists.token = "x"
    top = [office("79", "UBND TP", "province")]
    put(lists, top + [office("760", "UBND Quận 1", "district", "79"), office("26740", "UBND phường Bến Nghé", "commune", "760"),
                      office("26737", "UBND phường Đa Kao", "commune", "760")], "/o")
    motcua.source(lists, "/o", name="co-quan", example="offices", source_total=None)
    put(lists, [dossier("D-%s-%d" % (code, i), code, NgayTiepNhan="20250205080000", NgayHenTra="20250220170000",
                        NgayKetThucXuLy="20250225100000" if i < late else "20250215100000")
                for code, late in (("26740", 1), ("26737", 9)) for i in range(10)])
    motcua.source(lists, "/a", name="ho-so", source_total=None, fields_receiving_office="/DonViXuLy", fields_handling_office="/DonViXuLy", fields_office_name=None)
    assert motcua.ingest().code == 0
    half_year = "SELECT office, numerator, denominator FROM stats.rates('2025-01-01', '2025-06-30') WHERE rate = 'late' AND denominator > 0 ORDER BY 1"
    before = ask(half_year)
    assert ("760", 10, 20) in before
    put(lists, top + [office("760", "UBND Quận 1", "district", "79", DenNgay="20250630"), office("26740", "UBND phường Sài Gòn", "commune", "79", TuNgay="20250701"),
                      office("26737", "UBND phường Đa Kao", "commune", "760", DenNgay="20250630")], "/o")
    outcome = motcua.ingest("run", "--source", "co-quan")
    assert outcome.code == 1 and "1 records were rejected" in outcome.stderr
    assert ask(half_year) == before
    assert "26740" in motcua.ingest("rejects", "list").stdout and "motcua.office_succession" in motcua.ingest("status").stdout
    assert ask("SELECT valid_to::text FROM motcua.office WHERE code IN ('760', '26737')") == [("2025-06-30",)] * 2

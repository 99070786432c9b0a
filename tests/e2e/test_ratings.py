"""Answers of citizens on how satisfied they are: from a list to the table, as feedback comes in."""

import json
import os
import random
import re
import subprocess
import time

import pytest

from programs import ONE_ANSWER

LEVELS = {"Rất hài lòng": "very_satisfied", "Hài lòng": "satisfied", "Chưa hài lòng": "dissatisfied"}
HOSTILE = ["Nguyễn Thị Độc'); DROP TABLE motcua.rating; --", "<script>alert('PII-x')</script>", '=HYPERLINK("http://x.vn","PII-x")',
           "PII-0912345678 \u202e\u0000", "PII-\n\r\t\\N\\."]


def answer(number, level="Hài lòng", **changes):
    record = {"MaPhieu": f"P-{number}", "MaDonVi": "H48.23.25", "MaHoSo": f"H48.23.25-240305-{number:04}", "NgayDanhGia": "20240306090000",
              "MucDo": level, "HoTen": "PII-Nguyễn Văn A", "GopY": HOSTILE[number % len(HOSTILE)]}
    record.update(changes)
    return {key: value for key, value in record.items() if value is not None}


def dossier(number, office="UBND xã Tịnh Châu", **changes):
    return {"MaHoSo": f"H48.23.25-240305-{number:04}", "MaTTHC": "1.900060", "TenTTHC": "Khai sinh", "DonViXuLy": office, "TrangThaiHoSo": "9",
            "NgayTiepNhan": "20240305090000", "NgayHenTra": "20240320170000", "NgayKetThucXuLy": "20240306080000"} | changes


def put(lists, records, path="/ratings"):
    lists.lists[path] = [json.dumps(record) for record in records]


@pytest.fixture
def read(lists, motcua):
    """read(records, *arguments, **changes of the file): one run of danh-gia, which comes before all others in the alphabet."""
    lists.token = "x"

    def run(records, *arguments, **changes):
        put(lists, records)
        motcua.source(lists, "/ratings", name="danh-gia", example="ratings", **({"source_total": ""} | changes))
        return motcua.ingest(*(arguments or ("run", "--source", "danh-gia")))
    return run


@pytest.fixture
def stored(ask):
    return lambda columns="code, office, level": ask(f"SELECT {columns} FROM motcua.rating WHERE NOT skipped ORDER BY source, code")


@pytest.fixture
def counts(ask):
    """records, inserted, updated, unchanged, superseded, rejected, skipped of the last run."""
    return lambda: ask("SELECT records, inserted, updated, unchanged, superseded, rejected, skipped FROM motcua.run ORDER BY run_id DESC LIMIT 1")[0]


@pytest.fixture
def rejects(ask):
    return lambda: ask("SELECT code, field, reason FROM motcua.open_reject ORDER BY code")


def test_the_answers_of_a_commune(shop, motcua, ask, database, counts):
    tinh = shop("tinh-chau")
    motcua.source(tinh)
    motcua.source(tinh, "/n1/ratings", name="danh-gia", example="ratings", paging_size="100")
    assert motcua.ingest().code == 0
    served = tinh.records("/n1/ratings")
    assert len(served) == 411
    assert ask("SELECT code, dossier, to_char(answered_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMMDDHH24MISS'), level::text FROM motcua.rating ORDER BY code") == [
        (r["MaPhieu"], r["MaHoSo"], r["NgayDanhGia"], LEVELS[r["MucDo"]]) for r in served]
    assert ask("SELECT level::text, count(*), min(answered_on) >= '2023-12-07', max(answered_on) <= '2024-06-06' FROM motcua.rating GROUP BY 1 ORDER BY 1") == [
        ("satisfied", 70, True, True), ("very_satisfied", 341, True, True)]
    assert ask("SELECT DISTINCT r.office, d.handling_office, d.status IN (9, 10) FROM motcua.rating AS r LEFT JOIN motcua.dossier AS d ON d.code = r.dossier") == [
        ("H48.23.25", "H48.23.25", True)]
    # Names, numbers and what was written come nowhere.
    dump = subprocess.run(["pg_dump", database], check=True, capture_output=True, text=True).stdout
    assert "PDG-0000001" in dump and "PII-" not in dump and not re.search(r"\bLan\b", dump)
    for command in (("check", "--source", "danh-gia"), ("status",)):
        assert "PII-" not in motcua.ingest(*command).stdout
    # The same night again, and the whole list, write nothing.
    before = ask("SELECT *, ctid::text FROM motcua.rating ORDER BY code")
    for options in ((), ("--full",)):
        assert motcua.ingest("run", *options).code == 0
        assert ask("SELECT *, ctid::text FROM motcua.rating ORDER BY code") == before
    (row,) = [line for line in motcua.ingest("status").stdout.splitlines() if line.startswith("danh-gia")]
    assert row.split()[3:8] == ["411", "0", "0", "0", "0"]


@pytest.mark.parametrize("rule, scale", [
    ('/MucDo | map "Rất hài lòng:very_satisfied" "Hài lòng:satisfied" "Chưa hài lòng:dissatisfied"', LEVELS),
    ("/MucDo | map 1:very_satisfied 2:satisfied 3:neutral 4:dissatisfied", {1: "very_satisfied", "2": "satisfied", 3: "neutral", "4": "dissatisfied"}),
    ("/MucDo | map 5:very_satisfied 4:satisfied 3:neutral 2:dissatisfied 1:dissatisfied",
     {5: "very_satisfied", "4": "satisfied", 3.0: "neutral", " 2 ": "dissatisfied", 1: "dissatisfied"})])
def test_scales_of_three_four_and_five(rule, scale, read, stored, rejects):
    words = [*scale, None, "", "0", 6, "Không biết", "rat hai long", "very_satisfied", "4.5", ["5"], {"a": 5}, True]
    outcome = read([answer(i, word) for i, word in enumerate(words)], "run", "--source", "danh-gia", fields_level=rule)
    assert outcome.code == 5, "more than 5 % are rejected"
    assert stored("code, level::text") == [(f"P-{i}", level) for i, level in enumerate(scale.values())], "what is unknown is never guessed"
    assert [(code, field) for code, field, _ in rejects()] == sorted((f"P-{i}", "level") for i in range(len(scale), len(words)))
    assert {reason for *_, reason in rejects()} >= {"mã chưa khai báo trong map", "trống, mà cột này bắt buộc"}


def test_bad_records_are_told_and_loaded_when_the_rule_is_mended(read, stored, counts, rejects, motcua, ask):
    motcua.set("ingest", max_reject_percent="70")
    tomorrow, later = (time.strftime("%Y%m%d%H%M%S", time.localtime(time.time() + hours * 3600)) for hours in (20, 60))
    records = [answer(1), answer(2), answer(3, NgayDanhGia=None), answer(4, NgayDanhGia="31/02/2024"), answer(5, NgayDanhGia=later),
               answer(6, NgayDanhGia="99991231235959"), answer(7, NgayDanhGia=tomorrow), answer(8, "Tạm được"), answer(9, MaPhieu=None)]
    assert read(records).code == 1
    assert counts() == (9, 3, 0, 0, 0, 6, 0)
    assert stored("code") == [("P-1",), ("P-2",), ("P-7",)], "a day is the difference of clocks"
    assert rejects() == [
        ("P-3", "answered_at", "trống, mà cột này bắt buộc"), ("P-4", "answered_at", "không phải ngày giờ dạng yyyyMMddHHmmss"), ("P-5", "answered_at", "ngày trong tương lai"),
        ("P-6", "answered_at", "năm ngoài khoảng 1990-2100"), ("P-8", "level", "mã chưa khai báo trong map"), (None, "code", "trống, mà cột này bắt buộc")]
    listed = motcua.ingest("rejects", "list").stdout
    assert "ngày trong tương lai" in listed and "mã chưa khai báo" in listed
    ((kept,),) = ask("SELECT string_agg(record::text, ' ') FROM motcua.reject")
    assert "PII-" not in kept and "DROP TABLE" not in kept and "script" not in kept
    # The rule is mended: the word that it lists now was masked, so it has to be read again.
    level = '/MucDo | map "Rất hài lòng:very_satisfied" "Hài lòng:satisfied" "Tạm được:neutral" "Chưa hài lòng:dissatisfied"'
    assert read(records, "rejects", "replay", fields_level=level).code == 1
    assert read(records, "run", "--full", fields_level=level).code == 1
    assert stored("code, level::text")[-1] == ("P-8", "neutral") and counts() == (9, 1, 0, 3, 0, 5, 0)
    # What all maps of codes list is loaded from what is kept.
    assert read([answer(10, "9")], "run", "--source", "danh-gia", fields_level="/MucDo | map 1:satisfied").code == 5
    assert read([], "rejects", "replay", fields_level="/MucDo | map 1:satisfied 9:very_satisfied").code == 1
    assert ("P-10", "very_satisfied") in stored("code, level::text")


def test_an_answer_without_an_office_is_of_the_one_that_handles_its_dossier(read, stored, counts, rejects, lists, motcua, ask):
    records = [answer(1, MaDonVi=None), answer(2, MaDonVi="H48.23.26"), answer(3, MaDonVi="")]
    put(lists, [dossier(n) for n in (1, 2, 3)], "/dossiers")
    motcua.source(lists, "/dossiers", name="tinh", source_total=None)
    # In one night the dossiers come first, whatever the sources are called.
    assert read(records, "run").code == 0
    assert [source for (source,) in ask("SELECT source FROM motcua.run ORDER BY run_id")] == ["tinh", "danh-gia"]
    assert stored("code, office") == [("P-1", "H48.23.25"), ("P-2", "H48.23.26"), ("P-3", "H48.23.25")], "an office that is stated is the one"
    # Without any rule for the office.
    assert read(records, fields_office=None).code == 0 and counts() == (3, 0, 1, 2, 0, 0, 0)
    assert {office for (office,) in stored("office")} == {"H48.23.25"}
    # With neither rule the file is wrong.
    outcome = read(records, fields_office=None, fields_dossier=None)
    assert outcome.code == 3 and "[fields] office: expected a rule, or one for dossier" in outcome.stderr


def test_an_answer_on_an_unknown_dossier_waits_for_it(read, stored, counts, rejects, lists, motcua, ask):
    motcua.set("ingest", max_reject_percent="100")
    records = [answer(n, MaDonVi=None) for n in (1, 2)] + [answer(3, MaDonVi=None, MaHoSo=None), answer(4)]
    assert read(records).code == 1
    assert counts() == (4, 1, 0, 0, 0, 3, 0) and stored() == [("P-4", "H48.23.25", "satisfied")]
    unknown, neither = "nguồn không ghi cơ quan, kho chưa có hồ sơ này", "nguồn không ghi cơ quan, cũng không ghi hồ sơ"
    assert rejects() == [("P-1", "office", unknown), ("P-2", "office", unknown), ("P-3", "office", neither)]
    shown = read(records, "check", "--source", "danh-gia")
    assert shown.code == 1 and f"LỖI: {unknown}" in shown.stdout and "3 bản ghi chưa biết thuộc cơ quan nào" in shown.stdout
    assert motcua.ingest("rejects", "replay").code == 1 and counts()[0] == 4
    # The dossiers come; what was rejected is loaded from what was kept of it.
    put(lists, [dossier(1)], "/dossiers")
    motcua.source(lists, "/dossiers", name="tinh", source_total=None)
    assert motcua.ingest("run", "--source", "tinh").code == 0
    lists.lists["/ratings"] = []
    assert motcua.ingest("rejects", "replay", "--source", "danh-gia").code == 1
    assert stored("code, office, dossier") == [("P-1", "H48.23.25", "H48.23.25-240305-0001"), ("P-4", "H48.23.25", "H48.23.25-240305-0004")]
    assert [code for code, *_ in rejects()] == ["P-2", "P-3"]
    # And check shows where it will go.
    shown = read(records, "check", "--source", "danh-gia", fields_office=None)
    assert any(line.split()[:2] == ["office", "H48.23.25"] and "(theo hồ sơ)" in line for line in shown.stdout.splitlines()), shown.stdout


def test_unknown_offices_and_aliases(read, stored, lists, motcua, ask):
    ask("INSERT INTO motcua.office (code, name) VALUES ('H48.23.26', 'UBND phường Đức Phổ')")
    ask("INSERT INTO motcua.office_alias VALUES ('danh-gia', 'UBND phường Đức Phổ', 'H48.23.26')")
    records = [answer(1, MaDonVi="UBND PHƯỜNG \u00d0ỨC PHỔ"), answer(2, MaDonVi="\u200bH48.23.27\u00a0"), answer(3, MaDonVi="Kiosk 3")]
    assert "Cơ quan chưa có trong danh mục: H48.23.27, Kiosk 3" in read(records, "check", "--source", "danh-gia").stdout
    assert read(records).code == 0
    assert stored("office") == [("H48.23.26",), ("H48.23.27",), ("Kiosk 3",)]
    assert ask("SELECT code FROM motcua.unverified WHERE kind = 'office' ORDER BY code") == [("H48",), ("H48.23",), ("H48.23.27",), ("Kiosk 3",)]
    # The alias comes as a list, after what it is the name of.
    put(lists, [{"source": "danh-gia", "raw": "kiosk  3", "office": "H48.23.26"}], "/aliases")
    motcua.source(lists, "/aliases", name="ten-goi", example="ratings", source_total=None, source_entity="office_alias", fields_code=None,
                  fields_office="/office", fields_dossier=None, fields_answered_at=None, fields_level=None, fields_raw="/raw", fields_source="/source")
    assert motcua.ingest("run", "--source", "ten-goi").code == 0
    assert stored("office") == [("H48.23.26",), ("H48.23.27",), ("H48.23.26",)]
    assert read(records).code == 0 and stored("office") == [("H48.23.26",), ("H48.23.27",), ("H48.23.26",)]


def test_deleted_and_changed_answers(read, stored, counts, motcua):
    rows = [answer(1), answer(2)]
    assert read(rows, source_skip="/DaXoa = true").code == 0
    assert read([answer(1, DaXoa=True), answer(2, "Chưa hài lòng")], source_skip="/DaXoa = true").code == 0
    assert counts() == (2, 0, 1, 0, 0, 0, 1) and stored() == [("P-2", "H48.23.25", "dissatisfied")]
    assert read(rows, source_skip="/DaXoa = true").code == 0
    assert counts() == (2, 0, 2, 0, 0, 0, 0) and stored("code") == [("P-1",), ("P-2",)]
    assert read([answer(2)]).code == 0 and stored("code") == [("P-1",), ("P-2",)], "what is absent is not deleted"


@pytest.mark.parametrize("batch", ["1", "7", "1000000"])
@pytest.mark.parametrize("size", ["3", "500"])
def test_versions_in_any_order_any_pages_any_batches(batch, size, read, stored, motcua):
    """The newest by its own date counts; without one, the one that was given last."""
    motcua.set("ingest", batch_records=batch)
    chance = random.Random(batch + size)
    rule = dict(fields_source_updated_at="/NgayCapNhat | date yyyyMMdd", paging_size=size, source_skip="/DaXoa = true")
    versions = [answer(n % 20, chance.choice([*LEVELS]), NgayDanhGia=f"202403{chance.randint(1, 28):02}{n:06}", NgayCapNhat=chance.choice([None, f"202404{n + 1:02}" if n < 30 else None]))
                for n in range(60)]
    expected = {}
    for record in versions:
        known = expected.get(record["MaPhieu"])
        if known is None or (record.get("NgayCapNhat", ""), record["NgayDanhGia"]) > (known.get("NgayCapNhat", ""), known["NgayDanhGia"]):
            expected[record["MaPhieu"]] = record
    wanted = sorted((code, LEVELS[record["MucDo"]]) for code, record in expected.items())
    for _ in range(3):
        chance.shuffle(versions)
        assert read(versions, **rule).code == 0
        assert stored("code, level::text") == wanted


def test_a_csv_in_a_folder(motcua, tmp_path, stored, counts, rejects, ask, database):
    folder = tmp_path / "drop"
    folder.mkdir()
    lines = ["PHIẾU ĐÁNH GIÁ", "", "Mã phiếu;Đơn vị;Hồ sơ;Thời gian;Số sao;Ý kiến;Người đánh giá",
             "1;H48.23.25;;05/03/2024 08:05;5;\"=cmd|'/c calc'!A1; PII-hay\";PII-Trần Thị B", "2;H48.23.25;;05/03/2024 08:06;1;;PII-Lê Văn C",
             "3;H48.23.25;;05/03/2024 08:07;;PII-không chọn;", "4;H48.23.25;;05/03/2024 08:08;3;PII-thừa;ô;nữa"]
    path = folder / "t3.csv"
    path.write_text("\n".join(lines) + "\n")
    os.utime(path, (time.time() - 3600,) * 2)

    class Folder:
        token = "unused"

        @staticmethod
        def url(_):
            return f"file://{folder}/*"
    motcua.set("ingest", max_reject_percent="50")
    plain = dict.fromkeys(("source_records", "source_total", "source_success", "source_message", "source_token_file"))
    motcua.source(Folder, name="kiosk", example="ratings", source_format="csv", source_separator="semicolon", source_auth="none", **plain, **ONE_ANSWER,
                  fields_code='"/Mã phiếu" | prefix "KIOSK-"', fields_office='"/Đơn vị"', fields_dossier='"/Hồ sơ"',
                  fields_answered_at='"/Thời gian" | date "dd/MM/yyyy HH:mm"',
                  fields_level='"/Số sao" | map 5:very_satisfied 4:satisfied 3:neutral 2:dissatisfied 1:dissatisfied')
    assert motcua.ingest().code == 1
    assert stored("code, level::text, dossier") == [("KIOSK-1", "very_satisfied", None), ("KIOSK-2", "dissatisfied", None)]
    assert counts()[:2] == (4, 2) and [(code, field) for code, field, _ in rejects()] == [("KIOSK-3", "level"), (None, None)]
    dump = subprocess.run(["pg_dump", database], check=True, capture_output=True, text=True).stdout
    assert "KIOSK-1" in dump and "PII-" not in dump and "calc" not in dump
    assert motcua.ingest().code == 0 and counts() == (0, 0, 0, 0, 0, 0, 0), "a file is read once"


def test_only_what_is_new_is_asked_for(read, lists, motcua, stored, counts, ask):
    asked = []

    def changed(query):
        asked.append((query.get("since"), query.get("until")))
        return [json.dumps(r) for r in lists.records if query.get("since", "") <= r["NgayDanhGia"] < query.get("until", "9")]
    incremental = dict(incremental_since_param="since", incremental_until_param="until", incremental_date_format="yyyyMMddHHmmss")
    read([], "status", **incremental)
    lists.lists["/ratings"] = changed
    lists.records = [answer(n, NgayDanhGia=f"2024030{n}090000") for n in range(1, 5)]
    assert motcua.ingest().code == 0 and counts()[:2] == (4, 4) and asked[0][0] is None
    now = time.strftime("%Y%m%d%H%M%S")
    lists.records.append(answer(5, NgayDanhGia=now))
    time.sleep(1.1)
    assert motcua.ingest().code == 0 and counts()[:2] == (1, 1) and "20240101" < asked[-1][0] <= now
    ((mark,),) = ask("SELECT read_until FROM motcua.watermark WHERE source = 'danh-gia'")
    assert mark.strftime("%Y") == time.strftime("%Y")
    assert motcua.ingest("run", "--since", "2024-03-02", "--until", "2024-03-03").code == 0
    assert counts() == (2, 0, 0, 2, 0, 0, 0) and asked[-1] == ("20240302000000", "20240304000000")
    assert motcua.ingest("run", "--full").code == 0 and counts()[:4] == (5, 0, 0, 5) and asked[-1][0] is None


def test_a_trial_stores_nothing(read, stored, ask):
    assert read([answer(1), answer(2)], "run", "--dry-run").code == 0
    assert stored() == [] and ask("SELECT * FROM motcua.run") == [] and ask("SELECT code FROM motcua.office") == []
    shown = read([answer(1, MaDonVi="H48.23.25"), answer(2)], "check", "--source", "danh-gia")
    assert shown.code == 0 and "Nguồn danh-gia (rating)" in shown.stdout and "level        satisfied" in shown.stdout
    assert "/GopY" in shown.stdout.split("Trường không đọc")[1] and "PII-" not in shown.stdout and "DROP" not in shown.stdout
    assert ask("SELECT * FROM motcua.run") == []


def test_a_list_that_shrinks_or_changes_is_told(read, stored, motcua, ask):
    rows = [answer(n) for n in range(40)]
    assert read(rows).code == 0
    outcome = read(rows[:10])
    assert outcome.code == 5 and "lists 10 records, but 40" in outcome.stderr and len(stored()) == 40
    outcome = read([row | {"DiemSo": 4} for row in rows])
    assert outcome.code == 0 and "new field: /DiemSo" in outcome.stderr and "/DiemSo" in motcua.ingest("status").stdout
    # A field that is read and gone would make all that follows wrong.
    outcome = read([{"MucDoHaiLong" if key == "MucDo" else key: value for key, value in row.items()} for row in rows])
    assert outcome.code == 5 and len(stored()) == 40


def test_a_file_with_a_new_name_stops_until_it_is_told(read, motcua, lists, ask):
    assert read([answer(n) for n in range(30)]).code == 0
    (motcua.directory / "sources.d/danh-gia.conf").rename(motcua.directory / "sources.d/phieu.conf")
    outcome = motcua.ingest()
    assert outcome.code == 5 and "motcua-ingest rename danh-gia phieu" in outcome.stderr
    renamed = motcua.ingest("rename", "danh-gia", "phieu")
    assert renamed.code == 0 and "motcua.rating" in renamed.stdout
    assert motcua.ingest().code == 0
    assert ask("SELECT source, count(*) FROM motcua.rating GROUP BY 1") == [("phieu", 30)]


def test_a_source_that_is_late_is_told_beside_the_figures(read, motcua, ask, lists):
    assert read([answer(n) for n in range(3)]).code == 0

    def doubts(*office):
        shown = motcua.stats("show", "--period", "2024-03", *office, "--format", "json", today="2024-03-31").json()
        return {o["code"]: [(d["kind"], d["source"]) for d in o["doubts"]] for o in shown["offices"]}
    assert set(map(tuple, doubts().values())) == {()}
    ask("UPDATE motcua.watermark SET read_until = '2024-03-20 01:30+07'")
    assert doubts("--office", "H48.23.25") == {"H48.23.25": [("source_behind", "danh-gia")]}
    table = motcua.stats("show", "--period", "2024-03", "--office", "H48", today="2024-03-31").stdout
    assert "nguồn danh-gia mới đọc đến 20/03/2024 01:30" in table
    # What it tells of is doubtful, and nothing else.
    marked = [line for line in table.splitlines() if line.rstrip().endswith("% (*)")]
    assert len(marked) == 3 and all("phiếu đánh giá" in line for line in marked), table

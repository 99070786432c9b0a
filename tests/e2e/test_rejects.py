"""Rejected records: listed by reason, loaded again when the source file is mended, never loaded wrongly."""

import json

import pytest

from programs import ONE_ANSWER
from scripted import page, record

RANDOM = ("random", "--count", "2000", "--seed", "21", "--offices", "10")
CHANNEL = "/KenhThucHien | map 1:direct 2:online 3:postal"


@pytest.fixture
def whole(shop, motcua, ask, dossiers):
    """What a night with the right file leaves behind; the database is empty again."""
    tinh = shop(*RANDOM)
    motcua.set("ingest", max_reject_percent="20")
    motcua.source(tinh)
    assert motcua.ingest().code == 0
    tinh.dossiers = dossiers()
    tinh.postal = ask("SELECT count(*) FROM motcua.dossier WHERE channel = 'postal'")[0][0]
    ask("TRUNCATE motcua.dossier, motcua.dossier_change, motcua.run, motcua.office, motcua.procedure CASCADE")
    return tinh


def last_run(ask, columns="program, records, inserted, rejected"):
    return ask(f"SELECT {columns} FROM motcua.run ORDER BY run_id DESC LIMIT 1")[0]


def test_a_code_that_was_unknown(whole, motcua, ask, dossiers):
    motcua.source(whole, fields_channel="/KenhThucHien | map 1:direct 2:online")
    assert motcua.ingest().code == 1
    ((rejected,),) = ask("SELECT count(*) FROM motcua.open_reject")
    assert rejected >= whole.postal > 50
    listed = motcua.ingest("rejects", "list")
    assert listed.code == 0 and "channel" in listed.stdout and "mã chưa khai báo" in listed.stdout and str(rejected) in listed.stdout
    # As long as the file is as it was, nothing comes of it.
    again = motcua.ingest("rejects", "replay")
    assert again.code == 1 and ask("SELECT count(*) FROM motcua.open_reject") == [(rejected,)]
    assert last_run(ask)[0] == "ingest"
    watermark = ask("SELECT * FROM motcua.watermark")
    requests = whole.get("/stats")["requests"]
    motcua.source(whole)
    assert motcua.ingest("rejects", "replay", "--source", "tinh").code == 0
    assert whole.get("/stats")["requests"] == requests, "the source is not asked"
    assert dossiers() == whole.dossiers
    assert last_run(ask)[:2] == ("replay", rejected) and ask("SELECT * FROM motcua.watermark") == watermark
    assert ask("SELECT count(*), count(replay_run_id) FROM motcua.reject") == [(rejected, rejected)]
    assert "Không có" in motcua.ingest("rejects", "list").stdout
    # The next night finds all as it should be, and another replay nothing to do.
    assert motcua.ingest().code == 0 and last_run(ask, "inserted, updated, rejected") == (0, 0, 0)
    assert motcua.ingest("rejects", "replay").code == 0


def test_a_value_that_was_masked_is_not_made_up(whole, motcua, ask, dossiers):
    # The rule reads a field that the mended one does not, and the right one was not kept.
    motcua.source(whole, fields_received_at="/NgayTiepNhan | until \"0\" | date yyyyMMddHHmmss", fields_channel=None)
    motcua.set("ingest", max_reject_percent="100")
    assert motcua.ingest().code == 1
    ((rejected,),) = ask("SELECT count(*) FROM motcua.open_reject")
    assert rejected > 1000
    motcua.source(whole)
    outcome = motcua.ingest("rejects", "replay")
    assert outcome.code == 1 and "run --full --source tinh" in outcome.stderr
    # Those without a channel could be loaded; the others wait for theirs.
    replayed = [code for (code,) in ask("SELECT code FROM motcua.reject WHERE replay_run_id IS NOT NULL")]
    assert {row for row in dossiers() if row[1] in replayed} <= set(whole.dossiers)
    assert 0 < len(replayed) < rejected == len(replayed) + ask("SELECT count(*) FROM motcua.open_reject")[0][0]
    assert motcua.ingest("run", "--full").code == 0
    assert dossiers() == whole.dossiers and ask("SELECT count(*) FROM motcua.open_reject") == [(0,)]


def test_a_later_version_overtakes_a_reject(whole, motcua, ask):
    motcua.source(whole, fields_channel="/KenhThucHien | map 1:direct 2:online")
    assert motcua.ingest().code == 1
    ((code,),) = ask("SELECT min(code) FROM motcua.open_reject")
    # A later run stored this dossier: the rejected version is older.
    ask("SELECT motcua.begin_run('ingest', 'tinh', false)")
    ask("INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, last_run_id)"
        " SELECT 'tinh', %s, 'H48', 'H48', 4, max(run_id) FROM motcua.run", code)
    motcua.source(whole)
    motcua.ingest("rejects", "replay")
    assert ask("SELECT status, handling_office FROM motcua.dossier WHERE code = %s", code) == [(4, "H48")]


def test_what_is_wrong_in_the_record_stays_rejected(shop, motcua, ask):
    motcua.source(shop("random", "--count", "4000", "--seed", "3", "--offices", "10", "--bad"))
    assert motcua.ingest().code == 1
    before = ask("SELECT reject_id, field, reason FROM motcua.reject ORDER BY 1")
    loaded = ask("SELECT count(*) FROM motcua.dossier")
    assert motcua.ingest("rejects", "replay").code == 1
    assert ask("SELECT reject_id, field, reason FROM motcua.open_reject ORDER BY 1") == before
    assert ask("SELECT count(*) FROM motcua.dossier") == loaded


def test_the_kept_record_keeps_structure_and_what_is_not_personal(shop, motcua, ask):
    tinh = shop("random", "--count", "4000", "--seed", "3", "--offices", "10", "--bad")
    motcua.source(tinh)
    motcua.ingest()
    raw = {r["MaHoSo"]: r for r in tinh.records() if r["NgayTiepNhan"] == "31/02/2024"}
    assert raw
    for code, original in raw.items():
        ((kept,),) = ask("SELECT record FROM motcua.reject WHERE code = %s", code)
        assert kept.keys() == original.keys()
        assert [len(kept[k]) for k in kept if isinstance(kept[k], list)] == [len(original[k]) for k in kept if isinstance(kept[k], list)]
        for key in ("MaHoSo", "NgayTiepNhan", "NgayHenTra", "TrangThaiHoSo", "MaTTHC", "TenTTHC", "DonViXuLy"):
            assert kept[key] == original[key], key
        assert kept["ChuHoSo"] == "***" and "PII-" not in json.dumps(kept)


def test_what_a_map_takes_without_naming_it_is_not_kept(scripted, motcua, ask):
    names = {"KenhThucHien": "Lan", "DaSoHoa": "Nguyễn Văn A", "KetQuaLuuKho": "https://x.vn/nguyen-van-a.pdf", "NguoiNop": {"TenTTHC": "Trần Thị B"}}
    records = [record(1, NgayTiepNhan="31/02/2024", **names), record(2, NgayTiepNhan="31/02/2024", KenhThucHien="mang", DaSoHoa="7"),
               record(3, NgayTiepNhan="31/02/2024", KenhThucHien="2", GhiChu="Lê Văn C")]
    server = scripted(lambda *_: (200, page(records)))
    rules = dict(fields_channel="/KenhThucHien | map 2:online mang:online *:direct", fields_result_digitised="/DaSoHoa | map 1:true *:false",
                 fields_result_stored="/KetQuaLuuKho | map *:true", fields_paid_online="/GhiChu | map *:false")
    motcua.set("ingest", max_reject_percent="100")
    motcua.source(server, "/list", source_total="", source_message="", **ONE_ANSWER, **rules)
    assert motcua.ingest().code == 1
    kept = [r for (r,) in ask("SELECT record FROM motcua.reject ORDER BY code")]
    assert kept[0]["KenhThucHien"] == "***xxx" and kept[0]["DaSoHoa"] == "***xxxxxx xxx x"
    assert kept[0]["NguoiNop"] == {"TenTTHC": "***"} and kept[0]["TenTTHC"] == "Đăng ký khai sinh"
    assert [(r["KenhThucHien"], r.get("DaSoHoa")) for r in kept[1:]] == [("mang", "7"), ("2", None)]
    told = json.dumps(kept, ensure_ascii=False).casefold()
    assert not [name for name in ("lan", "nguyễn", "nguyen", "trần", "lê văn") if name in told]
    # Mended, those are loaded again of which no map must know a value that was masked (* alone takes any).
    mended = dict(fields_received_at='/NgayTiepNhan | map "31/02/2024:20240305" | date yyyyMMdd')
    motcua.source(server, "/list", source_total="", source_message="", **ONE_ANSWER, **rules | mended)
    outcome = motcua.ingest("rejects", "replay")
    assert outcome.code == 1 and "run --full --source tinh" in outcome.stderr
    assert ask("SELECT code, channel, result_digitised FROM motcua.dossier ORDER BY code") == [
        ("H48.23.25-2", "online", False), ("H48.23.25-3", "online", False)]
    assert motcua.ingest("run", "--full").code == 0 and ask("SELECT count(*) FROM motcua.open_reject") == [(0,)]
    assert ask("SELECT code, channel, result_digitised, result_stored FROM motcua.dossier ORDER BY code") == [
        ("H48.23.25-1", "direct", False, True), ("H48.23.25-2", "online", False, False), ("H48.23.25-3", "online", False, False)]


def test_rejects_of_one_source_only(shop, motcua):
    tinh = shop("random", "--count", "4000", "--seed", "3", "--offices", "10", "--bad")
    motcua.source(tinh, name="a")
    motcua.source(tinh, name="b")
    assert motcua.ingest().code == 1
    every = motcua.ingest("rejects", "list").stdout
    one = motcua.ingest("rejects", "list", "--source", "a").stdout
    assert "\nb " in every and "\na " in one and "\nb " not in one


BAD = dict(TrangThaiHoSo="99")
MANY = dict(source_message="", paging_size="5000", limits_tries="1")


def counts(ask):
    """Of the last run; every record has one fate."""
    ((status, records, inserted, rejected, unkept, kept),) = ask(
        "SELECT r.status, records, inserted, rejected, unkept, (SELECT count(*) FROM motcua.reject AS j WHERE j.last_run_id = r.run_id)"
        " FROM motcua.run AS r ORDER BY run_id DESC LIMIT 1")
    assert kept + unkept == rejected and inserted + rejected == records
    assert ask("SELECT count(*) FROM motcua.dossier") == [(inserted,)]
    return status, records, rejected, unkept


def serve(scripted, records, **envelope):
    """Pages of 5000 of that many records, made by number."""
    def answer(_, query):
        first = (int(query["page"]) - 1) * 5000
        return 200, page([records(n) for n in range(first, min(first + 5000, serve.count))], **envelope)
    return scripted(answer)


def test_a_list_of_bad_records_ends_when_the_stated_total_says_so(scripted, motcua, ask):
    serve.count = 40000
    # One in four: 2,000 are 5 % of all, which the second page has passed.
    server = serve(scripted, lambda n: record(n, **(BAD if n % 4 == 0 else {})), totalCount=40000)
    motcua.source(server, "/list", **MANY)
    outcome = motcua.ingest()
    assert outcome.code == 5 and "2500 of 10000 records were rejected, more than 5 % of all that the source states" in outcome.stderr
    assert len(server.requests) == 2 and counts(ask) == ("failed", 10000, 2500, 0)
    assert ask("SELECT * FROM motcua.watermark") == []
    assert "2500" in motcua.ingest("status").stdout


def test_a_list_of_bad_records_without_a_total_ends_as_well(scripted, motcua, ask):
    serve.count = 60000
    server = serve(scripted, lambda n: record(n, **BAD))
    motcua.source(server, "/list", **MANY | dict(source_total=""))
    outcome = motcua.ingest()
    assert outcome.code == 5 and "15000 of 15000 records were rejected, more than 5 % so far" in outcome.stderr
    assert len(server.requests) == 3 and counts(ask) == ("failed", 15000, 15000, 5000)


@pytest.mark.parametrize("batch", [100, 20000])
def test_few_bad_records_at_the_beginning_stop_nothing(batch, scripted, motcua, ask):
    serve.count = 20000
    server = serve(scripted, lambda n: record(n, **(BAD if n < 900 else {})), totalCount=20000)
    motcua.set("ingest", batch_records=str(batch))
    motcua.source(server, "/list", **MANY)
    assert motcua.ingest().code == 1 and counts(ask) == ("done", 20000, 900, 0)


def test_what_is_not_kept_is_counted_and_told_of(scripted, motcua, ask):
    serve.count = 12000
    server = serve(scripted, lambda n: record(n, **(BAD if n % 2 else dict(NgayTiepNhan="31/02/2024"))))
    motcua.set("ingest", max_reject_percent="100")
    motcua.source(server, "/list", **MANY | dict(source_total=""))
    assert motcua.ingest().code == 1 and counts(ask) == ("done", 12000, 12000, 0)
    serve.count = 24000
    outcome = motcua.ingest()
    assert outcome.code == 1 and "4000 of them are not kept" in outcome.stderr
    assert counts(ask) == ("done", 24000, 24000, 4000)
    assert "4000" in motcua.ingest("rejects", "list").stdout
    # Mended, the replay loads what is kept, and says that this is not all.
    motcua.source(server, "/list", fields_status="/TrangThaiHoSo | map 99:4 4:4", fields_received_at=None, **MANY | dict(source_total=""))
    outcome = motcua.ingest("rejects", "replay")
    assert outcome.code == 1 and "4000 more were not kept" in outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(20000,)]
    assert motcua.ingest().code == 0 and ask("SELECT count(*) FROM motcua.dossier") == [(24000,)]
    assert motcua.ingest("rejects", "replay").code == 0

"""A source that changes its records: told once, and never at the cost of what is stored."""

import pytest

from scripted import page


@pytest.fixture
def changing(shop, scripted, motcua):
    """A one-stop system whose .records a test changes from night to night."""
    source = scripted(lambda _, query: (200, page(source.records if query["page"] == "1" else [], totalCount=len(source.records))))
    source.records = shop("random", "--count", "300", "--seed", "5", "--offices", "5").records()
    motcua.source(source, paging_size="1000", fields_online_level=None, fields_result_stored=None)
    assert motcua.ingest().code == 0
    return source


def changes(ask):
    return ask("SELECT kind, field, detail FROM motcua.source_drift ORDER BY drift_id")


def test_the_first_night_has_nothing_to_tell(changing, motcua, ask):
    assert changes(ask) == []
    fields = dict(ask("SELECT field, kinds FROM motcua.source_field"))
    assert fields["/MaHoSo"] == ["text"] and fields["/TaiLieuNop/*/DuocSoHoa"] == ["text"] and fields["/TaiLieuNop"] == ["list"]
    (text,) = ask("SELECT string_agg(f::text, ' ') FROM motcua.source_field AS f")[0]
    assert "PII" not in text and "H48" not in text
    assert motcua.ingest().code == 0
    assert changes(ask) == []


def test_each_change_is_told_once(changing, motcua, ask):
    for record in changing.records:
        record["NgayTra2"] = ""
        record["Moi"] = {"A": 1, "B": [{"C": True}]}
        del record["GhiChu"]
        record["HinhThuc"] = int(record["HinhThuc"] or 0)
        record["NgayCapNhat"] = "20260201000000"
    changing.records[7]["DuocThanhToanTrucTuyen"] = "3"
    outcome = motcua.ingest()
    assert outcome.code == 0
    expected = [("field vanished", "/GhiChu", None), ("new code", "paid_online", "3"), ("new field", "/Moi", "object"),
                ("new field", "/NgayTra2", "text"), ("new type", "/HinhThuc", "number (text)")]
    assert changes(ask) == expected
    for kind, field, _ in expected:
        assert f"{kind}: {field}" in outcome.stderr
    status = motcua.ingest("status").stdout
    assert "trường mới" in status and "/NgayTra2" in status and "mã mới" in status
    again = motcua.ingest()
    assert again.code == 0 and "new field" not in again.stderr
    assert changes(ask) == expected
    # What comes back is new again.
    for record in changing.records:
        record["GhiChu"] = ""
        record["NgayCapNhat"] = "20260202000000"
    assert "new field: /GhiChu" in motcua.ingest().stderr
    assert len(changes(ask)) == len(expected) + 1


def test_a_field_that_is_read_and_renamed_fails_before_anything_is_stored(changing, motcua, ask, dossiers):
    before, watermark = dossiers(), ask("SELECT * FROM motcua.watermark")
    for record in changing.records:
        record["HanTra"] = record.pop("NgayHenTra")
    outcome = motcua.ingest()
    assert outcome.code == 5 and "/NgayHenTra" in outcome.stderr and "due_at" in outcome.stderr and "check" in outcome.stderr
    assert dossiers() == before and ask("SELECT * FROM motcua.watermark") == watermark
    assert ask("SELECT status FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [("failed",)]
    # The file is mended.
    motcua.source(changing, paging_size="1000", fields_online_level=None, fields_result_stored=None, fields_due_at="/HanTra | date yyyyMMddHHmmss")
    assert motcua.ingest().code == 0
    assert dossiers() == before
    assert [row[:2] for row in changes(ask)] == [("field vanished", "/NgayHenTra"), ("new field", "/HanTra")]


def test_a_field_that_some_records_lack_is_not_missed(changing, motcua, ask):
    for record in changing.records[:60]:
        del record["NgayXinLoi"]
    for _ in range(2):
        assert motcua.ingest().code == 0
    assert changes(ask) == []


def test_a_new_code_that_is_rejected_is_told_too(changing, motcua, ask):
    changing.records[0]["KenhThucHien"] = "4"
    outcome = motcua.ingest()
    assert outcome.code == 1 and "new code: channel: 4" in outcome.stderr
    assert changes(ask) == [("new code", "channel", "4")]


def test_values_that_are_no_codes_are_not_kept(changing, motcua, ask):
    motcua.set("ingest", max_reject_percent="100")
    for number, record in enumerate(changing.records):
        record["KenhThucHien"] = f"PII-Nguyễn Văn {number}"
    outcome = motcua.ingest()
    assert outcome.code == 1 and "too many codes: channel" in outcome.stderr and "PII" not in outcome.stderr
    assert changes(ask) == [("too many codes", "channel", None)]
    assert ask("SELECT code FROM motcua.source_code WHERE field = 'channel'") == [("",)]


def test_a_small_night_tells_of_nothing_that_is_missing(changing, motcua, ask):
    for record in changing.records[:10]:
        del record["GhiChu"]
    changing.records = changing.records[:10]
    assert motcua.ingest("run", "--accept-smaller").code == 0
    assert changes(ask) == []


def test_a_key_that_is_data_is_not_kept(changing, motcua, ask):
    for number, record in enumerate(changing.records):
        record["GiayTo"] = {f"07909900{number:04}": "x", "a@b.vn": "y"}
        record["NgayCapNhat"] = "20260201000000"
    assert motcua.ingest().code == 0
    assert ask("SELECT field FROM motcua.source_field WHERE field LIKE '/GiayTo%%' ORDER BY 1") == [("/GiayTo",), ("/GiayTo/*",)]

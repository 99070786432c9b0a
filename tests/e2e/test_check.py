"""check: the tool for writing a source file."""

import pytest

ALL = ("code", "receiving_office", "handling_office", "office_name", "procedure", "procedure_name", "procedure_field", "channel", "status", "submitted_at",
       "received_at", "due_at", "finished_at", "returned_at", "components_total", "components_digitised", "components_reused", "components_from_store",
       "result_digitised", "fee", "paid_online", "online_level", "apology_at", "result_stored", "source_updated_at")


def line(text, start):
    """What follows the words that a line of the output starts with."""
    (found,) = [each[len(start):].strip() for each in text.splitlines() if each.startswith(start)]
    return found


def unread(text):
    """The table of fields that nobody reads."""
    table = text.split("Trường không đọc")[1].split("\n\n")[0].splitlines()[3:]
    return {row.split()[0]: row for row in table}


@pytest.fixture
def tinh(shop, motcua):
    return shop("tinh-chau")


def test_a_good_file(tinh, motcua, ask):
    motcua.source(tinh)
    outcome = motcua.ingest("check", "--source", "tinh")
    assert outcome.code == 0 and outcome.stderr == ""
    text = outcome.stdout
    first = tinh.get("/n1/dossiers?page=1&size=1")["data"][0]
    rows = {row.split()[0]: row for row in text.split("Bản ghi 1")[1].split("Bản ghi 2")[0].splitlines() if row[:1].isalpha()}
    assert first["MaHoSo"] in rows["code"] and "=" in rows["code"] and "/MaHoSo" in rows["code"]
    assert first["NgayTiepNhan"] in rows["received_at"] and "+07:00" in rows["received_at"]
    assert "H48.23.25 " in rows["handling_office"] and first["MaHoSo"] in rows["handling_office"]
    assert "danh sách (" in rows["components_total"]
    fields = unread(text)
    assert {"/ChuHoSo", "/SoDienThoai", "/DinhDanhCHS", "/TaiLieuNop/*/TenTepDinhKem"} <= set(fields)
    assert not {"/MaHoSo", "/TaiLieuNop", "/TaiLieuNop/*", "/TaiLieuNop/*/DuocSoHoa", "/DanhSachLePhi/*/Gia"} & set(fields)
    assert "500/500" in fields["/ChuHoSo"] and "xxx-" in fields["/ChuHoSo"] and "danh sách" in fields["/DinhDanhCHS"]
    assert set("".join(fields["/MaLinhVuc"].split()[3:])) <= set("x9-")
    assert "erroneous" not in rows
    assert "PII-" not in text
    assert line(text, "Cột chưa có quy tắc (để trống hoặc lấy mặc định):") == "result_digitised_at, erroneous"
    assert line(text, "Mã mà map của cột paid_online chưa liệt kê (được hiểu là false):") == "0"
    assert line(text, "Cơ quan chưa có trong danh mục:") == "H48.23.25"
    assert len(line(text, "Thủ tục chưa có trong danh mục:").split(", ")) == 20 and "và 20 mã khác" in text
    assert "motcua-ingest run --source tinh --dry-run" in text
    assert ask("SELECT (SELECT count(*) FROM motcua.run) + (SELECT count(*) FROM motcua.office)") == [(0,)]


def test_with_the_catalogues_nothing_is_unknown(tinh, motcua):
    motcua.source(tinh)
    for name in ("offices", "procedures"):
        motcua.source(tinh, f"/n1/{name}", name=name, example=name)
    assert motcua.ingest("run", "--source", "offices", "--source", "procedures").code == 0
    assert "chưa có trong danh mục:" not in motcua.ingest("check").stdout


def test_a_file_without_rules_shows_what_there_is(tinh, motcua):
    motcua.source(tinh, **{"fields_" + name: None for name in ALL})
    outcome = motcua.ingest("check")
    assert outcome.code == 3 and "tinh.conf" in outcome.stderr and "expected a rule" in outcome.stderr
    fields = unread(outcome.stdout)
    assert {"/MaHoSo", "/TrangThaiHoSo", "/NgayTiepNhan", "/TaiLieuNop"} <= set(fields)
    assert fields["/NgayTiepNhan"].split() == ["/NgayTiepNhan", "chữ", "500/500", "99999999999999"]
    assert "Bản ghi 1" not in outcome.stdout
    assert "code (bắt buộc)" in line(outcome.stdout, "Cột chưa có quy tắc (để trống hoặc lấy mặc định):")
    assert "Viết trong [fields]" in outcome.stdout and "PII-" not in outcome.stdout
    # run wants a complete file.
    assert motcua.ingest("run").code == 3


def test_a_rule_that_fails(tinh, motcua):
    motcua.source(tinh, fields_channel="/KenhThucHien | map 9:direct", fields_due_at='/NgayHenTra | date dd/MM/yyyy', fields_procedure_name="/ChuHoSo | map x:y")
    outcome = motcua.ingest("check")
    assert outcome.code == 1
    text = outcome.stdout
    assert "(bị loại)" in text and text.count("LỖI: mã chưa khai báo trong map") == 6 and text.count("LỖI: không phải ngày giờ dạng dd/MM/yyyy") == 3
    assert line(text, "Mã mà map của cột channel chưa liệt kê (bị loại):") in ("1, 2", "2, 1")
    assert "quá nhiều giá trị khác nhau" in line(text, "Mã mà map của cột procedure_name chưa liệt kê (bị loại):") and "PII" not in text
    assert all(f"Sửa quy tắc của cột {column} " in text for column in ("channel", "due_at", "procedure_name")) and "Thêm các mã còn thiếu vào map" in text
    assert "chạy lại: motcua-ingest check --source tinh" in text


def test_a_list_that_is_none(tinh, motcua):
    motcua.source(tinh, "/as/csv/n1/dossiers", source_format="ndjson", source_records=None, source_total=None, source_success=None)
    outcome = motcua.ingest("check")
    assert "Xem lại format và records trong [source]" in outcome.stdout and "không phải là đối tượng JSON" in outcome.stdout


def test_other_lists(tinh, motcua):
    for name, word in (("offices", "UBND tỉnh"), ("procedures", "Chứng thực chữ ký"), ("feedback", "PA-0001")):
        motcua.source(tinh, f"/n1/{name}", name=name, example=name)
        outcome = motcua.ingest("check", "--source", name)
        assert outcome.code == 0 and word in outcome.stdout and "PII-" not in outcome.stdout


def test_an_empty_list(tinh, motcua):
    motcua.source(tinh, "/fault/empty-all/n1/dossiers")
    outcome = motcua.ingest("check")
    assert outcome.code == 0 and "Danh sách trống" in outcome.stdout

"""Catalogues and feedback: criteria 3.5, 7.2 and 7.3 of the golden commune, with known answers."""

import pytest

from scripted import page, record

PERIOD = ("--period", "2023-12-07..2024-06-06")
LISTS = ("offices", "procedures", "feedback")


@pytest.fixture
def commune(shop, motcua):
    """All four lists. The dossiers state no level of their own, so that of the catalogue counts."""
    tinh = shop("tinh-chau")
    motcua.source(tinh, fields_online_level=None)
    for name in LISTS:
        motcua.source(tinh, f"/n1/{name}", name=name, example=name)
    assert motcua.ingest().code == 0
    motcua.shop = tinh
    return motcua


def figures(commune, command, code, key, *names):
    offices = commune.stats(command, *PERIOD, "--format", "json").json()["offices"]
    (office,) = [o for o in offices if o["code"] == code]
    return [office[key][name] for name in names] if isinstance(office[key], dict) else office[key]


def test_rates(commune):
    rates = figures(commune, "show", "H48.23.25", "rates", "feedback_on_time", "full_process_procedures",
                    "full_process_online", "payment_procedures", "payment_online")
    assert [(r["numerator"], r["denominator"], r["percent"]) for r in rates] == [
        (6, 10, 60.0), (20, 25, 80.0), (691, 700, 98.71), (13, 13, 100.0), (410, 410, 100.0)]
    # The city has one more answer, given by an office that no catalogue names.
    (rate,) = figures(commune, "show", "H48.23", "rates", "feedback_on_time")
    assert (rate["numerator"], rate["denominator"]) == (7, 11)


def test_points(commune):
    points = {c["criterion"]: c["points"] for c in figures(commune, "points", "H48.23.25", "criteria")}
    assert (points["3.5"], points["7.2"], points["7.3"]) == (0.6, 3.949, 2)


def test_deadlines(commune, ask):
    rows = ask("SELECT code, to_char(due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI'), due_term FROM motcua.feedback ORDER BY code")
    assert [due for _, due, term in rows if term] == [
        "2024-01-11 00:00", "2024-01-11 00:00", "2024-03-04 00:00", "2024-03-04 00:00", "2024-05-06 00:00", "2024-05-17 00:00",
        "2024-05-17 00:00", "2024-06-10 00:00", "2024-03-22 00:00", "2023-12-11 00:00", "2024-03-25 00:00"]
    assert [due for _, due, term in rows if not term] == ["2024-03-15 17:00"] * 2


def test_what_a_catalogue_names_is_verified(commune, ask):
    assert ask("SELECT kind, code FROM motcua.unverified") == [("office", "H48.23.99")]
    assert "H48.23.99" in commune.ingest("status").stdout
    assert ask("SELECT code, name, level, parent, valid_from::text FROM motcua.office WHERE verified ORDER BY code") == [
        ("H48", "UBND tỉnh", "province", None, "2020-01-01"), ("H48.23", "UBND thành phố", "department", "H48", "2020-01-01"),
        ("H48.23.25", "UBND xã Tịnh Châu", "commune", "H48.23", "2020-01-01")]
    assert ask("SELECT count(*), count(*) FILTER (WHERE verified AND valid_from = '2020-01-01') FROM motcua.procedure") == [(40, 40)]


def test_the_same_lists_again_change_nothing(commune, ask):
    before = [ask(f"SELECT *, ctid::text FROM motcua.{table} ORDER BY code") for table in ("office", "procedure", "feedback")]
    assert commune.ingest().code == 0
    assert [ask(f"SELECT *, ctid::text FROM motcua.{table} ORDER BY code") for table in ("office", "procedure", "feedback")] == before
    assert ask("SELECT source, records, inserted, updated, unchanged FROM motcua.run ORDER BY run_id DESC LIMIT 4") == [
        ("tinh", 1286, 0, 0, 1286), ("feedback", 13, 0, 0, 13), ("procedures", 40, 0, 0, 40), ("offices", 3, 0, 0, 3)]


def test_the_order_of_the_lists_does_not_matter(commune, ask, dossiers):
    tables = ("office", "procedure")
    before = [ask(f"SELECT * FROM motcua.{table} ORDER BY code") for table in tables], dossiers()
    ask("TRUNCATE motcua.dossier, motcua.dossier_change, motcua.feedback, motcua.office, motcua.procedure, motcua.run CASCADE")
    for name in ("tinh", *reversed(LISTS)):
        assert commune.ingest("run", "--source", name).code == 0
    assert ([ask(f"SELECT * FROM motcua.{table} ORDER BY code") for table in tables], dossiers()) == before


def test_nothing_personal_of_feedback_is_kept(commune, ask):
    (rows,) = ask("SELECT string_agg(f::text, ' ') FROM motcua.feedback AS f")
    assert "PA-0001" in rows[0] and "PII" not in rows[0]
    assert "PII" not in commune.ingest("check", "--source", "feedback").stdout


def test_a_catalogue_row_that_contradicts_itself_is_rejected_alone(shop, motcua, ask):
    tinh = shop("random", "--count", "10", "--seed", "1", "--offices", "8")
    motcua.source(tinh, "/n1/offices", name="offices", example="offices", fields_valid_to='"20191231" | date yyyyMMdd')
    motcua.set("ingest", max_reject_percent="100")
    assert motcua.ingest().code == 1
    assert ask("SELECT DISTINCT field, reason FROM motcua.reject") == [("valid_to", "kết thúc trước khi bắt đầu")]
    assert ask("SELECT records, rejected FROM motcua.run") == [(8, 8)]


def test_aliases_and_successions_come_in_as_lists(commune, ask):
    commune.source(commune.shop, "/n1/offices", name="aliases", example="offices", source_entity="office_alias", fields_code=None,
                   fields_name=None, fields_level=None, fields_parent=None, fields_valid_from=None, fields_valid_to=None,
                   fields_source='"tinh"', fields_raw="/TenDonVi", fields_office="/MaDonVi")
    commune.source(commune.shop, "/n1/offices", name="successions", example="offices", source_entity="office_succession", fields_code=None,
                   fields_name=None, fields_level=None, fields_parent=None, fields_valid_from=None, fields_valid_to=None,
                   fields_old_office='"H49"', fields_new_office="/MaDonVi", fields_on_day='"20250701" | date yyyyMMdd')
    for _ in range(2):
        assert commune.ingest("run", "--source", "aliases", "--source", "successions").code == 0
    assert ask("SELECT source, raw, office FROM motcua.office_alias ORDER BY office") == [
        ("tinh", "UBND tỉnh", "H48"), ("tinh", "UBND thành phố", "H48.23"), ("tinh", "UBND xã Tịnh Châu", "H48.23.25")]
    assert ask("SELECT old_office, new_office, on_day::text, share FROM motcua.office_succession ORDER BY new_office") == [
        ("H49", "H48", "2025-07-01", 1), ("H49", "H48.23", "2025-07-01", 1), ("H49", "H48.23.25", "2025-07-01", 1)]
    # A source that writes names where others write codes has the same figures then.
    commune.source(commune.shop, fields_online_level=None, fields_handling_office="/DonViXuLy")
    assert commune.ingest("run", "--source", "tinh").code == 0
    assert ask("SELECT DISTINCT handling_office FROM motcua.dossier") == [("H48.23.25",)]
    assert ask("SELECT updated FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(0,)]
    # An alias that is corrected holds for what is stored already.
    ask("UPDATE motcua.office_alias SET office = 'H48.23' WHERE raw = 'UBND xã Tịnh Châu'")
    assert commune.ingest("run", "--source", "tinh").code == 0
    assert ask("SELECT DISTINCT handling_office FROM motcua.dossier") == [("H48.23",)]


def test_status_shows_the_first_of_many_unknown_names(shop, motcua):
    motcua.source(shop("tinh-chau"))
    assert motcua.ingest().code == 0
    assert "và 23 mã khác" in motcua.ingest("status").stdout


def feedback(number, received, **more):
    return {"MaPAKN": f"PA-{number}", "MaDonVi": "H48.23.25", "NgayTiepNhan": received} | more


def test_an_answer_that_only_its_publication_tells(scripted, motcua, ask):
    """It counts on that day, and only the figure that rests on it is doubtful; what was answered on no day stays open."""
    records = [feedback("told", "20240506090000", NgayTraLoi="20240520100000", NgayCongKhai="20240528100000", TrangThai="4"),
               feedback("published", "20240506090000", NgayCongKhai="20240527100000", TrangThai="4"),
               feedback("published late", "20240506090000", NgayCongKhai="20240528100000", TrangThai="4"),
               feedback("on no day", "20240506090000", TrangThai="4")]
    dossier = record(1, TrangThaiHoSo="9", NgayTiepNhan="20240506090000", NgayKetThucXuLy="20240520100000", NgayHenTra="20240521170000")
    lists = {"/feedback": records, "/list": [dossier]}
    server = scripted(lambda path, query: (200, page(lists[path] if query.get("page", "1") == "1" else [])))
    motcua.source(server, "/feedback", name="feedback", example="feedback")
    motcua.source(server, "/list")
    assert motcua.ingest().code == 0
    may = ("--period", "2024-05", "--office", "H48.23.25")

    def shown():
        (office,) = motcua.stats("show", *may, "--format", "json", today="2024-06-06").json()["offices"]
        rate = office["rates"]["feedback_on_time"]
        return (rate["numerator"], rate["denominator"]), {d["kind"]: (d["reason"], d["rates"]) for d in office["doubts"] if d["kind"].startswith("answer")}
    figure, doubts = shown()
    assert figure == (2, 4) and doubts == {
        "answer_published": ("2 phản ánh, kiến nghị không ghi ngày trả lời, tính theo ngày công khai", ["feedback_on_time"]),
        "answer_undated": ("1 phản ánh, kiến nghị ghi đã trả lời nhưng không có ngày nào, tính là chưa trả lời", ["feedback_on_time"])}
    ask("UPDATE motcua.watermark SET read_until = '2024-06-06'; UPDATE motcua.run SET started_at = '2024-06-06'")
    lines = motcua.stats("show", *may, today="2024-06-06").stdout.splitlines()
    # One more has no rule in that month.
    assert [line.strip().split(",")[0] for line in lines if line.rstrip().endswith("(*)")] == ["phản ánh", "công dân"]
    assert any("2 phản ánh, kiến nghị không ghi ngày trả lời" in line for line in lines)
    listed = motcua.stats("dossiers", "--rate", "feedback_on_time", *may, "--format", "json", today="2024-06-06").json()["dossiers"]
    assert {d["code"]: "nguồn không ghi ngày trả lời" in d["reason"] for d in listed} == {"PA-told": False, "PA-published": True}
    ranked = motcua.stats("rank", "--rate", "late", "--period", "2024-05", "--format", "json", today="2024-06-06")
    assert ranked.code == 0 and "công khai" not in ranked.stdout

    # A holiday that is entered now counts now: the deadlines of 27 May are those of 28 May.
    ask("INSERT INTO motcua.calendar_day VALUES ('2024-05-08', false, 'nghỉ đột xuất')")
    assert shown()[0] == (3, 4)
    ask("UPDATE motcua.feedback_term SET working_days = 10 WHERE term = 'qd766'")
    assert shown()[0] == (1, 4)


def procedure(level, since, **more):
    return {"MaTTHC": "1.900060", "TenTTHC": "Đăng ký khai sinh", "MucDo": level, "TuNgay": since} | more


@pytest.mark.parametrize("nights", [[[0], [1]], [[1], [0]], [[0, 1]], [[1, 0], [0], [1]]])
def test_a_procedure_that_is_issued_anew(nights, scripted, motcua, ask):
    """Partial until 30 June, full from 1 July: in whatever order the catalogue tells of it, each half-year has its own."""
    versions = [procedure("3", "20200101"), procedure("4", "20240701")]
    dossiers = [record(n, NgayTiepNhan=received, KenhThucHien="2") for n, received in enumerate(("20240205090000", "20240630160000", "20240701080000", "20241007080000"))]
    lists = {"/list": dossiers}
    server = scripted(lambda path, query: (200, page(lists[path] if query.get("page", "1") == "1" else [])))
    motcua.source(server, "/procedures", name="procedures", example="procedures")
    motcua.source(server, "/list", fields_online_level=None)

    def shown(period):
        (office,) = motcua.stats("show", "--period", period, "--office", "H48.23.25", "--format", "json", today="2024-12-31").json()["offices"]
        return [(office["rates"][r]["numerator"], office["rates"][r]["denominator"]) for r in ("full_process_online", "full_process_procedures")]
    for night in nights:
        lists["/procedures"] = [versions[v] for v in night]
        assert motcua.ingest("run", "--accept-smaller").code == 0
    assert shown("2024-H1") == [(0, 0), (0, 1)] and shown("2024-H2") == [(2, 2), (1, 1)] and shown("2024") == [(2, 2), (1, 1)]
    rows = ask("SELECT online_level::text, valid_from::text FROM motcua.procedure_spans() WHERE code = '1.900060' ORDER BY valid_from")
    assert rows == [("partial", "2020-01-01"), ("full", "2024-07-01")]
    listed = motcua.stats("dossiers", "--bucket", "received_full", "--period", "2024", "--format", "json", today="2024-12-31").json()["dossiers"]
    assert [d["code"] for d in listed] == ["H48.23.25-2", "H48.23.25-3"]
    # The same list again changes nothing.
    assert motcua.ingest("run", "--source", "procedures", "--accept-smaller").code == 0
    assert ask("SELECT inserted, updated FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(0, 0)]

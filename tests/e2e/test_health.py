"""motcua-ingest status --check: a line and an exit code for a monitor, in every state that a night can leave an installation in."""

import os
import re
import stat
import subprocess

import pytest

from programs import ONE_ANSWER, RELEASE
from scripted import page, record

LATE = {"TrangThaiHoSo": "9", "NgayKetThucXuLy": "20240325090000"}
CODES = {"OK": 0, "WARNING": 1, "CRITICAL": 2, "UNKNOWN": 3}


@pytest.fixture
def records():
    return [record(n, **LATE) for n in range(10)]


@pytest.fixture
def motcua(motcua, scripted, records, tmp_path, ask):
    """With a source and a machine whose systemd lets the night come; which source has no TLS and the mail server neither."""
    # As it is in every January, whenever these tests run.
    ask("INSERT INTO motcua.calendar_day VALUES (motcua.today() + 400, false, 'next year') ON CONFLICT DO NOTHING")
    motcua.source(scripted(lambda *_: (200, page(records))), "/list", source_total="", **ONE_ANSWER)
    fake = tmp_path / "bin/systemctl"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\nprintf 'LoadState=loaded\\nActiveState=%s\\nNextElapseUSecRealtime=@1900000000\\n' \"${TIMER:-active}\"\n")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    motcua.environment = motcua.environment | {"PATH": f"{fake.parent}:{os.environ['PATH']}"}
    return motcua


@pytest.fixture
def check(motcua):
    """check(state, words of the line, ...): what a monitor gets."""
    def look(state, *words, args=(), **environment):
        outcome = motcua.ingest("status", "--check", *args, **environment)
        line = outcome.stdout.splitlines()[0]
        assert line.startswith(f"MOTCUA {state}: ") and outcome.code == CODES[state], outcome
        summary, _, measures = line.partition(" | ")
        for word in words:
            assert word in summary, (word, outcome.stdout)
        for measure in re.sub(r"'(?:[^']|'')*'", "x", measures).split():
            assert re.fullmatch(r"\w+=\d+(s|B)?(;\d*){0,4}", measure), measures
        details = outcome.stdout.splitlines()[1:]
        assert all(re.match(r"\[(OK|WARNING|CRITICAL|UNKNOWN)\] \S", detail) for detail in details), outcome.stdout
        return outcome.stdout
    return look


def night(motcua):
    assert motcua.ingest("run").code == 0
    assert motcua.stats("run").code == 0


def age(ask, hours, program="%"):
    ask("UPDATE motcua.run SET started_at = started_at - make_interval(hours => %s), finished_at = finished_at - make_interval(hours => %s)"
        " WHERE program LIKE %s", hours, hours, program)


def test_fresh(motcua, check, tmp_path):
    check("WARNING", "nguồn tinh: chưa được đọc lần nào")
    # A night that should have come long ago has not.
    os.utime(tmp_path / "etc/sources.d/tinh.conf", (1700000000, 1700000000))
    check("CRITICAL", "nguồn tinh: chưa được đọc lần nào")
    (tmp_path / "etc/sources.d/tinh.conf").unlink()
    check("WARNING", "chưa có tệp nguồn nào")


def test_good_and_what_it_says_of_the_night(motcua, check, records):
    night(motcua)
    records[0]["NgayHenTra"] = "20240321170000"
    records.append(record(99, **LATE))
    night(motcua)
    said = check("OK", "mục kiểm tra đều tốt")
    assert "đọc 11 = 1 mới + 1 đổi + 9 không đổi + 0 cũ hơn + 0 bị loại + 0 bỏ qua" in said
    for word in ("thống kê: lượt gần nhất cách đây", "đã đọc đến", "lược đồ: ", "múi giờ", "UTF8", "vai trò", "đĩa chứa", "lượt tới lúc 2030-03-18"):
        assert word in said, said
    told = motcua.ingest("status", "--check", "--format", "json")
    assert told.code == 0 and told.json()["state"] == "ok" and told.json()["code"] == 0
    by_name = {(one["check"], one["subject"]): one for one in told.json()["checks"]}
    figures = by_name[("source", "tinh")]["figures"]
    assert figures["records"] == 11 == sum(figures[k] for k in ("new", "changed", "unchanged", "older", "rejected", "skipped"))
    assert {"source", "watermark", "rejects", "statistics", "doubts", "outbox", "database", "schema", "clock", "timezone", "encoding", "settings", "roles",
            "calendar", "mail", "disk", "timer"} == {check for check, _ in by_name}


def test_a_calendar_that_ends(motcua, check, ask):
    night(motcua)
    ask("DELETE FROM motcua.calendar_day WHERE day >= date_trunc('year', motcua.today() + 30)")
    check("WARNING", "lịch nghỉ: có đến hết năm", "thêm ngày nghỉ của năm sau")
    ask("DELETE FROM motcua.calendar_day")
    check("WARNING", "lịch nghỉ: chưa có ngày nào")


def test_stale_by_the_age_that_is_asked_for(motcua, check, ask):
    night(motcua)
    age(ask, 20)
    check("OK")
    check("CRITICAL", "nguồn tinh: đã 20 giờ", "chưa có lượt chạy tốt", args=("--max-age", "12h"))
    age(ask, 7, "ingest")
    check("CRITICAL", "nguồn tinh: đã 27 giờ")
    check("OK", args=("--max-age", "2d"))
    age(ask, 48, "stats")
    check("CRITICAL", "thống kê: lượt gần nhất cách đây 2 ngày 20 giờ", args=("--max-age", "2d"))


def test_failed_until_a_good_run_follows(motcua, check, records):
    night(motcua)
    records.clear()
    assert motcua.ingest("run").code == 5
    said = check("CRITICAL", "nguồn tinh: lượt chạy gần nhất", "lỗi: ")
    assert "lượt tốt gần nhất cách đây 0 phút" in said
    records.extend(record(n, **LATE) for n in range(10))
    night(motcua)
    check("OK")


def test_a_run_that_was_killed_is_told(motcua, check, ask):
    night(motcua)
    ask("INSERT INTO motcua.run (program, source, backend_pid) VALUES ('ingest', 'tinh', 0)")
    check("CRITICAL", "bị ngắt")


def test_rejects(motcua, check, records):
    night(motcua)
    motcua.set("ingest", max_reject_percent="100")
    records[3] = record(3, NgayTiepNhan="31/02/2024")
    assert motcua.ingest("run").code == 1 and motcua.stats("run").code == 0
    said = check("WARNING", "nguồn tinh: 1 bản ghi bị loại, chưa nạp được; xem: motcua-ingest rejects list")
    assert "'rejects tinh'=1;0" in said


def test_mail_down(motcua, check, records, smtp):
    motcua.set("alert", min_resolved="0")
    motcua.set("mail", url=smtp.url, security="none", to="a@thu.example", **{"from": "motcua@tinh.example"})
    smtp.refuse = "451 4.3.0 later"
    assert motcua.ingest("run").code == 0 and motcua.stats("run", today="2024-06-06").code == 6
    said = check("CRITICAL", "thư cảnh báo: 1 thư chưa gửi được", "4.3.0", PGOPTIONS="-c motcua.today=2024-06-06")
    assert "máy chủ thư: kết nối được" in said and "thu.example" not in said
    smtp.refuse = None
    assert motcua.stats("run", today="2024-06-06").code == 0
    check("OK", PGOPTIONS="-c motcua.today=2024-06-06")
    motcua.set("mail", url="smtp://127.0.0.1:1")
    check("WARNING", "máy chủ thư: không kết nối được", PGOPTIONS="-c motcua.today=2024-06-06")


def test_another_schema(motcua, check, ask):
    ask("INSERT INTO sqitch.changes (change) VALUES ('of-tomorrow')")
    check("CRITICAL", "newer than this program", "install the motcua")
    ask("DELETE FROM sqitch.changes WHERE change = 'of-tomorrow' OR committed_at = (SELECT max(committed_at) FROM sqitch.changes)")
    check("CRITICAL", "older than this program", "motcua-setup --database")


def test_a_watermark_that_lies_ahead(motcua, check, ask):
    night(motcua)
    ask("UPDATE motcua.watermark SET read_until = now() + interval '3 days'")
    check("WARNING", "nguồn tinh: mốc đã đọc nằm trong tương lai")


def test_a_database_that_is_down(motcua, check):
    said = check("CRITICAL", "cơ sở dữ liệu: cannot connect to the database", PGPORT="1")
    assert "[OK] đĩa chứa" in said and "Traceback" not in said


def test_clocks_that_differ(motcua, check, ask):
    motcua.bin = RELEASE  # Sanitizers want to be loaded first.
    night(motcua)
    for offset, state, words in (("+330s", "WARNING", "lệch nhau 5 phút"), ("+7500s", "CRITICAL", "lệch nhau 2 giờ"), ("-30s", "OK", "đều tốt")):
        done = subprocess.run(["faketime", "-f", offset, *motcua.command("motcua-ingest", "status", "--check")], env=motcua.environment,
                              capture_output=True, text=True)
        assert done.stdout.startswith(f"MOTCUA {state}: ") and words in done.stdout.splitlines()[0] and done.returncode == CODES[state], done


def test_settings_of_the_database_that_are_lost(motcua, check, ask, alone, database):
    night(motcua)
    ask(f"ALTER DATABASE {database} RESET ALL")
    said = check("WARNING", "múi giờ của cơ sở dữ liệu: timezone is not set", f"sudo motcua-setup --database '{database}'")
    assert "tham số của cơ sở dữ liệu: không còn như lúc cài đặt: jit is not set" in said
    ask("SELECT motcua.set_up_database()")
    check("OK")


def test_a_timer_that_is_off(motcua, check):
    night(motcua)
    check("WARNING", "hẹn giờ motcua-ingest.timer chưa bật; chạy: sudo systemctl enable --now motcua-ingest.timer", TIMER="inactive")


def test_records_that_look_otherwise_than_ever(motcua, check, records):
    night(motcua)
    records[0]["TruongLa"] = "x"
    night(motcua)
    check("WARNING", "nguồn tinh: bản ghi có 1 thay đổi về cấu trúc (/TruongLa)")
    night(motcua)
    check("OK")


def test_what_cannot_be_looked_at_is_unknown(motcua, check):
    for bad in ("x", "0h", "26", "26s", "-1h", "999999h"):
        check("UNKNOWN", f"không kiểm tra được: --max-age '{bad}'", args=("--max-age", bad))
    check("UNKNOWN", "--format 'xml'", args=("--format", "xml"))
    motcua.set("stats", year_start="13-01")
    check("UNKNOWN", "year_start")
    assert motcua.ingest("status", "--format", "json").code == 3  # of the settings


def test_a_source_file_with_a_fault_and_one_whose_secret_is_not_ours(motcua, check, tmp_path):
    night(motcua)
    file = tmp_path / "etc/sources.d/tinh.conf"
    good = file.read_text()
    file.write_text(re.sub(r"token_file = .*", "token_file = source_tinh", good))
    check("OK")
    file.write_text(good.replace("[paging]", "[pagings]"))
    check("CRITICAL", "nguồn tinh: tệp cấu hình sai", "pagings")


def test_a_reader_asks_as_well(motcua, check, ask, alone):
    night(motcua)
    ask("DROP ROLE IF EXISTS e2e_reader")
    ask("CREATE ROLE e2e_reader LOGIN PASSWORD 'x' IN ROLE motcua_analyst")
    try:
        assert "vai trò e2e_reader: chỉ đọc" in check("OK", PGUSER="e2e_reader", PGPASSWORD="x")
        for args in (("status",), ("rejects", "list")):
            assert motcua.ingest(*args, PGUSER="e2e_reader", PGPASSWORD="x").code == 0, args
    finally:
        ask("DROP ROLE e2e_reader")


def test_check_before_the_first_night_reaches_the_mail_server_too(motcua, smtp):
    motcua.set("mail", url=smtp.url, security="none", to="a@thu.example", **{"from": "motcua@tinh.example"})
    outcome = motcua.ingest("check")
    assert outcome.code == 0 and "Máy chủ thư: kết nối được" in outcome.stdout, outcome
    motcua.set("mail", url="smtp://127.0.0.1:1")
    outcome = motcua.ingest("check")
    assert outcome.code == 6 and "mail server: " in outcome.stderr and "mail-test" in outcome.stderr, outcome

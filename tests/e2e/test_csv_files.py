"""CSV as people put it into a folder: every row of a file is read, left out or rejected, or the file fails."""

import gzip
import os
import threading
import time

import pytest

NAMES = "Mã hồ sơ;Mã thủ tục;Kênh tiếp nhận;Trạng thái;Ngày tiếp nhận;Ngày hẹn trả;Ngày xử lý xong;Ghi chú"


def row(number, note="", end="\r\n"):
    return f"H48.23.25-260105-{number:04};1.000001;Trực tuyến;Đã xử lý xong;05/01/2026 08:00:00;15/01/2026 17:00:00;12/01/2026 10:00:00;{note}{end}"


def table(notes=(), count=100, end="\r\n"):
    """Notes by the number of their row."""
    notes = dict(notes)
    return NAMES + end + "".join(row(i, notes.get(i, ""), end) for i in range(1, count + 1))


class Folder:
    """Stands where the one-stop system stands elsewhere."""
    token = "unused"

    def __init__(self, directory):
        self.directory = directory
        directory.mkdir()

    def put(self, content, name="a.csv", age=3600):
        path = self.directory / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(path, (time.time() - age,) * 2)
        return path

    def url(self, _):
        return f"file://{self.directory}/*"


@pytest.fixture
def folder(motcua, tmp_path):
    made = Folder(tmp_path / "drop")
    motcua.source(made, example="csv", source_separator="semicolon")
    return made


@pytest.fixture
def counts(ask):
    """(stored, read, rejected) after the last run."""
    return lambda: (ask("SELECT count(*) FROM motcua.dossier")[0][0], *ask("SELECT records, rejected FROM motcua.run ORDER BY run_id DESC LIMIT 1")[0])


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_quote_that_never_closes_swallows_nothing(end, folder, motcua, counts):
    folder.put(table({11: '"Quán cơm', 51: '"Hoa Sen đề nghị"'}, end=end))
    outcome = motcua.ingest()
    assert outcome.code == 5 and "file 'a.csv'" in outcome.stderr and "line 12:" in outcome.stderr
    folder.put(table({11: "Quán cơm", 51: '5" x 7"', 52: '"hai\r\ndòng; ""ba"""'}, end=end))
    assert motcua.ingest().code == 0 and counts() == (100, 100, 0)


def test_a_quote_that_closes_rows_later_is_told(folder, motcua, counts):
    """Each cell is right, but one holds rows."""
    folder.put(table({11: '"Quán cơm', 12: 'Hoa Sen"'}))
    assert motcua.ingest().code == 1 and counts() == (98, 99, 1)


def test_rows_of_other_lengths_are_told(folder, motcua, ask, counts):
    text = table({7: ";"}).replace(";Trực tuyến", "", 1)
    folder.put(text)
    outcome = motcua.ingest()
    assert outcome.code == 1 and counts() == (98, 100, 2) and "line 2 is no whole row" in outcome.stderr
    assert ask("SELECT reason, code, record::text FROM motcua.reject ORDER BY reason") == [
        ("hàng có 7 ô, tiêu đề có 8 ô", None, "null"), ("hàng có 9 ô, tiêu đề có 8 ô", None, "null")]
    # What is wrong with them is not in their fields.
    assert motcua.ingest("rejects", "replay").code == 1 and counts()[0] == 98


def test_a_last_row_that_breaks_off_fails_the_file(folder, motcua, ask, counts):
    folder.put(table())
    assert motcua.ingest().code == 0
    before = ask("SELECT code, due_at, finished_at FROM motcua.dossier ORDER BY code")
    folder.put(table()[:-45])
    outcome = motcua.ingest()
    assert outcome.code == 5 and "ends early: its last row, in line 101," in outcome.stderr
    assert ask("SELECT code, due_at, finished_at FROM motcua.dossier ORDER BY code") == before


@pytest.mark.parametrize("above", [
    "DANH SÁCH HỒ SƠ\r\nTừ ngày 01/01/2026;;;;;;;\r\n\r\n", ";;;;;;;\r\nĐơn vị:;UBND xã A;;;;;;\r\n", "sep=;\r\n", '"Tiêu đề\nhai dòng"\r\n'])
def test_what_a_spreadsheet_puts_around_the_table(above, folder, motcua, counts):
    folder.put(above + table(count=40) + ";;;;;;;\r\nTổng cộng;;;;;;;40\r\n\r\nNgười lập biểu\r\n")
    motcua.source(folder, example="csv", source_separator="semicolon", source_skip='"/Mã thủ tục" = ""')
    outcome = motcua.ingest()
    assert outcome.code == 0 and counts() == (40, 42, 0), outcome.stderr


def test_a_header_of_two_rows(folder, motcua, ask):
    text = table(count=3).replace(NAMES, NAMES.replace("Ngày tiếp nhận;Ngày hẹn trả;Ngày xử lý xong", "Ngày;;") + "\r\n;;;;tiếp nhận;hẹn trả;xử lý xong;")
    folder.put(text)
    motcua.source(folder, example="csv", source_separator="semicolon", fields_received_at='"/tiếp nhận" | date "dd/MM/yyyy HH:mm:ss"')
    outcome = motcua.ingest()
    assert outcome.code == 5 and "header_rows = 2" in outcome.stderr and ask("SELECT * FROM motcua.reject") == []
    motcua.source(folder, example="csv", source_separator="semicolon", source_header_rows=2)
    outcome = motcua.ingest()
    assert outcome.code == 0, outcome.stderr
    assert ask("SELECT count(received_at), count(due_at), count(finished_at) FROM motcua.dossier") == [(3, 3, 3)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_unicode_text(encoding, folder, motcua, counts):
    motcua.source(folder, example="csv", source_separator="tab", limits_max_page_mb=1)
    # In UTF-16 and as UTF-8 more than a part.
    folder.put(table({5: '"hai\ndòng"'}, count=9000).replace(";", "\t").encode(encoding))
    outcome = motcua.ingest()
    assert outcome.code == 0 and counts() == (9000, 9000, 0), outcome.stderr


@pytest.mark.parametrize("names", [NAMES, NAMES.replace("Ghi chú", "Ghi chú" * 100)])
def test_another_separator_is_asked_for(names, folder, motcua, ask):
    motcua.source(folder, example="csv", source_separator="comma")
    folder.put(table().replace(NAMES, names))
    for command in ("check", "run"):
        outcome = motcua.ingest(command)
        assert outcome.code == 5 and "is [source] separator right? with semicolon there is a header" in outcome.stderr
    assert ask("SELECT * FROM motcua.reject") == []


def test_lines_are_those_of_the_file_in_later_parts(folder, motcua, counts):
    motcua.source(folder, example="csv", source_separator="semicolon", limits_max_page_mb=1)
    folder.put("Tiêu đề\r\n" + table({19000: '"mở'}, count=20000))
    outcome = motcua.ingest()
    assert outcome.code == 5 and "line 19002" in outcome.stderr, outcome.stderr


def test_packed_files_hold_nothing_else(folder, motcua, counts):
    packed = gzip.compress(table(count=50).encode())
    for more in (b"garbage", b"\0" * 512, gzip.compress(b"x")[:-9] + b"?" * 9, gzip.compress(b"x")[:12]):
        folder.put(packed + more)
        outcome = motcua.ingest()
        assert outcome.code == 5 and "cannot unpack it" in outcome.stderr, more
    whole = table(count=50).encode()
    folder.put(gzip.compress(whole[:1000]) + gzip.compress(whole[1000:]))
    assert motcua.ingest().code == 0 and counts() == (50, 50, 0)


def test_files_without_rows(folder, motcua, counts):
    folder.put(NAMES)
    outcome = motcua.ingest()
    assert outcome.code == 0 and "file 'a.csv' has no record" in outcome.stderr and counts() == (0, 0, 0)
    for nothing in (b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"\0" * 100, gzip.compress(b"")):
        folder.put(nothing)
        outcome = motcua.ingest()
        assert outcome.code == 5 and "file 'a.csv'" in outcome.stderr and counts() == (0, 0, 0), nothing


def test_nul_bytes_are_told(folder, motcua, ask, counts):
    folder.put(table({5: "a\0b"}))
    assert motcua.ingest().code == 1 and counts() == (99, 100, 1)
    assert ask("SELECT reason FROM motcua.reject") == [("hàng có ký tự NUL",)]


def test_a_file_that_grows_waits(folder, motcua, ask):
    """Its last row is whole at every moment."""
    path = folder.put(table(count=10), age=0)
    done = threading.Event()

    def grow():
        with open(path, "a") as file:
            number = 11
            while not done.is_set():
                file.write(row(number))
                file.flush()
                number += 1
                time.sleep(0.001)

    writer = threading.Thread(target=grow)
    writer.start()
    outcome = motcua.ingest()
    done.set()
    writer.join()
    assert outcome.code == 0 and "may still be on its way" in outcome.stderr
    assert ask("SELECT records FROM motcua.run") == [(0,)] and ask("SELECT * FROM motcua.read_file") == []
    os.utime(path, (time.time() - 3600,) * 2)
    assert motcua.ingest().code == 0 and ask("SELECT count(*) > 9 FROM motcua.dossier") == [(True,)]


def test_a_folder_refuses_what_it_cannot_honour(folder, motcua):
    motcua.source(folder, example="csv", source_separator="semicolon", incremental_until_param="den")
    outcome = motcua.ingest("run", "--until", "2026-01-31")
    assert outcome.code == 3 and "until_param: expected only with url = http" in outcome.stderr
    motcua.source(folder, example="csv", source_separator="semicolon")
    for option in ("--until", "--since"):
        assert motcua.ingest("run", option, "2026-01-31").code == 2

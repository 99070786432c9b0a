"""check on the operator's terminal: the values that a map has to name, and nothing of persons; the same words
nowhere else."""

import os
import pty
import subprocess

import pytest


def on_terminal(motcua, *args):
    """What the program prints on a terminal of its own; its log goes elsewhere."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(motcua.command("motcua-ingest", *args), env=motcua.environment, stdin=subprocess.DEVNULL,
                               stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    text = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # so Linux tells that nobody has the other end open
            break
        if not more:
            break
        text += more
    os.close(ours)
    log = process.stderr.read().decode()
    process.wait(timeout=60)
    return text.decode().replace("\r\n", "\n"), log


def records(*last):
    """Forty dossiers, and what stands behind them."""
    import json
    names = ["Nguyễn Văn An", "Trần Thị Bình"]
    return [json.dumps({
        "ma": f"H48.23.25-240605-{i:04}", "donVi": "H48.23.25", "trangThai": ["Đã trả", "Đang xử lý"][i % 2], "kenh": ["Trực tuyến", "Bưu chính"][i % 2],
        "nguoiNop": {"loai": "Cá nhân"}, "hoTen": names[i % 2], "Họ và tên": names[i % 2], "lienHe": ["0912345678", "0987654321"][i % 2],
        "thuTuc": {"ma": f"1.9000{i:02}"}, "loai": ["cấp mới", "cấp lại"][i % 2]}, ensure_ascii=False) for i in range(40)] + list(last)


@pytest.fixture
def xa(lists, motcua):
    def write(rules, *last, extra=""):
        lists.lists["/xa"] = records(*last)
        (motcua.directory / "sources.d" / "xa.conf").write_text(f"""
[source]
url = {lists.url("/xa")}
records = /data
{extra}
[fields]
code = /ma
receiving_office = /donVi
handling_office = /donVi
{rules}
""")
    return write


MAPS = """status = /trangThai | map x:9
channel = /kenh | map *:direct
procedure_name = /hoTen | map *:a
office_name = /nguoiNop/loai | map *:b
"""


def test_values_that_a_map_has_to_name(xa, motcua):
    xa(MAPS)
    text, log = on_terminal(motcua, "check")
    assert "cột status chưa liệt kê (bị loại): Đã trả, Đang xử lý" in text and "cột channel chưa liệt kê (được hiểu là direct): Trực tuyến, Bưu chính" in text
    # A field that nobody reads: what it has, since it may be a code.
    (row,) = [each for each in text.splitlines() if each.startswith("/loai ")]
    assert "cấp mới, cấp lại" in row
    for word in ("Nguyễn", "Bình", "0912345678", "Cá nhân"):
        assert word not in text and word not in log
    assert "Đã trả" not in log


def test_nowhere_else(xa, motcua):
    xa(MAPS)
    outcome = motcua.ingest("check")
    for word in ("Đã trả", "Trực tuyến", "cấp mới", "Nguyễn", "Cá nhân", "0912345678"):
        assert word not in outcome.stdout + outcome.stderr
    assert "chỉ hiện trên màn hình này" not in outcome.stdout


def test_a_field_without_rules_too(xa, motcua):
    xa("status = \"9\"")
    text, _ = on_terminal(motcua, "check")
    rows = {each.split()[0]: each for each in text.splitlines() if each.startswith("/")}
    assert "Đã trả, Đang xử lý" in rows["/trangThai"] and "Trực tuyến, Bưu chính" in rows["/kenh"]
    assert "1.9000" not in rows["/thuTuc/ma"]  # of too many kinds for a map
    for word in ("Nguyễn", "Bình", "0912345678", "Cá nhân"):
        assert word not in text


CONTROL = '{"_next": "abc", "_end": true}'


def test_control_lines_are_proposed_for_skip(xa, motcua):
    rules = "status = /trangThai | map *:9"
    xa(rules, CONTROL)
    outcome = motcua.ingest("check")
    assert outcome.code == 1 and "1 bản ghi không có trường nào chung" in outcome.stdout and "skip = /_next" in outcome.stdout
    # They are no fault of the rules.
    assert "Sửa quy tắc của cột" not in outcome.stdout
    xa(rules, CONTROL, extra="skip = /_next")
    outcome = motcua.ingest("check")
    assert outcome.code == 0 and "skip = /" not in outcome.stdout and "1 bỏ qua" in outcome.stdout


def test_nothing_of_the_kind_is_proposed_elsewhere(xa, motcua):
    rules = "status = /trangThai | map *:9"
    for last in ((), ('{"ma": "x", "_end": true}',), ("{}",), ("5",)):
        xa(rules, *last)
        assert "skip = " not in motcua.ingest("check").stdout, last
    # A key that may be a person's is not named.
    xa(rules, '{"Nguyễn Văn An": 1}')
    text = motcua.ingest("check").stdout
    assert "1 bản ghi không có trường nào chung" in text and "skip = " not in text and "Nguyễn" not in text


def test_common_options_stand_before_the_command_too(xa, motcua):
    xa("status = /trangThai | map *:9")
    program, *rest = motcua.command("motcua-ingest", "check")
    before = subprocess.run([program, "--verbose", *rest[1:], rest[0]], env=motcua.environment, capture_output=True, text=True)
    assert before.returncode == 0 and "Trang đầu: 40 bản ghi" in before.stdout
    program, *rest = motcua.command("motcua-stats", "alert", "--dry-run")
    before = subprocess.run([program, *rest[2:], "--quiet", *rest[:2]], env=motcua.environment, capture_output=True, text=True)
    assert before.returncode == 0, before.stderr

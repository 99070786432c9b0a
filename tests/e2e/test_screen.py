"""What an official sees on a terminal: many offices as a row each, in its width, with a pager for what is long."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

import pytest

PERIOD = ("--period", "2024")
TODAY = "2025-01-15"


@pytest.fixture
def province(shop, motcua, ask):
    motcua.source(shop("random", "--count", "600", "--seed", "3", "--offices", "8"))
    assert motcua.ingest().code == 0
    ask("UPDATE motcua.office SET name = 'Tỉnh Quảng Ngãi', level = 'province' WHERE code = 'H48'")
    ask("UPDATE motcua.office AS o SET name = 'UBND xã ' || o.code, level = 'commune'"
        " WHERE NOT EXISTS (SELECT FROM motcua.office AS c WHERE c.parent = o.code)")
    motcua.top = "H48"
    return motcua


def on_terminal(motcua, *args, columns=80, rows=24, **environment):
    """What the program prints on a terminal of that size."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    of_terminal = {name: value for name, value in motcua.environment.items() if name not in ("COLUMNS", "LESS", "PAGER")}
    with subprocess.Popen(motcua.command("motcua-stats", *args), stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE,
                          env=of_terminal | {"PGOPTIONS": f"-c motcua.today={TODAY}", "TERM": "dumb"} | environment) as process:
        os.close(theirs)
        text = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:
                break
            if not more:
                break
            text += more
        assert process.wait() == 0, process.stderr.read()
    os.close(ours)
    return text.decode().replace("\r\n", "\n")


def table_of(text):
    """The lines from the headings of the table to the blank line, or the end, after it."""
    return re.search(r"(?m)^ +Tiếp .*\n(?:.+\n)+", text).group(0).splitlines()


def number(count):
    return f"{count:,}".replace(",", ".")


def test_a_row_an_office(province, ask):
    shown = province.stats("show", *PERIOD, "--format", "json", today=TODAY).json()["offices"]
    points = {o["code"]: o for o in province.stats("points", *PERIOD, "--format", "json", today=TODAY).json()["offices"]}
    text = province.stats("show", *PERIOD, today=TODAY, COLUMNS="140").stdout
    rows = table_of(text)[3:]
    busy = [o for o in shown if any(o["counts"].values())]
    assert rows[0].startswith(f"{province.top} Tỉnh Quảng Ngãi ") and len(rows) == len(busy) >= 8
    for office in busy:
        (row,) = [row for row in rows if row.split()[0] == office["code"]]
        percents = [office["rates"][rate]["percent"] for rate in ("late", "online", "results_digitised")]
        expected = [number(office["counts"][c]) for c in ("received", "resolved", "resolved_late")]
        expected += ["–" if p is None else f"{p:.2f}%".replace(".", ",") for p in percents]
        expected += [f"{points[office['code']]['points']:.3f}".replace(".", ",")]
        assert row.split()[-8:-1] == expected, row
    assert "late" not in text and "resolved" not in text


def test_the_width_of_the_terminal(province):
    for columns in (80, 120):
        rows = table_of(on_terminal(province, "show", *PERIOD, columns=columns, PAGER="cat"))
        assert max(len(row) for row in rows) <= columns
    one = on_terminal(province, "show", *PERIOD, "--office", province.top, PAGER="cat")
    assert max(len(line) for line in one.splitlines() if "%" in line or line.startswith("---")) <= 80
    assert max(len(row) for row in table_of(province.stats("show", *PERIOD, today=TODAY, COLUMNS="").stdout)) <= 80


def test_a_pager_for_what_is_long(province, tmp_path):
    taken = tmp_path / "taken"
    office = ("show", *PERIOD, "--office", province.top)
    assert on_terminal(province, *office, PAGER=f"cat > {taken}") == "" and "tiếp nhận trực tuyến" in taken.read_text()
    taken.unlink()
    assert "tiếp nhận trực tuyến" in on_terminal(province, *office, rows=200, PAGER=f"cat > {taken}") and not taken.exists()
    for pager in ("no-such-pager", "", "cat", "head -n 1 > /dev/null; exit 127"):
        assert "tiếp nhận trực tuyến" in on_terminal(province, *office, PAGER=pager), pager
    piped = province.stats(*office, today=TODAY, PAGER=f"cat > {taken}").stdout
    assert "tiếp nhận trực tuyến" in piped and not taken.exists()

"""What a page takes in memory: no more than eight times [limits] max_page_mb, whatever stands in it."""

import gzip
import json
import itertools
import os
import re
import subprocess
import sys
import time

import pytest

from programs import LIMIT_S, ONE_ANSWER, RELEASE, Outcome
from scripted import page, record

LARGEST_MB = 4
SPACE = LARGEST_MB * 1024 * 1024
PAGES_MOST = 8

# A program's peak is at least that of the one that started it, so a small one has to.
LAUNCHER = """import os, sys
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)"""


def run_measured(motcua, source):
    """The outcome of a run, and its peak in KiB."""
    launched = subprocess.run(
        [sys.executable, "-SE", "-c", LAUNCHER, *motcua.command("motcua-ingest", "run", "--source", source)], env=motcua.environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=LIMIT_S, check=True)
    code, peak = map(int, launched.stdout.split())
    return Outcome(code, "", launched.stderr), peak


@pytest.fixture
def measure(scripted, motcua):
    """measure(source, ...): a run against a source, in no more memory than a page may take beside what a run takes that
    finds nothing to read."""
    motcua.bin = RELEASE
    motcua.source(scripted(lambda *_: (200, page([]))), limits_max_page_mb=LARGEST_MB)
    _, usual = run_measured(motcua, "tinh")

    def run(source, *path, name="tinh", **changes):
        motcua.source(source, *path, name=name, **{"limits_max_page_mb": LARGEST_MB, "limits_tries": 1} | changes)
        outcome, peak = run_measured(motcua, name)
        assert peak - usual < PAGES_MOST * SPACE / 1024, f"{peak - usual} KiB: {outcome.stderr}"
        return outcome
    return run


@pytest.fixture
def answers(scripted, measure):
    """answers(body, ..., status=200, ...): the same of a list whose pages are these, and the last again and again."""
    def run(*bodies, status=200, **changes):
        pages = list(bodies)
        return measure(scripted(lambda *_: (status, pages.pop(0) if len(pages) > 1 else pages[0])), **changes)
    return run


LINES = {"source_format": "ndjson", "source_records": None, "source_total": None, "source_success": None}
CSV = LINES | {"source_format": "csv", "source_separator": "semicolon"}


def fill(before, item, behind, size=SPACE):
    """As many items between two texts as a page may hold."""
    return before + ",".join([item] * ((size - len(before) - len(behind)) // (len(item) + 1))) + behind


# What costs a parser most beside its bytes; "max_page_mb" is told where that setting is what helps.
HEAVY = {
    "numbers": ('{"error_code": 0, "data": ', "[", "1", "]}", True),
    "objects": ('{"error_code": 0, "data": ', "[", "{}", "]}", True),
    "texts": ('{"error_code": 0, "data": ', "[", '""', "]}", True),
    "small records": ('{"error_code": 0, "data": ', "[", '{"a":1,"b":2,"c":3,"d":4,"e":56}', "]}", False),
    "around the list": ('{"error_code": 0, "data": [], ', '"x": [', "1", "]}", True),
    "names around it": ('{"error_code": 0, "data": [], ', '"x": {', '"":1', "}}", True),
    "escaped names": ('{"error_code": 0, ', "", '"\\u0061":1', ', "data": []}', True),
    "no list": ('{"error_code": 0, ', '"x": [', "1", "]}", True),
    "one record": ('{"error_code": 0, "data": ', '[{"x": [', "1", "]}]}", True),
    "some records": ('{"error_code": 0, "data": ', "[" + ",".join(fill('{"x":[', "1", "]}", SPACE // 40) for _ in range(39)) + ",", '{"a":1}', "]}", False),
    "nested": ('{"error_code": 0, "data": ', "[" * 100000, "1", "]" * 100000 + "}", False),
}


def test_json(answers):
    for name, (envelope, before, item, behind, told) in HEAVY.items():
        outcome = answers(gzip.compress(fill(envelope + before, item, behind).encode(), 1))
        assert outcome.code in (1, 5), name
        assert not told or "max_page_mb" in outcome.stderr, name


def test_lines(answers):
    for line in ("1\n", "\n", " \n", "{}\n", '""\n'):
        answers(line * (SPACE // len(line)), **LINES, **ONE_ANSWER)
    outcome = answers("1\n" * (SPACE // 2), **LINES, **ONE_ANSWER)
    assert outcome.code == 5 and "max_page_mb" in outcome.stderr
    outcome = answers(fill('{"x":[', "1", "]}\n"), **LINES, **ONE_ANSWER)
    assert outcome.code == 5 and "record 1 of the page" in outcome.stderr and "max_page_mb" in outcome.stderr


def test_a_compressed_bomb_takes_little_memory(shop, measure):
    outcome = measure(shop("random", "--count", "2000", "--seed", "21", "--offices", "10"), "/fault/gzip-bomb/n1/dossiers")
    assert outcome.code == 5 and "larger than" in outcome.stderr


def test_logins_and_refusals(answers, scripted, measure, motcua):
    for status in (400, 401, 500):
        outcome = answers(fill('{"message": [', "1", "]}"), status=status, source_message="/message")
        assert outcome.code == 5 and f"HTTP {status}" in outcome.stderr
    door = scripted(lambda *_: (200, fill('{"session": [', "1", "]}", 1024 * 1024)))
    outcome = measure(door, source_auth="login", source_token_file=None, auth_user="motcua", auth_login_url=door.url("/login"),
                      auth_password_file=motcua.secret("password", door.token), auth_header="X-Session: {session}")
    assert outcome.code == 5 and "login" in outcome.stderr and "too many values" in outcome.stderr


def test_pages_of_lines(answers, ask):
    """Ordinary ones, one behind the other: what the first has left would be seen with the last."""
    count = SPACE // 512
    pages = ["".join(json.dumps(record(f"{place}-{i:05}", GhiChu="x" * 256)) + "\n" for i in range(count)) for place in range(8)]
    assert 0.8 * SPACE < len(pages[0]) < SPACE
    outcome = answers(*pages, "", **LINES)
    assert outcome.code == 0, outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(8 * count,)]


NAMES = "MaHoSo;DonViXuLy;MaTTHC;TrangThaiHoSo;NgayTiepNhan"
# Rows take more memory than text when there are many columns or letters in the names above them: how many.
TABLES = {"ordinary": (0, 0), "long-name": (1, 2000), "many-columns": (300, 8), "most-columns": (4000, 1)}


def table(columns, letters, most=SPACE, first=0):
    """CSV of so many rows, or as many as a page may hold."""
    head = NAMES + "".join(";" + f"{i:x}".rjust(letters, "x") for i in range(columns)) + "\r\n"
    row = "H48.23.25-{:08};UBND xã;1.900060;4;20240305090000" + ";" * columns + "\r\n"
    most = min(most, (SPACE - len(head)) // len(row.format(0).encode()))
    return head + "".join(row.format(first + i) for i in range(most))


def test_pages_of_csv(answers, ask):
    stored = 0
    for name, shape in TABLES.items():
        outcome = answers(table(*shape), **CSV, **ONE_ANSWER)
        refused = re.search(r"(\d+) rows with the names .* max_page_mb", outcome.stderr)
        assert outcome.code == 5 and refused, (name, outcome.stderr)
        # As many as may be, on several pages.
        most = int(refused[1]) - 1
        outcome = answers(*(table(*shape, most, stored + i * most) for i in range(3)), NAMES + "\r\n", name=name, **CSV)
        stored += 3 * most
        assert outcome.code == 0 and ask("SELECT count(*) FROM motcua.dossier") == [(stored,)], (name, outcome.stderr)


def test_files_of_csv(scripted, measure, ask, tmp_path):
    """What is more than a page may hold goes to the next part."""
    nobody = scripted(None)
    path = tmp_path / "a.csv"

    def put(text, name="tinh"):
        path.write_text(text)
        os.utime(path, (time.time() - 3600,) * 2)
        return measure(nobody, name=name, source_url=f"file://{path}", source_auth="none", source_token_file=None, **CSV, **ONE_ANSWER)
    stored = 0
    for name, shape in TABLES.items():
        text = table(*shape, first=stored)
        outcome = put(text, name)
        stored += text.count("\n") - 1
        assert outcome.code == 0 and ask("SELECT count(*) FROM motcua.dossier") == [(stored,)], (name, outcome.stderr)
    for text in (NAMES + "\r\n" + ";" * 3000000 + "\r\n", NAMES + ";" * 3000000):
        outcome = put(text)
        assert outcome.code == 5 and "max_page_mb" in outcome.stderr, outcome.stderr

"""The page of all offices as files: whole or not at all, the figures of "show", and for everybody no small counts.

What a browser makes of it is tested by tests/run-page.sh."""

import base64
import hashlib
import html
import html.parser
import json
import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import threading
import time

import pytest

from conftest import NIGHTS, execute, filled

TODAY, PERIOD = "2025-11-20", ("--period", "2025-H1")
OFFICE = "H48.22"
HOSTILE = "UBND <script>alert(1)</script>\"'&\u2028 xã"


@pytest.fixture(scope="module")
def template(worker_id, tmp_path_factory):
    """Twenty offices, one with a hostile name: these tests only read."""
    with filled(worker_id, tmp_path_factory.mktemp("report"), NIGHTS[:1], "random", "--count", "4000", "--seed", "33", "--offices", "20") as (name, _):
        execute(name, f"UPDATE motcua.office SET name = U&'UBND <script>alert(1)</script>\"''&\\2028 xã' WHERE code = '{OFFICE}'")
        yield name


@pytest.fixture
def report(motcua):
    """report(path, ...): writes it; the outcome."""
    def run(path, *args):
        return motcua.stats("report", "--format", "html", *PERIOD, "--output", path, *args, today=TODAY)
    return run


class Figures(html.parser.HTMLParser):
    """Of the HTML as it is sent: elements with a figure, with what is shown in them; ids, links, tags by name."""

    def __init__(self, text):
        super().__init__()
        self.figures, self.ids, self.tags, self.links, self.texts = [], set(), [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.add(found["id"])
        self.links += [found[name] for name in ("href", "src") if name in found]
        if "data-figure" in found:
            self.figures.append(found | {"shown": ""})

    def handle_data(self, text):
        self.texts.append(text)
        if self.figures and not self.figures[-1]["shown"]:
            self.figures[-1]["shown"] = text


def data_of(path):
    text = path.read_text()
    return json.loads(text[text.index("{"):text.rindex(")")])


def percent_text(percent):
    return "–" if percent is None else f"{percent:.2f}%".replace(".", ",")


def test_every_figure_stands_in_the_html_as_show_has_it(motcua, report, tmp_path):
    assert report(tmp_path / "page").code == 0
    page = Figures((tmp_path / "page/index.html").read_text())
    shown = motcua.stats("show", *PERIOD, "--format", "json", today=TODAY).json()
    period = f"{shown['period']['from']}..{shown['period']['to']}"
    wanted = {}
    for office in shown["offices"]:
        for name, count in office["counts"].items():
            wanted[office["code"], name, str(count), "", ""] = f"{count:,}".replace(",", ".")
        for name, rate in office["rates"].items():
            key = (office["code"], name, str(rate["numerator"]), str(rate["denominator"]), rate["percent"])
            wanted[key] = percent_text(rate["percent"])
    found = {}
    for figure in page.figures:
        assert figure["data-period"] == period
        percent = float(figure["data-percent"]) if figure["data-percent"] else ("" if figure["data-denominator"] == "" else None)
        key = (figure["data-office"], figure["data-figure"], figure["data-numerator"], figure["data-denominator"], percent)
        found[key] = figure["shown"]
    assert len(wanted) > 500 and {key: found.get(key) for key in wanted} == wanted
    # Each has an address that an e-mail can link to, in the page without scripts too.
    for code, name, *_ in list(wanted)[::17]:
        assert {f"/office/{code}/{name}", f"/office/{code}/{name}-count"} & page.ids, (code, name)
    assert {link for link in page.links if ":" in link} == {"data:,"}


def test_a_hostile_name_stays_text(report, tmp_path):
    assert report(tmp_path / "page").code == 0
    text = (tmp_path / "page/index.html").read_text()
    assert any(HOSTILE.replace("\u2028", "?") in piece for piece in Figures(text).texts) and "<script>alert" not in text
    for path in (tmp_path / "page/data").rglob("*.js"):
        assert "<" not in path.read_text() and "\u2028" not in path.read_text(), path
    assert [o["name"] for o in data_of(tmp_path / "page/data/start.js")["offices"] if o["code"] == OFFICE] == [HOSTILE]


def test_one_office_is_one_file_and_runs_only_its_own_scripts(report, tmp_path):
    path = tmp_path / "one.html"
    assert report(path, "--office", OFFICE).code == 0
    text = path.read_text()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    for tag, source in (("script", "script-src"), ("style", "style-src")):
        allowed = re.search(source + " ([^;]*)", html.unescape(policy))[1].split()
        digests = [hashlib.sha256(piece.encode()).digest() for piece in re.findall(f"<{tag}>(.*?)</{tag}>", text, re.S)]
        assert digests and allowed == [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
    page = Figures(text)
    assert len(text) < 1_000_000 and not [link for link in page.links if not link.startswith(("#", "data:"))]
    assert OFFICE in {figure["data-office"] for figure in page.figures}
    assert stat.S_IMODE(path.stat().st_mode) == 0o644 and os.listdir(tmp_path).count("one.html") == 1


def test_nobody_sees_half_a_page(motcua, report, tmp_path):
    """Who has opened the directory reads one page, whatever comes after; who opens it finds a whole one."""
    target = tmp_path / "page"
    assert report(target).code == 0
    seen, done = [], threading.Event()

    def look():
        while not done.is_set():
            folder = os.open(target, os.O_RDONLY)
            try:
                stamps = set()
                for name in ("index.html", "data/start.js", f"data/office/{OFFICE}.js"):
                    with open(os.open(name, os.O_RDONLY, dir_fd=folder)) as file:
                        text = file.read()
                    stamps.add(re.search(r'\?(\d{14})', text)[1] if name == "index.html" else re.sub(r"\D", "", re.search(r'"as_of":"(.{19})', text)[1]))
                seen.append(tuple(sorted(stamp[:14] for stamp in stamps)))
            except FileNotFoundError:
                # It was replaced after it had been opened: then what was opened is gone, and is opened anew.
                assert not os.path.samestat(os.fstat(folder), os.stat(target))
            finally:
                os.close(folder)

    reader = threading.Thread(target=look)
    reader.start()
    try:
        assert [report(target).code for _ in range(3)] == [0, 0, 0]
    finally:
        done.set()
        reader.join()
    assert len(seen) > 20 and all(len(stamps) == 1 for stamps in seen)
    assert sorted(os.listdir(tmp_path)) == ["etc", "page"]


def test_killed_in_the_middle_it_leaves_the_page_and_the_next_one_cleans_up(motcua, report, tmp_path):
    target = tmp_path / "page"
    assert report(target).code == 0
    before = (target / "index.html").read_bytes()
    started = motcua.start("motcua-stats", "report", "--format", "html", *PERIOD, "--output", target, today=TODAY)
    while not (growing := [name for name in os.listdir(tmp_path) if name.startswith(".page.motcua-")]):
        assert started.poll() is None
        time.sleep(0.005)
    started.send_signal(signal.SIGKILL)
    started.communicate()
    assert (target / "index.html").read_bytes() == before and (tmp_path / growing[0]).is_dir()
    assert report(target).code == 0
    assert sorted(os.listdir(tmp_path)) == ["etc", "page"]


def test_what_is_not_a_page_is_not_replaced(report, tmp_path):
    other, file = tmp_path / "other", tmp_path / "file"
    other.mkdir()
    (other / "letter.odt").write_text("mine")
    file.write_text("mine")
    for path in (other, file):
        outcome = report(path)
        assert outcome.code == 2 and f"'{path}' is not a report" in outcome.stderr, outcome
    assert (other / "letter.odt").read_text() == file.read_text() == "mine"
    for path in (tmp_path / "not/there", file / "below", ""):
        assert report(path).code == 2
    (tmp_path / "empty").mkdir()
    assert report(tmp_path / "empty").code == 0 and (tmp_path / "empty/index.html").exists()
    # The file system of the kernel takes no directories, whoever asks.
    outcome = report("/proc/page")
    assert outcome.code != 0 and "/proc" in outcome.stderr


def test_a_full_disk_leaves_the_page_of_before(motcua, report, tmp_path):
    target = tmp_path / "page"
    assert report(target).code == 0
    before = (target / "index.html").read_bytes()

    def small_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
    command = motcua.command("motcua-stats", "report", "--format", "html", *PERIOD, "--output", target)
    done = subprocess.run(command, env=motcua.environment | {"PGOPTIONS": f"-c motcua.today={TODAY}"}, preexec_fn=small_files,
                          capture_output=True, text=True)
    assert done.returncode == 70 and "cannot write" in done.stderr, done
    assert (target / "index.html").read_bytes() == before and sorted(os.listdir(tmp_path)) == ["etc", "page"]


def test_the_night_writes_the_page_of_the_settings(motcua, tmp_path):
    motcua.set("report", directory=str(tmp_path / "page"))
    assert motcua.stats("run", today=TODAY).code == 0
    start = data_of(tmp_path / "page/data/start.js")
    assert start["counted_to"] == TODAY and start["public"] is False
    shutil.rmtree(tmp_path / "page")
    (tmp_path / "page").write_text("not a page")
    outcome = motcua.stats("run", today=TODAY)
    assert outcome.code == 3 and "[report] directory" in outcome.stderr


def test_the_command_of_a_list_gives_the_list(motcua, report, tmp_path):
    assert report(tmp_path / "page").code == 0
    for code in (OFFICE, "H48"):
        lists = data_of(tmp_path / f"page/data/office/{code}.js")["lists"]
        for name in ("late", "overdue", "letters", "near_due"):
            _, *args = lists[name]["command"].split()
            rows = motcua.stats(*args, "--format", "json", today=TODAY).json()["dossiers"]
            assert len(rows) == lists[name]["total"], (code, name)
            assert {row["code"] for row in lists[name]["rows"]} <= {row["code"] for row in rows}
        assert lists["letters"]["total"] > 0 and all("apology_at" not in row for row in lists["letters"]["rows"])


def test_days_overdue_are_those_of_pendency(motcua, report, tmp_path, ask):
    assert report(tmp_path / "page").code == 0
    for code in (OFFICE, "H48"):
        bands = data_of(tmp_path / f"page/data/office/{code}.js")["days"]["overdue"]
        ask(f"SET motcua.today = '{TODAY}'")
        assert [(b["band"], b["dossiers"]) for b in bands] == ask("SELECT band, dossiers FROM stats.pendency_bands('2025-06-30', %s)", code)
    assert sum(b["dossiers"] for b in bands) > 0


# --- the page for everybody -------------------------------------------------------------------------------

PRIME = (1 << 61) - 1
PARTS = [  # what a reader knows of one office: sums that hold of its counts and fractions
    {"received": 1, "received_online": -1, "received_direct": -1, "received_postal": -1},
    {"resolved": 1, "resolved_early": -1, "resolved_on_time": -1, "resolved_late": -1, "resolved_no_due": -1},
    {"pending": 1, "pending_in_time": -1, "pending_overdue": -1, "pending_no_due": -1},
    {"carried_in": 1, "received": 1, "resolved": -1, "withdrawn": -1, "returned": -1, "pending": -1},
    {"late/n": 1, "resolved_late": -1}, {"late/d": 1, "resolved": -1}, {"on_time/d": 1, "resolved": -1},
    {"on_time/n": 1, "resolved_early": -1, "resolved_on_time": -1},
    *({f"{kind}/n": 1, f"received_{kind}": -1} for kind in ("online", "direct", "postal")),
    *({f"{kind}/d": 1, "received": -1} for kind in ("online", "direct", "postal", "rated")),
    *({f"{kind}/n": 1, kind: -1} for kind in ("withdrawn", "returned")),
    *({f"{kind}/d": 1, "resolved": -1, "withdrawn": -1, "returned": -1} for kind in ("withdrawn", "returned")),
    *({f"{kind}/d": 1, "rated/n": -1} for kind in ("very_satisfied", "satisfied", "dissatisfied")),
]


def values_of(start):
    """Of each office what start says of it: {name: number or None}; a fraction has a name for each of its numbers."""
    values = {}
    for office in start["offices"]:
        told = dict(zip((c["count"] for c in start["counts"]), office["counts"]))
        for figure, fraction in zip(start["figures"], office["rates"]):
            if figure["measure"] == "dossiers":
                told[figure["figure"] + "/n"], told[figure["figure"] + "/d"] = fraction[:2] if fraction else (None, None)
        for month, (late, resolved) in zip(start["months"], office["months"]):
            told[month + "/n"], told[month + "/d"] = late, resolved
        values[office["code"]] = told
    return values


def solved(equations):
    """The unknowns that equations {unknown: factor} (of a sum that is known) determine, by elimination."""
    rows = {}
    for equation in equations:
        row = dict(equation)
        for pivot in [p for p in row if p in rows]:
            factor = row.get(pivot, 0)
            for name, value in rows[pivot].items():
                row[name] = (row.get(name, 0) - factor * value) % PRIME
        row = {name: value for name, value in row.items() if value % PRIME}
        if not row:
            continue
        pivot = next(iter(row))
        inverse = pow(row[pivot], -1, PRIME)
        row = {name: value * inverse % PRIME for name, value in row.items()}
        for other in rows.values():
            if factor := other.get(pivot):
                for name, value in row.items():
                    other[name] = (other.get(name, 0) - factor * value) % PRIME
                for name in [n for n in other if not other[n]]:
                    del other[name]
        rows[pivot] = row
    return {pivot for pivot, row in rows.items() if len(row) == 1}


def test_the_page_for_everybody_gives_no_small_count_away(motcua, report, tmp_path):
    assert report(tmp_path / "all").code == 0
    motcua.set("report", public="true")
    assert report(tmp_path / "public").code == 0
    full, start = data_of(tmp_path / "all/data/start.js"), data_of(tmp_path / "public/data/start.js")
    truth, told = values_of(full), values_of(start)
    untold = {(code, name) for code in told for name, value in told[code].items() if value is None}
    assert all(told[code][name] in (None, truth[code][name]) for code in truth for name in truth[code])
    # Something is left to read: all of the whole that is not small, and of most offices how they are doing.
    assert len(untold) < 0.6 * sum(map(len, told.values()))
    assert sum(told[code]["late/n"] is not None for code in told) > len(told) / 2
    # Nothing small stands there, alone or as the rest of its denominator.
    for code, values in told.items():
        for name, value in values.items():
            assert value not in (1, 2), (code, name)
            if name.endswith("/n") and value is not None:
                assert values[name[:-1] + "d"] - value not in (1, 2), (code, name)
    # Nor does it follow from what does: within an office, or from the office above and the others under it.
    parents = {office["code"]: office["parent"] for office in start["offices"]}
    equations = [{(code, name): factor for name, factor in part.items() if (code, name) in untold} for code in told for part in PARTS]
    owns = {}
    for parent in set(parents.values()) - {None}:
        family = {parent: 1} | {code: -1 for code in parents if parents[code] == parent}
        for name in told[parent]:
            equations.append({(code, name): factor for code, factor in family.items() if (code, name) in untold})
            # Its own dossiers stand nowhere; a reader may know of an office that it has none.
            if own := sum(factor * truth[code][name] for code, factor in family.items()):
                equations[-1]["own", parent, name] = 1
                owns["own", parent, name] = own
    small = {(code, name) for code, name in untold if truth[code][name] in (1, 2)}
    small |= {unknown for unknown, own in owns.items() if own in (1, 2)}
    assert len(small) > 20 and not small & solved(equation for equation in equations if equation)


def test_the_page_for_everybody_names_no_dossier(motcua, report, tmp_path, ask):
    motcua.set("report", public="true")
    assert report(tmp_path / "public").code == 0 and report(tmp_path / "one.html", "--office", OFFICE).code == 0
    text = "".join(path.read_text() for path in [tmp_path / "one.html", *(tmp_path / "public").rglob("*.*")])
    assert not [code for (code,) in ask("SELECT code FROM motcua.dossier") if code in text]
    for path in (tmp_path / "public/data/office").iterdir():
        assert not {"lists", "stories", "days", "profiles", "procedures", "integrity", "restated"} & set(data_of(path)), path
    figures = Figures((tmp_path / "one.html").read_text()).figures
    assert figures and not [f for f in figures if f["data-numerator"] in ("1", "2")]

"""What Prometheus and Grafana are given: files that the textfile collector takes, rules and a dashboard that ask for what is there."""

import json
import os
import re
import shutil
import subprocess

import pytest

from programs import ONE_ANSWER, ROOT
from scripted import page, record

SAMPLE = re.compile(r'(motcua_[a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\]|\\.)*",?)+)\})? (-?\d+(?:\.\d+)?)')
RULES = ROOT / "docs/monitoring/motcua.rules.yml"
DASHBOARD = ROOT / "docs/monitoring/grafana-motcua.json"


def read(path):
    """{(name, labels): value}; a name's help and type stand once, before its first value, and no value has a time."""
    values, headed = {}, []
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            word, kind, name, rest = line.split(" ", 3)
            assert kind in ("HELP", "TYPE") and rest and (kind == "HELP" or rest == "gauge"), line
            headed.append((kind, name))
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, line
        assert headed[-2:] == [("HELP", sample[1]), ("TYPE", sample[1])], line
        assert (sample[1], sample[2]) not in values
        values[sample[1], sample[2]] = float(sample[3])
    assert len(set(headed)) == len(headed)
    return values


@pytest.fixture
def metrics(motcua, scripted, tmp_path):
    records = [record(n, TrangThaiHoSo="9", NgayKetThucXuLy="20240325090000") for n in range(9)] + [record(9, NgayTiepNhan="31/02/2024")]
    motcua.source(scripted(lambda *_: (200, page(records))), "/list", source_total="", **ONE_ANSWER)
    directory = tmp_path / "metrics"
    directory.mkdir()
    motcua.set("metrics", directory=str(directory))
    motcua.set("ingest", max_reject_percent="100")
    return directory


def test_a_run_leaves_its_metrics(metrics, motcua, ask):
    os.umask(0o077)
    assert motcua.ingest("run").code == 1 and motcua.stats("run").code == 0
    assert sorted(path.name for path in metrics.iterdir()) == ["motcua-ingest.prom", "motcua-stats.prom"]
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in metrics.iterdir())
    night, figures = read(metrics / "motcua-ingest.prom"), read(metrics / "motcua-stats.prom")
    assert night["motcua_run_exit_code", 'program="ingest"'] == 1 and figures["motcua_run_exit_code", 'program="stats"'] == 0
    outcomes = {labels: value for (name, labels), value in night.items() if name == "motcua_source_records"}
    assert outcomes['source="tinh",outcome="new"'] == 9 and outcomes['source="tinh",outcome="rejected"'] == 1 and sum(outcomes.values()) == 10 and len(outcomes) == 6
    assert night["motcua_source_rejects_left", 'source="tinh"'] == 1 and night["motcua_source_last_run_good", 'source="tinh"'] == 1
    assert figures["motcua_mails_waiting", None] == 0
    # What the rules ask for is there.
    asked = set(re.findall(r"\bmotcua_\w+", RULES.read_text()))
    assert asked <= {name for name, _ in night | figures}, asked
    promtool = shutil.which("promtool")
    if promtool:
        for path in metrics.iterdir():
            done = subprocess.run([promtool, "check", "metrics"], stdin=path.open(), capture_output=True, text=True)
            assert done.returncode == 0 and not done.stderr, done.stderr
        assert subprocess.run([promtool, "check", "rules", RULES], capture_output=True).returncode == 0


def test_whatever_becomes_of_a_run(metrics, motcua, ask):
    assert motcua.ingest("run", PGDATABASE="no_such").code == 4
    assert read(metrics / "motcua-ingest.prom")["motcua_run_exit_code", 'program="ingest"'] == 4
    assert motcua.ingest("run", "--source", "x").code == 3
    assert read(metrics / "motcua-ingest.prom")["motcua_run_exit_code", 'program="ingest"'] == 3
    metrics.joinpath("motcua-ingest.prom").unlink()
    metrics.rmdir()
    outcome = motcua.ingest("run")
    assert outcome.code == 1 and "cannot write the metrics" in outcome.stderr
    # A name of a source may be anything that a file may be called.
    ask(r"""UPDATE motcua.run SET source = E'a"b\\c'""")
    assert ask("SELECT DISTINCT labels FROM motcua.metrics('ingest') WHERE metric LIKE '%%left'") == [(r'source="a\"b\\c"',)]


def test_the_dashboard_asks_for_what_is_there(shop, motcua):
    motcua.source(shop("random", "--count", "500", "--seed", "71", "--offices", "4"))
    assert motcua.ingest().code in (0, 1) and motcua.stats("run", today="2024-12-31").code == 0
    dashboard = json.loads(DASHBOARD.read_text())
    assert dashboard["title"] and len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"]) >= 6
    for panel in dashboard["panels"]:
        assert panel["datasource"] == {"type": "postgres", "uid": "${DS_MOTCUA}"}
        for target in panel["targets"]:
            query = target["rawSql"].replace("$__timeFrom()", "'2023-12-31T17:00:00Z'").replace("$__timeTo()", "'2099-12-31T16:59:59Z'")
            done = subprocess.run(["psql", "-Xq", "--csv", "-v", "ON_ERROR_STOP=1", "-c", query], capture_output=True, text=True,
                                  env=motcua.environment | {"PGTZ": "UTC", "PGOPTIONS": "-c role=motcua_analyst -c motcua.today=2024-12-31"})
            assert done.returncode == 0 and len(done.stdout.splitlines()) > 1, (panel["title"], done)

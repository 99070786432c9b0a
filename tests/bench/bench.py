"""Times motcua-ingest and two ways to do its job by hand against a plain COPY of the same rows.

Rounds are interleaved and medians compared, so that the ratios hold on a noisy machine. All must end
with the same table. Needs a server to throw away (see "make bench"); writes bench-out/bench.json.
"""

import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
SMALL = os.environ.get("SIZE") == "small"
RECORDS, ROUNDS = (20000, 2) if SMALL else (200000, 3)
# What a source delivers; the generated columns follow, and the runs differ by nature.
COLUMNS = ("source, code, receiving_office, handling_office, procedure, channel, online_level, status, submitted_at, received_at,"
           " due_at, due_at_first, finished_at, returned_at, apology_at, source_updated_at, fee, components_total,"
           " components_digitised, components_reused, components_from_store, result_digitised, result_stored, paid_online")
PEERS = {"python_copy": ["/usr/bin/python3", ROOT / "tests/bench/peer_python.py"], "jq": [ROOT / "tests/bench/peer_jq.sh"]}
SLOW = ("jq",)  # one round tells enough
NIGHTS = (("first", "n1"), ("same", "n1"), ("changed1", "n2"))


def run(*command, **options):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)


def ask(database, sql):
    connection = psycopg2.connect(dbname=database)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def fresh(name):
    run("dropdb", "--if-exists", name, stderr=subprocess.DEVNULL)
    run("createdb", "-T", "bench_template", name)
    run("psql", "-Xq", "-d", name, "-c", "CHECKPOINT")
    return name


def timed(command, **options):
    """Seconds and the largest resident memory in MiB."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{command}: {status}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def digest(database):
    return ask(database, f"SELECT md5(string_agg(md5(t::text), '' ORDER BY code)) FROM (SELECT {COLUMNS} FROM motcua.dossier) AS t")


class Bench:
    def __init__(self, work, port):
        self.work, self.port = work, port
        self.seconds = {}
        self.rss, self.wal = [], []

    def url(self, night):
        return f"http://127.0.0.1:{self.port}/{night}/dossiers"

    def note(self, who, night, seconds):
        self.seconds.setdefault((who, night), []).append(seconds)

    def motcua(self, database, night):
        example = (ROOT / "config/sources.d/national.conf.example").read_text()
        lines = [f"url = {self.url(night)}" if line.startswith("url = ") else "auth = none" if line.startswith("auth = ") else line
                 for line in example.splitlines()]
        (self.work / "bench.conf").write_text("\n".join(lines))
        environment = dict(os.environ, PGDATABASE=database, MOTCUA_INGEST_SOURCES_DIR=str(self.work))
        return timed([ROOT / "build/release/motcua-ingest", "run", "--quiet"], env=environment)

    def copy(self, database, rows):
        start = time.monotonic()
        run("psql", "-Xq", "-d", database, "-c", f"\\copy motcua.dossier ({COLUMNS}) FROM '{rows}' (FORMAT csv)")
        self.note("copy", "first", time.monotonic() - start)

    def round(self, peers):
        database = fresh("bench_motcua")
        digests = {}
        for night, path in NIGHTS:
            before = ask(database, "SELECT pg_current_wal_lsn() - '0/0'")
            seconds, rss = self.motcua(database, path)
            self.note("motcua", night, seconds)
            self.rss.append(rss)
            if night == "same":
                self.wal.append(float(ask(database, "SELECT pg_current_wal_lsn() - '0/0'") - before) / 2**20)
            if night == "first":
                for table, columns in (("office", "code, name, level, verified"), ("procedure", "code, name, field, verified"), ("dossier", COLUMNS)):
                    run("psql", "-Xq", "-d", database, "-c", f"\\copy motcua.{table} ({columns}) TO '{self.work / table}' (FORMAT csv)")
            digests[night] = digest(database)
        database = fresh("bench_copy")
        for table, columns in (("office", "code, name, level, verified"), ("procedure", "code, name, field, verified")):
            run("psql", "-Xq", "-d", database, "-c", f"\\copy motcua.{table} ({columns}) FROM '{self.work / table}' (FORMAT csv)")
        self.copy(database, self.work / "dossier")
        for who, program in peers.items():
            database = fresh("bench_" + who)
            for night, path in NIGHTS:
                self.note(who, night, timed([*program, self.url(path), database])[0])
                if digest(database) != digests[night]:
                    raise RuntimeError(f"{who} ends with another table than motcua on night '{night}'")

    def ratio(self, who, night):
        return round(statistics.median(self.seconds[who, night]) / statistics.median(self.seconds["copy", "first"]), 2)

    def result(self):
        ingest = {night: self.ratio("motcua", night) for night, _ in NIGHTS}
        ingest |= {"rss_mb": round(max(self.rss), 1), "wal_same_mb": round(statistics.median(self.wal), 2)}
        peers = {who: {night: self.ratio(who, night) for night, _ in NIGHTS} for who in PEERS}
        return {"records": RECORDS, "copy_s": round(statistics.median(self.seconds["copy", "first"]), 2), "ingest": ingest, "peers": peers}


def main():
    run("createdb", "bench_template")
    run("sqitch", "--quiet", "deploy", "--target", "db:pg:bench_template", cwd=ROOT / "sql",
        env=dict(os.environ, SQITCH_FULLNAME="motcua", SQITCH_EMAIL="motcua@localhost"))
    with tempfile.TemporaryDirectory() as directory:
        shop = subprocess.Popen([ROOT / "build/release/fakeshop", "random", "--count", str(RECORDS), "--seed", "1", "--offices", "200"],
                                stdout=subprocess.PIPE, text=True)
        try:
            bench = Bench(Path(directory), shop.stdout.readline().rsplit(":", 1)[1].strip())
            for number in range(ROUNDS):
                print(f"round {number + 1} of {ROUNDS}", flush=True)
                bench.round({who: program for who, program in PEERS.items() if number == 0 or who not in SLOW})
        finally:
            shop.terminate()
            shop.wait()
    result = bench.result()
    out = ROOT / "bench-out"
    out.mkdir(exist_ok=True)
    (out / "bench.json").write_text(json.dumps(result, indent=2) + "\n")
    print(f"{RECORDS} records; ratio to a plain COPY of the rows ({result['copy_s']} s)")
    for who, row in (("motcua", result["ingest"]), *result["peers"].items()):
        print(f"{who:12}", *(f"{night} {row[night]:5.2f}" for night, _ in NIGHTS), sep="  ")
    print(f"motcua: {result['ingest']['rss_mb']} MiB, {result['ingest']['wal_same_mb']} MiB of WAL in an unchanged night")


main()

"""motcua-ingest and two ways to do its job by hand, against a plain COPY of the same rows.

Rounds are interleaved and medians compared, so that the ratios hold on a noisy machine. All must end with the same table.
"""

import json
import subprocess
import time
import urllib.request

from lab import BENCH, ROOT, SMALL, Pages, ask, copy_database, ingest, median, psql, run, source_file, timed

RECORDS, ROUNDS, PAGE = (20000, 3, 1000) if SMALL else (200000, 5, 1000)
# What a source delivers; the generated columns follow, and the runs and hashes differ by nature.
COLUMNS = ("source, code, receiving_office, handling_office, procedure, channel, online_level, status, submitted_at, received_at,"
           " due_at, due_at_first, finished_at, returned_at, apology_at, source_updated_at, fee, components_total,"
           " components_digitised, components_reused, components_from_store, result_digitised, result_stored, paid_online")
PEERS = {"python_copy": ["/usr/bin/python3", BENCH / "peer_python.py"], "jq": [BENCH / "peer_jq.sh"]}
ONE_ROUND = ("jq",)  # tells enough, and takes longest
NIGHTS = (("first", "/n1/dossiers"), ("same", "/n1/dossiers"), ("changed1", "/n2/dossiers"))


def fetch_pages(shop, path):
    bodies = []
    while True:
        with urllib.request.urlopen(f"{shop}{path}?page={len(bodies) + 1}&size={PAGE}") as reply:
            bodies.append(reply.read())
        if not json.loads(bodies[-1])["data"]:
            return bodies


def make_lists(count):
    shop = subprocess.Popen([ROOT / "build/release/fakeshop", "random", "--count", str(count), "--seed", "1", "--offices", "200"],
                            stdout=subprocess.PIPE, text=True)
    try:
        url = "http://127.0.0.1:" + shop.stdout.readline().rsplit(":", 1)[1].strip()
        return {path: fetch_pages(url, path) for path in dict(NIGHTS).values()}
    finally:
        shop.terminate()
        shop.wait()


def digest(database):
    return ask(database, f"SELECT md5(string_agg(md5(t::text), '' ORDER BY code)) FROM (SELECT {COLUMNS} FROM motcua.dossier) AS t")


class Loading:
    def __init__(self, work, template):
        self.work, self.template = work, template
        self.seconds, self.rss, self.wal = {}, [], []
        self.pages = Pages(make_lists, RECORDS)
        self.bytes = self.pages.bytes["/n1/dossiers"]

    def note(self, who, night, seconds):
        self.seconds.setdefault((who, night), []).append(seconds)

    def motcua(self, digests):
        database = copy_database(self.template, "bench_motcua")
        for night, path in NIGHTS:
            source_file(self.work / "sources", self.pages.url(path))
            before = ask(database, "SELECT pg_current_wal_lsn() - '0/0'")
            seconds, rss = ingest(database, self.work / "sources")
            self.note("motcua", night, seconds)
            self.rss.append(rss)
            if night == "same":
                self.wal.append(float(ask(database, "SELECT pg_current_wal_lsn() - '0/0'") - before) / 2**20)
            if night == "first":
                psql(database, f"\\copy (SELECT {COLUMNS} FROM motcua.dossier) TO '{self.work / 'rows.csv'}' (FORMAT csv)")
            digests[night] = digest(database)

    def copy(self):
        """Into a table of motcua's columns and indexes, with nothing else to do."""
        database = copy_database(self.template, "bench_copy")
        start = time.monotonic()
        psql(database, f"\\copy motcua.dossier ({COLUMNS}) FROM '{self.work / 'rows.csv'}' (FORMAT csv)")
        self.note("copy", "first", time.monotonic() - start)

    def peer(self, who, digests):
        database = copy_database(self.template, "bench_" + who)
        for night, path in NIGHTS:
            self.note(who, night, timed([*PEERS[who], self.pages.url(path), database])[0])
            if digest(database) != digests[night]:
                raise RuntimeError(f"{who} ends with another table than motcua on night '{night}'")

    def round(self, number):
        digests = {}
        self.motcua(digests)
        self.copy()
        for who in PEERS:
            if number == 0 or who not in ONE_ROUND:
                self.peer(who, digests)

    def ratio(self, who, night):
        return round(median(self.seconds[who, night]) / median(self.seconds["copy", "first"]), 2)

    def result(self):
        ratios = {who: {night: self.ratio(who, night) for night, _ in NIGHTS} for who in ("motcua", *PEERS)}
        own = ratios.pop("motcua") | {"rss_mb": round(max(self.rss), 1), "wal_same_mb": round(median(self.wal), 2)}
        first = median(self.seconds["motcua", "first"])
        return {"ingest": own, "peers": ratios,
                "detail": {"records": RECORDS, "json_mb": round(self.bytes / 1e6, 1), "copy_s": round(median(self.seconds["copy", "first"]), 2),
                           "first_records_per_s": round(RECORDS / first), "first_mb_per_s": round(self.bytes / 1e6 / first)}}


def measure(work, template):
    loading = Loading(work, template)
    try:
        for number in range(ROUNDS):
            print(f"loading: round {number + 1} of {ROUNDS}", flush=True)
            loading.round(number)
    finally:
        loading.pages.stop()
    result = loading.result()
    print(f"{RECORDS} records, {result['detail']['json_mb']} MB; ratio to a plain COPY of the rows ({result['detail']['copy_s']} s)")
    for who, row in (("motcua", result["ingest"]), *result["peers"].items()):
        print(f"{who:12}", *(f"{night} {row[night]:5.2f}" for night, _ in NIGHTS), sep="  ")
    print(f"motcua: {result['ingest']['rss_mb']} MiB, {result['ingest']['wal_same_mb']} MiB of WAL in an unchanged night")
    return result

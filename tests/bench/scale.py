"""A first load and an unchanged night of ever larger exports: what grows with them, and what does not."""

import subprocess

from lab import ROOT, SMALL, ask, copy_database, ingest, source_file

SIZES = (20000, 100000, 200000) if SMALL else (200000, 1000000, 5000000)
PAGE = 1000


def lsn(database):
    return int(ask(database, "SELECT (pg_current_wal_lsn() - '0/0')::bigint"))


def measure_size(count, work, template):
    shop = subprocess.Popen([ROOT / "build/release/fakeshop", "random", "--count", str(count), "--seed", "1", "--offices", "200"],
                            stdout=subprocess.PIPE, text=True)
    try:
        url = "http://127.0.0.1:" + shop.stdout.readline().rsplit(":", 1)[1].strip() + "/n1/dossiers"
        database = copy_database(template, "bench_scale")
        source_file(work / "scale", url, size=PAGE)
        before = lsn(database)
        first_s, first_mb = ingest(database, work / "scale")
        wal = lsn(database) - before
        same_s, same_mb = ingest(database, work / "scale")
        read = int(ask(database, "SELECT max(bytes) FROM motcua.run"))
        size = int(ask(database, "SELECT pg_total_relation_size('motcua.dossier')"))
    finally:
        shop.terminate()
        shop.wait()
    return {"records": count, "json_mb": round(read / 1e6), "first_s": round(first_s, 1), "first_records_per_s": round(count / first_s),
            "first_mb_per_s": round(read / 1e6 / first_s), "same_s": round(same_s, 1), "same_records_per_s": round(count / same_s),
            "rss_mb": round(max(first_mb, same_mb), 1), "wal_mb": round(wal / 1e6), "table_mb": round(size / 1e6)}


def measure(work, template):
    rows = []
    for count in SIZES:
        rows.append(measure_size(count, work, template))
        print("scale:", rows[-1], flush=True)
    return {"detail": rows}

"""What all parts of the benchmark use: databases, timing, a server of pages."""

import http.server
import multiprocessing
import os
import statistics
import subprocess
import time
import urllib.parse
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "tests/bench"
SMALL = os.environ.get("SIZE") == "small"
INGEST = ROOT / "build/release/motcua-ingest"
STATS = ROOT / "build/release/motcua-stats"


def run(*command, **options):
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, **options)


def psql(database, *commands):
    run("psql", "-Xqv", "ON_ERROR_STOP=1", "-d", database, *(part for command in commands for part in ("-c", command)))


def connect(database):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    return connection


def ask(database, sql, *values):
    """The first value of the first row."""
    connection = connect(database)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def deploy(database):
    run("createdb", database)
    run("sqitch", "--quiet", "deploy", "--target", "db:pg:" + database, cwd=ROOT / "sql",
        env=dict(os.environ, SQITCH_FULLNAME="motcua", SQITCH_EMAIL="motcua@localhost"))


def copy_database(template, name):
    run("dropdb", "--if-exists", name, stderr=subprocess.DEVNULL)
    run("createdb", "-T", template, name)
    # Settings of a database are no part of what is copied.
    settings = ask(template, "SELECT string_agg(format('ALTER DATABASE %%I SET %%s = %%L', %s::text, split_part(s.setting, '=', 1),"
                             " split_part(s.setting, '=', 2)), '; ')"
                             " FROM pg_db_role_setting AS d JOIN pg_database AS b ON b.oid = d.setdatabase"
                             " CROSS JOIN LATERAL unnest(d.setconfig) AS s (setting) WHERE b.datname = current_database()", name)
    psql(name, settings, "CHECKPOINT")
    return name


def timed(command, **options):
    """Seconds and the largest resident memory in MiB."""
    start = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{command}: {status}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def median(values):
    return statistics.median(values)


def source_file(directory, url, **settings):
    """The shipped example, told where the pages are."""
    settings = {"url": url, "auth": "none", "token_file": ""} | settings
    lines = (ROOT / "config/sources.d/national.conf.example").read_text().splitlines()
    text = [f"{key} = {settings[key]}" if (key := line.split("=")[0].strip()) in settings else line for line in lines]
    directory.mkdir(exist_ok=True)
    (directory / "bench.conf").write_text("\n".join(text) + "\n")


def ingest(database, directory):
    """One run of motcua-ingest: seconds, MiB."""
    return timed([INGEST, "run", "--quiet"], env=dict(os.environ, PGDATABASE=database, MOTCUA_INGEST_SOURCES_DIR=str(directory)))


class Pages:
    """Serves lists from memory: what a source takes to make its pages is not timed. make() gives {path: pages}; it runs in
    the process that serves them, because a child's resident memory is that of its parent until it runs a program."""

    def __init__(self, make, *args):
        answer = multiprocessing.Queue()
        self.process = multiprocessing.Process(target=self.serve, args=(make, args, answer), daemon=True)
        self.process.start()
        self.port, self.bytes = answer.get()

    @staticmethod
    def serve(make, args, answer):
        lists = make(*args)

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 64 * 1024

            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                bodies = lists[url.path]
                body = bodies[min(int(urllib.parse.parse_qs(url.query)["page"][0]), len(bodies)) - 1]
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        answer.put((server.server_port, {path: sum(map(len, bodies)) for path, bodies in lists.items()}))
        server.serve_forever()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def stop(self):
        self.process.terminate()
        self.process.join()

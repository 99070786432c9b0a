"""Fixtures: a database of its own for each test, a one-stop system, a mail server, the programs."""

import contextlib
import csv
import fcntl
import io
import os
import subprocess

import psycopg2
import pytest

import reference
from lists import Lists
from programs import ROOT, Installation, Shop
from scripted import Scripted
from mailbox import Mailbox

# With the schema in it: tests/run-e2e.sh deploys it once, before workers start, and every test copies it.
TEMPLATE = os.environ["MOTCUA_E2E_TEMPLATE"]

# The second tells of some dossiers anew.
NIGHTS = ("/n1/dossiers", "/n2/dossiers")


@contextlib.contextmanager
def shared_catalogues():
    """Roles and settings of databases stand in catalogues of the whole server, where two changes at once are an error."""
    with open(__file__) as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def execute(database, *statements):
    """Each in a transaction of its own, as whoever started the tests."""
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


@contextlib.contextmanager
def copied(template, name):
    """A database like the template, for a while."""
    # The other way writes all of it to the log as well, which takes three times as long.
    execute("postgres", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    # A copy has the tables, not what belongs to the database itself.
    with shared_catalogues():
        execute(name, "SELECT motcua.set_up_database()")
    yield name
    execute("postgres", f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def filled(worker_id, directory, nights, *shop):
    """A database with nights of a one-stop system, for a module whose tests only read, and the reference's store of the same."""
    tinh = Shop(directory / "port", "s3cret-token", *shop)
    store = reference.Store()
    with copied(TEMPLATE, "motcua_e2e_filled_" + worker_id) as name:
        motcua = Installation(directory / "etc", name, quick=True)
        for night in nights:
            motcua.source(tinh, night)
            assert motcua.ingest().code == 0
            store.load(tinh.records(night))
        tinh.stop()
        yield name, store


@pytest.fixture(scope="module")
def template():
    """What every test starts from; a module whose tests only read may put its dossiers into one of its own."""
    return TEMPLATE


@pytest.fixture
def database(worker_id, template):
    """Name of a fresh database; tests run side by side, a worker after the other's name."""
    with copied(template, "motcua_e2e_" + worker_id) as name:
        yield name


@pytest.fixture
def alone(database):
    """For tests that change roles or settings of databases."""
    with shared_catalogues():
        yield


@pytest.fixture
def db(database):
    """A connection that sees at once what the programs commit."""
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    yield connection
    connection.close()


@pytest.fixture
def ask(db):
    """ask(sql, *values): all rows."""
    def run(sql, *values):
        with db.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchall() if cursor.description else None
    return run


@pytest.fixture
def shop(tmp_path):
    """shop("random", "--count", "100", ...): starts a one-stop system that ends with the test."""
    started = []

    def start(*args, token="s3cret-token"):
        started.append(Shop(tmp_path / f"port{len(started)}", token, *args))
        return started[-1]
    yield start
    for one in started:
        one.stop()


@pytest.fixture
def lists():
    """A server of lists that the test writes."""
    server = Lists()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def scripted():
    """scripted(answer): a one-stop system that answers as the test says and ends with it."""
    started = []

    def start(answer):
        started.append(Scripted(answer))
        return started[-1]
    yield start
    for one in started:
        one.stop()


# What these ask of the programs is figures, many times over, and never a byte from outside that others do not send too: with
# sanitizers each of some thousand starts takes three times as long.
QUICK = {"test_" + name for name in (
    "book", "near_due", "offices", "pendency", "proof", "prune", "ranking", "reconcile", "reference", "report", "rows", "screen", "setup", "targets", "terms",
    "time", "twins", "unseen", "whole_table")}


@pytest.fixture
def motcua(tmp_path, database, request):
    """The two programs with a directory of settings of their own."""
    return Installation(tmp_path / "etc", database, quick=request.module.__name__ in QUICK)


@pytest.fixture
def smtp():
    """A mail server that keeps what it gets."""
    box = Mailbox()
    yield box
    box.stop()


@pytest.fixture
def dossiers(ask):
    """What is told of every dossier, in order: not which run wrote it, nor how the record was spelt."""
    def read():
        columns = ", ".join(name for (name,) in ask(
            "SELECT quote_ident(column_name) FROM information_schema.columns"
            " WHERE table_schema = 'motcua' AND table_name = 'dossier'"
            " AND column_name NOT LIKE '%%run_id' AND column_name <> 'record_hash' ORDER BY ordinal_position", ))
        return ask(f"SELECT {columns} FROM motcua.dossier ORDER BY source, code")
    return read


@pytest.fixture
def cookbook(motcua):
    """cookbook("07", ...): the rows of a query of the cookbook, as an analyst gets them."""
    def rows(number, first, last, today, office=None):
        (path,) = (ROOT / "sql/cookbook").glob(number + "-*.sql")
        variables = {"period_from": first, "period_to": last} | ({"office": office} if office else {})
        done = subprocess.run(
            ["psql", "-Xq", "--csv", "-v", "ON_ERROR_STOP=1", "-f", path, *(f"-v{k}={v}" for k, v in variables.items())],
            env=motcua.environment | {"PGTZ": "UTC", "PGOPTIONS": f"-c role=motcua_analyst -c motcua.today={today}"}, capture_output=True, text=True)
        assert done.returncode == 0 and done.stderr == "", (number, done.stderr)
        return list(csv.DictReader(io.StringIO(done.stdout)))
    return rows

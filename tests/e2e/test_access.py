"""Nobody in: what a login that is not one of the programs can do to the night, tried as that login."""

import threading

import psycopg2
import pytest

from scripted import page, record

SMALL = ("random", "--count", "300", "--seed", "5", "--offices", "3")
ROLES = ("motcua_ingest", "motcua_stats", "motcua_analyst")


def attempt(database, role, statement, password=None):
    """What became of a statement; the session stays open, with whatever it holds."""
    connection = psycopg2.connect(dbname=database, **({"user": role, "password": password} if password else {}))
    with connection.cursor() as cursor:
        if not password:
            cursor.execute(f"SET SESSION ROLE {role}")
            connection.commit()
        try:
            cursor.execute(statement)
            return "allowed", connection
        except psycopg2.errors.InsufficientPrivilege as error:
            connection.rollback()
            return str(error), connection


def allowed(database, attempts):
    """Those of the statements that were not refused."""
    through = []
    for role, statement in attempts:
        outcome, connection = attempt(database, role, statement)
        connection.close()
        if not outcome.startswith(("permission denied", "must be owner")):
            through.append((role, statement, outcome))
    return through


@pytest.fixture
def stranger(db, alone):
    """Somebody else who has a login on this server."""
    with db.cursor() as cursor:
        cursor.execute("CREATE ROLE motcua_stranger LOGIN PASSWORD 'x'")
        yield "motcua_stranger"
        cursor.execute("DROP ROLE motcua_stranger")


def test_locks_of_others_do_not_stop_the_night(shop, motcua, database):
    motcua.source(shop(*SMALL))
    held = [attempt(database, "motcua_analyst", statement) for statement in (
        "SELECT pg_advisory_lock(hashtextextended('motcua ingest', 0)), pg_advisory_lock(hashtextextended('motcua stats', 0))",
        "SELECT * FROM motcua.dossier, motcua.run, motcua.watermark", "SELECT * FROM stats.dossier_facts")]
    assert [outcome for outcome, _ in held] == ["allowed"] * 3
    assert motcua.ingest().code == 0 and motcua.stats("run").code == 0
    for _, connection in held:
        connection.close()


def test_only_its_program_takes_a_lock(database):
    others = (("ingest_lock", "motcua_analyst"), ("stats_lock", "motcua_analyst"), ("stats_lock", "motcua_ingest"), ("ingest_lock", "motcua_stats"))
    modes = ("ACCESS SHARE", "SHARE UPDATE EXCLUSIVE", "SHARE", "EXCLUSIVE", "ACCESS EXCLUSIVE")
    assert allowed(database, [(role, f"LOCK TABLE motcua.{view} IN {mode} MODE") for view, role in others for mode in modes]) == []


@pytest.fixture
def halfway(scripted, motcua, ask):
    """halfway(**environment): a run that has stored its first page and waits for the second, and what lets it go on."""
    go_on, started = threading.Event(), []

    def answer(_, query):
        if query["page"] == "3":
            go_on.wait(60)
        return 200, page([record(100 * int(query["page"]) + n) for n in range(100)] if int(query["page"]) < 4 else [])

    def start(**environment):
        motcua.source(scripted(answer), "/list", source_total="", paging_size="100")
        started.append(motcua.start("motcua-ingest", "run", MOTCUA_INGEST_BATCH_RECORDS="100", **environment))
        while ask("SELECT count(*) < 200 FROM motcua.dossier") == [(True,)]:
            assert started[0].poll() is None
        return started[0], go_on
    yield start
    go_on.set()
    for running in started:
        running.kill()
        running.communicate()


def test_the_lock_outlasts_commits_and_limits_and_holds_nothing_back(halfway, motcua, ask):
    running, go_on = halfway(PGOPTIONS="-c default_transaction_isolation=serializable")
    assert motcua.ingest().code == 7
    ((state, xid, xmin),) = ask(
        "SELECT state, backend_xid, backend_xmin FROM pg_stat_activity WHERE application_name = 'motcua-ingest lock' AND datname = current_database()")
    assert (state, xid, xmin) == ("idle in transaction", None, None)
    # Neither waits for the other.
    ask("VACUUM")
    go_on.set()
    running.communicate(timeout=60)
    assert running.returncode == 0
    assert ask("SELECT count(*) FROM motcua.dossier") == [(300,)]
    assert motcua.ingest().code == 0


def test_a_program_that_has_lost_its_lock_stores_nothing_more(halfway, motcua, ask):
    running, go_on = halfway()
    ask("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'motcua-ingest lock' AND datname = current_database()")
    go_on.set()
    _, stderr = running.communicate(timeout=60)
    assert running.returncode == 4 and "the session that holds the lock is lost" in stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(200,)]
    assert motcua.ingest().code == 0
    assert ask("SELECT count(*) FROM motcua.dossier") == [(300,)]


def test_nobody_else_comes_in(stranger, database, db):
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(dbname=database, user=stranger, password="x")
    with db.cursor() as cursor:
        cursor.execute(f"GRANT motcua_analyst TO {stranger}")
    outcome, connection = attempt(database, stranger, "SELECT * FROM stats.rates('2024-01-01', '2024-06-30')", "x")
    assert outcome == "allowed"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('timezone'), current_setting('search_path')")
        assert cursor.fetchone() == ("Asia/Ho_Chi_Minh", "public, stats")
    connection.close()


def test_what_no_role_of_ours_can(database):
    assert allowed(database, [(role, statement) for role in ROLES for statement in (
        "CREATE TEMPORARY TABLE x (i int)", "CREATE TABLE public.x (i int)", "CREATE TABLE stats.x (i int)", "CREATE SCHEMA x",
        "CREATE FUNCTION public.today() RETURNS int LANGUAGE sql RETURN 1",
        "SELECT lo_create(0)", "SELECT lo_creat(-1)", "SELECT lo_from_bytea(0, 'x')", "SELECT lo_put(1, 0, 'x')", "SELECT lowrite(0, 'x')",
        "LOCK TABLE motcua.dossier IN ACCESS EXCLUSIVE MODE", "LOCK TABLE motcua.run IN EXCLUSIVE MODE", "LOCK TABLE motcua.watermark IN SHARE MODE",
        "LOCK TABLE motcua.office IN SHARE UPDATE EXCLUSIVE MODE", "LOCK TABLE motcua.reject IN SHARE ROW EXCLUSIVE MODE",
        "LOCK TABLE motcua.outbox IN EXCLUSIVE MODE", "LOCK TABLE stats.snapshot IN EXCLUSIVE MODE",
        "ALTER TABLE motcua.dossier ADD x int", "TRUNCATE motcua.dossier", "DELETE FROM motcua.dossier", "SELECT motcua.set_up_database()")]) == []


def test_statistics_rewrites_no_recipient_and_no_watermark(database):
    assert allowed(database, [("motcua_stats", statement) for statement in (
        "UPDATE motcua.outbox SET recipient = 'x@ke-xau.example'", "UPDATE motcua.outbox SET message_id = 'x'", "DELETE FROM motcua.outbox",
        "UPDATE motcua.watermark SET read_until = '2030-01-01'", "INSERT INTO motcua.watermark VALUES ('a', '2030-01-01', 1)",
        "SELECT motcua.finish_run(1, '2030-01-01')", "UPDATE motcua.run SET records = 0", "UPDATE motcua.run SET source = 'x'", "UPDATE stats.alert SET numerator = 0")]) == []


def test_analysts_write_nothing_and_see_no_address(database, ask):
    tables = [name for (name,) in ask("SELECT c.oid::regclass::text FROM pg_class AS c WHERE relnamespace IN ('motcua'::regnamespace, 'stats'::regnamespace) AND relkind = 'r'")]
    assert len(tables) > 20
    assert allowed(database, [("motcua_analyst", s) for t in tables for s in (f"DELETE FROM {t}", f"INSERT INTO {t} DEFAULT VALUES", f"LOCK TABLE {t} IN SHARE MODE")]
                   + [("motcua_analyst", s) for s in ("SELECT * FROM motcua.outbox", "SELECT * FROM motcua.reject", "SELECT * FROM motcua.dossier FOR SHARE", "UPDATE motcua.office SET name = 'x'")]) == []

"""A database that refuses something in the middle of a list: a batch is stored whole or not at all, and the run says so."""

import os
import time

import pytest

from scripted import page, record

PAGES, SIZE = 5, 10
BAD = f"H48.23.25-{2 * SIZE + 3}"  # in page 3

RAISE = "CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN %s; RETURN NEW; END'"
WHEN = f"FOR EACH ROW WHEN (NEW.code = '{BAD}') EXECUTE FUNCTION public.refuse()"
WAYS = {
    "trigger": (RAISE % "RAISE ''refused by the test''", f"CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON motcua.dossier {WHEN}"),
    "check": (f"ALTER TABLE motcua.dossier ADD CONSTRAINT refuse CHECK (code <> '{BAD}') NOT VALID",),
    "at commit": (RAISE % "RAISE ''refused by the test''",
                  f"CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE ON motcua.dossier DEFERRABLE INITIALLY DEFERRED {WHEN}"),
    "timeout": (RAISE % "PERFORM pg_sleep(60)", f"CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON motcua.dossier {WHEN}"),
    "terminated": (RAISE % "PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(1)", f"CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON motcua.dossier {WHEN}"),
}
MEND = ("DROP TRIGGER IF EXISTS refuse ON motcua.dossier", "DROP FUNCTION IF EXISTS public.refuse()",
        "ALTER TABLE motcua.dossier DROP CONSTRAINT IF EXISTS refuse")


def records(**changes):
    """Of each page one cannot be used."""
    return [record(n, **({"NgayTiepNhan": "31/02/2024"} if n % SIZE == 9 else changes)) for n in range(PAGES * SIZE)]


@pytest.fixture
def night(scripted, motcua, ask):
    """night(batch, **changes of the records): one run on that list."""
    served = []

    def answer(_, query):
        start = (int(query["page"]) - 1) * SIZE
        return 200, page(served[start:start + SIZE], totalCount=len(served))
    server = scripted(answer)
    motcua.source(server, "/list", source_message="", paging_size=SIZE, limits_tries="1")

    def run(batch, environment=None, **changes):
        served[:] = records(**changes)
        motcua.set("ingest", batch_records=str(batch), max_reject_percent="100")
        return motcua.ingest("run", **environment or {})
    return run


@pytest.fixture
def break_database(ask):
    def run(way):
        for statement in WAYS[way]:
            ask(statement)
    return run


def mend(ask):
    for statement in MEND:
        ask(statement)


def check_run(ask, outcome, stored_pages, kind):
    """What the run says of itself is what a query finds."""
    ((run_id, status, *numbers),) = ask(
        "SELECT run_id, status, pages, records, inserted, updated, unchanged, superseded, rejected, skipped FROM motcua.run ORDER BY run_id DESC LIMIT 1")
    pages, told, inserted, updated, unchanged, superseded, rejected, skipped = numbers
    assert status == "failed" and told == inserted + updated + unchanged + superseded + rejected + skipped
    assert (pages, told, rejected) == (stored_pages, stored_pages * SIZE, stored_pages)
    assert f"result=failed pages={pages} records={told} rejected={rejected} " in outcome.stderr
    changed = {"inserted": inserted, "updated": updated}
    assert changed.pop(kind) == stored_pages * (SIZE - 1) and not any(changed.values())
    assert ask("SELECT count(*) FROM motcua.dossier WHERE last_run_id = %s", run_id) == [(stored_pages * (SIZE - 1),)]
    assert ask("SELECT count(*) FROM motcua.reject WHERE last_run_id = %s", run_id) == [(stored_pages,)]
    assert ask("SELECT count(*) FROM motcua.dossier_change WHERE run_id = %s", run_id) == [(stored_pages * (SIZE - 1) if kind == "updated" else 0,)]



@pytest.mark.parametrize("batch, stored_pages", [(SIZE, 2), (2 * SIZE, 2), (3 * SIZE, 0), (20000, 0)])
@pytest.mark.parametrize("way", ["trigger", "check", "at commit", "timeout"])
def test_a_batch_that_the_database_refuses_leaves_nothing(way, batch, stored_pages, night, break_database, motcua, ask):
    environment = {"PGOPTIONS": "-c statement_timeout=700"} if way == "timeout" else None
    break_database(way)
    outcome = night(batch, environment)
    assert outcome.code == 4, outcome.stderr
    ((error,),) = ask("SELECT error FROM motcua.run")
    assert {"check": "refuse", "timeout": "statement timeout"}.get(way, "refused by the test") in error and error in outcome.stderr
    assert "Khai sinh" not in outcome.stderr and "khai sinh" not in outcome.stderr
    check_run(ask, outcome, stored_pages, "inserted")
    assert ask("SELECT * FROM motcua.watermark") == []
    assert "lỗi" in motcua.ingest("status").stdout
    mend(ask)
    assert night(batch).code == 1
    assert ask("SELECT count(*) FROM motcua.dossier") == [(PAGES * (SIZE - 1),)] and ask("SELECT count(*) FROM motcua.open_reject") == [(PAGES,)]
    assert ask("SELECT status, records, inserted FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [
        ("done", PAGES * SIZE, (PAGES - stored_pages) * (SIZE - 1))]
    assert len(ask("SELECT * FROM motcua.watermark")) == 1


@pytest.mark.parametrize("way", ["trigger", "check", "at commit", "timeout"])
def test_a_batch_of_changes_leaves_nothing_either(way, night, break_database, ask):
    assert night(SIZE).code == 1
    watermark = ask("SELECT * FROM motcua.watermark")
    untouched = f"SELECT * FROM motcua.dossier WHERE split_part(code, '-', 2)::int >= {2 * SIZE} ORDER BY code"
    before = ask(untouched)
    break_database(way)
    later = {"NgayHenTra": "20240325170000"}
    outcome = night(SIZE, {"PGOPTIONS": "-c statement_timeout=700"} if way == "timeout" else None, **later)
    assert outcome.code == 4, outcome.stderr
    check_run(ask, outcome, 2, "updated")
    assert ask("SELECT * FROM motcua.watermark") == watermark
    assert len(before) == 3 * (SIZE - 1) and ask(untouched) == before
    mend(ask)
    assert night(SIZE, **later).code == 1
    assert ask("SELECT count(*) FROM motcua.dossier_change") == [(PAGES * (SIZE - 1),)]
    assert ask("SELECT DISTINCT due_at::date::text FROM motcua.dossier") == [("2024-03-25",)]


def test_a_connection_that_the_database_ends(night, break_database, ask):
    break_database("terminated")
    outcome = night(SIZE)
    assert outcome.code == 4, outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(2 * (SIZE - 1),)]
    mend(ask)
    assert night(SIZE).code == 1
    assert ask("SELECT status, records, inserted FROM motcua.run ORDER BY run_id") == [
        ("interrupted", 2 * SIZE, 2 * (SIZE - 1)), ("done", PAGES * SIZE, 3 * (SIZE - 1))]


def test_a_file_whose_rows_are_refused_is_not_taken_for_read(shop, motcua, ask, tmp_path):
    tinh = shop("random", "--count", "300", "--seed", "7", "--offices", "12")
    (tmp_path / "drop").mkdir()
    for number in (1, 2, 3):
        path = tmp_path / "drop" / f"{number}.csv"
        path.write_bytes(tinh.raw(f"/as/csv/n1/dossiers?size=100&page={number}"))
        os.utime(path, (time.time() - 4000 + number,) * 2)
    code = tinh.records()[150]["MaHoSo"]
    motcua.set("ingest", batch_records="50")
    motcua.source(tinh, example="csv", source_url=f"file://{tmp_path}/drop/*.csv")
    ask(f"ALTER TABLE motcua.dossier ADD CONSTRAINT refuse CHECK (code <> '{code}')")
    outcome = motcua.ingest()
    assert outcome.code == 4, outcome.stderr
    assert ask("SELECT status, records, inserted FROM motcua.run") == [("failed", 100, 100)]
    assert ask("SELECT count(*) FROM motcua.dossier") == [(100,)] and ask("SELECT count(*) FROM motcua.read_file") == [(1,)]
    mend(ask)
    # The file before it was read by a run that failed, so it is looked at again.
    assert motcua.ingest().code == 0
    assert ask("SELECT records, inserted, unchanged FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(300, 200, 100)]
    assert ask("SELECT count(*) FROM motcua.read_file") == [(3,)]


def test_another_schema_is_refused(shop, motcua, ask):
    motcua.source(shop("random", "--count", "20", "--seed", "2", "--offices", "2"))
    mend = f"motcua-setup --database '{motcua.environment['PGDATABASE']}'"
    ask("CREATE SCHEMA kept")
    ask("CREATE TABLE kept.changes AS SELECT * FROM sqitch.changes")
    newest = "WHERE committed_at = (SELECT max(committed_at) FROM sqitch.changes)"

    def commands():
        return motcua.ingest("run"), motcua.ingest("check"), motcua.ingest("status"), motcua.stats("show", "--period", "2024")

    for spoil, word, hint in (
            ("INSERT INTO sqitch.changes (change) VALUES ('of-tomorrow')", "up to of-tomorrow, not", "install the motcua"),
            (f"UPDATE sqitch.changes SET change = 'of-a-branch' {newest}", "up to of-a-branch, not", "install the motcua"),
            (f"DELETE FROM sqitch.changes {newest}", "older than this program: it has", mend),
            ("TRUNCATE sqitch.changes", "the registry of sqitch is missing", "backup"),
            ("ALTER TABLE sqitch.changes RENAME TO gone", "the registry of sqitch is missing", "backup"),
            ("DROP FUNCTION motcua.schema_version()", "that of 0.1.0", mend),
            ("DROP SCHEMA motcua CASCADE", "has no schema of motcua", mend)):
        ask(spoil)
        for outcome in commands():
            assert outcome.code == 4 and word in outcome.stderr and hint in outcome.stderr, (spoil, outcome)
        ask("DROP TABLE IF EXISTS sqitch.changes")
        ask("CREATE TABLE sqitch.changes AS SELECT * FROM kept.changes")


def test_another_project_in_the_registry_is_none_of_ours(motcua, ask):
    ask("INSERT INTO sqitch.changes (change, project) VALUES ('x', 'other')")
    assert motcua.ingest("status").code == 0

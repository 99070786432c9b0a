"""How the programs end when somebody else ends them: a signal, a session that goes, a stream that is closed or full."""

import os
import signal
import subprocess
import threading
import time

import pytest

from scripted import page, record

SIZE = 50
LIMITS = dict(source_message="", source_total="", paging_size=str(SIZE))


@pytest.fixture
def waiting(scripted, motcua):
    """A source whose second page does not come before it is let go; reached is set when it is asked for."""
    reached, let_go = threading.Event(), threading.Event()

    def answer(_, query):
        if int(query["page"]) == 2:
            reached.set()
            let_go.wait(60)
        return 200, page([record(n) for n in range(SIZE)] if int(query["page"]) == 1 else [])
    motcua.source(scripted(answer), "/list", **LIMITS)
    answer.reached, answer.let_go = reached, let_go
    yield answer
    let_go.set()


def runs(ask, columns="status, records, inserted"):
    return ask(f"SELECT {columns} FROM motcua.run ORDER BY run_id")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("batch", ["1", "20000"])
def test_a_signal_ends_a_run_that_waits_for_its_source(batch, how, waiting, motcua, ask):
    motcua.set("ingest", batch_records=batch)
    process = motcua.start("motcua-ingest", "run")
    assert waiting.reached.wait(60)
    process.send_signal(how)
    _, stderr = process.communicate(timeout=60)
    kept = SIZE if batch == "1" else 0
    assert process.returncode == 8 and f"stopped by {how.name}" in stderr
    assert runs(ask, "status, records, inserted, error, finished_at IS NOT NULL") == [("failed", kept, kept, f"page 2: stopped by {how.name}", True)]
    assert ask("SELECT count(*) FROM motcua.dossier") == [(kept,)]
    assert ask("SELECT count(*) FROM motcua.watermark") == [(0,)]
    # The lock is free, and the next run brings all.
    waiting.let_go.set()
    assert motcua.ingest().code == 0
    assert ask("SELECT count(*) FROM motcua.dossier") == [(SIZE,)]


def test_a_signal_ends_a_run_that_waits_to_try_again(scripted, motcua, ask):
    asked = threading.Event()

    def answer(*_):
        asked.set()
        return 503, ""
    motcua.source(scripted(answer), "/list", limits_tries="9", **LIMITS)
    motcua.source(scripted(answer), "/list", name="z", limits_tries="9", **LIMITS)
    process = motcua.start("motcua-ingest", "run")
    assert asked.wait(60)
    process.send_signal(signal.SIGTERM)
    assert "stopped by SIGTERM" in process.communicate(timeout=100)[1]
    assert process.returncode == 8
    # What comes after it in the night is not begun.
    assert ask("SELECT source, status FROM motcua.run") == [("tinh", "failed")]


@pytest.mark.parametrize("program, command", [("motcua-ingest", ("run",)), ("motcua-stats", ("run",))])
def test_a_signal_ends_a_run_that_waits_for_the_database(program, command, waiting, motcua, db, ask):
    waiting.let_go.set()
    if program == "motcua-stats":
        assert motcua.ingest().code == 0
    db.autocommit = False
    locked = "motcua.staging_dossier" if program == "motcua-ingest" else "stats.snapshot"
    ask(f"LOCK TABLE {locked} IN ACCESS EXCLUSIVE MODE")
    process = motcua.start(program, *command, PGOPTIONS="-c lock_timeout=60s")
    while not ask("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name LIKE 'motcua%%' AND datname = current_database()"):
        assert process.poll() is None
        time.sleep(0.05)
        ask("SELECT pg_stat_clear_snapshot()")
    process.send_signal(signal.SIGTERM)
    _, stderr = process.communicate(timeout=60)
    db.rollback()
    db.autocommit = True
    assert process.returncode == 8 and "stopped by SIGTERM" in stderr
    assert runs(ask, "program, status, error")[-1] == (program.removeprefix("motcua-"), "failed", "stopped by SIGTERM")
    assert getattr(motcua, program.removeprefix("motcua-"))("run").code == 0


def test_a_signal_ends_a_run_whose_rows_are_still_on_their_way(waiting, motcua, db, ask):
    # A row of the first page waits for one that is not committed, while the program waits for the second page.
    db.autocommit = False
    ask("INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status) VALUES ('tinh', 'H48.23.25-49', 'H48', 'H48', 4)")
    process = motcua.start("motcua-ingest", "run", PGOPTIONS="-c lock_timeout=60s")
    assert waiting.reached.wait(60)
    while not ask("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name LIKE 'motcua%%' AND datname = current_database()"):
        time.sleep(0.05)
        ask("SELECT pg_stat_clear_snapshot()")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    db.rollback()
    db.autocommit = True
    assert process.returncode == 8
    assert runs(ask) == [("failed", 0, 0)]


def test_a_command_that_only_reads_ends_too(waiting, motcua):
    process = motcua.start("motcua-ingest", "check")
    waiting.let_go.set()
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_a_session_that_waits_too_long_is_told_of(waiting, motcua, ask):
    """The run cannot close itself: whoever looks next does, and says what to look at."""
    process = motcua.start("motcua-ingest", "run", PGOPTIONS="-c idle_in_transaction_session_timeout=200ms")
    assert waiting.reached.wait(60)
    while ask("SELECT 1 FROM pg_stat_activity WHERE application_name = 'motcua-ingest' AND datname = current_database()"):
        time.sleep(0.05)
    waiting.let_go.set()
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 4 and "idle_in_transaction_session_timeout" in stderr, stderr
    assert runs(ask, "status") == [("running",)]
    status = motcua.ingest("status")
    assert status.code == 0 and "bị ngắt" in status.stdout
    (((state, error),)) = runs(ask, "status, error")
    assert state == "interrupted" and "idle_in_transaction_session_timeout" in error
    assert motcua.ingest().code == 0


def test_a_run_that_goes_on_is_left_alone(waiting, motcua, ask):
    process = motcua.start("motcua-ingest", "run")
    assert waiting.reached.wait(60)
    assert "đang chạy" in motcua.ingest("status").stdout
    waiting.let_go.set()
    process.communicate(timeout=60)
    assert process.returncode == 0 and runs(ask, "status") == [("done",)]


@pytest.mark.parametrize("closed", [(1,), (2,), (0, 1, 2)])
def test_nothing_is_written_where_a_stream_was_closed(closed, waiting, motcua, ask):
    """A connection that got its number would be given what the program prints."""
    waiting.let_go.set()

    def run(program, *command):
        return subprocess.run(motcua.command(program, *command), env=motcua.environment, timeout=60, stdin=subprocess.DEVNULL,
                              capture_output=True, preexec_fn=lambda: [os.close(one) for one in closed])
    assert run("motcua-ingest", "run", "--verbose").returncode == 0
    assert runs(ask) == [("done", SIZE, SIZE)]
    # A result that nobody gets is told by the exit code.
    expected = 70 if 1 in closed else 0
    assert run("motcua-ingest", "status").returncode == expected
    assert run("motcua-stats", "run").returncode == 0
    assert run("motcua-stats", "show", "--period", "2024-03", "--format", "json").returncode == expected


@pytest.mark.parametrize("command", [
    ("motcua-stats", "show", "--period", "2024-03", "--format", "json"), ("motcua-stats", "show", "--period", "2024-03", "--format", "csv"),
    ("motcua-stats", "show", "--period", "2024-03"), ("motcua-stats", "dossiers", "--bucket", "received", "--period", "2024-03", "--format", "json"),
    ("motcua-ingest", "status"), ("motcua-ingest", "check"), ("motcua-ingest", "rejects", "list"), ("motcua-stats", "--help")])
def test_a_full_disk_says_so(command, waiting, motcua):
    waiting.let_go.set()
    assert motcua.ingest().code == 0
    with open("/dev/full", "w") as full:
        outcome = subprocess.run(motcua.command(*command), env=motcua.environment, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert outcome.returncode == 70 and "cannot write the result: No space left on device" in outcome.stderr

"""Exit codes, help, locks and secrets."""

import subprocess

import pytest

from programs import BIN

PROGRAMS = {
    "motcua-ingest": ["run", "check", "status", "rejects list", "rejects replay", "rename", "prune"],
    "motcua-stats": ["run", "show", "points", "targets", "dossiers", "rank", "terms", "pendency", "restated", "reconcile", "near-due", "integrity", "explain", "alert", "acknowledge", "mail-test"]}
SMALL = ("random", "--count", "300", "--seed", "2", "--offices", "5")


def call(motcua, program, *args, **options):
    return (motcua.ingest if program == "motcua-ingest" else motcua.stats)(*args, **options)


@pytest.fixture
def loaded(shop, motcua):
    motcua.source(shop(*SMALL))
    assert motcua.ingest().code == 0
    return motcua


@pytest.mark.parametrize("program", PROGRAMS)
def test_help_and_version(program, motcua):
    version = call(motcua, program, "--version")
    assert version.code == 0 and program in version.stdout and version.stderr == ""
    help_text = call(motcua, program, "--help")
    assert help_text.code == 0 and help_text.stderr == "" and f"\nExamples:\n  {program} " in help_text.stdout
    for command in PROGRAMS[program]:
        assert command in help_text.stdout
        about = call(motcua, program, *command.split(), "--help")
        assert about.code == 0 and command in about.stdout and "--config" in about.stdout


@pytest.mark.parametrize("program, args", [
    ("motcua-ingest", ["fly"]), ("motcua-ingest", ["run", "--no-such-option"]), ("motcua-ingest", ["run", "--source"]),
    ("motcua-ingest", ["run", "extra"]), ("motcua-ingest", ["rejects"]), ("motcua-ingest", ["rejects", "burn"]), ("motcua-ingest", ["run", "--quiet", "--verbose"]),
    ("motcua-stats", ["fly"]), ("motcua-stats", ["show"]), ("motcua-stats", ["show", "--period", "2024-13"]),
    ("motcua-stats", ["show", "--period", "2024", "--format", "xml"]), ("motcua-stats", ["show", "--period", "2024", "--office", "H99"]),
    ("motcua-stats", ["show", "--period", "2024", "--profile", "none"]), ("motcua-stats", ["points", "--period", "2024", "--scoring", "none"]),
    ("motcua-stats", ["explain"]), ("motcua-stats", ["explain", "no-such-code"]), ("motcua-stats", ["explain", "one", "two"]),
    ("motcua-stats", ["show", "word", "--period", "2024"]), ("motcua-stats", ["integrity"]), ("motcua-stats", ["integrity", "--period", "2024", "--flag", "none"]),
    ("motcua-stats", ["dossiers", "--period", "2024"]), ("motcua-stats", ["dossiers", "--period", "2024", "--rate", "none"]),
    ("motcua-stats", ["dossiers", "--period", "2024", "--rate", "late", "--bucket", "pending"])])
def test_wrong_usage_is_2(program, args, loaded):
    outcome = call(loaded, program, *args)
    assert outcome.code == 2 and outcome.stdout == "" and outcome.stderr.startswith(program), outcome


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_command_is_2(program):
    outcome = subprocess.run([BIN / program], capture_output=True, text=True)
    assert outcome.returncode == 2 and outcome.stdout == "" and "--help" in outcome.stderr


@pytest.mark.parametrize("program, args", [("motcua-ingest", ["status"]), ("motcua-stats", ["show", "--period", "2024"])])
def test_wrong_settings_are_3(program, args, motcua):
    motcua.set("stats", colour="red")
    outcome = call(motcua, program, *args)
    assert outcome.code == 3 and "colour" in outcome.stderr


@pytest.mark.parametrize("program, args", [("motcua-ingest", ["status"]), ("motcua-stats", ["show", "--period", "2024"])])
def test_settings_that_are_missing_are_3(program, args):
    outcome = subprocess.run([BIN / program, *args, "--config", "/nonexistent/motcua.conf"], capture_output=True, text=True)
    assert outcome.returncode == 3 and "/nonexistent/motcua.conf" in outcome.stderr


def test_no_source_is_3(motcua):
    outcome = motcua.ingest()
    assert outcome.code == 3 and "no source" in outcome.stderr


@pytest.mark.parametrize("changes", [
    {"source_colour": "red"}, {"source_entity": "cat"}, {"source_url": "ftp://x/"}, {"source_url": "http://user:pw@127.0.0.1/"}, {"source_token_file": "/nonexistent"},
    {"fields_code": None}, {"fields_status": "TrangThaiHoSo"}, {"fields_due_at": "/NgayHenTra | date yesterday"}, {"fields_no_such_column": "/X"},
    {"paging_size": "0"}, {"source_success": "/error_code ="}])
def test_a_wrong_source_file_is_3(changes, shop, motcua, ask):
    motcua.source(shop(*SMALL), **changes)
    outcome = motcua.ingest()
    assert outcome.code == 3 and "tinh.conf" in outcome.stderr or "token" in outcome.stderr, outcome.stderr
    assert "pw" not in outcome.stderr
    assert ask("SELECT status FROM motcua.run") == [("failed",)]


def test_no_database_is_4(loaded):
    for program, args in (("motcua-ingest", ["run"]), ("motcua-ingest", ["status"]), ("motcua-stats", ["run"]), ("motcua-stats", ["show", "--period", "2024"])):
        assert call(loaded, program, *args, PGDATABASE="motcua_none").code == 4
        assert call(loaded, program, *args, PGPORT="9").code == 4


def test_a_database_without_the_schema_is_4(loaded):
    assert loaded.ingest(PGDATABASE="postgres").code == 4
    assert loaded.stats("show", "--period", "2024", PGDATABASE="postgres").code == 4


def test_a_second_instance_is_7(shop, loaded, ask):
    # Page 2 of the running one drips.
    loaded.source(shop(*SMALL), "/fault/drip/n1/dossiers", paging_size="100")
    running = loaded.start("motcua-ingest", "run")
    while ask("SELECT count(*) FROM pg_locks WHERE relation = 'motcua.ingest_lock'::regclass AND granted"
              " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") == [(0,)]:
        assert running.poll() is None
    outcome = loaded.ingest()
    assert outcome.code == 7 and outcome.stdout == ""
    # The figures can be read meanwhile.
    assert loaded.stats("show", "--period", "2024").code == 0
    running.kill()
    running.communicate()


def test_a_second_stats_run_is_7(loaded, db):
    db.autocommit = False
    db.cursor().execute("LOCK TABLE motcua.stats_lock IN EXCLUSIVE MODE")
    for args in (("run",), ("alert",)):
        outcome = loaded.stats(*args)
        assert outcome.code == 7 and "another one is running" in outcome.stderr, args
    db.rollback()
    assert loaded.stats("run").code == 0


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_token_that_others_can_read_is_refused(mode, shop, motcua):
    tinh = shop(*SMALL)
    motcua.source(tinh)
    motcua.secret("tinh.token", tinh.token, mode)
    outcome = motcua.ingest()
    assert outcome.code == 3 and "0600" in outcome.stderr and tinh.token not in outcome.stderr


def test_a_token_is_never_shown(shop, motcua, ask):
    token = "tok-3f9a-never-shown"
    tinh = shop(*SMALL, token=token)
    motcua.source(tinh)
    outcomes = [motcua.ingest("run", "--verbose"), motcua.ingest("check"), motcua.ingest("status", "--verbose")]
    motcua.secret("tinh.token", "tok-wrong")
    outcomes.append(motcua.ingest("run", "--verbose"))
    motcua.source(tinh, "/fault/error-500/n1/dossiers", limits_tries=1, paging_size="100")
    outcomes.append(motcua.ingest("run", "--verbose"))
    assert [o.code for o in outcomes] == [0, 0, 0, 5, 5]
    assert all("tok-" not in o.stdout + o.stderr for o in outcomes)
    assert "tok-" not in str(ask("SELECT * FROM motcua.run")) and ask("SELECT count(*) FROM motcua.run") == [(3,)]


def test_a_token_may_come_as_a_credential(shop, motcua):
    tinh = shop(*SMALL)
    motcua.source(tinh, source_token_file="national-token")
    motcua.secret("national-token", tinh.token, 0o440)
    assert motcua.ingest(CREDENTIALS_DIRECTORY=str(motcua.directory)).code == 0


def test_a_dry_run_changes_nothing(shop, motcua, ask):
    motcua.source(shop(*SMALL))
    outcome = motcua.ingest("run", "--dry-run")
    assert outcome.code == 0
    assert ask("SELECT (SELECT count(*) FROM motcua.dossier) + (SELECT count(*) FROM motcua.watermark) + (SELECT count(*) FROM motcua.office)") == [(0,)]


def test_results_go_to_stdout_and_the_rest_to_stderr(loaded):
    assert loaded.ingest().stdout == ""
    shown = loaded.stats("show", "--period", "2024", "--format", "json", "--verbose")
    assert shown.code == 0 and shown.json()["offices"]
    assert loaded.stats("show", "--period", "2024", "--quiet").stderr == ""
    assert loaded.ingest("run", "--quiet").stderr == ""


def test_only_what_has_changed_is_asked_for(shop, motcua, ask):
    tinh = shop("random", "--count", "3000", "--seed", "4", "--offices", "6")
    motcua.source(tinh, incremental_since_param="changed_since")
    assert motcua.ingest().code == 0
    assert ask("SELECT listed_all, records FROM motcua.run") == [(True, 3000)]
    # Everything of the second night is long before the watermark of today.
    motcua.source(tinh, "/n2/dossiers", incremental_since_param="changed_since")
    assert motcua.ingest().code == 0
    assert ask("SELECT listed_all, records FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(False, 0)]
    # Asked for by date: the second night's changes were made on that day.
    assert motcua.ingest("run", "--since", "2026-01-01").code == 0
    ((records, inserted, updated),) = ask("SELECT records, inserted, updated FROM motcua.run ORDER BY run_id DESC LIMIT 1")
    assert inserted == 15 and updated > 0 and records == inserted + updated
    assert motcua.ingest("run", "--full").code == 0
    assert ask("SELECT listed_all, records, inserted, updated FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(True, 3015, 0, 0)]


FILTER = dict(incremental_since_param="changed_since", incremental_until_param="changed_until")


def test_a_span_is_filled_up_in_slices(shop, motcua, ask, dossiers):
    tinh = shop("random", "--count", "3000", "--seed", "4", "--offices", "6")
    motcua.source(tinh)
    assert motcua.ingest().code == 0
    wanted = dossiers()
    ask("TRUNCATE motcua.dossier, motcua.dossier_change, motcua.run, motcua.watermark CASCADE")
    motcua.source(tinh, **FILTER, incremental_slice_days="200")
    outcome = motcua.ingest("run", "--since", "2022-12-01", "--until", "2026-01-31")
    assert outcome.code == 0, outcome.stderr
    # 1,158 days in six slices, which leave no gap; older versions may come in another slice.
    assert dossiers() == wanted
    assert ask("SELECT status, listed_all, count(*) FROM motcua.run GROUP BY status, listed_all") == [("done", False, 6)]
    assert ask("SELECT sum(records) FROM motcua.run") == [(3000,)]
    assert "slice=1/6 since=2022-12-01 before=2023-06-19" in outcome.stderr
    assert "slice=6/6 since=2025-08-27 before=2026-02-01 eta_s=" in outcome.stderr
    # What the operator asks for says nothing about how far the source has been read.
    assert ask("SELECT * FROM motcua.watermark") == []


def test_a_slice_that_fails_says_where_to_go_on(shop, motcua, ask):
    tinh = shop("random", "--count", "3000", "--seed", "4", "--offices", "6")
    # The first slice is empty, the second one has more than a page.
    motcua.source(tinh, "/fault/error-500/n1/dossiers", **FILTER, incremental_slice_days="365", limits_tries=1)
    outcome = motcua.ingest("run", "--since", "2021-12-01", "--until", "2024-01-31")
    assert outcome.code == 5 and "go on with --since 2022-12-01" in outcome.stderr
    assert ask("SELECT status FROM motcua.run ORDER BY run_id") == [("done",), ("failed",)]


@pytest.mark.parametrize("since, until", [("2024-02-30", "2024-03-01"), ("2024-03-02", "2024-03-01"), ("yesterday", "2024-03-01")])
def test_a_span_that_is_none_is_2(since, until, shop, motcua, ask):
    motcua.source(shop(*SMALL), **FILTER)
    assert motcua.ingest("run", "--since", since, "--until", until).code == 2
    assert ask("SELECT count(*) FROM motcua.run") == [(0,)]


def test_the_upper_bound_is_the_start_of_the_run(shop, motcua, ask):
    tinh = shop("random", "--count", "1000", "--seed", "4", "--offices", "6")
    motcua.source(tinh, **FILTER, incremental_overlap_minutes="525600")
    assert motcua.ingest().code == 0
    # As if the first night had been the last of 2025: one year of overlap, and no upper bound missing.
    ask("UPDATE motcua.watermark SET read_until = '2026-01-01 00:00+07'")
    assert motcua.ingest().code == 0
    ((records, unchanged, listed_all),) = ask("SELECT records, unchanged + superseded, listed_all FROM motcua.run ORDER BY run_id DESC LIMIT 1")
    assert 0 < records < 1000 and unchanged == records and not listed_all
    assert ask("SELECT read_until > now() - interval '5 minutes' FROM motcua.watermark") == [(True,)]

"""A source file with a fault fails alone."""

import pytest

@pytest.fixture
def two(shop, motcua):
    """tinh, which is good, and hong, which the test breaks."""
    tinh = shop("tinh-chau")
    motcua.source(tinh)

    def write(**changes):
        motcua.source(tinh, "/n1/feedback", name="hong", example="feedback", **changes)
        return motcua.directory / "sources.d" / "hong.conf"
    return write


def loaded(ask):
    return ask("SELECT count(*) > 0 FROM motcua.dossier") == [(True,)]


def test_the_others_load_and_status_shows_it(two, motcua, ask):
    path = two(source_utc_offset="+ 7:00")
    outcome = motcua.ingest("run")
    assert outcome.code == 5 and loaded(ask)
    assert f"source 'hong': {path}:" in outcome.stderr and "[source] utc_offset: expected" in outcome.stderr
    rows = ask("SELECT source, status, error FROM motcua.run ORDER BY source")
    assert [row[:2] for row in rows] == [("hong", "failed"), ("tinh", "done")]
    assert rows[0][2].startswith(f"{path}:") and "[source] utc_offset" in rows[0][2]
    shown = motcua.ingest("status").stdout
    assert "hong" in shown and "utc_offset" in shown


def faults(two, motcua):
    secret = motcua.secret("open.token", "x", mode=0o644)
    return {
        "a secret's mode": lambda: two(source_token_file=secret),
        "a secret that is not there": lambda: two(source_token_file=motcua.directory / "none"),
        "an unknown setting": lambda: two(source_colour="red"),
        "a rule": lambda: two(fields_received_at="/x | date dd/mm/yyyy"),
        "a missing column": lambda: two(fields_code=None),
        "a setting of another kind": lambda: two(paging_kind="page", paging_cursor="/c"),
    }


@pytest.mark.parametrize("name", ["a secret's mode", "a secret that is not there", "an unknown setting", "a rule", "a missing column", "a setting of another kind"])
def test_whatever_the_fault(two, motcua, ask, name):
    faults(two, motcua)[name]()
    outcome = motcua.ingest("run")
    assert outcome.code == 5 and loaded(ask) and "hong.conf" in outcome.stderr
    assert ask("SELECT status FROM motcua.run WHERE source = 'hong'") == [("failed",)]


@pytest.mark.parametrize("text", ["[source]\nurl\n", "[source\nurl = http://x/\n", "", "[fields]\ncode = /a\ncode = /b\n", "x" * 5000])
def test_whatever_the_file(two, motcua, ask, text):
    two().write_text(text)
    assert motcua.ingest("run").code == 5 and loaded(ask)


def test_a_file_that_cannot_be_read(two, motcua, ask):
    path = two()
    path.unlink()
    path.mkdir()
    outcome = motcua.ingest("run")
    assert outcome.code == 5 and loaded(ask) and "hong.conf" in outcome.stderr


def test_alone_it_is_a_fault_of_the_settings(two, motcua, ask):
    two(source_colour="red")
    for command in (("run",), ("check",), ("rejects", "replay")):
        outcome = motcua.ingest(*command, "--source", "hong")
        assert outcome.code == 3 and "[source] colour" in outcome.stderr, command
    assert ask("SELECT source, status FROM motcua.run") == [("hong", "failed")]
    # The database does not matter then.
    assert motcua.ingest("run", "--source", "hong", PGDATABASE="nowhere").code == 3


def test_a_name_without_a_file_stops_all(two, motcua, ask):
    two()
    outcome = motcua.ingest("run", "--source", "tinh", "--source", "hogn")
    assert outcome.code == 3 and "no source 'hogn'" in outcome.stderr
    assert ask("SELECT count(*) FROM motcua.run") == [(0,)]


def test_a_dry_run_records_nothing(two, motcua, ask):
    two(source_colour="red")
    assert motcua.ingest("run", "--dry-run").code == 5
    assert ask("SELECT count(*) FROM motcua.run") == [(0,)]


def test_check_tells_all_faults_of_all_files_and_looks_at_the_good_ones(two, motcua, shop):
    path = two(source_colour="red", paging_size="10x", fields_received_at="/x | date dd/mm/yyyy")
    other = path.with_name("khac.conf")
    other.write_text("[source]\nutc_offset = 7\n[paging]\nkind = book\n")
    outcome = motcua.ingest("check")
    assert outcome.code == 3
    for words in ("[source] colour", "[paging] size", "[fields] received_at"):
        assert outcome.stderr.count(words) == 1 and f"{path}:" in outcome.stderr
    assert f"{other}:2: [source] utc_offset" in outcome.stderr and f"{other}:4: [paging] kind" in outcome.stderr
    assert "Nguồn tinh (dossier)" in outcome.stdout and "Trang đầu: 500 bản ghi" in outcome.stdout


def test_replay_tells_it_and_replays_the_others(two, motcua):
    two(source_colour="red")
    outcome = motcua.ingest("rejects", "replay")
    assert outcome.code == 5 and "[source] colour" in outcome.stderr and "tinh" in outcome.stdout


def test_a_mended_file_is_a_good_one(two, motcua, ask):
    two(source_colour="red")
    motcua.ingest("run")
    two()
    assert motcua.ingest("run").code == 0
    assert ask("SELECT status FROM motcua.run WHERE source = 'hong' ORDER BY run_id") == [("failed",), ("done",)]

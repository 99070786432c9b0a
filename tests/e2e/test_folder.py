"""A folder into which somebody puts files: each is read once, whatever happens on the way."""

import json
import os
import signal
import time

import pytest

RANDOM = ("random", "--count", "300", "--seed", "7", "--offices", "12")
OLD = 3600


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


@pytest.fixture
def drop(shop, motcua, folder):
    """drop(name, path): puts what the shop serves there into the folder."""
    tinh = shop(*RANDOM)
    motcua.source(tinh, example="csv", source_url=f"file://{folder}/*.csv")

    def put(name, path="/as/csv/n1/dossiers?size=1000", change=lambda text: text, age=OLD):
        (folder / name).write_bytes(change(tinh.raw(path)))
        then = time.time() - age
        os.utime(folder / name, (then, then))
    put.shop = tinh
    return put


def runs(ask):
    return ask("SELECT status, records, inserted FROM motcua.run ORDER BY run_id")


def test_a_file_is_read_once(drop, motcua, ask, folder):
    drop("a.csv")
    drop("ignored.txt")
    assert [motcua.ingest().code for _ in range(2)] == [0, 0]
    assert runs(ask) == [("done", 300, 300), ("done", 0, 0)]
    # Known by its content: another name changes nothing, a corrected one is read.
    (folder / "a.csv").rename(folder / "b.csv")
    assert motcua.ingest().code == 0 and runs(ask)[-1] == ("done", 0, 0)
    drop("b.csv", change=lambda text: text.replace("Trực tiếp".encode(), "Trực tuyến".encode(), 1))
    assert motcua.ingest().code == 0 and runs(ask)[-1][:2] == ("done", 300)
    assert ask("SELECT sum(updated) FROM motcua.run") == [(1,)]
    assert motcua.ingest("run", "--full").code == 0 and runs(ask)[-1][:2] == ("done", 300)
    assert ask("SELECT count(*) FROM motcua.read_file") == [(2,)]


def test_several_files_in_order(drop, motcua, ask):
    drop("late.csv", "/as/csv/n1/dossiers?size=100&page=3", age=100)
    drop("early.csv", "/as/csv/n1/dossiers?size=100&page=1", age=300)
    drop("middle.csv", "/as/csv/n1/dossiers?size=100&page=2", age=200)
    outcome = motcua.ingest()
    assert outcome.code == 0 and runs(ask) == [("done", 300, 300)]
    assert [outcome.stderr.index(name) for name in ("early", "middle", "late")] == sorted(outcome.stderr.index(name) for name in ("early", "middle", "late"))


@pytest.mark.parametrize("shape, changes", [("csv", {}), ("lines", dict(source_format="ndjson", source_encoding=None, source_separator=None))])
def test_a_large_file_comes_in_parts(shape, changes, shop, motcua, ask, folder, dossiers):
    tinh = shop("random", "--count", "6000", "--seed", "3", "--offices", "12")
    url = f"file://{folder}/*"
    if shape == "lines":
        motcua.source(tinh, example="national", source_url=url, source_format="ndjson", source_records=None, source_total=None, source_success=None,
                      source_auth="none", source_token_file=None, paging_kind="none", paging_page_param=None, paging_size_param=None,
                      paging_size=None, paging_first=None, limits_max_page_mb=1)
    else:
        motcua.source(tinh, example="csv", source_url=url, limits_max_page_mb=1)
    (folder / "large").write_bytes(tinh.raw(f"/as/{shape}/n1/dossiers?size=10000"))
    outcome = motcua.ingest()
    assert outcome.code == 0, outcome.stderr
    ((pages, records),) = ask("SELECT pages, records FROM motcua.run")
    assert pages > 1 and records == 6000
    assert ask("SELECT count(*) FROM motcua.dossier") == [(6000 - 6000 // 331,)]
    assert ask("SELECT count(*) FROM motcua.read_file") == [(1,)]


def test_a_file_that_is_cut_is_not_taken_for_read(drop, motcua, ask):
    drop("a.csv", change=lambda text: text[:20000], age=0)
    outcome = motcua.ingest()
    assert outcome.code == 0 and "on its way" in outcome.stderr
    assert runs(ask) == [("done", 0, 0)] and ask("SELECT * FROM motcua.read_file") == []
    assert "xong; 1 tệp có thể còn đang được gửi đến" in " ".join(motcua.ingest("status").stdout.split())
    drop("a.csv")
    assert motcua.ingest().code == 0 and runs(ask)[-1] == ("done", 300, 300)
    assert "đang được gửi đến" not in " ".join(motcua.ingest("status").stdout.split())


def test_a_file_that_has_just_been_begun_waits(drop, motcua, ask):
    drop("a.csv", "/as/csv/n1/dossiers?size=100")
    drop("b.csv", change=lambda text: b"", age=0)
    assert motcua.ingest().code == 0 and runs(ask) == [("done", 100, 100)]
    drop("b.csv", change=lambda text: b"")
    outcome = motcua.ingest()
    assert outcome.code == 5 and "file 'b.csv': the text is empty" in outcome.stderr


def test_a_bad_file_fails_the_source_and_names_it(drop, motcua, ask):
    drop("good.csv", "/as/csv/n1/dossiers?size=100", age=300)
    drop("bad.csv", change=lambda text: text + b'"open', age=200)
    outcome = motcua.ingest()
    assert outcome.code == 5 and "file 'bad.csv'" in outcome.stderr and "within quotes" in outcome.stderr
    assert runs(ask)[-1] == ("failed", 100, 100) and ask("SELECT * FROM motcua.watermark") == []
    drop("bad.csv")
    assert motcua.ingest().code == 0
    assert ask("SELECT count(*) FROM motcua.dossier") == [(300,)]


def test_rejects_over_the_limit_let_the_file_be_read_again(drop, motcua, ask):
    drop("a.csv", change=lambda text: text.replace("Đã trả kết quả".encode(), b"?"))
    assert motcua.ingest().code == 5
    assert ask("SELECT motcua.knows_file(source, content_hash) FROM motcua.read_file") == [(False,)]
    motcua.set("ingest", max_reject_percent="100")
    assert motcua.ingest().code == 1
    assert ask("SELECT motcua.knows_file(source, content_hash) FROM motcua.read_file") == [(True,)]


def test_a_run_without_files_and_one_without_a_folder(drop, motcua, ask, folder):
    outcome = motcua.ingest()
    assert outcome.code == 0 and "no file matches" in outcome.stderr
    folder.rmdir()
    outcome = motcua.ingest()
    assert outcome.code == 5 and "cannot read the folder" in outcome.stderr


def test_a_killed_run_reads_its_file_again(drop, motcua, ask):
    """A file's rows and the word that it has been read are stored together, or not at all."""
    drop("a.csv")
    ask("BEGIN; LOCK TABLE motcua.read_file IN SHARE MODE")
    process = motcua.start("motcua-ingest", "run")
    while not ask("SELECT pid FROM pg_locks WHERE relation = 'motcua.read_file'::regclass AND NOT granted"
                  " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"):
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    ask("ROLLBACK")
    while ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'motcua-ingest%%' AND datname = current_database()"):
        pass
    assert ask("SELECT count(*) FROM motcua.dossier") == [(0,)] and ask("SELECT * FROM motcua.read_file") == []
    assert motcua.ingest().code == 0
    assert ask("SELECT count(*) FROM motcua.dossier") == [(300,)] and ask("SELECT count(*) FROM motcua.read_file") == [(1,)]


def test_check_shows_a_file_and_remembers_nothing(drop, motcua, ask):
    drop("a.csv")
    assert motcua.ingest("check").code == 0
    assert ask("SELECT * FROM motcua.read_file") == []
    assert motcua.ingest().code == 0 and runs(ask) == [("done", 300, 300)]
    # What has been read is still there to be looked at.
    assert "Trang đầu: 300" in motcua.ingest("check").stdout


def test_a_dry_run_remembers_nothing(drop, motcua, ask):
    drop("a.csv")
    assert motcua.ingest("run", "--dry-run").code == 0
    assert ask("SELECT * FROM motcua.read_file") == []


FILES = dict(source_auth="none", source_token_file=None, source_message=None, paging_kind="none", paging_page_param=None, paging_size_param=None,
             paging_size=None, paging_first=None)


def test_a_total_in_a_json_file_is_checked(shop, motcua, ask, folder):
    tinh = shop(*RANDOM)
    motcua.source(tinh, source_url=f"file://{folder}/*.json", source_total="/tong", **FILES)
    rows = tinh.records()

    def put(name, records, age, **words):
        (folder / name).write_text(json.dumps({"error_code": "0", "data": records} | words))
        os.utime(folder / name, (time.time() - age,) * 2)
    put("1.json", rows[:100], 400, tong=100)
    put("2.json", rows[100:200], 300)  # that none is stated says nothing
    put("3.json", rows[200:290], 200, tong=100)
    put("4.json", rows[290:], 100, tong=10)
    outcome = motcua.ingest()
    assert outcome.code == 5 and "file '3.json': it states 100 records, but holds 90" in outcome.stderr
    assert runs(ask) == [("failed", 200, 200)] and ask("SELECT * FROM motcua.watermark") == []
    put("3.json", rows[200:290], 200, tong="many")
    outcome = motcua.ingest()
    assert outcome.code == 5 and "file '3.json': the answer has no whole number at /tong" in outcome.stderr
    put("3.json", rows[200:290], 200, tong=90)
    assert motcua.ingest().code == 0 and runs(ask)[-1] == ("done", 300, 100)


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize("changes", [
    FILES | dict(source_format="ndjson", source_records=None, source_success=None, source_total="/tong"),
    FILES | dict(source_format="ndjson", source_records=None, source_success=None, source_total="last:/tong"),
    dict(example="csv", source_total="last:/tong")], ids=["ndjson", "ndjson, last", "csv"])
def test_a_total_of_files_that_are_read_in_parts_is_refused(changes, command, shop, motcua, ask, folder):
    motcua.source(shop(*RANDOM), source_url=f"file://{folder}/*", **changes)
    outcome = motcua.ingest(command)
    path = motcua.directory / "sources.d/tinh.conf"
    line = 1 + [text.startswith("total") for text in path.read_text().splitlines()].index(True)
    assert outcome.code == 3, outcome.stderr
    assert f"{path}:{line}: [source] total: expected nothing, because a" in outcome.stderr
    assert runs(ask) == ([("failed", 0, 0)] if command == "run" else [])

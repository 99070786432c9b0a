"""A database that comes back from a backup: what docs/operating.md says keeps everything, and what is lost otherwise is told."""

import re
import subprocess

import pytest

from programs import ROOT
from scripted import page, record

LOSABLE = ("timezone", "jit", "search_path", "work_mem", "CONNECT", "TEMPORARY")
HAS = ("SELECT array_agg(s ORDER BY s) FROM pg_db_role_setting, unnest(setconfig) AS s"
       " WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND setrole = 0")


@pytest.fixture
def motcua(motcua, alone, scripted):
    """With a source, so that there is something to check."""
    motcua.source(scripted(lambda *_: (200, page([record(1)]))), "/list", source_total="", paging_kind="none",
                  paging_page_param=None, paging_size_param=None, paging_size=None, paging_first=None)
    return motcua


def shell(command, **options):
    return subprocess.run(["bash", "-euc", command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **options)


def psql(database, query):
    return subprocess.run(["psql", "-XAtd", database, "-c", query], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def section(heading, database):
    """The commands of docs/operating.md that concern the database, without sudo, in the working directory and for the database of the test."""
    text = (ROOT / "docs/operating.md").read_text()
    block = re.search(rf"## {heading}\n(.*?)\n## ", text, re.DOTALL).group(1)
    lines = [line for line in re.findall(r"^    (.*)$", block, re.MULTILINE) if line.startswith("sudo -u postgres ")]
    return [re.sub(r"\bmotcua\b(?!\.)", database, line.replace("sudo -u postgres ", "").replace("/var/backups/motcua/", "")) for line in lines]


def test_the_commands_of_the_handbook(motcua, database, tmp_path):
    before = psql(database, HAS)
    backup, restore = section("Backup", database), section("Restore", database)
    assert len(backup) == 2 and len(restore) == 2 and "work_mem" in before and "Asia/Ho_Chi_Minh" in before
    for command in backup:
        shell(command, cwd=tmp_path)
    subprocess.run(["dropdb", database], check=True)
    for command in restore:
        shell(command, cwd=tmp_path)
    assert psql(database, HAS) == before
    assert psql(database, "SELECT count(*) FROM motcua.database_lack") == "0"
    for args in (("check",), ("status",)):
        assert "not as deployed" not in motcua.ingest(*args).stderr


def test_what_is_lost_is_told_with_the_command_that_mends(motcua, database, tmp_path):
    shell(f"pg_dump -Fc {database} > d; dropdb {database}; createdb --template=template0 {database}; pg_restore --exit-on-error -d {database} d", cwd=tmp_path)
    for args in (("check",), ("status",)):
        outcome = motcua.ingest(*args)
        assert outcome.code == 0 and all(word in outcome.stderr for word in LOSABLE), (args, outcome.stderr)
    (mend,) = re.findall(r"psql -d .*", outcome.stderr)
    verify = f"cd '{ROOT}/sql' && psql -Xq -v ON_ERROR_STOP=1 -d {database} -f verify/database.sql"
    refused = subprocess.run(["bash", "-c", verify], capture_output=True, text=True)
    assert refused.returncode != 0 and "timezone is not set" in refused.stderr
    shell(mend)
    shell(verify)
    assert "not as deployed" not in motcua.ingest("status").stderr


def test_an_operators_own_choice_is_no_loss(motcua, database, ask):
    ask(f"ALTER DATABASE {database} SET work_mem = '128MB'")
    assert "not as deployed" not in motcua.ingest("status").stderr
    ask(f"ALTER DATABASE {database} SET timezone = 'UTC'")
    assert "timezone is UTC, not Asia/Ho_Chi_Minh" in motcua.ingest("status").stderr

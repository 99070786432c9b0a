"""motcua-setup on a server that --conninfo or the PG* environment name: told first, done once, and nothing a second time."""

import os
import subprocess

import pytest

from programs import ROOT

DATABASE, ROLE, READER = "e2e_setup", "e2e_setup_programs", "e2e_setup_reader"
# What there is, but for numbers that every backup and every look changes.
STATE = ("SELECT rolname, rolcanlogin, (SELECT array_agg(g.rolname ORDER BY g.rolname) FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid"
         " WHERE m.member = r.oid) FROM pg_roles AS r WHERE rolname LIKE 'e2e\\_setup%%' ORDER BY 1",
         "SELECT datname, datcollate, pg_encoding_to_char(encoding), datacl::text FROM pg_database WHERE datname LIKE 'e2e\\_setup%%'",
         "SELECT unnest(setconfig) FROM pg_db_role_setting AS s JOIN pg_database AS d ON d.oid = s.setdatabase WHERE datname = 'e2e_setup' AND setrole = 0 ORDER BY 1")


@pytest.fixture
def server(ask, alone):
    """The server of the tests, without what set-up has made before and after."""
    def clean():
        ask(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        for role in (ROLE, READER):
            ask(f"DROP ROLE IF EXISTS {role}")
    clean()
    yield lambda: [ask(query) for query in STATE]
    clean()


@pytest.fixture
def setup(motcua, tmp_path):
    """setup(words...): as it is installed, with the schema and settings of this tree."""
    script = tmp_path / "motcua-setup"
    script.write_text((ROOT / "setup/motcua-setup").read_text().replace("@VERSION@", "0"))
    script.chmod(0o755)

    def run(*words, **environment):
        return subprocess.run([script, *words], capture_output=True, text=True, env=motcua.environment | {"MOTCUA_SHARE": str(ROOT)} | environment)
    return run


def test_told_then_done_then_nothing(server, setup, motcua, ask, tmp_path):
    words = ("--database", DATABASE, "--role", ROLE, "--reader", READER)
    empty = server()
    told = setup(*words, "--dry-run")
    assert told.returncode == 0 and server() == empty == [[], [], []], told
    done = setup(*words)
    assert done.returncode == 0, done
    assert [line.removeprefix("would ") for line in told.stdout.splitlines() if line.startswith("would ")] == [
        line.removesuffix(": done") for line in done.stdout.splitlines() if line.endswith(": done")]
    made = server()
    assert made[0] == [(ROLE, True, ["motcua_ingest", "motcua_stats"]), (READER, True, ["motcua_analyst"])]
    assert made[1][0][1:3] == ("C.UTF-8", "UTF8") and len(made[2]) == 4
    again = setup(*words)
    assert again.returncode == 0 and again.stdout == f"database {DATABASE} is as it should be, nothing is changed\n" and server() == made
    # The programs take it, and so does a reader; what a restore loses comes back.
    for user, state in ((ROLE, "đọc và ghi"), (READER, "chỉ đọc")):
        ask(f"ALTER ROLE {user} PASSWORD 'x'")  # which some servers want of everybody who comes by TCP
        assert f"vai trò {user}: {state}" in motcua.ingest("status", "--check", PGDATABASE=DATABASE, PGUSER=user, PGPASSWORD="x").stdout
    ask(f"ALTER DATABASE {DATABASE} RESET ALL")
    ask(f"REVOKE motcua_stats FROM {ROLE}")
    mended = setup(*words)
    assert mended.stdout.count(": done") == 2 and server() == made, mended
    # A newer schema is not this version's to touch.
    subprocess.run(["psql", "-Xqd", DATABASE, "-c", "UPDATE sqitch.changes SET change = 'of-tomorrow' WHERE change ="
                    " (SELECT change FROM sqitch.changes ORDER BY committed_at DESC LIMIT 1)"], check=True)
    refused = setup(*words)
    assert refused.returncode == 4 and "of-tomorrow" in refused.stderr and "install the motcua-schema" in refused.stderr


def test_one_of_several_provinces_and_what_is_refused(server, setup):
    told = setup("--instance", "e2e-setup", "--dry-run")
    assert told.returncode == 0 and "would make database motcua_e2e-setup" in told.stdout
    assert ("would make settings in /etc/motcua/e2e-setup" in told.stdout) == (os.geteuid() == 0) and not os.path.exists("/etc/motcua/e2e-setup")
    for words, said in ((("--database", "Tỉnh"), "no name of small letters"), (("--instance", "report"), "a directory of motcua"), (("--nonsense", "x"), "unknown option"),
                        (("--database",), "needs a value"), (("--conninfo", "host=x password=y"), "seen by everybody"), (("--reader-password-file", "x"), "needs --reader")):
        outcome = setup(*words)
        assert outcome.returncode == 2 and said in outcome.stderr, outcome
    down = setup("--database", DATABASE, PGPORT="1")
    assert down.returncode == 4 and "Connection refused" in down.stderr

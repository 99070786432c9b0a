"""What stops an operator says what it is, where, and what to type."""

import os
import pwd
import re
import socket
import subprocess
import threading

import pytest

from programs import ONE_ANSWER
from scripted import page, record

KEY_VALUES = re.compile(r"motcua-\w+: info: (run finished: )?(\w+=\S+ ?)+")


@pytest.fixture
def motcua(motcua, scripted):
    motcua.source(scripted(lambda *_: (200, page([record(1)]))), "/list", source_total="", **ONE_ANSWER)
    return motcua


class Gate:
    """Stands before the server and sends the first callers away, as one that is starting does."""

    def __init__(self, refusals):
        self.refusals, self.calls = refusals, 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            caller, _ = self.socket.accept()
            self.calls += 1
            if self.calls <= self.refusals:
                caller.recv(1000)
                fields = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"
                caller.sendall(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)
                caller.close()
                continue
            server = socket.create_connection((os.environ["PGHOST"], int(os.environ["PGPORT"])))
            for ends in ((caller, server), (server, caller)):
                threading.Thread(target=self.pump, args=ends, daemon=True).start()

    @staticmethod
    def pump(source, target):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def test_a_server_that_is_starting_is_tried_once_more(motcua):
    for refusals, code in ((1, 0), (2, 4)):
        gate = Gate(refusals)
        outcome = motcua.ingest("status", PGHOST="127.0.0.1", PGPORT=str(gate.port), PGSSLMODE="disable", PGGSSENCMODE="disable")
        assert outcome.code == code and "starting up" in outcome.stderr and "tries once more in 5 s" in outcome.stderr, outcome
        assert gate.calls >= 2 and ("HINT: pg_lsclusters" in outcome.stderr) == (code == 4)


def test_who_is_not_let_in_is_told_the_command(motcua, ask, alone):
    # A server that asks for passwords does not say who there is.
    stderr = motcua.ingest("status", PGUSER="nobody-here").stderr
    assert ('role "nobody-here" does not exist' in stderr and "sudo motcua-setup --reader 'nobody-here'" in stderr) or (
        'password authentication failed for user "nobody-here"' in stderr and "passfile=" in stderr), stderr
    for environment, words, hint in (
            ({"PGDATABASE": "no_such"}, 'database "no_such" does not exist', "sudo motcua-setup --database 'no_such'"),
            ({"PGHOST": "no.such.host.invalid"}, "could not translate host name", "is host in conninfo right?"),
            ({"PGPORT": "1"}, "Connection refused", "sudo systemctl start postgresql"),
            ({"PGHOST": "/nonexistent"}, "No such file or directory", "sudo systemctl start postgresql")):
        outcome = motcua.ingest("status", **environment)
        assert outcome.code == 4 and words in outcome.stderr and hint in outcome.stderr, outcome
    ask("DROP ROLE IF EXISTS e2e_stranger")
    ask("CREATE ROLE e2e_stranger LOGIN PASSWORD 'x'")
    try:
        outcome = motcua.ingest("status", PGUSER="e2e_stranger", PGPASSWORD="x")
        assert outcome.code == 4 and "permission denied for database" in outcome.stderr and "--reader 'e2e_stranger'" in outcome.stderr, outcome
    finally:
        ask("DROP ROLE e2e_stranger")


def test_a_credential_outside_of_its_unit(motcua, tmp_path):
    file = tmp_path / "etc/sources.d/tinh.conf"
    file.write_text(re.sub(r"token_file = .*", "token_file = source_tinh", file.read_text()))
    outcome = motcua.ingest("check")
    assert "'source_tinh'" in outcome.stderr and "only the service is handed" in outcome.stderr
    assert "sudo motcua-as-service" in outcome.stderr and "/etc/motcua/credentials/source/tinh" in outcome.stderr and "tinh.conf" in outcome.stderr
    outcome = motcua.ingest("run", CREDENTIALS_DIRECTORY=str(tmp_path))
    assert outcome.code == 3 and "the unit was not handed it" in outcome.stderr and "sudo install -m 0600" in outcome.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand files to others")
def test_a_secret_that_belongs_to_somebody_else(motcua, tmp_path, database):
    """Asked by a user to whom it does not belong."""
    for path in [tmp_path, *tmp_path.parents]:
        if str(path).startswith("/tmp/"):
            path.chmod(path.stat().st_mode | 0o055)
    command = motcua.command("motcua-ingest", "check")
    subprocess.run(["chmod", "-R", "a+rX", tmp_path / "etc/sources.d", tmp_path / "etc/motcua.conf"], check=True)
    nobody = pwd.getpwnam("nobody")
    if subprocess.run([command[0], "--version"], user=nobody.pw_uid, group=nobody.pw_gid, capture_output=True).returncode != 0:
        pytest.skip("the programs lie where others cannot start them")
    done = subprocess.run(command, env=motcua.environment, user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[], capture_output=True, text=True)
    assert "it belongs to root, and this is nobody" in done.stderr and "sudo motcua-as-service" in done.stderr, done.stderr


def test_a_source_that_nobody_knows(motcua):
    for args in (("run",), ("check",), ("rejects", "replay")):
        outcome = motcua.ingest(*args, "--source", "tính")
        assert outcome.code == 3 and "no source 'tính'" in outcome.stderr and "there are: tinh" in outcome.stderr, outcome
    assert motcua.ingest("run").code == 0
    outcome = motcua.ingest("rejects", "list", "--source", "tính")
    assert outcome.code == 2 and "no source 'tính' has been read" in outcome.stderr and "there are: tinh" in outcome.stderr
    assert motcua.ingest("rejects", "list", "--source", "tinh").code == 0


def test_the_last_line_of_a_run_is_for_programs(motcua, ask):
    for args, code in ((("run",), 0), (("run", "--source", "x"), 3)):
        outcome = motcua.ingest(*args)
        last = outcome.stderr.splitlines()[-1]
        assert outcome.code == code and KEY_VALUES.fullmatch(last) and last.endswith(f" exit={code}"), outcome.stderr
        assert outcome.stderr.count("no source") == (code == 3)
    motcua.set("mail", url="smtp://127.0.0.1:1", security="none", to="a@thu.example", **{"from": "m@tinh.example"})
    outcome = motcua.ingest("run", PGDATABASE="no_such")
    assert outcome.code == 4 and KEY_VALUES.fullmatch(outcome.stderr.splitlines()[-1]) and outcome.stderr.count("error:") == 1, outcome.stderr
    motcua.set("stats", profile="no-such")
    outcome = motcua.stats("run")
    assert outcome.code == 3 and KEY_VALUES.fullmatch(outcome.stderr.splitlines()[-1]) and outcome.stderr.count("no-such") <= 2, outcome.stderr


def test_verbose_shows_requests_and_no_key(motcua, scripted):
    server = scripted(lambda *_: (200, page([record(1)])))
    motcua.source(server, "/list?apiKey=abcdef0123&unit=H48&secret=x%26y", source_total="", **ONE_ANSWER)
    outcome = motcua.ingest("run", "--verbose")
    assert outcome.code == 0
    (line,) = [line for line in outcome.stderr.splitlines() if "request=" in line]
    assert re.search(rf"request=GET url=http://127.0.0.1:{server.server_port}/list\?apiKey=\*\*\*&unit=H48&secret=\*\*\* status=200 bytes=\d+ ms=\d+", line), line
    assert "abcdef" not in outcome.stderr and "s3cret" not in outcome.stderr
    assert "request=" not in motcua.ingest("run").stderr


def test_catalogues_come_before_dossiers(motcua, scripted, ask):
    """Whatever their files are called."""
    server = scripted(lambda *_: (200, page([])))
    motcua.source(server, name="z-offices", example="offices")
    motcua.source(server, name="y-procedures", example="procedures")
    motcua.source(server, name="a-ratings", example="ratings")
    outcome = motcua.ingest("run")
    order = [name for name in re.findall(r"source[= ]'?([\w-]+)'?", outcome.stderr)]
    assert list(dict.fromkeys(order)) == ["y-procedures", "z-offices", "tinh", "a-ratings"], outcome.stderr

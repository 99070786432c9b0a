"""The same folder on another machine, by SFTP: its key must be known."""

import asyncio
import os
import threading
import warnings

import pytest

with warnings.catch_warnings():
    # Of ciphers that are old for everybody.
    warnings.simplefilter("ignore")
    import asyncssh

RANDOM = ("random", "--count", "300", "--seed", "7", "--offices", "12")
PASSWORD = "tok-sftp-secret"


class Server(asyncssh.SSHServer):
    """Lets the user motcua in, with the password or the key."""

    def __init__(self, keys, faults):
        self.keys, self.faults = keys, faults

    def connection_made(self, conn):
        if self.faults.get("connect", 0) > 0:
            self.faults["connect"] -= 1
            conn.abort()

    def begin_auth(self, username):
        return True

    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return (username, password) == ("motcua", PASSWORD)

    def public_key_auth_supported(self):
        return True

    def validate_public_key(self, username, key):
        return username == "motcua" and key in self.keys


class Files(asyncssh.SFTPServer):
    """Breaks the connection where a fault is due, and lets a test change a file that has been read ("closed")."""

    def __init__(self, channel, root, faults):
        super().__init__(channel, chroot=str(root).encode())
        self.faults, self.struck = faults, False

    def _strike(self, name):
        # libcurl asks for several blocks at a time.
        if self.faults.get(name, 0) > 0 and not self.struck:
            self.struck = True
            self.faults[name] -= 1
            self.channel.get_connection().abort()

    def listdir(self, path):
        self._strike("list")
        return super().listdir(path)

    def read(self, file_obj, offset, size):
        if offset > 0:
            self._strike("read")
        return super().read(file_obj, offset, size)

    def close(self, file_obj):
        super().close(file_obj)
        self.faults.get("closed", lambda name: None)(os.path.basename(os.fsdecode(file_obj.name)))


class Sshd:
    """An SFTP server in a thread of its own; faults says how often each is still due."""

    def __init__(self, root, keys):
        self.faults = {}
        self.host_key = asyncssh.generate_private_key("ssh-ed25519")
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = self._run(self._start(root, keys))
        self.port = self.server.sockets[0].getsockname()[1]

    async def _start(self, root, keys):
        return await asyncssh.create_server(
            lambda: Server(keys, self.faults), "127.0.0.1", 0, server_host_keys=[self.host_key],
            sftp_factory=lambda channel: Files(channel, root, self.faults))

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(timeout=30)

    def known(self, key=None):
        return f"[127.0.0.1]:{self.port} " + (key or self.host_key).export_public_key().decode()

    def stop(self):
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=10)


@pytest.fixture
def sshd(tmp_path):
    """The server; its folder is drop."""
    (tmp_path / "root" / "drop").mkdir(parents=True)
    key = asyncssh.generate_private_key("ssh-rsa", key_size=2048)
    server = Sshd(tmp_path / "root", [key.convert_to_public()])
    server.drop, server.client_key = tmp_path / "root" / "drop", key
    yield server
    server.stop()


@pytest.fixture
def connect(shop, motcua, sshd, tmp_path):
    """connect(known=None, **changes): a source that reads the server's folder."""
    tinh = shop(*RANDOM)
    (sshd.drop / "hồ sơ 1.csv").write_bytes(tinh.raw("/as/csv/n1/dossiers?size=200"))
    (sshd.drop / "b.csv").write_bytes(tinh.raw("/as/csv/n1/dossiers?size=200&page=2"))
    (sshd.drop / "other.txt").write_text("nothing")

    def write(known=None, **changes):
        (tmp_path / "known_hosts").write_text((known or sshd.known()) + "\n")
        motcua.source(tinh, example="csv", **dict(
            source_url=f"sftp://127.0.0.1:{sshd.port}/drop/*.csv", source_auth="basic", auth_user="motcua",
            auth_password_file=motcua.secret("password", PASSWORD), source_known_hosts_file=tmp_path / "known_hosts", limits_tries="1") | changes)
    return write


def test_files_are_read_once(connect, motcua, ask):
    connect()
    outcome = motcua.ingest("run", "--verbose")
    assert outcome.code == 0, outcome.stderr
    assert motcua.ingest().code == 0
    assert ask("SELECT records, inserted FROM motcua.run ORDER BY run_id") == [(300, 300), (0, 0)]
    assert "tok-" not in outcome.stdout + outcome.stderr


def test_a_key_opens_as_well(connect, sshd, motcua, ask):
    key = motcua.secret("id", "")
    key.write_bytes(sshd.client_key.export_private_key("pkcs1-pem"))
    connect(source_auth="key", auth_password_file=None, auth_ssh_key_file=key)
    outcome = motcua.ingest()
    assert outcome.code == 0, outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(300,)]
    key.chmod(0o644)
    assert motcua.ingest().code == 3


def test_a_server_that_is_not_known_gets_nothing(connect, sshd, motcua, ask):
    for known in (sshd.known(asyncssh.generate_private_key("ssh-ed25519")), "# nobody"):
        connect(known)
        outcome = motcua.ingest()
        assert outcome.code == 5, outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(0,)]


@pytest.mark.parametrize("fault", ["connect", "list", "read"])
def test_a_connection_that_breaks_is_tried_again(fault, connect, sshd, motcua, ask):
    connect(limits_tries="3")
    sshd.faults[fault] = 2
    outcome = motcua.ingest()
    assert outcome.code == 0, outcome.stderr
    assert sshd.faults[fault] == 0 and outcome.stderr.count("trying again in") == 2
    assert "error:" not in outcome.stderr
    assert ask("SELECT records, inserted FROM motcua.run") == [(300, 300)]
    # Every file from its beginning, and not one that is cut.
    sshd.faults[fault] = 3
    outcome = motcua.ingest("run", "--full")
    assert outcome.code == 5 and outcome.stderr.count("trying again in") == 2
    assert ask("SELECT status, records FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [("failed", 0)]


def test_a_wrong_password_is_told_of(connect, motcua):
    connect(auth_password_file=motcua.secret("wrong", "tok-wrong"), limits_tries="3")
    outcome = motcua.ingest()
    assert outcome.code == 5 and "tok-" not in outcome.stderr and "trying again" not in outcome.stderr


def touch(path, seconds):
    before = path.stat()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + seconds * 10**9))


def rewrite(path, change):
    """With the time of change that it had."""
    before = path.stat()
    path.write_bytes(change(path.read_bytes()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("age", [0, 3600])
@pytest.mark.parametrize("change", [
    lambda path: touch(path, 5), lambda path: touch(path, -5),
    lambda path: rewrite(path, lambda data: data + data.splitlines(keepends=True)[1]), lambda path: rewrite(path, lambda data: data + b"x"),
    lambda path: rewrite(path, lambda data: data[:-1]), lambda path: rewrite(path, lambda data: data[:2000]), lambda path: rewrite(path, lambda data: b"")],
    ids=["later", "earlier", "grown", "a byte more", "a byte less", "shorter", "emptied"])
def test_a_file_that_moves_between_two_looks_waits(change, age, connect, sshd, motcua, ask):
    connect()
    whole = (sshd.drop / "b.csv").read_bytes()
    for path in sshd.drop.iterdir():
        touch(path, -age)
    moved = []

    def closed(name):
        if name == "b.csv" and not moved:
            moved.append(change(sshd.drop / name))
    sshd.faults["closed"] = closed
    outcome = motcua.ingest()
    assert outcome.code == 0 and moved, outcome.stderr
    assert outcome.stderr.count("on its way") == 1 and "file 'b.csv' may still be on its way" in outcome.stderr
    assert ask("SELECT status, records, inserted, note FROM motcua.run") == [("done", 200, 200, "1 tệp có thể còn đang được gửi đến, lượt sau sẽ đọc")]
    assert ask("SELECT count(*) FROM motcua.read_file") == [(1,)]
    status = " ".join(motcua.ingest("status").stdout.split())
    assert "xong; 1 tệp có thể còn đang được gửi đến, lượt sau sẽ đọc" in status and "b.csv" not in status
    # When it has come, it is read, and nobody waits any more.
    (sshd.drop / "b.csv").write_bytes(whole)
    assert motcua.ingest().code == 0
    assert ask("SELECT records, inserted, note FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(100, 100, None)]
    assert "đang được gửi đến" not in " ".join(motcua.ingest("status").stdout.split())


def test_a_file_that_stays_is_not_kept_waiting(connect, sshd, motcua, ask):
    connect()
    looks = []
    sshd.faults["closed"] = looks.append
    outcome = motcua.ingest()
    assert sorted(looks) == sorted(2 * ["b.csv", "hồ sơ 1.csv"]) and "on its way" not in outcome.stderr
    assert ask("SELECT records FROM motcua.run") == [(300,)]

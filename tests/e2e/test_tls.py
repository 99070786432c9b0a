"""TLS: who the server is, is always checked; who we are, where the server asks."""

import socket
import ssl
import subprocess
import threading

import pytest

SMALL = ("random", "--count", "300", "--seed", "2", "--offices", "5")
CONFIG = """
[ca]
default_ca = ours
[ours]
database = {0}/index
serial = {0}/serial
new_certs_dir = {0}
certificate = {0}/ca.pem
private_key = {0}/ca.key
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
"""


class Authority:
    """A certificate authority of our own."""

    def __init__(self, directory):
        directory.mkdir()
        self.directory = directory
        (directory / "index").touch()
        (directory / "serial").write_text("01\n")
        (directory / "conf").write_text(CONFIG.format(directory))
        self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=authority", "-days", "2",
                      "-keyout", "ca.key", "-out", "ca.pem")
        self.file = directory / "ca.pem"

    def _openssl(self, *args):
        subprocess.run(["openssl", *args], cwd=self.directory, check=True, capture_output=True)

    def issue(self, name, host="IP:127.0.0.1", dates=()):
        """Certificate and key, as paths."""
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + name, "-addext", "subjectAltName=" + host,
                      "-keyout", name + ".key", "-out", name + ".csr")
        self._openssl("ca", "-batch", "-config", "conf", "-in", name + ".csr", "-out", name + ".pem", *(dates or ("-days", "2")))
        (self.directory / (name + ".key")).chmod(0o600)
        return self.directory / (name + ".pem"), self.directory / (name + ".key")


class Tunnel:
    """Takes TLS connections and passes what is in them to a port of this machine."""

    def __init__(self, port, certificate, clients=None):
        self.target = port
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*map(str, certificate))
        if clients:
            self.context.verify_mode = ssl.CERT_REQUIRED
            self.context.load_verify_locations(str(clients))
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                plain, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain):
        try:
            with self.context.wrap_socket(plain, server_side=True) as client, socket.create_connection(("127.0.0.1", self.target)) as server:
                threading.Thread(target=self._pump, args=(server, client), daemon=True).start()
                self._pump(client, server)
        except OSError:
            plain.close()

    @staticmethod
    def _pump(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass

    def stop(self):
        self.socket.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls") / "ca")


@pytest.fixture
def connect(shop, motcua, authority):
    """connect(certificate, clients=None, **changes): a source behind TLS."""
    tunnels = []

    def write(certificate, clients=None, **changes):
        tinh = shop(*SMALL)
        tunnels.append(Tunnel(tinh.port, certificate, clients))
        motcua.source(tinh, **dict(source_url=f"https://127.0.0.1:{tunnels[0].port}/n1/dossiers", source_ca_file=authority.file, limits_tries=1) | changes)
    yield write
    for tunnel in tunnels:
        tunnel.stop()


def test_a_private_authority_is_enough(connect, motcua, authority, ask):
    connect(authority.issue("good"))
    outcome = motcua.ingest()
    assert outcome.code == 0, outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(300,)]


@pytest.mark.parametrize("name, host, dates, changes", [
    ("unknown", "IP:127.0.0.1", (), dict(source_ca_file=None)),
    ("elsewhere", "DNS:elsewhere.example", (), {}),
    ("expired", "IP:127.0.0.1", ("-startdate", "20200101000000Z", "-enddate", "20200201000000Z"), {})])
def test_a_certificate_that_does_not_hold_is_refused(name, host, dates, changes, connect, motcua, authority, ask):
    connect(authority.issue(name, host, dates), **changes)
    outcome = motcua.ingest()
    assert outcome.code == 5 and "certificate" in outcome.stderr, outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(0,)]


def test_a_server_may_ask_who_we_are(connect, motcua, authority, ask):
    client, key = authority.issue("client")
    connect(authority.issue("asking"), clients=authority.file, source_cert_file=client, source_key_file=key)
    outcome = motcua.ingest()
    assert outcome.code == 0, outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(300,)]


def test_without_our_certificate_the_server_ends_it(connect, motcua, authority):
    connect(authority.issue("asking2"), clients=authority.file)
    assert motcua.ingest().code == 5


def test_a_key_that_others_can_read_is_refused(connect, motcua, authority):
    client, key = authority.issue("open")
    key.chmod(0o644)
    connect(authority.issue("asking3"), source_cert_file=client, source_key_file=key)
    outcome = motcua.ingest()
    assert outcome.code == 3 and "0600" in outcome.stderr

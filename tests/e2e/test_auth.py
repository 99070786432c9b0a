"""Every way to identify oneself; a session that expires is renewed once, and nothing secret is shown."""

import pytest

RECORDS = 1000
RANDOM = ("random", "--count", str(RECORDS), "--seed", "33", "--offices", "8")
DOSSIERS = RECORDS - RECORDS // 331
TOKEN = "tok-5d1e-never-shown"
BODY = '{"session": {session}, "madonvi": "H48", "service": "DongBoHoSoMC", "page": {page}, "size": {size}}'
POST = dict(request_method="POST", paging_page_param=None, paging_size_param=None, incremental_since_param=None, incremental_until_param=None)


def settings(kind, tinh, password):
    """Changes of the example for each kind of [source] auth."""
    user = dict(source_auth=kind, source_token_file=None, auth_user="motcua", auth_password_file=password)
    return {
        "bearer": {},
        "basic": user,
        "header": dict(source_auth="header", auth_header="X-Api-Key: {token}"),
        "oauth2": user | dict(auth_login_url=tinh.url("/token")),
        "login": user | dict(auth_login_url=tinh.url("/login"), headers_dstcode="VN:GOV:000.00.00.H48")}[kind]


IN_HEADER = dict(auth_header="X-Access-Token: {session}")
IN_BODY = POST | dict(request_body=BODY)


@pytest.fixture
def connect(shop, motcua):
    """connect(gate, kind, **changes): a source behind a gate of the shop."""
    tinh = shop(*RANDOM, token=TOKEN)

    def write(gate, kind, **changes):
        path = f"/auth/{gate}/n1/dossiers" if gate else "/n1/dossiers"
        motcua.source(tinh, path, **settings(kind, tinh, motcua.secret("password", TOKEN)) | {"paging_size": "300"} | changes)
        return tinh
    return write


def run(motcua):
    outcome = motcua.ingest("run", "--verbose")
    assert "tok-" not in outcome.stdout + outcome.stderr
    return outcome


@pytest.mark.parametrize("gate, kind, changes", [
    ("", "bearer", {}), ("basic", "basic", {}), ("header", "header", {}), ("oauth2", "oauth2", {}),
    ("oauth2", "oauth2", dict(auth_scope="dossier.read")), ("login", "login", IN_HEADER), ("login", "login", IN_BODY)])
def test_every_kind_gets_in(gate, kind, changes, connect, motcua, ask):
    tinh = connect(gate, kind, **changes)
    outcome = run(motcua)
    assert outcome.code == 0, outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(DOSSIERS,)]
    assert tinh.get("/stats")["logins"] == (kind in ("oauth2", "login"))
    assert motcua.ingest("check").code == 0


@pytest.mark.parametrize("gate, kind, changes", [
    ("oauth2-short", "oauth2", {}), ("login-short", "login", IN_HEADER), ("login-short", "login", IN_BODY)])
def test_a_session_that_expires_is_renewed(gate, kind, changes, connect, motcua, ask):
    # Each session is good for two of the four pages.
    tinh = connect(gate, kind, **changes)
    outcome = run(motcua)
    assert outcome.code == 0 and "logging in again" in outcome.stderr and "error:" not in outcome.stderr, outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier") == [(DOSSIERS,)]
    assert tinh.get("/stats")["logins"] == 2


def test_a_new_session_that_is_refused_is_not_renewed_again(connect, motcua, ask):
    tinh = connect("login-once", "login", **IN_BODY)
    outcome = run(motcua)
    assert outcome.code == 5 and "phiên làm việc hết hạn" in outcome.stderr
    assert tinh.get("/stats")["logins"] == 2
    assert ask("SELECT status, records FROM motcua.run") == [("failed", 300)]


@pytest.mark.parametrize("gate, kind, words", [
    ("basic", "basic", "HTTP 401"), ("header", "header", "HTTP 401"), ("oauth2", "oauth2", "login: the server answers HTTP 401"),
    ("login", "login", "sai tài khoản")])
def test_a_wrong_secret_is_told_of_once(gate, kind, words, connect, motcua, ask):
    tinh = connect(gate, kind, **IN_HEADER if kind == "login" else {})
    motcua.secret("password", "tok-wrong")
    motcua.secret("tinh.token", "tok-wrong")
    outcome = run(motcua)
    assert outcome.code == 5 and words in outcome.stderr, outcome.stderr
    assert tinh.get("/stats")["requests"] == 1
    assert "tok-" not in str(ask("SELECT * FROM motcua.run"))


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_password_that_others_can_read_is_refused(mode, connect, motcua):
    connect("basic", "basic")
    motcua.secret("password", TOKEN, mode)
    outcome = motcua.ingest()
    assert outcome.code == 3 and "0600" in outcome.stderr and "tok-" not in outcome.stderr


def test_a_session_stays_with_its_host(connect, motcua):
    tinh = connect("", "login", **IN_BODY)
    # The list's own host sends the POST on to another one.
    tinh = connect("", "login", **IN_BODY, source_url=tinh.url("/fault/redirect-other/n1/dossiers"))
    outcome = run(motcua)
    assert outcome.code == 5
    assert tinh.get("/stats")["with_token_on_redirect"] == 0


def test_what_is_switched_off_keeps_its_settings(connect, motcua):
    connect("", "bearer", source_auth="none", source_token_file="/nonexistent")
    outcome = run(motcua)
    assert outcome.code == 5 and "HTTP 401" in outcome.stderr

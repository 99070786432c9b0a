"""What fails between two pages fails cleanly: the run is closed, says why, and keeps what came before."""

import pytest

from scripted import page, record

FIRST = page([record(n) for n in range(50)])
LOGIN = dict(source_auth="login", source_token_file=None, auth_user="motcua", auth_login_success="/error_code = 0", auth_session="/session",
             auth_header="X-Access-Token: {session}", source_total="", source_message="/message", paging_size="50", limits_tries="2")
GOOD_LOGIN = (200, {"error_code": 0, "session": "s1"})
NO_LOGIN = (200, {"error_code": -1, "message": "sai tài khoản"})
EXPIRED = (401, {"error_code": "-1", "message": "hết hạn"})
GONE = (404, {"error_code": "-1", "message": "không có"})


@pytest.fixture
def night(scripted, motcua, ask):
    """night(logins, pages): a run against these answers, the last of which goes on for ever."""
    def run(logins, pages):
        left = {"/login": list(logins), "/list": [(200, FIRST), *pages]}

        def answer(path, _):
            return left[path].pop(0) if len(left[path]) > 1 else left[path][0]
        server = scripted(answer)
        motcua.source(server, "/list", auth_password_file=motcua.secret("password", "pw"), auth_login_url=server.url("/login"), **LOGIN)
        outcome = motcua.ingest("run", "--verbose")
        assert outcome.code == 5, outcome.stderr
        assert ask("SELECT status, pages, records, inserted FROM motcua.run") == [("failed", 1, 50, 50)]
        assert ask("SELECT count(*) FROM motcua.dossier") == [(50,)]
        # The shape of what came is kept too.
        assert ask("SELECT count(*) > 5 FROM motcua.source_field") == [(True,)]
        return outcome.stderr
    return run


@pytest.mark.parametrize("second, words", [
    (NO_LOGIN, "sai tài khoản"), ((401, {"message": "no"}), "HTTP 401"), ((200, "{\"session\":"), "login"), ((200, ""), "login"),
    ((200, "<html>"), "login"), ((200, {"error_code": 0}), "no session"), ((500, "oops"), "HTTP 500"), ((200, None), "login")])
def test_a_second_login_that_is_refused(second, words, night):
    assert words in night([GOOD_LOGIN, second], [EXPIRED])


@pytest.mark.parametrize("after, words", [
    (GONE, "HTTP 404"), (EXPIRED, "HTTP 401"), ((500, ""), "HTTP 500"), ((200, {"error_code": "-1", "message": "lỗi"}), "lỗi"),
    ((200, "[1,"), "ends early"), ((200, "<html>"), "web page"), ((200, {"error_code": "0"}), "no list"), ((200, None), "page 2")])
def test_a_page_that_fails_after_a_renewal(after, words, night):
    assert words in night([GOOD_LOGIN], [EXPIRED, after])


@pytest.mark.parametrize("second, words", [
    (GONE, "HTTP 404"), ((200, {"error_code": "0", "data": {}}), "no list"), ((200, ""), "empty"),
    ((200, "{\"error_code\": \"0\", \"data\": [{}"), "ends early")])
def test_a_second_page_that_fails(second, words, night):
    assert words in night([GOOD_LOGIN], [second])


def test_rejects_between_logins_are_kept_and_replayed(scripted, motcua, ask):
    """Masked, stored and read again, while sessions come and go."""
    bad = page([record(n, TrangThaiHoSo="99") for n in range(50)])
    answers = {"/login": [GOOD_LOGIN, NO_LOGIN], "/list": [(200, bad), EXPIRED]}
    server = scripted(lambda path, _: answers[path].pop(0) if len(answers[path]) > 1 else answers[path][0])
    motcua.set("ingest", max_reject_percent="100")
    changes = dict(auth_password_file=motcua.secret("password", "pw"), auth_login_url=server.url("/login"), **LOGIN)
    motcua.source(server, "/list", **changes)
    assert motcua.ingest().code == 5
    assert ask("SELECT status, records, rejected FROM motcua.run") == [("failed", 50, 50)]
    motcua.source(server, "/list", fields_status="/TrangThaiHoSo | map 99:4", **changes)
    assert motcua.ingest("rejects", "replay").code == 0
    assert ask("SELECT count(*) FROM motcua.dossier") == [(50,)]

"""Words that come from outside: what of them is shown and kept."""

import base64
import http.server
import json
import threading
import unicodedata
import urllib.parse

import pytest

TOKEN = "q7/Zt+p&W2-xK9-vLm"


class Server(http.server.ThreadingHTTPServer):
    """Answers each request with what the test's function says: (status, headers, body)."""

    def __init__(self, answer):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        self.token = TOKEN
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path="/list"):
        return f"http://127.0.0.1:{self.server_port}{path}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        length = int(self.headers.get("Content-Length", 0))
        self.rfile.read(length)
        status, headers, body = self.server.answer(self)
        body = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_):
        pass


@pytest.fixture
def serve():
    started = []

    def start(answer):
        started.append(Server(answer))
        return started[-1]
    yield start
    for server in started:
        server.shutdown()
        server.server_close()


BASIC = "Basic " + base64.b64encode(f"motcua:{TOKEN}".encode()).decode()
FORMS = {
    "plain": TOKEN,
    "upper": TOKEN.upper(),
    "percent": urllib.parse.quote(TOKEN, safe=""),
    "twice": urllib.parse.quote(urllib.parse.quote(TOKEN, safe=""), safe=""),
    "html": TOKEN.replace("&", "&amp;"),
    "basic": BASIC,
    "hex": TOKEN.encode().hex(),
    "begins": TOKEN[:9] + "...",
    "ends": "..." + TOKEN[-9:],
    "blanks": TOKEN[:5] + " " + TOKEN[5:10] + "\n" + TOKEN[10:],
}


def pieces(form, least=6):
    """All parts of a text that would help to guess it."""
    return [form[i:i + least] for i in range(len(form) - least + 1)]


def assert_hidden(text, form):
    for piece in pieces(TOKEN) + pieces(urllib.parse.quote(TOKEN, safe="")) + pieces(BASIC[len("Basic "):], 10) + pieces(form.strip("."), 10):
        if piece.strip() in ("Basic", ""):
            continue
        assert piece.lower() not in text.lower(), piece


def everything(motcua, ask):
    """What a run and a check tell and keep."""
    run, check, status = motcua.ingest(), motcua.ingest("check"), motcua.ingest("status")
    kept = [row[0] for table in ("run", "reject", "source_field", "source_code", "source_drift")
            for row in ask(f"SELECT t::text FROM motcua.{table} AS t")]
    return run, "\n".join([run.stderr, run.stdout, check.stderr, check.stdout, status.stdout, status.stderr, *kept])


@pytest.mark.parametrize("status", (200, 401, 422, 500))
def test_a_token_that_comes_back_is_not_shown(serve, motcua, ask, status):
    source = serve(lambda _: (status, {}, json.dumps({"error_code": "1", "message": source.words, "data": []})))
    for forms in (("plain", "percent", "twice", "hex"), ("basic", "upper", "begins", "ends", "blanks")):
        source.words = "bad token " + " | ".join(FORMS[form] for form in forms)
        motcua.source(source, source_success="/error_code = 0", source_message="/message", limits_tries="1")
        run, told = everything(motcua, ask)
        assert run.code == 5 and "bad token" in run.stderr and "***" in run.stderr
        for form in forms:
            assert_hidden(told, FORMS[form])
    assert ask("SELECT DISTINCT error LIKE '%%bad token%%' FROM motcua.run") == [(True,)]


def test_a_token_in_an_address_is_not_shown(serve, motcua, ask):
    plain, percent, basic = FORMS["plain"], FORMS["percent"], FORMS["basic"].replace("Basic ", "")
    for target in (f"http://nobody.invalid/?t={percent}", f"http://x-{basic}.invalid/", f"ftp://nobody.invalid/{plain}"):
        source = serve(lambda _, target=target: (302, {"Location": target}, ""))
        motcua.source(source, limits_tries="1")
        run, told = everything(motcua, ask)
        assert run.code == 5
        assert_hidden(told, plain)


def test_a_session_that_comes_back_is_not_shown(serve, motcua, ask):
    session = "s-51f0c2a9-77de-4f6b"

    def answer(request):
        if request.path == "/login":
            return 200, {}, json.dumps({"session": session})
        return 200, {}, json.dumps({"error_code": "9", "message": "expired: " + session + " / " + session[4:16], "data": []})
    source = serve(answer)
    motcua.source(source, source_auth="login", source_token_file=None, auth_user="motcua", auth_login_url=source.url("/login"),
                  auth_password_file=motcua.secret("password", TOKEN), auth_header="X-Session: {session}",
                  source_success="/error_code = 0", source_message="/message", limits_tries="1")
    run, told = everything(motcua, ask)
    assert run.code == 5 and "expired: *** / ***" in run.stderr
    assert not any(piece in told for piece in pieces(session))


def test_numbers_of_persons_in_the_words_of_a_server_are_masked(serve, motcua, ask):
    words = "079099001234, 0912 345 678, lan@tinh.gov.vn: H48.23.25-240402-0001 and G09.20-20260609-0092637"
    source = serve(lambda _: (400, {}, json.dumps({"message": words})))
    motcua.source(source, source_message="/message", limits_tries="1")
    run, told = everything(motcua, ask)
    assert "999999999999, 9999 999 999, ***: H48.23.25-240402-0001 and G09.20-20260609-0092637" in run.stderr
    assert not any(part in told for part in ("079099001234", "345 678", "lan@"))


def test_names_of_files_tell_no_person(motcua, shop, tmp_path, ask):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/079099001234 lan@tinh.vn H48.23-240402-0001.ndjson").write_text("{\n")
    motcua.source(shop("random", "--count", "1", "--seed", "1", "--offices", "1"), source_url=f"file://{tmp_path}/in/*.ndjson", source_auth="none",
                  source_token_file=None, source_format="ndjson", source_records=None, source_total=None, source_success=None, paging_kind="none",
                  paging_page_param=None, paging_size_param=None, paging_size=None, paging_first=None, incremental_since_param=None)
    run, told = everything(motcua, ask)
    assert "999999999999 *** H48.23-240402-0001.ndjson" in told
    assert "079099001234" not in told and "lan@" not in told


def test_persons_as_keys_and_as_single_words_are_kept_as_shapes(shop, serve, motcua, ask):
    records = shop("random", "--count", "40", "--seed", "9", "--offices", "3").records()
    records[0]["Nguyễn Văn Quỳnh"] = "x"
    records[1]["079099001234"] = {"Ten": "x"}
    records[2]["CanBo"] = {"Quỳnh": {"lan@tinh.gov.vn": 1}, "quynh le": 2}
    records[3]["KenhThucHien"] = "Quỳnh"
    records[4]["KenhThucHien"] = "Quynh"
    records[5]["TrangThaiHoSo"] = "079099001235"
    records[6] |= {"MaTTHC": "079 099 001 236", "NgayTiepNhan": "lan@tinh.gov.vn"}
    records[7] |= {"TrangThaiHoSo": "B1234567", "Quỳnh": "0912345678"}
    source = serve(lambda request: (200, {}, json.dumps(
        {"error_code": 0, "data": records if "page=1&" in request.path else []})))
    motcua.set("ingest", max_reject_percent="100")
    motcua.source(source, paging_size="1000")
    first = motcua.ingest()
    assert first.code == 1
    # Once more with records that have changed, so that keys and codes are told as new.
    for record in records:
        record["Moi"] = {"Trần Thị Quỳnh": ""}
    run, told = everything(motcua, ask)
    assert run.code == 1 and "/Moi" in run.stderr
    for part in ("Quỳnh", "Quynh", "quynh", "0790990", "001 236", "0912345678", "B1234567", "lan@"):
        assert part not in first.stderr + told, part
    kept = dict(ask("SELECT record ->> 'MaHoSo', record FROM motcua.open_reject"))
    assert set(kept) == {records[place]["MaHoSo"] for place in (3, 4, 5, 6, 7)}
    assert kept[records[7]["MaHoSo"]]["<key of 5 letters>"] == "***" and kept[records[4]["MaHoSo"]]["KenhThucHien"] == "***xxxxx"
    # A rule that wants what was masked says that the source has to be read again.
    motcua.source(source, paging_size="1000", fields_channel='"/Quỳnh" | map 0912345678:online Quynh:direct')
    replayed = motcua.ingest("rejects", "replay")
    assert replayed.code == 1 and "run --full --source tinh" in replayed.stderr


# What Unicode calls control or format characters, or ignorable, with a letter before and behind.
UNSEEN = "".join(f"a{chr(c)}b" for c in (
    0x07, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x34F, 0x61C, 0x115F, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x202F),
    *range(0x2060, 0x2070), 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xE0001, 0xE0041))


def unseen_in(text):
    return sorted({f"U+{ord(c):04X}" for c in text if c not in "\n\r\t" and c != "\ufeff" and
                   (unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") or c in "\u034f\u115f\u3164\ufe0f\uffa0")})


def test_what_is_not_shown_leaves_no_program_raw(shop, motcua, ask, smtp):
    motcua.source(shop("random", "--count", "400", "--seed", "4", "--offices", "4"))
    assert motcua.ingest().code == 0
    # Also what somebody has entered by SQL.
    ask("UPDATE motcua.office SET name = %s", "UBND\ufeff " + UNSEEN)
    ask("UPDATE motcua.procedure SET name = %s", "Cấp\ufeff " + UNSEEN)
    period = ("--period", "2023-01-01..2026-12-31")
    commands = [("show", *period), ("points", *period), ("show", *period, "--against", "2024"), ("targets", *period, "--against", "2024"), ("dossiers", "--rate", "late", *period), ("near-due", "--days", "3000"),
                ("rank", "--rate", "late", *period), ("integrity", *period), ("forecast",)]
    names = 0
    for command in commands:
        for form in ("table", "csv", "json"):
            outcome = motcua.stats(*command, "--format", form)
            if outcome.code == 2:
                continue # there is no such command, or not in this form
            assert outcome.code == 0, outcome.stderr
            body = outcome.stdout.removeprefix("\ufeff")
            assert unseen_in(body) == [] and "\ufeff" not in body, command
            if form == "json":
                names += UNSEEN in json.dumps(json.loads(body), ensure_ascii=False).replace("\\u0007", "\a").replace("\\u001b", "\x1b")
            else:
                names += "a?b" in body
    assert names > 6


def test_a_mail_shows_no_more_than_others(shop, motcua, ask, smtp):
    motcua.source(shop("tinh-chau"), path="/n1/dossiers")
    assert motcua.ingest().code == 0
    ask("UPDATE motcua.office SET name = %s", "UBND " + UNSEEN)
    outcome = motcua.stats("alert", "--dry-run", today="2024-06-07")
    assert outcome.code == 0 and unseen_in(outcome.stdout) == [] and "a?b" in outcome.stdout

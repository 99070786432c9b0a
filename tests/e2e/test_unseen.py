"""Four systems of which no example knows: the same dossiers in other names, nesting, dates, paging and logins
are connected by writing files only."""

import base64
import gzip
import json
import threading
import unicodedata
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

LOCAL = timezone(timedelta(hours=7))
SECRET = "s3cret-never-shown"
OFFICES = ("H12.34", "H12.35")


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL) if text else None


# code, office, channel, status, received, due, finished, fees, components digitised or not, paid online
FACTS = [(f"TX-2026-{i:04d}", OFFICES[i % 2], channel, status, local(received), local(due), local(finished), fees, papers, paid)
         for i, (channel, status, received, due, finished, fees, papers, paid) in enumerate([
             ("direct", 10, "2026-09-01 07:30:00", "2026-09-03 17:00:00", "2026-09-03 16:59:00", [120000], [True, False], False),
             ("online", 10, "2026-09-01 23:59:00", "2026-09-02 08:00:00", "2026-09-02 08:01:00", [8000, 1500000], [True], True),
             ("postal", 9, "2026-09-09 00:00:00", None, "2026-10-01 00:00:00", [], [], False),
             ("online", 4, "2026-10-11 12:15:00", "2026-11-20 17:00:00", None, [0], [False], False),
             ("online", 5, "2026-10-31 18:05:00", "2026-11-02 11:30:00", None, [20000], [True, True, True], True),
             ("direct", 7, "2026-11-01 09:05:00", "2026-11-05 17:00:00", "2026-11-01 09:06:00", [], [], False),
             ("direct", 3, "2026-11-02 10:10:00", None, None, [], [False], False),
         ])]
WORDS = {3: "Từ chối", 4: "Đang xử lý", 5: "Chờ bổ sung", 7: "Công dân rút", 9: "Đã xử lý xong", 10: "Đã trả kết quả"}
STATUS_MAP = " ".join(f'"{word}:{code}"' for code, word in WORDS.items())


def money(amount):
    return f"{amount:,}".replace(",", ".")


def nested(fact):
    """A history of steps tells when it was closed; money is a text, dates are of three kinds."""
    code, office, channel, status, received, due, finished, fees, papers, paid = fact
    utc = [(step, at.astimezone(timezone.utc).isoformat()) for step, at in
           [("TIEP_NHAN", received)] + ([("KET_THUC", received), ("KET_THUC", finished)] if finished else []) + [("LUU_KHO", received)]]
    return {
        "chung": {"so": code, "donVi": office + "/Phòng Tư pháp", "nguoi": {"ten": "PII-Nguyễn Văn A"}},
        "moc": {"nhan": int(received.timestamp() * 1000), "hen": due.strftime("%Y-%m-%dT%H:%M:%S") if due else None},
        "cach": {"direct": "Trực tiếp", "online": "Trực tuyến", "postal": "Bưu chính"}[channel], "tinhTrang": WORDS[status],
        "lichSu": [{"buoc": step, "luc": at} for step, at in utc],
        "lePhi": [{"soTien": money(fee) + " đ", "daNop": "Có" if paid else "Không", "kenh": "Cổng DVC"} for fee in fees],
        "giayTo": [{"banDienTu": "Có" if paper else "Không"} for paper in papers], "sua": received.isoformat()}


def flagged(fact):
    """Day and hour in two fields, the channel in two flags, the present status marked in a list."""
    code, office, channel, status, received, due, finished, fees, papers, paid = fact
    return {
        "bienNhan": code, "coQuan": office + " - PII-ghi chú", "trucTuyen": channel == "online", "buuChinh": int(channel == "postal"),
        "nhan": {"ngay": received.strftime("%d/%m/%Y"), "gio": received.strftime("%H:%M")}, "hen": due.strftime("%H:%M %d-%m-%Y") if due else "",
        "xong": finished.strftime("%Y%m%d%H%M%S") if finished else "0", "trangThai": [{"ma": 2, "nay": False}, {"ma": str(status), "nay": True}],
        "phi": {"tong": sum(fees), "truc_tuyen": "Y" if paid else "N"}, "tp": len(papers), "soHoa": sum(papers)}


def flat(fact):
    """What is not known yet is a date of its own."""
    code, office, channel, status, received, due, finished, fees, papers, paid = fact
    return {
        "ref": code, "unit": office, "via": channel[0].upper(), "st": status, "t": [None, received.astimezone(timezone.utc).isoformat()],
        "due": due.strftime("%d/%m/%Y %H:%M") if due else "0001-01-01T00:00:00", "closed": int(finished.timestamp()) if finished else 0,
        "amt": fees, "paid": paid, "docs": papers, "who": "PII-Le Van B"}


def row(fact):
    """As a screen shows it."""
    code, office, channel, status, received, due, finished, fees, papers, paid = fact
    day = lambda at: f"{at.day}/{at.month}/{at.year} {at.hour}:{at:%M}" if at else ""
    return ";".join([code, office, {"direct": "Trực tiếp", "online": "Trực tuyến", "postal": "Qua bưu điện"}[channel], WORDS[status], day(received),
                     day(due), day(finished), money(sum(fees)), "Có" if paid else "Không", str(len(papers)), str(sum(papers))])


class System(BaseHTTPRequestHandler):
    """Asked in the wrong way it says 400, so that a request that is not as documented fails its test."""

    protocol_version = "HTTP/1.1"
    passes = {"number": 0, "left": 0}

    def log_message(self, *_):
        pass

    def reply(self, body, code=200, **headers):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(code)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def new_pass(self):
        self.passes.update(number=self.passes["number"] + 1, left=2)
        return f"pass-{self.passes['number']}"

    def admits(self, word):
        """A pass is good for two pages."""
        self.passes["left"] -= 1
        return word == f"pass-{self.passes['number']}" and self.passes["left"] >= 0

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            getattr(self, "post_" + self.path.strip("/"))(text)
        except (KeyError, ValueError, AssertionError) as error:
            self.reply({"loi": repr(error)}, 400)

    def post_token(self, text):
        form = dict(parse_qsl(text))
        given = base64.b64decode(self.headers.get("Authorization", "Basic ").split()[-1]).decode()
        assert form["grant_type"] == "client_credentials" and given == "motcua:" + SECRET
        self.reply({"access_token": self.new_pass(), "token_type": "Bearer", "expires_in": 3600})

    def post_tim(self, text):
        asked = json.loads(text)
        since, until = (datetime.strptime(asked[name], "%d/%m/%Y").replace(tzinfo=LOCAL) for name in ("tuNgay", "denNgay"))
        page, size = asked["trang"]["so"], asked["trang"]["co"]
        if not self.admits(self.headers["Authorization"].removeprefix("Bearer ")):
            return self.reply({}, 401)
        found = [fact for fact in FACTS if since <= fact[4] < until]
        return self.reply({"ok": True, "kq": {"tong": len(found), "ds": [nested(fact) for fact in found[(page - 1) * size:page * size]]}})

    def post_vao(self, text):
        assert json.loads(text) == {"ten": "thongke", "mk": SECRET}
        self.reply({"ma": 0, "phien": self.new_pass()})

    def post_quet(self, text):
        asked = json.loads(text)
        if not self.admits(asked["phien"]):
            return self.reply({"ma": "41", "loi": "Phiên hết hạn", "kq": None})
        start = int(asked["tiep"] or 0)
        more = start + asked["co"] < len(FACTS)
        return self.reply({"ma": "0", "kq": {"ds": [flagged(fact) for fact in FACTS[start:start + asked["co"]]], "tiep": str(start + asked["co"]) if more else None}})

    def do_GET(self):
        page = int(parse_qs(urlsplit(self.path).query).get("p", ["0"])[0])
        if self.headers.get("X-Api-Key") != SECRET:
            return self.reply({"loi": f"sai khóa {self.headers.get('X-Api-Key')}"}, 403)
        link = {"Link": f'</ds.gz?p={page + 1}>; rel="next", </ds.gz?p=9>; rel="last"'} if page * 3 + 3 < len(FACTS) else {}
        return self.reply(packed(FACTS[page * 3:page * 3 + 3]), **link)


def packed(facts):
    return gzip.compress("".join(json.dumps(flat(fact)) + "\n" for fact in facts).encode())


NESTED = """
[source]
url = {url}/tim
records = /kq/ds
total = /kq/tong
success = /ok = true
auth = oauth2
thousands = point
[auth]
user = motcua
password_file = {secret}
login_url = {url}/token
[request]
method = POST
body = {{"tuNgay": "{{since}}", "denNgay": "{{until}}", "trang": {{"so": {{page}}, "co": {{size}}}}}}
[paging]
kind = page
size = 2
[incremental]
date_format = dd/MM/yyyy
first_since = 2026-01-01
[fields]
code = /chung/so
receiving_office = /chung/donVi | until "/"
handling_office = /chung/donVi | until "/"
channel = /cach | map "Trực tiếp:direct" "Trực tuyến:online" "Bưu chính:postal"
status = /tinhTrang | map """ + STATUS_MAP + """
received_at = /moc/nhan | date epoch_ms
due_at = /moc/hen | date iso8601
finished_at = /lichSu | last /luc /buoc = KET_THUC | date iso8601
source_updated_at = /sua | date iso8601
fee = /lePhi | sum /soTien
components_total = /giayTo | count
components_digitised = /giayTo | count /banDienTu != Không
paid_online = /lePhi | any /kenh = "Cổng DVC" and /daNop = Có
"""

FLAGGED = """
[source]
url = {url}/quet
records = /kq/ds
success = /ma = 0
message = /loi
auth = login
[auth]
user = thongke
password_file = {secret}
login_url = {url}/vao
login_body = {{"ten": "{{user}}", "mk": "{{password}}"}}
login_success = /ma = 0
session = /phien
[request]
method = POST
body = {{"phien": {{session}}, "tiep": {{cursor}}, "co": {{size}}}}
[paging]
kind = cursor
cursor = /kq/tiep
size = 2
[fields]
code = /bienNhan
receiving_office = /coQuan | until " - "
handling_office = /coQuan | until " - "
channel = /trucTuyen + /buuChinh | map "true 0:online" "false 1:postal" "false 0:direct"
status = /trangThai | last /ma /nay = true
received_at = /nhan/ngay + /nhan/gio | date "dd/MM/yyyy HH:mm"
due_at = /hen | date "HH:mm dd-MM-yyyy"
finished_at = /xong | nullif 0 | date yyyyMMddHHmmss
fee = /phi/tong
components_total = /tp
components_digitised = /soHoa
paid_online = /phi/truc_tuyen | map Y:true N:false
"""

FLAT = """
[source]
url = {url}/ds.gz
format = ndjson
auth = header
token_file = {secret}
[auth]
header = X-Api-Key: {{token}}
[paging]
kind = link
[fields]
code = /ref
receiving_office = /unit
handling_office = /unit
channel = /via | map D:direct O:online P:postal
status = /st
received_at = /t/1 | date iso8601
due_at = /due | nullif "0001-01-01T00:00:00" | date "dd/MM/yyyy HH:mm"
finished_at = /closed | nullif 0 | date epoch_s
fee = /amt | sum
components_total = /docs | count
components_digitised = /docs | count "" = true
paid_online = /paid
"""

ROWS = """
[source]
url = file://{drop}/*
format = csv
encoding = windows-1258
separator = semicolon
thousands = point
[paging]
kind = none
[fields]
code = "/Số hồ sơ"
receiving_office = "/Đơn vị"
handling_office = "/Đơn vị"
channel = "/Hình thức" | map "Trực tiếp:direct" "Trực tuyến:online" "Qua bưu điện:postal"
status = "/Tình trạng" | map """ + STATUS_MAP + """
received_at = "/Ngày nhận" | date "d/M/yyyy H:mm"
due_at = "/Ngày hẹn" | date "d/M/yyyy H:mm"
finished_at = "/Ngày xong" | date "d/M/yyyy H:mm"
fee = "/Lệ phí"
paid_online = "/Trực tuyến" | map Có:true Không:false
components_total = "/Giấy tờ"
components_digitised = "/Số hóa"
"""
HEADING = "Số hồ sơ;Đơn vị;Hình thức;Tình trạng;Ngày nhận;Ngày hẹn;Ngày xong;Lệ phí;Trực tuyến;Giấy tờ;Số hóa"


def windows_1258(text):
    """The code page has letters with their hats, and tones as marks behind them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in tones)
        out += unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones)) + tone
    return out.encode("cp1258")


@pytest.fixture
def system():
    server = ThreadingHTTPServer(("127.0.0.1", 0), System)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def connect(system, motcua, tmp_path):
    """connect(text): writes the source file."""
    (tmp_path / "drop").mkdir()

    def write(text):
        file = text.format(url=system, secret=motcua.secret("secret", SECRET), drop=tmp_path / "drop")
        (motcua.directory / "sources.d" / "xa.conf").write_text(file)
    return write


def expected():
    return [(code, office, office, channel, status, received, due, finished, sum(fees), len(papers), sum(papers), paid)
            for code, office, channel, status, received, due, finished, fees, papers, paid in FACTS]


def stored(ask):
    return ask("SELECT code, receiving_office, handling_office, channel::text, status, received_at, due_at, finished_at, fee, components_total,"
               " components_digitised, paid_online FROM motcua.dossier ORDER BY code")


@pytest.mark.parametrize("text", [NESTED, FLAGGED, FLAT, ROWS, FLAT.replace("{url}/ds.gz", "file://{drop}/*").replace(
    "auth = header\ntoken_file = {secret}\n[auth]\nheader = X-Api-Key: {{token}}\n", "").replace("kind = link", "kind = none")],
    ids=["nested", "flagged", "flat", "rows", "packed-file"])
def test_a_system_is_connected_by_a_file(text, connect, motcua, ask, tmp_path):
    if "file://" in text:
        is_csv = text == ROWS
        lines = windows_1258("\r\n".join([HEADING, *map(row, FACTS)]) + "\r\n")
        (tmp_path / "drop" / ("a.csv" if is_csv else "a.ndjson.gz")).write_bytes(lines if is_csv else packed(FACTS[:4]) + packed(FACTS[4:]))
    connect(text)
    checked = motcua.ingest("check")
    assert checked.code == 0 and "LỖI" not in checked.stdout and "PII-" not in checked.stdout, checked.stdout + checked.stderr
    outcome = motcua.ingest()
    assert outcome.code == 0 and "error" not in outcome.stderr and SECRET not in outcome.stderr, outcome.stderr
    assert stored(ask) == expected()


def test_the_first_run_begins_where_the_file_says(connect, motcua, ask):
    connect(NESTED.replace("first_since = 2026-01-01", "first_since = 2026-10-31"))
    assert motcua.ingest().code == 0
    assert stored(ask) == expected()[4:]
    # The next one asks for what has changed, all of it again only when it is told to.
    assert motcua.ingest().code == 0
    assert ask("SELECT records FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(0,)]
    assert motcua.ingest("run", "--full").code == 0
    assert ask("SELECT records FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(3,)]


def test_a_server_that_refuses_a_request_says_why(connect, motcua):
    connect(NESTED.replace("first_since = 2026-01-01", "").replace("total = /kq/tong", "total = /kq/tong\nmessage = /loi"))
    outcome = motcua.ingest("check")
    assert outcome.code == 5 and "HTTP 400: 'ValueError(" in outcome.stderr and "does not match format" in outcome.stderr
    assert "[request] body right?" in outcome.stderr
    # But not what it was given.
    connect(FLAT.replace("format = ndjson", "format = ndjson\nmessage = /loi"))
    motcua.secret("secret", "another-key")
    outcome = motcua.ingest("check")
    assert outcome.code == 5 and "HTTP 403: 'sai khóa ***'" in outcome.stderr and "another-key" not in outcome.stderr


def test_a_packed_file_that_is_cut_is_told(connect, motcua, ask, tmp_path):
    connect(FLAT.replace("{url}/ds.gz", "file://{drop}/*").replace("auth = header\ntoken_file = {secret}\n[auth]\nheader = X-Api-Key: {{token}}\n", "")
            .replace("kind = link", "kind = none"))
    file = tmp_path / "drop" / "a.gz"
    file.write_bytes(packed(FACTS)[:-9])
    outcome = motcua.ingest()
    assert outcome.code == 5 and "cannot unpack it" in outcome.stderr and "on its way" in outcome.stderr
    file.write_bytes(packed(FACTS))
    assert motcua.ingest().code == 0 and stored(ask) == expected()

"""A one-stop system that answers as a test says, request by request."""

import http.server
import json
import threading

RECORD = {"TenTTHC": "Đăng ký khai sinh", "MaTTHC": "1.900060", "DonViXuLy": "UBND xã Tịnh Châu", "TrangThaiHoSo": "4",
          "NgayTiepNhan": "20240305090000", "NgayHenTra": "20240320170000"}


def record(number, **changes):
    """A dossier of the national record."""
    return RECORD | {"MaHoSo": f"H48.23.25-{number}"} | changes


def page(records, **envelope):
    return {"error_code": "0", "data": records} | envelope


class Scripted(http.server.ThreadingHTTPServer):
    """answer(path, query) is asked for each request: (status, body); a body that is neither text nor bytes is sent as
    JSON, and None hangs up."""

    daemon_threads = True
    token = "s3cret-token"

    def __init__(self, answer):
        super().__init__(("127.0.0.1", 0), Answer)
        self.answer = answer
        self.requests = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path="/list"):
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, *_):
        """A program that ends does not wait for its answer."""

    def stop(self):
        self.shutdown()
        self.server_close()


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path, _, query = self.path.partition("?")
        self.server.requests.append(self.path)
        status, body = self.server.answer(path, dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair))
        if body is None:
            self.close_connection = True
            return
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        data = text if isinstance(text, bytes) else text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_POST = do_GET

    def log_message(self, *_):
        pass

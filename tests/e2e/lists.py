"""Lists of records as a test writes them, served page by page in the envelope of the national record, or in any other way."""

import http.server
import threading
import urllib.parse


class Lists(http.server.ThreadingHTTPServer):
    """Serves /NAME?page=N&size=M; a list is made of texts, each one record, or a function of the query makes it.
    What answers has under a path is called with the query and returns status, headers and body."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.lists, self.answers = {}, {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.server_port}{path}"


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        if url.path in self.server.answers:
            return self.reply(*self.server.answers[url.path](dict(urllib.parse.parse_qsl(url.query))))
        query = {key: values[0] for key, values in urllib.parse.parse_qs(url.query).items()}
        start, size = (int(query["page"]) - 1) * int(query["size"]), int(query["size"])
        made = self.server.lists[url.path]
        records = (made(query) if callable(made) else made)[start:start + size]
        body = ('{"error_code": "0", "extra": [{"data": "]"}], "data" : [\n' + ",\n".join(records) + '\n], "page": {}}').encode()
        self.reply(200, {}, body)

    def reply(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

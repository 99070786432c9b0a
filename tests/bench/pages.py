"""Serves the pages of a one-stop system from memory, so that making them takes no part in what is timed.

Usage: pages.py URL PAGE_SIZE PATH... -- reads URL/PATH?page=1&size=..., page by page until one is empty,
prints its own port, and then answers the same requests.
"""

import http.server
import json
import sys
import urllib.parse
import urllib.request


def pages_of(url, size):
    page = 1
    while True:
        with urllib.request.urlopen(f"{url}?page={page}&size={size}") as reply:
            body = reply.read()
        yield body
        if not json.loads(body)["data"]:
            return
        page += 1


def main(base, size, *paths):
    pages = {"/" + path: list(pages_of(f"{base}/{path}", size)) for path in paths}

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 64 * 1024

        def do_GET(self):
            url = urllib.parse.urlsplit(self.path)
            bodies = pages[url.path]
            body = bodies[min(int(urllib.parse.parse_qs(url.query)["page"][0]), len(bodies)) - 1]
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


main(*sys.argv[1:])

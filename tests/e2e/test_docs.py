"""docs/adding-a-source.md, done as it says: every file, command and output."""

import functools
import http.server
import re
import shlex
import subprocess
import threading

from programs import BIN, ROOT

PAGE = ROOT / "docs/adding-a-source.md"


def blocks():
    """(kind, words behind it, text) of every fenced block."""
    return re.findall(r"^```(\w+) ?(.*?)\n(.*?)^```$", PAGE.read_text(), re.S | re.M)


def steady(text, motcua, port):
    """Without what differs from machine to machine and from day to day."""
    text = text.replace(f"127.0.0.1:{port}", "127.0.0.1:8000").replace(str(motcua.directory / "sources.d"), "/etc/motcua/sources.d")
    text = re.sub(r"Cơ sở dữ liệu: .*", "Cơ sở dữ liệu", text)
    return [line.rstrip() for line in re.sub(r"\bms=\d+", "ms", text).splitlines()]


def check(expected, actual):
    """[...] stands for any number of lines."""
    pattern = "\n".join(".*?" if line == "[...]" else re.escape(line) for line in expected).strip()
    assert re.fullmatch(pattern, "\n".join(actual).strip(), re.S), "\n".join(actual)


def mend(text, more):
    """Puts the settings of a second block into the file, in the place of those of the same name."""
    for line in more.splitlines():
        name = line.split("=")[0] if "=" in line else None
        if name and re.search(rf"^{re.escape(name)}=", text, re.M):
            text = re.sub(rf"^{re.escape(name)}=.*$", lambda _, line=line: line, text, flags=re.M)
        else:
            text += line + "\n"
    return text


def test_the_walk_through(motcua, tmp_path, database):
    folder = tmp_path / "export"
    folder.mkdir()

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port, source, commands = server.server_port, "", 0

    for kind, words, text in blocks():
        if kind == "ini":
            source = mend(source, text)
            (motcua.directory / "sources.d/xa.conf").write_text(source.replace("127.0.0.1:8000", f"127.0.0.1:{port}"))
        elif kind in ("json", "csv"):
            (folder / words).write_text(text)
        elif kind == "console":
            if words:
                name, old, _, new = words.split()
                (folder / name).write_text((folder / name).read_text().replace(old, new))
            for part in text.split("$ ")[1:]:
                command, _, expected = part.partition("\n")
                argv = shlex.split(command)
                commands += 1
                if argv[0] == "motcua-ingest":
                    argv = [str(BIN / argv[0]), *argv[1:], "--config", str(motcua.config())]
                outcome = subprocess.run(argv, cwd=folder, env=motcua.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                check(steady(expected, motcua, 8000), steady(outcome.stdout, motcua, port))
    server.shutdown()
    server.server_close()
    assert commands == 11

"""The programs under test and the one-stop system they are tested against."""

import configparser
import json
import os
import signal
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / os.environ.get("MOTCUA_BIN_DIR", "build/asan")
QUICK_BIN = ROOT / os.environ.get("MOTCUA_BIN_DIR", "build/release")
# Without sanitizers.
RELEASE = ROOT / "build/release"
LIMIT_S = 120
# For a source whose whole list is one answer.
ONE_ANSWER = dict(paging_kind="none", paging_page_param=None, paging_size_param=None, paging_size=None, paging_first=None)


class Shop:
    """A running fakeshop."""

    def __init__(self, port_file, token, *args):
        self.token = token
        self.process = subprocess.Popen(
            [RELEASE / "fakeshop", *args, "--port", "0", "--port-file", port_file, "--token", token],
            stdout=subprocess.PIPE, text=True)
        # It says so as soon as it listens, and closes its output when it cannot.
        if "listening on" not in self.process.stdout.readline():
            raise RuntimeError("fakeshop did not start: %s" % (args,))
        self.port = int(port_file.read_text())

    def url(self, path="/n1/dossiers"):
        return f"http://127.0.0.1:{self.port}{path}"

    def raw(self, path):
        request = urllib.request.Request(self.url(path), headers={"Authorization": "Bearer " + self.token})
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.read()

    def get(self, path):
        return json.loads(self.raw(path))

    def records(self, path="/n1/dossiers"):
        """The whole list, in the order in which it is served."""
        rows, page = [], 1
        while batch := self.get(f"{path}?page={page}&size=10000")["data"]:
            rows += batch
            page += 1
        return rows

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(timeout=10)
        self.process.stdout.close()


@dataclass
class Outcome:
    code: int
    stdout: str
    stderr: str

    def json(self):
        return json.loads(self.stdout)


class Installation:
    """A directory of settings, and the programs reading it."""

    def __init__(self, directory, database, quick=False):
        self.directory = directory
        self.bin = QUICK_BIN if quick else BIN
        self.settings = {"ingest": {"sources_dir": str(directory / "sources.d")}}
        # Tests read tables of one width, whatever terminal they are started from.
        self.environment = os.environ | {"PGDATABASE": database, "MOTCUA_PAGE_DIR": str(ROOT / "page"), "COLUMNS": "100"}
        (directory / "sources.d").mkdir(parents=True)

    def secret(self, name, text, mode=0o600):
        path = self.directory / name
        path.write_text(text + "\n")
        path.chmod(mode)
        return path

    def set(self, section, **values):
        self.settings.setdefault(section, {}).update(values)

    def source(self, shop, path="/n1/dossiers", name="tinh", example="national", **changes):
        """Writes NAME.conf: an example that is shipped, with the url and the secret of the shop and quick
        retries. Changes are named SECTION_KEY; None takes a setting away."""
        parser = _ini()
        parser.read_string((ROOT / f"config/sources.d/{example}.conf.example").read_text())
        parser["source"]["url"] = shop.url(path)
        for section, option in (("source", "token_file"), ("auth", "password_file")):
            if parser.has_option(section, option):
                parser[section][option] = str(self.secret(name + ".token", shop.token))
        if parser.has_option("paging", "size"):
            parser["paging"]["size"] = "500"
        parser["limits"]["retry_wait_ms"] = "10"
        for key, value in changes.items():
            section, _, option = key.partition("_")
            if not parser.has_section(section):
                parser.add_section(section)
            if value is None:
                parser.remove_option(section, option)
            else:
                parser[section][option] = str(value)
        _write(parser, self.directory / "sources.d" / (name + ".conf"))

    def config(self):
        path = self.directory / "motcua.conf"
        parser = _ini()
        parser.read_dict(self.settings)
        _write(parser, path)
        # It may hold a connection string.
        path.chmod(0o600)
        return path

    def command(self, program, *args):
        # --help and --version stand without a command, and then without settings.
        config = [] if args[0].startswith("-") else ["--config", str(self.config())]
        return [str(self.bin / program), *map(str, args), *config]

    def start(self, program, *args, today=None, **environment):
        """Starts a program and leaves it running. Tests that run in the background of a shell ignore Ctrl-C; it does not."""
        return subprocess.Popen(
            self.command(program, *args), env=self._environment(today, environment),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

    def ingest(self, *args, today=None, **environment):
        return self._run("motcua-ingest", args or ("run",), today, environment)

    def stats(self, *args, today=None, **environment):
        return self._run("motcua-stats", args, today, environment)

    def _environment(self, today, changes):
        options = f"-c motcua.today={today}" if today else ""
        return self.environment | {"PGOPTIONS": options} | changes

    def _run(self, program, args, today, environment):
        done = subprocess.run(
            self.command(program, *args), env=self._environment(today, environment), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=LIMIT_S)
        return Outcome(done.returncode, done.stdout, done.stderr)


def _ini():
    parser = configparser.RawConfigParser(comment_prefixes=("#", ";"), delimiters=("=",))
    parser.optionxform = str
    return parser


def _write(parser, path):
    with open(path, "w") as file:
        parser.write(file)

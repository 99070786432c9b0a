"""What motcua.conf names is checked before anything runs, with its line."""

import pytest

SMALL = ("random", "--count", "300", "--seed", "2", "--offices", "5")
WRONG = [
    ("stats", {"profile": "bao-cao"}, "[stats] profile", "decree61, "),
    ("stats", {"scoring": "gia-nghia"}, "[stats] scoring", "gia-nghia-2023"),
    ("mail", {"url": "smtp://127.0.0.1:25", "security": "none", "from": "motcua"}, "[mail] from", ""),
    ("mail", {"to": "a@example.vn, b"}, "[mail] to", ""),
    ("mail", {"url": "smtp://mail.example.vn:25", "security": "none", "from": "a@example.vn"}, "[mail] security", "starttls"),
    ("mail", {"url": "smtp://mail.example.vn:25", "security": "tls", "from": "a@example.vn"}, "[mail] security", "starttls"),
    ("mail", {"url": "smtp://mail.example.vn:25", "from": "a@example.vn", "user": "u"}, "[mail] password_file", ""),
    ("alert", {"late_percent": "3 %"}, "[alert] late_percent", ""),
    ("alert", {"late_percent": "+3"}, "[alert] late_percent", ""),
    ("mail", {"url": "smtp://mail.example.vn:2x5"}, "[mail] url", ""),
    ("mail", {"url": "smtp://"}, "[mail] url", ""),
]


def line_of(motcua, name):
    lines = (motcua.directory / "motcua.conf").read_text().splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.startswith(name + " =")), None)


@pytest.mark.parametrize("section, values, setting, hint", WRONG)
def test_both_programs_tell_before_they_run(shop, motcua, ask, section, values, setting, hint):
    motcua.source(shop(*SMALL))
    motcua.set(section, **values)
    for run in (lambda: motcua.ingest("check"), lambda: motcua.ingest("run"), lambda: motcua.stats("run")):
        outcome = run()
        assert outcome.code == 3 and f"{setting}: expected" in outcome.stderr or f"{setting}: " in outcome.stderr, outcome.stderr
        assert outcome.code == 3 and hint in outcome.stderr
        place = line_of(motcua, setting.split()[1])
        assert f"motcua.conf:{place}: {setting}" in outcome.stderr if place else "motcua.conf" in outcome.stderr
    assert ask("SELECT (SELECT count(*) FROM motcua.run) + (SELECT count(*) FROM motcua.dossier)") == [(0,)]


def test_check_tells_all_of_it_and_looks_at_the_sources(shop, motcua):
    motcua.source(shop(*SMALL))
    motcua.set("stats", profile="x", scoring="y")
    motcua.set("mail", to="z")
    outcome = motcua.ingest("check")
    assert outcome.code == 3 and "[stats] profile" in outcome.stderr and "[mail] to" in outcome.stderr
    assert "Trang đầu: 300 bản ghi" in outcome.stdout


def test_the_environment_is_named(shop, motcua):
    motcua.source(shop(*SMALL))
    outcome = motcua.ingest("check", MOTCUA_STATS_PROFILE="x")
    assert outcome.code == 3 and "environment variable MOTCUA_STATS_PROFILE: [stats] profile" in outcome.stderr

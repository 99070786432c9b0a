"""Every figure is the length of its list, and every dossier can say where it counts."""

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

import reference


def load(shop, motcua, ask, seed):
    motcua.source(shop("random", "--count", "4000", "--seed", str(seed), "--offices", "12"))
    assert motcua.ingest().code == 0
    # What the national record lacks: a catalogue and feedback.
    ask("UPDATE motcua.procedure SET full_eligible = true, has_fee = length(code) % 2 = 0, online_payment = true,"
        " online_level = CASE WHEN code < '1.001000' THEN 'full' ELSE 'partial' END::motcua.online_level, paper_result = code > '1.000500'")
    ask("INSERT INTO motcua.feedback (source, code, office, received_at, due_at, answered_at)"
        " SELECT 'f', 'f' || row_number() OVER (ORDER BY d.code), d.handling_office, d.received_at, d.due_at, d.finished_at"
        " FROM motcua.dossier AS d WHERE d.received_at IS NOT NULL AND d.code < (SELECT min(code) || '~' FROM motcua.dossier) OR abs(hashtext(d.code)) % 20 = 0"
        " AND d.received_at IS NOT NULL")


def random_periods(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        first = date(2023, 6, 1) + timedelta(days=rng.randrange(900))
        yield first, first + timedelta(days=rng.choice([0, 6, 30, 89, 364]))


@pytest.mark.parametrize("seed", [51, 52])
def test_every_figure_is_the_length_of_its_list(seed, shop, motcua, ask):
    load(shop, motcua, ask, seed)
    parents = dict(ask("SELECT code, parent FROM motcua.office"))
    figures = {("report", b) for (b,) in ask("SELECT bucket FROM motcua.bucket")} | set(ask("SELECT profile, rate FROM motcua.rate"))
    nonempty = set()
    for first, last in random_periods(seed, 2):
        wanted = {("report", b, o): t for o, b, t in ask("SELECT office, bucket, total FROM stats.buckets(%s, %s)", first, last)}
        wanted |= {(p, r, o): n for p, r, o, n in ask("SELECT profile, rate, office, numerator FROM motcua.rates(%s, %s)", first, last)}
        # Of rates that sum up days the dossiers are counted beside.
        wanted |= {(p, r, o): n for p, r, o, n in ask("SELECT profile, rate, office, dossiers FROM motcua.term_rates(%s, %s, 'report')", first, last)}
        listed = defaultdict(int)
        for profile, figure in figures:
            for office, rows, reasons, keys in ask(
                    "SELECT handling_office, count(*), count(nullif(reason, '')), count(DISTINCT (bucket, source, code))"
                    " FROM stats.dossiers(%s, %s, %s, NULL, %s) GROUP BY 1", figure, first, last, profile):
                assert rows == reasons == keys, (profile, figure, office)
                for above in (with_parents(parents, office) if office else parents):
                    listed[profile, figure, above] += rows
        assert {key: n for key, n in wanted.items() if n} == dict(listed)
        nonempty |= {key[:2] for key in listed}
        for office in ("H48", "H48.20"):
            for profile, figure in ask("SELECT profile, rate FROM motcua.rate"):
                assert ask("SELECT count(*) FROM stats.dossiers(%s, %s, %s, %s, %s)", figure, first, last, office, profile) == [
                    (wanted.get((profile, figure, office), 0),)]
    assert len(nonempty) > 60, sorted(figures - nonempty)


def with_parents(parents, office):
    while office:
        yield office
        office = parents[office]


def test_the_command_lists_what_it_shows(shop, motcua, ask):
    load(shop, motcua, ask, 53)
    for profile in ("report", "qd766", "decree61", "decree224"):
        (office,) = motcua.stats("show", "--period", "2024-H1", "--office", "H48", "--profile", profile, "--format", "json").json()["offices"]
        for rate, figure in office["rates"].items():
            listed = motcua.stats("dossiers", "--rate", rate, "--period", "2024-H1", "--office", "H48", "--profile", profile, "--format", "json").json()
            assert len(listed["dossiers"]) == figure.get("dossiers", figure["numerator"]), (profile, rate)
            assert all(d["reason"] for d in listed["dossiers"])


def test_a_dossier_counts_where_it_says(shop, motcua, ask):
    """What explain says of all dossiers, added up, is every rate of a day on which nothing is open any more."""
    load(shop, motcua, ask, 54)
    ask("SET motcua.today = '2025-06-30'")
    for day in (date(2024, 3, 12), date(2024, 9, 3)):
        counted = ask("SELECT e.profile, e.rate, count(*) FILTER (WHERE e.in_numerator), count(*) FILTER (WHERE e.in_denominator)"
                      " FROM motcua.dossier AS d CROSS JOIN LATERAL stats.explain(d.source, d.code) AS e"
                      " WHERE %s IN (d.received_on, d.closed_on) AND e.on_day = %s AND e.event IN ('received', 'closed') GROUP BY 1, 2", day, day)
        assert counted
        # Rates of flows alone: on_time of qd766 and the letters also count what is open.
        flows = {(p, r): (n, d) for p, r, n, d in ask(
            "SELECT profile, rate, sum(numerator), sum(denominator) FROM motcua.rates(%s, %s)"
            " JOIN motcua.office AS o ON o.code = office AND o.parent IS NULL"
            " WHERE (profile, rate) NOT IN (SELECT t.profile, t.rate FROM motcua.term AS t JOIN motcua.bucket AS b USING (bucket) WHERE b.event NOT IN ('received', 'closed'))"
            " GROUP BY 1, 2", day, day)}
        assert {(p, r): (n, d) for p, r, n, d in counted if (p, r) in flows} == {k: v for k, v in flows.items() if v[1]}


def test_the_story_of_one_dossier(shop, motcua, ask):
    tinh = shop("random", "--count", "3000", "--seed", "55", "--offices", "8")
    for night in ("/n1/dossiers", "/n2/dossiers"):
        motcua.source(tinh, night)
        assert motcua.ingest().code == 0
    # One whose closing was put back.
    ((code, old, new),) = ask(
        "SELECT c.code, c.old_value, c.new_value FROM motcua.dossier_change AS c JOIN motcua.dossier AS d USING (source, code)"
        " WHERE c.field = 'finished_at' AND c.new_value < c.old_value AND d.timeliness IS NOT NULL ORDER BY c.code LIMIT 1")
    outcome = motcua.stats("explain", code, "--format", "json")
    assert outcome.code == 0
    (told,) = outcome.json()["dossiers"]
    assert (told["source"], told["code"]) == ("tinh", code)
    assert told["office"] in told["code"] and told["status_text"]
    changes = [step["text"] for step in told["story"] if step["kind"] == "change"]
    assert any("ngày kết thúc đổi từ" in text for text in changes)
    assert [step["at"] for step in told["story"]] == sorted(step["at"] for step in told["story"])
    assert "finished_moved_back" in [flag["flag"] for flag in told["flags"]]
    by_rate = {(r["profile"], r["rate"]): r for r in told["rates"] if r["in_denominator"]}
    assert ("report", "on_time") in by_rate and "kết thúc" in by_rate["report", "on_time"]["reason"]
    table = motcua.stats("explain", code)
    assert table.code == 0 and code in table.stdout and "Diễn biến" in table.stdout and "Dấu hiệu cần kiểm tra" in table.stdout
    assert "finished_at" not in table.stdout
    assert motcua.stats("explain", code, "--source", "other").code == 2
    csv = motcua.stats("explain", "--code", code, "--source", "tinh", "--format", "csv").stdout
    assert len(csv.splitlines()) == len(told["story"]) + 1


def test_one_code_in_two_sources(shop, motcua):
    tinh = shop("random", "--count", "50", "--seed", "56", "--offices", "2")
    for name in ("bo", "tinh"):
        motcua.source(tinh, name=name)
    assert motcua.ingest().code == 0
    code = tinh.records()[0]["MaHoSo"]
    assert [d["source"] for d in motcua.stats("explain", code, "--format", "json").json()["dossiers"]] == ["bo", "tinh"]
    assert [d["source"] for d in motcua.stats("explain", code, "--source", "bo", "--format", "json").json()["dossiers"]] == ["bo"]

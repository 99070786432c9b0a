"""Offices over time: three communes of a district become one, and every figure stays where it belongs."""

import pytest

OFFICES = """
    INSERT INTO motcua.office (code, name, level, parent, valid_from, valid_to) VALUES
        ('H48', 'UBND tỉnh', 'province', NULL, NULL, NULL),
        ('H48.23', 'UBND thành phố', 'district', 'H48', NULL, '2025-06-30'),
        ('H48.23.1', 'UBND xã Một', 'commune', 'H48.23', NULL, '2025-06-30'),
        ('H48.23.2', 'UBND xã Hai', 'commune', 'H48.23', NULL, '2025-06-30'),
        ('H48.23.3', 'UBND xã Ba', 'commune', 'H48.23', NULL, '2025-06-30'),
        ('H48.90', 'UBND xã Mới', 'commune', 'H48', '2025-07-01', NULL),
        ('H48.91', 'UBND xã Khác', 'commune', 'H48', NULL, NULL);
    INSERT INTO motcua.office_succession (old_office, new_office, on_day)
    SELECT 'H48.23.' || i, 'H48.90', '2025-07-01' FROM generate_series(1, 3) AS i"""
# Every two days from 1 May to 28 August one for each of the five; received where the next one is, ten days later
# resolved, the commune with the number i on time in i of 4.
DOSSIERS = """
    INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, channel, status, received_at, due_at, finished_at)
    SELECT 's', o.n || '-' || i, o.receiving, o.handling, 'direct', 9, r.at, r.at + CASE WHEN i % 4 < o.n THEN 12 ELSE 8 END * interval '1 day',
           r.at + interval '10 days'
    FROM (VALUES (1, 'H48.23.1', 'H48.23.2'), (2, 'H48.23.2', 'H48.23.3'), (3, 'H48.23.3', 'H48.91'), (2, 'H48.91', 'H48.23.1')) AS o (n, handling, receiving),
         generate_series(0, 59) AS i, LATERAL (SELECT timestamptz '2025-05-01 08:00+07' + i * interval '2 days' AS at) AS r"""


@pytest.fixture
def merged(motcua, ask):
    ask(OFFICES)
    ask(DOSSIERS.replace("o.n ||", "o.handling ||"))
    return motcua


def counts(motcua, period, *options):
    outcome = motcua.stats("show", "--period", period, "--format", "json", *options)
    assert outcome.code == 0, outcome.stderr
    return {office["code"]: office["counts"] for office in outcome.json()["offices"]}


@pytest.mark.parametrize("by", ["handling", "receiving"])
@pytest.mark.parametrize("period", ["2025", "2025-H1", "2025-Q3", "2025-06", "2025-07", "2025-06-15..2025-07-15"])
def test_both_trees_have_the_same_sums(period, by, merged):
    then, now = (counts(merged, period, "--by", by, "--tree", tree) for tree in ("then", "now"))
    assert then["H48"] == now["H48"] and then["H48"]["received"] > 0
    for tree in (then, now):
        for c in tree.values():
            assert c["carried_in"] + c["received"] == c["resolved"] + c["withdrawn"] + c["returned"] + c["pending"]
    old = ["H48.23.1", "H48.23.2", "H48.23.3"]
    for figure in then["H48"]:
        assert now["H48.90"][figure] == sum(then[office][figure] for office in [*old, "H48.90"])
        assert all(now[office][figure] == 0 for office in [*old, "H48.23"])
    assert then["H48.91"] == now["H48.91"]


def test_what_was_open_goes_to_the_successor(merged):
    june, july = counts(merged, "2025-06"), counts(merged, "2025-07")
    assert june["H48.90"]["received"] == 0 and sum(june[f"H48.23.{i}"]["pending"] for i in (1, 2, 3)) == 15
    assert july["H48.90"]["carried_in"] == 15 and july["H48.23"]["carried_in"] == 0


def test_who_received_is_not_who_is_accountable(merged):
    by = {by: counts(merged, "2025-05", "--by", by) for by in ("handling", "receiving")}
    assert by["handling"]["H48.91"] == by["receiving"]["H48.23.1"] != by["handling"]["H48.23.1"]
    assert by["handling"]["H48"] == by["receiving"]["H48"]
    listed = merged.stats("dossiers", "--bucket", "received", "--period", "2025-05", "--office", "H48.23.1", "--by", "receiving", "--format", "json").json()
    assert (listed["by"], listed["tree"]) == ("receiving", "then")
    assert {d["code"].split("-")[0] for d in listed["dossiers"]} == {"H48.91"} and len(listed["dossiers"]) == by["receiving"]["H48.23.1"]["received"]


def test_rank(merged):
    families = merged.stats("rank", "--rate", "late", "--period", "2025-05", "--format", "json").json()["families"]
    assert [(f["parent"], [(o["place"], o["sisters"], o["code"]) for o in f["offices"]]) for f in families] == [
        (None, [(1, 1, "H48")]), ("H48", [(1, 2, "H48.23"), (1, 2, "H48.91")]),
        ("H48.23", [(1, 3, "H48.23.3"), (2, 3, "H48.23.2"), (3, 3, "H48.23.1")])]
    (family,) = merged.stats("rank", "--rate", "late", "--period", "2025-05", "--office", "H48.23.1", "--format", "json").json()["families"]
    assert family["parent"] == "H48.23" and len(family["offices"]) == 3
    table = merged.stats("rank", "--rate", "on_time", "--period", "2025-05", "--tree", "now").stdout
    assert "UBND xã Mới" in table and "UBND xã Một" not in table and "cơ quan hiện nay" in table
    csv = merged.stats("rank", "--rate", "late", "--period", "2025-05", "--format", "csv").stdout
    assert csv.splitlines()[0].endswith("parent;place;sisters;office;name;numerator;denominator;percent;doubt;band;no_place;level;volume_group;volume;rule;period_from;period_to;as_of") and "H48.23;1;3;H48.23.3" in csv
    # A rate of nothing earns no place.
    families = merged.stats("rank", "--rate", "apology", "--period", "2024", "--format", "json").json()["families"]
    assert {(o["place"], o["sisters"]) for f in families for o in f["offices"]} == {(None, 0)}


@pytest.mark.parametrize("args", [["show", "--by", "nobody"], ["show", "--tree", "later"], ["show", "--as-of", "yesterday"], ["rank"], ["rank", "--rate", "none"]])
def test_wrong_usage_is_2(args, merged):
    outcome = merged.stats(*args, "--period", "2025-05")
    assert outcome.code == 2 and outcome.stdout == "", outcome

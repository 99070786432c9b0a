"""Ranks among equals, against places made a second time from exact fractions."""

import csv
import io
import random
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest

import reference
from conftest import NIGHTS, execute, filled

FIRST, LAST, TODAY = date(2024, 1, 1), date(2024, 6, 30), "2025-11-20"
LIMITS = [("A", 40), ("B", 18), ("C", 0)]  # of dossiers a year, for a shop this small




@pytest.fixture(scope="module")
def loaded(worker_id, tmp_path_factory):
    """A database with sixty offices of different volume, and the dossiers in them: these tests only read."""
    rng = random.Random(81)
    with filled(worker_id, tmp_path_factory.mktemp("ranking"), NIGHTS[:1], "random", "--count", "9000", "--seed", "81", "--offices", "60") as (name, store):
        # The volumes of the shop hardly differ.
        known = [d for d in store.dossiers.values() if rng.random() < sum(d.office.encode()) % 4 / 3]
        execute(name, "DELETE FROM motcua.dossier WHERE code NOT IN (%s)" % ", ".join(f"'{d.code}'" for d in known),
                "UPDATE motcua.volume_group SET received_from = CASE name WHEN 'A' THEN 40 WHEN 'B' THEN 18 ELSE 0 END")
        yield name, known


@pytest.fixture(scope="module")
def template(loaded):
    return loaded[0]


@pytest.fixture
def known(loaded):
    return loaded[1]


def families(motcua, *args):
    outcome = motcua.stats("rank", "--period", f"{FIRST}..{LAST}", *args, "--format", "json", today=TODAY)
    assert outcome.code == 0, outcome.stderr
    return outcome.json()["families"]


def shown(family):
    return [(o["code"], o["place"], o["sisters"], o["band"], o["numerator"], o["denominator"]) for o in family["offices"]]


def band(place, ranked):
    if ranked < 10:
        return None
    return next(b for b, limit in ((1, 10), (2, 30), (3, 70), (4, 90), (5, 100)) if Fraction(place, ranked) <= Fraction(limit, 100))


def wanted(figures, offices, lower_is_better, minimum):
    """Places one by one: an office stands behind as many as are better, whatever the order they come in."""
    able = [o for o in offices if figures[o][1] >= max(minimum, 1)]
    share = {o: Fraction(*figures[o]) for o in able}
    places = {o: 1 + sum((share[p] < share[o]) if lower_is_better else (share[p] > share[o]) for p in able) for o in able}
    rows = [(o, places.get(o), len(able), band(places[o], len(able)) if o in places else None, *figures[o]) for o in offices]
    return sorted(rows, key=lambda r: (r[1] is None, r[1] or 0, r[0]))


@pytest.mark.parametrize("rate, lower_is_better", [("late", True), ("on_time", False), ("online", False), ("apology", False)])
def test_places_and_bands(rate, lower_is_better, known, motcua, ask):
    levels = dict(ask("SELECT code, level FROM motcua.office"))
    tallies = reference.tallies(known, FIRST, LAST)
    figures = {o: reference.rates(tallies[o])["report", rate] for o in levels}
    years = reference.tallies(known, LAST + timedelta(days=1) - timedelta(days=366), LAST)  # 2024 has 366 days
    group_of = {o: next(name for name, least in LIMITS if years[o]["received"] >= least) for o in levels}
    communes = [o for o in levels if levels[o] == "commune"]
    assert len(communes) > 30 and len(Counter(group_of[o] for o in communes)) == 3
    for minimum in (0, 5, 20):
        asked = ("--rate", rate, "--min", minimum)
        (family,) = families(motcua, *asked, "--level", "commune")
        assert (family["parent"], family["level"]) == (None, "commune")
        assert shown(family) == wanted(figures, communes, lower_is_better, minimum)
        below = [o for o in family["offices"] if 0 < o["denominator"] < minimum]
        assert all(o["place"] is None and o["no_place"] == f"mẫu số {o['denominator']}, dưới mức tối thiểu {minimum}" for o in below)
        assert all((o["place"] is None) == (o["no_place"] is not None) for o in family["offices"])
        grouped = families(motcua, *asked, "--level", "commune", "--group", "volume")
        assert [f["group"]["name"] for f in grouped] == ["A", "B", "C"]
        assert [(f["group"]["from"], f["group"]["to"]) for f in grouped] == [(40, None), (18, 39), (0, 17)]
        assert {f["group"]["received_since"] for f in grouped} == {"2023-07-01"}
        for family in grouped:
            members = [o for o in communes if group_of[o] == family["group"]["name"]]
            assert shown(family) == wanted(figures, members, lower_is_better, minimum)
            assert all(o["volume"] == years[o["code"]]["received"] for o in family["offices"])
        for district in [o for o in levels if any(reference.parent(c) == o for c in communes)][:3]:
            (family,) = families(motcua, *asked, "--under", district)
            assert family["parent"] == district
            assert shown(family) == wanted(figures, [o for o in levels if reference.parent(o) == district], lower_is_better, minimum)


def test_the_order_of_rows_makes_no_difference(motcua, ask):
    asked = ("--rate", "late", "--level", "commune", "--group", "volume")
    before = families(motcua, *asked)
    # Written anew, rows lie at the end of their table.
    ask("UPDATE motcua.office SET name = name WHERE abs(hashtext(code)) % 2 = 0")
    ask("UPDATE motcua.dossier SET fee = fee WHERE abs(hashtext(code)) % 2 = 0")
    assert families(motcua, *asked) == before


def test_one_office_among_its_equals(motcua):
    asked = ("--rate", "late", "--level", "commune", "--group", "volume")
    (family,) = [f for f in families(motcua, *asked) if f["group"]["name"] == "B"]
    office = family["offices"][-1]["code"]
    assert families(motcua, *asked, "--office", office) == [family]
    assert families(motcua, *asked, "--office", "H48") == []
    nothing = motcua.stats("rank", "--rate", "late", "--period", "2024-H1", "--level", "commune", "--office", "H48")
    assert nothing.code == 0 and "Không có cơ quan nào để xếp hạng." in nothing.stdout


def test_every_format_tells_group_band_and_reason(motcua):
    args = ("rank", "--rate", "late", "--period", f"{FIRST}..{LAST}", "--level", "commune", "--group", "volume", "--min", "20")
    table = motcua.stats(*args, today=TODAY).stdout
    assert "Nhóm cơ quan: Cấp xã" in table and "Nhóm A: từ 40 hồ sơ tiếp nhận trong 12 tháng kể từ 01/07/2023." in table
    assert "Nhóm B: từ 18 đến 39 hồ sơ" in table and "Không xếp hạng:" in table and "dưới mức tối thiểu 20" in table
    assert "commune" not in table
    rows = list(csv.DictReader(io.StringIO(motcua.stats(*args, "--format", "csv", today=TODAY).stdout.lstrip("\ufeff")), delimiter=";"))
    told = [(f["group"]["name"], str(o["place"] or ""), str(o["band"] or ""), o["code"], o["no_place"] or "", str(o["volume"]))
            for f in families(motcua, *args[1:3], *args[5:]) for o in f["offices"]]
    assert [(r["volume_group"], r["place"], r["band"], r["office"].lstrip("'"), r["no_place"], r["volume"]) for r in rows] == told
    (family,) = families(motcua, "--rate", "on_time", "--level", "commune")
    assert {o["band"] for o in family["offices"] if o["place"]} > {1, 2, 3}


@pytest.mark.parametrize("args, message", [
    (["--level", "village"], "unknown level 'village'"), (["--under", "X"], "unknown office 'X'"), (["--group", "size"], "unknown group 'size'"),
    (["--min", "-1"], "'-1' is not a least number"), (["--min", "1,5"], "is not a least number"), (["--level", "commune", "--under", "H48"], "exclude each other")])
def test_wrong_usage_is_2(args, message, motcua):
    outcome = motcua.stats("rank", "--rate", "late", "--period", "2024", *args)
    assert outcome.code == 2 and outcome.stdout == "" and message in outcome.stderr, outcome

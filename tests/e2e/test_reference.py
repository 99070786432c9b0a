"""Random exports through the programs, against the same rules written a second time."""

from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest

import reference

PERIODS = [
    (date(2024, 1, 1), date(2024, 12, 31)),
    (date(2023, 1, 1), date(2025, 12, 31)),
    (date(2024, 1, 1), date(2024, 1, 31)),
    (date(2024, 2, 1), date(2024, 2, 29)),
    (date(2023, 2, 1), date(2023, 2, 28)),
    (date(2023, 12, 1), date(2023, 12, 31)),
    (date(2024, 4, 1), date(2024, 6, 30)),
    (date(2023, 12, 7), date(2024, 6, 6)),
    (date(2024, 5, 17), date(2024, 5, 17)),
    (date(2025, 12, 31), date(2025, 12, 31)),
    (date(2022, 1, 1), date(2022, 12, 31)),
    (date(2026, 1, 1), date(2026, 3, 31)),
    (date(2023, 6, 13), date(2025, 3, 2)),
]
# What motcua.today is set to, and the period that it cuts or ends.
TODAYS = [
    (date(2024, 6, 6), date(2024, 1, 1), date(2024, 6, 6)),
    (date(2024, 6, 6), date(2024, 6, 1), date(2024, 12, 31)),
    (date(2024, 6, 7), date(2024, 1, 1), date(2024, 6, 6)),
    (date(2025, 12, 31), date(2025, 12, 1), date(2025, 12, 31)),
]
FAR_DAY = date(2999, 1, 1)


def rates_of(ask, first, last):
    return {(office, profile, rate): (numerator, denominator) for office, profile, rate, numerator, denominator
            in ask("SELECT office, profile, rate, numerator, denominator FROM motcua.rates(%s, %s)", first, last)}


def counts_of(ask, first, last):
    names = ", ".join(reference.COUNTS)
    return {row[0]: dict(zip(reference.COUNTS, row[1:]))
            for row in ask(f"SELECT office, {names} FROM stats.counts(%s, %s)", first, last)}


def check_period(ask, known, first, last, today):
    ask("SELECT set_config('motcua.today', %s, false)", today.isoformat())
    wanted = reference.tallies(known.values(), first, last, today)
    offices = {above for d in known.values() for above in reference.with_ancestors(d.office)}
    assert counts_of(ask, first, last) == {office: reference.counts(wanted[office]) for office in offices}
    assert rates_of(ask, first, last) == {
        (office, *rate): fraction for office in offices for rate, fraction in reference.rates(wanted[office]).items()}


def check_identities(ask, known):
    """What must hold whatever the rules are."""
    ask("SET motcua.today = ''")
    for first, last in PERIODS:
        counts = counts_of(ask, first, last)
        own = defaultdict(int, ask(
            "SELECT office, own FROM stats.buckets(%s, %s) WHERE bucket = 'received'", first, last))
        for office, c in counts.items():
            assert c["carried_in"] + c["received"] == c["resolved"] + c["withdrawn"] + c["returned"] + c["pending"]
            below = [other for other in counts if reference.parent(other) == office]
            assert c["received"] == own[office] + sum(counts[b]["received"] for b in below)
    for year in (2023, 2024, 2025):
        months = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
        parts = [counts_of(ask, start, end - timedelta(days=1)) for start, end in zip(months, months[1:])]
        whole = counts_of(ask, months[0], months[-1] - timedelta(days=1))
        for office, c in whole.items():
            for flow in ("received", "resolved", "resolved_late", "withdrawn", "returned"):
                assert c[flow] == sum(part[office][flow] for part in parts)
            assert c["carried_in"] == parts[0][office]["carried_in"]
            assert c["pending"] == parts[-1][office]["pending"]
    assert whole["H48"]["received"] > 100


def check_all(ask, known):
    for first, last in PERIODS:
        check_period(ask, known, first, last, FAR_DAY)
    for today, first, last in TODAYS:
        check_period(ask, known, first, last, today)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_is_that_of_the_reference(seed, shop, motcua, ask):
    tinh = shop("random", "--count", "6000", "--seed", str(seed), "--offices", "25")
    store = reference.Store()
    nights = {"/n1/dossiers": tinh.records("/n1/dossiers"), "/n2/dossiers": tinh.records("/n2/dossiers")}

    motcua.source(tinh, "/n1/dossiers")
    assert motcua.ingest().code == 0
    store.load(nights["/n1/dossiers"])
    check_all(ask, store.dossiers)
    check_identities(ask, store.dossiers)

    motcua.source(tinh, "/n2/dossiers")
    assert motcua.ingest().code == 0
    store.load(nights["/n2/dossiers"])
    check_all(ask, store.dossiers)
    check_changes(ask, store)
    check_nothing_changes(ask, motcua)


def check_changes(ask, store):
    """The log of the second night names what has changed, no more and no less."""
    logged = ask("SELECT code, field, old_value, new_value FROM motcua.dossier_change")
    fields = {(code, field) for code, field, _, _ in logged}
    assert fields == store.changed and len(fields) == len(logged) and len(fields) > 30
    assert all(old != new for _, _, old, new in logged)
    for code, field, _, new in logged:
        value = getattr(store.dossiers[code], field)
        stored = datetime.fromisoformat(new + ":00").replace(tzinfo=None) if isinstance(value, datetime) else new
        assert stored == (value if isinstance(value, datetime) else None if value is None else str(value))
    ((inserted, updated),) = ask("SELECT inserted, updated FROM motcua.run ORDER BY run_id DESC LIMIT 1")
    assert inserted == 30 and updated >= len({code for code, _ in fields})


def check_nothing_changes(ask, motcua):
    """The same night again writes no row."""
    def state():
        return ask("SELECT code, ctid::text, xmin::text FROM motcua.dossier"
                   " UNION ALL SELECT code, ctid::text, xmin::text FROM motcua.office"
                   " UNION ALL SELECT code, ctid::text, xmin::text FROM motcua.procedure"
                   " UNION ALL SELECT change_id::text, ctid::text, xmin::text FROM motcua.dossier_change ORDER BY 1, 2")
    before = state()
    assert motcua.ingest().code == 0
    assert state() == before
    assert ask("SELECT inserted, updated, rejected FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(0, 0, 0)]


def test_the_list_of_a_figure_is_as_long_as_the_figure(shop, motcua, ask):
    motcua.source(shop("random", "--count", "3000", "--seed", "7", "--offices", "15"))
    assert motcua.ingest().code == 0
    first, last = date(2024, 3, 1), date(2024, 9, 30)
    figures = [("report", bucket, office, total) for bucket, office, total in ask(
        "SELECT b.bucket, o.code, coalesce(t.total, 0) FROM motcua.bucket AS b CROSS JOIN motcua.office AS o"
        " LEFT JOIN stats.buckets(%s, %s) AS t ON t.bucket = b.bucket AND t.office = o.code", first, last)]
    figures += [(profile, rate, office, numerator) for (office, profile, rate), (numerator, _) in rates_of(ask, first, last).items()]
    lengths = {}
    for profile, figure in {(profile, figure) for profile, figure, _, _ in figures}:
        own = ask("SELECT handling_office, count(*) FROM stats.dossiers(%s, %s, %s, NULL, %s) GROUP BY 1", figure, first, last, profile)
        for office, rows in own:
            for above in reference.with_ancestors(office):
                lengths[profile, figure, above] = lengths.get((profile, figure, above), 0) + rows
    assert {key: total for *key, total in figures if total for key in [tuple(key)]} == lengths
    # Asked for one office, the list is that of its subtree.
    for profile, figure, office, total in figures:
        if office in ("H48", "H48.20") and profile == "report":
            assert ask("SELECT count(*) FROM stats.dossiers(%s, %s, %s, %s, %s)", figure, first, last, office, profile) == [(total,)]


@pytest.mark.parametrize("stored", ["nothing", "another dossier"])
def test_order_and_page_size_make_no_difference(shop, motcua, ask, dossiers, stored):
    tinh = shop("random", "--count", "2000", "--seed", "11", "--offices", "12")
    seen = []
    for number, (order, size, batch) in enumerate([
            ("", 500, 20000), ("?order=reverse", 500, 20000), ("?order=shuffle", 500, 20000),
            ("", 7, 20000), ("", 100, 100), ("?order=reverse", 10000, 20000), ("?order=shuffle", 100, 300)]):
        motcua.set("ingest", batch_records=str(batch))
        motcua.source(tinh, "/n1/dossiers" + order, name="tinh", paging_size=size)
        if stored != "nothing":  # then each code is asked for
            ask("INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status) VALUES ('tinh', 'another', 'H01', 'H01', 4)")
        assert motcua.ingest().code == 0
        seen.append((dossiers(), ask("SELECT * FROM motcua.office ORDER BY code"), ask("SELECT * FROM motcua.procedure ORDER BY code")))
        assert seen[-1] == seen[0], (number, order, size, batch)
        ask("TRUNCATE motcua.dossier, motcua.dossier_change, motcua.run, motcua.watermark, motcua.office, motcua.procedure CASCADE")
    # 6 of the 2,000 are older versions of others.
    assert len(seen[0][0]) == 1994 + (stored != "nothing")


def test_versions_without_a_date_do_not_depend_on_the_order(shop, motcua, ask):
    """The national record says nothing about when it was updated; a list may still hold two versions."""
    tinh = shop("random", "--count", "5000", "--seed", "11", "--offices", "12")
    stored = []
    for name, order, size in (("plain", "", 500), ("reverse", "?order=reverse", 70), ("shuffle", "?order=shuffle", 900)):
        motcua.source(tinh, "/n1/dossiers" + order, name=name, paging_size=size, fields_source_updated_at=None)
        assert motcua.ingest("run", "--source", name).code == 0
        stored.append(ask("SELECT code, status, received_at, due_at, due_at_first, finished_at, returned_at, apology_at, channel, fee"
                          f" FROM motcua.dossier WHERE source = '{name}' ORDER BY code"))
    assert stored[0] == stored[1] == stored[2] and len(stored[0]) == 5000 - 5000 // 331
    assert motcua.ingest().code == 0
    assert ask("SELECT count(*) FROM motcua.dossier_change") == [(0,)]
    assert ask("SELECT sum(updated), sum(superseded) FROM motcua.run") == [(0, 6 * (5000 // 331))]


def test_figures_on_screen_are_those_of_the_database(shop, motcua, ask):
    motcua.source(shop("random", "--count", "1000", "--seed", "5", "--offices", "8"))
    assert motcua.ingest().code == 0
    for profile in ("report", "qd766", "decree61"):
        shown = motcua.stats("show", "--period", "2024-Q2", "--profile", profile, "--format", "json").json()
        assert (shown["period"], shown["profile"]) == ({"from": "2024-04-01", "to": "2024-06-30"}, profile)
        wanted = rates_of(ask, date(2024, 4, 1), date(2024, 6, 30))
        assert {(o["code"], profile, name): (r["numerator"], r["denominator"]) for o in shown["offices"] for name, r in o["rates"].items() if "measure" not in r} == {
            key: value for key, value in wanted.items() if key[1] == profile}
        for office in shown["offices"]:
            for rate in office["rates"].values():
                exact = reference.percent(rate["numerator"], rate["denominator"])
                assert rate["percent"] == (None if exact is None else float(exact))
    assert {o["code"]: o["counts"] for o in shown["offices"]} == counts_of(ask, date(2024, 4, 1), date(2024, 6, 30))

"""A record that is known by its bytes is not read again; --full reads every one. Both must end the same.

The exports are those of the one-stop system, spelt anew in every way that JSON allows, with versions of
dossiers that contradict each other, served in any order and cut into any pages.
"""

import json
import random

import pytest

ROW = """code, receiving_office, handling_office, procedure, channel, online_level, status, submitted_at, received_at, due_at,
    due_at_first, finished_at, returned_at, apology_at, source_updated_at, fee, components_total, components_digitised,
    components_reused, components_from_store, result_digitised, result_stored, paid_online, erroneous, record_hash"""
NIGHTS = 4


def spell(chance, record):
    """The same JSON in other bytes: order of keys, white space, escapes."""
    keys = list(record)
    if chance.random() < 0.5:
        chance.shuffle(keys)
    text = json.dumps({key: record[key] for key in keys}, ensure_ascii=chance.random() < 0.5,
                      indent=chance.choice([None, None, 1, "\t"]), separators=chance.choice([(",", ":"), (", ", ": "), (" ,", " :")]))
    return text.replace("/", "\\/") if chance.random() < 0.3 else text


def change(chance, record):
    """Another version of a dossier: in what is stored, in what is not, later or earlier, or without a date."""
    version = dict(record, TaiLieuNop=[dict(part) for part in record["TaiLieuNop"]])
    kind = chance.randrange(7)
    if kind == 0:
        version["TrangThaiHoSo"] = str(chance.choice([2, 4, 5, 6, 7, 8, 9, 10]))
    elif kind == 1:
        version["NgayHenTra"] = f"2024{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}170000"
    elif kind == 2:
        version["ChuHoSo"] = chance.choice(["Nguyễn Thị \"Bé\" {[", "Trần\\Văn", "Lê 😀 ]}", ""])
    elif kind == 3:
        version["TenTTHC"] = chance.choice(["Đăng ký khai sinh", "Chứng thực bản sao"])
    elif kind == 4:
        version["MaTTHC"] = f"9.{chance.randrange(50):06}"
    elif kind == 5:
        version["TaiLieuNop"] = version["TaiLieuNop"][:-1]
    else:
        version["DonViXuLy"] = chance.choice(["UBND xã Đông", "UBND xã Tây"])
    updated = chance.randrange(3)
    if updated == 0:
        version.pop("NgayCapNhat", None)
    elif updated == 1:
        version["NgayCapNhat"] = f"2025{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}120000"
    return version


def next_night(chance, dossiers):
    """Each dossier's versions as they stand in tonight's list; most are those of last night."""
    for code, versions in dossiers.items():
        if chance.random() < 0.1:
            versions[:] = [change(chance, versions[-1])]
        if chance.random() < 0.1:
            versions.append(change(chance, versions[0]))
        if chance.random() < 0.05:
            versions.append(dict(versions[0]))
        if len(versions) > 1 and chance.random() < 0.2:
            versions.pop(0)


# A source that lists everything has its hashes read beforehand; one that is asked for changes, page by page.
@pytest.mark.parametrize("since_param", ["", "since"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_fast_path_ends_where_the_plain_one_does(seed, since_param, shop, lists, motcua, ask):
    chance = random.Random(seed)
    dossiers = {}
    tinh = shop("random", "--count", "1500", "--seed", str(seed), "--offices", "12")
    for record in tinh.records():
        dossiers.setdefault(record["MaHoSo"], []).append(record)
    spelt = {}
    for night in range(NIGHTS):
        tonight = [version for versions in dossiers.values() for version in versions]
        # Most are spelt as last night, or nothing would ever be known.
        texts = []
        for version in tonight:
            plain = json.dumps(version, sort_keys=True)
            if plain not in spelt or chance.random() < 0.05:
                spelt[plain] = spell(chance, version)
            texts.append(spelt[plain])
        chance.shuffle(texts)
        for name, options in (("fast", ()), ("plain", ("--full",))):
            lists.lists["/" + name] = texts
            motcua.source(tinh, name=name, source_url=lists.url("/" + name), source_total="", incremental_since_param=since_param,
                          paging_size=chance.choice([37, 500, 2000]))
            outcome = motcua.ingest("run", "--source", name, *options)
            assert outcome.code == 0, outcome.stderr
        assert rows(ask, "fast") == rows(ask, "plain")
        assert changes(ask, "fast") == changes(ask, "plain")
        assert counted(ask, "fast") == counted(ask, "plain")
        assert orphans(ask) == []
        next_night(chance, dossiers)
    assert len(changes(ask, "fast")) > 100


def rows(ask, source):
    return ask(f"SELECT {ROW} FROM motcua.dossier WHERE source = %s ORDER BY code", source)


def changes(ask, source):
    return ask("SELECT code, field, old_value, new_value FROM motcua.dossier_change WHERE source = %s ORDER BY run_id, code, field", source)


def counted(ask, source):
    """Of the last run. A record that comes twice in the same bytes is the same again on one way, superseded on the other."""
    return ask("SELECT records, inserted, updated, unchanged + superseded FROM motcua.run WHERE source = %s ORDER BY run_id DESC LIMIT 1", source)


def orphans(ask):
    return ask("SELECT code FROM motcua.dossier AS d WHERE NOT EXISTS (SELECT FROM motcua.office WHERE code = d.handling_office)"
               " OR NOT EXISTS (SELECT FROM motcua.office WHERE code = d.receiving_office)"
               " OR d.procedure IS NOT NULL AND NOT EXISTS (SELECT FROM motcua.procedure WHERE code = d.procedure)")


# As many as the program remembers: what a list tells of lies behind them.
STORED_BEFORE = """
    INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, record_hash)
    SELECT 'tinh', '0-' || n, '0', '0', 4, '2020-01-02', md5(n::text)::uuid FROM generate_series(1, 400000) AS n"""


@pytest.mark.parametrize("order", ["as last night", "from the end", "any"])
def test_a_list_longer_than_what_is_remembered_is_followed(order, shop, lists, motcua, ask):
    tinh = shop("random", "--count", "3000", "--seed", "5", "--offices", "5")
    texts = [json.dumps(record) for record in tinh.records()]
    ask(STORED_BEFORE)
    lists.lists["/list"] = texts
    motcua.source(tinh, source_url=lists.url("/list"), source_total="", paging_size=100)
    assert motcua.ingest().code == 0
    before = rows(ask, "tinh")
    if order == "from the end":
        texts.reverse()
    elif order == "any":
        random.Random(5).shuffle(texts)
    texts[2000] = json.dumps(json.loads(texts[2000]) | {"TrangThaiHoSo": "6", "NgayCapNhat": "20300101000000"})
    outcome = motcua.ingest("run", "--verbose")
    assert outcome.code == 0, outcome.stderr
    # The first pages of a first list lie apart: they have named offices and procedures that nobody knew.
    assert 1 <= outcome.stderr.count("reads ahead what is stored") <= 2
    assert [row[:2] for row in counted(ask, "tinh")] == [(3000, 0)]
    assert len(set(rows(ask, "tinh")) - set(before)) == 1


def test_other_rules_read_every_record_again(shop, motcua, ask):
    """A hash is of the rules too: what they read differently is stored, though no byte of the source has changed."""
    tinh = shop("random", "--count", "300", "--seed", "5", "--offices", "5")
    motcua.source(tinh)
    assert motcua.ingest().code == 0
    motcua.source(tinh, fields_channel='"postal"')
    assert motcua.ingest().code == 0
    assert ask("SELECT DISTINCT channel::text FROM motcua.dossier") == [("postal",)]


def test_a_new_alias_reads_every_record_again(shop, motcua, ask):
    tinh = shop("random", "--count", "300", "--seed", "5", "--offices", "5")
    motcua.source(tinh)
    assert motcua.ingest().code == 0
    (office,), = ask("SELECT handling_office FROM motcua.dossier GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    ask("INSERT INTO motcua.office (code) VALUES ('NEW')")
    ask("INSERT INTO motcua.office_alias (source, raw, office) VALUES ('tinh', %s, 'NEW')", office)
    assert motcua.ingest().code == 0
    assert ask("SELECT count(*) FROM motcua.dossier WHERE handling_office = %s", office) == [(0,)]


def test_an_alias_of_a_procedure_holds_for_new_and_stored_dossiers(shop, motcua, ask):
    tinh = shop("random", "--count", "300", "--seed", "5", "--offices", "5")
    name = "Tên dài " * 40
    motcua.source(tinh, fields_procedure=f'"{name.strip()}"')
    assert motcua.ingest().code == 0
    assert f"thủ tục  {name[:20]}" in motcua.ingest("status").stdout
    ask("INSERT INTO motcua.staging_procedure_alias (source, raw, procedure) VALUES ('tinh', %s, '1.900060')", name.strip())
    assert ask("SELECT motcua.import_staged('procedure_alias')") == [("1 bản ghi: 1 mới, 0 đổi, 0 không đổi, 0 bản cũ",)]
    assert ask("SELECT DISTINCT procedure FROM motcua.dossier") == [("1.900060",)]
    ask("DELETE FROM motcua.dossier WHERE code < (SELECT max(code) FROM motcua.dossier)")
    assert motcua.ingest().code == 0
    assert ask("SELECT DISTINCT procedure FROM motcua.dossier") == [("1.900060",)]
    assert "Thủ tục chưa có trong danh mục: " not in motcua.ingest("check").stdout
    assert name[:20] not in motcua.ingest("status").stdout


def test_full_mends_a_row_that_somebody_has_changed(shop, motcua, ask):
    tinh = shop("random", "--count", "300", "--seed", "5", "--offices", "5")
    motcua.source(tinh)
    assert motcua.ingest().code == 0
    before = rows(ask, "tinh")
    ask("UPDATE motcua.dossier SET fee = fee + 1")
    assert motcua.ingest("run", "--full").code == 0
    assert rows(ask, "tinh") == before


def test_rows_without_a_hash_are_no_new_dossiers(shop, motcua, ask):
    """Such as somebody has brought in by other means."""
    tinh = shop("random", "--count", "300", "--seed", "5", "--offices", "5")
    motcua.source(tinh)
    assert motcua.ingest().code == 0
    before = rows(ask, "tinh")
    ask("UPDATE motcua.dossier SET record_hash = NULL")
    outcome = motcua.ingest()
    assert outcome.code == 0, outcome.stderr
    assert rows(ask, "tinh") == before

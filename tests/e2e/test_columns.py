"""The columns that the program knows (ingest/map/entity.c) are those of the staging tables; tests/sql/columns.sql holds the tables together."""

import re

import pytest

from programs import ROOT

SOURCE = (ROOT / "ingest/map/entity.c").read_text()
ENTITIES = re.findall(r'\{"(\w+)",\s*"motcua\.(staging_\w+)",\s*[^{}]*?(\w+_columns),', SOURCE)
TYPES = {"TEXT": {"text"}, "NAME": {"text"}, "LABEL": {"text", "USER-DEFINED"}, "SMALLINT": {"smallint"}, "INT": {"integer"}, "BIGINT": {"bigint"},
         "BOOL": {"boolean"}, "INSTANT": {"timestamp with time zone"}}


def test_all_entities_are_read():
    assert len(ENTITIES) == SOURCE.count('"motcua.staging_') == 8


@pytest.mark.parametrize("entity, table, array", ENTITIES)
def test_columns(entity, table, array, ask):
    (rows,) = re.findall(rf"{array}\[\] = \{{\n(.*?)\{{\.name = NULL\}}", SOURCE, re.DOTALL)
    known = dict(re.findall(r'\.name = "(\w+)", \.type = COLUMN_(\w+)', rows))
    firsts = set(re.findall(r'\.first = "(\w+)"', rows))
    staged = dict(ask("SELECT column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = 'motcua' AND table_name = %s", table))
    own = {"arrival", "record_hash", "contested", "of_this_run", "skipped", "merged_in"}
    assert not set(known) - set(staged), f"motcua.{table} lacks columns of ingest/map/entity.c"
    assert not set(staged) - set(known) - firsts - own, f"ingest/map/entity.c lacks columns of motcua.{table}"
    wrong = {name: staged[name] for name, kind in known.items() if staged[name] not in TYPES[kind]}
    assert not wrong, f"columns of motcua.{table} that have another type in ingest/map/entity.c"


def test_a_column_of_its_own(shop, motcua, ask):
    """A column that was added after the first release, from two rules: loaded, then changed, kept and told."""
    tinh = shop("tinh-chau")
    motcua.source(tinh, fields_result_digitised_at="/NgayKetThucXuLy | date yyyyMMddHHmmss")
    assert motcua.ingest("run").code == 0
    stored = "SELECT count(*), count(result_digitised_at), count(*) FILTER (WHERE result_digitised_at IS DISTINCT FROM {0}) FROM motcua.{1}"
    ((dossiers, dated, wrong),) = ask(stored.format("finished_at", "dossier"))
    assert 0 < dated < dossiers and wrong == 0
    motcua.source(tinh, fields_result_digitised_at="/NgayTra | date yyyyMMddHHmmss")
    assert motcua.ingest("run").code == 0
    ((again, moved, wrong),) = ask(stored.format("returned_at", "dossier"))
    assert again == dossiers and moved > 0 and wrong == 0
    ((versions, _, wrong),) = ask(stored.format("finished_at", "dossier_version"))
    assert versions > 0 and wrong == 0
    assert ask("SELECT field, count(*) FROM motcua.dossier_change GROUP BY field") == [("result_digitised_at", versions)]
    ((text,),) = ask("SELECT s.text_vi FROM motcua.dossier_change AS c, stats.story(c.source, c.code) AS s WHERE s.kind = 'change' ORDER BY c.change_id LIMIT 1")
    assert text.startswith("phát hiện ngày số hóa kết quả đổi từ ")

"""Every way to cut a list into pages brings the same records, by GET and by POST."""

import pytest

from scripted import page, record

RECORDS = 1000
RANDOM = ("random", "--count", str(RECORDS), "--seed", "33", "--offices", "8")
PAGE = dict(paging_kind="page", paging_page_param="page", paging_size_param="size", paging_first="1")
# What the example says about paging goes where another kind does not read it.
NOTHING = dict(paging_page_param=None, paging_size_param=None, paging_first=None)
LIMIT = NOTHING | dict(paging_size_param="limit")
KINDS = {
    "none": NOTHING | dict(paging_kind="none", paging_size=None),
    "page": PAGE,
    "offset": LIMIT | dict(paging_kind="offset"),
    "range": NOTHING | dict(paging_kind="range"),
    "cursor": LIMIT | dict(paging_kind="cursor", paging_cursor="/nextCursor"),
    "next": LIMIT | dict(paging_kind="next", paging_next="/links/next"),
    "link": LIMIT | dict(paging_kind="link")}
# What the server has to be told once for it to name the next page.
WALK = {"cursor": "?walk=cursor", "next": "?walk=next", "link": "?walk=link", "none": "?size=2000"}


def walk(kind, path="/n1/dossiers"):
    return path + WALK.get(kind, "")


def last_run(ask):
    return ask("SELECT status, records, pages, coalesce(error, '') FROM motcua.run ORDER BY run_id DESC LIMIT 1")[0]


@pytest.fixture
def stored(shop, motcua, ask, dossiers):
    """The shop; its attribute wanted is what a good run stores. The database is empty again."""
    tinh = shop(*RANDOM)
    motcua.source(tinh)
    assert motcua.ingest().code == 0
    tinh.wanted = dossiers()
    tinh.empty = lambda: ask("TRUNCATE motcua.dossier, motcua.dossier_change, motcua.run, motcua.watermark CASCADE")
    tinh.empty()
    return tinh


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_brings_the_whole_list(kind, stored, motcua, ask, dossiers):
    motcua.source(stored, walk(kind), **{"paging_size": "300"} | KINDS[kind])
    outcome = motcua.ingest()
    assert outcome.code == 0, outcome.stderr
    assert dossiers() == stored.wanted
    assert last_run(ask)[:3] == ("done", RECORDS, 1 if kind == "none" else 4)


@pytest.mark.parametrize("fault", ["short-pages", "short-last", "no-total"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "none"])
def test_a_short_page_is_not_the_end(fault, kind, stored, motcua, dossiers):
    motcua.source(stored, walk(kind, f"/fault/{fault}/n1/dossiers"), **KINDS[kind] | {"paging_size": "300"})
    outcome = motcua.ingest()
    assert outcome.code == 0, outcome.stderr
    assert dossiers() == stored.wanted


@pytest.mark.parametrize("kind, body", [
    ("page", '{"page": {page}, "size": {size}}'), ("page", '{"page": "{page}", "size": "{size}"}'),
    ("offset", '{"offset": {offset}, "limit": {size}}'), ("range", '{"start": {offset}, "end": {end}}'),
    ("cursor", '{"cursor": {cursor}, "walk": "cursor", "limit": {size}}'),
    ("cursor", '{"cursor": "{cursor}", "walk": "cursor", "limit": "{size}"}')])
def test_the_same_by_post(kind, body, stored, motcua, ask, dossiers):
    changes = {key: value for key, value in KINDS[kind].items() if not key.endswith("_param")}
    motcua.source(stored, request_method="POST", request_body=body, incremental_since_param=None, incremental_until_param=None,
                  **NOTHING | changes | {"paging_size": "300"})
    outcome = motcua.ingest()
    assert outcome.code == 0, outcome.stderr
    assert dossiers() == stored.wanted and last_run(ask)[1] == RECORDS


@pytest.mark.parametrize("kind", ["cursor", "next", "link"])
def test_a_next_page_that_was_there_before_is_an_error(kind, stored, motcua, ask):
    motcua.source(stored, walk(kind, "/fault/next-loop/n1/dossiers"), **KINDS[kind] | {"paging_size": "300"})
    outcome = motcua.ingest()
    assert outcome.code == 5 and "circle" in outcome.stderr
    assert last_run(ask)[0] == "failed" and ask("SELECT * FROM motcua.watermark") == []


@pytest.mark.parametrize("kind", ["next", "link"])
def test_a_next_page_on_another_host_gets_no_token(kind, stored, motcua, ask):
    changes = KINDS[kind] | {"paging_size": "300"}
    motcua.source(stored, walk(kind, "/fault/next-other/n1/dossiers"), **changes)
    outcome = motcua.ingest()
    assert outcome.code == 5 and f"leads elsewhere, to 'http://localhost:{stored.port}'" in outcome.stderr and "[source] hosts" in outcome.stderr
    motcua.source(stored, walk(kind, "/fault/next-other/n1/dossiers"), **changes, source_hosts=f"http://localhost:{stored.port}")
    outcome = motcua.ingest()
    assert outcome.code == 5 and "HTTP 401" in outcome.stderr
    stats = stored.get("/stats")
    assert stats["with_token_on_redirect"] == 0
    # The second page was asked for there, only without the token.
    assert last_run(ask)[0] == "failed" and stats["requests"] >= 2


def test_a_total_that_moves_is_told_of_but_no_fault(stored, motcua, ask, dossiers):
    motcua.source(stored, "/fault/total-moves/n1/dossiers", paging_size="300")
    outcome = motcua.ingest()
    assert outcome.code == 0 and "total moved" in outcome.stderr
    assert dossiers() == stored.wanted and len(ask("SELECT * FROM motcua.watermark")) == 1


@pytest.mark.parametrize("kind", ["page", "cursor", "next", "link"])
def test_a_list_that_ends_before_its_total_is_a_fault(kind, stored, motcua, ask, dossiers):
    motcua.source(stored, walk(kind, "/fault/total-wrong/n1/dossiers"), **KINDS[kind] | {"paging_size": "300"})
    outcome = motcua.ingest()
    assert outcome.code == 5 and "states 1010 records, but only 1000 came" in outcome.stderr
    # What came is kept; the watermark says that it was not all.
    assert dossiers() == stored.wanted and ask("SELECT * FROM motcua.watermark") == []


@pytest.mark.parametrize("setting", [
    "page_param = trang", "size_param = n", "offset_param = o", "start_param = a", "end_param = e", "cursor_param = c", "cursor = /c", "next = /n", "end_status = 404",
    "size = 7", "first = 0", "first_record = 1"])
def test_one_answer_takes_no_setting_of_pages(setting, shop, motcua):
    name, value = setting.split(" = ")
    motcua.source(shop(*RANDOM), walk("none"), **KINDS["none"] | {"paging_" + name: value})
    path = motcua.directory / "sources.d/tinh.conf"
    line = 1 + path.read_text().splitlines().index(setting)
    for command in ("check", "run"):
        outcome = motcua.ingest(command)
        assert outcome.code == 3 and f"{path}:{line}: [paging] {name}: expected only with kind = " in outcome.stderr


def test_one_answer_may_say_that_it_is_all(scripted, motcua, ask):
    words = {"more": True}
    motcua.source(scripted(lambda *_: (200, page([record(1)], **words))), "/list", source_total="", **KINDS["none"] | dict(paging_end="/more = false"))
    outcome = motcua.ingest()
    assert outcome.code == 5 and "the list breaks off: no answer said /more = false" in outcome.stderr
    words["more"] = False
    assert motcua.ingest().code == 0 and last_run(ask)[:2] == ("done", 1)

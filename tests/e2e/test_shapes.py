"""The same dossiers in the shapes of four systems, read by the examples that are shipped: equal rows."""

import pytest

SHAPES = [("tinh-chau",), ("random", "--count", "300", "--seed", "7", "--offices", "12")]
# What a shape cannot tell: those columns stay at what they are without a word from the source.
NOT_TOLD = {
    "national": set(), "lines": set(),
    # Nothing but the dossier itself.
    "opencps": {"apology_at", "source_updated_at", "fee", "paid_online", "components_total", "components_digitised", "components_reused",
                "components_from_store", "result_digitised", "result_stored"},
    # A component has one state, so a reused one counts as digitised.
    "td": {"apology_at", "result_stored", "components_digitised"},
    "csv": {"online_level", "apology_at", "source_updated_at", "components_total", "components_digitised", "components_reused",
            "components_from_store", "result_digitised", "result_stored"}}


def connect(motcua, shop, shape):
    """Writes NAME.conf for a shape, from the example that is shipped for it."""
    if shape == "national":
        # As the adapter of the national service wants it: a session in the body of a POST.
        motcua.source(shop, "/auth/login/n1/dossiers", shape, source_auth="login", source_token_file=None, auth_user="motcua",
                      auth_password_file=motcua.secret("password", shop.token), auth_login_url=shop.url("/login"),
                      auth_login_success="/error_code = 0", headers_dstcode="VN:GOV:000.00.00.H48", request_method="POST",
                      request_body='{"session": {session}, "madonvi": "H48", "service": "DongBoHoSoMC", "page": {page}, "size": {size}}',
                      paging_page_param=None, paging_size_param=None)
    elif shape == "opencps":
        motcua.source(shop, "/auth/basic/as/opencps/n1/dossiers", shape, shape)
    elif shape == "td":
        motcua.source(shop, "/as/td/n1/dossiers", shape, shape)
    elif shape == "lines":
        motcua.source(shop, "/as/lines/n1/dossiers", shape, source_format="ndjson", source_records=None, source_total=None,
                      source_success=None)
    else:
        how = {"csv": {}, "csv-1258": dict(source_encoding="windows-1258", source_separator="semicolon"),
               "csv-tab": dict(source_separator="tab")}[shape]
        motcua.source(shop, f"/as/{shape}/n1/dossiers?size=2000", shape, "csv", source_auth="bearer",
                      source_token_file=motcua.secret("token", shop.token), **how)


@pytest.mark.parametrize("scenario", SHAPES, ids=lambda args: args[0])
def test_every_shape_gives_the_same_rows(scenario, shop, motcua, ask):
    """One after the other into empty tables: side by side, a dossier counts in one source only."""
    tinh = shop(*scenario)
    columns = [name for (name,) in ask(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'motcua' AND table_name = 'dossier'"
        " AND column_name NOT LIKE '%%run_id' AND column_name NOT IN ('source', 'record_hash', 'marks', 'more_marks') ORDER BY ordinal_position")]
    wanted = None
    for shape in ("national", "lines", "opencps", "td", "csv", "csv-1258", "csv-tab"):
        connect(motcua, tinh, shape)
        for inserted in (True, False):
            outcome = motcua.ingest()
            assert outcome.code == 0, (shape, outcome.stderr)
            assert ask("SELECT inserted > 0 FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [(inserted,)], shape
        assert ask("SELECT count(*) FROM motcua.dossier_change") == [(0,)]
        rows = [dict(zip(columns, row)) for row in ask(f"SELECT {', '.join(columns)} FROM motcua.dossier ORDER BY code")]
        wanted = wanted or rows
        told = set(columns) - NOT_TOLD[shape.split("-")[0]]
        assert len(wanted) >= 300
        assert [{c: row[c] for c in told} for row in rows] == [{c: row[c] for c in told} for row in wanted], shape
        if shape == "opencps":
            # What is missing is only what it does not tell; nothing else was made up.
            assert {(row["fee"], row["apology_at"]) for row in rows} == {(0, None)}
        (motcua.directory / f"sources.d/{shape}.conf").unlink()
        ask("TRUNCATE motcua.dossier, motcua.dossier_version, motcua.dossier_change, motcua.watermark")


def test_accents_of_windows_1258_are_those_of_unicode(shop, motcua, ask):
    tinh = shop("tinh-chau")
    connect(motcua, tinh, "csv-1258")
    assert motcua.ingest().code == 0
    assert ask("SELECT name FROM motcua.office WHERE code = 'H48.23.25'") == [("UBND xã Tịnh Châu",)]


def test_a_status_that_nobody_mapped_is_rejected_and_told_of(shop, motcua, ask):
    tinh = shop("random", "--count", "300", "--seed", "7", "--offices", "12")
    connect(motcua, tinh, "opencps")
    motcua.set("ingest", max_reject_percent="100")
    motcua.source(tinh, "/auth/basic/as/opencps/n1/dossiers", "opencps", "opencps", fields_status="/dossierStatus | map done:10 releasing:9")
    assert motcua.ingest().code == 1
    assert ask("SELECT DISTINCT field, reason LIKE 'mã chưa khai báo%%' FROM motcua.reject") == [("status", True)]


@pytest.mark.parametrize("shape, format", [("td-utc", "iso8601"), ("td-zone", "iso8601"), ("td-epoch", "epoch_ms")])
def test_a_zone_is_kept_in_mind(shape, format, shop, motcua, ask):
    tinh = shop("random", "--count", "300", "--seed", "7", "--offices", "12")
    connect(motcua, tinh, "td")
    dates = ("submitted_at", "received_at", "due_at", "finished_at", "returned_at")
    fields = {f"fields_{name}": f"/{key} | date {format}" for name, key in zip(
        dates + ("source_updated_at",), ("NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "LastModifiedOn"))}
    motcua.source(tinh, f"/as/{shape}/n1/dossiers", "other", "td", **fields)
    assert motcua.ingest().code == 0
    rows = [ask(f"SELECT code, {', '.join(dates)}, source_updated_at FROM motcua.dossier WHERE source = %s ORDER BY code", name)
            for name in ("td", "other")]
    assert len(rows[0]) == 300 and rows[0] == rows[1]


def test_month_and_day_are_never_guessed(shop, motcua, ask):
    """Where the month comes first, most days are no month: the source fails before its watermark moves."""
    tinh = shop("random", "--count", "300", "--seed", "7", "--offices", "12")
    motcua.source(tinh, "/auth/basic/as/opencps-us/n1/dossiers", "us", "opencps")
    outcome = motcua.ingest()
    assert outcome.code == 5 and "rejected" in outcome.stderr
    assert ask("SELECT DISTINCT reason FROM motcua.reject") == [("không có ngày này",)] and ask("SELECT * FROM motcua.watermark") == []

"""Where a list ends, and how it goes on: what names the next page, wherever it stands; and lists that only seem to end."""

import json
import os

import pytest

COUNT, SIZE = 40, 10
RECORD = {"TenTTHC": "Đăng ký khai sinh", "MaTTHC": "1.900060", "DonViXuLy": "UBND xã Tịnh Châu", "TrangThaiHoSo": "4",
          "NgayTiepNhan": "20240305090000", "NgayHenTra": "20240320170000"}
ROWS = [RECORD | {"MaHoSo": f"H48.23.25-{n:04}"} for n in range(COUNT)]
NDJSON = dict(source_format="ndjson", source_records=None, source_total=None, source_success=None)
PAGE = dict(paging_size=SIZE)
CURSOR = dict(paging_kind="cursor", paging_page_param=None, paging_first=None, paging_cursor="/next", paging_cursor_param="cursor",
              paging_size_param="size", paging_size=SIZE)
NEXT = dict(paging_kind="next", paging_page_param=None, paging_first=None, paging_next="/next", paging_size_param="size", paging_size=SIZE)
LINK = dict(paging_kind="link", paging_page_param=None, paging_first=None, paging_size_param="size", paging_size=SIZE)
NONE = dict(paging_kind="none", paging_page_param=None, paging_first=None, paging_size_param=None, paging_size=None)


def lines(*values):
    return "".join(json.dumps(value) + "\n" for value in values).encode()


def envelope(rows, **more):
    return json.dumps({"error_code": 0, "data": rows} | more).encode()


@pytest.fixture
def night(lists, motcua):
    """night(answer, *options, **changes): a run on what answer(query) gives: status, headers, body."""
    class Place:
        token = "s3cret-token"
        url = staticmethod(lists.url)

    def run(answer, *options, name="tinh", command="run", **changes):
        lists.answers["/list"] = answer
        motcua.source(Place, "/list", name, **{"source_total": None} | changes)
        return motcua.ingest(command, *options, "--source", name)
    return run


def from_cursor(query):
    start = int(query.get("cursor", 0))
    more = start + SIZE < COUNT
    return ROWS[start:start + SIZE], str(start + SIZE) if more else None


def control_behind(query):
    rows, cursor = from_cursor(query)
    return 200, {}, lines(*rows, {"_cursor": cursor} if cursor else {"_cursor": "40", "_end": True})


def control_before(query):
    rows, cursor = from_cursor(query)
    return 200, {}, lines({"meta": {"next": cursor, "all": COUNT}}, *rows)


def behind(query):
    return int(query["cursor"].split("-")[-1]) + 1 if "cursor" in query else 0


def last_record(query):
    start = behind(query)
    return 200, {}, lines(*ROWS[start:start + SIZE])


def in_header(query):
    rows, cursor = from_cursor(query)
    return 200, {"X-Next-Cursor": cursor or "", "X-Total-Count": str(COUNT)}, lines(*rows)


def url_in_header(query):
    rows, cursor = from_cursor(query)
    return 200, {"X-Next": f"/list?cursor={cursor}"} if cursor else {}, lines(*rows)


def csv_rows(rows):
    return ("MaHoSo,TrangThaiHoSo\n" + "".join(f"{row['MaHoSo']},4\n" for row in rows)).encode()


def csv_last_record(query):
    start = behind(query)
    return 200, {}, csv_rows(ROWS[start:start + SIZE])


def csv_ranges(query):
    start = (int(query["page"]) - 1) * SIZE
    return 200, {"Content-Range": f"rows {start}-{start + SIZE - 1}/{COUNT}"}, csv_rows(ROWS[start:start + SIZE])


def json_last_record(query):
    start = behind(query)
    return 200, {}, envelope(ROWS[start:start + SIZE])


def json_says_more(query):
    rows, cursor = from_cursor(query)
    return 200, {}, envelope(rows, next=cursor or "0", more=cursor is not None)


def json_with_gaps(query):
    """Records are left out after the pages have been cut: some are empty, and still there is a next one."""
    place = int(query.get("cursor", 0))
    rows = [] if place % 2 else ROWS[place // 2 * SIZE:place // 2 * SIZE + SIZE]
    return 200, {}, envelope(rows, next=place + 1 if place < 6 else None)


CSV = NDJSON | dict(source_format="csv")
WAYS = {
    "control line behind": (control_behind, NDJSON | CURSOR | dict(source_skip="/_cursor", paging_cursor="/_cursor", paging_end="/_end = true")),
    "control line before": (control_before, NDJSON | CURSOR | dict(source_skip="/meta/all", paging_cursor="/meta/next", source_total="/meta/all")),
    "last record": (last_record, NDJSON | CURSOR | dict(paging_cursor="/MaHoSo")),
    "header": (in_header, NDJSON | CURSOR | dict(paging_cursor="header:x-next-cursor", source_total="header:X-Total-Count")),
    "url in a header": (url_in_header, NDJSON | NEXT | dict(paging_next="header:X-Next")),
    "csv, last record": (csv_last_record, CSV | CURSOR | dict(paging_cursor="last:/MaHoSo")),
    "csv, total in a header": (csv_ranges, CSV | PAGE | dict(source_total="header:Content-Range")),
    "json, last record": (json_last_record, CURSOR | dict(paging_cursor="last:/MaHoSo")),
    "json, says whether there is more": (json_says_more, CURSOR | dict(paging_end="/more = false")),
    "json, empty pages between": (json_with_gaps, CURSOR),
}


def test_what_names_the_next_page_may_stand_anywhere(night, ask):
    for number, (way, (answer, changes)) in enumerate(WAYS.items()):
        outcome = night(answer, name=f"s{number}", **changes)
        assert outcome.code == 0 and "warning" not in outcome.stderr, (way, outcome.stderr)
        assert ask("SELECT count(*) FROM motcua.dossier WHERE source = %s", f"s{number}") == [(COUNT,)], way
    assert ask("SELECT source, records, skipped FROM motcua.run WHERE skipped > 0 ORDER BY source") == [("s0", COUNT + 4, 4), ("s1", COUNT + 4, 4)]


def test_check_knows_what_paging_reads(night):
    shown = night(control_behind, command="check", **WAYS["control line behind"][1]).stdout
    assert "/_cursor" not in shown and "Danh sách trống" not in shown
    shown = night(last_record, command="check", **WAYS["last record"][1] | dict(fields_code="/MaTTHC")).stdout
    assert "/MaHoSo" not in shown.split("Trường không đọc")[1].split("Cột chưa có")[0]


def test_control_lines_are_no_records(night):
    """Neither towards the total nor where the next page begins."""
    def answer(query):
        start = int(query["offset"])
        return 200, {"X-Total": str(COUNT)}, lines(*ROWS[start:start + SIZE], {"_at": start})
    changes = NDJSON | dict(paging_kind="offset", paging_page_param=None, paging_first=None, paging_size=SIZE, source_skip="/_at", source_total="header:X-Total")
    assert "records=44 rejected=0 skipped=4" in night(answer, **changes).stderr
    cut = lambda query: answer(query) if int(query["offset"]) < 30 else (200, {"X-Total": str(COUNT)}, lines({"_at": 30}, *ROWS[int(query["offset"]):35]))
    outcome = night(cut, **changes)
    assert outcome.code == 5 and "states 40 records, but only 35 came" in outcome.stderr


@pytest.mark.parametrize("answer, changes, words", [
    (json_says_more, CURSOR | dict(paging_end="/last = true", paging_cursor="/nextCursor"), "breaks off"),
    (lambda query: (200, {}, lines(*ROWS[:SIZE]) + b'{"_cursor": "1"'), WAYS["control line behind"][1], "ends early"),
    (lambda query: (200, {}, lines(*ROWS[:SIZE]) + b'{"_cursor": "1"]\n'), WAYS["control line behind"][1], "the last line is not JSON"),
    (lambda query: (200, {"X-Total": "many"}, envelope(ROWS)), NONE | dict(source_total="header:X-Total"), "no whole number at header:X-Total")])
def test_what_cannot_be_read_is_not_the_end(answer, changes, words, night, ask):
    outcome = night(answer, **changes, limits_tries=1)
    assert outcome.code == 5 and words in outcome.stderr
    assert ask("SELECT * FROM motcua.watermark") == []


def as_cursor(query):
    rows, cursor = from_cursor(query)
    return 200, {}, envelope(rows, next=cursor)


def as_link(query):
    rows, cursor = from_cursor(query)
    return 200, {"Link": f'</list?cursor={cursor}>; rel="next"'} if cursor else {}, envelope(rows)


def as_page(query):
    start = (int(query["page"]) - 1) * SIZE
    return 200, {}, envelope(ROWS[start:start + SIZE])


def first_only(query):
    return 200, {}, envelope(ROWS[:SIZE] if query.get("page", "1") == "1" else [])


@pytest.mark.parametrize("answer, changes", [
    (as_cursor, CURSOR), (as_link, LINK), (as_page, PAGE), (lambda query: (200, {}, envelope(ROWS)), NONE)], ids=["cursor", "link", "page", "none"])
def test_a_list_that_has_shrunk_by_half_fails_before_it_marks_anything(answer, changes, night, motcua, ask):
    gone = lambda query: (200, {}, envelope([ROWS[0] | {"Xoa": 1}] + ROWS[1:SIZE] if query.get("page", "1") == "1" else []))
    changes = changes | dict(source_skip="/Xoa")
    for _ in range(2):
        assert night(answer, **changes).code == 0
    outcome = night(gone, **changes)
    assert outcome.code == 5 and "lists 9 records, but 40 in the run before" in outcome.stderr and "--accept-smaller" in outcome.stderr
    assert ask("SELECT count(*) FROM motcua.dossier WHERE skipped") == [(0,)]
    assert ask("SELECT status, inserted FROM motcua.run ORDER BY run_id DESC LIMIT 1") == [("failed", 0)]
    assert night(gone, **changes, limits_shrink_percent="90").code == 0
    assert night(answer, **changes).code == 0
    # Once: from then on that is the list.
    assert night(gone, "--accept-smaller", **changes).code == 0
    assert night(gone, **changes).code == 0
    assert ask("SELECT count(*) FROM motcua.dossier WHERE skipped") == [(1,)]


def test_a_total_tells_before_anything_is_read(night, ask):
    stated = lambda rows: lambda query: (200, {}, envelope(rows, totalCount=len(rows)))
    changes = NONE | dict(source_total="/totalCount")
    assert night(stated(ROWS), **changes).code == 0
    changed = [row | {"TrangThaiHoSo": "10"} for row in ROWS[:5]]
    assert night(stated(changed), **changes).code == 5
    assert ask("SELECT DISTINCT status FROM motcua.dossier") == [(4,)]
    assert night(stated(ROWS[:21]), **changes).code == 0


def test_a_short_list_may_change(night):
    assert night(lambda query: (200, {}, envelope(ROWS[:19])), **NONE).code == 0
    assert night(lambda query: (200, {}, envelope(ROWS[:1])), **NONE).code == 0
    assert night(lambda query: (200, {}, envelope([])), **NONE).code == 5
    assert night(lambda query: (200, {}, envelope([])), "--accept-smaller", **NONE).code == 0


def test_a_folder_that_has_shrunk(motcua, tmp_path):
    class Place:
        token = "s3cret-token"
        url = staticmethod(lambda path: f"file://{tmp_path}/in/*.json")

    folder = tmp_path / "in"
    folder.mkdir()

    def put(rows):
        file = folder / "list.json"
        file.write_bytes(envelope(rows))
        os.utime(file, (1_700_000_000,) * 2)
    motcua.source(Place, **NONE, source_total=None, source_auth=None, source_token_file=None)
    put(ROWS)
    assert motcua.ingest().code == 0
    put(ROWS[:12])
    assert motcua.ingest("run", "--full").code == 5
    # Without --full only what is new is read.
    assert motcua.ingest().code == 0


def test_a_full_first_page_without_a_next_one_is_told(night, motcua):
    outcome = night(first_only, **CURSOR | dict(paging_cursor="/nextCursor"))
    assert outcome.code == 0 and "warning: source 'tinh': the first page is full" in outcome.stderr
    assert "the first page is full" in motcua.ingest("status").stdout
    assert "the first page is full" in motcua.ingest("check").stderr
    # A place that says that there is nothing, or a stated total, leaves no doubt.
    assert "full" not in night(lambda query: (200, {}, envelope(ROWS[:SIZE], next=None)), **CURSOR).stderr
    assert "full" not in motcua.ingest("status").stdout
    assert "full" not in night(lambda query: (200, {}, envelope(ROWS[:SIZE], n=SIZE)), **LINK | dict(source_total="/n")).stderr


@pytest.mark.parametrize("total", [None, "/totalCount"])
def test_no_content_is_an_empty_page(total, night, ask):
    stated = {} if total is None else {"totalCount": COUNT}
    ends = lambda query: (200, {}, envelope(ROWS[(int(query["page"]) - 1) * SIZE:][:SIZE], **stated)) if int(query["page"]) <= 4 else (204, {}, b"")
    since = dict(incremental_since_param="since", source_total=total)
    assert night(ends, **PAGE, **since).code == 0
    quiet = night(lambda query: (204, {}, b""), **PAGE, **since)
    assert quiet.code == 0 and "warning" not in quiet.stderr
    assert ask("SELECT status, records FROM motcua.run ORDER BY run_id") == [("done", COUNT), ("done", 0)]
    # Of the whole list it is the fault that an empty one is.
    outcome = night(lambda query: (204, {}, b""), "--full", **PAGE, **since)
    assert outcome.code == 5 and "lists nothing" in outcome.stderr


@pytest.mark.parametrize("status", [404, 416])
def test_a_status_may_be_the_end(status, night):
    answer = lambda query: as_page(query) if int(query["page"]) <= 4 else (status, {"Content-Type": "text/plain"}, b"page out of range")
    outcome = night(answer, **PAGE)
    assert outcome.code == 5 and f"HTTP {status}: 'page out of range'" in outcome.stderr and f"[paging] end_status = {status}" in outcome.stderr
    assert night(answer, **PAGE, paging_end_status="404 416").code == 0
    assert night(answer, **PAGE, paging_end_status="410").code == 5
    outcome = night(lambda query: (status, {}, b""), **PAGE, paging_end_status=status)
    assert outcome.code == 5 and "end_status" not in outcome.stderr


@pytest.mark.parametrize("body, words", [
    (b"<html><head><title>Truy c\xe1\xba\xadp b\xe1\xbb\x8b ch\xe1\xba\xb7n</title></head></html>", "Truy cập bị chặn"),
    (b'{"error": {"code": 7, "message": "m\xc3\xa3 \xc4\x91\xc6\xa1n v\xe1\xbb\x8b sai"}}', "mã đơn vị sai"),
    (b'{"type": "about:blank", "title": "Bad request", "detail": "size is at most 200"}', "size is at most 200"),
    (b"  size must be\nat most 200  ", "size must be at most 200")], ids=["html", "json", "problem", "text"])
def test_the_words_of_the_server_are_in_the_error(body, words, night):
    outcome = night(lambda query: (400, {}, body), **PAGE)
    assert outcome.code == 5 and words in outcome.stderr


@pytest.mark.parametrize("target", ["http://169.254.169.254/", "http://2852039166/", "http://[::ffff:169.254.169.254]/"])
def test_no_redirect_leads_into_the_network(target, night):
    outcome = night(lambda query: (302, {"Location": target}, b""), **PAGE, source_hosts=target.rstrip("/"), limits_tries=2)
    assert outcome.code == 5 and "into this machine or its network" in outcome.stderr and "trying again" not in outcome.stderr

"""What is pruned is what nobody reads: figures, publications, flags and stories are the same before and after."""

import json
import re

import pytest

from programs import ONE_ANSWER
from scripted import page, record

TODAY = "2024-06-30"
# March was stored last at the end of April, the others in the last night.
NIGHTS = ("2024-04-20", "2024-04-25", "2024-04-29", "2024-05-03", "2024-05-08", "2024-05-13", "2024-05-18", "2024-05-24")


def state(number, night):
    """What the list says of a dossier on a night: each has a life of its own."""
    code = {"MaHoSo": f"H48.23.25-{number:03d}"}
    stage = min(night, 2 + number % 5)
    told = record(number, TrangThaiHoSo="2" if stage < 2 else "4", NgayHenTra="20240320170000") | code
    if number % 7 == 3:
        told["NgayHenTra"] = "202403%02d170000" % (20 + night)             # moved night after night
    if number % 11 == 5 and night < 4:
        del told["NgayHenTra"]                                              # set late
    if night > stage and number % 5:
        told |= {"TrangThaiHoSo": "9", "NgayKetThucXuLy": "202403%02d090000" % (15 + number % 10)}
        if number % 6 == 1 and night > stage + 1:
            told["NgayKetThucXuLy"] = "20240312090000"                      # put back
        if number % 13 == 2 and night == len(NIGHTS):
            told |= {"TrangThaiHoSo": "4"}                                  # reopened
    if number == 50 and night < 4:
        told["NgayTiepNhan"] = "31/02/2024"                                 # rejected, later mended
    if number == 51:
        told["NgayTiepNhan"] = "31/02/2024"                                 # and never mended
    return told


@pytest.fixture
def history(scripted, motcua, ask):
    """Eight nights, each with its statistics."""
    night = 1
    motcua.source(scripted(lambda *_: (200, page([state(n, night) for n in range(60)]))), "/list", source_total="", limits_shrink_percent="100", **ONE_ANSWER)
    motcua.set("ingest", max_reject_percent="100")
    for night, day in enumerate(NIGHTS, 1):
        assert motcua.ingest("run").code == 1
        assert motcua.stats("run", today=day).code == 0
        ask("UPDATE motcua.run SET started_at = %s, finished_at = %s, read_until = CASE WHEN read_until IS NOT NULL THEN %s::timestamptz END"
            " WHERE started_at > now() - interval '1 day'", f"{day} 01:30+07", f"{day} 01:31+07", f"{day} 01:30+07")
        ask("UPDATE motcua.dossier_change SET seen_at = %s WHERE seen_at > now() - interval '1 day'", f"{day} 01:30+07")
    # One night listed all and told 50 anew: the reject of before is closed by hand, as a replay does.
    ask("UPDATE motcua.reject SET replay_run_id = last_run_id WHERE code LIKE '%%-050'")
    return motcua


def readings(motcua, ask):
    """All that is published and asked, without the moment of asking."""
    said = {}
    for args in (("show", "--period", "2024", "--compare"), ("show", "--period", "2024-05"), ("show", "--period", "2024", "--as-of", "2024-05-20"),
                 ("restated", "--period", "2024"), ("restated", "--period", "2024-03"), ("restated", "--period", "2024-Q1"), ("integrity", "--period", "2024"),
                 ("points", "--period", "2024"), ("pendency", "--period", "2024")):
        outcome = motcua.stats(*args, "--format", "json", today=TODAY)
        assert outcome.code == 0, (args, outcome.stderr)
        said[args] = re.sub(r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00"', '"now"', outcome.stdout)
    flags = [flag["flag"] for flag in json.loads(said[("integrity", "--period", "2024")]).get("flags", [])]
    for (code,) in ask("SELECT code FROM motcua.dossier ORDER BY code")[::6]:
        said[code] = ask("SELECT * FROM stats.explain('tinh', %s) ORDER BY 1, 2, 3, 4", code), ask("SELECT * FROM stats.story('tinh', %s)", code)
    said["flags"] = flags, ask("SELECT source, code, flag, reason FROM stats.integrity_flags ORDER BY 1, 2, 3, 4")
    said["late"] = ask("SELECT * FROM motcua.late_told('2024-01-01', '2024-12-31') ORDER BY 1, 2, 3, 4")
    said["rejects"] = ask("SELECT * FROM motcua.open_rejects")
    return said


def counts(ask):
    return ask("SELECT (SELECT count(*) FROM motcua.dossier_version), (SELECT count(*) FROM motcua.reject), (SELECT count(*) FROM motcua.dossier_change)")[0]


def test_nothing_that_anybody_reads(history, ask):
    before, had = readings(history, ask), counts(ask)
    assert len({flag for _, _, flag, _ in before["flags"][1]}) >= 3 and before["late"], "there is something to lose"
    past = (("show", "--period", "2024", "--as-of", "2024-05-10"), ("restated", "--period", "2024", "--published", "2024-05-10"))
    assert [history.stats(*args, today=TODAY).code for args in past] == [0, 0]
    dry = history.ingest("prune", "--before", "2024-05-20", "--dry-run")
    assert dry.code == 0 and "Sẽ xóa" in dry.stdout and counts(ask) == had and ask("SELECT * FROM motcua.pruning") == []
    outcome = history.ingest("prune", "--before", "2024-05-20")
    assert outcome.code == 0 and outcome.stdout.replace("Đã xóa", "Sẽ xóa") == dry.stdout, outcome.stderr
    has = counts(ask)
    told = dict(re.findall(r"(motcua\.\w+)\W+(\d+)", outcome.stdout))
    assert told == {"motcua.reject": str(had[1] - has[1]), "motcua.dossier_version": str(had[0] - has[0])}
    assert had[0] > has[0] > 0 and had[1] > has[1] > 0 and has[2] == had[2]
    assert readings(history, ask) == before
    assert ask("SELECT rejects, versions FROM motcua.pruning") == [(had[1] - has[1], had[0] - has[0])]
    # Again, it finds nothing.
    assert history.ingest("prune", "--before", "2024-05-20").code == 0
    assert counts(ask) == has and len(ask("SELECT * FROM motcua.pruning")) == 1
    # What is gone is refused rather than counted wrong.
    for args, words in zip(past, ("what was known on 2024-05-10 has been pruned", "the dossiers behind the figures of 2024-05-08 have been pruned")):
        refused = history.stats(*args, today=TODAY)
        assert refused.code == 2 and words in refused.stderr, refused
    assert history.stats("show", "--period", "2024", "--as-of", "2024-05-19", today=TODAY).code == 0
    assert history.stats("restated", "--period", "2024", "--published", "2024-05-24", today=TODAY).code == 0
    assert all(str(day) >= "2024-05-19" for (day,) in ask("SELECT as_of FROM motcua.reading_evenings('2024-06-30')"))
    # And nights go on.
    assert history.ingest("run").code == 1 and history.stats("run", today=TODAY).code == 0


def test_who_may_and_what_is_asked(motcua, ask, alone):
    for args, words in (((), "expected --before DAY"), (("--before", "x"), "expected a day"), (("--before", "2024-02-30"), "expected a day"),
                        (("--before", "2099-01-01"), "has not come yet")):
        outcome = motcua.ingest("prune", *args)
        assert outcome.code == 2 and words in outcome.stderr, outcome
    ask("DROP ROLE IF EXISTS e2e_programs")
    ask("CREATE ROLE e2e_programs LOGIN PASSWORD 'x' IN ROLE motcua_ingest, motcua_stats")
    try:
        outcome = motcua.ingest("prune", "--before", "2024-05-20", PGUSER="e2e_programs", PGPASSWORD="x")
        assert outcome.code == 4 and "only the owner" in outcome.stderr and "sudo -u postgres motcua-ingest prune --before 2024-05-20" in outcome.stderr
    finally:
        ask("DROP ROLE e2e_programs")

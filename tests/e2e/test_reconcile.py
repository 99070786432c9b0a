"""Figures that others have published: whatever reading made them is found again."""

import csv
import io
import random
import re

import pytest

from programs import ROOT

PERIOD = ("--period", "2023-12-07..2024-06-06")


@pytest.fixture
def publish(tmp_path):
    """publish(rows): a file of them; text is written as it is."""
    def write(rows):
        path = tmp_path / "published.csv"
        path.write_text(rows if isinstance(rows, str) else "office;figure;value\n" + "".join(";".join(map(str, row)) + "\n" for row in rows))
        return path
    return write


def reconcile(motcua, path, *options, today=None):
    outcome = motcua.stats("reconcile", "--published", path, *options, "--format", "json", today=today)
    assert outcome.code == 0, outcome.stderr
    return outcome.json()


@pytest.fixture
def tinh_chau(shop, motcua):
    motcua.source(shop("tinh-chau"))
    assert motcua.ingest().code == 0
    return motcua


def has(figure, **wanted):
    return any(all(reading[key] == value for key, value in wanted.items()) for reading in figure["readings"])


def test_the_report_of_the_commune(tinh_chau, publish):
    """3.1 is 39/1271 to one digit, and also 40/1286; 95.80 is Decree 61; 96 is cut off; 96.73 is Decision 766 without the withdrawn."""
    answer = reconcile(tinh_chau, publish([("H48.23.25", "late", "3,1"), ("UBND xã Tịnh Châu", "Đúng hạn", "95,80"), ("tinh chau", "on_time", "96"),
                                           ("H48.23.25", "on_time", "96,73 %"), ("H48.23.25", "Tiếp nhận", "1.286"), ("H48.23.25", "xin lỗi", "-")]), *PERIOD)
    assert set(answer) >= {"period", "as_of", "profile", "searched", "figures", "not_published", "rejected"} and answer["rejected"] == []
    late, decree, cut, withdrawn, received = answer["figures"]
    assert (late["office"], late["figure"], late["published"], late["agrees"], late["nearest"]) == ("H48.23.25", "late", 3.1, True, None)
    assert late["ours"] == {"profile": "report", "numerator": 39, "denominator": 1271, "value": 3.07} and late["difference"] == 0.03
    first = late["readings"][0]
    assert {key: first[key] for key in ("profile", "by", "tree", "period", "digits", "rounding")} == {
        "profile": "report", "by": "handling", "tree": "then", "period": {"from": "2023-12-07", "to": "2024-06-06"}, "digits": 1, "rounding": "half_up"}
    assert first["as_of"].endswith("+07:00") and first["departures"] == [] and first["command"].startswith("motcua-stats show --period 2023-12-07..2024-06-06")
    assert has(late, numerator=40, denominator=1286, variant="with_overdue_of_received")
    assert (decree["figure"], decree["agrees"], decree["readings"][0]["profile"], decree["readings"][0]["denominator"]) == ("on_time", False, "decree61", 1286)
    assert (cut["readings"][0]["rounding"], cut["readings"][0]["digits"], cut["readings"][0]["profile"]) == ("truncated", 0, "report")
    assert has(withdrawn, profile="qd766", numerator=1244, denominator=1286) and withdrawn["printed"] == "96,73 %"
    assert (received["figure"], received["ours"]["denominator"], received["agrees"]) == ("received", None, True)
    assert [(line["figure"], line["ours"]["numerator"]) for line in answer["not_published"]] == [("apology", 27)]
    for figure in answer["figures"]:
        assert all(len(reading["departures"]) <= len(later["departures"]) for reading, later in zip(figure["readings"], figure["readings"][1:]))


def test_the_nearest_and_the_dossiers_between(tinh_chau, publish, ask):
    path = publish([("H48.23.25", "resolved", "1.272"), ("H48.23.25", "on_time", "95,80")])
    resolved, decree = reconcile(tinh_chau, path, *PERIOD, "--dossiers")["figures"]
    assert (resolved["readings"], resolved["apart"], resolved["nearest"]["dossiers"], resolved["dossiers"]) == ([], 1, 1, [])
    listed = {d["code"]: d for d in decree["dossiers"]}
    assert len(listed) == 15 and {(d["ours"], d["theirs"]) for d in listed.values()} == {(None, "denominator")}
    assert set(listed) == {code for (code,) in ask("SELECT code FROM motcua.dossier WHERE outcome IS DISTINCT FROM 'resolved'")}
    assert all(d["theirs_reason"].startswith("tiếp nhận ") and d["ours_reason"] for d in listed.values())
    rows = list(csv.DictReader(io.StringIO(tinh_chau.stats("reconcile", "--published", path, *PERIOD, "--dossiers", "--format", "csv").stdout.lstrip("\ufeff")), delimiter=";"))
    assert {row["code"] for row in rows} == set(listed) and {row["line"] for row in rows} == {"3"}
    table = " ".join(tinh_chau.stats("reconcile", "--published", path, *PERIOD, "--dossiers").stdout.split())
    assert "gần nhất: cách tính thông thường (1.271), lệch 1 hồ sơ" in table and "Hồ sơ tính khác nhau: 15." in table and all(code in table for code in listed)


def test_lines_that_cannot_be_read(tinh_chau, publish):
    path = publish("BÁO CÁO;;\nCƠ QUAN;Chi tieu;Số liệu (%)\nH48.23.25;late;3,1\nH48.9;late;3\nH48.23.25;latte;3\nH48.23.25;late;x\n;;\nH48.23.25;late\n")
    outcome = tinh_chau.stats("reconcile", "--published", path, *PERIOD, "--format", "json")
    assert outcome.code == 1
    answer = outcome.json()
    assert [figure["line"] for figure in answer["figures"]] == [3] and answer["figures"][0]["agrees"]
    assert [(line["line"], line["column"], line["value"]) for line in answer["rejected"]] == [(4, "office", "H48.9"), (5, "figure", "latte"), (6, "value", "x"), (8, None, None)]
    assert all(line["reason"] and line["hint"] for line in answer["rejected"])
    for words in (f"'{path}', line 4, office 'H48.9': unknown office; ", "line 5, figure 'latte': unknown figure; ", "line 6, value 'x': no number; write 3,1", "line 8: 2 cells",
                  f"4 lines of '{path}' could not be read"):
        assert words in outcome.stderr
    table = tinh_chau.stats("reconcile", "--published", path, *PERIOD).stdout
    assert "Dòng 4 không đọc được: không có cơ quan này ('H48.9')." in table and "khớp" in table


@pytest.mark.parametrize("text, words", [("office;figure\nH48;late\n", "no heading"), ("", "no heading"), ("a;b;\"c\n", "quotes"), ("a\0b", "not UTF-8")])
def test_a_file_that_is_no_table_is_2(text, words, tinh_chau, publish):
    outcome = tinh_chau.stats("reconcile", "--published", publish(text), *PERIOD)
    assert outcome.code == 2 and outcome.stdout == "" and words in outcome.stderr


@pytest.mark.parametrize("args, words", [(["--period", "2024"], "needs --published FILE"), (["--published", "/nonexistent.csv", "--period", "2024"], "cannot read '/nonexistent.csv'"),
                                         (["--published", "/dev/null"], "needs --period"), (["--published", "/dev/null", "--period", "2024", "--profile", "none"], "unknown profile")])
def test_wrong_usage_is_2(args, words, motcua):
    outcome = motcua.stats("reconcile", *args)
    assert outcome.code == 2 and outcome.stdout == "" and words in outcome.stderr


def test_a_variant_is_an_insert(tinh_chau, publish, ask):
    path = publish([("H48.23.25", "late", "3,15")])  # 40 of 1271
    (statements,) = re.findall(r"```sql\n(.*?)```", (ROOT / "docs/reconcile.md").read_text(), re.DOTALL)
    ask("UPDATE motcua.dossier SET status = 5 WHERE code = (SELECT min(code) FROM motcua.dossier WHERE outcome IS NULL)")
    assert not has(reconcile(tinh_chau, path, *PERIOD)["figures"][0], variant="with_paused")
    ask(statements)
    assert has(reconcile(tinh_chau, path, *PERIOD)["figures"][0], variant="with_paused", numerator=40, denominator=1271)


def test_what_it_prints_is_safe(tinh_chau, publish):
    path = publish([("\x1b[31mH48", "late", "3"), ("H48.23.25", "=cmd()", "3"), ("H48.23.25", "late", "3\u202e1")])
    for form in ("table", "csv", "json"):
        outcome = tinh_chau.stats("reconcile", "--published", path, *PERIOD, "--format", form)
        assert outcome.code == 1 and "\x1b" not in outcome.stdout + outcome.stderr and "\u202e" not in outcome.stdout + outcome.stderr
        assert ";=cmd" not in outcome.stdout


# ---- the property: a figure made by any reading is explained by that reading ----

FIRST, SECOND, TODAY = "2026-01-01", "2026-01-02", "2026-01-03"
FIGURES = [("report", "on_time"), ("report", "late"), ("report", "online"), ("report", "components_digitised"), ("report", "results_digitised"), ("qd766", "on_time"), ("decree61", "on_time")]
COUNTS = ["received", "resolved", "resolved_late", "pending", "pending_overdue"]


@pytest.fixture
def province(shop, motcua, ask):
    """Two nights, an office that goes over into another one, dossiers that another office took in."""
    tinh = shop("random", "--count", "3000", "--seed", "31", "--offices", "12")
    for night, day in ((1, FIRST), (2, SECOND)):
        motcua.source(tinh, f"/n{night}/dossiers")
        assert motcua.ingest().code == 0
        ask("UPDATE motcua.run SET started_at = %s WHERE run_id = (SELECT max(run_id) FROM motcua.run)", day + " 01:30+07")
    ((old, new),) = ask("SELECT min(handling_office), max(handling_office) FROM motcua.dossier WHERE handling_office LIKE 'H48._%%'")
    ask("UPDATE motcua.office SET valid_to = '2025-06-30' WHERE code = %s", old)
    ask("INSERT INTO motcua.office_succession (old_office, new_office, on_day) VALUES (%s, %s, '2025-07-01')", old, new)
    for table in ("dossier", "dossier_version"):
        ask(f"UPDATE motcua.{table} SET receiving_office = %s WHERE fee > 0", new)
    ask("ANALYZE")
    return motcua


def shifted(rng):
    """The period 2025, or wrong by a day at either end or both."""
    first, last = rng.choice(["2024-12-31", "2025-01-01", "2025-01-02"]), rng.choice(["2025-12-30", "2025-12-31", "2026-01-01"])
    return ("2025-01-01", "2025-12-31") if rng.random() < 0.3 else (first, last)


def printed(rng, numerator, denominator, digits, truncated):
    """As an official prints it."""
    scale = 100 * 10 ** digits
    value = scale * numerator // denominator if truncated else (2 * scale * numerator + denominator) // (2 * denominator)
    text = f"{value / 10 ** digits:.{digits}f}"
    return rng.choice([text, text.replace(".", ",")]) + rng.choice(["", "%", " %"])


def test_every_reading_is_found_again(province, publish, ask):
    rng = random.Random(20240607)
    ask("SET motcua.today = '%s'" % TODAY)
    offices = [code for (code,) in ask("SELECT code FROM motcua.office ORDER BY code")]
    rows, made = [], []
    while len(rows) < 60:
        first, last = shifted(rng)
        by, tree = rng.choice(["handling", "receiving"]), rng.choice(["then", "now"])
        as_of = rng.choice([None, FIRST, SECOND])
        run = ask("SELECT stats.known_run(%s)", as_of)[0][0] if as_of else None
        view = (first, last, by, tree, as_of or TODAY, run)
        office, truncated, digits = rng.choice(offices), rng.random() < 0.4, rng.choice([0, 1, 2, 2])
        if rng.random() < 0.25:
            figure = rng.choice(COUNTS)
            found = ask("SELECT total FROM stats.buckets(%s, %s, %s, %s, %s, %s) WHERE office = %s AND bucket = %s", *view, office, figure)
            if not found:
                continue
            value, profile, truncated, digits = str(found[0][0]), "report", False, 0
        else:
            profile, figure = rng.choice(FIGURES)
            ((numerator, denominator),) = ask("SELECT numerator, denominator FROM stats.rates(%s, %s, %s, %s, %s, %s, %s) WHERE office = %s AND rate = %s",
                                              first, last, profile, *view[2:], office, figure)
            if denominator == 0:
                continue
            value = printed(rng, numerator, denominator, digits, truncated)
        rows.append((office, figure, value))
        made.append({"profile": profile, "variant": None, "by": by, "tree": tree, "period": {"from": first, "to": last}, "digits": digits,
                     "rounding": "truncated" if truncated else "half_up", "subtree": True, "day": as_of or TODAY})
    figures = reconcile(province, publish(rows), "--period", "2025", today=TODAY)["figures"]
    assert len(figures) == len(rows)
    for row, wanted, figure in zip(rows, made, figures):
        wanted = dict(wanted)
        day = wanted.pop("day")
        # Now is the moment of the program, whatever day it takes for today.
        assert any(all(reading[key] == value for key, value in wanted.items())
                   and ("as_of" in reading["departures"]) == (day != TODAY) and (day == TODAY or reading["as_of"].startswith(day))
                   for reading in figure["readings"]), (row, wanted, day, figure["ours"], len(figure["readings"]), figure["nearest"])


def test_what_is_listed_makes_the_difference(province, publish):
    """Ours and theirs, with the dossiers between them taken out and put in."""
    rows = [("H48", figure, value) for figure, value in (("on_time", "50"), ("late", "12"), ("received", "1500"), ("pending", "300"))]
    rows += [("H48", "on_time", f"{n},{n}") for n in range(60, 70)]
    for figure in reconcile(province, publish(rows), "--period", "2025", "--dossiers", today=TODAY)["figures"]:
        reading = (figure["readings"] or [figure["nearest"]])[0]
        for part in ("numerator", "denominator"):
            if reading[part] is not None:
                assert figure["ours"][part] + sum(d["their_" + part] - d["our_" + part] for d in figure["dossiers"]) == reading[part], (figure["figure"], part)
        for dossier in figure["dossiers"]:
            for side, role in (("our", dossier["ours"]), ("their", dossier["theirs"])):
                assert (role in ("numerator", "counted")) == (dossier[side + "_numerator"] != 0)
            assert dossier["ours_reason"] and dossier["theirs_reason"]

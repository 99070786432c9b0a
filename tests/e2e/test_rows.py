"""Lists and tables as files: CSV as somebody's program or Excel wants it, and workbooks that hold the same."""

import csv
import datetime
import io
import os
import pty
import subprocess

import openpyxl
import pytest

PERIOD = ("--period", "2023-12-07..2024-06-06")
TODAY = "2024-06-07"
COMMANDS = [
    ("show", *PERIOD), ("show", *PERIOD, "--against", "2024-Q1"), ("show", *PERIOD, "--compare"), ("points", *PERIOD), ("targets", *PERIOD),
    ("dossiers", "--rate", "late", *PERIOD), ("rank", "--rate", "late", *PERIOD), ("terms", *PERIOD), ("terms", *PERIOD, "--office", "H48.23.25"),
    ("pendency", *PERIOD), ("pendency", *PERIOD, "--band", "1-5"), ("near-due", "--days", "200"), ("integrity", *PERIOD),
    ("integrity", *PERIOD, "--flag", "late_but_handed_over_in_time"), ("explain", "H48.23.25-231211-0001"), ("restated", "--period", "2024-05"),
    ("restated", "--period", "2024-05", "--dossiers"),
]
HOSTILE = '=HYPERLINK("http://127.0.0.1/";"x")'


@pytest.fixture
def tinh_chau(shop, motcua, ask):
    """With an office whose name is no name, and something published."""
    motcua.source(shop("tinh-chau"))
    assert motcua.ingest().code == 0
    ask("UPDATE motcua.office SET name = %s WHERE code = 'H48.23'", HOSTILE)
    assert motcua.stats("run", today=TODAY).code == 0
    return motcua


def rows_of_csv(text, separator=";"):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=separator))


def as_csv_says(cell):
    """A cell of a workbook in the words of CSV."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.strftime("%d/%m/%Y %H:%M:%S" if "h" in cell.number_format else "%d/%m/%Y")
    if isinstance(value, (int, float)):
        places = len(cell.number_format.partition(".")[2])
        return f"{value:.{places}f}".replace(".", ",")
    return "'" + value if value[:1] in tuple("=+-@\t\r") else value


def test_a_workbook_holds_what_csv_holds(tinh_chau, ask, tmp_path):
    labels = dict(ask("SELECT name, text_vi FROM motcua.column_label"))
    for command in COMMANDS:
        plain = tinh_chau.stats(*command, "--format", "csv", today=TODAY)
        path = tmp_path / "list.xlsx"
        made = tinh_chau.stats(*command, "--format", "xlsx", "--headers", "en", "--output", path, today=TODAY)
        assert (plain.code, made.code, made.stdout) == (0, 0, ""), (command, made.stderr)
        sheet = openpyxl.load_workbook(path).worksheets[0]
        cells = [[as_csv_says(cell) for cell in row] for row in sheet.iter_rows()]
        moment = [i for i, name in enumerate(cells[0]) if name == "as_of"]
        expected = rows_of_csv(plain.stdout)
        assert [[c for i, c in enumerate(row) if i not in moment] for row in cells] == \
            [[c for i, c in enumerate(row) if i not in moment] for row in expected], command
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"], command
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == sheet.dimensions
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize), sheet.print_title_rows) == ("landscape", 9, "$1:$1")

        vietnamese = tinh_chau.stats(*command, "--format", "csv", "--headers", "vi", today=TODAY)
        told = rows_of_csv(vietnamese.stdout)
        assert told[0] == [labels[name] for name in expected[0]] and [len(row) for row in told] == [len(row) for row in expected], command
        for name, told_column, column in zip(expected[0], zip(*told[1:]), zip(*expected[1:])):
            if name in ("figure", "rate", "bucket", "flag", "level", "rule", "profile", "state", "direction", "letter", "kind", "paused", "status"):
                assert all(new != old or not old for new, old in zip(told_column, column)), (command, name, told_column)
        comma = rows_of_csv(tinh_chau.stats(*command, "--format", "csv", "--separator", ",", today=TODAY).stdout, ",")
        assert [len(row) for row in comma] == [len(row) for row in expected], command


def test_where_a_list_goes(tinh_chau, tmp_path):
    late = ("dossiers", "--rate", "late", *PERIOD)
    command = tinh_chau.command("motcua-stats", *late, "--format", "xlsx")
    piped = [subprocess.run(command, env=tinh_chau.environment, capture_output=True, check=True).stdout for _ in range(2)]
    assert piped[0] == piped[1] and openpyxl.load_workbook(io.BytesIO(piped[0])).worksheets[0].max_row == 40
    ours, theirs = pty.openpty()
    refused = subprocess.run(command, env=tinh_chau.environment, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    os.close(theirs)
    os.close(ours)
    assert refused.returncode == 2 and "a workbook cannot be shown on a terminal" in refused.stderr and "--output FILE.xlsx" in refused.stderr

    file = tmp_path / "late.csv"
    assert tinh_chau.stats(*late, "--format", "csv", "--output", file).code == 0
    assert file.read_bytes().decode() == subprocess.run(
        tinh_chau.command("motcua-stats", *late, "--format", "csv"), env=tinh_chau.environment, capture_output=True).stdout.decode()
    mask = os.umask(0o22)
    os.umask(mask)
    assert file.stat().st_mode & 0o777 == 0o666 & ~mask
    for wrong, says in ((("--output", file), "goes with --format csv or xlsx"), (("--format", "csv", "--separator", "."), "unknown separator '.'"),
                        (("--format", "csv", "--headers", "fr"), "unknown language 'fr'"), (("--format", "xls"), "expected table, json, csv or xlsx"),
                        (("--format", "xlsx", "--output", tmp_path / "no/x.xlsx"), "No such file")):
        done = tinh_chau.stats(*late, *wrong)
        assert done.code == 2 and says in done.stderr, done.stderr
    assert not [name for name in os.listdir(tmp_path) if "." in name and not name.endswith(".csv")]

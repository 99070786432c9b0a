"""The workbook: the figures of the commands in the forms of offices, and formulas that come to the same in LibreOffice."""

import subprocess

import openpyxl
import pytest

TODAY = "2025-01-15"
PERIOD = ("--period", "2024")
SHEETS = ["II.06a", "II.06b", "07a", "Phụ lục 1", "Tiêu chí", "Chỉ tiêu", "Quá hạn", "Sắp đến hạn", "Ghi chú"]
HOSTILE = '=HYPERLINK("http://127.0.0.1/";"x")'


@pytest.fixture
def province(shop, motcua, ask):
    """Offices with and without names, one with a name that is none; dossiers without a due date, withdrawn, returned."""
    motcua.source(shop("random", "--count", "1500", "--seed", "7", "--offices", "6"))
    assert motcua.ingest().code == 0
    codes = [code for (code,) in ask("SELECT DISTINCT handling_office FROM motcua.dossier ORDER BY 1")]
    for i, code in enumerate(codes):
        ask("UPDATE motcua.office SET name = %s, level = 'commune' WHERE code = %s", HOSTILE if i == 0 else f"UBND xã số {i}", code)
    return motcua


def rows_of(sheet, first):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def recomputed(path, folder):
    """The values that LibreOffice finds, having lost those that motcua has written beside its formulas."""
    bare = folder / "bare.xlsx"
    openpyxl.load_workbook(path).save(bare)
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                    "--outdir", folder / "out", bare], check=True, capture_output=True, timeout=180)
    return openpyxl.load_workbook(folder / "out/bare.xlsx", data_only=True)


def test_the_workbook_says_what_the_commands_say(province, tmp_path, ask):
    path = tmp_path / "report.xlsx"
    made = province.stats("report", "--format", "xlsx", *PERIOD, "--scoring", "vi-du-cap-tinh", "--output", path, today=TODAY)
    assert (made.code, made.stdout) == (0, ""), made.stderr
    again = tmp_path / "again.xlsx"
    assert province.stats("report", "--format", "xlsx", *PERIOD, "--scoring", "vi-du-cap-tinh", "--output", again, today=TODAY).code == 0
    assert path.read_bytes() == again.read_bytes()
    book, values = openpyxl.load_workbook(path), recomputed(path, tmp_path)
    assert book.sheetnames == values.sheetnames == SHEETS
    for sheet in book.worksheets[:-1]:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9) and sheet.print_title_rows and sheet.freeze_panes
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f" and "HYPERLINK" in str(cell.value)]

    shown = province.stats("show", *PERIOD, "--format", "json", today=TODAY).json()["offices"]
    form = {row[1]: row for row in rows_of(values["II.06a"], 9) if row[0] and "." not in row[0]}
    assert [cell.value for cell in book["II.06a"][8]] == list(range(1, 14))
    busy = [office for office in shown if any(office["counts"].values())]
    assert len(busy) >= 6 and HOSTILE in form and len(form) >= len(busy)
    no_due = 0
    for office in busy:
        c, row = office["counts"], form[office["name"] or office["code"]]
        no_due += c["resolved_no_due"] + c["pending_no_due"]
        assert row[2:] == [
            c["carried_in"] + c["received"], c["received_online"], c["received_direct"] + c["received_postal"], c["carried_in"], c["resolved"],
            c["resolved_early"], c["resolved_on_time"] + c["resolved_no_due"], c["resolved_late"], c["pending"],
            c["pending_in_time"] + c["pending_no_due"], c["pending_overdue"]], office["code"]
        number = row[0] + "."
        parts = [part for part in rows_of(values["II.06a"], 9) if part[0] and part[0].startswith(number)]
        assert [sum(column) for column in zip(*(part[2:] for part in parts))] == row[2:]
    assert no_due > 0
    checks = {row[0]: row[1] for row in rows_of(values["Ghi chú"], 1)}
    assert [checks[name] for name in ("Kiểm tra 3 = 4 + 5 + 6", "Kiểm tra 7 = 8 + 9 + 10", "Kiểm tra 11 = 12 + 13")] == ["Đúng"] * 3

    tops = {code for (code,) in ask("SELECT code FROM motcua.office WHERE parent IS NULL")}
    whole = [sum(column) for column in zip(*(form[o["name"] or o["code"]][2:] for o in busy if o["code"] in tops))]
    by_procedure = [row for row in rows_of(values["II.06b"], 9) if isinstance(row[0], (int, float))]
    assert [sum(row[i] for row in by_procedure) for i in (3, 7, 11)] == [whole[0], whole[4], whole[8]]
    assert all(isinstance(row[1], str) for row in by_procedure)

    points = {(o["code"], c["criterion"]): c for o in province.stats("points", *PERIOD, "--scoring", "vi-du-cap-tinh", "--format", "json", today=TODAY)
              .json()["offices"] for c in o["criteria"]}
    scored = [row for row in rows_of(values["Tiêu chí"], 8) if row[0] and (row[0], row[2]) in points]
    assert len(scored) == 4 * len(busy)
    for row in scored:
        expected = points[(row[0], row[2])]
        assert (row[6], row[12], row[13]) == (expected["percent"], expected["points"], expected["points"]), row
        assert isinstance(row[2], str)
    assert all(cell.data_type == "f" for cell in book["Tiêu chí"]["M"][7:11])
    for name, command in (("Quá hạn", ("dossiers", "--bucket", "pending_overdue", *PERIOD)), ("Sắp đến hạn", ("near-due",))):
        listed = province.stats(*command, "--format", "json", today=TODAY).json()["dossiers"]
        assert sorted(row[1] for row in rows_of(values[name], 8) if isinstance(row[0], (int, float))) == sorted(d["code"] for d in listed), name


def test_one_office_and_what_is_refused(province, tmp_path, ask):
    ((code,),) = ask("SELECT handling_office FROM motcua.dossier GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    path = tmp_path / "one.xlsx"
    assert province.stats("report", "--format", "xlsx", *PERIOD, "--office", code, "--output", path, today=TODAY).code == 0
    sheet = openpyxl.load_workbook(path)["II.06a"]
    assert [row[0] for row in rows_of(sheet, 9) if row[0] and row[0].isdigit()] == ["1"]
    for wrong, says in ((("--format", "pdf", "--output", path), "expected html or xlsx"), (("--output", path), "is a workbook: add --format xlsx"),
                        (("--format", "xlsx"), "needs --output PATH"), (("--format", "xlsx", "--output", path, "--office", "H99"), "unknown office 'H99'"),
                        (("--format", "xlsx", "--output", tmp_path / "no/x.xlsx"), "No such file")):
        done = province.stats("report", *PERIOD, *wrong, today=TODAY)
        assert done.code == 2 and says in done.stderr, done.stderr
    assert sorted(name.name for name in tmp_path.iterdir() if "xlsx" in name.name) == ["one.xlsx"]

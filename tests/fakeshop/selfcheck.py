#!/usr/bin/python3
"""Counts the golden figures of a running `fakeshop tinh-chau` from its JSON.

usage: selfcheck.py http://127.0.0.1:PORT [TOKEN]

Ends with 0 when every figure is right, else with 1 and one line per wrong figure. It counts with
rules written out here again and shares nothing with the C code, so that a mistake in the generator
cannot hide in both.
"""

import json
import re
import sys
import urllib.request
from collections import Counter

FIRST_DAY, LAST_DAY = "20231207", "20240606"
FIELDS = """MaHoSo MaTTHC TenTTHC MaLinhVuc TenLinhVuc KenhThucHien SoGiayToChuHoSo ChuHoSo
    LoaiDoiTuong MaDoiTuong ThongTinKhac GhiChu TrichYeuHoSo Email SoDienThoai Fax NgayNopHoSo
    NgayTiepNhan NgayHenTra NgayKetThucXuLy NgayTra NgayTuChoi TrangThaiHoSo ThongTinTra HinhThuc
    DonViXuLy NoiNopHoSo HoSoCoThanhPhanSoHoa TaiKhoanDuocXacThucVoiVNeID DuocThanhToanTrucTuyen
    MucDo NgayXinLoi KetQuaLuuKho NgayCapNhat DinhDanhCHS DSKetNoiCSDL TaiLieuNop DanhSachLePhi
    DanhSachGiayToKetQua DanhSachHoSoBoSung""".split()
PERSONAL = """SoGiayToChuHoSo ChuHoSo MaDoiTuong TrichYeuHoSo Email SoDienThoai Fax ThongTinKhac
    GhiChu ThongTinTra TenTepDinhKem DuongDanTaiTepTin DuongDanTepTinKetQua TenGiayTo
    SoDinhDanh""".split()
EVENTS = "NgayNopHoSo NgayTiepNhan NgayKetThucXuLy NgayTra NgayTuChoi NgayXinLoi".split()


def fetch(base, path, token):
    request = urllib.request.Request(base + path)
    if token:
        request.add_header("Authorization", "Bearer " + token)
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


def fetch_all(base, path, token, size=300):
    """All rows of a list, and the total each page announced."""
    rows, totals, page = [], set(), 1
    while True:
        sep = "&" if "?" in path else "?"
        body = fetch(base, f"{path}{sep}page={page}&size={size}", token)
        totals.add(body["totalCount"])
        if not body["data"]:
            return rows, totals
        rows += body["data"]
        page += 1


def scalars(value, key=""):
    """All (key, text) pairs in a record."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from scalars(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from scalars(inner, key)
    else:
        yield key, value


def has_result(row):
    return any(paper["DuongDanTepTinKetQua"] for paper in row["DanhSachGiayToKetQua"])


def fee(row):
    return sum(int(part["Gia"]) for part in row["DanhSachLePhi"])


def has_flag(row, flag):
    return any(part[flag] != "0" for part in row["TaiLieuNop"])


def day(row, field):
    return row[field][:8]


def days_before(early, late):
    """True when the first date (14 digits) lies on an earlier calendar day."""
    return early[:8] < late[:8]


def count(rows, test):
    return sum(1 for row in rows if test(row))


def course_figures(rows):
    """Figures about status and dates: (name, wanted, counted)."""
    resolved = [r for r in rows if r["TrangThaiHoSo"] in ("9", "10")]
    late = [r for r in resolved if day(r, "NgayKetThucXuLy") > day(r, "NgayHenTra")]
    opened = [r for r in rows if r["TrangThaiHoSo"] in ("2", "4")]
    withdrawn = [r for r in rows if r["TrangThaiHoSo"] == "7"]
    letters = [r for r in late if r["NgayXinLoi"]]
    in_period = lambda r: FIRST_DAY <= day(r, "NgayKetThucXuLy") <= LAST_DAY
    early = lambda r: day(r, "NgayKetThucXuLy") < day(r, "NgayHenTra")
    yield "resolved", 1271, len(resolved)
    yield "resolved within the period", 1271, count(resolved, in_period)
    yield "early", 1232, count(resolved, early)
    yield "late", 39, len(late)
    yield "open", 13, len(opened)
    yield "open without a closing date", 13, count(opened, lambda r: not r["NgayKetThucXuLy"])
    yield "open, due later", 12, count(opened, lambda r: day(r, "NgayHenTra") > "20240610")
    yield "open, overdue", 1, count(opened, lambda r: day(r, "NgayHenTra") < "20240604")
    yield "withdrawn", 2, count(withdrawn, lambda r: in_period(r) and early(r))
    yield "late with a letter", 27, len(letters)
    yield "letters in time", 20, count(
        letters, lambda r: days_before(r["NgayXinLoi"], r["NgayHenTra"]))
    yield "letters on or after the due date", 7, count(
        letters, lambda r: not days_before(r["NgayXinLoi"], r["NgayHenTra"]))
    yield "letters of all", 27, count(rows, lambda r: r["NgayXinLoi"])
    yield "late but handed over in time", 6, count(
        late, lambda r: r["NgayTra"] and r["NgayTra"] <= r["NgayHenTra"] < r["NgayKetThucXuLy"])


def other_figures(rows):
    resolved = [r for r in rows if r["TrangThaiHoSo"] in ("9", "10")]
    channels = Counter(r["KenhThucHien"] for r in rows)
    yield "dossiers", 1286, len(rows)
    yield "different codes", 1286, len({r["MaHoSo"] for r in rows})
    yield "codes with the day of reception", 1286, count(
        rows, lambda r: re.fullmatch(r"H48\.23\.25-%s-\d{4}" % r["NgayTiepNhan"][2:8], r["MaHoSo"]))
    yield "received within the period", 1286, count(
        rows, lambda r: FIRST_DAY <= day(r, "NgayTiepNhan") <= LAST_DAY)
    yield "office name", 1286, count(rows, lambda r: r["DonViXuLy"] == "UBND xã Tịnh Châu")
    yield "online", 1270, channels["2"]
    yield "direct", 16, channels["1"]
    yield "components digitised", 1217, count(rows, lambda r: has_flag(r, "DuocSoHoa"))
    yield "components reused", 0, count(rows, lambda r: has_flag(r, "DuocTaiSuDung"))
    yield "components from the store", 0, count(rows, lambda r: has_flag(r, "DuocLayTuKhoDMQG"))
    yield "results with a link", 1045, count(resolved, has_result)
    yield "results with a link, all", 1045, count(rows, has_result)
    yield "results filed", 13, count(rows, lambda r: r["KetQuaLuuKho"] == "1")
    yield "results filed, with a link", 13, count(
        resolved, lambda r: r["KetQuaLuuKho"] == "1" and has_result(r))
    yield "level 4", 700, count(rows, lambda r: r["MucDo"] == "4")
    yield "level 3", 586, count(rows, lambda r: r["MucDo"] == "3")
    yield "procedures with one level each", len({r["MaTTHC"] for r in rows}), len(
        {(r["MaTTHC"], r["MucDo"]) for r in rows})
    yield "with a fee", 410, count(rows, lambda r: fee(r) > 0)
    yield "with a fee, paid online", 410, count(
        rows, lambda r: fee(r) > 0 and r["DuocThanhToanTrucTuyen"] in ("1", "2"))
    yield "without a fee, not paid", 876, count(
        rows, lambda r: fee(r) == 0 and r["DuocThanhToanTrucTuyen"] == "0")


def rating_figures(rows, answers):
    """Figures about what citizens say: (name, wanted, counted)."""
    closed = {r["MaHoSo"]: day(r, "NgayKetThucXuLy") for r in rows if r["TrangThaiHoSo"] in ("9", "10")}
    levels = Counter(a["MucDo"] for a in answers)
    yield "answers", 411, len(answers)
    yield "different answers", 411, len({a["MaPhieu"] for a in answers})
    yield "dossiers answered about", 411, len({a["MaHoSo"] for a in answers})
    yield "levels", {"Rất hài lòng": 341, "Hài lòng": 70}, dict(levels)
    yield "answers of the commune", 411, count(answers, lambda a: a["MaDonVi"] == "H48.23.25")
    yield "answers on the day of the end", 411, count(
        answers, lambda a: closed.get(a["MaHoSo"]) == day(a, "NgayDanhGia"))
    yield "answers within the period", 411, count(
        answers, lambda a: FIRST_DAY <= day(a, "NgayDanhGia") <= LAST_DAY)


def form_figures(rows):
    """Update date, and where the marker of personal values stands."""
    marked, unmarked = set(PERSONAL), Counter()
    for row in rows:
        for key, value in scalars(row):
            if value and (key in marked) != ("PII-" in value):
                unmarked[key] += 1
    yield "update is the latest event", len(rows), count(
        rows, lambda r: r["NgayCapNhat"] == max(r[field] for field in EVENTS))
    yield "values with the marker missing or out of place", {}, dict(unmarked)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    base, token = sys.argv[1].rstrip("/"), sys.argv[2] if len(sys.argv) == 3 else None
    rows, totals = fetch_all(base, "/n1/dossiers", token)
    second, _ = fetch_all(base, "/n2/dossiers", token)
    offices, _ = fetch_all(base, "/n1/offices", token)
    procedures, _ = fetch_all(base, "/n1/procedures", token)
    answers, answer_totals = fetch_all(base, "/n1/ratings", token, 100)
    if not all(list(row) == FIELDS for row in rows + second):
        sys.exit("records lack fields or have them in another order; is this tinh-chau?")
    figures = [*course_figures(rows), *other_figures(rows), *form_figures(rows),
               *rating_figures(rows, answers)]
    figures += [
        ("total", {"1286"}, totals),
        ("total of answers", {"411"}, answer_totals),
        ("second night the same", True, rows == second),
        ("offices", ["H48.23.25", "H48.23", "H48"], [o["MaDonVi"] for o in offices]),
        ("procedures in the catalogue", set(),
         {r["MaTTHC"] for r in rows} - {p["MaTTHC"] for p in procedures}),
    ]
    wrong = [f"{name}: wanted {want}, counted {got}" for name, want, got in figures if want != got]
    print("\n".join(wrong) if wrong else f"all {len(figures)} figures are right")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

"""The same job with requests of the standard library and psycopg2: COPY into a temporary table, then one upsert."""

import csv
import io
import json
import sys
import urllib.request
from pathlib import Path

import psycopg2

HERE = Path(__file__).parent
CHANNELS = {"1": "direct", "2": "online", "3": "postal"}
LEVELS = {"4": "full", "3": "partial", "2": "none", "1": "none"}
DATES = ("NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayXinLoi", "NgayCapNhat")


def date(text):
    return f"{text[:4]}-{text[4:6]}-{text[6:8]} {text[8:10]}:{text[10:12]}:{text[12:14]}+07" if text else ""


def row(r):
    parts = r["TaiLieuNop"]
    return [
        r["MaHoSo"], r["MaHoSo"].split("-")[0], r["MaTTHC"], CHANNELS.get(r.get("KenhThucHien"), "direct"),
        LEVELS.get(r.get("MucDo"), ""), r["TrangThaiHoSo"], *(date(r.get(name)) for name in DATES),
        sum(int(fee["Gia"]) for fee in r["DanhSachLePhi"]), len(parts), sum(p["DuocSoHoa"] == "1" for p in parts),
        sum(p["DuocTaiSuDung"] in ("1", "2") for p in parts), sum(p["DuocLayTuKhoDMQG"] == "1" for p in parts),
        any(d.get("DuongDanTepTinKetQua") for d in r["DanhSachGiayToKetQua"]), r.get("KetQuaLuuKho") == "1",
        r.get("DuocThanhToanTrucTuyen") in ("1", "2")]


def main(url, database):
    connection = psycopg2.connect(dbname=database)
    cursor = connection.cursor()
    cursor.execute((HERE / "incoming.sql").read_text())
    page = 1
    while True:
        with urllib.request.urlopen(f"{url}?page={page}&size=1000") as reply:
            records = json.load(reply)["data"]
        if not records:
            break
        buffer = io.StringIO()
        csv.writer(buffer).writerows(map(row, records))
        buffer.seek(0)
        cursor.copy_expert("COPY incoming FROM STDIN (FORMAT csv)", buffer)
        page += 1
    cursor.execute((HERE / "peer.sql").read_text())
    connection.commit()


main(*sys.argv[1:])

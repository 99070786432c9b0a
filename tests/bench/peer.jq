# National records to the CSV of incoming.sql.
def date: if . == "" or . == null then null
          else "\(.[0:4])-\(.[4:6])-\(.[6:8]) \(.[8:10]):\(.[10:12]):\(.[12:14])+07" end;
def some(f): map(select(f)) | length;
.data[] | [
    .MaHoSo, (.MaHoSo | split("-")[0]), (if .MaTTHC == "" then null else .MaTTHC end),
    ({"1": "direct", "2": "online", "3": "postal"}[.KenhThucHien // ""] // "direct"),
    {"4": "full", "3": "partial", "2": "none", "1": "none"}[.MucDo // ""], .TrangThaiHoSo,
    (.NgayNopHoSo | date), (.NgayTiepNhan | date), (.NgayHenTra | date), (.NgayKetThucXuLy | date), (.NgayTra | date),
    (.NgayXinLoi | date), (.NgayCapNhat | date), ([.DanhSachLePhi[].Gia | tonumber] | add // 0),
    (.TaiLieuNop | length), (.TaiLieuNop | some(.DuocSoHoa == "1")),
    (.TaiLieuNop | some(.DuocTaiSuDung == "1" or .DuocTaiSuDung == "2")), (.TaiLieuNop | some(.DuocLayTuKhoDMQG == "1")),
    ((.DanhSachGiayToKetQua | some((.DuongDanTepTinKetQua // "") != "")) > 0), (.KetQuaLuuKho == "1"),
    (.DuocThanhToanTrucTuyen == "1" or .DuocThanhToanTrucTuyen == "2")
] | @csv

/* The words of the sample: rates, counts, criteria and names as a province of 2024 has them. */

export const RATES = [
    [
        "on_time",
        "Đúng hạn",
        "On time",
        "resolved",
        0,
        "giải quyết trước hạn và đúng hạn / đã giải quyết",
        null
    ],
    ["late", "Quá hạn", "Late", "resolved", 0, "giải quyết quá hạn / đã giải quyết", ["at_most", 3]],
    [
        "late_first",
        "Quá hạn theo hẹn đầu",
        "Late by first date",
        "resolved",
        0.04,
        "giải quyết quá ngày hẹn ban đầu / đã giải quyết",
        null
    ],
    [
        "online",
        "Trực tuyến",
        "Online",
        "received",
        0.86,
        "tiếp nhận trực tuyến / tiếp nhận",
        ["at_least", 50]
    ],
    ["direct", "Trực tiếp", "At the counter", "received", 0.13, "tiếp nhận trực tiếp / tiếp nhận", null],
    [
        "postal",
        "Bưu chính",
        "By post",
        "received",
        0.01,
        "tiếp nhận qua bưu chính công ích / tiếp nhận",
        null
    ],
    [
        "components_digitised",
        "Số hóa thành phần",
        "Papers digitised",
        "received",
        0.9,
        "tiếp nhận có số hóa thành phần hồ sơ / tiếp nhận",
        null
    ],
    [
        "results_digitised",
        "Số hóa kết quả",
        "Results digitised",
        "resolved",
        0.8,
        "có số hóa kết quả / đã giải quyết",
        ["at_least", 75]
    ],
    [
        "results_stored",
        "Lưu kho",
        "Results stored",
        "resolved",
        0.2,
        "kết quả lưu kho dữ liệu điện tử / đã giải quyết",
        null
    ],
    [
        "reused",
        "Tái sử dụng",
        "Reused",
        "received",
        0.05,
        "tiếp nhận có tái sử dụng dữ liệu số hóa / tiếp nhận",
        null
    ],
    [
        "apology",
        "Xin lỗi",
        "Apologies",
        "apology",
        0.7,
        "quá hạn, sai sót có văn bản xin lỗi / tổng số quá hạn, sai sót",
        ["at_least", 100]
    ],
    [
        "apology_in_time",
        "Xin lỗi trước hạn",
        "Apologies in time",
        "apology",
        0.3,
        "xin lỗi trước ngày hẹn ban đầu ít nhất 01 ngày / tổng số quá hạn, sai sót",
        null
    ],
    [
        "feedback_on_time",
        "Trả lời PAKN",
        "Feedback",
        "feedback",
        0.93,
        "phản ánh, kiến nghị trả lời đúng hạn / tổng số đã trả lời và quá hạn chưa trả lời",
        ["at_least", 100]
    ],
    [
        "full_process_procedures",
        "Thủ tục toàn trình",
        "Full process",
        "procedures",
        0.6,
        "thủ tục cung cấp toàn trình / thủ tục đủ điều kiện",
        null
    ],
    [
        "full_process_online",
        "Hồ sơ toàn trình",
        "Full process dossiers",
        "received",
        0.7,
        "tiếp nhận trực tuyến / tiếp nhận thuộc thủ tục toàn trình",
        null
    ],
    [
        "payment_procedures",
        "Thủ tục thanh toán",
        "Payable procedures",
        "procedures",
        0.9,
        "thủ tục cho phép thanh toán trực tuyến / thủ tục có phí",
        ["at_least", 96]
    ],
    [
        "payment_online",
        "Thanh toán trực tuyến",
        "Paid online",
        "received",
        0.75,
        "đã thanh toán trực tuyến / tiếp nhận có phí",
        ["at_least", 90]
    ],
    ["rated", "Có đánh giá", "Rated", "received", 0.3, "phiếu đánh giá / tiếp nhận", null],
    [
        "very_satisfied",
        "Rất hài lòng",
        "Very satisfied",
        "answers",
        0.6,
        "rất hài lòng / phiếu đánh giá",
        null
    ],
    [
        "satisfied",
        "Hài lòng",
        "Satisfied",
        "answers",
        0.9,
        "rất hài lòng và hài lòng / phiếu đánh giá",
        ["at_least", 90]
    ],
    [
        "dissatisfied",
        "Không hài lòng",
        "Dissatisfied",
        "answers",
        0.02,
        "không hài lòng / phiếu đánh giá",
        null
    ],
    ["returned", "Trả lại", "Returned", "closed", 0.02, "trả lại, dừng xử lý / đã kết thúc", null],
    [
        "withdrawn",
        "Rút hồ sơ",
        "Withdrawn",
        "closed",
        0.01,
        "công dân, tổ chức rút hồ sơ / đã kết thúc",
        null
    ],
    ["reopened", "Mở lại", "Reopened", "resolved", 0.01, "mở lại sau khi kết thúc / đã giải quyết", null],
    ["due_moved", "Dời ngày hẹn", "Due moved", "resolved", 0.03, "dời ngày hẹn trả / đã giải quyết", null]
];

export const COUNTS = [
    ["carried_in", "từ kỳ trước", "carried in"],
    ["received", "tiếp nhận trong kỳ", "received"],
    ["received_online", "tiếp nhận trực tuyến", "received online"],
    ["received_direct", "tiếp nhận trực tiếp", "received at the counter"],
    ["received_postal", "tiếp nhận qua bưu chính công ích", "received by post"],
    ["resolved", "đã giải quyết", "resolved"],
    ["resolved_early", "đã giải quyết trước hạn", "resolved early"],
    ["resolved_on_time", "đã giải quyết đúng ngày hẹn", "resolved on the due day"],
    ["resolved_late", "đã giải quyết quá hạn", "resolved late"],
    ["resolved_no_due", "đã giải quyết không có ngày hẹn trả", "resolved without a due date"],
    ["withdrawn", "công dân, tổ chức rút hồ sơ", "withdrawn"],
    ["returned", "trả lại, dừng xử lý", "returned"],
    ["pending", "đang giải quyết cuối kỳ", "open at the end"],
    ["pending_in_time", "đang giải quyết, trong hạn", "open, in time"],
    ["pending_overdue", "đang giải quyết, quá hạn", "open and overdue"],
    ["pending_no_due", "đang giải quyết, không có ngày hẹn trả", "open without a due date"],
    ["paused", "đang chờ bổ sung hoặc chờ nộp phí", "paused"]
];

export const DEPARTMENTS = [
    "Sở Nội vụ",
    "Sở Tư pháp",
    "Sở Tài chính",
    "Sở Công Thương",
    "Sở Nông nghiệp và Môi trường",
    "Sở Xây dựng",
    "Sở Khoa học và Công nghệ",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "Sở Ngoại vụ",
    "Sở Dân tộc và Tôn giáo",
    "Thanh tra tỉnh",
    "Văn phòng UBND tỉnh",
    "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp tỉnh",
    "Bảo hiểm xã hội tỉnh",
    "Công an tỉnh",
    "Chi cục Thuế khu vực"
];
export const DISTRICTS = [
    "thành phố Quảng Ngãi",
    "thị xã Đức Phổ",
    "huyện Bình Sơn",
    "huyện Sơn Tịnh",
    "huyện Tư Nghĩa",
    "huyện Nghĩa Hành",
    "huyện Mộ Đức",
    "huyện Ba Tơ",
    "huyện Minh Long",
    "huyện Sơn Hà",
    "huyện Sơn Tây",
    "huyện Trà Bồng",
    "huyện Lý Sơn"
];
export const FIRST = ["Tịnh", "Nghĩa", "Bình", "Đức", "Hành", "Sơn", "Ba", "Phổ", "Trà", "Long"];
export const SECOND = [
    "Châu",
    "Ấn Tây",
    "Thiện",
    "Hòa",
    "Kỳ",
    "Lâm",
    "Điền",
    "Hiệp",
    "Thuận",
    "Minh",
    "Phú",
    "An",
    "Trung",
    "Dũng",
    "Khánh",
    "Vinh",
    "Đông",
    "Thạnh"
];

/* Names that a page must show and not obey, and two that no screen was made for. */
export const HOSTILE = [
    "<img src=x onerror=\"document.title='broken'\">",
    "UBND xã </script><script>document.title='broken'</script>",
    "\"><svg/onload=document.title='broken'>",
    "UBND xã {{rows}} $& $1 `${1}` &amp; <b>đậm</b>",
    "UBND phường Nghĩa Lộ ‮ngược‬",
    "Bộ phận Tiếp nhận và Trả kết quả giải quyết thủ tục hành chính của Ủy ban nhân dân phường Trương Quang Trọng, thành phố Quảng Ngãi, tỉnh Quảng Ngãi",
    "ThịTrấnKhôngCóKhoảngTrắngNàoTrongTênDàiNàyĐểThửXuốngDòng"
];

export const CRITERIA = [
    ["3.4", "Thực hiện cơ chế một cửa, cơ chế một cửa liên thông", "on_time", 7],
    ["3.5", "Công tác tiếp nhận, xử lý phản ánh, kiến nghị", "feedback_on_time", 1],
    ["3.6", "Thực hiện việc xin lỗi bằng văn bản khi giải quyết TTHC sai sót, trễ hạn", "apology", 2],
    ["3.7", "Triển khai Kế hoạch số hóa kết quả giải quyết TTHC", "results_digitised", 3],
    ["7.2", "Dịch vụ công trực tuyến toàn trình", "full_process_online", 4],
    ["7.3", "Tỷ lệ TTHC được tích hợp, triển khai thanh toán trực tuyến", "payment_online", 2]
];

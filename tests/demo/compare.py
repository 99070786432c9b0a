#!/usr/bin/python3
"""Prints the figures of Tịnh Châu commune as motcua has them next to those that the commune published.

usage: compare.py INDICATORS_JSON

Published figures: report of Tịnh Châu commune (Quảng Ngãi) on the first 6 months of 2024, from 7 December
2023 to 6 June 2024. Ends with 1 when one of them differs.
"""
import decimal
import json
import sys

OFFICE = "H48.23.25"

# Label, count, rate; what the report says: the number, and the percent as it is printed there. Of two rates the first
# includes the second, and the report has what is left.
REPORT = [
    ("Hồ sơ tiếp nhận", "received", None, 1286, None),
    ("  trực tuyến", "received_online", "online", 1270, "98,76"),
    ("  trực tiếp", "received_direct", "direct", 16, "1,24"),
    ("Hồ sơ đã giải quyết", "resolved", None, 1271, None),
    ("  trước hạn và đúng hạn", None, "on_time", 1232, "96,93"),
    ("  quá hạn", "resolved_late", "late", 39, "3,1"),
    ("Hồ sơ đang giải quyết", "pending", None, 13, None),
    ("  còn trong hạn", "pending_in_time", None, 12, None),
    ("  đã quá hạn", "pending_overdue", None, 1, None),
    ("Hồ sơ rút", "withdrawn", None, 2, None),
    ("Số hóa thành phần hồ sơ", None, "components_digitised", 1217, "94,63"),
    ("Số hóa kết quả", None, "results_digitised", 1045, "82,22"),
    ("  lưu vào kho dữ liệu", None, "results_stored", 13, None),
    ("Tái sử dụng dữ liệu số hóa", None, "reused", 0, None),
    ("Phiếu đánh giá mức độ hài lòng", None, "rated", 411, "32"),
    ("  rất hài lòng", None, "very_satisfied", 341, "82,97"),
    ("  hài lòng", None, ("satisfied", "very_satisfied"), 70, "17,03"),
]


def rounded(share, places):
    """Percent from the integers, rounded half up once, with a decimal comma; None without a denominator."""
    if not share["denominator"]:
        return None
    percent = decimal.Decimal(100 * share["numerator"]) / share["denominator"]
    step = decimal.Decimal(1).scaleb(-places)
    return str(percent.quantize(step, decimal.ROUND_HALF_UP)).replace(".", ",")


def share_of(office, rate):
    if not isinstance(rate, tuple):
        return office["rates"][rate]
    both, part = (office["rates"][name] for name in rate)
    return {"numerator": both["numerator"] - part["numerator"], "denominator": both["denominator"]}


def row(office, label, count, rate, published, percent):
    """Label, our figure, theirs, and whether they agree to the precision that theirs is printed with."""
    share = share_of(office, rate) if rate else None
    figures = [office["counts"][count]] if count else []
    figures += [share["numerator"]] if share else []
    agrees = all(figure == published for figure in figures)
    ours, theirs = str(figures[0]), str(published)
    if percent is not None:
        places = len(percent.partition(",")[2])
        agrees = agrees and rounded(share, places) == percent
        ours += f" ({rounded(share, 2)} %)"
        theirs += f" ({percent} %)"
    return label, ours, theirs, agrees


def print_table(rows):
    heads = ("chỉ tiêu", "motcua", "báo cáo của xã", "khớp")
    cells = [heads] + [(*cells, "✓" if agrees else "KHÔNG") for *cells, agrees in rows]
    widths = [max(len(line[i]) for line in cells) for i in range(len(heads))]
    for number, line in enumerate(cells):
        print(" | ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip())
        if number == 0:
            print("-+-".join("-" * width for width in widths))


def main(path):
    with open(path, encoding="utf-8") as file:
        indicators = json.load(file, parse_float=decimal.Decimal)
    office = next((o for o in indicators["offices"] if o["code"] == OFFICE), None)
    if office is None:
        sys.exit(f"compare.py: no office '{OFFICE}' in '{path}'")
    rows = [row(office, *line) for line in REPORT]
    differ = sum(not agrees for *_, agrees in rows)
    sys.stdout.reconfigure(encoding="utf-8")
    print("UBND xã Tịnh Châu (Quảng Ngãi), từ 07/12/2023 đến 06/6/2024")
    print_table(rows)
    print("Báo cáo của xã làm tròn tỷ lệ quá hạn đến một chữ số thập phân (3,1 %), tỷ lệ đánh giá đến số nguyên (32 %).")
    print(f"Có {differ} chỉ tiêu KHÔNG khớp." if differ else f"Cả {len(rows)} chỉ tiêu đều khớp.")
    return 1 if differ else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))

"""An office whose late rate passes its ceiling: one e-mail, with everything in it, and no second one."""

import io
import re
import zipfile
from html import unescape

import pytest

TODAY = "2024-06-06"


@pytest.fixture
def late_commune(shop, motcua, smtp):
    """Tịnh Châu, 39 late of 1,271, and an operator who wants to know."""
    motcua.source(shop("tinh-chau"))
    assert motcua.ingest().code == 0
    motcua.set("stats", year_start="12-07")
    motcua.set("mail", url=smtp.url, security="none", **{"from": "motcua@thu.example", "to": "lanh-dao@thu.example"})
    return motcua


def run(motcua, today=TODAY):
    return motcua.stats("run", today=today)


def late_codes(ask):
    return [code for (code,) in ask("SELECT code FROM stats.dossiers('late', '2023-12-07', %s, 'H48.23.25')", TODAY)]


def parts(message):
    """The text, the HTML and what is attached."""
    assert message.get_content_type() == "multipart/mixed"
    both, *attached = message.iter_parts()
    assert both.get_content_type() == "multipart/alternative"
    text, html = both.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return text.get_content(), html.get_content(), attached


def test_one_message_tells_what_matters(late_commune, smtp, ask):
    outcome = run(late_commune)
    assert outcome.code == 0, outcome.stderr
    ((recipients, message),) = smtp.messages
    assert recipients == ["lanh-dao@thu.example"]
    sender = message["From"].addresses[0]
    assert (message["To"], sender.addr_spec, sender.display_name) == ("lanh-dao@thu.example", "motcua@thu.example", "Một cửa")
    assert message["Subject"] == "[Cảnh báo hồ sơ quá hạn] UBND xã Tịnh Châu: 3,07%, ngưỡng 3%" and len(message["Subject"]) < 70
    assert message["Message-ID"] and message["Date"] and message["Auto-Submitted"] == "auto-generated" and "<motcua.thu.example>" in message["List-Id"]
    assert max(len(line) for line in message.as_bytes().splitlines()) < 998
    text, html, attached = parts(message)
    codes = late_codes(ask)
    # All of them in the workbook.
    (book,) = attached
    assert book.get_filename() == "ho-so-qua-han.xlsx" and len(book.get_content()) < 1024 * 1024
    with zipfile.ZipFile(io.BytesIO(book.get_content())) as archive:
        strings = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith("sharedStrings.xml") or "worksheets/sheet" in n)
    assert [c for c in codes if c not in strings] == []
    assert "Kèm theo: ho-so-qua-han.xlsx (39 hồ sơ)" in text and "ho-so-qua-han.xlsx" in html
    for body in (text, html):
        for words in ("UBND xã Tịnh Châu", "39/1.271", "3,07%", "Đã vượt 1 hồ sơ", "cần thêm 29 hồ sơ đúng hạn", "Nhiều nhất: ", "07/12/2023", "06/06/2024",
                      "giải quyết quá hạn / đã giải quyết (Biểu II.06a Thông tư 01/2020/TT-VPCP)", "Thời điểm tổng hợp số liệu", "lanh-dao@thu.example",
                      "Nghị định 61/2018/NĐ-CP, Điều 19.9", "không sửa ngày trên hệ thống", "và 29 hồ sơ khác"):
            assert words in " ".join(body.split()), (words, text)
        # The ten that were latest, no other, and no command for a shell.
        assert len(set(re.findall(r"H48\.23\.25-\d{6}-\d{4}", body)) & set(codes)) == 10 == len(set(re.findall(r"H48\.23\.25-\d{6}-\d{4}", body)))
        assert "motcua-stats" not in body and "118/2025" not in body
    assert max(len(line) for line in text.splitlines()) <= 75
    assert "PII-" not in text + html


def test_text_and_html_say_the_same(late_commune, smtp):
    run(late_commune)
    text, html, _ = parts(smtp.messages[0][1])
    page = re.sub(r"<style>.*?</style>|<title>.*?</title>", "", html, flags=re.S)
    seen = unescape(re.sub(r"<[^>]+>", " ", page)).split()
    assert [w for w in text.split() if w not in ("==", "*", "-", "--")] == [w for w in seen]
    assert "http" not in html and "<img" not in html and "<script" not in html and 'content="light dark"' in html


def test_offices_above_repeat_the_figures(late_commune, smtp, ask):
    run(late_commune)
    assert ask("SELECT office, numerator, denominator FROM stats.alert ORDER BY office") == [
        ("H48", 39, 1271), ("H48.23", 39, 1271), ("H48.23.25", 39, 1271)]
    assert ask("SELECT kind, about FROM motcua.outbox_item") == [("crossing", "H48.23.25")]
    shown = late_commune.stats("alert", "--dry-run", today="2024-06-07").stdout
    assert "không: hôm nay" not in shown and "trùng với đơn vị trực thuộc" in " ".join(shown.split())


def test_the_second_run_sends_nothing(late_commune, smtp, ask):
    run(late_commune)
    snapshots = ask("SELECT * FROM stats.snapshot ORDER BY snapshot_id")
    assert run(late_commune).code == 0
    assert ask("SELECT * FROM stats.snapshot ORDER BY snapshot_id") == snapshots and len(snapshots) > 100
    assert run(late_commune, "2024-06-07").code == 0
    assert len(smtp.messages) == 1
    assert ask("SELECT count(*) FROM stats.alert") == [(3,)]


def test_a_week_later_it_is_told_that_it_is_still_above(late_commune, smtp, ask):
    run(late_commune)
    assert run(late_commune, "2024-06-13").code == 0
    assert [m["Subject"] for _, m in smtp.messages][1] == "[Cảnh báo hồ sơ quá hạn] UBND xã Tịnh Châu: 3,07%, ngưỡng 3%"
    text, _, _ = parts(smtp.messages[1][1])
    assert "Vẫn trên ngưỡng 3% từ 06/06/2024" in text and "không đổi so tuần trước" in text
    # Somebody deals with it: no reminder.
    outcome = late_commune.stats("acknowledge", "H48.23.25", "--until", "2024-06-28", "--note", "rà soát quy trình", today="2024-06-14")
    assert outcome.code == 0 and "28/06/2024" in outcome.stdout
    assert run(late_commune, "2024-06-20").code == 0 and len(smtp.messages) == 2
    listed = late_commune.stats("alert", today="2024-06-20").stdout
    assert "đang xử lý" in listed and "đến 28/06/2024" in listed
    for args, words in ((("H48.23.26",), "no office"), (("H48.23.25", "--until", "2024-06-01"), "is over"), (("H48.23.25", "--until", "mai"), "is not a day")):
        outcome = late_commune.stats("acknowledge", *args, today="2024-06-20")
        assert outcome.code == 2 and words in outcome.stderr, outcome.stderr


def test_every_recipient_gets_one(late_commune, smtp):
    late_commune.set("mail", to="a@thu.example, b@thu.example")
    assert run(late_commune).code == 0
    assert sorted(recipients for recipients, _ in smtp.messages) == [["a@thu.example"], ["b@thu.example"]]
    assert len({message["Message-ID"] for _, message in smtp.messages}) == 2


def test_a_refused_mail_is_sent_once_the_server_takes_it(late_commune, smtp, ask):
    smtp.refuse = "451 try again later"
    outcome = run(late_commune)
    assert outcome.code == 6 and "mail 1 could not be sent" in outcome.stderr
    ((sent_at, attempts, error),) = ask("SELECT sent_at, attempts, error FROM motcua.outbox")
    assert (sent_at, attempts) == (None, 1) and error
    assert run(late_commune).code == 6
    smtp.refuse = None
    assert run(late_commune).code == 0
    ((sent_at, attempts, error, message_id),) = ask("SELECT sent_at, attempts, error, message_id FROM motcua.outbox")
    assert sent_at is not None and attempts == 3 and error is None
    assert run(late_commune).code == 0
    ((_, message),) = smtp.messages
    assert message["Message-ID"] == message_id


def test_a_server_that_is_down_is_no_end(late_commune, smtp, ask):
    late_commune.set("mail", url="smtp://127.0.0.1:9")
    assert run(late_commune).code == 6
    # The figures are stored all the same.
    assert ask("SELECT count(*) > 0 FROM stats.snapshot") == [(True,)]
    late_commune.set("mail", url=smtp.url)
    assert late_commune.stats("alert", today=TODAY).code == 0
    assert len(smtp.messages) == 1


def test_one_refused_recipient_stops_no_other(late_commune, smtp, ask):
    smtp.refused_recipients = {"a@thu.example"}
    late_commune.set("mail", to="a@thu.example, b@thu.example")
    assert run(late_commune).code == 6
    assert [recipients for recipients, _ in smtp.messages] == [["b@thu.example"]]
    assert ask("SELECT recipient, sent_at IS NULL FROM motcua.outbox ORDER BY 1") == [("a@thu.example", True), ("b@thu.example", False)]
    # Refused for good: told, and not tried again unless somebody asks for it.
    smtp.refused_recipients = set()
    assert run(late_commune).code == 0
    assert [recipients for recipients, _ in smtp.messages] == [["b@thu.example"]]
    assert late_commune.stats("alert", "--resend", today=TODAY).code == 0
    assert [recipients for recipients, _ in smtp.messages] == [["b@thu.example"], ["a@thu.example"]]


def test_a_dry_run_sends_and_stores_nothing(late_commune, smtp, ask):
    outcome = late_commune.stats("alert", "--dry-run", today=TODAY)
    assert outcome.code == 0 and "39" in outcome.stdout and "UBND xã Tịnh Châu" in outcome.stdout
    assert smtp.messages == []
    assert ask("SELECT (SELECT count(*) FROM stats.alert_state) + (SELECT count(*) FROM motcua.outbox) + (SELECT count(*) FROM stats.snapshot)") == [(0,)]


def test_without_a_mail_server_alerts_are_kept(late_commune, ask):
    late_commune.set("mail", url="")
    assert run(late_commune).code == 0
    assert ask("SELECT count(*) FROM stats.alert") == [(3,)]


@pytest.mark.parametrize("percent, alerts", [("3", 3), ("3.06", 3), ("3.07", 0), ("4", 0)])
def test_the_threshold_is_a_setting(percent, alerts, late_commune, ask):
    # 39/1271 is 3.0684 %, shown as 3.07.
    late_commune.set("alert", late_percent=percent)
    assert run(late_commune).code == 0
    assert ask("SELECT count(*) FROM stats.alert") == [(alerts,)]


def test_exactly_the_threshold_is_not_above_it(late_commune, smtp, ask):
    # 39 of 1,300: 3 % to the last digit.
    ask("INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, finished_at)"
        " SELECT 'x', i::text, 'H48.23.25', 'H48.23.25', 9, '2024-03-01', '2024-03-20', '2024-03-05' FROM generate_series(1, 29) AS i")
    assert run(late_commune).code == 0
    assert smtp.messages == [] and ask("SELECT * FROM stats.alert") == []
    ask("DELETE FROM motcua.dossier WHERE source = 'x' AND code = '1'")
    assert run(late_commune).code == 0
    assert len(smtp.messages) == 1


def test_a_name_cannot_add_a_header_or_a_tag(late_commune, smtp, ask):
    ask("UPDATE motcua.office SET verified = true, name = %s WHERE code = 'H48.23.25'", "UBND\r\nBcc: ke-xau@thu.example\r\n<b>xã</b> & con")
    assert run(late_commune).code == 0
    ((recipients, message),) = smtp.messages
    assert recipients == ["lanh-dao@thu.example"] and message["Bcc"] is None
    _, html, _ = parts(message)
    assert "<b>xã</b>" not in html and "&lt;b&gt;xã&lt;/b&gt; &amp; con" in html

"""Several offices, several readers: who gets what, on a phone and on a screen."""

import html
import re
import subprocess

import pytest

from programs import ONE_ANSWER
from scripted import page, record

TODAY = "2026-06-05"   # a Friday
LONG = "Cấp đổi Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất đối với hộ gia đình, cá nhân"


@pytest.fixture
def province(motcua, smtp, ask):
    """Six communes above the ceiling, one with one late of two, dossiers that are due and that need a letter."""
    ask("INSERT INTO motcua.office (code, name, parent, level) VALUES ('H48', 'UBND tỉnh Quảng Ngãi', NULL, 'province'), ('H48.7', 'UBND phường Nhỏ', 'H48', 'commune')")
    ask("INSERT INTO motcua.procedure (code, name) VALUES ('1.1', %s)", LONG)
    for n in range(1, 7):
        ask("INSERT INTO motcua.office (code, name, parent, level) VALUES (%s, %s, 'H48', 'commune')", f"H48.{n}", f"UBND xã Thứ {n} <b>&")
    ask("""INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, procedure, status, received_at, due_at, due_at_first, finished_at)
           SELECT 's', format('H48.%s-260305-%s', n, lpad(i::text, 40, '0')), 'H48.' || n, 'H48.' || n, '1.1', 9, timestamptz '2026-03-05 09:00', timestamptz '2026-03-20 17:00', timestamptz '2026-03-20 17:00',
                  CASE WHEN i <= n THEN timestamptz '2026-03-23 09:00' ELSE '2026-03-19 09:00' END + i * interval '1 minute'
           FROM generate_series(1, 6) AS n CROSS JOIN generate_series(1, 25) AS i
           UNION ALL SELECT 's', 'nho-' || i, 'H48.7', 'H48.7', '1.1', 9, timestamptz '2026-03-05 09:00', timestamptz '2026-03-20 17:00', timestamptz '2026-03-20 17:00', timestamptz '2026-03-19 09:00' + i * interval '2 days' FROM generate_series(1, 2) AS i""")
    ask("""INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, procedure, status, received_at, due_at, due_at_first)
           SELECT 's', 'mo-' || i, 'H48.1', 'H48.1', '1.1', 4, timestamptz '2026-05-25 09:00', d, d FROM (VALUES (1, timestamptz '2026-06-08 17:00'), (2, '2026-06-05 17:00'), (3, '2026-06-01 17:00')) AS v (i, d)""")
    motcua.set("mail", url=smtp.url, security="none", sender="Trung tâm HCC", **{"from": "motcua@tinh.example"})
    return motcua


def recipients(motcua, text):
    (motcua.directory / "recipients.conf").write_text(text)


def bodies(message):
    both = next(message.iter_parts())
    return [part.get_content() for part in both.iter_parts()]


def text_link(message):
    """The first address in it."""
    return re.search(r"https://\S+", bodies(message)[0]).group(0)


def widths(tmp_path, body, *wanted):
    """How wide the page is when it may be as wide as that: Chromium lays it out in a frame."""
    frames = "".join(f'<iframe width="{w}" height="9000" style="border:0" srcdoc="{html.escape(body)}"></iframe>' for w in wanted)
    script = "<script>onload=()=>{document.title=[...document.querySelectorAll('iframe')].map(f=>f.contentDocument.documentElement.scrollWidth).join(' ')}</script>"
    (tmp_path / "frame.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{frames}{script}")
    done = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom", f"file://{tmp_path}/frame.html"],
                          capture_output=True, text=True, timeout=90, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"})
    return [int(w) for w in re.search(r"<title>([\d ]+)</title>", done.stdout).group(1).split()]


def test_each_reader_gets_one_mail_of_all_that_concerns_them(province, scripted, smtp, ask, tmp_path):
    recipients(province, "[tinh@tinh.example]\nkinds = crossing above near_due letters pipeline\n[xa@tinh.example]\noffices = H48.6\nlanguage = en\n"
                         "[t7@tinh.example]\noffices = commune\ndays = sat\n[ben-canh@tinh.example]\noffices = H99\n")
    province.set("mail", to="tinh@tinh.example")
    province.set("report", url="https://mc.tinh.example/")
    province.source(scripted(lambda *_: (200, page([record(1)]))), "/list", source_total="", **ONE_ANSWER)
    check = province.ingest("check", today=TODAY)
    assert "there is no office 'H99'" in check.stderr
    shown = province.stats("alert", "--dry-run", today=TODAY)
    words = " ".join(shown.stdout.split())
    assert shown.code == 0 and smtp.messages == [] and "Đến: tinh@tinh.example" in shown.stdout and "chưa đến ngày, giờ gửi" in words and "quá ít hồ sơ" in words
    assert ask("SELECT count(*) FROM motcua.outbox") == [(0,)]
    outcome = province.stats("run", today=TODAY)
    assert outcome.code == 0, outcome.stderr
    mails = {recipient: message for (recipient,), message in smtp.messages}
    assert sorted(mails) == ["tinh@tinh.example", "xa@tinh.example"] and len(smtp.messages) == 2
    assert text_link(mails["tinh@tinh.example"]) == "https://mc.tinh.example/#/office/H48.6/late"
    subjects = [message["Subject"] for message in mails.values()]
    assert all(len(s) < 70 for s in subjects) and mails["tinh@tinh.example"]["Subject"] == "[Cảnh báo hồ sơ quá hạn] 7 cơ quan vượt 3%, cao nhất 24,00%"
    text, laid_out = bodies(mails["tinh@tinh.example"])
    # A line each, then sections of five, ten dossiers at most, the small one named and not alarmed.
    assert text.count("Mới vượt ngưỡng 3%") == 5 and all(f"Thứ {n} <b>&" in text for n in range(1, 7)) and len(re.findall(r"^\* ", text, re.M)) <= 10 + 1
    assert "Chưa xét vì mới giải quyết dưới 20 hồ sơ: H48.7" in " ".join(text.split()) and "<b>&" not in laid_out
    assert "Phải có văn bản xin lỗi trước ngày hẹn: 1 hồ sơ" in text and "mo-1" in text and "Tuần này: 1 hồ sơ đến hạn, 1 hồ sơ đang quá hạn" in text
    assert "Nghị định 118/2025/NĐ-CP" in text and "61/2018" not in text
    english, _ = bodies(mails["xa@tinh.example"])
    assert "Newly above the ceiling of 3%" in english and "Decree 118/2025" in english and "Thứ 5" not in english
    assert max(len(line) for line in text.splitlines()) <= 75
    assert widths(tmp_path, laid_out, 390, 1000) == [390, 1000]


def test_hostile_files_are_refused_by_check(motcua, scripted):
    motcua.source(scripted(lambda *_: (200, page([record(1)]))), "/list", source_total="", **ONE_ANSWER)
    motcua.set("mail", url="", **{"from": "motcua@tinh.example"})
    for text, words in (("[a@x.example]\nkinds = crossing, everything\n", "recipients.conf:2: [a@x.example] kinds: expected some of"),
                        ("[a@x.example]\ndays = fri-mon\n", "days: expected days such as"), ("[a@x.example]\nhour = 24\n", "hour: expected an hour"),
                        ("[Tên <a@x.example>]\noffices = all\n", "expected a plain e-mail address"), ("[a@x.example]\noffices =\n", "offices: expected codes"),
                        ("[a@x.example]\nhour = 7\n[b@x.example]\nhour = 7\n[A@X.example]\nhour = 7\n", "expected only one section an address"),
                        ("[a@x.example]\nto = b\n", "expected one of the settings offices"), ("[a@x.example]\nhour = 7\nhour = 8\n", "expected only once")):
        recipients(motcua, text)
        for outcome in (motcua.ingest("check"), motcua.stats("run")):
            assert outcome.code == 3 and words in outcome.stderr, (text, outcome.stderr)


def test_a_test_mail_goes_to_one_address(province, smtp, ask):
    outcome = province.stats("mail-test", "lanh-dao@tinh.example", today=TODAY)
    assert outcome.code == 0 and "lanh-dao@tinh.example" in outcome.stdout, outcome.stderr
    ((to, message),) = smtp.messages
    assert to == ["lanh-dao@tinh.example"] and message["From"].addresses[0].display_name == "Trung tâm HCC" and "Thư kiểm tra" in message["Subject"]
    assert ask("SELECT count(*) FROM motcua.outbox") == [(0,)]
    smtp.refused_recipients = {"x@tinh.example"}
    assert province.stats("mail-test", "x@tinh.example", today=TODAY).code == 6
    assert province.stats("mail-test", "không phải địa chỉ", today=TODAY).code == 2
    province.set("mail", url="")
    assert province.stats("mail-test", "a@tinh.example", today=TODAY).code == 3

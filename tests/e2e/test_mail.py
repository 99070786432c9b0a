"""What a mail server can say at each step, and what becomes of the e-mail: told once, tried again, or never again."""

import pytest

from programs import ONE_ANSWER
from scripted import page, record
from smtpd import Smtpd

A, B, C = "a@thu.example", "b@thu.example", "c@thu.example"


def TODAY(n):
    """The n-th of some working days: the first is Monday 10 June 2024."""
    return "2024-06-%d" % (9 + n if n <= 5 else 11 + n)


@pytest.fixture
def server():
    one = Smtpd()
    yield one
    one.stop()


@pytest.fixture
def alarmed(scripted, motcua):
    """An office that is late, and nobody told of it yet."""
    motcua.source(scripted(lambda *_: (200, page([record(n, TrangThaiHoSo="9", NgayKetThucXuLy="20240325090000") for n in range(20)]))), "/list", source_total="", **ONE_ANSWER)
    outcome = motcua.ingest()
    assert outcome.code == 0, outcome.stderr
    return motcua


def with_mail(motcua, server, to, **more):
    motcua.set("mail", **{"url": server.url, "security": "none", "to": to, "from": "motcua@tinh.example"} | more)


def outbox(ask):
    return {r: (sent, failure, given_up) for r, sent, failure, given_up in ask("SELECT recipient, sent_at IS NOT NULL, failure, given_up FROM motcua.outbox")}


def message_ids(server, address):
    return {line for recipient, body in server.mails if recipient == address for line in body.decode().splitlines() if line.startswith("Message-ID:")}


def told(server):
    return sorted(recipient for recipient, _ in server.mails)


# step, answer, what it means; and whether the other recipient gets the e-mail all the same.
STEPS = [
    ("greeting", "421 4.3.2 too busy", "temporary", False), ("greeting", "554 5.7.1 no mail from you", "settings", False), ("greeting", "cut", "temporary", False),
    ("EHLO", "504 5.5.2 need a full name", "settings", False), ("EHLO", "421 4.3.0 later", "temporary", False),
    ("MAIL", "553 5.1.8 sender unknown", "settings", False), ("MAIL", "451 4.7.1 greylisted", "temporary", None), ("MAIL", "cut", "temporary", None),
    (A, "550 5.1.1 no such mailbox", "refused", True), (A, "551 5.1.6 moved", "refused", True), (A, "554 5.7.1 access denied", "refused", True), (A, "556 5.1.10 null MX", "refused", True),
    (A, "450 4.2.0 greylisted", "temporary", True), (A, "452 4.2.2 mailbox full", "temporary", True), (A, "421 4.7.0 slow down", "temporary", True), (A, "cut", "temporary", True),
    (A, "504 5.5.2 <host>: Helo command rejected: need fully-qualified hostname", "settings", False), (A, "530 5.7.0 authentication required", "settings", False),
    ("DATA", "554 5.5.1 no valid recipients", "refused", None), ("DATA", "451 4.3.0 try later", "temporary", None), ("DATA", "cut", "temporary", None),
    ("body", "554 5.6.0 not accepted", "refused", None), ("body", "552 5.3.4 too large", "refused", None), ("body", "451 4.3.0 try later", "temporary", None), ("body", "cut", "unclear", None)]


def test_each_step_means_what_it_means(alarmed, server, ask):
    with_mail(alarmed, server, f"{A}, {B}")
    for number, (step, answer, meaning, other) in enumerate(STEPS):
        server.answers, server.mails, server.seen = {step: answer}, [], []
        ask("TRUNCATE motcua.outbox, motcua.outbox_item")
        outcome = alarmed.stats(*(["run"] if number == 0 else ["alert"]), today=TODAY(4))
        assert outcome.code == 6, (step, answer, outcome.stderr)
        state = outbox(ask)
        assert state[A] == (False, meaning, meaning if meaning == "refused" else None), (step, answer, state)
        # The server's own words, and no address.
        assert answer == "cut" or " ".join(w for w in answer.split() if "@" not in w) in outcome.stderr, (step, outcome.stderr)
        assert A not in outcome.stderr
        if other is not None:
            assert state[B][0] == other and told(server) == [B] * other, (step, answer, state)
        # A server that nothing can be sent to is asked once a night.
        if other is False:
            assert state[B] == (False, meaning, None) and sum(line.startswith("EHLO") for line in server.seen) <= 1

        # The next night, when all is well again: what is final is not tried, and what may have arrived comes as it was.
        server.answers = {}
        outcome = alarmed.stats("run", today=TODAY(5))
        assert outcome.code == 0, (step, answer, outcome.stderr)
        copies = 2 if meaning == "unclear" else 0 if meaning == "refused" else 1
        assert told(server).count(A) == copies and len(message_ids(server, A)) == min(copies, 1), (step, answer, told(server))
        assert told(server).count(B) == (copies if other is None else 1) and len(message_ids(server, B)) <= 1, (step, answer, told(server))
        # ... but can be asked for.
        if meaning == "refused":
            assert alarmed.stats("alert", "--resend", today=TODAY(5)).code == 0
            assert told(server) == [A, B]


def test_an_alert_from_before_there_was_mail_is_told(alarmed, server, ask):
    assert alarmed.stats("run", today=TODAY(1)).code == 0
    with_mail(alarmed, server, "")
    assert alarmed.stats("run", today=TODAY(2)).code == 0
    with_mail(alarmed, server, A)
    outcome = alarmed.stats("run", today=TODAY(3))
    assert outcome.code == 0 and told(server) == [A], outcome.stderr
    with_mail(alarmed, server, f"{B}, {A}")
    assert alarmed.stats("run", today=TODAY(4)).code == 0 and told(server) == [A, B]
    # However long ago that was, and the others not again.
    with_mail(alarmed, server, f"{A}, {B}, {C}")
    assert alarmed.stats("run", today=TODAY(5)).code == 0 and told(server) == [A, B, C]


def test_a_refused_address_is_told_once_and_listed(alarmed, server, ask):
    with_mail(alarmed, server, f"{A}, {B}")
    server.answers = {A: "550-5.1.1 no such mailbox\r\n550 5.1.1 ask the postmaster"}
    outcome = alarmed.stats("run", today=TODAY(1))
    assert outcome.code == 6 and "refused for good" in outcome.stderr and "550 5.1.1 ask the postmaster" in outcome.stderr
    for day in range(2, 5):
        outcome = alarmed.stats("run", today=TODAY(day))
        assert outcome.code == 0 and "refused" not in outcome.stderr
    for args in (("alert",), ("alert", "--dry-run")):
        outcome = alarmed.stats(*args, today=TODAY(5))
        assert outcome.code == 0 and A in outcome.stdout and "Thư chưa đến nơi" in outcome.stdout and "từ chối" in outcome.stdout and "5.1.1" in outcome.stdout
    status = alarmed.ingest("status", today=TODAY(5)).stdout
    assert "từ chối" in status and "5.1.1" in status and A not in status
    assert ask("SELECT attempts FROM motcua.outbox WHERE recipient = %s", A) == [(1,)]
    assert told(server) == [B]


def test_what_is_put_off_is_tried_for_some_days(alarmed, server, ask):
    with_mail(alarmed, server, A, retry_days="2")
    server.answers = {A: "450 4.2.0 greylisted"}
    assert [alarmed.stats("run", today=TODAY(day)).code for day in range(1, 4)] == [6, 6, 6]
    outcome = alarmed.stats("run", today=TODAY(4))
    assert outcome.code == 6 and "given up: RCPT TO: 450 4.2.0 greylisted" in outcome.stderr
    assert alarmed.stats("run", today=TODAY(5)).code == 0
    assert ask("SELECT attempts, given_up FROM motcua.outbox ORDER BY outbox_id") == [(1, "replaced"), (1, "replaced"), (1, "expired")]
    server.answers = {}
    assert alarmed.stats("run", today=TODAY(6)).code == 0 and told(server) == []


def test_who_left_the_settings_gets_nothing(alarmed, server):
    with_mail(alarmed, server, f"{A}, {B}")
    server.answers = {A: "450 4.2.0 later"}
    assert alarmed.stats("run", today=TODAY(1)).code == 6
    server.answers = {}
    with_mail(alarmed, server, B)
    assert alarmed.stats("run", today=TODAY(2)).code == 0
    assert told(server) == [B]


def test_a_run_that_died_while_sending_sends_one_copy_more(alarmed, server, ask):
    with_mail(alarmed, server, A)
    assert alarmed.stats("run", today=TODAY(1)).code == 0
    ask("UPDATE motcua.outbox SET sent_at = NULL")
    assert alarmed.stats("run", today=TODAY(2)).code == 0 and told(server) == [A, A] and len(message_ids(server, A)) == 1
    # Killed again in the second attempt: told once, and never a third.
    ask("UPDATE motcua.outbox SET sent_at = NULL")
    outcome = alarmed.stats("run", today=TODAY(3))
    assert outcome.code == 6 and "may have arrived" in outcome.stderr
    assert alarmed.stats("run", today=TODAY(4)).code == 0 and told(server) == [A, A]


@pytest.mark.parametrize("ehlo, starttls, words", [
    ("250 mail", None, "STARTTLS"), ("250-mail\r\n250 STARTTLS", "501 5.5.4 not here", "501 5.5.4 not here"), ("250-mail\r\n250 STARTTLS", "454 4.7.0 no certificate now", "454 4.7.0 no certificate now")])
def test_a_server_without_tls_is_not_the_recipients_fault(ehlo, starttls, words, alarmed, server, ask):
    with_mail(alarmed, server, f"{A}, {B}", security="starttls")
    server.answers = {"EHLO": ehlo} | ({"STARTTLS": starttls} if starttls else {})
    outcome = alarmed.stats("run", today=TODAY(1))
    assert outcome.code == 6 and words in outcome.stderr and "STARTTLS" in outcome.stderr
    meaning = "temporary" if starttls and starttls[0] == "4" else "settings"
    assert outbox(ask) == {A: (False, meaning, None), B: (False, meaning, None)} and not any(line.startswith("MAIL") for line in server.seen)
    with_mail(alarmed, server, f"{A}, {B}")
    assert alarmed.stats("run", today=TODAY(2)).code == 0 and told(server) == [A, B]


@pytest.mark.parametrize("more, name", [({}, None), ({"ehlo": "mc.tinh.example"}, "mc.tinh.example")])
def test_ehlo_says_a_full_name(more, name, alarmed, server):
    with_mail(alarmed, server, A, **more)
    assert alarmed.stats("run", today=TODAY(1)).code == 0
    said = server.seen[0].split()[1]
    assert server.seen[0].startswith("EHLO ") and (said == name if name else "." in said)


def test_a_name_in_the_url_stays(alarmed, server):
    with_mail(alarmed, server, A, url=server.url + "/name.in.url")
    assert alarmed.stats("run", today=TODAY(1)).code == 0
    assert server.seen[0] == "EHLO name.in.url"

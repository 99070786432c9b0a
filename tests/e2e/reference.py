"""The rules of counting, written a second time from the design and not from the SQL.

Raw records go in; counts and rates of every office come out. Times are local and naive.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Optional

NOT_COUNTED = {1, 3}
RESOLVED = {9, 10}
OUTCOMES = {7: "withdrawn", 8: "returned", 9: "resolved", 10: "resolved"}
PAUSED = {5, 6}
CHANNELS = {"1": "direct", "2": "online", "3": "postal"}
LOGGED = ("status", "submitted_at", "received_at", "due_at", "finished_at", "returned_at", "apology_at", "office")


@dataclass(frozen=True)
class Dossier:
    code: str
    office: str
    office_name: str
    status: int
    channel: str
    full: bool
    submitted_at: Optional[datetime]
    received_at: Optional[datetime]
    due_at: Optional[datetime]
    due_at_first: Optional[datetime]
    finished_at: Optional[datetime]
    returned_at: Optional[datetime]
    apology_at: Optional[datetime]
    updated_at: Optional[datetime]
    components_digitised: bool
    components_reused: bool
    components_from_store: bool
    result_digitised: bool
    result_stored: bool
    fee: int
    paid_online: bool
    reopened: bool = False       # as the nights saw it
    supplemented: bool = False


def read_time(record, key):
    text = record.get(key) or ""
    return datetime.strptime(text, "%Y%m%d%H%M%S") if text else None


def read(record):
    due = read_time(record, "NgayHenTra")
    papers = record["TaiLieuNop"]
    return Dossier(
        code=record["MaHoSo"],
        office=record["MaHoSo"].split("-", 1)[0],
        office_name=record["DonViXuLy"],
        status=int(record["TrangThaiHoSo"]),
        channel=CHANNELS.get(record.get("KenhThucHien") or "1"),
        full=record.get("MucDo") == "4",
        submitted_at=read_time(record, "NgayNopHoSo"),
        received_at=read_time(record, "NgayTiepNhan"),
        due_at=due,
        due_at_first=due,
        finished_at=read_time(record, "NgayKetThucXuLy"),
        returned_at=read_time(record, "NgayTra"),
        apology_at=read_time(record, "NgayXinLoi"),
        updated_at=read_time(record, "NgayCapNhat"),
        components_digitised=any(p["DuocSoHoa"] == "1" for p in papers),
        components_reused=any(p["DuocTaiSuDung"] in ("1", "2") for p in papers),
        components_from_store=any(p["DuocLayTuKhoDMQG"] == "1" for p in papers),
        result_digitised=any(r["DuongDanTepTinKetQua"] for r in record["DanhSachGiayToKetQua"]),
        result_stored=record.get("KetQuaLuuKho") == "1",
        fee=sum(int(f["Gia"]) for f in record["DanhSachLePhi"]),
        paid_online=record.get("DuocThanhToanTrucTuyen") in ("1", "2"))


class Store:
    """What is known after some nights: the newest version of each dossier, and what changed."""

    def __init__(self):
        self.dossiers = {}
        self.changed = set()   # (code, field) of the last night

    def load(self, records):
        before = dict(self.dossiers)
        versions = [read(record) for record in records]
        # A sort keeps the order of arrival among versions of the same second.
        for version in sorted(versions, key=lambda v: v.updated_at):
            self._take(version)
        for code, old in before.items():
            new = self.dossiers[code]
            self.dossiers[code] = replace(
                new, reopened=old.reopened or old.status in RESOLVED and new.status not in RESOLVED,
                supplemented=old.supplemented or old.status == 5)
        self.changed = {
            (code, field) for code, old in before.items() for field in LOGGED
            if getattr(old, field) != getattr(self.dossiers[code], field)}

    def _take(self, version):
        known = self.dossiers.get(version.code)
        if known is not None:
            if version.updated_at < known.updated_at:
                return
            version = replace(version, due_at_first=known.due_at_first or version.due_at)
        self.dossiers[version.code] = version


def parent(code):
    """The code before the last dot, for codes that begin with a letter and two digits."""
    return code.rsplit(".", 1)[0] if re.fullmatch(r"[A-Z]\d\d(\.[0-9A-Z]+)+", code) else None


def with_ancestors(code):
    while code:
        yield code
        code = parent(code)


def closed_at(d):
    """When the dossier was closed, or None while it is open."""
    end = d.finished_at
    if d.status in RESOLVED and end is None:
        end = d.returned_at
    if d.status not in OUTCOMES or end is None:
        return None
    return max(end, d.received_at)


def timeliness(end, due):
    if due is None:
        return "no_due"
    if end.date() != due.date():
        return "early" if end.date() < due.date() else "late"
    end_of_day = due.time() == time(0)
    return "on_day" if end_of_day or end <= due else "on_day_after_hour"


def tally(d, first, last, today):
    """The events of a dossier in [first, last], as names to count."""
    if d.received_at is None or d.status in NOT_COUNTED:
        return
    last_seen = min(last, today)
    received, end = d.received_at.date(), closed_at(d)
    if received < first and (end is None or end.date() >= first):
        yield "carried_in"
    if first <= received <= last_seen:
        yield from tally_received(d)
    if end is not None and first <= end.date() <= last_seen:
        yield from tally_closed(d, end)
    if received <= last_seen and (end is None or end.date() > last_seen):
        yield from tally_open(d, end is None, last, today)


def tally_received(d):
    yield "received"
    yield "received_" + d.channel
    for name, holds in (
            ("components_digitised", d.components_digitised), ("reused", d.components_reused),
            ("both_digitised", d.components_digitised and d.result_digitised),
            ("store_or_result", d.components_from_store or d.result_digitised),
            ("full_online_result", d.full and d.channel == "online" and d.result_digitised),
            ("full", d.full), ("full_online", d.full and d.channel == "online"),
            ("fee", d.fee > 0), ("fee_paid_online", d.fee > 0 and d.paid_online)):
        if holds:
            yield "received:" + name


def tally_closed(d, end):
    outcome, when = OUTCOMES[d.status], timeliness(end, d.due_at)
    yield outcome
    yield f"{outcome}_{when}"
    if outcome != "resolved":
        return
    if timeliness(end, d.due_at_first) == "late":
        yield "resolved:late_first"
    for name in ("reopened", "supplemented", "result_digitised"):
        if getattr(d, name):
            yield "resolved:" + name
    if d.due_at_first is not None and d.due_at != d.due_at_first:
        yield "resolved:due_moved"
    if d.result_stored:
        yield "resolved:result_stored"
    if when == "late":
        yield from tally_letter(d)


def tally_open(d, still_open, last, today):
    """At the end of a past day what was due on it is overdue; what is due today is not."""
    yield "pending"
    if still_open and d.status in PAUSED:
        yield "paused"
    limit = last if last < today else today - timedelta(days=1)
    if d.due_at is None:
        yield "pending_no_due"
    elif d.due_at.date() <= limit:
        yield "pending_overdue"
        yield from tally_letter(d)
    else:
        yield "pending_in_time"


def tally_letter(d):
    yield "letter_owed"
    if d.apology_at is not None:
        yield "letter"
        if d.due_at_first is not None and d.apology_at.date() < d.due_at_first.date():
            yield "letter_in_time"


def tallies(dossiers, first, last, today=date(2999, 1, 1)):
    """Counter of each office that has or stands above dossiers, its subtree included."""
    own = defaultdict(Counter)
    for d in dossiers:
        own[d.office].update(tally(d, first, last, today))
    total = defaultdict(Counter)
    for office, counter in own.items():
        for above in with_ancestors(office):
            total[above] += counter
    return total


COUNTS = ("carried_in received received_online received_direct received_postal resolved resolved_early resolved_on_time"
          " resolved_on_day_after_hour resolved_late resolved_no_due withdrawn returned pending pending_in_time"
          " pending_overdue pending_no_due paused").split()


def counts(t):
    t = t + Counter(resolved_on_time=t["resolved_on_day"] + t["resolved_on_day_after_hour"])
    return {name: t[name] for name in COUNTS}


def rates(t):
    """{(profile, rate): (numerator, denominator)}; without catalogues and feedback these are empty."""
    on_time = t["resolved_early"] + t["resolved_on_day"] + t["resolved_on_day_after_hour"]
    by_hour = t["pending_in_time"] + sum(t[f"{o}_{w}"] for o in ("resolved", "withdrawn", "returned") for w in ("early", "on_day"))
    resolved, received = t["resolved"], t["received"]
    answer = {
        ("report", "on_time"): (on_time, resolved),
        ("report", "late"): (t["resolved_late"], resolved),
        ("report", "late_first"): (t["resolved:late_first"], resolved),
        ("report", "online"): (t["received_online"], received),
        ("report", "direct"): (t["received_direct"], received),
        ("report", "postal"): (t["received_postal"], received),
        ("report", "components_digitised"): (t["received:components_digitised"], received),
        ("report", "results_digitised"): (t["resolved:result_digitised"], resolved),
        ("report", "results_stored"): (t["resolved:result_stored"], resolved),
        ("report", "reused"): (t["received:reused"], received),
        ("report", "apology"): (t["letter"], t["letter_owed"]),
        ("report", "apology_in_time"): (t["letter_in_time"], t["letter_owed"]),
        ("report", "full_process_online"): (t["received:full_online"], t["received:full"]),
        ("report", "payment_online"): (t["received:fee_paid_online"], t["received:fee"]),
        ("qd766", "on_time"): (by_hour, resolved + t["withdrawn"] + t["returned"] + t["pending"]),
        ("qd766", "results_digitised"): (t["resolved:result_digitised"], resolved),
        ("qd766", "digitised"): (t["received:both_digitised"], received),
        ("qd766", "reused"): (t["received:reused"], received),
        ("qd766", "from_store"): (t["received:store_or_result"], received),
        ("qd766", "full_process_online"): (t["received:full_online_result"], t["received:full"]),
        ("qd766", "payment_online"): (t["received:fee_paid_online"], t["received:fee"]),
        ("decree61", "on_time"): (on_time, received),
    }
    for name in ("feedback_on_time", "full_process_procedures", "payment_procedures"):
        answer["report", name] = answer["qd766", name] = (0, 0)
    answer["report", "payment_enabled"] = answer["report", "payment_used"] = (0, 0)
    closed = resolved + t["returned"] + t["withdrawn"]
    answer["report", "returned"], answer["report", "withdrawn"] = (t["returned"], closed), (t["withdrawn"], closed)
    for name in ("reopened", "due_moved", "supplemented"):
        answer["report", name] = (t["resolved:" + name], resolved)
    for profile in ("report", "decree224"):
        answer[profile, "rated"] = (0, received)
        for name in ("very_satisfied", "satisfied", "dissatisfied"):
            answer[profile, name] = (0, 0)
    for name in ("on_time", "online", "full_process_online", "full_process_procedures"):
        answer["decree224", name] = answer["report", name]
    return answer


def percent(numerator, denominator):
    if denominator == 0:
        return None
    return (Decimal(100 * numerator) / denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)


def rounded(fraction):
    """Two decimals, half away from zero."""
    if fraction is None:
        return None
    hundredths = int(abs(fraction) * 100 + Fraction(1, 2))
    return Decimal(hundredths if fraction >= 0 else -hundredths) / 100


def share(numerator, denominator):
    return Fraction(100 * numerator, denominator) if denominator else None


def change_points(fraction, other):
    here, there = share(*fraction), share(*other)
    return None if here is None or there is None else rounded(here - there)


def is_month_end(day):
    return (day + timedelta(days=1)).day == 1


def years_before(day, years):
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return date(day.year - years, 2, 28)


def same_days(first, last, years):
    """The same days of an earlier year; February ends when it ends."""
    start, end = years_before(first, years), years_before(last, years)
    while first < last and is_month_end(last) and not is_month_end(end):
        end += timedelta(days=1)
    return start, end


def required(direction, value, years=0, base=None, growth_in="points"):
    """The percentage that a target asks for, exactly; None when it cannot be told."""
    value = Fraction(str(value))
    if direction != "growth":
        return value
    start = share(*base) if base and years > 0 else None
    if start is None:
        return None
    return min(Fraction(100), start + years * (value if growth_in == "points" else start * value / 100))


def target_state(direction, fraction, wanted):
    reached = share(*fraction)
    if reached is None or wanted is None:
        return "not_enough_data"
    better = wanted - reached if direction == "at_most" else reached - wanted
    return "met" if better == 0 else "exceeded" if better > 0 else "not_met"

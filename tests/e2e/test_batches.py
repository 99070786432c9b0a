"""How a list is cut into batches, and where a run is killed, makes no difference to what is stored, logged and kept."""

import random
import signal
import threading

import pytest

from scripted import page, record

SIZE = 20
LIMITS = dict(source_message="", source_total="", paging_size=str(SIZE), limits_tries="1")
VALUES = "code, status, received_at, due_at, due_at_first, finished_at, source_updated_at, skipped"


class Source:
    """Serves the list of tonight; the page of number `hangs` is answered only when it is let go."""

    def __init__(self, scripted, motcua):
        self.records, self.hangs, self.reached, self.let_go = [], 0, threading.Event(), threading.Event()
        self.motcua = motcua
        self.server = scripted(self.answer)
        motcua.source(self.server, "/list", source_skip="/DaXoa = 1", **LIMITS)

    def answer(self, _, query):
        number = int(query["page"])
        if number == self.hangs:
            self.reached.set()
            self.let_go.wait(60)
        return 200, page(self.records[(number - 1) * SIZE:number * SIZE])

    def run(self, *options):
        outcome = self.motcua.ingest("run", *options)
        assert outcome.code == 0, outcome.stderr

    def run_and_kill(self, number, how, *options):
        """What stands before that page is committed when the program goes."""
        self.hangs, self.reached, self.let_go = number, threading.Event(), threading.Event()
        process = self.motcua.start("motcua-ingest", "run", *options)
        assert self.reached.wait(60)
        process.send_signal(how)
        self.hangs = 0
        process.wait(60)
        self.let_go.set()
        process.communicate()
        return process.returncode


@pytest.fixture
def source(scripted, motcua):
    return Source(scripted, motcua)


@pytest.fixture
def left(ask):
    """All that the nights have left, but for the runs that did it; and the database is empty again."""
    def read():
        assert ask("SELECT * FROM motcua.run WHERE records <> inserted + updated + unchanged + superseded + rejected + skipped OR unchanged < 0") == []
        state = (ask(f"SELECT {VALUES} FROM motcua.dossier ORDER BY 1"),
                 ask("SELECT code, field, old_value, new_value FROM motcua.dossier_change ORDER BY 1, 2, 3, 4"),
                 ask(f"SELECT {VALUES} FROM motcua.dossier_version ORDER BY {VALUES}"))
        ask("TRUNCATE motcua.dossier, motcua.dossier_change, motcua.dossier_version, motcua.run, motcua.watermark, motcua.source_field CASCADE")
        return state
    return read


def same(states):
    for way, state in enumerate(states):
        for part, expected in zip(state, states[0]):
            assert part == expected, f"way {way}: has {set(part) - set(expected)} for {set(expected) - set(part)}"


def filler(night, first, count):
    """Dossiers of which there is one version a night; some change from night to night."""
    return [record(f"F{n}", TrangThaiHoSo=str(4 + (n + night) % 3)) for n in range(first, first + count)]


def versions(night):
    """Of one dossier each: no dates, dates in and against the order of the list, an appointment that moves, a deletion, both the same."""
    return [
        (record("A", TrangThaiHoSo="4", NgayHenTra="20240320170000"), record("A", TrangThaiHoSo=str(5 + night), NgayHenTra="20240325170000")),
        (record("B", TrangThaiHoSo=str(5 + night)), record("B", TrangThaiHoSo="4")),
        (record("C", TrangThaiHoSo="4", NgayCapNhat=f"2024031{night}080000"), record("C", TrangThaiHoSo=str(5 + night), NgayCapNhat=f"2024031{night}090000")),
        (record("D", TrangThaiHoSo=str(5 + night), NgayCapNhat=f"2024031{night}090000"), record("D", TrangThaiHoSo="4", NgayCapNhat=f"2024031{night}080000")),
        (record("E", NgayHenTra="20240320170000"), record("E", NgayHenTra=f"2024032{5 + night}170000")),
        (record("G", TrangThaiHoSo="4"), record("G", DaXoa="1" if night else "0", TrangThaiHoSo="5")),
        (record("H"), record("H")),
        (record("I", TrangThaiHoSo="9", NgayKetThucXuLy=f"2024031{night}100000", ChuHoSo="x"), record("I", TrangThaiHoSo="4", ChuHoSo="y")),
    ]


def lists(nights):
    """The two versions of each stand on the first and on the last page."""
    for night in range(nights):
        pairs = versions(night)
        yield [a for a, _ in pairs] + filler(night, 0, 4 * SIZE - 2 * len(pairs)) + [b for _, b in pairs]


@pytest.mark.parametrize("options", [(), ("--full",)])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("batch", ["1", "50"])
def test_two_versions_on_two_pages(batch, how, options, source, motcua, left):
    states = []
    for size, killed in (("20000", ()), (batch, ()), (batch, (4,)), (batch, (4, 4))):
        motcua.set("ingest", batch_records=size)
        for source.records in lists(3):
            for number in killed:
                assert source.run_and_kill(number, how, *options) == (-how if how == signal.SIGKILL else 8)
            source.run(*options)
        states.append(left())
    same(states)
    assert states[0][1] and states[0][2]


@pytest.mark.parametrize("seed", range(6))
def test_any_list_in_any_batches(seed, source, motcua, left):
    """Up to four versions of a dossier, in any order and on any pages."""
    chance = random.Random(seed)
    nights = []
    for night in range(3):
        records = []
        for n in range(50):
            for _ in range(chance.choice([1, 1, 2, 3, 4])):
                dates = chance.choice([{}, {"NgayCapNhat": f"202403{chance.randrange(10, 30)}080000"}])
                records.append(record(n, TrangThaiHoSo=str(chance.choice([2, 4, 5, 6])), NgayHenTra=f"202404{chance.randrange(10, 14)}170000", **dates))
        chance.shuffle(records)
        nights.append(records)
    states = []
    for size, killed in (("20000", None), ("1", None), ("40", None), ("1", 3), ("40", 4)):
        motcua.set("ingest", batch_records=size)
        for source.records in nights:
            if killed:
                source.run_and_kill(killed, signal.SIGKILL)
            source.run()
        states.append(left())
    same(states)

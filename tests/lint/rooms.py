#!/usr/bin/env python3
"""Reads the includes of the programs and fails where a room looks up, a circle closes or a room is too full.

The rooms and their order stand in docs/architecture.md, in the block that begins with ```rooms: one room
a line, a room may include what stands in it or in lines below it, and the two programs nothing of each other."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNITS_MOST = 16
INCLUDE = re.compile(r'^#include "([^"]+)\.h"', re.MULTILINE)
IN_ALL = "common/banned"  # what no file may call; it includes nothing


def rooms():
    """Paths of rooms, the highest first."""
    (block,) = re.findall(r"```rooms\n(.*?)```", (ROOT / "docs/architecture.md").read_text(), re.DOTALL)
    return [line.split()[0].rstrip("/") for line in block.splitlines() if line.strip()]


def units():
    """What each unit (path without suffix) includes."""
    found = {}
    for program in ("common", "ingest", "stats"):
        for path in sorted((ROOT / program).rglob("*.[ch]")):
            unit = str(path.relative_to(ROOT).with_suffix(""))
            found.setdefault(unit, set()).update(INCLUDE.findall(path.read_text()))
    return {unit: includes - {unit, IN_ALL} for unit, includes in found.items() if unit != IN_ALL}


def room_of(unit):
    return unit.rpartition("/")[0]


def circle(graph):
    """The units of one circle, or nothing."""
    done, way = set(), []

    def walk(unit):
        if unit in way:
            return way[way.index(unit):] + [unit]
        if unit in done:
            return []
        way.append(unit)
        for other in sorted(graph.get(unit, ())):
            if found := walk(other):
                return found
        way.pop()
        done.add(unit)
        return []
    for unit in sorted(graph):
        if found := walk(unit):
            return found
    return []


def faults():
    order, graph = rooms(), units()
    for unit, includes in graph.items():
        if room_of(unit) not in order:
            yield f"{unit}: no room of docs/architecture.md"
            continue
        for other in sorted(includes):
            if other not in graph:
                yield f"{unit}: includes {other}.h, which is not there under that path"
            elif room_of(other) in order and order.index(room_of(other)) < order.index(room_of(unit)):
                yield f"{unit}: looks up to {other}"
            elif {unit.split("/")[0], other.split("/")[0]} == {"ingest", "stats"}:
                yield f"{unit}: includes {other} of the other program"
    for room in order:
        count = sum(room_of(unit) == room for unit in graph)
        if not 0 < count <= UNITS_MOST:
            yield f"{room}: {count} units, expected 1 to {UNITS_MOST}"
    if found := circle(graph):
        yield "a circle: " + " -> ".join(found)


found = list(faults())
for fault in found:
    print("rooms.py:", fault, file=sys.stderr)
sys.exit(1 if found else 0)

#!/usr/bin/env python3
"""Finds what a change of the schema creates and its verify script does not name.

usage: psql -XAtq -F "<tab>" -f tests/lint/objects.sql | verified.py sql
"""
import re
import sys
from pathlib import Path


def plain(text):
    """Without comments and in short names of types, one blank only between words: as a script and as the server write it."""
    text = re.sub(r"--.*", "", text).replace("timestamp with time zone", "timestamptz")
    return re.sub(r"(?<=\W) | (?=\W)", "", " ".join(text.split()))


def creates(deploy, kind, name, table):
    """Whether a deploy script has the statement that makes the object, or makes it anew."""
    made = {"function": r"FUNCTION", "relation": r"(?:TABLE|VIEW)", "type": r"TYPE", "trigger": r"TRIGGER"}[kind]
    end = rf"\b[^;]*?\bON {re.escape(table)}\b" if kind == "trigger" else r"(?![\w.])"
    return re.search(rf"^\s*CREATE (?:OR REPLACE |UNLOGGED )?{made} {re.escape(name)}{end}", deploy, re.MULTILINE) is not None


def names(verify, kind, name, table):
    """Whether a verify script asks for the object itself; what it only calls may be there in another shape."""
    if kind == "function":
        return f"'{plain(name)}'" in verify
    if kind == "type":
        return f"'{name}'::regtype" in verify
    if kind == "trigger":
        return f"('{table}'::regclass,'{name}')" in verify
    return re.search(rf"(?:\b(?:FROM|JOIN) |,){re.escape(name)}(?![\w.(])", verify) is not None


def main():
    root = Path(sys.argv[1])
    deploys = {path.name: path.read_text() for path in sorted((root / "deploy").glob("*.sql"))}
    verifies = {name: plain((root / "verify" / name).read_text()) for name in deploys}
    objects = [line.rstrip("\n").split("\t") for line in sys.stdin]
    lacks = []
    for kind, name, table in objects:
        makers = [file for file, deploy in deploys.items() if creates(deploy, kind, name.split("(")[0], table)]
        lacks += [f"no script in {root}/deploy creates {kind} {name}"] * (not makers)
        lacks += [f"{root}/verify/{file} does not name {kind} {name} {table}".rstrip() for file in makers
                  if not names(verifies[file], kind, name, table)]
    if len(objects) < 100:
        lacks.append(f"only {len(objects)} objects to look for")
    print("\n".join(lacks), file=sys.stderr, end="\n" * bool(lacks))
    sys.exit(bool(lacks))


main()

"""docs/rules.md shows every mark as the database explains it."""

import re

from programs import ROOT


def test_the_marks_are_those_of_the_database(ask):
    shown = re.findall(r"^\| (\d+) \| `(\w+)` \| (.*?) \| (.*?) \|$", (ROOT / "docs/rules.md").read_text(), re.MULTILINE)
    known = ask("SELECT row_number() OVER (ORDER BY motcua.mark(mark)) - 1, mark, text_en, text_vi FROM motcua.mark_meaning ORDER BY 1")
    assert shown == [(str(row[0]), *row[1:]) for row in known]


def test_every_mark_has_a_meaning(ask):
    """The names stand in the source of motcua.mark, in the order of their bits."""
    ((source,),) = ask("SELECT pg_get_functiondef('motcua.mark'::regproc)")
    names = re.search(r"\{([\w,\s]+)\}", source)[1]
    assert [name.strip() for name in names.split(",")] == [
        name for (name,) in ask("SELECT mark FROM motcua.mark_meaning ORDER BY motcua.mark(mark)")]

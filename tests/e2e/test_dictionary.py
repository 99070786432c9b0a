"""docs/dictionary.md is complete and in step with the database."""

import re
import subprocess

from programs import ROOT

PAGE = (ROOT / "docs/dictionary.md").read_text()


def test_the_page_is_in_step(motcua):
    """If not: make dictionary."""
    made = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-f", ROOT / "docs/dictionary.sql"],
                          env=motcua.environment, capture_output=True, text=True, check=True).stdout
    assert made == PAGE


def test_the_page_is_complete(ask):
    sections = dict(re.findall(r"^### ([a-z_.][\w.]+)(?=[ (\n])(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE))
    columns = ask("SELECT format('%s.%s', table_schema, table_name), column_name FROM information_schema.columns WHERE table_schema IN ('motcua', 'stats')")
    assert len(columns) > 200
    for table, column in columns:
        (line,) = [one for one in sections[table].splitlines() if one.startswith(f"| `{column}` |")]
        assert all(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]), line
    for (function,) in ask("SELECT DISTINCT format('%s.%s', n.nspname, p.proname) FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace"
                           " WHERE n.nspname IN ('motcua', 'stats') AND p.prorettype <> 'trigger'::regtype"):
        assert len(sections[function].split()) > 6, function

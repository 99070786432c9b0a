"""Measures motcua, and what people would use instead, in one run. Needs a server to throw away (see "make bench").

Writes bench-out/bench.json. SIZE=small takes a tenth of the records and a twentieth of the years.
PART=loading, PART=aged or PART=scale measures only that part.
"""

import json
import os
import tempfile
from pathlib import Path

import aged
import loading
import scale
from lab import ROOT, SMALL, deploy

PARTS = {"loading": loading.measure, "aged": aged.measure, "scale": scale.measure}


def main():
    deploy("bench_template")
    chosen = os.environ.get("PART")
    result = {"size": "small" if SMALL else "full", "detail": {}}
    with tempfile.TemporaryDirectory() as directory:
        for name, measure in PARTS.items():
            if chosen in (None, "", name):
                part = measure(Path(directory), "bench_template")
                result["detail"][name] = part.pop("detail")
                result |= part
    out = ROOT / "bench-out"
    out.mkdir(exist_ok=True)
    (out / "bench.json").write_text(json.dumps(result, indent=2) + "\n")
    print(f"written: {out.name}/bench.json")


if __name__ == "__main__":
    main()

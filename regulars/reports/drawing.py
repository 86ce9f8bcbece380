"""Draws charts without a browser, and has the script that draws them in one. In a process that ends: the engine is large.

echo '{"$schema": …}' | python -m regulars.reports.drawing svg > chart.svg
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PATIENCE = 60  # seconds
WAYS = ("svg", "png", "pdf", "script")


def drawn(chart: dict[str, Any] | None, way: str) -> bytes:
    """A chart as `svg`, `png` or `pdf`; or, without any, the `script` for browsers. Raises subprocess.SubprocessError."""
    asked = json.dumps(chart).encode()
    done = subprocess.run(
        [sys.executable, "-m", __name__, way], input=asked, capture_output=True, timeout=PATIENCE, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return done.stdout


def script(folder: Path) -> Path:
    """The script that draws charts in a browser, written when it is asked for the first time."""
    import vl_convert  # small to import: its engine starts with the first chart

    path = folder / f"charts-{vl_convert.__version__}.js"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(drawn(None, "script"))
        unfinished.replace(path)
    return path


def main(way: str) -> None:
    import vl_convert

    chart = json.load(sys.stdin)
    if way == "script":
        sys.stdout.write(vl_convert.javascript_bundle())
    elif way == "svg":
        sys.stdout.write(vl_convert.vegalite_to_svg(chart))
    else:
        draw = {"png": vl_convert.vegalite_to_png, "pdf": vl_convert.vegalite_to_pdf}[way]
        sys.stdout.buffer.write(draw(chart, **({"scale": 2} if way == "png" else {})))


if __name__ == "__main__":
    main(sys.argv[1])

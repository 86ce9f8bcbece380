"""Draws charts without a browser, and has the script that draws them in one. In a process that ends: the engine is large.

echo '{"$schema": …}' | python -m regulars.reports.drawing svg > chart.svg
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

PATIENCE = 60  # seconds


def drawn(chart: dict[str, Any] | None, *ways: str) -> list[bytes]:
    """A chart as `svg`, `png` or `pdf`, each; or, without any, the `script` for browsers. Raises subprocess.SubprocessError."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, *ways], input=json.dumps(chart).encode(), capture_output=True, timeout=PATIENCE,
        check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return [b64decode(line) for line in done.stdout.splitlines()]


def script(folder: Path) -> Path:
    """The script that draws charts in a browser, written when it is asked for the first time."""
    import vl_convert  # small to import: its engine starts with the first chart

    path = folder / f"charts-{vl_convert.__version__}.js"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(drawn(None, "script")[0])
        unfinished.replace(path)
    return path


def main(ways: list[str]) -> None:
    import vl_convert

    chart = json.load(sys.stdin)
    if ways == ["script"]:
        print(b64encode(vl_convert.javascript_bundle().encode()).decode())
        return
    svg = vl_convert.vegalite_to_svg(chart)
    make = {"svg": str.encode, "png": lambda svg: vl_convert.svg_to_png(svg, scale=2), "pdf": vl_convert.svg_to_pdf}
    for way in ways:
        print(b64encode(make[way](svg)).decode())


if __name__ == "__main__":
    main(sys.argv[1:])

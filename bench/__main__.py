"""`python -m bench` measures everything, `python -m bench places pages` the named sections.

A section is a module with `run()`, which prints its table. A target that is not reached fails nothing.
"""

import os
import pkgutil
import platform
import sys
from importlib import import_module
from pathlib import Path

_NO_SECTIONS = {"__main__", "asking", "filling", "measuring"}


def main(names: list[str]) -> None:
    """Print the table of each named section, of all when none is named; exit with 2 for a name that is none."""
    sections = sorted({found.name for found in pkgutil.iter_modules([str(Path(__file__).parent)])} - _NO_SECTIONS)
    if unknown := [name for name in names if name not in sections]:
        print(f"There is no section {', '.join(unknown)}. Sections: {', '.join(sections)}", file=sys.stderr)
        raise SystemExit(2)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in names or sections:
        print(f"\n{name}")
        import_module(f"bench.{name}").run()


if __name__ == "__main__":
    main(sys.argv[1:])

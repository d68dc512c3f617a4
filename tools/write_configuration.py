"""Write docs/configuration.md and .env.example from the table of settings in config.py."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from config import ROOT, SETTINGS

HEAD = """# Settings

Every setting is an environment variable; `NAME_FILE` names a file that holds the value instead. The table is made from
`config.py` by `python tools/write_configuration.py`, and a test keeps both the same.

| name | default | meaning |
|---|---|---|
"""


def shown(default: object) -> str:
    """Write a default as one would type it."""
    if default is None or default == "":
        return ""
    return f"`{int(default) if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    rows = [
        f"| `{one.name}` | {shown(one.default)} | {one.meaning}{' (secret)' if one.secret else ''} |"
        for one in SETTINGS
    ]
    (ROOT / "docs" / "configuration.md").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    lines = [f"# {one.meaning}\n#{one.name}={shown(one.default).strip('`')}" for one in SETTINGS]
    (ROOT / ".env.example").write_text("\n".join(lines) + "\n", encoding="utf-8")

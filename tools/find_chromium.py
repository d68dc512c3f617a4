"""Find a Chromium for the browser tests; with --install, fetch one when there is none.

Order: CHROMIUM, the usual names on PATH, Playwright's own, then the system's package manager.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """Return the path of an installed Chromium, None when there is none."""
    named = os.environ.get("CHROMIUM")
    if named and Path(named).exists():
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return _of_playwright()


def _of_playwright() -> str | None:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = sorted(cache.glob("chromium-*/chrome-linux*/chrome")) + sorted(
        cache.glob("chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium")
    )
    return str(found[-1]) if found else None


def install() -> None:
    """Try the system's package manager where we may use it, else Playwright's download."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"],
            check=False,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if find() is None and "--install" in sys.argv:
        print("No Chromium found: installing one for the browser tests.")
        install()
    path = find()
    if path is None:
        sys.exit("The browser tests need Chromium. Install it (Debian: apt-get install chromium) or set CHROMIUM.")
    if "--install" not in sys.argv:
        print(path)

"""Find Postfix's programs for the mail tests and the bench; with --install, fetch Debian's when there are none.

Nothing is installed: Debian's package is unpacked into `.cache/postfix`, because installing it would start a mail
server and push out another one. Programs of the machine are used first where it has Postfix.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "postfix"
# Where Debian, Fedora and macOS keep what is not on PATH.
FOLDERS = ("/usr/sbin", "/usr/lib/postfix/sbin", "/usr/libexec/postfix")
PROGRAMS = ("usr/sbin", "usr/lib/postfix/sbin")
NEEDED = ("smtp-sink", "master")
# The libraries of the C compiler and the loader must be those of the machine.
NEVER = re.compile(r"libc6|libgcc.*|libcrypt1|libc-bin")
ADVICE = (
    "No Postfix: the test through a real mail server is left out, and the bench cannot measure the rate of letters.\n"
    "Install it (Debian: apt-get install postfix; Fedora: dnf install postfix), or, on Debian, make `apt-get download "
    "postfix` work and run: python tools/find_postfix.py --install"
)


def postfix_command(name: str) -> Path | None:
    """Return the path of a program of Postfix, such as `master` or `smtp-source`; None when it is not there."""
    for folder in (*os.environ.get("PATH", "").split(os.pathsep), *FOLDERS):
        path = Path(folder) / name
        # Somewhere on PATH a program called `master` may be anybody's.
        if (
            path.is_file()
            and os.access(path, os.X_OK)
            and ("postfix" in path.parts or name.startswith(("post", "smtp-")))
        ):
            return path
    unpacked = CACHE / "bin" / name
    return unpacked if unpacked.is_file() else None


def smtp_sink() -> Path | None:
    """Return the path of smtp-sink, a mail server that takes everything and keeps nothing; None without Postfix."""
    return postfix_command("smtp-sink")


def is_complete() -> bool:
    """Say whether the programs that tests and bench use are there."""
    return all(postfix_command(name) for name in NEEDED)


def install() -> None:
    """Unpack Debian's package, and the libraries that this machine lacks, into the cache; say what stood in the way."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return
    if not _unpack(["postfix"]) and os.geteuid() == 0:
        _run("apt-get", "update", "-q")
        _unpack(["postfix"])
    if not (CACHE / PROGRAMS[0] / "smtp-sink").exists():
        return
    if _lacks_libraries():
        _unpack(_libraries())
    _write_starters()


def _unpack(packages: list[str]) -> bool:
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ran = _run("apt-get", "download", "-q", *packages, cwd=folder)
        for package in Path(folder).glob("*.deb"):
            _run("dpkg-deb", "-x", str(package), str(CACHE))
    return ran.returncode == 0


def _libraries() -> list[str]:
    """Return the names of the packages of libraries that Postfix stands on, near and far."""
    kinds = ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances", "pre-depends")
    ran = _run("apt-cache", "depends", "--recurse", *(f"--no-{kind}" for kind in kinds), "postfix")
    names = set(re.findall(r"^(lib[\w.+-]+)$", ran.stdout, re.M))
    return sorted(name for name in names if not NEVER.fullmatch(name))


def _lacks_libraries() -> bool:
    programs = [str(path) for folder in PROGRAMS for path in (CACHE / folder).iterdir() if path.is_file()]
    return "not found" in _run("ldd", *programs, env=os.environ | {"LD_LIBRARY_PATH": _library_path(CACHE)}).stdout


def _library_path(root: Path | str) -> str:
    machine = Path(
        _run("dpkg-architecture", "-qDEB_HOST_MULTIARCH").stdout.strip() or f"{os.uname().machine}-linux-gnu"
    )
    return ":".join(f"{root}/{folder}" for folder in ("usr/lib/postfix", f"usr/lib/{machine}", f"lib/{machine}"))


def _write_starters() -> None:
    """Write a starter for each program that tells it where its libraries are."""
    starters = CACHE / "bin"
    starters.mkdir(exist_ok=True)
    for folder in PROGRAMS:
        for program in (CACHE / folder).iterdir():
            starter = starters / program.name
            path = _library_path("$root")
            starter.write_text(
                '#!/bin/sh\nroot=$(cd "$(dirname "$0")/.." && pwd)\n'
                f'LD_LIBRARY_PATH="{path}" exec "$root/{folder}/{program.name}" "$@"\n',
                encoding="ascii",
            )
            starter.chmod(0o755)


def _run(*words: str, **more: object) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(words, check=False, capture_output=True, text=True, **more)  # type: ignore[call-overload,no-any-return]
    except FileNotFoundError:
        return subprocess.CompletedProcess(words, 127, "", "")


if __name__ == "__main__":
    if not is_complete() and "--install" in sys.argv:
        print("No Postfix found: unpacking Debian's for the mail tests.")
        install()
    if not is_complete():
        sys.exit(ADVICE)
    if "--install" not in sys.argv:
        print(*(postfix_command(name) for name in NEEDED), sep="\n")

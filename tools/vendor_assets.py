"""Fetch the vendored front-end files by vendor.lock.json, and check them.

    python tools/vendor_assets.py           fetch each package with `npm pack`, check its hash, copy the listed files
    python tools/vendor_assets.py --check   re-hash what is checked in, without any network
    python tools/vendor_assets.py --lock NAME VERSION FILE…   add a package: fetch it and write its hashes down

The lock holds name, version, hash and files, never an address: npm knows its own registry.
"""

import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "vendor.lock.json"
TARGET = ROOT / "coordhub" / "static" / "vendor"


def main(words: list[str]) -> int:
    """Run one of the three commands; return the exit code."""
    packages = json.loads(LOCK.read_text(encoding="utf-8")) if LOCK.exists() else []
    if words[:1] == ["--check"]:
        wrong = problems(packages)
        print("\n".join(wrong) or f"{len(packages)} packages as locked")
        return bool(wrong)
    if words[:1] == ["--lock"]:
        name, version, *files = words[1:]
        packages = [one for one in packages if one["name"] != name] + [locked(name, version, files)]
        packages.sort(key=lambda one: str(one["name"]))
        LOCK.write_text(json.dumps(packages, indent=2) + "\n", encoding="utf-8")
    for package in packages:
        unpack(package, fetch(package["name"], package["version"]))
    (ROOT / "THIRD_PARTY_NOTICES.md").write_text(notices(packages), encoding="utf-8")
    return bool(problems(packages))


def fetch(name: str, version: str) -> bytes:
    """Return the package's archive."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"{name}@{version}", "--ignore-scripts", "--silent"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return next(Path(folder).glob("*.tgz")).read_bytes()


def locked(name: str, version: str, files: list[str]) -> dict[str, Any]:
    """Return the lock entry of a package as it is fetched now."""
    archive = fetch(name, version)
    found = members(archive)
    license_file = next(one for one in found if one.upper().startswith(("LICENSE", "MIT-LICENCE", "LICENCE")))
    return {
        "name": name,
        "version": version,
        "license": json.loads(found["package.json"])["license"],
        "integrity": integrity(archive),
        "files": {one: hashlib.sha256(found[one]).hexdigest() for one in [*files, license_file]},
    }


def integrity(archive: bytes) -> str:
    """Return npm's way to write a SHA-512."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()


def members(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive by their path in the package."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return {
            one.name.partition("/")[2]: file.read() for one in tar if one.isfile() and (file := tar.extractfile(one))
        }


def folder_of(package: dict[str, Any]) -> Path:
    """Return where a package's files lie; the version is part of the path, so that browsers may keep them."""
    return TARGET / f"{package['name'].replace('/', '-')}-{package['version']}"


def unpack(package: dict[str, Any], archive: bytes) -> None:
    """Copy the listed files; ends with an error when the archive is not the one that was locked."""
    if integrity(archive) != package["integrity"]:
        sys.exit(f"{package['name']} {package['version']} is not what was locked: nothing was copied.")
    found = members(archive)
    for name in package["files"]:
        target = folder_of(package) / Path(name).name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(found[name])


def problems(packages: list[dict[str, Any]]) -> list[str]:
    """Return what differs between the lock and what is checked in; no network."""
    wrong = []
    listed = set()
    for package in packages:
        for name, digest in package["files"].items():
            path = folder_of(package) / Path(name).name
            listed.add(path)
            if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                wrong.append(f"{path.relative_to(ROOT)} is missing or was changed")
    strangers = {path for path in TARGET.rglob("*") if path.is_file()} - listed
    return wrong + [f"{path.relative_to(ROOT)} is not in the lock" for path in sorted(strangers)]


def notices(packages: list[dict[str, Any]]) -> str:
    """Return THIRD_PARTY_NOTICES.md."""
    rows = [
        f"| {one['name']} {one['version']} | {one['license']} | `coordhub/static/vendor/{folder_of(one).name}/` |"
        for one in packages
    ]
    return (
        "# Third-party files in this tree\n\nLicense texts lie beside the files.\n\n| package | license | folder |\n"
        "|---|---|---|\n"
        + "\n".join(rows)
        + "\n| Public Sans (latin; variable: @fontsource-variable/public-sans 5.3.0) | OFL-1.1"
        " | `coordhub/static/look/fonts/` |\n"
        "| us-atlas 3.0.1 (Census lines, public domain) | ISC | `coordhub/places/lines/`, "
        "`coordhub/static/directory/lines/` |\n"
        "| place data | see `coordhub/places/data/CREDITS.md` | `coordhub/places/data/` |\n"
        "| starter directory | see `coordhub/directory/starter/CREDITS.md` | `coordhub/directory/starter/` |\n"
        "| name lists | see `coordhub/privacy/lists/CREDITS.md` | `coordhub/privacy/lists/` |\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

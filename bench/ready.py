"""How soon a search page with its map is ready on a slow phone: time, bytes and requests, against targets.

    python -m bench.ready [ADDRESS-OF-THE-PAGE ...]

Starts the hub as `make run` does, on a data folder of its own, and opens the page in Chromium with an empty cache, 412
pixels wide, on a processor slowed four times and a line of 1.6 Mbit/s down, 750 kbit/s up and 150 ms, which is the
"slow 4G" of Lighthouse. Ready is the mark that the map sets one frame after its pins and lines are drawn.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.find_chromium import find  # noqa: E402

PAGES = ("/directory?near=Traverse+City+MI", "/directory?near=34142", "/directory?near=TX")
ROUNDS = 5
SLOWER = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
TARGET_SECONDS, TARGET_KB, TARGET_OUTSIDE = 2.5, 140, 0
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
START_SECONDS = 60
WHEN_READY = """() => new Promise((done) => {
  new PerformanceObserver((list) => list.getEntriesByName("map-ready").forEach((one) => done(one.startTime)))
    .observe({ type: "mark", buffered: true });
})"""
ASKED_AFTER = "(ms) => performance.getEntriesByType('resource').filter((o) => o.startTime > ms).map((o) => o.name)"


@dataclass
class Opened:
    """One opening of a page: seconds until ready and until the first picture, and bytes by address."""

    ready: float = 0.0
    painted: float = 0.0
    sizes: dict[str, int] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)

    @property
    def first_bytes(self) -> int:
        """Bytes of what was loaded by the time the page was ready; county lines come after."""
        return sum(size for address, size in self.sizes.items() if address not in self.late)

    @property
    def hosts(self) -> set[str]:
        """The hosts that were asked."""
        return {urlsplit(address).netloc for address in self.sizes}


def run(pages: tuple[str, ...] = PAGES) -> bool:
    """Print a line a page, and say whether all targets are met."""
    good = True
    with tempfile.TemporaryDirectory() as folder, hub(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=QUIET)
        print(f"412 px, processor / {SLOWER}, 1.6 Mbit/s, 150 ms; median of {ROUNDS} with an empty cache")
        print(f"{'page':36}{'ready s':>9}{'painted s':>11}{'KB first':>10}{'KB all':>8}{'requests':>10}{'outside':>9}")
        for page in pages:
            rounds = []
            for _ in range(ROUNDS):
                context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=2)
                rounds.append(opened(context.new_page(), address + page))
                context.close()
            good = row(page, rounds, urlsplit(address).netloc) and good
        for url, size in sorted(rounds[-1].sizes.items(), key=lambda one: -one[1]):
            print(f"  {size / 1024:7.1f} KB  {'later ' if url in rounds[-1].late else ''}{urlsplit(url).path}")
        browser.close()
    print(f"targets: {TARGET_SECONDS} s, {TARGET_KB} KB, {TARGET_OUTSIDE} outside: {'met' if good else 'MISSED'}")
    return good


def row(page: str, rounds: list[Opened], host: str) -> bool:
    """Print one line of the table and say whether it meets the targets."""
    ready = statistics.median(one.ready for one in rounds)
    painted = statistics.median(one.painted for one in rounds)
    first = statistics.median(one.first_bytes for one in rounds) / 1024
    every = statistics.median(sum(one.sizes.values()) for one in rounds) / 1024
    outside = {name for one in rounds for name in one.hosts} - {host}
    print(
        f"{page:36}{ready:9.2f}{painted:11.2f}{first:10.1f}{every:8.1f}{len(rounds[-1].sizes):10}{len(outside):9}"
        f" {' '.join(sorted(outside))}"
    )
    return ready <= TARGET_SECONDS and first <= TARGET_KB and len(outside) <= TARGET_OUTSIDE


def opened(page: Page, address: str) -> Opened:
    """Open a page on the slow machine and line, and wait until it is ready and the line is quiet."""
    found = Opened()
    line = page.context.new_cdp_session(page)
    slow_down(line)
    record(line, found)
    page.goto(address)
    found.ready = page.evaluate(WHEN_READY) / 1000
    found.painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    page.wait_for_load_state("networkidle")
    found.late = set(page.evaluate(ASKED_AFTER, found.ready * 1000))
    return found


def slow_down(line: CDPSession) -> None:
    """Make processor and line those of a cheap phone, with an empty cache."""
    for domain in ("Network", "Page"):
        line.send(f"{domain}.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def record(line: CDPSession, found: Opened) -> None:
    """Note what comes over the line, headers included, by address."""
    addresses: dict[str, str] = {}
    line.on("Network.requestWillBeSent", lambda one: addresses.__setitem__(one["requestId"], one["request"]["url"]))

    def finished(one: dict[str, object]) -> None:
        address = addresses.get(str(one["requestId"]), "")
        if address.startswith("http"):
            found.sizes[address] = found.sizes.get(address, 0) + int(str(one["encodedDataLength"]).split(".")[0])

    line.on("Network.loadingFinished", finished)


@contextmanager
def hub(data: Path) -> Iterator[str]:
    """Run a hub on a free port of this machine and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environ = kept | {"FLASK_APP": "wsgi.py", "HUB_DATA": str(data), "PORT": port, "LOG_LEVEL": "ERROR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "serve"], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL
    )
    address = f"http://localhost:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the hub answers."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/", timeout=10)
            return
        time.sleep(0.2)
    sys.exit("the hub did not start")


if __name__ == "__main__":
    sys.exit(0 if run(tuple(sys.argv[1:]) or PAGES) else 1)

"""A real hub, as `make run` starts it, and a real Chromium that drives it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config import ROOT
from tests.databases import DATABASES, make_database
from tools.find_chromium import find

# Without these the browser looks for its maker's servers, which a test must not reach.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "road-to-harvest"
WIDTHS = (375, 1280)
START_SECONDS = 60


@dataclass(frozen=True)
class Hub:
    """A running hub: where it is, where its data lies, and how its commands are run."""

    address: str
    data: Path
    environ: dict[str, str]
    process: subprocess.Popen[str]

    def flask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a `flask` command on the hub's data."""
        return subprocess.run(
            [sys.executable, "-m", "flask", *words],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def hub_environ(data: Path, port: int, **more: str) -> dict[str, str]:
    """Return the environment of a practice hub of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "FLASK_APP": "wsgi.py",
        "HUB_DATA": str(data),
        "PORT": str(port),
        "HUB_URL": f"http://localhost:{port}",
        **more,
    }


def start_hub(data: Path, **more: str) -> Hub:
    """Start a hub and wait until it answers."""
    port = free_port()
    environ = hub_environ(data, port, **more)
    log = data.parent / f"{data.name}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "serve"], cwd=ROOT, env=environ, stdout=out, stderr=out, text=True
        )
    hub = Hub(f"http://localhost:{port}", data, environ, process)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{hub.address}/health", timeout=5)
            return hub
        except urllib.error.HTTPError:
            return hub
        except OSError:
            time.sleep(0.1)
    stop_hub(hub)
    raise AssertionError("the hub did not start:\n" + log.read_text())


def stop_hub(hub: Hub) -> int:
    """Press Ctrl-C and return the exit code."""
    if hub.process.poll() is None:
        hub.process.send_signal(signal.SIGINT)
    try:
        return hub.process.wait(20)
    except subprocess.TimeoutExpired:
        hub.process.kill()
        raise


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Start a hub on each database, or on the first alone where a page is what is looked at."""
    if "hub" in metafunc.fixturenames:
        one = metafunc.definition.get_closest_marker("onedb")
        metafunc.parametrize("hub", DATABASES[:1] if one else DATABASES, indirect=True, scope="session")


@pytest.fixture(scope="session")
def hub(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A practice hub on either database."""
    data = tmp_path_factory.mktemp("browser") / request.param
    data.mkdir()
    more = {}
    if request.param == "postgresql":
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        more["DATABASE_URL"] = make_database(os.environ["TEST_POSTGRES"], f"browser_{worker}")
    started = start_hub(data, **more)
    yield started
    stop_hub(started)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = find()
    assert path, "no Chromium: run `make test`, which installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


Visitor = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, hub: Hub) -> Iterator[Visitor]:
    """Return a function that opens a fresh browser window of some width; a console error fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(width: int = 1280, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            base_url=hub.address,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()
    expected = ("400", "404", "422", "503")  # pages that say what is wrong, which the tests ask for
    serious = [words for words in complaints if not any(f"status of {code}" in words for code in expected)]
    assert not serious, serious


def sign_in(page: Page, email: str) -> None:
    """Sign in as a practice person."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/inbox")


def assert_accessible(page: Page) -> None:
    """Fail when axe finds something against WCAG 2.2 AA, or the page scrolls sideways."""
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    found = [
        f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}"
        for one in results.response["violations"]
    ]
    assert not found, f"{page.url}: {found}"
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} scrolls sideways by {wider} px"

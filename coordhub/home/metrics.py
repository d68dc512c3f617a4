"""The figures of home/sight.py in the form that Prometheus reads; no name of a person and no address is among them.

They are asked of the database at each scrape, so that it does not matter which of several processes answers.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from coordhub.home.sight import Sight, sight
from coordhub.mail.rules import SILENT_AFTER


class _Figures(Collector):
    def __init__(self, found: Sight) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        found = self._found
        # Gauges, though letters are counted: they are deleted after their time, so that the count falls.
        yield _by_label("coordhub_letters", "Letters in the outbox by state.", "state", found.letters)
        yield _plain(
            "coordhub_oldest_waiting_seconds",
            "Seconds since the oldest letter that waits was written; 0 when none waits.",
            found.oldest_waiting_seconds or 0,
        )
        rests = {name: int(host.rests) for name, host in found.hosts.items()}
        stopped = {name: int(host.is_stopped) for name, host in found.hosts.items()}
        yield _by_label("coordhub_host_paused", "1 while a host is left alone after it refused.", "host", rests)
        yield _by_label("coordhub_host_stopped", "1 while an administrator stopped a host; * is all.", "host", stopped)
        alive = sum(seconds <= SILENT_AFTER.total_seconds() for seconds in found.workers.values())
        yield _plain("coordhub_workers_alive", "Workers that showed themselves within 3 minutes.", alive)
        if found.workers:
            latest = min(found.workers.values())
            yield _plain("coordhub_worker_age_seconds", "Seconds since the latest sign of a worker.", latest)
        yield _plain(
            "coordhub_notifications_unwritten",
            "Notifications whose letter is due and not written.",
            found.unwritten.notifications,
        )
        yield _plain(
            "coordhub_announcements_unspread",
            "Announcements that have not reached everybody.",
            found.unwritten.announcements,
        )
        yield _plain(
            "coordhub_unwritten_seconds",
            "Seconds for which the oldest of the two is due; 0 when none is.",
            found.unwritten.late_seconds or 0,
        )
        yield _counter("coordhub_digests", "Digests written.", "kind", found.digests)
        # A gauge for the same reason: of a counter that falls, Prometheus would say that it began anew.
        yield _by_label("coordhub_incoming_letters", "Letters that came in, by what they were.", "kind", found.incoming)


def metrics(now: datetime) -> bytes:
    """Return all figures at `now` as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(_Figures(sight(now)))
    return generate_latest(registry)


def _plain(name: str, words: str, number: float) -> Metric:
    return GaugeMetricFamily(name, words, value=number)


def _by_label(name: str, words: str, label: str, numbers: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, number in numbers.items():
        family.add_metric([value], number)
    return family


def _counter(name: str, words: str, label: str, numbers: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(name, words, labels=[label])
    for value, number in numbers.items():
        family.add_metric([value], number)
    return family

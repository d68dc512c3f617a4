"""Which SMTP host takes the letters to which domain, as the settings say at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FILES = "files"  # the name of the folder that stands in for a host on practice hubs


@dataclass(frozen=True)
class Host:
    """A place where letters are handed over, and what decides that a letter goes there: the domain of its address."""

    name: str
    domains: frozenset[str]  # those it takes; when it takes all others, those it does not take
    takes_all_others: bool

    def takes(self, domain: str) -> bool:
        """Say whether letters to this domain are its own."""
        return (domain in self.domains) != self.takes_all_others


def hosts_of(config: Mapping[str, Any]) -> Sequence[Host]:
    """Return all hosts, the one for all other domains first."""
    usual = f"{config['MAIL_SERVER']}:{config['MAIL_PORT']}" if config["MAIL_SERVER"] else FILES
    routes: Mapping[str, str] = config["MAIL_ROUTES"]
    elsewhere = frozenset(domain for domain, name in routes.items() if name != usual)
    others = sorted(set(routes.values()) - {usual})
    return [
        Host(usual, elsewhere, takes_all_others=True),
        *(
            Host(name, frozenset(one for one in routes if routes[one] == name), takes_all_others=False)
            for name in others
        ),
    ]


def address_of(name: str) -> tuple[str, int]:
    """Return what "name:port" stands for; an IPv6 address without its brackets."""
    host, _, port = name.rpartition(":")
    return host.strip("[]"), int(port)

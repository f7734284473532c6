"""To which of Kamal's roles kamal-proxy sends requests, on which port, and what it asks to see whether they live.

Source: kamal-deploy.org/docs/configuration/proxy (`app_port` is 80 by default, the primary role has the proxy unless it
says `proxy: false`, others only if they ask for it), basecamp/kamal lib/kamal/configuration/role.rb. Kamal 1 had
Traefik, and no key `proxy`: nothing is said of its ports.
"""

from __future__ import annotations

from collections.abc import Sequence

from deploylint.model.declare.kamal_config import Config, Said
from deploylint.model.deployment import Stated

_KEY = "proxy"
_PORT = "80"


def is_proxied(config: Config, role: Sequence[str], *, primary: bool) -> bool:
    """True if the proxy sends requests to the role at a way of the file."""
    said = config.get(*role, _KEY)
    return primary if said is None else said.node.value is not False


def ports(config: Config, role: Sequence[str]) -> tuple[Stated, ...]:
    """The port of the container to which requests are sent; nothing where the file says none of the proxy."""
    found = _said(config, role, "app_port")
    if found is not None:
        port = found.plain
        return (Stated(f"{_KEY}.app_port", port, found.span),) if port is not None and port.isdigit() else ()
    sections = (config.get(*role, _KEY), config.get(_KEY))
    section = next((one for one in sections if one is not None and one.node.kind == "mapping"), None)
    key = next((span for name, span in config.names(*(role if section is sections[0] else ())) if name == _KEY), None)
    return (Stated(_KEY, _PORT, key),) if section is not None and key is not None else ()


def health(config: Config, role: Sequence[str]) -> tuple[Stated, ...]:
    """The path that is asked where the file says one (`/up` by default)."""
    found = _said(config, role, "healthcheck", "path")
    path = found.plain if found is not None else None
    return (Stated(f"{_KEY}.healthcheck.path", path, found.span),) if found is not None and path is not None else ()


def _said(config: Config, role: Sequence[str], *way: str) -> Said | None:
    """What a role says of its proxy, else the root."""
    return config.get(*role, _KEY, *way) or config.get(_KEY, *way)

"""An import that fails when a service starts."""

from __future__ import annotations

from typing import Literal

from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.deployment import Certainty, Step

Fault = Literal["module", "name", "circular", "relative", "beyond", "script", "critical", "settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """fault: the module is not there; it has no such name, or not yet; a relative import has no package, or leaves it;

    a script of JavaScript is not there; what the contract lists is not; the settings of Django are not. name: as
    Python or Node would name it. local: it stands in a function, so that it fails only when that is called. way: the
    steps that lead to the importing file.
    """

    fault: Fault
    name: str
    span: Span
    certainty: Certainty
    way: tuple[Step, ...]
    module: str = ""
    local: bool = False

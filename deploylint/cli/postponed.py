"""A Deployment that is joined when somebody asks what is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from deploylint.config.schema import Contract
    from deploylint.model.deployment import Deployment
    from deploylint.workspace.workspace import Workspace


class Postponed:
    """What a Deployment is to those who ask it; most changes leave nothing to ask. dated: the day was asked for."""

    def __init__(self, workspace: Workspace, as_of: date, join: Callable[[], Deployment]) -> None:
        self.workspace, self._as_of, self._join = workspace, as_of, join
        self.dated = False

    @property
    def as_of(self) -> date:
        self.dated = True
        return self._as_of

    def __getattr__(self, name: str) -> Any:
        return getattr(self._join(), name)

    def over(self, workspace: Workspace) -> Postponed:
        return Postponed(workspace, self._as_of, self._join)


def over(deployment: Deployment, workspace: Workspace) -> Deployment:
    """The deployment whose rules ask this workspace."""
    if isinstance(deployment, Postponed):
        return cast("Deployment", deployment.over(workspace))
    return replace(deployment, workspace=workspace)


def postponed(workspace: Workspace, contract: Contract, as_of: date) -> Deployment:
    """The Deployment of a workspace under a contract on a day, to be joined later."""
    later = cache(lambda: join(workspace, contract))
    return cast("Deployment", Postponed(workspace, as_of, later))


def join(workspace: Workspace, contract: Contract) -> Deployment:
    """The Deployment of a workspace under a contract. Raises ConfigError."""
    from deploylint.model import join as model
    from deploylint.model.intent import intent

    return model.join(workspace, intent(contract))

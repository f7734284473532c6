"""Evidence for the role of a compose file and of its services."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.base import Comment
from deploylint.facts.files import ComposeFile, ComposeService
from deploylint.facts.place import Span
from deploylint.model.evidence import in_folders, named, role_of_name
from deploylint.model.intent import Intent
from deploylint.model.paths import base, parent
from deploylint.model.roles import Evidence, Role
from deploylint.model.workspace import Workspace

# What comments call a file; the first that stands there counts ("for development: production runs elsewhere").
_HEADER: dict[Role, tuple[str, ...]] = {
    "development": ("development", "for dev", "local ", "locally", "dev only"),
    "production": ("production", "prod "),
}


def file_evidence(workspace: Workspace, path: str, compose: ComposeFile) -> Iterator[Evidence]:
    """What the file's name, its first comment and its neighbours say."""
    by_name = (*named("the file", base(path)), *in_folders(path))
    yield from by_name[:1]
    if by_name:
        return
    header = _header_role(path, compose.comments)
    if header is not None:
        yield header
        return
    for other in workspace.of_format("compose"):
        if parent(other) == parent(path) and other != path:
            said = role_of_name(base(other))
            if said is not None and said[0] == "production":
                yield Evidence("development", f"'{base(other)}' beside it is the one for production")
                return


def _header_role(path: str, comments: tuple[Comment, ...]) -> Evidence | None:
    """What the comment at the top of the file says the file is for."""
    for line, comment in enumerate(comments[:6], start=1):
        if comment.range.line > line + 2 or not comment.own_line:
            break
        words = comment.text.value.lower()
        said = [(words.find(word), role) for role, known in _HEADER.items() for word in known if word in words]
        if said:
            return Evidence(min(said)[1], "the comment at the top of the file says so", Span(path, comment.range))
    return None


def contract_evidence(path: str, service: ComposeService, intent: Intent) -> Iterator[Evidence]:
    """What the contract says of a service: by the profile that turns it on, else of its file."""
    own = [profile.value for profile in service.profiles]
    profiles = intent.compose_profiles
    if profiles and own:
        shared = sorted(set(own) & set(profiles))
        if shared:
            yield Evidence("production", f"the contract's profile '{shared[0]}'")
        else:
            yield Evidence("development", "none of its profiles is the contract's")
    elif intent.said(path):
        yield from intent.said(path)
    elif path in intent.compose_files:
        yield Evidence("production", "the contract names the file")


def own_evidence(path: str, service: ComposeService) -> tuple[Evidence, ...]:
    """What the service's profiles say, else its name."""
    profiles = [e for p in service.profiles for e in named("the profile", p.value, Span(path, p.range()))]
    return tuple(profiles) or named("the service", service.name.value, Span(path, service.name.range()))

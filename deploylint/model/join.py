"""All facts of a repository joined into one Deployment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from deploylint.facts.files import PackageJson
from deploylint.facts.place import Span
from deploylint.model.closure import started
from deploylint.model.declare import compose, documents, procfile, render, scripts, workflow
from deploylint.model.declare.common import serving
from deploylint.model.declare.dockerfile import (
    build_declarations,
    image_evidence,
    standalone_entry,
    start_declaration,
    variables,
)
from deploylint.model.deployment import Declaration, Deployment, Service, Use, VariableSite
from deploylint.model.effective import effective
from deploylint.model.entries import Entry
from deploylint.model.identity import Group, groups, member
from deploylint.model.images import Image, build
from deploylint.model.intent import Intent
from deploylint.model.paths import base
from deploylint.model.roles import Evidence, Judgement, Role, decide
from deploylint.model.workspace import Workspace


def join(workspace: Workspace, intent: Intent | None = None) -> Deployment:
    """The Deployment of a repository. intent: what its contract says of services and production."""
    intent = intent or Intent()
    entries = [
        *render.entries(workspace),
        *procfile.entries(workspace),
        *compose.entries(workspace, intent.compose_files, intent.compose_profiles),
        *documents.entries(workspace),
    ]
    entries += _standalone(workspace, entries)
    images = _Images(workspace, entries)
    members = [member(entry, _main(entry, images)) for entry in entries]
    services = tuple(_services(groups(members, intent.services), images))
    declarations = tuple(_declarations(services, entries, images))
    uses = [use for declaration in declarations for use in declaration.uses]
    uses += workflow.uses(workspace)
    uses += scripts.package_uses(workspace, _reached_scripts(workspace, uses))
    uses += scripts.shell_uses(workspace, frozenset(use.span.path for use in uses))
    return Deployment(
        workspace=workspace,
        intent=intent,
        services=services,
        declarations=declarations,
        images=tuple(images.images.values()),
        uses=tuple(uses),
        variables=tuple(_variables(entries, images, uses)),
        started=started(workspace, declarations),
    )


class _Images:
    """The images that entries build, each with its role, its start declaration and its build declarations."""

    def __init__(self, workspace: Workspace, entries: Iterable[Entry]) -> None:
        self.images: dict[str, Image] = {}
        self.starts: dict[str, Declaration | None] = {}
        self.builds: dict[str, tuple[Declaration, ...]] = {}
        self.judgements: dict[str, Judgement] = {}
        self.users: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.image is not None:
                self.images.setdefault(entry.image.id, entry.image)
                self.users.setdefault(entry.image.id, []).append(entry)
        elsewhere = any(
            e.image is not None and e.judgement.role == "production" and e.platform != "docker" for e in entries
        )
        for name, image in self.images.items():
            judgement = _image_judgement(image, self.users[name], elsewhere)
            environment = _shared(self.users[name])
            self.judgements[name] = judgement
            self.starts[name] = start_declaration(workspace, image, judgement, environment)
            self.builds[name] = build_declarations(workspace, image, judgement)

    def start_for(self, entry: Entry) -> Declaration | None:
        """What the image of an entry starts, if it concerns the entry's service.

        Where a platform file runs an image several times, each with a command of its own, CMD is no word on any of them.
        """
        start = self.start(entry)
        if start is None or effective(entry, start, ()).winner is start:
            return start
        assert entry.image is not None
        same_file = [
            u for u in self.users[entry.image.id] if (u.platform, u.span.path) == (entry.platform, entry.span.path)
        ]
        return start if len(same_file) == 1 else None

    def start(self, entry: Entry) -> Declaration | None:
        return self.starts[entry.image.id] if entry.image is not None else None


def _shared(entries: list[Entry]) -> Mapping[str, tuple[str | None, Span]]:
    return entries[0].environment if len(entries) == 1 else {}


def _image_judgement(image: Image, users: list[Entry], elsewhere: bool) -> Judgement:
    """The role of what an image starts by itself: by its name, else by who builds it, else production."""
    by_users: list[Evidence] = []
    said: set[Role] = {user.judgement.role for user in users}
    for role in ("production", "development", "test"):
        if role in said and (role == "production" or ("production" not in said and "unknown" not in said)):
            user = next(u for u in users if u.judgement.role == role)
            by_users.append(Evidence(role, f"'{user.platform}' builds it for '{user.name}'", user.span))
    default = Evidence("production", "an image without other evidence is built for production")
    if elsewhere and said == {"unknown"}:
        default = Evidence("unknown", "only a compose file builds it, while a platform file builds another image")
    return decide((image_evidence(image) if "production" not in said else (), by_users, (default,)))


def _standalone(workspace: Workspace, entries: Iterable[Entry]) -> Iterable[Entry]:
    """Entries for the Dockerfiles that no platform file names."""
    built = {entry.image.path for entry in entries if entry.image is not None}
    for path in workspace.of_format("dockerfile"):
        if path not in built:
            image = build(workspace, path, None, None)
            if image is not None:
                yield standalone_entry(workspace, image)


def _main(entry: Entry, images: _Images) -> Declaration | None:
    return effective(entry, images.start(entry), ()).winner


def _services(found: Iterable[Group], images: _Images) -> Iterable[Service]:
    taken: set[str] = set()
    for group in found:
        name = _name(group, taken)
        taken.add(name)
        entries = [one.entry for one in group.members]
        starts: dict[Span, Declaration] = {}
        for entry in entries:
            image_start = images.start_for(entry)
            for declaration in (*entry.declarations, *([image_start] if image_start else [])):
                if declaration.phase == "start":
                    starts.setdefault(declaration.span, serving(declaration, name))
        declarations = tuple(sorted(starts.values(), key=lambda d: d.span))
        by_span = {d.span: d for d in declarations}
        rows = []
        for entry in entries:
            own = replace(entry, declarations=tuple(by_span.get(d.span, d) for d in entry.declarations))
            image_start = images.start(entry)
            start = by_span.get(image_start.span) if image_start is not None else None
            rows.append(effective(own, start, declarations))
        yield Service(
            id=name,
            process=group.members[0].process,
            folder=group.members[0].root or "",
            declarations=declarations,
            effective=tuple(sorted(rows, key=lambda row: (row.platform, row.entry))),
            joined=group.steps,
            role=_role(entries),
        )


def _role(entries: Iterable[Entry]) -> Role:
    roles = {entry.judgement.role for entry in entries}
    order: tuple[Role, ...] = ("production", "unknown", "development", "test")
    return next(role for role in order if role in roles)


def _name(group: Group, taken: set[str]) -> str:
    """A name for people: what its platforms call it, else its folder, else its process type; unique in the run."""
    entries = [one.entry for one in group.members]
    said = [e.name for e in entries if e.name and e.platform in ("render", "compose")]
    root = group.members[0].root
    process = group.members[0].process
    name = said[0] if said else base(root or "") or process
    if process not in ("web", "service", name) and process not in name:
        name = f"{name}-{process}" if not said else name
    candidates = [name, f"{name} ({entries[0].span.path})"]
    for candidate in candidates:
        if candidate not in taken:
            return candidate
    number = 2
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"


def _declarations(services: Iterable[Service], entries: Iterable[Entry], images: _Images) -> Iterable[Declaration]:
    owner: dict[Span, str] = {}
    for service in services:
        yield from service.declarations
        for row in service.effective:
            owner[row.entry] = service.id
    for entry in entries:
        for declaration in entry.declarations:
            if declaration.phase != "start":
                yield serving(declaration, owner.get(entry.span, ""))
    for name, builds in images.builds.items():
        users = [owner[e.span] for e in entries if e.image is not None and e.image.id == name and e.span in owner]
        for declaration in builds:
            yield serving(declaration, users[0] if users else "")


def _reached_scripts(workspace: Workspace, uses: Iterable[Use]) -> frozenset[Span]:
    """The texts of the package scripts among whose commands these uses are."""
    owners = {(use.span.path, use.owner) for use in uses if use.owner.startswith("scripts.")}
    found = set()
    for path, owner in owners:
        package = workspace.get(path, PackageJson)
        script = package.script(owner.removeprefix("scripts.")) if package is not None else None
        if script is not None:
            found.add(Span(path, script.text.range()))
    return frozenset(found)


def _variables(entries: Iterable[Entry], images: _Images, uses: Iterable[Use]) -> Iterable[VariableSite]:
    seen: set[tuple[Span, str]] = set()
    for entry in entries:
        for one in entry.variables:
            if (one.span, one.name) not in seen:
                seen.add((one.span, one.name))
                yield one
    for name, image in images.images.items():
        for one in variables(image, images.judgements[name]):
            if (one.span, one.name) not in seen:
                seen.add((one.span, one.name))
                yield one
    yield from _assigned(uses)


def _assigned(uses: Iterable[Use]) -> Iterable[VariableSite]:
    """The variables that commands set for themselves and for those after them."""
    for use in uses:
        if use.invocation.command.range != use.invocation.range and not use.invocation.words and use.followed:
            continue
        for assignment in use.invocation.assignments or use.invocation.command.assignments:
            yield VariableSite(
                name=assignment.name,
                value=assignment.value.value if assignment.value else None,
                span=Span(use.span.path, assignment.range),
                kind="export" if assignment.exported else "assignment",
                owner=use.owner,
                platform=use.platform,
                role=use.role,
                phase=use.phase,
                service=use.service,
                evidence=use.evidence,
            )

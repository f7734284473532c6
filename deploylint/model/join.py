"""All facts of a repository joined into one Deployment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from deploylint.facts.files import PackageJson
from deploylint.facts.place import Span
from deploylint.model import rare
from deploylint.model.builds import Builds
from deploylint.model.closure import started
from deploylint.model.declare import (
    cloud_run,
    compose,
    configured,
    containers,
    digitalocean,
    documents,
    heroku,
    managed,
    procfile,
    render,
    scripts,
    source_commands,
    systemd,
    workflow,
)
from deploylint.model.declare.common import serving
from deploylint.model.declare.image_role import standalone_entry
from deploylint.model.deployment import Declaration, Deployment, Service, Use
from deploylint.model.effective import effective
from deploylint.model.entries import Entry
from deploylint.model.identity import groups, member
from deploylint.model.images import build
from deploylint.model.intent import Intent
from deploylint.model.services import services
from deploylint.model.variables import variables
from deploylint.model.workspace import Workspace


def join(workspace: Workspace, intent: Intent | None = None) -> Deployment:
    """The Deployment of a repository. intent: what its contract says of services and production."""
    intent = intent or Intent()
    entries = _entries(workspace, intent)
    builds = Builds(workspace, entries, intent)
    entries += managed.entries(workspace, _reached(entries, builds), intent)
    entries += scripts.start_entries(workspace, frozenset(use.span.path for use in _reached(entries, builds)), intent)
    members = [member(entry, effective(entry, builds.start(entry), ()).winner) for entry in entries if entry.starts]
    joined = [group for group in groups(members, intent.services) if group.declared]
    beside = [entry for entry in entries if not entry.starts]
    entries = [one.entry for group in joined for one in group.members]
    found = tuple(services(joined, builds, intent.services, beside))
    declarations = tuple(_declarations(found, entries, beside, builds))
    uses = _uses(workspace, declarations, intent)
    return Deployment(
        workspace=workspace,
        intent=intent,
        services=found,
        declarations=declarations,
        images=tuple(builds.images.values()),
        uses=tuple(uses),
        variables=tuple(variables(entries, builds, uses)),
        started=started(workspace, declarations),
        image_roles={name: judgement.role for name, judgement in builds.judgements.items()},
    )


def _entries(workspace: Workspace, intent: Intent) -> list[Entry]:
    """What all platform files start, then the Dockerfiles that none of them names."""
    entries = [
        *render.entries(workspace, intent),
        *heroku.entries(workspace, intent),
        *documents.entries(workspace, intent),
        *digitalocean.entries(workspace, intent),
        *containers.entries(workspace, intent),
        *systemd.entries(workspace, intent),
        *cloud_run.entries(workspace, intent),
        *rare.entries(workspace, intent),
    ]
    entries += procfile.entries(workspace, intent, tuple(entries))
    entries += compose.entries(workspace, intent)
    built = {entry.image.path for entry in entries if entry.image is not None}
    for path in workspace.of_format("dockerfile"):
        image = build(workspace, path, None, None) if path not in built else None
        if image is not None:
            entries.append(standalone_entry(workspace, image, intent))
    return entries


def _reached(entries: Iterable[Entry], builds: Builds) -> list[Use]:
    """All that some declaration reaches."""
    declared = [declaration for entry in entries for declaration in entry.declarations]
    declared += [start for start in builds.starts.values() if start is not None]
    declared += [declaration for rows in builds.declarations.values() for declaration in rows]
    return [use for declaration in declared for use in declaration.uses]


def _declarations(
    found: Sequence[Service], entries: Sequence[Entry], beside: Iterable[Entry], builds: Builds
) -> Iterator[Declaration]:
    """The start declarations of the services, then those of other phases, each with the service it belongs to.

    beside: the entries that start nothing; what they declare belongs to the web process of the same app, if it has one.
    """
    owner: dict[Span, str] = {}
    for service in found:
        yield from service.declarations
        owner.update((row.entry, service.id) for row in service.effective)
    for entry in beside:
        same = sorted((one for one in entries if one.app == entry.app), key=lambda one: one.process != "web")
        owner.setdefault(entry.span, owner.get(same[0].span, "") if same else "")
    for entry in (*entries, *beside):
        for declaration in entry.declarations:
            if declaration.phase != "start":
                yield serving(declaration, owner.get(entry.span, ""))
    for name, declarations in builds.declarations.items():
        users = [owner[user.span] for user in builds.users[name] if user.span in owner]
        for declaration in declarations:
            yield serving(declaration, users[0] if users else "")


def _uses(workspace: Workspace, declarations: Iterable[Declaration], intent: Intent) -> list[Use]:
    """The uses of declarations and workflows, then those of the scripts that none of them reached."""
    uses = [use for declaration in declarations for use in declaration.uses]
    uses += workflow.uses(workspace, intent)
    uses += systemd.uses(workspace, intent)
    uses += rare.cloud_build_uses(workspace, intent)
    uses += scripts.package_uses(workspace, _reached_scripts(workspace, uses), intent)
    uses += scripts.shell_uses(workspace, frozenset(use.span.path for use in uses), intent)
    uses += source_commands.uses(workspace, uses, intent)
    uses += configured.uses(workspace, uses)
    return uses


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

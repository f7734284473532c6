"""heroku.yml of a container stack, and what app.json adds for Heroku and Dokku."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from deploylint.facts.document import Document, Node
from deploylint.facts.place import Range, Span
from deploylint.model.declare.builders import Built
from deploylint.model.declare.common import unread
from deploylint.model.declare.hosts import AppJson, app_json, on_dokku
from deploylint.model.declare.making import Maker
from deploylint.model.declare.stated import stated
from deploylint.model.deployment import Declaration
from deploylint.model.entries import Entry
from deploylint.model.evidence import in_folders
from deploylint.model.images import Image, build
from deploylint.model.intent import Intent
from deploylint.model.paths import join, parent
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import profiles


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """The process types of each heroku.yml, and what each app.json declares."""
    for path in workspace.glob("**/heroku.yml"):
        document = workspace.facts(path)
        if isinstance(document, Document) and document.root.kind == "mapping":
            yield from _container(workspace, intent, path, document.root)
    for path in workspace.glob("**/app.json"):
        found = app_json(workspace, parent(path))
        if found is not None:
            yield from _app(workspace, intent, found)


def _container(workspace: Workspace, intent: Intent, path: str, root: Node) -> Iterator[Entry]:
    images = dict(_images(workspace, path, root))
    maker = _maker(workspace, intent, path, "heroku-container")
    ignored, assumption = _stack(workspace, path)
    runs = root.get("run")
    commands = {entry.key.value: entry.value for entry in (runs.entries if runs is not None else ())}
    for name in dict.fromkeys((*images, *commands)):
        if name == "release" and name not in commands:
            continue
        node = commands.get(name)
        image = _image(images, name, node)
        own = _of_image(maker, image)
        declared = tuple(own.one(_command(node), "run", name, "start")) if node is not None else ()
        span = declared[0].span if declared else Span(path, _key(root, name))
        made = _entry(own, name, span, image, tuple(unread(replace(one, process=name), ignored) for one in declared))
        yield replace(made, unread=ignored, assumptions=(assumption,) if assumption else (), doubted=bool(assumption))
    release = root.get("release")
    if release is not None:
        image = _image(images, "release", release)
        declared = tuple(_of_image(maker, image).one(_command(release), "release", "release", "release"))
        yield replace(_entry(maker, "release", Span(path, release.range), None, declared), starts=False)


def _images(workspace: Workspace, path: str, root: Node) -> Iterator[tuple[str, Image | None]]:
    """The images by process type; the folder of a Dockerfile is its build context."""
    table = root.get("build", "docker")
    for entry in table.entries if table is not None else ():
        said = entry.value.string() if entry.value.kind == "scalar" else entry.value.string("dockerfile")
        target = entry.value.string("target") if entry.value.kind == "mapping" else None
        found = join(parent(path), said.value) if said is not None else None
        image = None
        if found is not None and workspace.exists(found):
            image = build(workspace, found, parent(found), target.value if target is not None else None)
        yield entry.key.value, image


def _image(images: Mapping[str, Image | None], name: str, node: Node | None) -> Image | None:
    """The image of a process type: the one it names, else its own, else the only one."""
    named = node.string("image") if node is not None and node.kind == "mapping" else None
    if named is not None:
        return images.get(named.value)
    return images.get(name, next(iter(images.values())) if len(images) == 1 else None)


def _command(node: Node) -> Node:
    """The value that holds the command; a list of one text is that text."""
    found = node.get("command") if node.kind == "mapping" else node
    if found is None:
        return Node("sequence", node.range)
    return found.items[0] if found.kind == "sequence" and len(found.items) == 1 else found


def _key(root: Node, name: str) -> Range:
    for way in (("run",), ("build", "docker")):
        table = root.get(*way)
        entry = table.entry(name) if table is not None else None
        if entry is not None:
            return entry.key.range()
    return root.range


def _stack(workspace: Workspace, path: str) -> tuple[str, str]:
    """Why Heroku does not read a heroku.yml, and what is assumed if it does."""
    app = app_json(workspace, parent(path))
    if app is not None and app.stack:
        return ("", "") if app.stack == "container" else (f"'{app.path}' names the stack '{app.stack}'", "")
    if workspace.exists(join(parent(path), "Procfile") or ""):
        return "", "the app's stack is container: on any other Heroku reads the Procfile"
    return "", ""


def _app(workspace: Workspace, intent: Intent, app: AppJson) -> Iterator[Entry]:
    folder = parent(app.path)
    platform = "dokku" if on_dokku(workspace, folder) else "heroku"
    maker = _maker(workspace, intent, app.path, platform)
    jobs = [*maker.all(app.root, ("scripts.postdeploy",), "job")]
    jobs += maker.all(app.root, ("scripts.dokku.predeploy", "scripts.dokku.postdeploy"), "release")
    tests = replace(maker, judgement=Judgement("test", (Evidence("test", "Heroku CI runs it"),)))
    jobs += tests.all(app.root, ("environments.test.scripts.test",), "job")
    if jobs:
        yield replace(_entry(maker, "release", jobs[0].span, None, tuple(jobs)), starts=False)
    scheduled = app.root.get("cron")
    for item in scheduled.items if scheduled is not None else ():
        command = item.get("command")
        declared = tuple(maker.one(command, "cron", "cron", "start")) if command is not None else ()
        if declared:
            yield replace(_entry(maker, "cron", declared[0].span, None, declared), name="")
    others = ("Procfile", "heroku.yml")
    if app.sure and app.stack != "container" and not any(workspace.exists(join(folder, name) or "") for name in others):
        implied = tuple(maker.implied(folder))
        if implied:
            health = stated(app.path, app.root, ("healthchecks.web[].path",))
            yield replace(_entry(maker, "web", implied[0].span, None, implied), health=health)


def _maker(workspace: Workspace, intent: Intent, path: str, platform: str) -> Maker:
    profile = profiles()[platform]
    default = Evidence("production", f"'{path}' declares an app for {profile.title}")
    return Maker(
        workspace=workspace,
        profile=profile,
        path=path,
        made=Built(),
        judgement=decide((intent.said(path), in_folders(path), (default,))),
        place=Place("repository", parent(path)),
        environment={},
    )


def _of_image(maker: Maker, image: Image | None) -> Maker:
    if image is None:
        return replace(maker, made=Built("docker"), place=UNKNOWN)
    place = Place("image", image.folder or "/", image)
    return replace(maker, made=Built("docker"), place=place, image=image, environment=image.environment)


def _entry(maker: Maker, process: str, span: Span, image: Image | None, declarations: tuple[Declaration, ...]) -> Entry:
    return Entry(
        platform=maker.profile.name,
        name=process,
        span=span,
        process=process,
        runtime=maker.made.runtime,
        folder=image.context if image is not None else parent(maker.path),
        judgement=maker.judgement,
        image=image,
        declarations=declarations,
        environment=maker.environment,
    )

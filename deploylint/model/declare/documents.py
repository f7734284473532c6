"""Platforms whose file is one TOML, JSON or YAML document: what their profile says where to look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.document import Document, Node
from deploylint.facts.place import Span
from deploylint.model.declare.common import Said, declare
from deploylint.model.declare.dockerfile import declare_in_place_of_cmd
from deploylint.model.declare.stated import stated, variables
from deploylint.model.deployment import Declaration, Shell
from deploylint.model.entries import Entry
from deploylint.model.evidence import in_folders, named
from deploylint.model.images import Image, build
from deploylint.model.intent import Intent
from deploylint.model.paths import base, join, parent
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Evidence, Judgement, Phase, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import DocumentKeys, Profile, profiles


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """The entries of every platform file that a profile describes by keys alone."""
    for profile in profiles().values():
        if profile.document is None:
            continue
        for name in profile.names:
            for path in workspace.glob(f"**/{name}"):
                document = workspace.facts(path)
                if isinstance(document, Document) and document.root.kind == "mapping":
                    judgement = _judgement(profile, path, intent)
                    yield from _entries(workspace, profile, judgement, path, document.root)


def _judgement(profile: Profile, path: str, intent: Intent) -> Judgement:
    default = Evidence(profile.role, profile.role_reason)
    return decide((intent.said(path), (*named("the file", base(path)), *in_folders(path)), (default,)))


def _entries(workspace: Workspace, profile: Profile, judgement: Judgement, path: str, root: Node) -> Iterator[Entry]:
    keys = profile.document
    assert keys is not None
    image = _image(workspace, keys, path, root)
    runtime = "docker" if image is not None else "native"
    folder = parent(path)
    place = Place("repository", folder)
    if image is not None:
        place = Place("image", image.folder or "/", image)
    elif _buildpack(keys, root):
        place = UNKNOWN
    shell = profile.runtime(runtime).start[0].shell
    environment = dict(image.environment) if image is not None else {}
    environment |= variables(path, _at(root, keys.environment) if keys.environment else None)
    make = _Maker(workspace, profile, path, judgement, place, image, "no" if shell == "no" else "yes", environment)
    shared = (*make.all(root, keys.build, "build", "build"), *make.all(root, keys.release, "release", "release"))
    starts: list[tuple[str, tuple[Declaration, ...]]] = []
    processes = _at(root, keys.processes) if keys.processes else None
    if processes is not None and processes.kind == "mapping" and processes.entries:
        starts += [(e.key.value, make.one(e.value, e.key.value, "process", "start")) for e in processes.entries]
    else:
        starts.append(("", make.all(root, keys.start, "start", "start")))
    default = _default_group([name for name, _ in starts])
    for name, declarations in starts:
        yield Entry(
            platform=profile.name,
            name=name,
            span=Span(path, declarations[0].span.range if declarations else root.range),
            process=name if name not in ("", "app") else "web",
            runtime=runtime,
            folder=image.context if image is not None else folder,
            judgement=judgement,
            image=image,
            declarations=(*shared, *declarations),
            environment=environment,
            ports=stated(path, root, profile.port.keys if profile.port else (), name or "app", default),
            health=stated(path, root, profile.health, name or "app", default),
        )


def _default_group(names: list[str]) -> str:
    """The process type that a service without `processes` belongs to: app, else the first by name (flyctl)."""
    return "app" if "app" in names or "" in names else min(names, default="app")


def _at(root: Node, key: str) -> Node | None:
    return root.get(*key.split("."))


def _buildpack(keys: DocumentKeys, root: Node) -> bool:
    return any(_at(root, key) is not None for key in keys.buildpack)


def _image(workspace: Workspace, keys: DocumentKeys, path: str, root: Node) -> Image | None:
    if _buildpack(keys, root):
        return None
    folder = parent(path)
    target = root.string(*keys.target.split(".")) if keys.target else None
    for key in keys.dockerfile:
        said = root.string(*key.split("."))
        if said is not None:
            for start in dict.fromkeys((folder, "")):
                found = join(start, said.value)
                if found is not None and workspace.exists(found):
                    return build(workspace, found, start, target.value if target else None)
    if keys.detects_dockerfile:
        beside = join(folder, "Dockerfile")
        if beside is not None and workspace.exists(beside):
            return build(workspace, beside, folder, target.value if target else None)
    return None


class _Maker:
    """Makes the declarations of one file: what they share is said once."""

    def __init__(
        self, workspace: Workspace, profile: Profile, path: str, judgement: Judgement, place: Place,
        image: Image | None, shell: Shell, environment: Mapping[str, tuple[str | None, Span]],
    ) -> None:  # fmt: skip
        self._workspace, self._profile, self._path = workspace, profile, path
        self._judgement, self._place, self._image, self._shell = judgement, place, image, shell
        self._environment = environment

    def all(self, root: Node, keys: tuple[str, ...], kind: str, phase: Phase) -> tuple[Declaration, ...]:
        """The declarations of the keys that the document has."""
        found: list[Declaration] = []
        for key in keys:
            node = _at(root, key)
            if node is not None:
                found += self.one(node, key.rsplit(".", 1)[-1], kind, phase)
        return tuple(found)

    def _keeps_entrypoint(self, kind: str, label: str) -> bool:
        """True for a start that replaces CMD alone; Fly's `exec` replaces ENTRYPOINT, too."""
        selectors = self._profile.runtime("docker").start
        found = next((s for s in selectors if s.kind == f"{self._profile.name}.{kind}"), None)
        return found is not None and found.replaces == ("command",) and label != "exec"

    def one(self, node: Node, label: str, kind: str, phase: Phase) -> tuple[Declaration, ...]:
        """The declaration of one value: a text, or a list of texts (several commands, or the words of one)."""
        texts = [node] if node.kind == "scalar" else list(node.items)
        scripts = [t.text for t in texts if t.kind == "scalar" and isinstance(t.value, str) and t.text is not None]
        if not scripts:
            return ()
        if node.kind == "sequence" and phase == "start":
            words = tuple(Word(text) for text in scripts)
            script = Script(commands=(Command(node.range, "exec", words),))
        else:
            script = self._workspace.script(scripts[0])
            for text in scripts[1:]:
                script = Script(commands=(*script.commands, *self._workspace.script(text).commands))
        return (
            (declare_in_place_of_cmd if phase == "start" and self._keeps_entrypoint(kind, label) else declare)(
                self._workspace,
                script,
                Said(
                    kind=f"{self._profile.name}.{kind}",
                    platform=self._profile.name,
                    label=label,
                    path=self._path,
                    range=node.range if node.kind == "sequence" else scripts[0].range(),
                    text=" ".join(text.value for text in scripts),
                    phase=phase,
                    shell=self._shell if phase == "start" else "yes",
                    judgement=self._judgement,
                    place=self._place,
                    image=self._image,
                    environment=self._environment,
                ),
            ),
        )

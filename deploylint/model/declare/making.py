"""Declarations of one platform file: what they share is said once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.document import Node
from deploylint.facts.files import PackageJson
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.declare.builders import Built
from deploylint.model.declare.common import Said, declare
from deploylint.model.declare.dockerfile import behind, declare_in_place_of_cmd
from deploylint.model.declare.shell_text import one_line
from deploylint.model.deployment import Declaration, Shell
from deploylint.model.images import Image
from deploylint.model.paths import join
from deploylint.model.place import Place
from deploylint.model.roles import Judgement, Phase
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import Profile
from deploylint.platforms.ways import nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What holds for all declarations of a file. entrypoint: words that take the place of the image's ENTRYPOINT."""

    workspace: Workspace
    profile: Profile
    path: str
    made: Built
    judgement: Judgement
    place: Place
    image: Image | None = None
    environment: Mapping[str, tuple[str | None, Span]]
    entrypoint: tuple[Word, ...] = ()

    def all(self, root: Node, ways: Sequence[str], phase: Phase, suffix: str = "") -> Iterator[Declaration]:
        """The declarations at the ways that the document has. suffix: of their labels, for people."""
        for way in ways:
            for _, chain in nodes(root, way):
                label = way.rsplit(".", 1)[-1]
                yield from self.one(chain[-1], label, label + suffix, phase)

    def one(self, node: Node, kind: str, label: str, phase: Phase) -> Iterator[Declaration]:
        """The declaration of one value: a text, or a list of texts (several commands, or the words of one)."""
        script, text = self.script(node, phase)
        if script is None or not script.commands:
            return
        kind = f"{self.profile.name}.{kind}"
        selector = self.profile.runtime(self.made.runtime).selector(kind)
        shell: Shell = "yes"
        if selector is not None and selector.shell != "form":
            shell = selector.shell if not self.made.doubted else "unknown"
        said = Said(
            kind=kind,
            platform=self.profile.name,
            label=label,
            path=self.path,
            range=node.range if node.kind == "sequence" or node.text is None else node.text.range(),
            text=text,
            phase=phase,
            shell=shell,
            judgement=self.judgement,
            place=self.place,
            image=self.image,
            environment=self.environment,
        )
        replaces = selector.replaces if selector is not None else ()
        keeps = replaces == ("command",) or (phase in ("release", "job") and self.profile.keeps_entrypoint)
        if keeps and self.entrypoint and len(script.commands) == 1:
            yield declare(self.workspace, Script(commands=(behind(self.entrypoint, script.commands[0]),)), said)
        elif keeps and not self.entrypoint:
            yield declare_in_place_of_cmd(self.workspace, script, said)
        else:
            yield declare(self.workspace, script, said)

    def script(self, node: Node, phase: Phase) -> tuple[Script | None, str]:
        """The commands of a value, and its text. A list is the words of one command where a service starts."""
        found = [node] if node.kind == "scalar" else list(node.items)
        texts = [one.text for one in found if one.kind == "scalar" and isinstance(one.value, str) and one.text]
        if not texts:
            return None, ""
        text = " ".join(one.value for one in texts)
        if node.kind == "sequence" and phase == "start":
            return Script(commands=(Command(node.range, "exec", tuple(Word(one) for one in texts)),)), text
        scripts = [self.workspace.script(one) for one in texts]
        commands = tuple(command for script in scripts for command in script.commands)
        text = " && ".join(one_line(one.value) for one in texts)
        return (replace(scripts[0], commands=commands) if len(scripts) > 1 else scripts[0]), text

    def implied(self, folder: str) -> Iterator[Declaration]:
        """What the platform starts where nobody says anything: the `start` script of the package, if it knows that.

        Where the file chooses the builder that does so, that choice declares it.
        """
        selector = self.profile.runtime(self.made.runtime).selector("npm.start")
        path = join(folder, "package.json") if selector is not None else None
        package = self.workspace.get(path, PackageJson) if path is not None and self.workspace.exists(path) else None
        start = package.script("start") if package is not None else None
        if start is None or path is None or selector is None:
            return
        chosen = self.made.chosen if not selector.guess else None
        declared = declare(
            self.workspace,
            start.script,
            Said(
                kind="npm.start",
                platform=self.profile.name,
                label="scripts.start",
                path=path,
                range=start.text.range(),
                text=start.text.value,
                phase="start",
                shell="yes",
                judgement=self.judgement,
                place=Place("repository", folder),
                environment=self.environment,
            ),
        )
        if chosen is None:
            yield replace(declared, implied=True)
        else:
            yield replace(declared, label="builder", span=Span(self.path, chosen.range))

"""Compose files: services with their merge keys resolved.

Source for the forms of every key: the Compose specification, chapters 05-services and build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deploylint.facts.commands import Script, Word
from deploylint.facts.document import Entry, Node
from deploylint.facts.files import BuildSection, ComposeFile, ComposeService, Launch
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read import shell, yaml
from deploylint.read.interpolation import dollars, expansions_masked
from deploylint.read.launches import text_launch
from deploylint.read.masks import unmasked
from deploylint.read.nodes import base, mapping, names, scalar, texts, variables


def read(source: Source) -> ComposeFile:
    """The file; values of a type that Compose does not take are left out."""
    document = yaml.read(source)
    root = document.root
    services = (_service(entry) for entry in mapping(root.get("services")) if entry.value.kind == "mapping")
    return ComposeFile(**base(document), services=tuple(services), name=scalar(root.get("name")))


def _service(entry: Entry) -> ComposeService:
    node = entry.value
    return ComposeService(
        name=entry.key,
        range=entry.range,
        node=node,
        build=_build(node.entry("build")),
        image=scalar(node.get("image")),
        command=_launch(node.entry("command")),
        entrypoint=_launch(node.entry("entrypoint")),
        healthcheck=_healthcheck(node.get("healthcheck")),
        profiles=texts(node.get("profiles")),
        environment=tuple(variables(node.get("environment"), dollars)),
        env_files=tuple(_env_files(node.get("env_file"))),
        volumes=tuple(_joined(node.get("volumes"), "source", "target")),
        ports=tuple(_joined(node.get("ports"), "published", "target")),
        depends_on=names(node.get("depends_on")),
        working_dir=scalar(node.get("working_dir")),
        extends=_extends(node.get("extends")),
    )


def _build(entry: Entry | None) -> BuildSection | None:
    if entry is None:
        return None
    node = entry.value
    if node.kind != "mapping":
        context = scalar(node)
        return BuildSection(entry.range, context=context) if context is not None else None
    return BuildSection(
        entry.range,
        context=scalar(node.get("context")),
        dockerfile=scalar(node.get("dockerfile")),
        target=scalar(node.get("target")),
        inline=scalar(node.get("dockerfile_inline")),
        arguments=tuple(variables(node.get("args"), dollars)),
    )


def _launch(entry: Entry | None) -> Launch | None:
    """`command` or `entrypoint`: a text is cut into words and read by no shell, a list is taken as it is."""
    if entry is None:
        return None
    node = entry.value
    if node.kind == "sequence":
        items = [scalar(item) for item in node.items]
        parts = [item for item in items if item is not None]
        return _listed(entry, parts) if len(parts) == len(items) else None
    text = scalar(node)
    return text_launch(entry, dollars(text), lambda _: _split(text)) if text is not None else None


def _split(text: Text) -> Script:
    masked = expansions_masked(text)
    return unmasked(shell.split(masked.text), masked.hidden)


def _listed(entry: Entry, parts: list[Text]) -> Launch:
    script = exec_script(parts, entry.value)
    words = script.commands[0].words if script.commands else ()
    # the engine resets an entrypoint of one empty word (moby, daemon.mergeAndVerifyConfig)
    cleared = not parts or (entry.key.value == "entrypoint" and [part.value for part in parts] == [""])
    return Launch(entry.key.range(), entry.value, script, words=words, empty=cleared)


def exec_script(parts: list[Text], node: Node) -> Script:
    """The command of an argument list, its words dynamic where Compose expands something in them."""
    masked = [expansions_masked(part) for part in parts]
    script = shell.listed([dollars(part) for part in parts], node.range)
    if not any(part.hidden for part in masked) or not script.commands:
        return script
    command = script.commands[0]
    words: list[Word] = []
    for word, part in zip(command.words, masked, strict=False):
        expansions = tuple(hidden.expansion for hidden in part.hidden)
        words.append(replace(word, expansions=expansions) if expansions else word)
    return replace(script, commands=(replace(command, words=tuple(words)), *script.commands[1:]))


def _healthcheck(node: Node | None) -> Launch | None:
    """`healthcheck.test`: a text is CMD-SHELL, a list begins with NONE, CMD or CMD-SHELL."""
    entry = node.entry("test") if node is not None else None
    if entry is None or (node is not None and _is_true(node.get("disable"))):
        return None
    text = scalar(entry.value)
    if text is not None:
        return text_launch(entry, dollars(text), shell.script)
    parts = list(texts(entry.value))
    if not parts or len(parts) != len(entry.value.items):
        return None
    match parts[0].value:
        case "CMD":
            return _listed(entry, parts[1:])
        case "CMD-SHELL":
            script = shell.script(dollars(parts[1])) if len(parts) > 1 else Script()
            return Launch(entry.key.range(), entry.value, script, dollars(parts[1]) if len(parts) > 1 else None)
        case _:
            return None


def _is_true(node: Node | None) -> bool:
    return node is not None and node.value is True


def _env_files(node: Node | None) -> Iterator[Text]:
    """The paths of `env_file`: a path, or a list of paths and of mappings with a path."""
    for item in node.items if node is not None and node.kind == "sequence" else (node,):
        path = scalar(item.get("path") if item is not None and item.kind == "mapping" else item)
        if path is not None:
            yield path


def _joined(node: Node | None, left: str, right: str) -> Iterator[Text]:
    """The entries of `volumes` or `ports` in their short form, into which long ones are put: `source:target`."""
    if node is None or node.kind != "sequence":
        return
    for item in node.items:
        first, second = (scalar(item.get(left)), scalar(item.get(right))) if item.kind == "mapping" else (None, None)
        whole = scalar(item)
        if whole is not None:
            yield whole
        elif first is not None and second is not None:
            outer = (min(first.outer[0], second.outer[0]), max(first.outer[1], second.outer[1]))
            colon = Text.escape(":", second.source, *second.outer)
            yield Text.join([first, colon, second], second.source, outer)
        elif second is not None:
            yield second


def _extends(node: Node | None) -> tuple[Text | None, Text | None] | None:
    if node is None:
        return None
    if node.kind == "mapping":
        return scalar(node.get("file")), scalar(node.get("service"))
    service = scalar(node)
    return (None, service) if service is not None else None

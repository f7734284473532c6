"""Services that `gcloud run deploy` makes of a folder or an image: Google's builder decides what starts.

Sources: cloud.google.com/run/docs/deploying-source-code, GoogleCloudPlatform/buildpacks cmd/config/entrypoint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.declare.builders import Built, built
from deploylint.model.declare.common import Said, declare
from deploylint.model.declare.dockerfile import declare_in_place_of_cmd, image_place
from deploylint.model.declare.gcloud import Call, calls, literal
from deploylint.model.declare.making import Maker
from deploylint.model.deployment import Declaration, Stated
from deploylint.model.entries import Entry
from deploylint.model.evidence import named
from deploylint.model.image_names import image_named
from deploylint.model.intent import Intent
from deploylint.model.paths import below, join, parent
from deploylint.model.place import Place
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import profiles
from deploylint.programs.invocation import Option

_PLATFORM = "cloud-run"
_ENTRYPOINT = "GOOGLE_ENTRYPOINT"
# A file of these lies in what the builder can make something of.
_SOURCES = (
    "Dockerfile Procfile package.json requirements.txt pyproject.toml go.mod pom.xml build.gradle Gemfile composer.json"
).split()
# What makes of the folder something else than the one container of a service, or takes the start from elsewhere.
_OTHERWISE = ("--function", "--container", "--base-image", "--clear-base-image")

Environment = dict[str, tuple[str | None, Span]]


@dataclass(frozen=True, slots=True)
class _Deployed:
    """What a call deploys. folder: of the source, None for an image that is built beside."""

    made: Built
    folder: str | None
    certain: bool = True


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """One entry for each source or image that is deployed with the same words, the one for production first.

    A call whose folder is not known, or whose image nothing in the repository builds, brings none.
    """
    found = [entry for call in calls(workspace, intent) if (entry := _entry(workspace, call, intent)) is not None]
    kept: dict[object, Entry] = {}
    for entry in sorted(found, key=lambda one: one.judgement.role != "production"):
        same = (
            entry.folder,
            entry.image.id if entry.image is not None else "",
            tuple((one.kind, one.text) for one in entry.declarations),
            tuple(port.value for port in entry.ports),
        )
        first = kept.setdefault(same, entry)
        if first is not entry:
            kept[same] = replace(first, environment=_common(first.environment, entry.environment))
    yield from kept.values()


def _common(one: Mapping[str, tuple[str | None, Span]], other: Mapping[str, tuple[str | None, Span]]) -> Environment:
    """The variables of both; the value is not known where it differs."""
    return {
        name: (value if other[name][0] == value else None, span) for name, (value, span) in one.items() if name in other
    }


def _entry(workspace: Workspace, call: Call, intent: Intent) -> Entry | None:
    deployed = _deployed(workspace, call)
    if deployed is None or any(call.option(name) for name in _OTHERWISE):
        return None
    image = deployed.made.image
    aside = call.judgement.evidence if call.judgement.role in ("development", "test") else ()
    name = call.name
    service = named("the service", name.raw, call.span) if name is not None else ()
    default = Evidence("production", "'gcloud run deploy' deploys it", call.span)
    folder = deployed.folder if deployed.folder is not None else ""
    maker = _maker(workspace, call, deployed.made, folder, decide((intent.said(call.path), aside, service, (default,))))
    declarations = _declarations(maker, call)
    if declarations is None:
        return None
    if image is None:
        declarations += tuple(maker.implied(folder))
    port = call.option("--port")
    return Entry(
        platform=_PLATFORM,
        name=name.raw if name is not None else "",
        span=call.span,
        process="web",
        runtime=deployed.made.runtime,
        folder=image.context if image is not None else folder,
        judgement=maker.judgement,
        image=image,
        declarations=declarations,
        environment=maker.environment,
        ports=_port(call, port) if port is not None and port.value is not None else (),
        doubted=not deployed.certain,
    )


def _maker(workspace: Workspace, call: Call, made: Built, folder: str, judgement: Judgement) -> Maker:
    image = made.image
    own = _variables(call, "--set-env-vars", "--update-env-vars")
    return Maker(
        workspace=workspace,
        profile=profiles()[_PLATFORM],
        path=call.path,
        made=made,
        judgement=judgement,
        place=image_place(image) if image is not None else Place("repository", folder),
        image=image,
        environment={**(image.environment if image is not None else {}), **own},
    )


def _deployed(workspace: Workspace, call: Call) -> _Deployed | None:
    """What a call deploys, None where that is not known."""
    source, name = call.option("--source"), call.option("--image")
    if source is not None:
        folder = _folder(workspace, call, source)
        made = built(workspace, profiles()[_PLATFORM], folder) if folder is not None else None
        if made is None or (made.runtime == "docker" and made.image is None):
            return None
        return _Deployed(made, folder)
    joined = image_named(workspace, name.value.raw) if name is not None and name.value is not None else None
    if joined is None or joined.image is None:
        return None
    return _Deployed(Built("docker", joined.image), None, joined.certain)


def _folder(workspace: Workspace, call: Call, source: Option) -> str | None:
    """The folder that is meant; a script is called from its own folder, or from the root of the repository."""
    word = source.value
    if word is None or not literal(word) or word.raw.startswith("/") or call.place.kind != "repository":
        return None
    inner = below(call.place.folder, parent(call.path)) if not call.path.startswith(".github/") else None
    starts = dict.fromkeys((call.place.folder, *((inner,) if inner is not None else ())))
    folders = dict.fromkeys(folder for start in starts if (folder := join(start, word.raw)) is not None)
    found = [one for one in folders if any(workspace.exists(join(one, name) or "") for name in _SOURCES)]
    return found[0] if len(found) == 1 else None


def _declarations(maker: Maker, call: Call) -> tuple[Declaration, ...] | None:
    """What the call says of the start; None where it says it in a way that is not followed."""
    command, arguments = call.option("--command"), call.option("--args")
    if command is not None or arguments is not None:
        return _overriding(maker, call, command, arguments)
    found = _listed(call, "--set-build-env-vars", "--update-build-env-vars").get(_ENTRYPOINT)
    if found is None or maker.image is not None:
        return ()
    if "$" in found.value and any(character in found.value for character in "{("):
        return None
    said = _said(maker, call, found, "entrypoint", _ENTRYPOINT)
    return (declare(maker.workspace, maker.workspace.script(found), replace(said, shell="yes")),)


def _overriding(
    maker: Maker, call: Call, command: Option | None, arguments: Option | None
) -> tuple[Declaration, ...] | None:
    """The declaration of `--command` and `--args`; an empty one gives the image its own back."""
    words = _words(command), _words(arguments)
    if words[0] is None or words[1] is None:
        return None
    if not words[0] and not words[1]:
        return ()
    if not words[0] and maker.image is None:
        return None
    option = command if words[0] else arguments
    if option is None or option.value is None:
        return ()
    said = _said(maker, call, option.value.text, option.name.lstrip("-"), option.name)
    said = replace(said, text=" ".join(word.raw for word in (*words[0], *words[1])))
    script = Script(commands=(Command(option.range, "exec", (*words[0], *words[1])),))
    return ((declare if words[0] else declare_in_place_of_cmd)(maker.workspace, script, said),)


def _said(maker: Maker, call: Call, text: Text, kind: str, label: str) -> Said:
    return Said(
        kind=f"{_PLATFORM}.{kind}",
        platform=_PLATFORM,
        label=label,
        path=call.path,
        range=text.range(),
        text=text.value,
        phase="start",
        shell="no",
        judgement=maker.judgement,
        place=maker.place,
        image=maker.image,
        environment=maker.environment,
    )


def _words(option: Option | None) -> tuple[Word, ...] | None:
    """The words of a list; None where it is dynamic."""
    if option is None or option.value is None:
        return ()
    return tuple(Word(one, quoted=True) for one in _items(option.value.text)) if literal(option.value) else None


def _items(text: Text) -> Iterator[Text]:
    """The items of a list: by commas, or by what stands between two `^` in front (gcloud topic escaping)."""
    at, comma = 0, ","
    if text.value.startswith("^") and (end := text.value.find("^", 1)) > 1:
        at, comma = end + 1, text.value[1:end]
    while at < len(text.value):
        end = text.value.find(comma, at)
        end = len(text.value) if end < 0 else end
        yield text.slice(at, end)
        at = end + len(comma)


def _listed(call: Call, *names: str) -> dict[str, Text]:
    """The values of lists of `NAME=value`."""
    found = {}
    for option in call.invocation.options:
        for item in _items(option.value.text) if option.name in names and option.value is not None else ():
            name, separator, _ = item.value.partition("=")
            if separator:
                found[name.strip()] = item.slice(len(name) + 1)
    return found


def _variables(call: Call, *names: str) -> Environment:
    return {
        name: (text.value if "$" not in text.value else None, Span(call.path, text.range()))
        for name, text in _listed(call, *names).items()
    }


def _port(call: Call, option: Option) -> tuple[Stated, ...]:
    assert option.value is not None
    if not literal(option.value) or not option.value.raw.isdigit():
        return ()
    return (Stated(option.name, option.value.raw, Span(call.path, option.value.range)),)

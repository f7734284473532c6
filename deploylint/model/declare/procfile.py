"""The process types of Procfiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deploylint.facts.dockerfile import Dockerfile
from deploylint.facts.files import ProcessLine, Procfile
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.declare.builders import Built, built
from deploylint.model.declare.common import Said, declare, unread
from deploylint.model.declare.dockerfile import declare_in_place_of_cmd, image_place
from deploylint.model.declare.hosts import AppJson, app_json, deployed_with, on_beanstalk, on_dokku
from deploylint.model.declare.stated import stated
from deploylint.model.deployment import Shell
from deploylint.model.entries import Entry
from deploylint.model.evidence import file_evidence, named
from deploylint.model.intent import Intent
from deploylint.model.paths import base, join, parent
from deploylint.model.place import Place
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import Profile, Runtime, profiles

_BY_HAND = frozenset({"systemd", "supervisor", "pm2", "podman"})  # what people set up on a server of their own
# Files that only a platform which reads Procfiles has a use for.
_READERS = ("Aptfile", ".buildpacks", "project.toml", "CHECKS", "DOKKU_SCALE", ".slugignore", "runtime.txt")
_OF_FOLDER = ("cloud-run",)  # what their files deploy is one folder, wherever the files lie
_NO_HOSTS = ("compose", "docker", "script", "npm", "heroku-container")


@dataclass(frozen=True, slots=True)
class _Read:
    """Who reads a Procfile, what that builds, and why maybe nobody does. packed: the Dockerfile that copies it."""

    profile: Profile
    made: Built
    app: AppJson | None
    unread: str = ""
    assumption: str = ""
    doubted: bool = False
    packed: str = ""


def entries(workspace: Workspace, intent: Intent, others: Sequence[Entry]) -> Iterator[Entry]:
    """One entry for each line of each Procfile; `release` lines start nothing. others: those of the other platforms."""
    for path in workspace.of_format("procfile"):
        procfile = workspace.get(path, Procfile)
        if procfile is None:
            continue
        default = Evidence("production", "a Procfile declares what the platform runs")
        names = file_evidence(path)
        judgement = decide((intent.said(path), names, (default,)))
        read = _read(workspace, path, others)
        if read.packed:
            packed = Evidence("unknown", f"'{read.packed}' copies it into an image, for a process manager there")
            judgement = decide((intent.said(path), names, (packed,)))
        for process in procfile.processes:
            own = _of_process(judgement, process, path) if not intent.said(path) else judgement
            yield _entry(workspace, path, process, own, read)


def _entry(workspace: Workspace, path: str, process: ProcessLine, judgement: Judgement, read: _Read) -> Entry:
    name, image, app = process.name.value, read.made.image, read.app
    release = name == "release"
    shell: Shell = "yes"
    selector = read.profile.runtime(read.made.runtime).selector("procfile.process")
    if selector is not None and selector.shell != "form":
        shell = selector.shell
    said = Said(
        kind="procfile.release" if release else "procfile.process",
        platform=read.profile.name,
        label=name,
        path=path,
        range=process.command.range(),
        text=process.command.value,
        phase="release" if release else "start",
        shell=shell,
        judgement=judgement,
        place=image_place(image) if image is not None else Place("repository", parent(path)),
        image=image,
        environment=image.environment if image is not None else _given(workspace, path, process),
        process=name,
    )
    declared = (declare_in_place_of_cmd if image is not None else declare)(workspace, process.script, said)
    return Entry(
        platform=read.profile.name,
        name=name,
        span=Span(path, process.name.range()),
        process=name,
        runtime=read.made.runtime,
        folder=image.context if image is not None else parent(path),
        judgement=judgement,
        image=image if not release else None,
        declarations=(unread(declared, read.unread),),
        unread=read.unread,
        assumptions=tuple(filter(None, (read.assumption, _glued(process, read.profile)))),
        health=stated(app.path, app.root, (f"healthchecks.{name}[].path",)) if app is not None else (),
        starts=not release,
        doubted=read.doubted or bool(_glued(process, read.profile)),
    )


def _glued(process: ProcessLine, profile: Profile) -> str:
    """What a line without a blank after its colon takes for granted (heroku/buildpacks-procfile, SPEC)."""
    if profile.name != "heroku" or process.command.offsets()[0] != process.name.offsets()[1] + 1:
        return ""
    return f"something else than Heroku reads '{process.name.value}:' without a blank behind it"


def _given(workspace: Workspace, path: str, process: ProcessLine) -> dict[str, tuple[str | None, Span]]:
    """What the Ruby buildpacks set (devcenter.heroku.com/articles/ruby-support-reference, environment)."""
    if not workspace.exists(join(parent(path), "Gemfile") or ""):
        return {}
    span = Span(path, process.command.range())
    return dict.fromkeys(("RAILS_ENV", "RACK_ENV"), ("production", span))


def _of_process(judgement: Judgement, process: ProcessLine, path: str) -> Judgement:
    """What the name of a process type says of it, in a file for production."""
    found = named("the process type", process.name.value, Span(path, process.name.range()))
    own = tuple(evidence for evidence in found if evidence.role == "development")
    return judgement if judgement.role != "production" else decide((own, judgement.evidence))


def _read(workspace: Workspace, path: str, others: Sequence[Entry]) -> _Read:
    folder = parent(path)
    app = app_json(workspace, folder) or app_json(workspace, "")
    dokku = base(path) == "Procfile" and on_dokku(workspace, folder)
    surely = app is not None or dokku or _surely_read(workspace, folder)
    beanstalk = base(path) == "Procfile" and not surely and on_beanstalk(workspace, folder)
    profile = profiles()["dokku" if dokku else "elastic-beanstalk-procfile" if beanstalk else "heroku"]
    if base(path) != "Procfile":
        return _Read(profile, Built(), app, "", f"only a tool that is told to reads '{base(path)}'")
    made = built(workspace, profile, folder)
    packed = _packed(workspace, path) if folder and not surely and not beanstalk else ""
    if packed:
        said_there = f"'{packed}' copies it into an image, where a process manager may read it"
        return _Read(profile, Built(), app, "", said_there, doubted=True, packed=packed)
    if app is not None and app.stack == "container":
        return _Read(profile, made, app, "'app.json' names the stack 'container', which reads no Procfile")
    if (app is None or not app.stack) and workspace.exists(join(folder, "heroku.yml") or "") and not dokku:
        stack = "the app's stack is not container: on that one Heroku reads heroku.yml"
        return _Read(profile, made, app, "", stack, doubted=True)
    facts = workspace.get(path, Procfile)
    said = facts is not None and any("heroku" in comment.text.value.lower() for comment in facts.comments)
    rivals = [entry for entry in others if not (said and entry.platform in _BY_HAND)]
    reason = "" if surely or beanstalk else _unread(folder, rivals)
    moved = f"a platform whose root directory is '{folder}' reads it; one that starts at the root does not"
    there = folder and not reason and (app is None or parent(app.path) != folder)
    return _Read(profile, made, app, reason, moved if there else "")


def _packed(workspace: Workspace, path: str) -> str:
    """The Dockerfile that copies the very file into an image; "" if none does."""
    for dockerfile in workspace.holding((base(path).encode(),), ("dockerfile",)):
        facts = workspace.get(dockerfile, Dockerfile)
        for stage in facts.stages if facts is not None else ():
            for instruction in stage.instructions:
                if instruction.name in ("COPY", "ADD") and instruction.flag("from") is None:
                    said = [word.raw.removeprefix("./").lstrip("/") for word in instruction.words[:-1]]
                    if path in said or (base(path) in said and parent(dockerfile) == parent(path)):
                        return dockerfile
    return ""


def _surely_read(workspace: Workspace, folder: str) -> bool:
    return any(workspace.exists(join(folder, name) or "") for name in _READERS) or deployed_with(workspace, "heroku")


def _unread(folder: str, others: Sequence[Entry]) -> str:
    """Why the platforms whose files are here run nothing of a Procfile, "" if one of them may or there is none."""
    reasons = []
    for entry in others:
        if entry.platform in _NO_HOSTS or entry.judgement.role != "production":
            continue
        profile = profiles()[entry.platform]
        # a file for all services of the repository
        of_all = profile.document is None and not parent(entry.span.path) and entry.platform not in _OF_FOLDER
        if not of_all and folder not in (parent(entry.span.path), entry.folder):
            continue
        reason = _reason(profile.runtime(entry.runtime), entry)
        if reason == "":
            return ""
        if reason is not None:
            reasons.append(reason)
    return f"{reasons[0]}, and no other platform's file is here" if reasons else ""


def _reason(runtime: Runtime, entry: Entry) -> str | None:
    """Why a service of a platform runs nothing of a Procfile; "" if it may, None if it has nothing to do with one."""
    kinds = [selector.kind for selector in runtime.start]
    if "procfile.process" not in kinds:
        return runtime.ignores.get("procfile.process")
    before = kinds[: kinds.index("procfile.process")]
    winner = next((one for one in entry.declarations if one.kind in before and one.phase == "start"), None)
    return f"{winner.label} of '{winner.span.path}' replaces it" if winner is not None else ""

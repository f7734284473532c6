"""Editable installs that an image takes over from a stage without the source that they point to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploylint.check.finding import Related
from deploylint.facts.dockerfile import Instruction, Stage
from deploylint.facts.files import PythonProject
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.filesystem import Ran, copy_sources, image_commands, image_files
from deploylint.model.images import Image
from deploylint.model.paths import absolute, base
from deploylint.model.workspace import Workspace

_PACKAGES = re.compile(r"(?:^|/)(?:site-packages|dist-packages|\.?venv|env)(?:/|$)|/python3?\.?\d*(?:/|$)")
_EXTRAS = re.compile(r"\[[^\]]*\]$")


@dataclass(frozen=True, slots=True)
class Editable:
    """What a COPY takes over: the package, the folder of its source that the image lacks, and the install."""

    copy: Instruction
    package: str
    folder: str
    command: str
    related: tuple[Related, ...]


def editables(workspace: Workspace, image: Image) -> Iterator[Editable]:
    """The editable installs whose packages the target stage copies, and whose source it surely lacks."""
    final = image_files(workspace, image)
    for source in copy_sources(workspace, image):
        if source.stage not in image.chain or source.origin != "stage" or source.path is None:
            continue
        named = next((s for s in image.stages if _is(s, source.name)), None)
        if named is None or not _PACKAGES.search(source.path):
            continue
        files = image_files(workspace, image, named.index)
        for ran in image_commands(workspace, image, named.index):
            for folder in _editable_folders(ran):
                lacking = [one for one in _sources(files.children(folder)[0], folder) if files.at(one).state == "there"]
                if lacking and all(final.at(one).state == "absent" for one in lacking):
                    project = files.at(absolute(folder, "pyproject.toml")).source
                    facts = workspace.get(project, PythonProject) if project is not None else None
                    related = (Related(Span(ran.path, ran.invocation.range), "it is installed here"),)
                    name = facts.name if facts is not None and facts.name else base(lacking[0])
                    command = " ".join(word.raw for word in ran.invocation.words[:4])
                    yield Editable(source.instruction, name, lacking[0], command, related)


def _is(stage: Stage, said: str) -> bool:
    return said == str(stage.index) or (stage.name is not None and stage.name.value.lower() == said.lower())


def _editable_folders(ran: Ran) -> Iterator[str]:
    if ran.invocation.program not in ("pip", "uv") or ran.folder is None or not ran.surely:
        return
    for option in ran.invocation.options:
        said = option.value.value if option.name in ("-e", "--editable") and option.value is not None else None
        if said is not None and "://" not in said and "+" not in said:
            yield absolute(ran.folder, _EXTRAS.sub("", said))


def _sources(names: tuple[str, ...], folder: str) -> Iterator[str]:
    """What an editable install may point to: the packages of the project, in `src` or beside its pyproject.toml."""
    for name in names:
        if name == "src" or ("." not in name and name not in ("tests", "docs", "scripts", "build", "dist")):
            yield absolute(folder, name)

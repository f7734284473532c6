"""The data files: all of them load, and a wrong one is named with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploylint.programs import load
from deploylint.programs.build import ProgramError

FOLDER = Path(load.__file__).parent


def test_every_data_file_is_right_and_every_name_has_one_program() -> None:
    load.check(FOLDER)


def test_every_program_loads_by_its_canonical_name() -> None:
    assert len(load.names()) > 250
    for name in load.names():
        assert load.program(name).name == name
        assert load.lookup(name) is load.program(name)


def test_every_name_that_a_table_claims_finds_it() -> None:
    for path in FOLDER.glob("*.toml"):
        for canonical, table in load.parsed(path.name, path.read_text(encoding="utf-8")).items():
            for kind in ("names", "modules", "packages", "files"):
                for name in load.called(kind, canonical, table, path.name):
                    assert load.find(kind, name) is load.program(canonical)


def test_every_program_that_one_becomes_is_there() -> None:
    for name in load.names():
        for grammar in load.program(name).subcommands.values():
            assert grammar.becomes is None or load.program(grammar.becomes).name == grammar.becomes


def test_unknown_names_have_no_program() -> None:
    assert load.lookup("no-such-program") is None
    assert load.find("names", "uvicor") is None
    assert load.versioned("uvicorn3") is None
    assert load.versioned("3.11") is None
    with pytest.raises(KeyError):
        load.program("no-such-program")


WRONG = [
    ("[x]\ntypo = 1\n", "x.toml: x.typo: no such key"),
    ("[x]\nkinds = ['a']\n", "x.toml: x.kinds: a text of words was expected, not ['a']"),
    ("[x]\neffects = 'explodes'\n", "x.toml: x.effects: 'explodes' is no effect"),
    ("[x]\nstop = 'yes'\n", "x.toml: x.stop: bool expected, not 'yes'"),
    ("[x]\nverbs = true\n", "x.toml: x.verbs: int expected, not True"),
    ("[x]\nvalues = 'port'\n", "x.toml: x: 'port' is no option: it has no dash"),
    ("[x]\ntarget = 'module 1'\n", "x.toml: x.target: the first word must be one of python-module"),
    ("[x]\nruns = 'everything'\n", "x.toml: x.runs: the first word must be one of again"),
    ("[x]\nsettings = 'x'\n", "x.toml: x.settings: a table was expected"),
    ("[x]\nsettings = {reload = 'sometimes'}\n", "x.toml: x.settings.reload: 'sometimes' is not understood"),
    ("[x]\nsubcommands = 'x'\n", "x.toml: x.subcommands: a table was expected"),
    ("[x.subcommands]\nup = 'explodes'\n", "x.toml: x.subcommands.up.effects: 'explodes' is no effect"),
    ("[x.subcommands]\nup = {typo = 1}\n", "x.toml: x.subcommands.up.typo: no such key"),
    ("[x.subcommands]\nu = '@up'\n", "x.toml: x.subcommands.u: 'up' is no subcommand"),
    ("[x]\ndefault = 'up'\n", "x.toml: x.default: 'up' is no subcommand"),
    ("[x]\nnames = 'a b'\n[y]\nnames = 'b'\n", "x.toml: y: the name 'b' is also in x.toml: x"),
    ("x = 1\n", "x.toml: x: a program must be a table"),
    ("[x\n", "x.toml: "),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[row[1] for row in WRONG])
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ProgramError) as caught:
        load.check(tmp_path)
    assert str(caught.value).startswith(message)


def test_a_family_goes_by_the_names_it_was_called() -> None:
    program = load.find("names", "grep")
    assert program is not None
    assert (program.called("grep"), load.lookup("grep")) == ("grep", program)
    docker = load.find("names", "podman")
    assert docker is not None
    assert docker.called("podman") == "docker"

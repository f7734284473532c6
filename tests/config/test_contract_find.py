"""Where a repository keeps its contract."""

from __future__ import annotations

import pytest

from deploylint.config.errors import ConfigError
from deploylint.config.load import find
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace


def workspace(**files: str) -> Workspace:
    return Workspace(MemoryTree({name.replace("__", "."): text.encode() for name, text in files.items()}))


@pytest.mark.parametrize("name", ["deploylint__yaml", "deploylint__yml"])
def test_the_contract_is_the_file_at_the_root(name: str) -> None:
    contract = find(workspace(**{name: "frozen: [A001]\n"}))
    assert contract is not None
    assert contract.frozen == ("A001",)
    assert contract.places["frozen.0"].path == name.replace("__", ".")


def test_the_contract_may_be_a_table_of_the_python_project() -> None:
    table = '[tool.deploylint]\nfrozen = ["A001"]\n\n[tool.deploylint.services]\napi = {path = "api"}\n'
    text = f'[project]\nname = "x"\n\n{table}'
    contract = find(workspace(pyproject__toml=text))
    assert contract is not None
    assert contract.frozen == ("A001",)
    assert contract.services["api"].path == "api"
    assert contract.places["frozen.0"].path == "pyproject.toml"
    assert contract.places["frozen.0"].range.line == 5


def test_a_day_may_be_a_date_of_toml() -> None:
    text = '[[tool.deploylint.suppressions]]\nrule = "A001"\npath = "a"\nreason = "b"\nuntil = 2027-03-01\n'
    contract = find(workspace(pyproject__toml=text))
    assert contract is not None
    assert str(contract.suppressions[0].until) == "2027-03-01"


def test_a_repository_without_contract_has_none() -> None:
    assert find(workspace(pyproject__toml="[tool.ruff]\nline-length = 100\n")) is None
    assert find(Workspace(MemoryTree({"sub/deploylint.yaml": b"frozen: []"}))) is None
    assert find(workspace(pyproject__toml="[tool.ruff\n")) is None


def refused(**files: str) -> str:
    with pytest.raises(ConfigError) as caught:
        find(workspace(**files))
    return str(caught.value)


def test_two_contracts_at_once_are_refused_by_name() -> None:
    table = "\n[tool.deploylint]\nfrozen = []\n"
    assert refused(deploylint__yaml="frozen: []", deploylint__yml="{}") == (
        "deploylint.yml:1:1: both 'deploylint.yaml' and 'deploylint.yml' hold a contract; keep one"
    )
    error = refused(deploylint__yaml="frozen: []", pyproject__toml=table)
    assert error.startswith("pyproject.toml:2:")
    assert error.endswith("both 'deploylint.yaml' and '[tool.deploylint] in pyproject.toml' hold a contract; keep one")


def test_errors_of_a_table_name_its_file() -> None:
    assert refused(pyproject__toml="[tool.deploylint]\nfrozn = []\n") == (
        "pyproject.toml:2:1: unknown key 'frozn'; did you mean 'frozen'?"
    )


def test_a_contract_that_does_not_parse_is_refused_and_never_ignored() -> None:
    assert refused(deploylint__yaml="frozen: [A001\n").startswith("deploylint.yaml:")
    assert refused(deploylint__yaml="frozen: []\nfrozen: []\n").startswith("deploylint.yaml:2:1: ")
    assert refused(deploylint__yaml="{}\n---\n{}\n").startswith("deploylint.yaml:3:1: a contract is one YAML document")
    assert refused(deploylint__yaml="\0\1\2\3").startswith("deploylint.yaml:1:1: the contract cannot be read")
    assert refused(pyproject__toml="[tool.deploylint]\nfrozen = [\n").startswith("pyproject.toml:")

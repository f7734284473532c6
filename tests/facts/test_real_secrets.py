"""Secrets that somebody uses, told from those that fill a gap."""

from __future__ import annotations

import pytest

from deploylint.facts.real_secrets import holds_real, looks_real, real


@pytest.mark.parametrize("value", ["c5e1f0a97b3d4682", "Tr0ub4dor&3", "kT9vQ2xw7", "admin1234"])
def test_letters_and_digits_look_real(value: str) -> None:
    assert looks_real(value)


@pytest.mark.parametrize(
    "value", ["build", "build-key-1", "CAFEBABE", "12345678", "a1b2", "dummy-0123456789", "dev_key_1"]
)
def test_stand_ins_words_and_short_values_do_not(value: str) -> None:
    assert not looks_real(value)


def test_a_name_that_is_no_secrets_makes_no_value_one() -> None:
    assert not real("JWT_ACCESS_TOKEN_EXPIRE_MINUTES", "c5e1f0a97b3d4682")
    assert real("JWT_SECRET", "c5e1f0a97b3d4682")


def test_a_password_in_a_url_counts_unless_the_host_is_nobody_elses() -> None:
    assert real("DATABASE_URL", "postgres://app:kT9vQ2xw7@db.acme.io/app")
    assert not real("DATABASE_URL", "postgres://app:kT9vQ2xw7@localhost/app")
    assert not real("DATABASE_URL", "postgres://app:kT9vQ2xw7@db:5432/app")


def test_a_file_holds_one_if_any_of_its_values_is_one() -> None:
    assert holds_real("registry=https://npm.acme.io\n//npm.acme.io/:_authToken=c5e1f0a97b3d46829d0e\n")
    assert not holds_real("//npm.acme.io/:_authToken=${NPM_TOKEN}\n")

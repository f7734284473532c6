"""What is a secret: by the name it has, by its shape, and what only looks like one."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.secrets import found, hidden, names_secret, secret_parts

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "name",
    "SECRET JWT_SECRET SECRET_KEY SECRET_KEY_BASE API_KEY OPENAI_API_KEY openaiApiKey apikey DB_PASSWORD PGPASSWORD "
    "DB_PASS MYSQL_PWD GITHUB_TOKEN GH_PAT AWS_SECRET_ACCESS_KEY PRIVATE_KEY JWT_SECRET_DEV API_KEY_2 auth-token "
    "process.env.JWT_SECRET SUPABASE_SERVICE_ROLE_KEY client_secret hashed.password.hash ENCRYPTION_KEY".split(),
)
def test_a_name_is_judged_by_its_last_words(name: str) -> None:
    assert names_secret(name)


@pytest.mark.parametrize(
    "name",
    "JWT_ACCESS_TOKEN_EXPIRE_MINUTES OPENAI_MAX_TOKENS ENCRYPTION_KEY_VERSION SECRETS_PROVIDER JWT_EXPIRES KEY_NAME "
    "SSH_AUTH_SOCK AUTH_MODE POSTGRES_PASSWORD_FILE TOKEN_URL PUBLIC_KEY KEY BYPASS PASS PATH COMPASS SECRET_NAME "
    "PASSWORD_MIN_LENGTH _ 1".split(),
)
def test_a_name_that_goes_on_speaks_of_something_else(name: str) -> None:
    assert not names_secret(name)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "  ",
        "${JWT_SECRET}",
        "$JWT_SECRET",
        "${JWT_SECRET:?set it}",
        "${{ secrets.JWT }}",
        "prefix-${JWT}",
        "$(cat /run/secrets/jwt)",
        "{{ jwt }}",
        "%JWT%",
        "<your secret>",
        "changeme",
        "change-me-in-production",
        "your-secret-here",
        "replace_me",
        "dummy",
        "xxxxxxxx",
        "********",
        "...",
        "true",
        "no",
        "None",
        "30",
        "1234567",
        "/run/secrets/jwt",
        "op://vault/item/field",
        "arn:aws:secretsmanager:eu-west-1:1:secret:x",
        "process.env.JWT",
        "env(JWT_SECRET)",
    ],
)
def test_a_value_that_is_no_literal_is_no_secret(value: str) -> None:
    assert secret_parts("JWT_SECRET", value) == ()


@pytest.mark.parametrize("value", ["hunter2", "pa$$word", "pa$word1", "a b c", "12345678", "p", "#x'\"", "r(m)9$(_q"])
def test_a_literal_value_of_a_secret_name_is_one_as_a_whole(value: str) -> None:
    whole = ((0, len(value)),) if len(value) >= 3 else ()
    assert secret_parts("DB_PASSWORD", value) == whole


def test_a_default_of_an_expansion_is_literal() -> None:
    assert hidden("JWT_SECRET=${JWT_SECRET:-hunter2} x") == "JWT_SECRET=${JWT_SECRET:-*******} x"
    assert secret_parts("JWT_SECRET", "${A:-${B-hunter2}}") == ((9, 16),)


def test_of_a_url_only_the_credentials_are_secret() -> None:
    assert secret_parts("DATABASE_URL", "postgres://me:p@ss@db:5432/shop") == ((11, 18),)
    assert secret_parts("DATABASE_URL", "postgres://db:5432/shop") == ()
    assert secret_parts("DATABASE_URL", "postgres://me:${PASSWORD}@db/shop") == ()
    assert hidden("redis://:hunter2@cache:6379") == "redis://********@cache:6379"
    assert hidden("http://localhost:8000/me@home") == "http://localhost:8000/me@home"


@pytest.mark.parametrize(
    "token",
    [
        "AKIAABCDEFGHIJKLMNOP",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "github_pat_11ABCDEFG0abcdefghijkl_mnop",
        "glpat-abcdefghijklmnopqrst",
        "sk_live_abcdefghijklmnop",
        "sk-proj-abcdefghijklmnopqrstuvwx",
        "xoxb-1234567890-abcdefghij",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        TOKEN,
    ],
)
def test_a_token_is_known_by_its_shape_wherever_it_stands(token: str) -> None:
    stars = "*" * len(token)
    assert hidden(f"# see {token}") == f"# see {stars}"
    assert hidden(f'run("{token}", x)') == f'run("{stars}", x)'
    assert secret_parts("ANYTHING", token) == ((0, len(token)),)


def test_a_private_key_is_hidden_between_its_lines() -> None:
    text = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKC\nAQEAabcd+/==\n-----END RSA PRIVATE KEY-----\nx"
    assert hidden(text) == text.replace("MIIEowIBAAKC", "*" * 12).replace("AQEAabcd+/==", "*" * 12)
    escaped = 'k = "-----BEGIN PRIVATE KEY-----\\nMIIEowIBAAKC\\n-----END PRIVATE KEY-----"'
    assert "MIIE" not in hidden(escaped)
    assert hidden('if "-----BEGIN PRIVATE KEY-----" in text:') == 'if "-----BEGIN PRIVATE KEY-----" in text:'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("JWT_SECRET=hunter2 gunicorn app:app", "JWT_SECRET=******* gunicorn app:app"),
        ("export API_KEY='a b'; run", "export API_KEY='***'; run"),
        ('"start": "JWT_SECRET=\\"hunter2\\" node x.js"', '"start": "JWT_SECRET=\\"*******\\" node x.js"'),
        ("docker run -e DB_PASSWORD=root mysql", "docker run -e DB_PASSWORD=**** mysql"),
        ('password = os.getenv("DB_PASSWORD", "hunter2")', 'password = os.getenv("DB_PASSWORD", "*******")'),
        ("process.env.JWT_SECRET || 'hunter2'", "process.env.JWT_SECRET || '*******'"),
        ('const token: string = "hunter2";', 'const token: string = "*******";'),
        ('API_KEY: str = "hunter2"', 'API_KEY: str = "*******"'),
        ("mysql --password=hunter2 shop", "mysql --password=******* shop"),
        ('["--token", "hunter2"]', '["--token", "*******"]'),
        ("curl -u me:hunter2 https://example.com", "curl -u ********** https://example.com"),
        ("Authorization: Bearer abcdefgh12345678", "Authorization: Bearer ****************"),
        ("host=db password=hunter2 user=me", "host=db password=******* user=me"),
        ("JWT_SECRET: hunter2  # old", "JWT_SECRET: *******  # old"),
        ('SECRET="cut in the mid…', 'SECRET="***************'),
    ],
)
def test_values_are_found_in_the_ways_that_languages_write_them(text: str, shown: str) -> None:
    assert hidden(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "JWT_ACCESS_TOKEN_EXPIRE_MINUTES: 30",
        "id-token: write",
        "password: string;",
        "token = get_token()",
        "login(password=password)",
        '"generate-password": "^1.0.4"',
        '["API_KEY", "DATABASE_HOST"]',
        "print('PASS: /calendar works')",
        "uvicorn app:app --port 8000",
        "POSTGRES_PASSWORD_FILE=/run/secrets/db",
        'parser.add_argument("--password", help="of the user")',
    ],
)
def test_what_only_looks_like_a_secret_is_shown(text: str) -> None:
    assert hidden(text) == text


PIECES = st.sampled_from(
    [
        *(
            "JWT_SECRET",
            "password",
            "=",
            ": ",
            '"',
            "'",
            "\\",
            "\n",
            " ",
            "hunter2",
            "日本語",
            "\t",
            "${A:-",
            "}",
            "://",
        ),
        *("@", "a:b", "-----BEGIN PRIVATE KEY-----", "MIIEabcdefgh", TOKEN, "--token", "curl -u ", "Bearer ", "$"),
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_hiding_keeps_lines_and_columns_and_leaves_nothing_to_hide_in_place(text: str) -> None:
    shown = hidden(text)
    assert list(map(len, shown.split("\n"))) == list(map(len, text.split("\n")))
    assert all(after in (before, "*") for before, after in zip(text, shown, strict=True))
    slices = found(text)
    assert all(start < end <= len(text) for start, end in slices)
    assert all(one[1] < other[0] for one, other in pairwise(slices))


@given(st.text(alphabet=st.characters(categories=("L", "N")), min_size=8, max_size=40))
def test_a_random_word_behind_a_secret_name_is_never_shown(word: str) -> None:
    if secret_parts("API_KEY", word):
        for text in (f"API_KEY={word}", f'API_KEY="{word}"', f"  API_KEY: '{word}'", f'{{"API_KEY": "{word}"}}'):
            assert word not in hidden(text)


@pytest.mark.parametrize(
    "piece", ['a:"b",', "A", 'secret="', "secret=", "-----BEGIN PRIVATE KEY-----\n", "eyJ", "://a:", "X_TOKEN: ${"]
)
def test_a_line_of_half_a_megabyte_takes_no_longer_than_it_is(piece: str) -> None:
    text = piece * (500_000 // len(piece))
    began = time.perf_counter()
    found(text)
    assert time.perf_counter() - began < 5

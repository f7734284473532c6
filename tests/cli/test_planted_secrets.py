"""No report shows a secret: every format over a repository that holds one of each kind, beside something to report."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from deploylint.report.registry import names

Deploylint = Callable[..., Result]

KEY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDplantedKey0123456789"
SHAPED = (
    "AKIAPLANTED0123456789"[:20],
    "ghp_plantedplantedplanted0123456789abcd",
    "sk_live_plantedplanted0123456789",
    "eyJhbGciOiJIUzI1NiJ9.eyJwbGFudGVkIjoiMSJ9.c2lnbmF0dXJlcGxhbnRlZA",
)
PLANTED = (KEY, *SHAPED, *(f"planted-{number:02}-word" for number in range(30)))


def word(number: int) -> str:
    return f"planted-{number:02}-word"


FILES = {
    "Dockerfile": f"""FROM python:latest
ARG API_KEY={word(0)}
ENV JWT_SECRET={word(1)} PYTHONPATH=/app
ENV DB_PASSWORD {word(2)} and more
RUN SMTP_PASSWORD="{word(3)}" npx prisma db push --accept-data-loss
COPY . /app
CMD ["uvicorn", "shop.missing:app", "--reload", "--token", "{word(4)}"]
""",
    "Procfile": f"web: JWT_SECRET={word(5)} uvicorn shop.gone:app --reload --password={word(6)}\n",
    "render.yaml": f"""services:
  - type: web
    name: shop
    runtime: python
    rootDirectory: shop
    startCommand: API_TOKEN={word(7)} uvicorn shop.none:app --reload
    envVars:
      - key: STRIPE_SECRET_KEY
        value: {word(8)}
        unknownKey: {SHAPED[2]}
      - key: DATABASE_URL
        value: postgres://shop:{word(9)}@db/shop
""",
    "compose.yaml": f"""services:
  api:
    build: .
    environment:
      JWT_SECRET: {word(10)}
      PYTHONPATH: /app
    command: sh -c "DB_PASSWORD='{word(11)}' uvicorn shop.nowhere:app --reload"
  worker:
    image: redis://:{word(12)}@cache
    environment:
      - PASSWORD={word(13)}
      - PRIVATE_KEY={SHAPED[3]}
""",
    "broken.yml": f"services: [\n  JWT_SECRET: {word(14)}\n",
    ".github/workflows/deploy.yml": f"""on: push
env:
  DEPLOY_TOKEN: {word(15)}
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: npx prisma migrate reset --force || true
        env: {{ADMIN_PASSWORD: {word(16)}}}
      - run: |
          curl -u admin:{word(17)} https://example.com || true
          API_SECRET={word(18)} npm run deploy || true
""",
    "package.json": f"""{{
  "name": "shop",
  "scripts": {{
    "start": "JWT_SECRET={word(19)} nodemon server.js",
    "db:reset": "DATABASE_URL=postgres://me:{word(20)}@db/x prisma migrate reset --force"
  }}
}}
""",
    "deploy.sh": f"""#!/bin/sh
export AWS_SECRET_ACCESS_KEY="{word(21)}"
AWS_KEY={SHAPED[0]}
curl -H "Authorization: Bearer {SHAPED[1]}" https://example.com || true
PGPASSWORD={word(22)} prisma migrate deploy || true
""",
    "shop/__init__.py": "",
    "shop/main.py": f"""import sys
PASSWORD = "{word(23)}"; sys.path.insert(0, "/app")  # TODO remove {SHAPED[2]}
PRIVATE_KEY = '''-----BEGIN PRIVATE KEY-----
{KEY}
-----END PRIVATE KEY-----'''  # TODO rotate
try:
    connect(password="{word(24)}")
except Exception: pass
breakpoint()  # api_key="{word(25)}"
print("x", "postgres://me:{word(26)}@db/x")
""",
    "server.js": f"""const token = "{word(27)}"; debugger; // TODO {SHAPED[1]}
try {{ login("{SHAPED[0]}") }} catch (e) {{}}
""",
    ".env": f'SESSION_SECRET={word(28)} rest\nMULTI_PASSWORD="one\n{word(29)}"\n',
    "Dockerfile.bad": f"FROM x\nENV API_KEY={word(0)}\nBADINSTRUCTION {SHAPED[0]}\n",
}


@pytest.fixture
def leaky(shop: Path) -> Path:
    for path, text in FILES.items():
        (shop / path).parent.mkdir(parents=True, exist_ok=True)
        (shop / path).write_text(text, encoding="utf-8")
    return shop


def leaks(text: str) -> list[str]:
    return [secret for secret in PLANTED if secret in text or secret in text.replace("\\u002d", "-")]


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("more", [(), ("--verbose",)])
def test_no_format_shows_a_planted_secret(
    leaky: Path, deploylint: Deploylint, name: str, more: tuple[str, ...]
) -> None:
    result = deploylint("--format", name, "--select", "all", *more)
    assert result.exit_code == 1, result.output
    assert "***" in result.output or name == "github"  # whose first ten messages quote none
    assert leaks(result.output) == []


@pytest.mark.parametrize("name", ["text", "json"])
def test_what_runs_where_shows_no_planted_secret(leaky: Path, deploylint: Deploylint, name: str) -> None:
    result = deploylint("boot", "--format", name, "--verbose")
    assert result.exit_code == 0, result.output
    assert "***" in result.output
    assert leaks(result.output) == []


def test_there_is_something_to_report_in_every_file_with_secrets(leaky: Path, deploylint: Deploylint) -> None:
    found = json.loads(deploylint("--format=json", "--select=all").output)["findings"]
    assert {one["location"]["path"] for one in found} >= set(FILES) - {"shop/__init__.py", ".env", "Dockerfile.bad"}


def test_snippets_of_sarif_keep_the_width_of_what_they_hide(leaky: Path, deploylint: Deploylint) -> None:
    results = json.loads(deploylint("--format=sarif", "--select=all").output)["runs"][0]["results"]
    seen = 0
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        lines = (leaky / place["artifactLocation"]["uri"]).read_text(encoding="utf-8").split("\n")
        for region in (place["region"], place.get("contextRegion", place["region"])):
            shown = region["snippet"]["text"].split("\n")
            assert len(shown) == region["endLine"] - region["startLine"] + 1
            whole = lines[region["startLine"] - 1 : region["endLine"]]
            whole[-1] = whole[-1][: region["endColumn"] - 1]
            whole[0] = whole[0][region["startColumn"] - 1 :]
            assert list(map(len, shown)) == list(map(len, whole))
            seen += any("***" in line for line in shown)
    assert seen > 5

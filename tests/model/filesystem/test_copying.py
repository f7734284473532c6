"""COPY and ADD: where BuildKit puts what, and what is not there after it."""

from __future__ import annotations

import pytest

from tests.model.filesystem.replayed import filed, said

FILES = (
    "main.py",
    "app/main.py",
    "app/sub/deep.py",
    "conf/a.json",
    "conf/b.json",
    "conf/c.txt",
    "conf/dir/d.json",
    "package.json",
    "package-lock.json",
    "tools.tar.gz",
    ".env.example",
)


@pytest.mark.parametrize(
    ("instructions", "answers"),
    [
        ("WORKDIR /app ; COPY . .", {"/app/main.py": "main.py", "/app/app": "folder", "/app/x.py": "absent"}),
        ("WORKDIR /app ; COPY app .", {"/app/main.py": "app/main.py", "/app/app": "absent", "/app/conf": "absent"}),
        ("WORKDIR /app ; COPY app lib", {"/app/lib/sub/deep.py": "app/sub/deep.py", "/app/lib/app": "absent"}),
        ("WORKDIR /app ; COPY main.py start.py", {"/app/start.py": "main.py", "/app/main.py": "absent"}),
        ("WORKDIR /app ; COPY main.py src/", {"/app/src/main.py": "main.py", "/app/src": "folder"}),
        ("WORKDIR /app ; COPY main.py /app", {"/app/main.py": "main.py", "/app": "folder"}),
        ("COPY main.py /new", {"/new": "main.py", "/new/main.py": "absent"}),
        ("COPY main.py package.json /x", {"/x/main.py": "main.py", "/x/package.json": "package.json"}),
        ("COPY package*.json /x/", {"/x/package-lock.json": "package-lock.json", "/x/main.py": "absent"}),
        ("COPY conf/*.json /x/", {"/x/a.json": "conf/a.json", "/x/c.txt": "absent", "/x/d.json": "absent"}),
        ("COPY conf/* /x/", {"/x/c.txt": "conf/c.txt", "/x/d.json": "conf/dir/d.json", "/x/dir": "absent"}),
        ("COPY conf/[^a].json /x/", {"/x/b.json": "conf/b.json", "/x/a.json": "absent"}),
        ("COPY ** /x/", {"/x/main.py": "main.py", "/x/deep.py": "absent", "/x/sub/deep.py": "app/sub/deep.py"}),
        ("COPY /app/../main.py /x/", {"/x/main.py": "main.py"}),
        ("COPY ../main.py /x/", {"/x/main.py": "main.py"}),
        ("COPY --parents app/sub /x/", {"/x/app/sub/deep.py": "app/sub/deep.py", "/x/sub": "absent"}),
        ("COPY --parents app/./sub /x/", {"/x/sub/deep.py": "app/sub/deep.py", "/x/app": "absent"}),
        ("COPY --exclude=*.json conf /x/", {"/x/c.txt": "conf/c.txt", "/x/a.json": "maybe"}),
        ("COPY --exclude=*.json . /x/ ; COPY conf/a.json /x/", {"/x/a.json": "conf/a.json"}),
        ("COPY <<A /x/a.sh ; echo ; A", {"/x/a.sh": "made", "/x/b.sh": "absent"}),
        ("COPY <<A <<B /x/ ; echo ; A ; echo ; B", {"/x/A": "made", "/x/B": "made"}),
        ("ADD tools.tar.gz /x/", {"/x/tool": "maybe", "/x/tools.tar.gz": "maybe", "/y/tool": "absent"}),
        ("ADD app /x/", {"/x/main.py": "app/main.py", "/x/tool": "absent"}),
        ("ADD https://example.com/a.sh /x/", {"/x/a.sh": "made"}),
        ("ADD https://example.com/a.sh?v=1 /x/b.sh", {"/x/b.sh": "made", "/x/a.sh": "absent"}),
        ("ADD https://github.com/a/b.git /x", {"/x": "folder", "/x/README.md": "maybe"}),
        ('COPY ["main.py", "/with space/"]', {"/with space/main.py": "main.py"}),
        ("COPY package.json gone*.json /x/", {"/x/package.json": "package.json", "/x/gone.json": "absent"}),
        ("COPY package.json dist/*.js /x/", {"/x/package.json": "package.json", "/x/gone.js": "maybe"}),
        ("COPY gone.py /x/", {"/x/gone.py": "maybe", "/y": "absent"}),
        ("COPY $WHAT /x/", {"/x/gone.py": "maybe", "/y/gone.py": "absent"}),
        ("COPY main.py $WHERE/", {"/x/main.py": "maybe", "/y": "maybe"}),
    ],
)
def test_a_copy_brings_its_sources_where_the_builder_puts_them(instructions: str, answers: dict[str, str]) -> None:
    files = filed(instructions, FILES)
    assert {path: said(files, path) for path in answers} == answers


@pytest.mark.parametrize(
    ("instructions", "path", "found"),
    [
        ("ENV D=/srv ; WORKDIR $D/api ; COPY main.py .", "/srv/api/main.py", "main.py"),
        ("ARG D ; WORKDIR /${D:-code} ; COPY main.py .", "/code/main.py", "main.py"),
        ("ARG D=x ; WORKDIR /${D:+yes} ; COPY main.py .", "/yes/main.py", "main.py"),
        ("ARG D=x ; ENV D=y ; COPY main.py /$D/", "/y/main.py", "main.py"),
        ("ENV D=y ; ARG D=x ; COPY main.py /$D/", "/y/main.py", "main.py"),
        ("ARG S=app ; COPY ${S}/main.py /x/", "/x/main.py", "app/main.py"),
        ("ARG S=app ; FROM python:3.12 ; ARG S ; COPY ${S} /x/", "/x/main.py", "app/main.py"),
        ("ARG S=app ; FROM python:3.12 ; COPY ${S} /x/", "/x/gone.py", "maybe"),
        ("WORKDIR /a ; WORKDIR b ; WORKDIR ../c ; COPY main.py .", "/a/c/main.py", "main.py"),
        ("FROM golang:1.23 ; COPY main.py .", "/go/main.py", "main.py"),
    ],
)
def test_variables_are_expanded_as_the_builder_does(instructions: str, path: str, found: str) -> None:
    assert said(filed(instructions, FILES), path) == found


@pytest.mark.parametrize(
    ("instructions", "path", "found"),
    [
        ("FROM a AS b ; COPY app /s ; FROM python:3.12 ; COPY --from=b /s /x", "/x/main.py", "app/main.py"),
        ("FROM a AS b ; COPY app /s ; FROM python:3.12 ; COPY --from=B /s/main.py /x/", "/x/main.py", "app/main.py"),
        ("FROM a AS b ; COPY app /s ; FROM python:3.12 ; COPY --from=0 /s/*.py /x/", "/x/main.py", "app/main.py"),
        ("FROM node:22 AS b ; WORKDIR /s ; FROM python:3.12 ; COPY --from=b /s /x", "/x/main.py", "absent"),
        ("FROM a AS b ; WORKDIR /s ; FROM python:3.12 ; COPY --from=b /s /x", "/x/main.py", "maybe"),
        ("FROM python:3.12 ; COPY --from=nginx:1.27 /etc/nginx /x", "/x/nginx.conf", "maybe"),
        ("FROM python:3.12 AS b ; COPY app /s ; FROM b ; COPY main.py /", "/s/main.py", "app/main.py"),
        ("FROM python:3.12 AS b ; WORKDIR /s ; FROM b ; COPY main.py .", "/s/main.py", "main.py"),
        ("FROM python:3.12 AS b ; COPY app /s ; FROM python:3.12 ; WORKDIR /s", "/s/main.py", "absent"),
        ("FROM python:3.12 AS b ; ONBUILD COPY app /s ; FROM b ; WORKDIR /t", "/s/main.py", "app/main.py"),
        ("ARG I=scratch ; FROM $I ; COPY main.py /x/", "/usr/lib/x", "absent"),
    ],
)
def test_stages_build_on_and_copy_from_others(instructions: str, path: str, found: str) -> None:
    assert said(filed(instructions, FILES), path) == found


@pytest.mark.parametrize(
    ("instructions", "executable"),
    [
        ("COPY main.py /x", False),
        ("COPY --chmod=755 main.py /x", True),
        ("COPY --chmod=0644 main.py /x", False),
        ("COPY --chmod=+x main.py /x", True),
        ("COPY main.py /x ; RUN chmod +x /x", True),
        ("COPY main.py /x ; RUN chmod 744 /x", True),
        ("COPY main.py /x ; RUN chmod u=rwx,go=rx /x", True),
        ("COPY main.py /x ; RUN chmod g+w /x", False),
        ("COPY main.py /x ; RUN chmod +x /x ; RUN chmod a-x /x", False),
        ("COPY . /s/ ; RUN chmod -R 755 /s ; RUN cp /s/main.py /x", True),
        ("COPY . /s/ ; RUN chmod +x /s/*.py ; RUN cp /s/main.py /x", True),
    ],
)
def test_the_executable_bit_is_the_last_that_was_said(instructions: str, executable: bool) -> None:
    assert filed(instructions, FILES).at("/x").executable is executable


def test_the_children_of_a_folder_are_those_that_surely_lie_there() -> None:
    files = filed("WORKDIR /app ; COPY app . ; COPY conf/*.json ./conf/ ; RUN mkdir logs && rm conf/a.json", FILES)
    assert files.children("/app") == (("conf", "logs", "main.py", "sub"), True)
    assert files.children("/app/conf") == (("b.json",), True)
    assert files.children("/usr")[1] is False


def test_more_may_lie_in_a_folder_where_an_unknown_command_ran() -> None:
    files = filed("WORKDIR /app ; COPY app . ; RUN company-tool", FILES)
    assert files.children("/app") == (("main.py", "sub"), False)

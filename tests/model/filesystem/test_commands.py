"""RUN: what commands leave behind, and what nobody can know after them."""

from __future__ import annotations

import pytest

from tests.model.filesystem.replayed import filed, said

FILES = {
    "main.py": "x\n",
    "a/one.txt": "x\n",
    "a/two.txt": "x\n",
    "build.sh": "#!/bin/sh\nmkdir -p made/by\n./inner.sh\n",
    "inner.sh": "#!/bin/sh\ntouch inner.txt\n",
    "package.json": """
        {"scripts": {"build": "mkdir site && cp -r conf site/", "prebuild": "touch before", "x": "frobnicate"}}
    """,
    "web/package.json": '{"scripts": {"postinstall": "touch installed.txt", "build": "vite build"}}',
    "conf/one.txt": "x\n",
    "manage.py": "x\n",
    "requirements.txt": "flask\n",
}


def after(commands: str, path: str) -> str:
    """What lies at a path of /w once the whole context is there and the commands ran."""
    return said(filed(f"WORKDIR /w ; COPY . . ; {commands}", FILES), path if path.startswith("/") else f"/w/{path}")


@pytest.mark.parametrize(
    ("commands", "answers"),
    [
        ("RUN mkdir -p data/deep", {"data/deep": "folder", "data": "folder", "data/x": "absent"}),
        ("RUN mkdir -p {x,y}/z /srv/q", {"x/z": "folder", "y/z": "folder", "/srv/q": "folder"}),
        ("RUN touch x y", {"x": "made", "y": "made", "z": "absent"}),
        ("RUN cp main.py copy.py", {"copy.py": "main.py", "main.py": "main.py"}),
        ("RUN cp -r a b", {"b/one.txt": "a/one.txt", "b/a": "absent"}),
        ("RUN mkdir b && cp -r a b", {"b/a/one.txt": "a/one.txt", "b/one.txt": "absent"}),
        ("RUN mkdir b && cp -r a/. b", {"b/one.txt": "a/one.txt", "b/a": "absent"}),
        ("RUN cp a/*.txt /srv/", {"/srv/one.txt": "a/one.txt", "/srv/two.txt": "a/two.txt"}),
        ("RUN cp -t /srv main.py a/one.txt", {"/srv/main.py": "main.py", "/srv/one.txt": "a/one.txt"}),
        ("RUN mv main.py app.py", {"app.py": "main.py", "main.py": "absent"}),
        ("RUN mv a b", {"b/one.txt": "a/one.txt", "a/one.txt": "absent", "a": "absent"}),
        ("RUN rm -rf a", {"a": "absent", "a/one.txt": "absent", "main.py": "main.py"}),
        ("RUN rm a/*.txt", {"a/one.txt": "absent", "a": "folder"}),
        ("RUN rm -rf a ; COPY a a", {"a/one.txt": "a/one.txt"}),
        ("RUN ln -s /w/main.py /srv/start.py", {"/srv/start.py": "main.py"}),
        ("RUN ln -s a b", {"b/one.txt": "a/one.txt"}),
        ("RUN ln -sf ../main.py a/link.py", {"a/link.py": "main.py"}),
        ("RUN install -m 755 main.py /srv/run", {"/srv/run": "main.py"}),
        ("RUN install -d /srv/x", {"/srv/x": "folder"}),
        ("RUN echo x > made.txt", {"made.txt": "made", "other.txt": "absent"}),
        ("RUN echo x | tee -a made.txt", {"made.txt": "made"}),
        ("RUN echo x > /dev/null 2>&1", {"made.txt": "absent"}),
        ("RUN cd a && touch x", {"a/x": "made", "x": "absent"}),
        ("RUN (cd a && touch x) && touch y", {"a/x": "made", "y": "made", "a/y": "absent"}),
        ("RUN cd a ; RUN touch x", {"x": "made", "a/x": "absent"}),
        ("RUN sh -c 'touch x'", {"x": "made"}),
        ('RUN ["touch", "x"]', {"x": "made"}),
        ("RUN D=out && mkdir $D", {"out": "folder"}),
        ("ENV D=out ; RUN mkdir $D", {"out": "folder"}),
        ("RUN curl -o tool.sh https://example.com/t", {"tool.sh": "made", "x": "absent"}),
        ("RUN wget https://example.com/t", {"t": "maybe", "/srv/t": "absent"}),
        ("RUN tar -xzf x.tgz -C /srv", {"/srv/x": "maybe", "x": "absent"}),
        ("RUN unzip x.zip -d /srv", {"/srv/x": "maybe", "x": "absent"}),
        ("RUN git clone https://example.com/lib.git", {"lib": "folder", "lib/x.py": "maybe", "x.py": "absent"}),
        ("RUN git clone --depth 1 https://example.com/lib.git /srv/l", {"/srv/l/x.py": "maybe", "x.py": "absent"}),
        ("RUN python -m venv .venv", {".venv/bin/python": "made", ".venv/bin/pip": "maybe", "x": "absent"}),
        ("RUN useradd -m app && chown -R app /w && apt-get update", {"x": "absent"}),
        ("RUN cp $X/y /srv/", {"/srv/y": "maybe", "x": "absent"}),
    ],
)
def test_file_tools_do_exactly_what_they_say(commands: str, answers: dict[str, str]) -> None:
    assert {path: after(commands, path) for path in answers} == answers


@pytest.mark.parametrize(
    ("commands", "answers"),
    [
        ("RUN if x; then touch a1; fi", {"a1": "maybe"}),
        ("RUN test -f x || touch a1", {"a1": "maybe"}),
        ("RUN [ -f x ] && touch a1; true", {"a1": "maybe"}),
        ("RUN touch a1 || true", {"a1": "maybe"}),
        ("RUN rm main.py || true", {"main.py": "maybe"}),
        ("RUN if x; then rm main.py; fi", {"main.py": "maybe", "a/one.txt": "a/one.txt"}),
        ("RUN for x in 1 2; do cp main.py $x; done", {"1": "maybe"}),
        ("RUN if x; then cd a; fi && touch y", {"y": "maybe", "a/y": "maybe"}),
        ("RUN rm main.py || true ; COPY main.py .", {"main.py": "main.py"}),
    ],
)
def test_what_a_condition_decides_is_not_known(commands: str, answers: dict[str, str]) -> None:
    assert {path: after(commands, path) for path in answers} == answers


@pytest.mark.parametrize(
    ("commands", "answers"),
    [
        ("RUN pip install -r requirements.txt", {"flask.py": "absent", "/usr/local/bin/flask": "maybe"}),
        ("RUN pip install -t lib flask", {"lib/flask.py": "maybe", "flask.py": "absent"}),
        ("RUN pip install -e .", {"w.egg-info/x": "maybe", "x.py": "absent"}),
        ("RUN npm ci", {"node_modules/x/y.js": "maybe", "a/x.js": "absent", "x.js": "absent"}),
        ("RUN npm install -g pnpm", {"node_modules/x": "maybe", "package-lock.json": "absent"}),
        ("RUN npm install --prefix web", {"web/node_modules/x": "maybe", "web/installed.txt": "made", "x": "absent"}),
        ("RUN apt-get install -y curl", {"x": "absent", "/usr/bin/curl": "maybe"}),
        ("RUN uv sync", {".venv/bin/x": "maybe", "uv.lock": "maybe", "x.py": "absent"}),
        (
            "RUN cd web && npm run build",
            {"web/dist/x.js": "maybe", "web/x.py": "absent", "package.json": "package.json"},
        ),
        ("RUN npm run build", {"site/conf/one.txt": "conf/one.txt", "before": "made", "a/x.js": "absent"}),
        ("RUN npm run x", {"anything.py": "maybe"}),
        ("RUN tsc", {"dist/x.js": "maybe", "x.js": "maybe", "x.py": "absent", "start.sh": "absent"}),
        ("RUN python manage.py collectstatic", {"x.css": "maybe", "x.py": "absent"}),
        ("RUN python -c 'import x'", {"x.py": "maybe"}),
        ("RUN ./build.sh", {"made/by": "folder", "inner.txt": "made", "x": "absent"}),
        ("RUN sh build.sh", {"made/by": "folder", "inner.txt": "made"}),
        ("RUN ./gone.sh", {"x": "absent"}),
    ],
)
def test_installs_builds_and_scripts_are_followed_by_their_effects(commands: str, answers: dict[str, str]) -> None:
    assert {path: after(commands, path) for path in answers} == answers


def test_an_unknown_command_leaves_nothing_sure_below_its_folder_and_is_named() -> None:
    files = filed("WORKDIR /w ; COPY . . ; RUN frobnicate --fast", FILES)
    assert said(files, "/w/main.py") == "main.py"
    assert said(files, "/w/gone.py") == "maybe"
    assert files.at("/w/gone.py").reason == "'frobnicate --fast' may make it"
    assert said(files, "/srv/gone.py") == "absent"


def test_a_shell_that_nobody_reads_leaves_nothing_sure() -> None:
    files = filed('WORKDIR /w ; SHELL ["pwsh", "-c"] ; RUN New-Item x', FILES)
    assert said(files, "/w/x") == "maybe"


def test_scripts_that_call_each_other_end() -> None:
    files = {"a.sh": "#!/bin/sh\n./b.sh\n", "b.sh": "#!/bin/sh\n./a.sh\n"}
    assert said(filed("WORKDIR /w ; COPY . . ; RUN ./a.sh", files), "/w/x") == "maybe"


def test_very_many_commands_overflow_nothing() -> None:
    commands = " && ".join(f"cp f{n} f{n + 1} && chmod +x f{n + 1}" for n in range(1500))
    files = filed(f"WORKDIR /w ; COPY f0 . ; RUN {commands}", {"f0": "x\n"})
    assert files.at("/w/f1500").state in ("there", "maybe")
    assert files.at("/w/gone").state in ("absent", "maybe")

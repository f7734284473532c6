"""What base images bring: of which of their folders it is known that nothing lies there."""

from __future__ import annotations

import re

from deploylint.facts.record import dataclass
from deploylint.model.files import Held
from deploylint.model.paths import below

# Images of distributions and languages: they bring programs, and nothing into the folders of an application.
_PLAIN = re.compile(
    r"^(?:docker\.io/|index\.docker\.io/|public\.ecr\.aws/docker/)?(?:library/)?(?:python|pypy|node|alpine|debian|ubuntu|golang|ruby|"
    r"rust|openjdk|eclipse-temurin|amazoncorretto|maven|gradle|php|amazonlinux|fedora|rockylinux|almalinux|centos|oraclelinux|"
    r"archlinux|busybox|bash|elixir|erlang|haskell|swift|perl|julia|dart|clojure|buildpack-deps|nginx|httpd|caddy|postgres|redis|"
    r"oven/bun|denoland/deno(?!:bin)|ghcr\.io/astral-sh/uv|astral/uv|nginxinc/nginx-unprivileged|nvidia/cuda|"
    r"gcr\.io/distroless/[^:@]+|cgr\.dev/chainguard/[^:@]+|mcr\.microsoft\.com/(?:dotnet/(?!samples|monitor)|playwright|openjdk|"
    r"devcontainers|azurelinux|cbl-mariner|powershell)[^:@]*)(?:[:@].*)?$"
)
_SYSTEM = frozenset(
    "bin boot dev etc go home lib lib32 lib64 libx32 media mnt opt proc root run sbin sys tmp usr var deno-dir"
    " data config docker-entrypoint-initdb.d docker-entrypoint.d docker-entrypoint.sh ms-playwright uv uvx"
    " runtime tini".split()  # what the images of Dart and Deno bring
)
# Folders that base images fill, though a Dockerfile may name them; below the deep ones they fill everything.
_SHARED = frozenset(
    "/ /usr /usr/local /usr/local/src /usr/src /opt /var /var/lib /var/www /home /root /tmp /go /go/src /mnt".split()
)
_DEEP = (
    *("/usr/bin", "/usr/sbin", "/usr/lib", "/usr/share", "/usr/include", "/usr/local/bin", "/usr/local/sbin", "/bin"),
    *("/usr/local/lib", "/usr/local/share", "/usr/local/include", "/usr/local/etc", "/lib", "/sbin", "/etc", "/proc"),
    *("/sys", "/dev", "/run", "/lib64", "/var/run", "/var/cache", "/var/log", "/go/bin", "/go/pkg", "/usr/local/go"),
)
_FOLDERS = (
    (re.compile(r"(?:^|/)golang(?::|$)"), "/go"),
    (re.compile(r"(?:^|/)oven/bun(?::|$)"), "/home/bun/app"),
    (re.compile(r"(?:^|/)php:.*(?:apache|fpm)"), "/var/www/html"),
    (re.compile(r"(?:^|/)httpd(?::|$)"), "/usr/local/apache2"),
    (re.compile(r"(?:^|/)gradle(?::|$)"), "/home/gradle"),
    (re.compile(r"(?:^|/)caddy(?::|$)"), "/srv"),
    (re.compile(r"distroless/.*nonroot"), "/home/nonroot"),
)


def is_plain(reference: str) -> bool:
    """True for the image of a distribution or language, as far as its name says; False where the name is dynamic."""
    return _PLAIN.match(reference) is not None and "onbuild" not in reference


def start_folder(reference: str) -> str:
    """The working directory of a base image; `/` where nothing else is known."""
    return next((folder for pattern, folder in _FOLDERS if pattern.search(reference)), "/")


@dataclass(frozen=True, slots=True, eq=False)
class BaseImage:
    """The files of a base image, as Files. folders: those that the Dockerfile makes, filled while it is read."""

    reference: str
    folders: set[str]

    @property
    def _reason(self) -> str:
        return f"the base image '{self.reference}' may hold it"

    def at(self, path: str) -> Held:
        if path == "/":
            return Held("there", folder=True)
        return Held("absent") if self._surely_lacks(path) else Held("maybe", reason=self._reason)

    def _surely_lacks(self, path: str) -> bool:
        if self.reference == "scratch":
            return True
        if not is_plain(self.reference):
            return False
        if path.split("/")[1] not in _SYSTEM:
            return True
        return any(_is_own(folder) and self._below(path, folder) for folder in self.folders)

    def _below(self, path: str, folder: str) -> bool:
        rest = below(path, folder)
        return bool(rest) and not (folder.startswith("/home/") and str(rest).startswith("."))

    def children(self, folder: str) -> tuple[tuple[str, ...], bool]:
        return (), self._surely_lacks(f"{folder.rstrip('/')}/x") and folder != "/"


def _is_own(folder: str) -> bool:
    """True for a folder that base images surely leave to the application."""
    return folder not in _SHARED and not any(below(folder, deep) is not None for deep in _DEEP)

"""What commands bring whose single files nobody knows: which names these can have."""

from __future__ import annotations

from fnmatch import fnmatchcase

from deploylint.facts.record import dataclass

BUILD_FOLDERS = frozenset(
    "dist build built out output outputs .next .output .nuxt .svelte-kit .vercel .turbo .angular target bin obj publish"
    " public static staticfiles assets _build generated __generated__ gen es esm cjs umd storybook-static www coverage"
    " .docusaurus .astro .vitepress _site site htdocs release releases wheels wheelhouse dist-server dist-ssr".split()
)
INSTALLED_FOLDERS = frozenset(
    "node_modules .venv venv env .pnpm-store .pnp.cjs .pnp.loader.mjs .yarn vendor bower_components __pypackages__ deps"
    " .bundle .python_packages".split()
)
_LOCKS = frozenset(
    "package-lock.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb poetry.lock uv.lock pdm.lock Pipfile.lock go.sum"
    " Cargo.lock composer.lock Gemfile.lock".split()
)
# Endings of what people write by hand and no build makes; compilers and generators write the others.
_WRITTEN = (".py", ".sh", ".ts", ".tsx", ".jsx", ".go", ".rs", ".rb", ".java", ".toml", ".txt", ".in", ".cfg", ".ini")
_NAMES = frozenset("package.json Dockerfile Makefile Procfile Pipfile Gemfile go.mod setup.cfg manage.py".split())
_MADE = ("*_pb2*.py", "*.d.ts", "*_pb2_grpc.py", "*.gen.*", "*.generated.*", "version.py", "_version.py")
_SYSTEM = frozenset({"usr", "bin", "lib", "sbin", "etc", "var", "opt"})  # where the packages of a distribution lie


@dataclass(frozen=True, slots=True)
class Outputs:
    """kind: any file; build: what compilers and bundlers write; packages, system: what package managers do."""

    kind: str = "any"

    def may_be(self, path: str) -> bool:
        """True if the path, relative to the folder in question, may be among them."""
        *folders, name = path.split("/")
        if self.kind == "any":
            return True
        if self.kind == "system":
            return path.split("/")[0] in _SYSTEM
        if self.kind == "packages":
            return name in _LOCKS or any(_installed(part) for part in (*folders, name))
        if BUILD_FOLDERS & {*folders, name}:
            return True
        if any(fnmatchcase(name, pattern) for pattern in _MADE):
            return True
        return bool(name) and name not in _NAMES and name not in _LOCKS and not name.endswith(_WRITTEN)

    def may_hold(self, folder: str) -> bool:
        """True if they may lie in the folder itself."""
        if self.kind == "system":
            return folder.split("/")[0] in _SYSTEM
        if self.kind == "packages":
            return any(_installed(part) for part in folder.split("/"))
        return True


def _installed(name: str) -> bool:
    return name in INSTALLED_FOLDERS or name.endswith((".egg-info", ".dist-info"))


ANY = Outputs()
BUILD = Outputs("build")
PACKAGES = Outputs("packages")

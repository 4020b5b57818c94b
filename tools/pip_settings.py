"""Print what pip is configured to use (its files and PIP_* variables) as shell exports that uv reads.

uv does not read pip's configuration, so on a machine with a company mirror, a certificate file or a folder
of wheels the same settings must be handed on. A variable of uv's own that is already set wins.
"""

import ast
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping

# pip's key -> (uv's variable, what joins several values; "" where there is one value only)
FORWARDED = {
    "index-url": ("UV_DEFAULT_INDEX", ""),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "no-index": ("UV_NO_INDEX", ""),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", ""),
    "client-cert": ("SSL_CLIENT_CERT", ""),
    "proxy": ("ALL_PROXY", ""),
    "default-timeout": ("UV_HTTP_TIMEOUT", ""),
    "timeout": ("UV_HTTP_TIMEOUT", ""),
}
# Older names of the same uv settings: a person who set one of these has decided already.
OLDER_NAMES = {"UV_DEFAULT_INDEX": "UV_INDEX_URL", "UV_INDEX": "UV_EXTRA_INDEX_URL"}


def pip_settings(listing: str) -> dict[str, str]:
    """Read the output of `pip config list`: later kinds win, as they do in pip (global, install, :env:)."""
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listing.splitlines():
        name, equals, quoted = line.partition("=")
        section, dot, key = name.strip().partition(".")
        if equals and dot and section in found:
            found[section][key.replace("_", "-")] = str(ast.literal_eval(quoted))
    return found["global"] | found["install"] | found[":env:"]


def uv_variables(settings: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """Translate pip's settings into uv's variables, leaving alone what `environ` sets itself."""
    variables: dict[str, str] = {}
    for key, (variable, joiner) in FORWARDED.items():
        value = settings.get(key, "").strip()
        if value and variable not in environ and OLDER_NAMES.get(variable, variable) not in environ:
            variables[variable] = joiner.join(value.split()) if joiner else value
    if "UV_INDEX" in variables and "UV_INDEX_STRATEGY" not in environ:
        # pip looks at all its indexes for the pinned version; uv's default stops at the first that has the name.
        variables["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return variables


def main() -> None:
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    for name, value in sorted(uv_variables(pip_settings(listing), os.environ).items()):
        print(f"export {name}={shlex.quote(value)}")


if __name__ == "__main__":
    main()

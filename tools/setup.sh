#!/bin/sh
# Make .venv fit for `make run` (setup.sh run) or for the developer's commands (setup.sh dev), or .venv-st fit
# for the tests with a real sentence-transformers model (setup.sh st): those need torch, which nothing else does.
# Instant when nothing changed: the stamp in the environment holds a copy of everything the installation depends on.
# POSIX sh and BSD userland only: macOS runs this too.
set -eu

kind=$1
venv=.venv
case $kind in
    run) wanted="requirements/runtime.txt" ;;
    dev) wanted="requirements/runtime.txt requirements/dev.txt" ;;
    st) wanted="requirements/runtime.txt requirements/dev.txt requirements/st.txt" venv=.venv-st ;;
    *) echo "usage: tools/setup.sh run|dev|st" >&2; exit 2 ;;
esac
bin=$venv/bin
stamp=$venv/.govplan-$kind

say() { printf 'govplan: %s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

state() {
    # shellcheck disable=SC2086  # a list of file names
    cat pyproject.toml requirements/bootstrap.txt $wanted
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    seen=""
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3.14 python3 python}; do
        if is_new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
        if version=$("$candidate" --version 2>&1); then
            seen="$seen $candidate ($version)"
        fi
    done
    stop "Python 3.11 or newer is needed; found:${seen:-" none"}. Install one (macOS: brew install python@3.13;" \
        "Debian, Ubuntu: apt install python3 python3-venv) or name it: make run PYTHON=/path/to/python3.13"
}

make_venv() {
    python=$(find_python) || exit 1
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        stop "$python cannot make a virtual environment: its venv module is incomplete." \
            "On Debian or Ubuntu: apt install python3-venv (or python3.X-venv), then run make again."
    say "making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv" || stop "$python could not make $venv here: is the folder writable and the disk not full?"
}

no_packages() {
    stop "the packages could not be installed (the lines above say which and why). No network, or behind a proxy?" \
        "Set HTTPS_PROXY=http://host:port. A package mirror? Set PIP_INDEX_URL or run:" \
        "pip config set global.index-url ADDRESS. Its own certificate? PIP_CERT=FILE. Then run make again."
}

uv_install() {
    [ -x "$bin/uv" ] || return 1
    "$bin/uv" pip install --python "$bin/python" "$@"
}

pip_install() {
    "$bin/python" -m pip install --disable-pip-version-check "$@"
}

install_uv() {
    # Without uv everything still installs, only slower: so a failure here is told, not fatal.
    pip_install --quiet --requirement requirements/bootstrap.txt ||
        say "uv could not be installed; going on with pip, which is slower"
}

install() {
    file=$1
    shift
    say "installing $(grep -c '^[a-zA-Z0-9]' "$file") pinned packages from $file into $venv (the first time: a few minutes)"
    uv_install "$@" --requirement "$file" || {
        say "trying plain pip (several minutes, without a word)"
        pip_install --quiet "$@" --requirement "$file" || no_packages
    }
}

prefer_cpu_torch() {
    # The tests need torch's CPU build: a folder of wheels that pip was told of has it, else uv knows where it is.
    if [ -z "${UV_FIND_LINKS:-}" ]; then
        export UV_TORCH_BACKEND="${UV_TORCH_BACKEND:-cpu}"
    fi
}

is_at_home() {
    # The commands in an environment stop working when it is moved or copied: it knows where it was made.
    grep -qF "$(pwd -P)/" "$bin/activate" 2>/dev/null
}

if [ -x "$bin/python" ] && [ -f "$stamp" ] && is_at_home && state | cmp -s - "$stamp"; then
    exit 0
fi

if ! is_new_enough "$bin/python" || ! "$bin/python" -m pip --version >/dev/null 2>&1; then
    make_venv
elif ! is_at_home; then
    say "$venv was made in another folder"
    make_venv
fi
say "the packages for '$kind' are new or have changed"
eval "$("$bin/python" tools/pip_settings.py)"
install_uv
for list in $wanted; do
    case $list in
        # Everything it needs is pinned in it, so nothing may follow: torch would bring gigabytes of CUDA packages.
        */st.txt) prefer_cpu_torch; install "$list" --no-deps ;;
        *) install "$list" ;;
    esac
done
say "installing govplan itself (this folder, editable)"
uv_install --quiet --no-deps --no-build-isolation --editable . ||
    pip_install --quiet --no-deps --no-build-isolation --editable . || no_packages
state >"$stamp"
if [ "$kind" = dev ]; then
    # What developers have includes what the app needs.
    wanted="requirements/runtime.txt"
    state >"$venv/.govplan-run"
fi
say "ready"

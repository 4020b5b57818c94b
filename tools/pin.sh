#!/bin/sh
# Write requirements/*.txt: the exact versions that every machine installs. No index address is ever written.
# Keeps the present pins unless UPGRADE=1.
set -eu

bin=.venv/bin
eval "$("$bin/python" tools/pip_settings.py)"
# Extra indexes and folders of wheels are this machine's own: what is pinned must be on the main index.
unset UV_INDEX UV_FIND_LINKS

compile() {
    out=$1
    shift
    "$bin/uv" pip compile --quiet --universal --no-annotate --python-version 3.11 --no-emit-index-url --no-emit-find-links \
        --custom-compile-command "make pin" ${UPGRADE:+--upgrade} --output-file "$out" "$@"
    echo "$out: $(grep -c '^[a-zA-Z0-9]' "$out") packages"
}

compile requirements/bootstrap.txt requirements/bootstrap.in
compile requirements/runtime.txt pyproject.toml requirements/build.in --constraint requirements/constraints.in
compile requirements/dev.txt --group pyproject.toml:dev --constraint requirements/runtime.txt
# torch's CUDA packages are left out of st.txt, which is installed without dependencies: its tests run on the CPU.
compile requirements/st.txt requirements/st.in --config-file requirements/st.uv.toml \
    --constraint requirements/runtime.txt --constraint requirements/dev.txt

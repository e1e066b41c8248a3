#!/bin/sh
# Makes the virtual environment named by the first argument, with the best Python on this machine.
set -eu
target=$1

usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

for python in ${PYTHON:-} python3.13 python3.12 python3.11 python3.14 python3; do
    if usable "$python"; then
        echo "Making $target with $("$python" --version)"
        exec "$python" -m venv --clear "$target"
    fi
done

echo "Kierros needs Python 3.11 or newer with its venv and ensurepip modules, and found none.
Install one (on Debian and Ubuntu: the packages python3 and python3-venv),
or name one that is somewhere else: make run PYTHON=/path/to/python3" >&2
exit 1

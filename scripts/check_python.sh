#!/bin/sh
# Say in plain words what is missing before anything is installed.
set -eu
python=${PYTHON:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
  echo "Python is missing. On Debian or Ubuntu: apt install python3 python3-venv" >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Python 3.11 or newer is needed; $("$python" --version) is here. Say which with: make PYTHON=python3.12 run" >&2
  exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  echo "python3-venv is missing. On Debian or Ubuntu: apt install python3-venv" >&2
  exit 1
fi

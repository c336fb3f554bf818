# To be sourced. Prints the folder of a virtual environment that has what a file of requirements names:
#   environment=$(python_environment test/aws/requirements.txt)
# Needs Python 3.10 or later with venv, and PyPI the first time: what is installed is kept in node_modules/.cache.

python_environment() {
  local requirements=$1 python=${PYTHON:-python3} digest cache environment unfinished
  python_fail() {
    printf '%s: %s\n' "$requirements" "$1" >&2
    exit 1
  }
  command -v "$python" > /dev/null ||
    python_fail "there is no $python: install Python 3.10 or later, or name it in PYTHON"
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    python_fail "$("$python" --version) is too old: install Python 3.10 or later, or name it in PYTHON"
  "$python" -c 'import ensurepip, venv' 2> /dev/null ||
    python_fail "$python cannot make a virtual environment: install python3-venv (Debian, Ubuntu: apt-get install python3-venv)"

  # Another Python or other requirements are another folder. It gets its name when it is complete, and so is never half made.
  digest=$({ "$python" --version && cat "$requirements"; } | "$python" -c \
    'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest()[:16])')
  cache=node_modules/.cache/python
  environment=$cache/$digest
  if [ ! -x "$environment/bin/python" ]; then
    mkdir -p "$cache"
    unfinished=$(mktemp -d "$cache/unfinished-XXXXXX")
    trap 'rm -rf "$unfinished"' EXIT
    "$python" -m venv "$unfinished"
    "$unfinished/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements" >&2 ||
      python_fail "its packages could not be installed: is PyPI, or a mirror that pip knows of, within reach?"
    # Two at once: the first to be done is kept.
    [ -e "$environment" ] || mv "$unfinished" "$environment"
    rm -rf "$unfinished"
    trap - EXIT
  fi
  printf '%s\n' "$environment"
}

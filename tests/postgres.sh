#!/bin/sh
# Finds the server programs of PostgreSQL, which the tests of fagmøter start on their own, or installs them where that
# can be done, or says what is missing. (Debian's package starts a server too; the tests do not touch it.)
found() {
  for name in initdb pg_ctl; do
    command -v "$name" >/dev/null || ls /usr/lib/postgresql/*/bin/"$name" >/dev/null 2>&1 || return 1
  done
}
found && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing PostgreSQL for the tests of fagmøter …"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
  found && exit 0
fi
echo "The tests need PostgreSQL's initdb and pg_ctl, in PATH or in /usr/lib/postgresql/*/bin: install them" >&2
echo "(on Debian or Ubuntu: sudo apt-get install postgresql)." >&2
exit 1

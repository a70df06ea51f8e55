#!/bin/sh
# Finds what checks the built pages from outside (the Nu checker, Lighthouse), or installs it where that can be done, or
# says what is missing. It goes into .cache/verktoy, as tests/browser/package-lock.json has it; its scripts are not run.
# (package.json names a third-party-web: Lighthouse asks for the «latest», which a lock without addresses cannot answer.)
missing=""
for name in node npm java; do
  command -v "$name" >/dev/null || missing="$missing $name"
done
if [ -n "$missing" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing$missing for the checks of the pages …"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nodejs npm default-jre-headless >/dev/null
  missing=""
  for name in node npm java; do
    command -v "$name" >/dev/null || missing="$missing $name"
  done
fi
if [ -n "$missing" ]; then
  echo "The checks of the pages need$missing: install Node.js 20 with npm, and Java 17" >&2
  echo "(on Debian or Ubuntu: sudo apt-get install nodejs npm default-jre-headless)." >&2
  exit 1
fi
here=$(dirname "$0")/browser
there=$(dirname "$0")/../.cache/verktoy
cmp -s "$here/package-lock.json" "$there/package-lock.json" && [ -f "$there/node_modules/.package-lock.json" ] && exit 0
echo "Installing the Nu checker and Lighthouse …"
rm -rf "$there" && mkdir -p "$there" && cp "$here/package.json" "$here/package-lock.json" "$there/" || exit 1
npm ci --prefix "$there" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null && exit 0
rm -rf "$there"
echo "The Nu checker and Lighthouse could not be installed: npm says why above." >&2
exit 1

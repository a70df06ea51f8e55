#!/bin/sh
# Finds the browser that the tests drive, or installs it where that can be done, or says what is missing.
for name in "$CHROMIUM" chromium-headless-shell chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" >/dev/null && exit 0
done
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing Chromium for the browser tests …"
  apt-get update -qq && for name in chromium-headless-shell chromium; do  # the shell alone is a third faster
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$name" fonts-noto-core >/dev/null && exit 0
  done
fi
echo "The tests need Chromium: install it (on Debian or Ubuntu: sudo apt-get install chromium)," >&2
echo "or set CHROMIUM to the path of a Chromium or Chrome you have." >&2
exit 1

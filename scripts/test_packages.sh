#!/bin/sh
# What the tests need beside Python: real browsers, fonts for the four languages, an XMPP server.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v firefox-esr >/dev/null 2>&1 || missing="$missing firefox-esr"
command -v ffmpeg >/dev/null 2>&1 || missing="$missing ffmpeg"
[ -d /usr/share/fonts/truetype/noto ] || missing="$missing fonts-noto-core"
command -v prosody >/dev/null 2>&1 || missing="$missing prosody"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq
  # shellcheck disable=SC2086 # a list of names
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "The tests need these packages:$missing. As root: apt install$missing" >&2
  exit 1
fi

#!/bin/sh
# What the tests need beside Python: browsers, fonts for the four languages, real XMPP and mail servers.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v firefox-esr >/dev/null 2>&1 || missing="$missing firefox-esr"
command -v ffmpeg >/dev/null 2>&1 || missing="$missing ffmpeg"
[ -d /usr/share/fonts/truetype/noto ] || missing="$missing fonts-noto-core"
command -v prosody >/dev/null 2>&1 || missing="$missing prosody"
[ -x /usr/sbin/exim4 ] || missing="$missing exim4-daemon-light"
[ -x /usr/lib/dovecot/imap ] || missing="$missing dovecot-imapd"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  # Only the programs are wanted: no daemon of theirs is started.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    trap 'rm -f "$policy"' EXIT
  fi
  apt-get update -qq
  # shellcheck disable=SC2086 # a list of names
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "The tests need these packages:$missing. As root: apt install$missing" >&2
  exit 1
fi

#!/bin/sh
# Starts qBittorrent the way the linuxserver.io image does: settings in /config, as PUID:PGID.
set -eu
umask "${UMASK:-022}"

conf=/config/qBittorrent/qBittorrent.conf
mkdir -p /config/qBittorrent
[ -e "$conf" ] || cp /defaults/qBittorrent.conf "$conf"
# Without a terminal an unaccepted notice ends the program, so a file that was put there earlier gets this one line.
grep -q '^\[LegalNotice\]' "$conf" || printf '\n[LegalNotice]\nAccepted=true\n' >>"$conf"

set -- qbittorrent-nox "--webui-port=${WEBUI_PORT:-8080}" "$@"

# Started with --user, there is nothing to change to.
[ "$(id -u)" = 0 ] || exec "$@"
chown -R "${PUID:-911}:${PGID:-911}" /config
# By its path, since busybox's shell prefers its own setpriv, which cannot change users.
exec /usr/bin/setpriv --reuid "${PUID:-911}" --regid "${PGID:-911}" --clear-groups -- "$@"

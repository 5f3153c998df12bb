#!/bin/sh
# Starts qBittorrent the way the linuxserver.io image does: settings in /config, as PUID:PGID.
set -eu
umask "${UMASK:-022}"

conf=/config/qBittorrent/qBittorrent.conf
mkdir -p /config/qBittorrent
[ -e "$conf" ] || cp /defaults/qBittorrent.conf "$conf"
# ensure SECTION KEY VALUE: adds a setting that the file says nothing about. What it says, stays.
ensure() {
  grep -qF "$2=" "$conf" || printf '\n[%s]\n%s=%s\n' "$1" "$2" "$3" >>"$conf"
}
# Without a terminal, a notice that was not accepted ends the program.
ensure LegalNotice Accepted true
# Both ask for names of the Internet, which the lab has not; a stop would wait ten seconds for the answers.
ensure BitTorrent 'Session\DHTEnabled' false
ensure Preferences 'Connection\ResolvePeerCountries' false

[ -z "${TORRENTING_PORT:-}" ] || set -- "--torrenting-port=$TORRENTING_PORT" "$@"
set -- qbittorrent-nox "--webui-port=${WEBUI_PORT:-8080}" "$@"

# Started with --user, there is nothing to change to.
[ "$(id -u)" = 0 ] || exec "$@"
chown -R "${PUID:-911}:${PGID:-911}" /config
# By its path, since busybox's shell prefers its own setpriv, which cannot change users.
exec /usr/bin/setpriv --reuid "${PUID:-911}" --regid "${PGID:-911}" --clear-groups -- "$@"

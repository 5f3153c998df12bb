#!/bin/sh
# Follows the official image: options or a configuration file alone mean redis-server, which never runs as root.
set -eu

case "${1:-}" in
  -* | *.conf) set -- redis-server "$@" ;;
esac
[ "${1:-}" = redis-server ] || exec "$@"

# The official image is built with protected mode off, since a container's loopback is of no use to anyone else.
# Debian's is not, so it is switched off here unless the command or its file says something about it.
case "$*" in
  *protected-mode*) ;;
  *.conf*) grep -qs '^[[:space:]]*protected-mode' "$2" || set -- "$@" --protected-mode no ;;
  *) set -- "$@" --protected-mode no ;;
esac

umask 0077
[ "$(id -u)" = 0 ] || exec "$@"
find . \! -user redis -exec chown redis:redis {} +
# By its path, since busybox's shell prefers its own setpriv, which cannot change users.
exec /usr/bin/setpriv --reuid redis --regid redis --clear-groups -- "$@"

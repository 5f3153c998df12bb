#!/bin/sh
# The real image has one program for both; the check is small here, since it runs every five seconds.
case "${1:-}" in
  healthcheck) exec timeout 4 wget -q -O /dev/null http://127.0.0.1:9999/ ;;
  '') exec node --max-old-space-size=48 --max-semi-space-size=1 /app/gluetun/main.ts ;;
  *) exec "$@" ;;
esac

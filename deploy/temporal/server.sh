#!/bin/sh
# The server's configuration template takes the password from the environment only: it is read here, at the last moment.
set -eu

POSTGRES_PWD=$(cat /run/secrets/temporal-database-password)
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh

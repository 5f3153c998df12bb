#!/bin/sh
# Follows the official image: makes a database cluster in an empty data folder, then runs the server, never as root.
set -eu

case "${1:-}" in -*) set -- postgres "$@" ;; esac
[ "${1:-}" = postgres ] || exec "$@"

# file_env VAR: takes the value from the file that VAR_FILE names. Both at once would leave open which one counts.
file_env() {
  eval "value=\${$1:-} file=\${$1_FILE:-}"
  if [ -n "$value" ] && [ -n "$file" ]; then
    echo "error: both $1 and $1_FILE are set (but are exclusive)" >&2
    exit 1
  fi
  [ -z "$file" ] || value=$(cat "$file")
  export "$1=$value"
  unset "$1_FILE"
}

# The server and initdb refuse a user without a name; one given by --user often has none.
name_user() {
  id -un >/dev/null 2>&1 && return
  names=$(mktemp -d)
  echo "postgres:x:$(id -u):$(id -g)::/:/bin/false" >"$names/passwd"
  echo "postgres:x:$(id -g):" >"$names/group"
  export LD_PRELOAD=libnss_wrapper.so NSS_WRAPPER_PASSWD="$names/passwd" NSS_WRAPPER_GROUP="$names/group"
}

# The cluster is made beside its place and moved there when complete, PG_VERSION last: a start that was killed half-way
# is made good by the next one, and nothing that this script did not make is ever deleted.
stage="$PGDATA/.initializing"

create_cluster() {
  file_env POSTGRES_PASSWORD
  file_env POSTGRES_USER
  file_env POSTGRES_DB
  file_env POSTGRES_INITDB_ARGS
  POSTGRES_USER=${POSTGRES_USER:-postgres}
  POSTGRES_DB=${POSTGRES_DB:-$POSTGRES_USER}
  if [ -z "$POSTGRES_PASSWORD" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    echo 'Error: Database is uninitialized and superuser password is not specified.' >&2
    echo '       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser.' >&2
    exit 1
  fi
  rm -rf "$stage"
  if [ -n "$(ls -A "$PGDATA")" ]; then
    echo "Error: $PGDATA is not empty and holds no database." >&2
    exit 1
  fi

  secret=$(mktemp)
  printf '%s\n' "$POSTGRES_PASSWORD" >"$secret"
  # shellcheck disable=SC2086 # several arguments by design, as in the official image
  initdb --pgdata="$stage" --username="$POSTGRES_USER" --pwfile="$secret" --auth-local=trust \
    --auth-host="${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" ${POSTGRES_INITDB_ARGS:-}
  rm "$secret"
  echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$stage/pg_hba.conf"
  echo "listen_addresses = '*'" >>"$stage/postgresql.conf"

  # On its socket only, so that nobody who waits for the port meets the server before it is complete.
  pg_ctl -D "$stage" -o "-c listen_addresses=''" -w start
  [ "$POSTGRES_DB" = postgres ] || createdb --username="$POSTGRES_USER" --maintenance-db=postgres "$POSTGRES_DB"
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
      *.sh) . "$file" ;;
      *.sql) psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -f "$file" ;;
    esac
  done
  pg_ctl -D "$stage" -m fast -w stop
  touch "$stage.complete"
}

move_into_place() {
  for path in "$stage"/*; do
    [ "$path" = "$stage/PG_VERSION" ] || mv "$path" "$PGDATA/"
  done
  mv "$stage/PG_VERSION" "$PGDATA/"
  rm -rf "$stage" "$stage.complete"
}

mkdir -p "$PGDATA"
if [ "$(id -u)" = 0 ]; then
  find "$PGDATA" \! -user postgres -exec chown postgres:postgres {} +
  chmod 0700 "$PGDATA"
  # By its path, since busybox's shell prefers its own setpriv, which cannot change users.
  exec /usr/bin/setpriv --reuid postgres --regid postgres --clear-groups -- "$0" "$@"
fi

chmod 0700 "$PGDATA" 2>/dev/null || echo "note: $PGDATA belongs to another user, its mode stays" >&2
name_user
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  [ -e "$stage.complete" ] || create_cluster
  move_into_place
fi
unset POSTGRES_PASSWORD
exec "$@"

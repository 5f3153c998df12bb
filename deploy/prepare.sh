#!/bin/sh
# Makes what docker-compose.yml asks for: passwords as files, and this machine's settings. What is there already stays.
#   deploy/prepare.sh DATA_FOLDER CONFIG_FOLDER
set -eu

[ $# -eq 2 ] || { echo 'usage: deploy/prepare.sh DATA_FOLDER CONFIG_FOLDER (absolute paths)' >&2; exit 2; }
for folder in "$1" "$2"; do
  case $folder in
    /*) ;;
    *) echo "prepare.sh: $folder is not an absolute path" >&2; exit 2 ;;
  esac
done

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
secrets=$here/secrets
settings=$here/.env

# Containers read a secret as users of their own, so the files are readable and the folder is not: nobody but its owner
# reaches them, and each container is given only the files that it names.
mkdir -p "$secrets"
chmod 0700 "$secrets"

keep() {
  [ -s "$secrets/$1" ] || printf '%s' "$2" >"$secrets/$1"
  chmod 0444 "$secrets/$1"
}

password() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

keep postgres-password "$(password)"
keep temporal-database-password "$(password)"
keep showrunner-database-password "$(password)"
keep database-url "postgres://showrunner:$(cat "$secrets/showrunner-database-password")@postgres:5432/showrunner"

if [ ! -e "$settings" ]; then
  docker_group=${DOCKER_GROUP:-$(stat -c %g /var/run/docker.sock)}
  user=$(id -u)
  group=$(id -g)
  # Services never run as root.
  [ "$user" -ne 0 ] || { user=1000 group=1000; }
  mkdir -p "$1" "$2"
  [ "$(id -u)" -ne 0 ] || chown "$user:$group" "$2"
  {
    echo "DATA_FOLDER=$1"
    echo "CONFIG_FOLDER=$2"
    echo "RUN_AS_UID=$user"
    echo "RUN_AS_GID=$group"
    echo "DOCKER_GROUP=$docker_group"
  } >"$settings"
fi

cat "$settings"

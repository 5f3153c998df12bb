#!/bin/sh
# Brings Temporal's two databases to the schema of this version of the tools. Does nothing where they have it.
# Run it before a newer server starts; servers go up one minor version at a time.
set -eu

SQL_PASSWORD=$(cat /run/secrets/temporal-database-password)
export SQL_PASSWORD

schema() {
  temporal-sql-tool --plugin postgres12 --endpoint postgres --port 5432 --user temporal --database "$1" "$2" "$3" "$4"
}

schema temporal setup-schema -v 0.0
schema temporal update-schema -d /etc/temporal/schema/postgresql/v12/temporal/versioned
schema temporal_visibility setup-schema -v 0.0
schema temporal_visibility update-schema -d /etc/temporal/schema/postgresql/v12/visibility/versioned

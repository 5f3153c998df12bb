#!/bin/sh
# Brings Temporal's two databases to the schema of this version of the tools; where they have it, it changes nothing.
# A newer server needs the newer schema first, and goes up one minor version at a time.
set -eu

SQL_PASSWORD=$(cat /run/secrets/temporal-database-password)
export SQL_PASSWORD
schemas=/etc/temporal/schema/postgresql/v12

SQL_DATABASE=temporal temporal-sql-tool setup-schema -v 0.0
SQL_DATABASE=temporal temporal-sql-tool update-schema -d "$schemas/temporal/versioned"
SQL_DATABASE=temporal_visibility temporal-sql-tool setup-schema -v 0.0
SQL_DATABASE=temporal_visibility temporal-sql-tool update-schema -d "$schemas/visibility/versioned"

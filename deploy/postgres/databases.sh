#!/bin/sh
# Run once by PostgreSQL's image, on an empty data folder: a role and databases for each of the two that use the server.
# The passwords are read by psql itself, so that they are in no argument.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --quiet <<'SQL'
\set showrunner `cat /run/secrets/showrunner-database-password`
\set temporal `cat /run/secrets/temporal-database-password`
CREATE ROLE showrunner LOGIN PASSWORD :'showrunner';
CREATE ROLE temporal LOGIN PASSWORD :'temporal';
CREATE DATABASE showrunner OWNER showrunner;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
SQL

#!/bin/bash
# Runs once, when the database's volume is new: makes one group role and one login for each service.
# `kierros migrate` grants each group role what its service may do, and no more; a login is a member of its own group alone.
set -eu

sql() {
	psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"
}

# Passwords are read from the environment by psql itself: on its command line every process could see them.
make_role() {
	sql --set=login="$1" --set=group="kierros_$1" --set=database="$POSTGRES_DB" <<-SQL
		\getenv password $2
		CREATE ROLE :"group" NOLOGIN;
		CREATE ROLE :"login" LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE IN ROLE :"group";
		GRANT CONNECT ON DATABASE :"database" TO :"group";
	SQL
}

sql --set=database="$POSTGRES_DB" <<-'SQL'
	REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
	REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
make_role catalogue CATALOGUE_PASSWORD
make_role registration REGISTRATION_PASSWORD
make_role notifications NOTIFICATIONS_PASSWORD

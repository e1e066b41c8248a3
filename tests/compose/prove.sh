#!/bin/bash
# Builds the containers, brings them up, proves them (tests/compose/proof.py) and takes them down again.
# With a container engine running, it is used. Without one, a prover script brings its own: KIERROS_COMPOSE_PROVER names it;
# it takes `-t seconds` for well-being, `-c check` and the project's folder, and needs root.
set -eu
cd "$(dirname "$0")/../.."
prover=${KIERROS_COMPOSE_PROVER:-../shared/tools/prove_compose.sh}

python=python3
[ -x .venv/bin/python ] && python=$PWD/.venv/bin/python
secret() { "$python" -c 'import secrets; print(secrets.token_hex(24))'; }
free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Of this run alone: what a .env file here says counts less than the environment.
export KIERROS_SECRET_KEY KIERROS_DB_OWNER_PASSWORD KIERROS_DB_CATALOGUE_PASSWORD KIERROS_DB_REGISTRATION_PASSWORD
export KIERROS_DB_NOTIFICATIONS_PASSWORD KIERROS_HTTP_PORT KIERROS_HTTPS_PORT KIERROS_MAILBOX_PORT KIERROS_ORIGIN
export KIERROS_TLS='' KIERROS_MAIL_URL=smtp://mail:1025 KIERROS_MAIL_FROM='Kierros <kierros@example.org>' KIERROS_INBOUND_URL=''
KIERROS_SECRET_KEY=$(secret)
KIERROS_DB_OWNER_PASSWORD=$(secret)
KIERROS_DB_CATALOGUE_PASSWORD=$(secret)
KIERROS_DB_REGISTRATION_PASSWORD=$(secret)
KIERROS_DB_NOTIFICATIONS_PASSWORD=$(secret)
KIERROS_HTTP_PORT=$(free_port)
KIERROS_HTTPS_PORT=$(free_port)
KIERROS_MAILBOX_PORT=$(free_port)
KIERROS_ORIGIN=https://localhost:$KIERROS_HTTPS_PORT

check="'$python' -m tests.compose.proof"

if ! docker info >/dev/null 2>&1; then
	if [ ! -f "$prover" ]; then
		echo "No container engine answers here. Start one, or name a prover script in KIERROS_COMPOSE_PROVER." >&2
		exit 1
	fi
	exec bash "$prover" -t 180 -c "$check" "$PWD"
fi

export COMPOSE_PROJECT_NAME=kierros-proof-$$ COMPOSE_FILE=docker-compose.yml
trap 'docker compose down --volumes --rmi local --timeout 10 >/dev/null 2>&1' EXIT
docker compose build
if ! docker compose up --detach --no-build || ! eval "$check"; then
	docker compose logs --tail 40
	exit 1
fi

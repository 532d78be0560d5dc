#!/bin/sh
# Makes one log anew: make.sh NAME PATH… – starts the service of folder NAME (RUN says how), lets three clients send 60 requests,
# and prints the service's log. README.md says with which paths, and what stands around the lines of three of them.
set -e
name=$1
shift
cd "$(dirname "$0")/$name"
PORT=${PORT:-18080} sh -c "exec ${RUN:?}" &
service=$!
node ../clients.mjs "${PORT:-18080}" 3 "${REQUESTS:-60}" "$@"
kill $service

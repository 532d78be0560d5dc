#!/bin/sh
# Makes the parking lots: setup.sh DATABASE_URL
psql -q "$1" -c "drop table if exists lots; create table lots (name text primary key, free int, rev int); insert into lots values ('north', 5, 1), ('south', 5, 1)"

sh setup.sh "$DB"
race-trace record --closed --store "$DB" --query "select name as key, free as value, rev as version from lots" --trace parking.log -- sh traffic.sh "$DB" "$VARIANT"
race-trace init --yes parking.log
race-trace check --source-root . parking.log

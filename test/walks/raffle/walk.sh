redis-cli -u "$DB" MSET prize:bicycle 3 prize:rome 2
race-trace record --closed --store "$DB" --query "GET prize:*" --trace raffle.log -- sh draw.sh "$DB" "$VARIANT"
race-trace init --yes raffle.log
race-trace check --source-root . raffle.log

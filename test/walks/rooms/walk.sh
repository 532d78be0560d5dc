perl book.pl "$VARIANT"
race-trace init --yes rooms.log
race-trace check --source-root . rooms.log

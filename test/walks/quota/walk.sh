java Quota.java "$VARIANT" > quota.log
race-trace init --yes quota.log
race-trace check --source-root . quota.log

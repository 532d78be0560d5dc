#!/bin/sh
# Starts the service and sends it 24 cars, eight at a time: traffic.sh DATABASE_URL unsafe|fixed
set -e
here=$(dirname "$0")
node "$here/server.mjs" "$1" "$2" > parking.log &
server=$!
until grep -q listening parking.log; do sleep 0.1; done
port=$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' parking.log)
curl -s "http://127.0.0.1:$port/health"
for round in 1 2 3; do
  cars=''
  for car in 1 2 3 4; do
    for lot in north south; do
      curl -s -o /dev/null -X POST -H "x-request-id: car-$round-$car-$lot" "http://127.0.0.1:$port/lots/$lot" &
      cars="$cars $!"
    done
  done
  wait $cars
done
kill $server
wait $server || true

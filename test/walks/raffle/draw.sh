#!/bin/sh
# Gives prizes of a raffle away; the count is in Redis: draw.sh REDIS_URL unsafe|fixed
variant=$2
url=$1
redis() { redis-cli -u "$url" --raw "$@"; }
now() { date -u +%Y-%m-%dT%H:%M:%S.%6NZ; }
say() { # BEGUN MESSAGE TICKET PRIZE LEFT_BEFORE LEFT_AFTER
  printf '{"started":"%s","finished":"%s","msg":"%s","ticket":"%s","prize":"%s","left_before":%s,"left_after":%s}\n' "$1" "$(now)" "$2" "$3" "${4#prize:}" "$5" "$6" >> raffle.log
}

claim() { # TICKET PRIZE
  begun=$(now)
  if [ "$variant" = fixed ]; then
    left=$(redis EVAL "local n = tonumber(redis.call('get', KEYS[1])) if n < 1 then return -1 end return redis.call('decr', KEYS[1])" 1 "$2")
    seen=$((left + 1))
  else
    seen=$(redis GET "$2")
    left=$((seen - 1))
    [ "$left" -lt 0 ] || redis SET "$2" "$left" > /dev/null
  fi
  if [ "$left" -lt 0 ]; then say "$begun" "no prize left" "$1" "$2" 0 null; return; fi
  say "$begun" "prize won" "$1" "$2" "$seen" "$left"
}

: > raffle.log
for round in 1 2 3; do
  for person in ada bo cy; do
    claim "$person-$round-b" prize:bicycle &
    claim "$person-$round-r" prize:rome &
  done
  wait
done

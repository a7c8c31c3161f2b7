#!/usr/bin/env bash
# A pool of lamps, each a process, replaced when it dies; the last lamp runs in a session of its own, as careless programs do.
# When this script ends it tells none of them: that nothing is left is the supervisor's work.
set -uo pipefail

lamps=${LAMPS:-4}
declare -A number_of

# lamp NUMBER: blinks for ever.
lamp() {
  while true; do
    sleep $((3 + $1))
    echo "lamp $1 blinks"
  done
}

turn_on() {
  if (($1 == lamps)); then
    setsid bash "$0" lamp "$1" &
  else
    lamp "$1" &
  fi
  number_of[$!]=$1
}

if [[ ${1:-} == lamp ]]; then
  lamp "$2"
fi

trap 'echo "lights: off"; exit 0' TERM INT
for ((number = 1; number <= lamps; number++)); do turn_on "$number"; done
echo "$lamps lamps are on"
while true; do
  wait -n -p ended
  number=${number_of[${ended:-none}]:-}
  [[ -n $number ]] || continue
  unset "number_of[$ended]"
  echo "lamp $number went out and is replaced" >&2
  turn_on "$number"
done

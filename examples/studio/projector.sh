#!/usr/bin/env bash
# Warms its lamp up before it shows anything, and cools it down before it ends.
set -uo pipefail

lamp_seconds=${LAMP_SECONDS:-4}
cool_seconds=${COOL_SECONDS:-3}
picture=${PICTURE:-/tmp/baton-studio/picture}

# A run before this one may have been killed and have left its picture.
rm -f "$picture"
mkdir -p "${picture%/*}"

cool_down() {
  trap '' TERM INT
  rm -f "$picture"
  echo "cooling the lamp down" >&2
  sleep "$cool_seconds"
  echo "the lamp is cold"
  exit 0
}
trap cool_down TERM INT

for ((second = 1; second <= lamp_seconds; second++)); do
  printf '\rwarming up %d/%d' "$second" "$lamp_seconds"
  sleep 1 &
  wait $!
done
: >"$picture"
printf '\rthe picture is on\n'

frame=0
while true; do
  frame=$((frame + 50))
  echo "frame $frame"
  sleep 2 &
  wait $!
done

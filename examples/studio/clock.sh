#!/usr/bin/env bash
# Tells the time once a second.
set -uo pipefail

trap 'echo "clock: goodbye"; exit 0' TERM INT
while true; do
  printf 'it is %(%H:%M:%S)T\n' -1
  # A signal interrupts wait, not sleep: the goodbye comes at once.
  sleep 1 &
  wait $!
done

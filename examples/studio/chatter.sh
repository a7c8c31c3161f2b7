#!/usr/bin/env bash
# A noisy logger: every third second one burst of 5,000 lines, a progress bar that overwrites itself, and at times a line of 200 kB.
set -uo pipefail

burst=0
while true; do
  burst=$((burst + 1))
  seq -f "burst $burst, line %.0f: nobody will ever read this" 5000
  for percent in 25 50 75 100; do
    printf '\rloading gossip %d %%' "$percent"
    sleep 0.1
  done
  printf '\n'
  ((burst % 5)) || { head -c 200000 /dev/zero | tr '\0' 'x'; printf '\n'; }
  echo "burst $burst is over" >&2
  sleep 3
done

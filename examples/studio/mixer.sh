#!/usr/bin/env bash
# Mixes picture and time; warnings go to stderr.
set -uo pipefail

trap 'echo "mixer: faders down"; exit 0' TERM INT
scene=0
while true; do
  scene=$((scene + 1))
  echo "scene $scene: fader at $((RANDOM % 100)) %"
  ((scene % 5)) || echo "scene $scene: the sound is close to its limit" >&2
  sleep 1.5 &
  wait $!
done

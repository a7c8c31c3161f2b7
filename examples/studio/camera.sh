#!/usr/bin/env bash
# Films with the device that it is given, and holds it open.
set -uo pipefail

exec 3<"$1" || exit 1
trap 'echo "camera: cut"; exit 0' TERM INT
while true; do
  echo "filming"
  sleep 2 &
  wait $!
done

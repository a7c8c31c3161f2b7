#!/usr/bin/env bash
# Says something to its device every second. It holds the device open, as such programs do: a device that was plugged in anew is another.
set -uo pipefail

device=$1
exec 3<"$device" || exit 1
trap 'echo "talker: hushed"; exit 0' TERM INT
echo "talking to $(readlink -f "$device") with the voice $VOICE"
while true; do
  echo "hello"
  sleep 1 &
  wait $!
done

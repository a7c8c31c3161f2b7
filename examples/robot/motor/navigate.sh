#!/usr/bin/env bash
# Asks the motors how fast they are, every second.
set -uo pipefail

while true; do
  if exec 3<>"/dev/tcp/127.0.0.1/$MOTOR_PORT"; then
    read -r -t 2 speed <&3 && echo "the motors say: $speed"
    exec 3>&-
  fi
  sleep 1
done

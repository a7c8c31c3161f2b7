#!/usr/bin/env bash
# Does not listen.
trap 'echo "I heard you, and no"' TERM INT HUP

while true; do
  sleep 1
done

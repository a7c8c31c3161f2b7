#!/usr/bin/env bash
# Streams, until the file "broken" lies beside it.
set -uo pipefail

frame=0
while [[ ! -e video/broken ]]; do
  frame=$((frame + 25))
  echo "frame $frame"
  sleep 1
done
echo "the lens is broken" >&2
exit 1

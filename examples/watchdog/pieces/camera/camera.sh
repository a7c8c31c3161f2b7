#!/usr/bin/env bash
# Takes pictures for a while and ends well, but leaves a helper behind in a session of its own.
set -uo pipefail

setsid sleep 3600 &
for ((picture = 1; picture <= ${PICTURES:-20}; picture++)); do
  echo "picture $picture"
  sleep 1
done
echo "the film is full"

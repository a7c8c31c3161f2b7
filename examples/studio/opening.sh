#!/usr/bin/env bash
# Prepares the evening and ends.
set -euo pipefail

for step in "sweeping the stage" "checking the exits" "opening the doors"; do
  echo "$step"
  sleep 0.3
done

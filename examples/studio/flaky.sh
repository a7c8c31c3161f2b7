#!/usr/bin/env bash
# Works for a while, then ends as real programs do: with one exit code or another, or by a signal.
set -uo pipefail
ulimit -c 0 # No core file for a crash that is meant.

lives=$((5 + RANDOM % 20))
echo "feeling fine, for now"
for ((second = 0; second < lives; second++)); do
  sleep 1
  echo "still here after $((second + 1)) s"
done

case $((RANDOM % 4)) in
  0) echo "out of ideas" >&2; exit 1 ;;
  1) echo "cannot find my notes" >&2; exit 42 ;;
  2) echo "this hurts" >&2; kill -SEGV $$ ;;
  3) echo "somebody is after me" >&2; kill -KILL $$ ;;
esac

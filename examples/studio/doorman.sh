#!/usr/bin/env bash
# Asks the box office how many tickets it sold, every two seconds.
set -uo pipefail

while true; do
  if exec 3<>"/dev/tcp/127.0.0.1/$1"; then
    printf 'GET / HTTP/1.0\r\n\r\n' >&3
    while read -r -t 2 line <&3; do [[ $line == *sold ]] && echo "$line"; done
    exec 3>&-
  fi
  sleep 2
done

#!/usr/bin/env bash
# Builds Baton for use without this checkout and without .NET.
#
#   ./build.sh native   one native executable: artifacts/native/baton
#
# Nothing is installed: what is missing is named. The executable is replaced by a rename, so that a running Baton keeps the one it runs from.
set -uo pipefail

root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
work=$root/artifacts/native-build
target=$root/artifacts/native/baton
log=$work/build.log

die() {
  printf 'build.sh: %s\n' "$@" >&2
  exit 1
}

# The C tools that link the executable, tried out rather than looked for: a compiler without headers or linker links nothing.
require_linker() {
  local compiler='' missing=()
  for compiler in clang gcc ''; do command -v "$compiler" >/dev/null && break; done
  [[ -n $compiler ]] || missing+=(clang)
  command -v ld >/dev/null && command -v objcopy >/dev/null || missing+=(binutils)
  if [[ -n $compiler ]] && ((${#missing[@]} == 0)); then
    "$compiler" -x c -o "$work/linked" - -lm >"$log" 2>&1 <<<'int main(void) { return 0; }' && { rm -f "$work/linked"; return; }
    cat "$log" >&2
  fi
  [[ -e /usr/include/stdlib.h ]] || missing+=(libc6-dev)
  ((${#missing[@]})) || die "cannot link: \"$compiler\" does not link an empty program, see above"
  die "cannot link: packages are missing: ${missing[*]}" "install them (apt-get install ${missing[*]}), then run this again"
}

# All that the executable is made from, by content, so that a folder of artifacts can be kept between checkouts; the tools with it.
sources() {
  (cd "$root" && dotnet --version; find src build.sh global.json Directory.Build.props Directory.Packages.props .editorconfig BannedSymbols.txt \
    \( -name bin -o -name obj \) -prune -o -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum)
}

# common FRAMEWORK: what restore and publish are both told. Objects and lock files of one framework are of no use to another. The analyzers have their say in ./test.
common() {
  printf '%s\0' -p:BatonNative=true "-p:BatonTargetFramework=$1" "-p:ArtifactsPath=$work/$1" -p:RestoreLockedMode=false \
    --use-current-runtime --disable-build-servers -p:RunAnalyzers=false -v quiet
}

# restore FRAMEWORK: 0 when all is there; 3 when the registry lacks the packages that make native executables for it.
restore() {
  local arguments
  mapfile -d '' -t arguments < <(common "$1")
  (cd "$root" && dotnet restore src/Baton "${arguments[@]}") >"$log" 2>&1 </dev/null && return
  grep -qE 'NU110[0-3].*(NativeAOT|ILCompiler|ilcompiler)' "$log" && return 3
  return 1
}

# choose_framework: sets framework to the newest one whose packages can be had.
choose_framework() {
  for framework in net10.0 net9.0; do
    restore "$framework" && return
    (($? == 3)) || { cat "$log" >&2; die "the packages could not be restored"; }
    echo "build.sh: the package registry lacks what native executables of $framework are made from" >&2
  done
  die "no native executable can be built with this package registry" "wanted: Microsoft.NETCore.App.Runtime.NativeAOT.* and runtime.*.Microsoft.DotNet.ILCompiler, 10.0 or 9.0"
}

native() {
  local framework arguments fresh stamp
  mkdir -p "$work" "${target%/*}" || die "\"$root/artifacts\" cannot be written"
  source "$root/.ci/require-sdk"
  require_sdk "$root"
  command -v flock >/dev/null || die "the program \"flock\" (package util-linux) is not installed"
  # Two builds at once would share their object files.
  exec 9>"$work/lock" || die "\"$work/lock\" cannot be written"
  flock 9
  stamp=$(sources)
  if [[ -x $target && -f $work/sources && $stamp == "$(<"$work/sources")" ]]; then
    echo "$target"
    return
  fi
  require_linker
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
  [[ -n ${HOME:-} ]] || export DOTNET_CLI_HOME=$root/artifacts/home

  choose_framework
  [[ $framework == net10.0 ]] || echo "build.sh: building for $framework instead. .NET 9 is out of support: it gets no security fixes any more" >&2
  echo "building the native executable (takes a minute or two) ..." >&2
  mapfile -d '' -t arguments < <(common "$framework")
  if ! (cd "$root" && dotnet publish src/Baton -c Release --no-restore "${arguments[@]}" "-p:PublishDir=$work/published/") >"$log" 2>&1 9>&- </dev/null; then
    cat "$log" >&2
    die "the build failed"
  fi
  fresh=$work/published/baton
  "$fresh" version >/dev/null || die "the executable was built, but does not run: \"$fresh\""
  rm -f "$work/sources"
  cp "$fresh" "$target.new" && mv -T "$target.new" "$target" || die "\"$target\" cannot be replaced"
  printf '%s\n' "$stamp" >"$work/sources" || die "\"$work\" cannot be written"
  echo "$target"
}

case ${1:-} in
  native) (($# == 1)) || die "unexpected: ${*:2}"; native ;;
  *) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

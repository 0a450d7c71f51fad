#!/bin/sh
# Checks the device on CUDA and measures it against PyTorch, where a python3 with torch is on the path; prints a table.
# Needs Linux on x86-64 with glibc 2.34 or newer (Ubuntu 22.04, Debian 12, RHEL 9), an NVIDIA GPU with its driver, CUDA
# 13 and cuDNN 9, and nothing else. The data archive is to be unpacked over the program's; without it VGG19's goldens
# are left out, and the measurements.
# Arguments: any of conformance, soak, benchmark; all of them by default. Each is a process of its own, as a GPU that
# fails takes its process along, and is stopped after some minutes. Ends with 0 if all was right, 1 if not, 2 if the
# arguments are wrong, 3 if there is no GPU; what is asked for as a speed is told, and changes nothing of that.
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
[ $# -gt 0 ] || set -- conformance soak benchmark
if [ -d "$home/data/models" ]; then
  export STYLESTREAM_MODELS="$home/data/models"
else
  unset STYLESTREAM_MODELS
fi
# CUDA's libraries as a Python has them, however it comes by its packages; cuDNN only where CUDA is 13.
if [ -z "${STYLESTREAM_CUDA:-}" ] && command -v python3 >/dev/null; then
  STYLESTREAM_CUDA=$(python3 -c 'import glob, os, sys
print(":".join(folder for path in sys.path if os.path.isdir(path + "/nvidia/cu13")
               for folder in sorted(glob.glob(path + "/nvidia/*/lib"))))' 2>/dev/null) || STYLESTREAM_CUDA=
  export STYLESTREAM_CUDA
fi
# Bindings and compiled kernels, where programs may be run from: not every home can be written to, nor every /tmp run.
cache=$home/cache
mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] || cache=$(mktemp -d)
export XDG_CACHE_HOME="$cache"
for part in "$@"; do
  case $part in
    conformance | soak | benchmark) ;;
    *) echo "there is no part '$part'; there are conformance, soak and benchmark" >&2; exit 2 ;;
  esac
done
status=0
for part in "$@"; do
  case $part in
    conformance) seconds=240 ;;
    soak) seconds=90 ;;
    *) seconds=240 ;;
  esac
  code=0
  timeout -k 10 "$seconds" "$home/runtime/bin/java" --add-modules jdk.incubator.vector -XX:+UseSerialGC -Xmx8g \
    "-Dorg.bytedeco.javacpp.cachedir=$cache/javacpp" \
    -cp "$home/goldens:$home/lib/*" org.stylestream.gpucheck.GpuCheck "$part" || code=$?
  case $code in
    0) ;;
    3) exit 3 ;;
    124 | 137) echo "$part: stopped after $seconds s"; status=1 ;;
    *) echo "$part: NOT RIGHT"; status=1 ;;
  esac
done
exit $status

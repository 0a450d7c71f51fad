#!/bin/sh
# Checks the device on CUDA and measures it against PyTorch, where a python3 with torch is on the path; prints a table.
# Needs Linux on x86-64, an NVIDIA GPU with its driver, CUDA 13 and cuDNN 9, and nothing else. The data archive is to be
# unpacked over the program's; without it VGG19's goldens are left out, and the measurements.
# Arguments: any of conformance, soak, benchmark; all of them by default.
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
if [ -d "$home/data/models" ]; then
  export STYLESTREAM_MODELS="$home/data/models"
else
  unset STYLESTREAM_MODELS
fi
# CUDA's libraries as a Python has them, however it comes by its packages.
if [ -z "${STYLESTREAM_CUDA:-}" ] && command -v python3 >/dev/null; then
  STYLESTREAM_CUDA=$(python3 -c 'import glob, sys
print(":".join(folder for path in sys.path for folder in sorted(glob.glob(path + "/nvidia/*/lib"))))') || STYLESTREAM_CUDA=
  export STYLESTREAM_CUDA
fi
exec "$home/runtime/bin/java" --add-modules jdk.incubator.vector -XX:+UseSerialGC -Xmx8g \
  -cp "$home/goldens:$home/lib/*" org.stylestream.gpucheck.GpuCheck "$@"

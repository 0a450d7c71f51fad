package org.stylestream.compute.cuda.nvidia;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.stylestream.compute.cuda.Gpu;
import org.stylestream.compute.cuda.GpuFailedException;

/** Compiles the kernels for a GPU. */
final class KernelCompiler {
  private static final String SOURCE = "kernels.cu";

  private KernelCompiler() {}

  /**
   * The kernels as machine code, or, for a GPU that is newer than the compiler, in the language
   * that the GPU's driver translates.
   *
   * @param capability ten times the compute capability
   * @throws GpuFailedException if the compiler refuses
   */
  static BytePointer compile(int capability) {
    int[] known = architectures();
    boolean exact = Arrays.stream(known).anyMatch(architecture -> architecture == capability);
    int newest = Arrays.stream(known).filter(a -> a <= capability).max().orElse(known[0]);
    return compile(exact ? "sm_" + capability : "compute_" + newest, exact);
  }

  /** The compute capabilities, times ten, that the compiler knows. */
  static int[] architectures() {
    int[] count = new int[1];
    check(nvrtc.nvrtcGetNumSupportedArchs(count));
    int[] architectures = new int[count[0]];
    check(nvrtc.nvrtcGetSupportedArchs(architectures));
    return architectures;
  }

  /** The compiler's version. */
  static String version() {
    int[] major = new int[1];
    int[] minor = new int[1];
    check(nvrtc.nvrtcVersion(major, minor));
    return major[0] + "." + minor[0];
  }

  private static BytePointer compile(String architecture, boolean machineCode) {
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer source = new BytePointer(source(), StandardCharsets.UTF_8);
        BytePointer name = new BytePointer(SOURCE, StandardCharsets.UTF_8);
        BytePointer target =
            new BytePointer("--gpu-architecture=" + architecture, StandardCharsets.UTF_8);
        BytePointer standard = new BytePointer("--std=c++17", StandardCharsets.UTF_8);
        PointerPointer<BytePointer> options = new PointerPointer<>(target, standard)) {
      check(
          nvrtc.nvrtcCreateProgram(
              program, source, name, 0, (PointerPointer<?>) null, (PointerPointer<?>) null));
      int status = nvrtc.nvrtcCompileProgram(program, 2, options);
      if (status != 0) {
        throw new GpuFailedException(
            "the kernels can't be compiled for %s: %s".formatted(architecture, log(program)));
      }
      return result(program, machineCode);
    } finally {
      nvrtc.nvrtcDestroyProgram(program);
    }
  }

  static String source() {
    try (InputStream source = Gpu.class.getResourceAsStream(SOURCE)) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      check(nvrtc.nvrtcGetProgramLogSize(program, size));
      try (BytePointer log = new BytePointer(size.get())) {
        check(nvrtc.nvrtcGetProgramLog(program, log));
        return log.getString();
      }
    }
  }

  private static BytePointer result(_nvrtcProgram program, boolean machineCode) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      check(
          machineCode
              ? nvrtc.nvrtcGetCUBINSize(program, size)
              : nvrtc.nvrtcGetPTXSize(program, size));
      BytePointer code = new BytePointer(size.get());
      check(machineCode ? nvrtc.nvrtcGetCUBIN(program, code) : nvrtc.nvrtcGetPTX(program, code));
      return code;
    }
  }

  private static void check(int status) {
    if (status != 0) {
      throw new GpuFailedException(
          "NVRTC failed: " + nvrtc.nvrtcGetErrorString(status).getString());
    }
  }
}

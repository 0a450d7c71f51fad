package org.stylestream.compute.cuda.nvidia;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.stylestream.compute.file.FileReplacement;

/** Compiled kernels in a folder, as compiling them takes seconds. */
final class KernelCache {
  private final Path folder;

  /**
   * @param folder made when something is kept
   */
  KernelCache(Path folder) {
    this.folder = folder;
  }

  /** The kernels for a GPU, compiled now or by the same compiler before. */
  BytePointer kernels(int capability) {
    Path file = folder.resolve("cuda-%d-%s".formatted(capability, digest()));
    return read(file).orElseGet(() -> compile(capability, file));
  }

  /** Of the source and the compiler's version. */
  private static String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(KernelCompiler.source().getBytes(StandardCharsets.UTF_8));
      digest.update(KernelCompiler.version().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  private static Optional<BytePointer> read(Path file) {
    try {
      return Optional.of(new BytePointer(Files.readAllBytes(file)));
    } catch (IOException e) {
      return Optional.empty(); // It isn't there, or of no use.
    }
  }

  private BytePointer compile(int capability, Path file) {
    BytePointer code = KernelCompiler.compile(capability);
    byte[] bytes = new byte[Math.toIntExact(code.capacity())];
    code.get(bytes);
    try {
      Files.createDirectories(folder);
      FileReplacement.write(file, channel -> channel.write(ByteBuffer.wrap(bytes)));
    } catch (IOException e) {
      // The next start compiles again.
    }
    return code;
  }
}

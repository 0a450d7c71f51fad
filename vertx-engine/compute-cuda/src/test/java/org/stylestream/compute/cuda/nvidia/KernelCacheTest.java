package org.stylestream.compute.cuda.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
  @BeforeAll
  static void load() {
    HostLibraries.missing().ifPresent(reason -> assumeTrue(false, reason));
    new NvidiaLibraries(new LibrarySearch(System.getenv(), Path.of("/"))).loadCompiler();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void whatWasCompiledIsReadTheNextTime(@TempDir Path folder) throws IOException {
    Path kernels = folder.resolve("kernels");
    byte[] compiled;
    try (BytePointer code = new KernelCache(kernels).kernels(90)) {
      compiled = code.getStringBytes();
    }
    assertThat(files(kernels)).hasSize(1);
    Path file = files(kernels).get(0);
    assertThat(Files.readAllBytes(file)).startsWith(compiled);
    Files.write(file, new byte[] {1, 2, 3});
    try (BytePointer code = new KernelCache(kernels).kernels(90)) {
      assertThat(code.capacity()).isEqualTo(3);
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsDoneWithout(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (BytePointer code = new KernelCache(file.resolve("kernels")).kernels(75)) {
      assertThat(code.capacity()).isGreaterThan(10_000);
    }
  }
}

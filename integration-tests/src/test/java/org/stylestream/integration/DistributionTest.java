package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.service.picture.PictureReader;

/** The zip, unpacked where nothing else is. */
class DistributionTest {
  @TempDir private Path folder;
  private Path home;
  private Path work;

  @BeforeEach
  void unpack() throws IOException {
    Path zip = Path.of(System.getProperty("stylestream.distribution"));
    assumeTrue(Files.exists(zip), "the distribution is made by 'mvn package'");
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "the script is for POSIX systems");
    Path place = Files.createDirectories(folder.resolve("a place with spaces"));
    unpack(zip, place);
    try (Stream<Path> only = Files.list(place)) {
      home = only.findFirst().orElseThrow();
    }
    // The JDK's own unzipping knows nothing of permissions.
    Files.setPosixFilePermissions(
        home.resolve("bin/stylestream"), PosixFilePermissions.fromString("rwxr-xr-x"));
    work = Files.createDirectories(folder.resolve("work"));
    Program.in(work);
  }

  private static void unpack(Path zip, Path place) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (Enumeration<? extends ZipEntry> all = file.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        Path target = place.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          try (InputStream content = file.getInputStream(entry)) {
            Files.copy(content, target);
          }
        }
      }
    }
  }

  private Program.Ended run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/stylestream").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PATH", "/usr/bin:/bin");
    return Program.end(builder.start());
  }

  @Test
  void runsAndStylizesWithoutMaven() throws Exception {
    Program.Ended version = run("version");
    assertThat(version.code()).as(version.err()).isZero();
    assertThat(version.out()).startsWith("StyleStream ").doesNotContain("not packaged");

    Program.Ended run =
        run(
            "stylize content.png style.png -o o.png --network vgg19-lite --size 64 --iterations 2"
                .split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(PictureReader.read(work.resolve("o.png")).image().width()).isEqualTo(64);
    assertThat(home.resolve("conf/stylestream.properties")).exists();
    assertThat(home.resolve("LICENSE")).exists();
    assertThat(home.resolve("NOTICE")).exists();
    assertThat(home.resolve("README.md")).exists();
  }
}

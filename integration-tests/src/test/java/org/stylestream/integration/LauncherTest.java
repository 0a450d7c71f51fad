package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script, in a checkout that has only what the script looks at. */
class LauncherTest {
  private static final String JAR = "vertx-engine/service/target/stylestream-service.jar";
  private static final String STAMP = "vertx-engine/service/target/built";

  @TempDir private Path folder;
  private Path home;
  private Path elsewhere;
  private Path tools;

  @BeforeEach
  void makeCheckout() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "the script is for POSIX systems");
    home = Files.createDirectories(folder.resolve("the checkout"));
    elsewhere = Files.createDirectories(folder.resolve("else where"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(Path.of(System.getProperty("stylestream.launcher")), home.resolve("stylestream"));
    executable(home.resolve("stylestream"));
    Files.createDirectories(home.resolve("protocols"));
    Files.createDirectories(home.resolve("vertx-engine/service/src/main/java"));
    Files.writeString(home.resolve("vertx-engine/service/src/main/java/A.java"), "class A {}");
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.createDirectories(home.resolve(JAR).getParent());
    writeJar();
    Files.writeString(home.resolve(STAMP), "");
  }

  /** A jar that leads to the classes under test. */
  private void writeJar() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "org.stylestream.service.cli.Main");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(Program.classPath().split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(home.resolve(JAR)), manifest).close();
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Program.Ended launch(Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    return Program.end(start(script, environment, arguments));
  }

  private Process start(Path script, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(elsewhere.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Stands in for Maven: notes its arguments and builds nothing. */
  private Map<String, String> maven(String script) throws IOException {
    Path maven = tools.resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\n" + script + "\n");
    executable(maven);
    return Map.of("PATH", tools + File.pathSeparator + System.getenv("PATH"));
  }

  @Test
  void runsFromAnywhere() throws Exception {
    Program.Ended run = launch(home.resolve("stylestream"), Map.of(), "version");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("StyleStream");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void runsThroughLinks() throws Exception {
    Path link = elsewhere.resolve("link");
    Files.createSymbolicLink(link, Path.of("../the checkout/stylestream"));
    Path linkToLink = folder.resolve("link");
    Files.createSymbolicLink(linkToLink, link);

    assertThat(launch(linkToLink, Map.of(), "version").code()).isZero();
  }

  @Test
  void pathsAreThoseOfTheCaller() throws Exception {
    Program.in(elsewhere);

    Program.Ended run =
        launch(
            home.resolve("stylestream"),
            Map.of(),
            Program.stylize("-o o.png --size 32 --iterations 1"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(elsewhere.resolve("o.png")).exists();
  }

  @Test
  void passesExitCodes() throws Exception {
    Program.Ended run = launch(home.resolve("stylestream"), Map.of(), "stylize");

    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void passesOptionsToTheJvm() throws Exception {
    Program.Ended run =
        launch(
            home.resolve("stylestream"),
            Map.of("STYLESTREAM_JAVA_OPTIONS", "-Xmx200m -showversion"),
            "version");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains(" version \"");
  }

  @Test
  void buildsWhatIsMissing() throws Exception {
    Files.delete(home.resolve(STAMP));

    Program.Ended run =
        launch(home.resolve("stylestream"), maven("printf '%s\\n' \"$*\" > arguments"), "version");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err().lines()).containsExactly("stylestream: building …");
    assertThat(Files.readString(home.resolve("arguments")))
        .contains("-Dmaven.test.skip=true", "-pl vertx-engine/service -am", "package");
    assertThat(launch(home.resolve("stylestream"), maven("exit 1"), "version").code()).isZero();
  }

  @Test
  @Timeout(60)
  void ofSeveralAtOnceOneBuildsAndTheOthersWait() throws Exception {
    assumeTrue(
        Stream.of("/usr/bin/flock", "/bin/flock").map(Path::of).anyMatch(Files::exists),
        "without flock they don't know of each other");
    Files.delete(home.resolve(STAMP));
    Path leave = folder.resolve("leave");
    assertThat(new ProcessBuilder("mkfifo", leave.toString()).start().waitFor()).isZero();
    Map<String, String> maven = maven("echo built >> builds; cat '%s'".formatted(leave));

    Process first = start(home.resolve("stylestream"), maven, "version");
    while (!Files.exists(home.resolve("builds"))) {
      Thread.onSpinWait();
    }
    Process second = start(home.resolve("stylestream"), maven, "version");
    while (second.descendants().noneMatch(LauncherTest::isWaiting)) {
      Thread.onSpinWait();
    }
    Files.writeString(leave, "");

    for (Program.Ended run : List.of(Program.end(first), Program.end(second))) {
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).startsWith("StyleStream");
    }
    assertThat(home.resolve("builds")).hasContent("built");
  }

  private static boolean isWaiting(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/flock")).isPresent();
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    Files.setLastModifiedTime(
        home.resolve("vertx-engine/service/src/main/java/A.java"),
        FileTime.from(Instant.now().plusSeconds(60)));

    Program.Ended run = launch(home.resolve("stylestream"), maven("exit 0"), "version");

    assertThat(run.err()).contains("building");
  }

  @Test
  void showsTheEndOfABuildThatFails() throws Exception {
    Files.delete(home.resolve(STAMP));

    Program.Ended run =
        launch(home.resolve("stylestream"), maven("echo no such thing; exit 1"), "version");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("no such thing", "the build failed");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusesAnOldJava() throws Exception {
    Program.Ended run = launch(home.resolve("stylestream"), javaHome("11.0.2"), "version");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("is Java 11; install a JDK 17 or newer");
  }

  private Map<String, String> javaHome(String version) throws IOException {
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"" + version + "\"' >&2\n");
    executable(java);
    return Map.of("JAVA_HOME", folder.resolve("jdk").toString());
  }

  @Test
  void refusesAJavaHomeWithoutJava() throws Exception {
    Program.Ended run =
        launch(home.resolve("stylestream"), Map.of("JAVA_HOME", folder.toString()), "version");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("there is no bin/java in it");
  }

  @Test
  void handsBenchToTheBenchmarks() throws Exception {
    Program.Ended run =
        launch(
            home.resolve("stylestream"),
            maven("printf '%s\\n' \"$*\" > arguments; mkdir -p vertx-engine/benchmarks/target"),
            "bench",
            "--rounds",
            "1");

    assertThat(Files.readString(home.resolve("arguments")))
        .contains("-Pbenchmarks", "-pl vertx-engine/benchmarks -am");
    assertThat(run.err()).contains("org.stylestream.benchmarks.Benchmarks");
  }

  @Test
  void buildsThePluginAndSaysWhereItIs() throws Exception {
    Path zip = Path.of("plugin-imagej/distribution/target/stylestream-imagej.zip");
    String build =
        "printf '%%s\\n' \"$*\" > arguments; mkdir -p %s; : > %s".formatted(zip.getParent(), zip);

    Program.Ended run = launch(home.resolve("stylestream"), maven(build), "plugin");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains(home.resolve(zip).toString(), "--into FOLDER");
    assertThat(Files.readString(home.resolve("arguments")))
        .contains("-pl plugin-imagej/distribution -am", "package");
    assertThat(launch(home.resolve("stylestream"), maven("exit 1"), "plugin").code()).isZero();
  }

  @Test
  void installsThePluginIntoAnImageJFolderOnly() throws Exception {
    Path zip = home.resolve("plugin-imagej/distribution/target/stylestream-imagej.zip");
    Files.createDirectories(zip.getParent());
    try (JarOutputStream content = new JarOutputStream(Files.newOutputStream(zip))) {
      content.putNextEntry(new ZipEntry("stylestream/lib/new.jar"));
    }
    Files.createDirectory(zip.resolveSibling("built"));
    Path imageJ = Files.createDirectories(folder.resolve("Image J"));
    String[] install = {"plugin", "--into", imageJ.toString()};

    Program.Ended refused = launch(home.resolve("stylestream"), Map.of(), install);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("is no ImageJ folder, because it has no folder plugins");

    Files.createDirectory(imageJ.resolve("plugins"));
    Path old = Files.createDirectories(imageJ.resolve("stylestream/lib")).resolve("old.jar");
    Files.createFile(old);

    Program.Ended installed = launch(home.resolve("stylestream"), Map.of(), install);

    assertThat(installed.code()).as(installed.err()).isZero();
    assertThat(old).doesNotExist();
    assertThat(old.resolveSibling("new.jar")).exists();
  }
}

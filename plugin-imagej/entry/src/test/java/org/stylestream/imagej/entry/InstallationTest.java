package org.stylestream.imagej.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ImageJ folders in which something is wrong, and one in which nothing is. */
class InstallationTest {
  @TempDir private Path folder;
  private Path entry;
  private Path libraries;

  @BeforeEach
  void makeImageJFolder() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("Image J/plugins/painting"));
    entry = Files.createFile(plugins.resolve("StyleStream_.jar"));
    libraries = folder.resolve("Image J/stylestream/lib");
  }

  private void install(String version, String classPath) throws IOException {
    Files.createDirectories(libraries);
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    attributes.put(Attributes.Name.CLASS_PATH, classPath);
    new JarOutputStream(
            Files.newOutputStream(libraries.resolve("stylestream-imagej.jar")), manifest)
        .close();
  }

  /** Writes a library that has a class of this test's class path, and one that is shared. */
  private void writeLibrary() throws IOException {
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(libraries.resolve("a.jar")))) {
      for (Class<?> type : new Class<?>[] {JavaRequirementTest.class, Test.class, IJ.class}) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
          bytes.transferTo(jar);
        }
      }
    }
  }

  private ClassLoader libraries() throws PluginUnusableException {
    return new Installation(entry.toFile(), "1.2").libraries();
  }

  @Test
  void loadsLibrariesOfItsOwnAndSharesImageJsClasses() throws Exception {
    install("1.2", "a.jar");
    writeLibrary();
    Files.createFile(libraries.resolve("left-by-an-older-version.jar"));

    ClassLoader loader = libraries();

    assertThat(loader.loadClass(Test.class.getName())).isNotSameAs(Test.class);
    assertThat(loader.loadClass(IJ.class.getName())).isSameAs(IJ.class);
    assertThat(loader.loadClass(FrontEnd.class.getName())).isSameAs(FrontEnd.class);
    assertThatThrownBy(() -> loader.loadClass(TempDir.class.getName()))
        .as("what ImageJ's class path has and the libraries don't")
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(loader.getResource("IJ_Props.txt")).isNull();
  }

  @Test
  void saysThatTheLibrariesAreMissing() {
    assertThatThrownBy(this::libraries)
        .isInstanceOf(PluginUnusableException.class)
        .hasMessageContaining("there is no folder stylestream/lib")
        .hasMessageContaining("unpack StyleStream's zip into the ImageJ folder again");
  }

  @Test
  void saysThatTheyAreOfAnotherVersion() throws IOException {
    install("1.1", "a.jar");

    assertThatThrownBy(this::libraries)
        .isInstanceOf(PluginUnusableException.class)
        .hasMessageContaining("is of StyleStream 1.2, but its libraries")
        .hasMessageContaining("are of 1.1");
  }

  @Test
  void saysWhichLibraryIsMissing() throws IOException {
    install("1.2", "a.jar b.jar");
    writeLibrary();

    assertThatThrownBy(this::libraries)
        .isInstanceOf(PluginUnusableException.class)
        .hasMessageContaining("b.jar is missing");
  }

  @Test
  void saysThatTheJarIsDamaged() throws IOException {
    Files.createDirectories(libraries);
    Files.writeString(libraries.resolve("stylestream-imagej.jar"), "half a jar");

    assertThatThrownBy(this::libraries)
        .isInstanceOf(PluginUnusableException.class)
        .hasMessageContaining("can't be read");
  }
}

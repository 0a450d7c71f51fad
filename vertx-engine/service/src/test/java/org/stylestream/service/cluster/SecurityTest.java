package org.stylestream.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Strangers at a cluster's ports. */
class SecurityTest {
  @TempDir private static Path folder;
  private static TlsFiles member;
  private static TlsFiles stranger;
  private static Path secret;
  private static Path otherSecret;

  @BeforeAll
  static void makeFiles() throws IOException {
    member = Authority.create(folder, "ours").issue("member");
    stranger = Authority.create(folder, "theirs").issue("stranger");
    secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef");
    otherSecret = Files.writeString(folder.resolve("other"), "0123456789abcdef0123456789abcdeF");
  }

  @ParameterizedTest
  @EnumSource
  void protectedMembersTalkBeyondLoopback(ClusterKind kind) throws IOException {
    Optional<String> address = addressBeyondLoopback();
    assumeTrue(address.isPresent(), "this machine has no network");
    try (TestCluster cluster = TestCluster.at(address.get(), kind, 2)) {
      Vertx first = cluster.open(safe(cluster.member(0)));
      TestCluster.echo(first, "first");
      Vertx second = cluster.open(safe(cluster.member(1)));

      assertThat(TestCluster.ask(second, "first", "a")).isEqualTo("echo a");
    }
  }

  private static ClusterOptions.Builder safe(ClusterOptions.Builder options) {
    return options.tls(member).secret(secret).acceptOpenMemberPort(true);
  }

  private static Optional<String> addressBeyondLoopback() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }

  @ParameterizedTest
  @EnumSource
  void aPeerOfAnotherAuthorityGetsNothing(ClusterKind kind) {
    try (TestCluster cluster = TestCluster.of(kind, 3)) {
      Vertx first = cluster.open(cluster.member(0).tls(member).secret(secret));
      List<String> heard = TestCluster.echo(first, "first");
      Vertx second = cluster.open(cluster.member(1).tls(member).secret(secret));
      Vertx bad = cluster.open(cluster.member(2).tls(stranger).secret(secret));
      List<String> heardByBad = TestCluster.echo(bad, "bad");

      TestCluster.askInVain(bad, "first", "let me in");
      TestCluster.askInVain(first, "bad", "a message not for you");
      assertThat(TestCluster.ask(second, "first", "a")).isEqualTo("echo a");
      assertThat(heard).containsExactly("a");
      assertThat(heardByBad).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void garbageAtAnyPortDoesNoHarm(ClusterKind kind) throws IOException {
    int bus = TestCluster.freePorts(1).get(0);
    try (TestCluster cluster = TestCluster.of(kind, 2)) {
      Vertx first = cluster.open(cluster.member(0).eventBusPort(bus).tls(member).secret(secret));
      TestCluster.echo(first, "first");

      for (int port : List.of(bus, cluster.memberPort(0))) {
        for (int seed = 0; seed < 20; seed++) {
          throwGarbage(port, seed);
        }
      }

      Vertx second = cluster.open(cluster.member(1).tls(member).secret(secret));
      assertThat(TestCluster.ask(second, "first", "a")).isEqualTo("echo a");
    }
  }

  private static void throwGarbage(int port, int seed) throws IOException {
    byte[] garbage = new byte[4096];
    new Random(seed).nextBytes(garbage);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(garbage);
    } catch (SocketException e) {
      assertThat(e).as("the port hung up").hasMessageMatching("Broken pipe|Connection reset.*");
    }
  }

  @Test
  void aConnectionWithoutACertificateIsHungUp() throws Exception {
    List<Integer> ports = TestCluster.freePorts(1);
    try (TestCluster cluster = TestCluster.of(ClusterKind.INFINISPAN, 1)) {
      cluster.open(cluster.member(0).eventBusPort(ports.get(0)).tls(member).secret(secret));

      for (int port : List.of(ports.get(0), cluster.memberPort(0))) {
        assertThatThrownBy(() -> talkWithoutCertificate(port))
            .isInstanceOfAny(SSLException.class, SocketException.class);
      }
    }
  }

  /** Trusts everybody, shows nothing, and reads until it is told why not. */
  private static void talkWithoutCertificate(int port) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Credulous()}, null);
    try (Socket socket =
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout(TestCluster.SECONDS * 1000);
      out.write(new byte[64]);
      in.readAllBytes();
    }
  }

  @Test
  void infinispanLetsOnlyThoseJoinWhoKnowTheSecret() {
    try (TestCluster cluster = TestCluster.of(ClusterKind.INFINISPAN, 3)) {
      Vertx first = cluster.open(cluster.member(0).secret(secret));
      TestCluster.echo(first, "first");

      assertThatThrownBy(() -> cluster.open(cluster.member(1).secret(otherSecret)))
          .isInstanceOf(ClusterException.class)
          .hasMessageContainingAll("refused this one", "give it the secret that they have");
      assertThatThrownBy(() -> cluster.open(cluster.member(1)))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("refused this one");

      Vertx second = cluster.open(cluster.member(2).secret(secret));
      assertThat(TestCluster.ask(second, "first", "a")).isEqualTo("echo a");
    }
  }

  private static final class Credulous implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
